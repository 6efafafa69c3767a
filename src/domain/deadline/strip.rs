//! The days behind a due date, one by one: which count, which do not, and why.

use chrono::NaiveDate;
use serde::Serialize;

use super::Deadline;
use super::reason::{Effect, Reason};
use crate::domain::calendar::{Calendar, DayKind};

/// No strip is longer; more than two years of waiting are not shown day by day.
const LONGEST: usize = 800;

/// One day of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StripDay {
    pub day: NaiveDate,
    pub kind: DayKind,
    /// The holiday that it belongs to.
    pub name: Option<String>,
    /// Its year has no notice yet.
    pub provisional: bool,
    pub state: State,
    /// Which of the counted working days it is.
    pub number: Option<u32>,
}

/// What a day is to the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Day 0 or before: the clock has not begun, or began anew later, or the requester is waited for.
    Outside,
    Counted,
    /// A working day on which others were asked.
    Excluded,
    /// No working day.
    Rest,
    /// After the counted period, up to the day that took its place.
    Granted,
}

impl Deadline {
    /// The days from the receipt to the due date, or to the last day of the wait.
    pub fn strip(&self, received_on: NaiveDate, calendar: &Calendar) -> Vec<StripDay> {
        let Some(until) = self.due_on.or(self.waiting_for.map(|waiting| waiting.until)) else {
            return Vec::new();
        };
        let counted = self.last_with(Effect::Count);
        let replaced = self.last_with(Effect::Replace).map(|link| link.from);
        let mut number = 0;
        let days = received_on.iter_days().take_while(|day| *day <= until).take(LONGEST);
        days.map(|date| {
            let day = calendar.day(date);
            let state = match counted {
                Some(link) if date > link.from => self.state(date, replaced, calendar),
                _ if calendar.is_working_day(date) => State::Outside,
                _ => State::Rest,
            };
            number += u32::from(state == State::Counted);
            StripDay {
                day: date,
                kind: day.kind,
                name: day.name.map(str::to_owned),
                provisional: day.provisional,
                state,
                number: (state == State::Counted).then_some(number),
            }
        })
        .collect()
    }

    fn state(&self, date: NaiveDate, replaced: Option<NaiveDate>, calendar: &Calendar) -> State {
        let excluded = self.chain.iter().filter(|link| link.effect() == Effect::Exclude);
        if !calendar.is_working_day(date) {
            State::Rest
        } else if replaced.is_some_and(|end| date > end) {
            State::Granted
        } else if excluded.clone().any(|link| link.from < date && date <= link.to) {
            State::Excluded
        } else {
            State::Counted
        }
    }

    /// The link that has the last say of its kind; none counts while the requester is waited for.
    fn last_with(&self, effect: Effect) -> Option<&Reason> {
        self.chain.iter().rev().find(|link| link.effect() == effect)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::deadline::{
        Consultation, ConsultationEnd, Consulted, Extension, Facts, Periods, Told, reckon,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts(received_on: NaiveDate) -> Facts {
        Facts {
            received_on,
            amendments: Vec::new(),
            extension: None,
            consultations: Vec::new(),
            fee: None,
            delay: None,
            order: None,
        }
    }

    proptest! {
        /// The counted days of the strip are the days of the period, and the last of them is the due date.
        #[test]
        fn the_counted_days_add_up_to_the_period(
            start in 0u64..2000, asked in 1u64..25, took in 0u64..40, extended in any::<bool>(),
        ) {
            let after = |from: NaiveDate, n| from + chrono::Days::new(n);
            let received_on = after(day("2019-01-02"), start);
            let sent_on = after(received_on, asked);
            let consultation = Consultation {
                with: Consulted::ThirdParty,
                sent_on,
                delivered_on: Some(sent_on),
                end: ConsultationEnd::Answered(after(sent_on, took)),
            };
            let extension =
                extended.then(|| Extension { working_days: 20, told: Told::On(after(received_on, 3)) });
            let facts = Facts { consultations: vec![consultation], extension, ..facts(received_on) };
            let calendar = Calendar::shipped();
            let deadline = reckon(&facts, &calendar, &Periods::default()).unwrap();
            let strip = deadline.strip(received_on, &calendar);
            let last = strip.iter().filter_map(|day| day.number).max();
            prop_assert_eq!(last, Some(if extended { 40 } else { 20 }));
            prop_assert_eq!(strip.last().map(|day| day.day), deadline.due_on);
            prop_assert_eq!(strip.last().map(|day| day.state), Some(State::Counted));
        }
    }
}
