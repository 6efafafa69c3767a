//! Which days a deed may have: none before what it follows on, none to come, none that a typing error makes.

use chrono::{Days, NaiveDate};

use super::deed::{Deed, Dispatch, Fact};
use super::{Dossier, Office, Refusal};

/// A named day of a deed.
pub(super) type Named = (&'static str, NaiveDate);

impl Dossier {
    /// Checks the legal day of a deed, and every day that it tells.
    pub(super) fn check_days(
        &self,
        deed: &Deed,
        on: NaiveDate,
        office: &Office<'_>,
    ) -> Result<(), Refusal> {
        past("on", on, office.today)?;
        for (field, day) in told(deed) {
            past(field, day, office.today)?;
        }
        if let Some((field, day)) = planned(deed) {
            possible(field, day)?;
            if day > far(office.today) {
                return Err(Refusal::ImpossibleDay { field, day });
            }
            not_before((field, day), "办理的日期", on)?;
        }
        not_before(("on", on), "到件", self.arrival.arrived_on)?;
        if let Some((before, before_on)) = self.follows_on(deed) {
            not_before(("on", on), before, before_on)?;
        }
        if let Some(dispatch) = dispatch(deed)
            && let Some(signed_on) = dispatch.signed_on
        {
            not_before(("dispatch.signed_on", signed_on), "发出", on)?;
        }
        Ok(())
    }

    /// The day before which a deed cannot be, with its name.
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything else follows on the receipt")]
    fn follows_on(&self, deed: &Deed) -> Option<(&'static str, NaiveDate)> {
        let letter = |ordinal| self.letter(ordinal).map(|letter| ("发出", letter.sent_on));
        let consulted = |ordinal| letter(self.consultation(ordinal)?.letter);
        let received = self.received_on.map(|on| ("收到申请", on));
        match deed {
            Deed::Deliver(_) => self.signature.as_ref().map(|signature| ("签发", signature.on)),
            Deed::TakeAmendment(_) => {
                self.clock.amendments.last().map(|asked| ("发出补正告知书", self.sent_on(asked)))
            }
            Deed::TakePayment(_) => {
                self.clock.fee.map(|fee| ("发出收费通知书", self.sent_on(&fee)))
            }
            Deed::TakeReasons(_) => {
                self.clock.reasons.map(|asked| ("发出说明理由告知书", self.sent_on(&asked)))
            }
            Deed::ConsultationAnswered(answer) => consulted(answer.consultation),
            Deed::ConsultationLetterReturned(of) | Deed::ConsultationSilent(of) => {
                consulted(of.consultation)
            }
            Deed::TellExtension(_) => self.clock.extension?.approved_on.map(|on| ("同意延期", on)),
            Deed::ProveDelivery(of) | Deed::RecordReturnedMail(of) => letter(of.letter),
            Deed::SendAgain(again) => {
                let returned_on = self.letter(again.letter)?.returned_on;
                returned_on.map(|on| ("邮件退回", on))
            }
            Deed::Archive(_) | Deed::Reopen(_) | Deed::AnnulClosing(_) => {
                self.closed_on.map(|on| ("办结", on))
            }
            Deed::Note(_)
            | Deed::TelephoneNote(_)
            | Deed::CorrectFact(_)
            | Deed::CorrectRequester(_)
            | Deed::ReadRequester(_)
            | Deed::RequesterLeft(_)
            | Deed::KeepFormerNumber(_)
            | Deed::ChallengeRecorded(_)
            | Deed::Attach(_)
            | Deed::RemoveAttachment(_)
            | Deed::DownloadAttachment(_)
            | Deed::ResetQueryCode(_) => None,
            _ => received,
        }
    }
}

/// Days in a deed on which something happened.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others have none")]
fn told(deed: &Deed) -> Vec<Named> {
    let signed = dispatch(deed).and_then(|dispatch| dispatch.signed_on);
    let mut days: Vec<Named> = signed.map(|day| ("dispatch.signed_on", day)).into_iter().collect();
    match deed {
        Deed::ConfirmReceipt(confirm) => {
            days.extend(confirm.passed_on.map(|day| ("passed_on", day)));
        }
        Deed::Reopen(order) | Deed::AnnulClosing(order) => {
            days.push(("effective_on", order.effective_on));
        }
        Deed::CorrectFact(correct) => days.extend(corrected(&correct.fact)),
        _ => {}
    }
    days
}

fn corrected(fact: &Fact) -> Vec<Named> {
    match fact {
        Fact::Arrival { arrived_on, passed_on, .. } => {
            let passed = passed_on.map(|day| ("fact.passed_on", day));
            [("fact.arrived_on", *arrived_on)].into_iter().chain(passed).collect()
        }
        Fact::Letter { sent_on, signed_on, .. } => {
            let signed = signed_on.map(|day| ("fact.signed_on", day));
            [("fact.sent_on", *sent_on)].into_iter().chain(signed).collect()
        }
        Fact::AmendmentTaken { on } | Fact::PaymentTaken { on } => vec![("fact.on", *on)],
        Fact::RequesterKind { .. }
        | Fact::Item { .. }
        | Fact::RegistrationNumber { .. }
        | Fact::Contact { .. } => Vec::new(),
    }
}

/// Days in a deed by which something is to happen.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others have none")]
fn planned(deed: &Deed) -> Option<Named> {
    match deed {
        Deed::Assign(assign) => assign.draft_by.map(|day| ("draft_by", day)),
        Deed::SendAmendmentNotice(notice) => notice.amend_by.map(|day| ("amend_by", day)),
        Deed::AskReasons(ask) => Some(("answer_by", ask.answer_by)),
        Deed::Delay(delay) => Some(("until", delay.until)),
        Deed::Reopen(order) | Deed::AnnulClosing(order) => order.due_on.map(|day| ("due_on", day)),
        _ => None,
    }
}

/// How the letter of a deed went, where it sends one.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others have none")]
pub(super) fn dispatch(deed: &Deed) -> Option<&Dispatch> {
    match deed {
        Deed::SendAmendmentNotice(notice) => Some(&notice.dispatch),
        Deed::AskReasons(ask) => Some(&ask.dispatch),
        Deed::Delay(delay) => Some(&delay.dispatch),
        Deed::SendFeeNotice(notice) => Some(&notice.dispatch),
        Deed::Consult(consult) => Some(&consult.dispatch),
        Deed::TellExtension(tell) => Some(&tell.dispatch),
        Deed::Deliver(deliver) => Some(&deliver.dispatch),
        Deed::EndWithoutReply(end) => Some(&end.dispatch),
        Deed::SendAgain(again) => Some(&again.dispatch),
        _ => None,
    }
}

/// A day on which something happened: not to come.
pub(super) fn past(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    possible(field, day)?;
    if day > today { Err(Refusal::InFuture { field, day }) } else { Ok(()) }
}

/// The regulation came into force on 1 May 2008; nothing that runs today is planned a century ahead.
fn possible(field: &'static str, day: NaiveDate) -> Result<(), Refusal> {
    let first = NaiveDate::from_ymd_opt(2008, 5, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap_or_default();
    if first <= day && day <= last { Ok(()) } else { Err(Refusal::ImpossibleDay { field, day }) }
}

/// The last day that a letter may name.
fn far(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(3 * 366)).unwrap_or(today)
}

fn not_before(
    (field, day): Named,
    before: &'static str,
    before_on: NaiveDate,
) -> Result<(), Refusal> {
    if day < before_on { Err(Refusal::TooEarly { field, day, before, before_on }) } else { Ok(()) }
}
