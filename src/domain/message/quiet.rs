//! Hours in which nobody is disturbed: a message waits until they are over.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// A time of day by the clock on the office's wall, as `21:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(NaiveTime);

/// Why a time was not taken; read by people after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("时间：应写作 21:00，从 00:00 至 23:59")]
pub struct BadTime;

impl TryFrom<String> for TimeOfDay {
    type Error = BadTime;

    fn try_from(text: String) -> Result<Self, BadTime> {
        let time = NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| BadTime)?;
        // What is read is what is shown: not 9:5.
        if text.len() == 5 { Ok(Self(time)) } else { Err(BadTime) }
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.0.format("%H:%M").to_string()
    }
}

/// From when to when; the same time twice is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

impl Default for QuietHours {
    fn default() -> Self {
        let at = |hour| TimeOfDay(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
        Self { from: at(21), to: at(8) }
    }
}

impl QuietHours {
    /// When the quiet hours that `now` falls into are over.
    pub fn until(self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let (TimeOfDay(from), TimeOfDay(to)) = (self.from, self.to);
        let (time, morning) = (now.time(), now.date().and_time(to));
        if from <= to {
            return (from <= time && time < to).then_some(morning);
        }
        if time >= from {
            return Some(morning + TimeDelta::days(1));
        }
        (time < to).then_some(morning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeOfDay {
        TimeOfDay::try_from(text.to_owned()).unwrap()
    }

    fn until(hours: QuietHours, now: &str) -> Option<String> {
        let now = NaiveDateTime::parse_from_str(now, "%Y-%m-%d %H:%M").unwrap();
        hours.until(now).map(|until| until.format("%Y-%m-%d %H:%M").to_string())
    }

    #[test]
    fn the_night_ends_in_the_morning() {
        let night = QuietHours::default();
        for (now, over) in [
            ("2026-03-02 20:59", None),
            ("2026-03-02 21:00", Some("2026-03-03 08:00")),
            ("2026-12-31 23:59", Some("2027-01-01 08:00")),
            ("2026-03-03 00:00", Some("2026-03-03 08:00")),
            ("2026-03-03 07:59", Some("2026-03-03 08:00")),
            ("2026-03-03 08:00", None),
        ] {
            assert_eq!(until(night, now).as_deref(), over, "{now}");
        }
    }

    #[test]
    fn hours_within_a_day_and_none_at_all() {
        let noon = QuietHours { from: time("12:00"), to: time("14:30") };
        assert_eq!(until(noon, "2026-03-02 13:00").as_deref(), Some("2026-03-02 14:30"));
        assert_eq!(until(noon, "2026-03-02 14:30"), None);
        let never = QuietHours { from: time("00:00"), to: time("00:00") };
        assert_eq!(until(never, "2026-03-02 00:00"), None);
        for bad in ["24:00", "9:05", "21:00:00", "", "晚上"] {
            assert!(TimeOfDay::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
