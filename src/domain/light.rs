//! The lights of the lists: how near a last day is, in working days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;

/// How near the last day for a reply is.
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
pub enum Light {
    Green,
    Yellow,
    Orange,
    /// Overdue and not done.
    Red,
    /// Done, but too late.
    Late,
}

impl Light {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Green => "期限充裕",
            Self::Yellow => "临近到期",
            Self::Orange => "即将到期",
            Self::Red => "已逾期",
            Self::Late => "逾期办结",
        }
    }
}

/// From how many working days before the last day the lights change (rules.md section 2). **Setting.**
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SaidLights")]
pub struct Lights {
    /// 黄灯 with so many working days left, or fewer.
    pub yellow: u32,
    /// 橙灯 with so many left, or fewer; on the last day none is left.
    pub orange: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidLights {
    yellow: u32,
    orange: u32,
}

/// Why lights were not taken; read by people after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("亮灯：应为 0 至 20 个工作日，黄灯不少于橙灯")]
pub struct BadLights;

/// Nobody is warned earlier.
const AT_MOST: u32 = 20;

impl TryFrom<SaidLights> for Lights {
    type Error = BadLights;

    fn try_from(said: SaidLights) -> Result<Self, BadLights> {
        let SaidLights { yellow, orange } = said;
        if orange <= yellow && yellow <= AT_MOST {
            Ok(Self { yellow, orange })
        } else {
            Err(BadLights)
        }
    }
}

impl Default for Lights {
    fn default() -> Self {
        Self { yellow: 5, orange: 2 }
    }
}

impl Lights {
    /// The light of something that is due on `due_on` and not done on `today`.
    pub fn of(self, due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> Light {
        self.days(today, calendar).light(due_on)
    }

    /// The same for many: the last days of each light, worked out once.
    pub fn days(self, today: NaiveDate, calendar: &Calendar) -> LightDays {
        let until = |n: u32| calendar.nth_working_day_after(today, n.saturating_add(1)).day;
        LightDays { today, orange_before: until(self.orange), yellow_before: until(self.yellow) }
    }
}

/// The days on which the lights change, as seen on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LightDays {
    /// Red before this day.
    pub today: NaiveDate,
    /// Orange before this day.
    pub orange_before: NaiveDate,
    /// Yellow before this day; green from it on.
    pub yellow_before: NaiveDate,
}

impl LightDays {
    /// The light of what is due on `due_on`.
    pub fn light(&self, due_on: NaiveDate) -> Light {
        if due_on < self.today {
            Light::Red
        } else if due_on < self.orange_before {
            Light::Orange
        } else if due_on < self.yellow_before {
            Light::Yellow
        } else {
            Light::Green
        }
    }

    /// The light of a case: by its last day while it is open, else whether it was closed too late.
    pub fn of_case(
        &self,
        is_open: bool,
        due_on: Option<NaiveDate>,
        in_time: Option<bool>,
    ) -> Option<Light> {
        if is_open {
            due_on.map(|due_on| self.light(due_on))
        } else {
            (in_time == Some(false)).then_some(Light::Late)
        }
    }

    /// The last days that have a light: from the first, before the second. None for [`Light::Late`], which no last
    /// day alone gives.
    pub fn range(&self, light: Light) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        match light {
            Light::Red => Some((None, Some(self.today))),
            Light::Orange => Some((Some(self.today), Some(self.orange_before))),
            Light::Yellow => Some((Some(self.orange_before), Some(self.yellow_before))),
            Light::Green => Some((Some(self.yellow_before), None)),
            Light::Late => None,
        }
    }
}

/// Working days from `today` to a last day: 0 on the day itself, negative when it is over.
pub fn days_left(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> i64 {
    if due_on < today {
        -i64::from(calendar.working_days_between(due_on, today))
    } else {
        i64::from(calendar.working_days_between(today, due_on))
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// From Monday 2 March 2026, over the weekend.
    #[test]
    fn a_light_changes_with_the_working_days_that_are_left() {
        let calendar = Calendar::shipped();
        for (due_on, left, light) in [
            ("2026-02-27", -2, Light::Red), // the Saturday between is worked
            ("2026-03-02", 0, Light::Orange),
            ("2026-03-04", 2, Light::Orange),
            ("2026-03-05", 3, Light::Yellow),
            ("2026-03-08", 4, Light::Yellow), // a Sunday
            ("2026-03-09", 5, Light::Yellow),
            ("2026-03-10", 6, Light::Green),
        ] {
            let (due_on, today) = (day(due_on), day("2026-03-02"));
            assert_eq!(Lights::default().of(due_on, today, &calendar), light, "{due_on}");
            assert_eq!(days_left(due_on, today, &calendar), left, "{due_on}");
        }
    }

    #[test]
    fn lights_that_make_no_sense_are_not_taken() {
        let said = |text| serde_json::from_str::<Lights>(text);
        assert_eq!(said(r#"{"yellow": 7, "orange": 7}"#).unwrap(), Lights { yellow: 7, orange: 7 });
        for bad in [r#"{"yellow": 2, "orange": 5}"#, r#"{"yellow": 21, "orange": 5}"#] {
            assert_eq!(said(bad).unwrap_err().to_string(), BadLights.to_string());
        }
    }

    #[test]
    fn every_last_day_lies_in_the_range_of_its_light_alone() {
        let days = Lights::default().days(day("2026-02-10"), &Calendar::shipped());
        for due_on in day("2026-01-01").iter_days().take(120) {
            let within = |light: &&Light| {
                let Some((from, before)) = days.range(**light) else { return false };
                from.is_none_or(|from| due_on >= from)
                    && before.is_none_or(|before| due_on < before)
            };
            let lights: Vec<_> = Light::VARIANTS.iter().filter(within).collect();
            assert_eq!(lights, [&days.light(due_on)], "{due_on}");
        }
    }
}
