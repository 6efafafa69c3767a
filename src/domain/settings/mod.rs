//! What an organ may set for itself: steps of review, 小单位模式, lights, number patterns, messages, the periods that the
//! law leaves open, and what its guide tells the public. Inherited from nobody.

mod guide;
mod messages;
mod number_pattern;
mod phrase;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use guide::{Guide, Line};
pub use messages::{BadMessages, Messages, is_email, is_phone};
pub use number_pattern::{BadPattern, NumberPattern, Patterns};
pub use phrase::PhraseKind;

use super::deadline::Periods;
use super::light::Lights;

/// The settings of one organ; whatever is not said is as it would be without them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many steps of review a draft passes before the signature: 0 to 3.
    pub review_steps: ReviewSteps,
    /// 小单位模式: one person may draft, review and sign.
    pub is_small_unit: bool,
    pub lights: Lights,
    pub number_patterns: Patterns,
    pub periods: SetPeriods,
    pub messages: Messages,
    pub guide: Guide,
}

/// Why settings were not taken; read by people after the name of the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    #[error("一行文字：应为 1 至 200 字，不含控制字符")]
    Line,
    #[error("审核步数：应为 0 至 3")]
    ReviewSteps,
    #[error("期限：补正期限应为 1 至 15 个工作日")]
    Amendment,
    #[error("期限：送达未证实的提醒应为 1 至 30 个工作日")]
    UnprovedDelivery,
}

/// Steps of review: 0 to 3, 1 if not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ReviewSteps(u8);

impl ReviewSteps {
    const AT_MOST: u8 = 3;

    /// The number.
    pub fn count(self) -> u8 {
        self.0
    }
}

impl Default for ReviewSteps {
    fn default() -> Self {
        Self(1)
    }
}

impl TryFrom<u8> for ReviewSteps {
    type Error = BadSettings;

    fn try_from(steps: u8) -> Result<Self, BadSettings> {
        if steps <= Self::AT_MOST { Ok(Self(steps)) } else { Err(BadSettings::ReviewSteps) }
    }
}

impl From<ReviewSteps> for u8 {
    fn from(steps: ReviewSteps) -> Self {
        steps.0
    }
}

/// The periods marked **setting** in rules.md; the others are the law's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "SaidPeriods")]
pub struct SetPeriods {
    /// Working days to amend, where the notice names no day: reasonable (art. 30), at most 15 by the 江苏省 norm.
    pub amendment: u32,
    /// Working days after which a letter without proof of delivery raises an alarm.
    pub unproved_delivery: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidPeriods {
    #[serde(default = "amendment")]
    amendment: u32,
    #[serde(default = "unproved_delivery")]
    unproved_delivery: u32,
}

fn amendment() -> u32 {
    Periods::default().amendment
}

fn unproved_delivery() -> u32 {
    Periods::default().unproved_delivery
}

impl SetPeriods {
    /// All periods, those of the law among them.
    pub fn periods(self) -> Periods {
        let Self { amendment, unproved_delivery } = self;
        Periods { amendment, unproved_delivery, ..Periods::default() }
    }
}

impl Default for SetPeriods {
    fn default() -> Self {
        Self { amendment: amendment(), unproved_delivery: unproved_delivery() }
    }
}

impl TryFrom<SaidPeriods> for SetPeriods {
    type Error = BadSettings;

    fn try_from(said: SaidPeriods) -> Result<Self, BadSettings> {
        let SaidPeriods { amendment, unproved_delivery } = said;
        if !(1..=15).contains(&amendment) {
            return Err(BadSettings::Amendment);
        }
        if !(1..=30).contains(&unproved_delivery) {
            return Err(BadSettings::UnprovedDelivery);
        }
        Ok(Self { amendment, unproved_delivery })
    }
}

/// The periods of the organs that set some.
pub type PeriodsOfOrgans = BTreeMap<super::organ::OrganId, SetPeriods>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_everything_is_as_the_law_and_habit_have_it() {
        let settings = Settings::default();
        assert_eq!(settings.review_steps.count(), 1);
        assert!(!settings.is_small_unit);
        assert_eq!((settings.lights.yellow, settings.lights.orange), (5, 2));
        assert_eq!(settings.periods.periods(), Periods::default());
    }

    #[test]
    fn an_organ_sets_only_what_makes_sense() {
        assert_eq!(ReviewSteps::try_from(4), Err(BadSettings::ReviewSteps));
        let periods = |amendment, unproved_delivery| {
            SetPeriods::try_from(SaidPeriods { amendment, unproved_delivery })
        };
        assert_eq!(periods(16, 10), Err(BadSettings::Amendment));
        assert_eq!(periods(15, 0), Err(BadSettings::UnprovedDelivery));
        assert_eq!(periods(10, 10).map(|set| set.periods().amendment), Ok(10));
    }
}
