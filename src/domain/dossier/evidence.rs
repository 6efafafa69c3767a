//! What a case holds to prove an outcome: what the handler put down, and what the deeds show.

use super::deed::{Decision, Whom};
use super::{Asked, ConsultationEnd, Dossier, Refusal};
use crate::domain::life_cycle::Wait;
use crate::domain::outcome::Evidence;

impl Dossier {
    /// What the outcome of an item still lacks.
    pub fn missing_evidence(&self, decision: &Decision) -> Vec<Evidence> {
        let written = decision.evidence.keys().filter(|evidence| !evidence.is_shown_by_deed());
        let held: Vec<_> = written.copied().chain(self.held()).collect();
        decision.outcome.missing_evidence(&held)
    }

    /// Refuses outcomes whose evidence is not complete.
    pub(super) fn check_evidence<'a>(
        &self,
        decisions: impl IntoIterator<Item = &'a Decision>,
    ) -> Result<(), Refusal> {
        for decision in decisions {
            let missing = self.missing_evidence(decision);
            if !missing.is_empty() {
                return Err(Refusal::EvidenceMissing { item: decision.item, missing });
            }
        }
        Ok(())
    }

    /// The evidence that the deeds of the case show.
    fn held(&self) -> impl Iterator<Item = Evidence> {
        let amended = self.clock.amendments.last();
        let fee = self.clock.fee.as_ref();
        let waits = self.progress.intervals;
        let parties = || self.consultations.iter().filter(|asked| asked.whom == Whom::ThirdParty);
        let delivered =
            |asked: Option<&Asked>| asked.is_some_and(|asked| self.signed_on(asked).is_some());
        let over = |wait: Wait| matches!(wait, Wait::RanOut | Wait::GivenUp);
        let replied = |end: ConsultationEnd| match end {
            ConsultationEnd::Answered { .. } | ConsultationEnd::Silent { .. } => true,
            ConsultationEnd::Open
            | ConsultationEnd::Returned { .. }
            | ConsultationEnd::CalledOff { .. } => false,
        };
        let letter_arrived = |letter: u16| {
            self.letter(letter)
                .is_some_and(|letter| letter.signed_on.is_some() || letter.returned_on.is_some())
        };
        [
            (Evidence::ConsultationLetter, parties().next().is_some()),
            (Evidence::ConsultationDelivery, parties().any(|asked| letter_arrived(asked.letter))),
            (Evidence::ThirdPartyAnswer, parties().any(|asked| replied(asked.end))),
            (Evidence::SearchRecord, !self.searches.is_empty()),
            (Evidence::AmendmentNotice, amended.is_some()),
            (Evidence::AmendmentNoticeDelivery, delivered(amended)),
            (Evidence::AmendmentRanOut, over(waits.amendment)),
            (Evidence::WhatCameBack, amended.is_some_and(|asked| asked.done_on.is_some())),
            (Evidence::ReasonsGiven, matches!(waits.reasons, Wait::Answered | Wait::RanOut)),
            (Evidence::FeeNotice, fee.is_some()),
            (Evidence::FeeNoticeDelivery, delivered(fee)),
            (Evidence::FeeRanOut, over(waits.payment)),
            (
                Evidence::NoGoodReason,
                waits.amendment == Wait::GivenUp || waits.payment == Wait::GivenUp,
            ),
            (Evidence::Withdrawal, self.items.iter().any(|item| item.withdrawn_on.is_some())),
        ]
        .into_iter()
        .filter_map(|(evidence, is_held)| is_held.then_some(evidence))
    }
}
