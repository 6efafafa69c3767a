//! The only place that knows what time it is.

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Beijing time, which has had no summer time since 1991; legal days are counted in it.
const OFFICE_UTC_OFFSET_SECONDS: i32 = 8 * 3600;

/// The present instant, cut to microseconds, which is what both databases keep.
#[expect(clippy::disallowed_methods, reason = "this is the clock that the others ask")]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Today in the office's time zone: at 07:00 in Beijing the UTC date is still yesterday.
pub fn today() -> NaiveDate {
    office_day(now())
}

/// The day in the office's time zone on which `instant` falls.
pub fn office_day(instant: DateTime<Utc>) -> NaiveDate {
    FixedOffset::east_opt(OFFICE_UTC_OFFSET_SECONDS)
        .map_or(instant.date_naive(), |beijing| instant.with_timezone(&beijing).date_naive())
}
