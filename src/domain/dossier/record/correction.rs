//! What a corrected fact changes, and what stood there before.

use chrono::NaiveDate;

use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::{Fact, RequesterLeft};

impl Dossier {
    pub(super) fn correct(&mut self, fact: &Fact) {
        match fact {
            Fact::Arrival { channel, arrived_on, passed_on } => {
                self.arrival.channel = *channel;
                self.arrival.arrived_on = *arrived_on;
                self.arrival.passed_on = *passed_on;
                if self.received_on.is_some() {
                    let receipt = self.arrival.receipt().ok();
                    let received_on = receipt.and_then(|receipt| receipt.received_on);
                    self.received_on = received_on.or(self.received_on);
                }
            }
            Fact::RequesterKind { requester_kind } => self.requester_kind = *requester_kind,
            Fact::Item { item, content } => {
                if let Some(item) = self.items.iter_mut().find(|known| known.ordinal == *item) {
                    content.as_str().clone_into(&mut item.content);
                }
            }
            Fact::Letter { letter, way, sent_on, signed_on } => {
                let known = self.letters.iter_mut().find(|known| known.ordinal == *letter);
                let Some(known) = known else { return };
                (known.way, known.sent_on, known.signed_on) = (*way, *sent_on, *signed_on);
                if let Some(given_on) = known.given_on() {
                    self.regive(*letter, given_on);
                }
            }
            Fact::AmendmentTaken { on } => {
                if let Some(asked) = self.clock.amendments.last_mut() {
                    asked.done_on = Some(*on);
                }
            }
            Fact::PaymentTaken { on } => {
                if let Some(asked) = &mut self.clock.fee {
                    asked.done_on = Some(*on);
                }
            }
            Fact::RegistrationNumber { registration_number } => {
                let number = Some(String::from(registration_number.clone()));
                if let Some(former) = std::mem::replace(&mut self.registration_number, number) {
                    self.was_known_as(&former);
                }
            }
            Fact::Contact { contact } => self.parties.contact = *contact,
        }
    }

    pub(super) fn was_known_as(&mut self, number: &str) {
        if !self.former_numbers.iter().any(|known| known == number) {
            self.former_numbers.push(number.to_owned());
        }
    }

    pub(super) fn leave(&mut self, left: &RequesterLeft, on: NaiveDate) {
        self.parties.left.push((left.requester, on));
        self.parties.contact = left.contact.unwrap_or(self.parties.contact);
    }

    /// What a correction takes the place of, as a text for the time-line; nothing personal.
    pub fn before(&self, fact: &Fact) -> Option<String> {
        match fact {
            Fact::Arrival { .. } => {
                Some(format!("{} {}", self.arrival.channel, self.arrival.arrived_on))
            }
            Fact::RequesterKind { .. } => Some(self.requester_kind.to_string()),
            Fact::Item { item, .. } => self.item(*item).map(|item| item.content.clone()),
            Fact::Letter { letter, .. } => {
                self.letter(*letter).map(|letter| format!("{} {}", letter.way, letter.sent_on))
            }
            Fact::AmendmentTaken { .. } => {
                self.clock.amendments.last()?.done_on.map(|on| on.to_string())
            }
            Fact::PaymentTaken { .. } => self.clock.fee?.done_on.map(|on| on.to_string()),
            Fact::RegistrationNumber { .. } => self.registration_number.clone(),
            Fact::Contact { .. } => Some(self.parties.contact.to_string()),
        }
    }
}
