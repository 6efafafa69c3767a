//! What a case comes to for the tables and for the clock.

use chrono::NaiveDate;

use super::deed::{Subject, Whom};
use super::{Asked, ConsultationEnd, Dossier};
use crate::domain::calendar::Calendar;
use crate::domain::case::CaseFacts;
use crate::domain::deadline::{
    self, Amendment, Consultation, Consulted, Deadline, Delay, Extension, Facts, Fee, Order,
    Periods, Told, reckon,
};
use crate::domain::life_cycle::Stage;

impl Dossier {
    /// What the year table counts; `None` for what was never legally received, and for correction requests (art. 41).
    pub fn facts(&self) -> Option<CaseFacts> {
        if self.subject == Subject::Correction {
            return None;
        }
        let (kind, received_on) = (self.requester_kind, self.received_on?);
        Some(CaseFacts { kind, received_on, closing: self.closing })
    }

    /// Whether something is still to be done before the case is closed, in whatever round.
    pub fn is_open(&self) -> bool {
        match self.progress.stage {
            Stage::Arrived
            | Stage::Received
            | Stage::Registered
            | Stage::InProcess
            | Stage::Drafted
            | Stage::InReview(_)
            | Stage::Signed => true,
            Stage::Closed | Stage::Archived | Stage::Unreachable | Stage::Misdirected => false,
        }
    }

    /// What the clock of the round that runs is counted from; `None` before the receipt.
    pub fn deadline_facts(&self) -> Option<Facts> {
        let clock = &self.clock;
        let amendments = clock.amendments.iter().map(|asked| Amendment {
            notice_on: self.sent_on(asked),
            notice_received_on: self.signed_on(asked),
            amend_by: asked.by,
            amended_on: asked.done_on,
        });
        let fee = clock.fee.map(|asked| Fee {
            notice_on: self.sent_on(&asked),
            notice_received_on: self.signed_on(&asked),
            paid_on: asked.done_on,
        });
        let consultations = self.consultations.iter().skip(clock.first_consultation);
        let extension = clock.extension.filter(|extension| extension.approved_on.is_some());
        Some(Facts {
            received_on: self.received_on?,
            amendments: amendments.collect(),
            extension: extension.map(|extension| Extension {
                working_days: extension.working_days,
                told: extension.told_on.map_or(Told::NotYet, Told::On),
            }),
            consultations: consultations.map(|asked| self.consulted(asked)).collect(),
            fee,
            delay: clock.delay.map(|(until, told)| Delay { until, told: Told::On(told) }),
            order: self
                .orders
                .last()
                .map(|order| Order { effective_on: order.effective_on, due_on: order.due_on }),
        })
    }

    /// When the reply of the round is due, and why; `None` before the receipt.
    pub fn deadline(&self, calendar: &Calendar, periods: &Periods) -> Option<Deadline> {
        reckon(&self.deadline_facts()?, calendar, periods).ok()
    }

    /// Whether the first closing was in time; `None` where there is none, or a register told of it without what moved
    /// its clock.
    pub fn is_in_time(&self, calendar: &Calendar, periods: &Periods) -> Option<bool> {
        let closing = self.closing.filter(|_| !self.is_closed_by_register)?;
        let facts = self.first_clock.clone().or_else(|| self.deadline_facts())?;
        // While the requester is waited for nothing can be late.
        let due_on = reckon(&facts, calendar, periods).ok()?.due_on;
        Some(due_on.is_none_or(|due_on| closing.closed_on <= due_on))
    }

    fn consulted(&self, asked: &super::Consultation) -> Consultation {
        let letter = self.letter(asked.letter);
        let end = match asked.end {
            ConsultationEnd::Open => deadline::ConsultationEnd::Open,
            ConsultationEnd::Answered { on, .. } | ConsultationEnd::CalledOff { on } => {
                deadline::ConsultationEnd::Answered(on)
            }
            ConsultationEnd::Silent { .. } => deadline::ConsultationEnd::Silent,
            ConsultationEnd::Returned { on } => deadline::ConsultationEnd::Returned(on),
        };
        Consultation {
            with: match asked.whom {
                Whom::ThirdParty => Consulted::ThirdParty,
                Whom::OtherOrgan => Consulted::OtherOrgan,
            },
            sent_on: letter.map_or(self.arrival.arrived_on, |letter| letter.sent_on),
            delivered_on: letter.and_then(|letter| letter.signed_on),
            end,
        }
    }

    pub(super) fn sent_on(&self, asked: &Asked) -> NaiveDate {
        self.letter(asked.letter).map_or(self.arrival.arrived_on, |letter| letter.sent_on)
    }

    pub(super) fn signed_on(&self, asked: &Asked) -> Option<NaiveDate> {
        self.letter(asked.letter)?.signed_on
    }

    /// The last day on which the requester may do what was asked; `length` where the letter names no day.
    pub(super) fn last_day(&self, asked: &Asked, length: u32, calendar: &Calendar) -> NaiveDate {
        let from = self.signed_on(asked).unwrap_or_else(|| self.sent_on(asked));
        asked.by.unwrap_or_else(|| calendar.nth_working_day_after(from, length).day)
    }
}
