//! What deeds from the arrival to the assignment change.

use chrono::NaiveDate;

use super::next;
use crate::domain::dossier::deed::{
    Arrive, Assign, Confirm, Deed, Imported, Register, SignFor, Split, Subject,
};
use crate::domain::dossier::{Assignment, Dossier, Item, Parties, RoundClock, Text};
use crate::domain::life_cycle::{Progress, Stage};
use crate::domain::receipt::{Arrival, Attempt, Channel, Contact};
use crate::domain::requester::RequesterKind;

impl Dossier {
    /// What the first deed of a log makes.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other deed begins a log")]
    pub(in crate::domain::dossier) fn recorded_first(deed: &Deed, on: NaiveDate) -> Option<Self> {
        match deed {
            Deed::Arrive(arrive) => Some(Self::arrived(arrive, on)),
            Deed::Imported(imported) => {
                let facts = imported.facts;
                let mut case = Self::empty(facts.kind, Channel::Counter, facts.received_on);
                case.import(imported);
                Some(case)
            }
            _ => None,
        }
    }

    fn arrived(arrive: &Arrive, on: NaiveDate) -> Self {
        let items = arrive.items.iter().zip(1..);
        Self {
            subject: arrive.subject,
            wanted_form: arrive.wanted_form,
            wanted_way: arrive.wanted_way,
            parties: Parties::of(arrive.requesters, arrive.contact),
            items: items.map(|(item, ordinal)| Item::new(ordinal, item.as_str())).collect(),
            ..Self::empty(arrive.requester_kind, arrive.channel, on)
        }
    }

    fn empty(requester_kind: RequesterKind, channel: Channel, arrived_on: NaiveDate) -> Self {
        Self {
            progress: Progress::arrived(),
            subject: Subject::Request,
            requester_kind,
            parties: Parties::of(1, 1),
            arrival: Arrival::by(channel, arrived_on),
            received_on: None,
            registration_number: None,
            former_numbers: Vec::new(),
            fee_units: 1,
            wanted_form: None,
            wanted_way: None,
            items: Vec::new(),
            letters: Vec::new(),
            consultations: Vec::new(),
            searches: Vec::new(),
            assignment: None,
            clock: RoundClock::default(),
            draft: None,
            signature: None,
            closing: None,
            closed_on: None,
            document_number: None,
            orders: Vec::new(),
            is_closed_by_register: false,
            first_clock: None,
            attachments: Vec::new(),
            code_resets: 0,
        }
    }

    /// A register says all of its case each time; what it does not tell of stands as it stood.
    pub(super) fn import(&mut self, imported: &Imported) {
        let facts = imported.facts;
        self.is_closed_by_register = facts.closing.is_some();
        self.requester_kind = facts.kind;
        self.received_on = Some(facts.received_on);
        self.arrival.arrived_on = facts.received_on;
        self.closing = facts.closing;
        self.closed_on = facts.closing.map(|closing| closing.closed_on);
        self.document_number.clone_from(&imported.document_number);
        match self.items.first_mut() {
            Some(item) => item.content.clone_from(&imported.content),
            None => self.items.push(Item::new(1, &imported.content)),
        }
        if let Some(item) = self.items.first_mut() {
            item.given_on = self.closed_on;
        }
        if self.closed_on.is_some() {
            self.progress = Progress::at(Stage::Closed);
        } else if !self.progress.stage.is_open() {
            self.progress = Progress::at(Stage::Registered);
        }
    }

    pub(super) fn failed_try(&mut self, on: NaiveDate) {
        self.arrival.attempts.push(Attempt { on, result: Contact::Failed });
    }

    /// The legal date follows from channel, tries and this.
    pub(super) fn confirm(&mut self, confirm: &Confirm, on: NaiveDate) {
        self.arrival.passed_on = confirm.passed_on;
        if matches!(self.arrival.channel, Channel::OrdinaryPost | Channel::Fax) {
            self.arrival.attempts.push(Attempt { on, result: Contact::Reached });
        }
        self.received_on = self.arrival.receipt().ok().and_then(|receipt| receipt.received_on);
    }

    pub(super) fn register(&mut self, register: &Register) {
        self.registration_number = register.registration_number.clone().map(String::from);
        self.fee_units = register.fee_units.unwrap_or(self.fee_units);
    }

    pub(super) fn split(&mut self, split: &Split) {
        if let Some(item) = self.items.iter_mut().find(|item| item.ordinal == split.item) {
            item.is_split = true;
        }
        for content in split.into.iter().map(Text::as_str) {
            let ordinal = next(self.items.len());
            self.items.push(Item::new(ordinal, content));
        }
    }

    pub(super) fn assign(&mut self, assign: &Assign) {
        let Assign { department, handler, .. } = *assign;
        self.assignment = Some(Assignment { department, handler, signed_for: false });
    }

    pub(super) fn sign_for(&mut self, sign_for: &SignFor) {
        if let Some(assignment) = &mut self.assignment {
            assignment.handler = sign_for.handler.or(assignment.handler);
            assignment.signed_for = true;
        }
    }
}
