//! What a deed must satisfy beside the life cycle and its days.

use chrono::NaiveDate;

use super::days::past;
use super::deed::{
    AmendmentNotice, Decision, Deed, Deliver, Draft, Fact, RequesterLeft, SendAgain, Split,
};
use super::{ConsultationEnd, Dossier, Letter, Office, Refusal, Text};
use crate::domain::deadline::reckon;
use crate::domain::receipt::{Attempt, Channel, Contact};

/// How many things one request may list.
const MOST_ITEMS: usize = 500;
/// Characters of a number.
const LONGEST_NUMBER: usize = 100;

impl Dossier {
    /// Checks what the case must hold for a deed.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others need no more than their turn")]
    pub(super) fn check(
        &self,
        deed: &Deed,
        on: NaiveDate,
        office: &Office<'_>,
    ) -> Result<(), Refusal> {
        match deed {
            Deed::Arrive(_) | Deed::Imported(_) => Err(Refusal::NotTheBeginning),
            Deed::ConfirmReceipt(confirm) => self.check_receipt(confirm.passed_on, on),
            Deed::Split(split) => self.check_split(split),
            Deed::SendAmendmentNotice(notice) => check_list(notice),
            Deed::AmendmentRanOut(_) => {
                let asked = self.clock.amendments.last();
                self.is_over(asked, office.periods.amendment, on, office)
            }
            Deed::FeeRanOut(_) => {
                self.is_over(self.clock.fee.as_ref(), office.periods.fee, on, office)
            }
            Deed::ReasonsRanOut(_) => self.is_over(self.clock.reasons.as_ref(), 0, on, office),
            Deed::TakePayment(payment) => self.check_payment(payment.amount),
            Deed::ConsultationAnswered(answer) => {
                self.consulted_still(answer.consultation).map(|_| ())
            }
            Deed::ConsultationSilent(of) => self.check_silence(of.consultation, on, office),
            Deed::ConsultationLetterReturned(of) | Deed::CallOffConsultation(of) => {
                self.consulted_still(of.consultation).map(|_| ())
            }
            Deed::Draft(draft) => self.check_draft(draft),
            Deed::Submit(_) | Deed::Sign(_) | Deed::SignOnPaper(_) => self.check_signable(),
            Deed::Deliver(deliver) => check_given(deliver, on),
            Deed::AnswerOnTheSpot(answer) => self.check_on_the_spot(&answer.decisions),
            Deed::EndWithoutReply(_) => self.check_given_up(),
            Deed::Withdraw(withdraw) => self.check_open(withdraw.items.iter().copied()),
            Deed::ProveDelivery(of) | Deed::RecordReturnedMail(of) => {
                self.letter(of.letter).map(|_| ()).ok_or(Refusal::NoSuchLetter(of.letter))
            }
            Deed::SendAgain(again) => self.check_again(again),
            Deed::CorrectFact(correct) => self.check_fact(&correct.fact),
            Deed::CorrectRequester(correct)
                if !(1..=self.parties.count).contains(&correct.requester) =>
            {
                Err(Refusal::field("requester", "没有这个申请人"))
            }
            Deed::RequesterLeft(left) => self.check_leaving(left),
            Deed::KeepFormerNumber(former) => number(&former.number),
            Deed::RemoveAttachment(remove) => self.check_removal(remove.attachment),
            _ => Ok(()),
        }
    }

    /// The facts of the clock must all be possible together.
    pub(super) fn check_clock(&self, office: &Office<'_>) -> Result<(), Refusal> {
        if let Some(facts) = self.deadline_facts() {
            reckon(&facts, office.calendar, office.periods)?;
        }
        Ok(())
    }

    fn check_receipt(&self, passed_on: Option<NaiveDate>, on: NaiveDate) -> Result<(), Refusal> {
        let mut arrival = self.arrival.clone();
        arrival.passed_on = passed_on;
        if matches!(arrival.channel, Channel::OrdinaryPost | Channel::Fax) {
            arrival.attempts.push(Attempt { on, result: Contact::Reached });
        }
        arrival.receipt()?;
        Ok(())
    }

    fn check_split(&self, split: &Split) -> Result<(), Refusal> {
        self.check_open([split.item])?;
        let count = split.into.len();
        if count < 2 || self.items.len() + count > MOST_ITEMS {
            return Err(Refusal::field("into", "应拆分为两项以上，一件申请总共不超过 500 项"));
        }
        Ok(())
    }

    fn check_open(&self, items: impl IntoIterator<Item = u16>) -> Result<(), Refusal> {
        for ordinal in items {
            if !self.item(ordinal).is_some_and(super::Item::is_open) {
                return Err(Refusal::NoSuchItem(ordinal));
            }
        }
        Ok(())
    }

    /// A period that a person says is over must be.
    fn is_over(
        &self,
        asked: Option<&super::Asked>,
        length: u32,
        on: NaiveDate,
        office: &Office<'_>,
    ) -> Result<(), Refusal> {
        let Some(asked) = asked else { return Ok(()) };
        let until = self.last_day(asked, length, office.calendar);
        if on <= until { Err(Refusal::PeriodRuns { until }) } else { Ok(()) }
    }

    /// Part payment is not payment.
    fn check_payment(&self, amount: u32) -> Result<(), Refusal> {
        let due = self.clock.fee.map_or(0, |fee| fee.amount);
        if amount < due {
            return Err(Refusal::field(
                "amount",
                format!("应缴 {due} 元；部分缴费不算缴费，可记入备注"),
            ));
        }
        Ok(())
    }

    fn consulted_still(&self, ordinal: u16) -> Result<&super::Consultation, Refusal> {
        let open = self.consultation(ordinal).filter(|asked| asked.end == ConsultationEnd::Open);
        open.ok_or(Refusal::NoSuchConsultation(ordinal))
    }

    fn check_silence(
        &self,
        ordinal: u16,
        on: NaiveDate,
        office: &Office<'_>,
    ) -> Result<(), Refusal> {
        let letter = self.letter(self.consulted_still(ordinal)?.letter);
        let Some(from) = letter.map(|letter| letter.signed_on.unwrap_or(letter.sent_on)) else {
            return Ok(());
        };
        let until = office.calendar.nth_working_day_after(from, office.periods.consultation).day;
        if on <= until { Err(Refusal::PeriodRuns { until }) } else { Ok(()) }
    }

    fn check_draft(&self, draft: &Draft) -> Result<(), Refusal> {
        if draft.decisions.is_empty() {
            return Err(Refusal::field("decisions", "至少拟定一项"));
        }
        self.check_open(draft.decisions.iter().map(|decision| decision.item))?;
        if draft.planned_way.is_some_and(|way| !way.may_be_planned()) {
            return Err(Refusal::CourierPlanned);
        }
        Ok(())
    }

    /// Before review and signature: every item is decided, unless the reply is one of several, and proved.
    fn check_signable(&self) -> Result<(), Refusal> {
        let part = self.draft.as_ref().is_some_and(|draft| draft.part);
        let undecided = self.open_items().find(|item| item.decision.is_none());
        if let Some(item) = undecided.filter(|_| !part) {
            return Err(Refusal::ItemUndecided(item.ordinal));
        }
        self.check_evidence(self.open_items().filter_map(|item| item.decision.as_ref()))
    }

    fn check_on_the_spot(&self, decisions: &[Decision]) -> Result<(), Refusal> {
        self.check_open(decisions.iter().map(|decision| decision.item))?;
        let decided = |item: u16| decisions.iter().any(|decision| decision.item == item);
        if let Some(item) = self.open_items().find(|item| !decided(item.ordinal)) {
            return Err(Refusal::ItemUndecided(item.ordinal));
        }
        self.check_evidence(decisions)
    }

    /// The closing without a reply needs its evidence like every other outcome.
    fn check_given_up(&self) -> Result<(), Refusal> {
        let decision = Decision {
            item: self.open_items().map(|item| item.ordinal).next().unwrap_or(1),
            outcome: self.given_up(),
            article: None,
            reason: Text::of("不再处理"),
            evidence: std::collections::BTreeMap::new(),
        };
        self.check_evidence([&decision])
    }

    fn check_again(&self, again: &SendAgain) -> Result<(), Refusal> {
        let returned = self.letter(again.letter).filter(|letter| letter.returned_on.is_some());
        returned.map(|_| ()).ok_or(Refusal::NoSuchLetter(again.letter))
    }

    fn check_staying(&self, field: &'static str, requester: u16) -> Result<(), Refusal> {
        let stays = self.parties.staying().any(|ordinal| ordinal == requester);
        if stays {
            Ok(())
        } else {
            Err(Refusal::field(field, "没有这个申请人，或者已经退出"))
        }
    }

    /// The last one who asks withdraws the request instead.
    fn check_leaving(&self, left: &RequesterLeft) -> Result<(), Refusal> {
        self.check_staying("requester", left.requester)?;
        if self.parties.staying().count() < 2 {
            return Err(Refusal::field("requester", "只有一名申请人；不再申请的，请作撤回"));
        }
        let Some(contact) = left.contact else {
            return if left.requester == self.parties.contact {
                Err(Refusal::field("contact", "退出的是代表人，须指明由谁代表其他申请人"))
            } else {
                Ok(())
            };
        };
        if contact == left.requester {
            return Err(Refusal::field("contact", "代表人须是没有退出的申请人"));
        }
        self.check_staying("contact", contact)
    }

    /// What the case rests on stays, once it is closed.
    fn check_removal(&self, id: uuid::Uuid) -> Result<(), Refusal> {
        self.attached(id).ok_or(Refusal::NoSuchAttachment)?;
        if self.is_open() { Ok(()) } else { Err(Refusal::AttachmentStays) }
    }

    fn check_fact(&self, fact: &Fact) -> Result<(), Refusal> {
        match fact {
            Fact::Item { item, .. } => {
                self.item(*item).map(|_| ()).ok_or(Refusal::NoSuchItem(*item))
            }
            Fact::Letter { letter, .. } => {
                self.letter(*letter).map(|_| ()).ok_or(Refusal::NoSuchLetter(*letter))
            }
            Fact::Arrival { channel, arrived_on, passed_on } => {
                let mut arrival = self.arrival.clone();
                (arrival.channel, arrival.arrived_on) = (*channel, *arrived_on);
                arrival.passed_on = *passed_on;
                arrival.receipt()?;
                Ok(())
            }
            Fact::AmendmentTaken { .. } => done(self.clock.amendments.last()),
            Fact::PaymentTaken { .. } => done(self.clock.fee.as_ref()),
            Fact::RequesterKind { .. } => Ok(()),
            Fact::RegistrationNumber { .. } if self.registration_number.is_none() => {
                Err(Refusal::field("fact", "还没有登记，无从更正"))
            }
            Fact::RegistrationNumber { registration_number } => number(registration_number),
            Fact::Contact { contact } => self.check_staying("fact.contact", *contact),
        }
    }
}

/// Checks the deed that a log begins with.
pub(super) fn first(deed: &Deed, on: NaiveDate, office: &Office<'_>) -> Result<(), Refusal> {
    past("arrived_on", on, office.today)?;
    let Deed::Arrive(arrive) = deed else { return Ok(()) };
    if arrive.items.is_empty() || arrive.items.len() > MOST_ITEMS {
        return Err(Refusal::field("items", "应有 1 至 500 项"));
    }
    if arrive.contact == 0 || arrive.contact > arrive.requesters {
        return Err(Refusal::field("contact", "没有这个申请人"));
    }
    if arrive.oral && arrive.channel != Channel::Counter {
        return Err(Refusal::field("oral", "口头申请只在当面提出时由工作人员记录"));
    }
    Ok(())
}

/// A number fits into a list and an address.
fn number(number: &Text) -> Result<(), Refusal> {
    let fits = number.as_str().chars().count() <= LONGEST_NUMBER
        && !number.as_str().chars().any(char::is_control);
    if fits {
        Ok(())
    } else {
        Err(Refusal::field("number", "应为 1 至 100 字，不含控制字符"))
    }
}

fn done(asked: Option<&super::Asked>) -> Result<(), Refusal> {
    let is_done = asked.is_some_and(|asked| asked.done_on.is_some());
    if is_done {
        Ok(())
    } else {
        Err(Refusal::field("fact", "没有记录过这件事，无从更正"))
    }
}

/// A notice lists everything at once.
fn check_list(notice: &AmendmentNotice) -> Result<(), Refusal> {
    if notice.missing.is_empty() {
        return Err(Refusal::field("missing", "应一次列明需要补正的全部事项"));
    }
    Ok(())
}

/// What goes by hand or courier is given when it is signed for.
fn check_given(deliver: &Deliver, on: NaiveDate) -> Result<(), Refusal> {
    let letter = Letter::new(0, super::Form::Reply, &deliver.dispatch, on);
    letter.given_on().map(|_| ()).ok_or(Refusal::NotGivenYet)
}
