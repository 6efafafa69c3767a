//! The periods around a challenge: the organ's own as defendant, and those in which a requester may challenge.

use chrono::{Days, Months, NaiveDate};

use super::periods::Periods;
use crate::domain::calendar::{Calendar, Reckoned};

/// Against what the organ must answer; late counts as having no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defence {
    /// 行政复议法 art. 48: 10 working days (art. 88).
    Review,
    /// 行政复议法 art. 54, the simplified procedure: 5 working days.
    SimplifiedReview,
    /// 行政诉讼法 art. 67: 15 calendar days.
    Lawsuit,
}

/// The last day for answer and evidence after the copy was received.
pub fn defence_due(
    defence: Defence,
    copy_received_on: NaiveDate,
    calendar: &Calendar,
    periods: &Periods,
) -> Reckoned {
    match defence {
        Defence::Review => calendar.nth_working_day_after(copy_received_on, periods.review_defence),
        Defence::SimplifiedReview => {
            calendar.nth_working_day_after(copy_received_on, periods.simplified_review_defence)
        }
        Defence::Lawsuit => {
            days_after(copy_received_on, periods.lawsuit_defence_calendar_days, calendar)
        }
    }
}

/// A way in which a requester may challenge a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// 行政复议法 art. 20: 60 days from knowing of the reply.
    Review,
    /// 行政诉讼法 art. 46: 6 months from knowing of the reply.
    Lawsuit,
    /// 行政诉讼法 art. 45: 15 days from receiving the review decision.
    LawsuitAfterReview,
}

/// The last day on which the requester may challenge what became known on `known_on`.
pub fn remedy_due(remedy: Remedy, known_on: NaiveDate, calendar: &Calendar) -> Reckoned {
    match remedy {
        Remedy::Review => days_after(known_on, 60, calendar),
        Remedy::LawsuitAfterReview => days_after(known_on, 15, calendar),
        // A month without that day ends with its last.
        Remedy::Lawsuit => {
            let last = known_on.checked_add_months(Months::new(6)).unwrap_or(NaiveDate::MAX);
            calendar.working_day_from(last)
        }
    }
}

/// Calendar days after `from`; a last day on a holiday moves to the next working day.
fn days_after(from: NaiveDate, days: u32, calendar: &Calendar) -> Reckoned {
    let last = from.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    calendar.working_day_from(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_organ_answers_a_challenge_in_time() {
        let (calendar, periods) = (Calendar::shipped(), Periods::default());
        for (defence, received, due) in [
            (Defence::Review, "2024-09-20", "2024-10-10"), // over 国庆节, with the worked Sunday 29 September
            (Defence::SimplifiedReview, "2024-09-25", "2024-10-08"),
            (Defence::Lawsuit, "2024-09-10", "2024-09-25"),
            (Defence::Lawsuit, "2024-09-20", "2024-10-08"), // 5 October is a holiday
            (Defence::Lawsuit, "2024-09-14", "2024-09-29"), // a Sunday, but worked
        ] {
            let reckoned = defence_due(defence, day(received), &calendar, &periods);
            assert_eq!(reckoned.day, day(due), "{defence:?} {received}");
        }
    }

    #[test]
    fn a_requester_has_days_and_months_and_no_last_day_on_a_holiday() {
        let calendar = Calendar::shipped();
        for (remedy, known, due) in [
            (Remedy::Review, "2024-03-01", "2024-04-30"),
            (Remedy::Review, "2024-08-05", "2024-10-08"), // 4 October is a holiday
            (Remedy::Lawsuit, "2024-03-11", "2024-09-11"),
            (Remedy::Lawsuit, "2024-08-31", "2025-02-28"), // February has no 31st
            (Remedy::Lawsuit, "2024-04-01", "2024-10-08"),
            (Remedy::LawsuitAfterReview, "2024-04-15", "2024-04-30"),
            (Remedy::LawsuitAfterReview, "2024-04-20", "2024-05-06"), // 5 May is a holiday
        ] {
            assert_eq!(
                remedy_due(remedy, day(known), &calendar).day,
                day(due),
                "{remedy:?} {known}"
            );
        }
        assert!(remedy_due(Remedy::Lawsuit, day("2026-08-03"), &calendar).provisional);
    }
}
