//! From recorded facts and a calendar to the due date and the chain of reasons. Nothing is ever shifted in place.
//!
//! The due date is the (20 + N)th working day after day 0 outside the union of the excluded intervals. Day 0 is the
//! legal date of receipt, or the last day on which the requester amended or paid. Whether a wait has run out is for
//! the reader to see: nothing here knows what day it is.

mod clock;
mod defence;
mod excluded;
mod facts;
mod json;
mod periods;
mod reason;
mod round;
mod strip;

use chrono::NaiveDate;
use serde::Serialize;

use clock::Clock;
pub use defence::{Defence, Remedy, defence_due, remedy_due};
pub use facts::{
    Amendment, Consultation, ConsultationEnd, Consulted, Contradiction, Delay, Event, Extension,
    Facts, Fee, Order, Told,
};
pub use periods::Periods;
pub use reason::{Act, Alarm, Awaited, Breach, Cause, Doubt, Effect, Flaw, Reason, Start, Waiting};
pub use strip::{State, StripDay};

use crate::domain::calendar::{Calendar, Reckoned};

/// When a reply is due, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The last day for the reply; `None` while the requester is waited for.
    pub due_on: Option<NaiveDate>,
    /// The date may still move; `doubts` says why.
    pub provisional: bool,
    /// What the clock waits for. Only this stops it: a request to amend that went out late does not.
    pub waiting_for: Option<Waiting>,
    /// The links from day 0 to the due date, in the order in which they take effect.
    pub chain: Vec<Reason>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
}

/// The deadline that follows from `facts`, or which two of them contradict each other.
pub fn reckon(
    facts: &Facts,
    calendar: &Calendar,
    periods: &Periods,
) -> Result<Deadline, Contradiction> {
    facts.check(periods)?;
    Ok(Clock::new(facts, calendar, periods).read())
}

/// The last day for the amendment notice (art. 30): the 7th working day after the request came in.
pub fn amendment_notice_due(
    received_on: NaiveDate,
    calendar: &Calendar,
    periods: &Periods,
) -> Reckoned {
    calendar.nth_working_day_after(received_on, periods.amendment_notice)
}

#[cfg(test)]
mod tests;
