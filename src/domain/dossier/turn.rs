//! Who is to do something to a case next, and who outside is waited for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::deed::Whom;
use super::{ConsultationEnd, Dossier};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{self, Deadline, Periods};
use crate::domain::life_cycle::{Extension, Review, Stage, Wait};
use crate::domain::people::Role;

/// Who or what outside the office is waited for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Awaited {
    /// The requester, to amend; no reply date runs.
    Amendment,
    /// The requester, to pay; no reply date runs.
    Fee,
    /// The requester, to give reasons (art. 35).
    Reasons,
    ThirdParty,
    OtherOrgan,
}

impl Awaited {
    /// The words for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Amendment => "等待申请人补正",
            Self::Fee => "等待申请人缴费",
            Self::Reasons => "等待申请人说明理由",
            Self::ThirdParty => "等待第三方答复",
            Self::OtherOrgan => "等待其他机关答复",
        }
    }
}

/// Somebody outside is waited for until a day; when it is over a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaiting {
    pub what: Awaited,
    pub until: NaiveDate,
}

impl Dossier {
    /// Those who are to do something next, in the order of the roles. What runs out by a day is not in it, since
    /// nothing here knows what day it is. Where the requester is waited for, the stage itself waits.
    pub fn turns(&self, deadline: Option<&Deadline>) -> Vec<Role> {
        let intervals = self.progress.intervals;
        let waits = [intervals.amendment, intervals.payment, intervals.reasons];
        let over = |wait: &Wait| matches!(wait, Wait::RanOut | Wait::GivenUp);
        let extension = self.progress.extension;
        let waiting = deadline.is_some_and(|deadline| deadline.waiting_for.is_some());
        let by_stage = if waiting { None } else { turn(self.progress.stage) };
        let registrar = intervals.letter_returned
            || (self.is_open() && (waits.iter().any(over) || extension == Extension::Approved));
        let signer = self.is_open() && extension == Extension::Asked;
        let mut turns: Vec<Role> = by_stage.into_iter().collect();
        turns.extend(registrar.then_some(Role::Registrar));
        turns.extend(signer.then_some(Role::Signer));
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// Who outside is waited for first.
    pub fn awaiting(
        &self,
        deadline: Option<&Deadline>,
        calendar: &Calendar,
        periods: &Periods,
    ) -> Option<Awaiting> {
        if !self.is_open() {
            return None;
        }
        let requester = deadline.and_then(|deadline| deadline.waiting_for).map(|waiting| {
            let what = match waiting.what {
                deadline::Awaited::Amendment => Awaited::Amendment,
                deadline::Awaited::Fee => Awaited::Fee,
            };
            Awaiting { what, until: waiting.until }
        });
        requester
            .or_else(|| self.reasons_awaited())
            .or_else(|| self.consulted_out(calendar, periods).min_by_key(|out| out.until))
    }

    fn reasons_awaited(&self) -> Option<Awaiting> {
        let asked = self.clock.reasons.filter(|_| self.progress.intervals.reasons == Wait::Open)?;
        Some(Awaiting { what: Awaited::Reasons, until: asked.by? })
    }

    /// The consultations of the round whose answer is out, each with the last of its days.
    pub(super) fn consulted_out(
        &self,
        calendar: &Calendar,
        periods: &Periods,
    ) -> impl Iterator<Item = Awaiting> {
        let round = self.consultations.iter().skip(self.clock.first_consultation);
        round.filter(|asked| asked.end == ConsultationEnd::Open).filter_map(move |asked| {
            let letter = self.letter(asked.letter)?;
            let from = letter.signed_on.unwrap_or(letter.sent_on);
            let until = calendar.nth_working_day_after(from, periods.consultation).day;
            let what = match asked.whom {
                Whom::ThirdParty => Awaited::ThirdParty,
                Whom::OtherOrgan => Awaited::OtherOrgan,
            };
            Some(Awaiting { what, until })
        })
    }
}

/// Who moves a case on from a stage.
fn turn(stage: Stage) -> Option<Role> {
    match stage {
        Stage::Arrived | Stage::Received | Stage::Registered | Stage::Signed => {
            Some(Role::Registrar)
        }
        Stage::InProcess | Stage::Drafted => Some(Role::Handler),
        Stage::InReview(Review { passed, of }) if passed < of => Some(Role::Reviewer),
        Stage::InReview(_) => Some(Role::Signer),
        Stage::Closed | Stage::Archived | Stage::Unreachable | Stage::Misdirected => None,
    }
}
