//! What draft, signature and delivery change, and what ends a case or opens it again.

use chrono::NaiveDate;

use crate::domain::case::Closing;
use crate::domain::delivery::Way;
use crate::domain::dossier::deed::{
    AnswerOnTheSpot, Decision, Deliver, Dispatch, Draft, EndWithoutReply, Reopen, SendAgain,
    Withdraw,
};
use crate::domain::dossier::{Dossier, DraftState, Form, RoundClock, RoundOrder, Signature, Text};
use crate::domain::life_cycle::{Act, Wait};
use crate::domain::outcome::{Outcome, ResultRow, case_row};

impl Dossier {
    pub(super) fn draft(&mut self, draft: &Draft) {
        self.decide(&draft.decisions);
        let items = self.open_items().filter(|item| item.decision.is_some());
        let items = items.map(|item| item.ordinal).collect();
        self.draft = Some(DraftState { drafter: draft.drafter, items, part: draft.part });
        self.signature = None;
    }

    fn decide(&mut self, decisions: &[Decision]) {
        for decision in decisions {
            let item = self.items.iter_mut().find(|item| item.ordinal == decision.item);
            if let Some(item) = item.filter(|item| item.is_open()) {
                item.decision = Some(decision.clone());
            }
        }
    }

    pub(super) fn sign(&mut self, number: Option<&Text>, on: NaiveDate) {
        let document_number = number.map(|number| number.as_str().to_owned());
        self.signature = Some(Signature { on, document_number });
    }

    pub(super) fn deliver(&mut self, deliver: &Deliver, on: NaiveDate, act: Option<Act>) {
        let letter = self.post(Form::Reply, &deliver.dispatch, on);
        let number = self.signature.take().and_then(|signature| signature.document_number);
        let mut given_on = on;
        if let Some(letter) = self.letters.last_mut() {
            letter.id = deliver.letter;
            letter.document_number = letter.document_number.take().or(number);
            given_on = letter.given_on().unwrap_or(on);
        }
        let drafted = self.draft.take().map(|draft| draft.items).unwrap_or_default();
        for item in self.items.iter_mut().filter(|item| drafted.contains(&item.ordinal)) {
            item.given_on = Some(given_on);
            item.letter = Some(letter);
        }
        if act == Some(Act::DeliverLast) {
            self.close();
        }
    }

    pub(super) fn answer_on_the_spot(&mut self, answer: &AnswerOnTheSpot, on: NaiveDate) {
        self.decide(&answer.decisions);
        let dispatch = Dispatch {
            way: Way::Direct,
            postal_number: None,
            document_number: answer.document_number.clone(),
            signed_on: Some(on),
        };
        let letter = self.post(Form::Reply, &dispatch, on);
        for item in self.items.iter_mut().filter(|item| item.is_open()) {
            item.given_on = Some(on);
            item.letter = Some(letter);
        }
        self.close();
    }

    /// The requester gave the request up: by not amending, or by not paying.
    pub(super) fn end_without_reply(&mut self, end: &EndWithoutReply, on: NaiveDate) {
        let letter = self.post(Form::ClosingNotice, &end.dispatch, on);
        let outcome = self.given_up();
        for item in self.items.iter_mut().filter(|item| item.is_open()) {
            item.decision = Some(Decision {
                item: item.ordinal,
                outcome,
                article: None,
                reason: Text::of(outcome.label()),
                evidence: std::collections::BTreeMap::new(),
            });
            item.given_on = Some(on);
            item.letter = Some(letter);
        }
        self.close();
    }

    /// What silence comes to. Before the closing is recorded the wait says it, afterwards what was asked for last.
    pub(in crate::domain::dossier) fn given_up(&self) -> Outcome {
        let unpaid = self.clock.fee.is_some_and(|fee| fee.done_on.is_none());
        let unamended = self.clock.amendments.last().is_some_and(|last| last.done_on.is_none());
        let given_up = self.progress.intervals.amendment == Wait::GivenUp;
        if unpaid && !(unamended && given_up) { Outcome::FeeNotPaid } else { Outcome::NotAmended }
    }

    pub(super) fn withdraw(&mut self, withdraw: &Withdraw, on: NaiveDate, act: Option<Act>) {
        let whole = act == Some(Act::Withdraw);
        for item in self.items.iter_mut().filter(|item| item.is_open()) {
            if whole || withdraw.items.contains(&item.ordinal) {
                item.withdrawn_on = Some(on);
            }
        }
        if let Some(draft) = &mut self.draft {
            draft.items.retain(|item| !withdraw.items.contains(item));
        }
        if whole {
            self.close_on(on, Some(ResultRow::OtherOther));
        }
    }

    /// The last item is answered.
    fn close(&mut self) {
        if let Some(on) = self.items.iter().filter_map(|item| item.given_on).max() {
            self.close_on(on, None);
        }
    }

    /// Only the first closing counts.
    fn close_on(&mut self, on: NaiveDate, otherwise: Option<ResultRow>) {
        self.draft = None;
        self.closed_on = Some(on);
        if self.document_number.is_none() {
            // A notice on the way has a number too, but answers nothing.
            let mut last = self.letters.iter().rev().filter(|letter| letter.form.ends_a_case());
            self.document_number = last.find_map(|letter| letter.document_number.clone());
        }
        let row = self.row().or(otherwise);
        if self.closing.is_none()
            && let Some(row) = row
        {
            self.closing = Some(Closing { row, closed_on: on });
        }
    }

    /// The row in which the case counts as it stands: that of its decided items, the withdrawn left out.
    pub fn row(&self) -> Option<ResultRow> {
        let counting =
            self.items.iter().filter(|item| item.withdrawn_on.is_none() && !item.is_split);
        case_row(counting.filter_map(|item| Some(item.decision.as_ref()?.outcome.row())))
    }

    pub(super) fn prove_delivery(&mut self, ordinal: u16, on: NaiveDate) {
        if let Some(letter) = self.letters.iter_mut().find(|known| known.ordinal == ordinal) {
            letter.signed_on = Some(on);
        }
    }

    pub(super) fn mail_returned(&mut self, ordinal: u16, on: NaiveDate) {
        if let Some(letter) = self.letters.iter_mut().find(|known| known.ordinal == ordinal) {
            letter.returned_on = Some(on);
        }
    }

    /// The day of posting stays, unless the first delivery is withdrawn.
    pub(super) fn send_again(&mut self, again: &SendAgain, on: NaiveDate) {
        let Some(letter) = self.letters.iter_mut().find(|known| known.ordinal == again.letter)
        else {
            return;
        };
        letter.sent_again_on = Some(on);
        letter.returned_on = None;
        letter.postal_number = again.dispatch.postal_number.clone().map(String::from);
        letter.signed_on = again.dispatch.signed_on;
        if again.withdraws_first.is_some() {
            letter.way = again.dispatch.way;
            letter.sent_on = on;
            let given_on = letter.given_on().unwrap_or(on);
            self.regive(again.letter, given_on);
        }
    }

    /// The day on which a letter was given is another one.
    pub(super) fn regive(&mut self, letter: u16, given_on: NaiveDate) {
        for item in self.items.iter_mut().filter(|item| item.letter == Some(letter)) {
            item.given_on = Some(given_on);
        }
        let last = self.items.iter().filter_map(|item| item.given_on).max();
        // Later rounds have other letters than the first closing.
        if let (Some(closing), Some(last), true) =
            (&mut self.closing, last, self.progress.round == 1)
        {
            closing.closed_on = last;
            self.closed_on = Some(last);
        }
    }

    /// A reply was quashed: a new round with its own clock, while the first outcome stays where it was.
    pub(super) fn reopen(&mut self, reopen: &Reopen) {
        if self.first_clock.is_none() {
            self.first_clock = self.deadline_facts();
        }
        self.start_round(reopen);
    }

    /// There never was a reply: the case was never closed.
    pub(super) fn annul(&mut self, annul: &Reopen) {
        self.closing = None;
        self.is_closed_by_register = false;
        self.first_clock = None;
        self.start_round(annul);
    }

    fn start_round(&mut self, reopen: &Reopen) {
        let Reopen { forum, effective_on, due_on, .. } = *reopen;
        self.orders.push(RoundOrder { forum, effective_on, due_on });
        self.closed_on = None;
        self.draft = None;
        self.signature = None;
        let first_consultation = self.consultations.len();
        self.clock = RoundClock { first_consultation, ..RoundClock::default() };
        for item in self.items.iter_mut().filter(|item| !item.is_split) {
            item.decision = None;
            item.given_on = None;
            item.letter = None;
        }
    }
}
