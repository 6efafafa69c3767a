//! The only place that knows what time it is.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Utc};

/// Beijing time, which has had no summer time since 1991; legal days are counted in it.
const OFFICE_UTC_OFFSET_SECONDS: i32 = 8 * 3600;

/// What a service asks for the time. In tests it stands still until it is moved.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    Real,
    Standing(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `instant`.
    pub fn standing(instant: DateTime<Utc>) -> Self {
        Self::Standing(Arc::new(Mutex::new(instant)))
    }

    /// The present instant, in microseconds.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::Real => now(),
            Self::Standing(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Today in the office's time zone.
    pub fn today(&self) -> NaiveDate {
        office_day(self.now())
    }

    /// Moves a standing clock to `instant`; a real one goes on.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Self::Standing(standing) = self {
            *standing.lock().unwrap_or_else(PoisonError::into_inner) = instant;
        }
    }
}

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

/// Day and time on the office's wall.
pub fn office_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.naive_utc() + TimeDelta::seconds(OFFICE_UTC_OFFSET_SECONDS.into())
}

/// The instant at which the office's wall shows a day and a time.
pub fn at_office_time(time: NaiveDateTime) -> DateTime<Utc> {
    (time - TimeDelta::seconds(OFFICE_UTC_OFFSET_SECONDS.into())).and_utc()
}
