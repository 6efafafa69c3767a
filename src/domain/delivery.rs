//! The day on which a reply counts as given, by the way it went. What was written in time may be given late.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::written::Chinese;

/// The way a reply goes to the requester.
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
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Way {
    /// 直接送达, collected at the counter too.
    Direct,
    /// 邮寄 through the postal enterprise.
    Post,
    /// Another courier. It is recorded as it was, but never planned.
    Courier,
    /// 电子送达, with the delivery status kept.
    Electronic,
}

/// What is recorded of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub way: Way,
    /// Posted or sent.
    pub sent_on: Option<NaiveDate>,
    /// The requester signed.
    pub signed_on: Option<NaiveDate>,
}

/// A reply beside its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Timing {
    /// The day that decides is not recorded yet.
    NotGiven,
    InTime,
    /// Late stays late: history is never bent.
    Late,
}

impl Way {
    /// Whether a reply may be sent so; only the postal enterprise carries it (国办公开办函〔2016〕235号).
    pub fn may_be_planned(self) -> bool {
        self != Self::Courier
    }
}

impl Delivery {
    /// The day the reply counts as given, once the fact that decides on it is recorded.
    pub fn given_on(&self) -> Option<NaiveDate> {
        match self.way {
            Way::Direct | Way::Courier => self.signed_on,
            Way::Post | Way::Electronic => self.sent_on,
        }
    }

    /// Whether the reply kept to its last day.
    pub fn timing(&self, due_on: NaiveDate) -> Timing {
        match self.given_on() {
            None => Timing::NotGiven,
            Some(given_on) if given_on <= due_on => Timing::InTime,
            Some(_) => Timing::Late,
        }
    }

    /// What makes the day, as a Chinese sentence.
    pub fn text(&self) -> String {
        let Some(given_on) = self.given_on().map(Chinese) else {
            return match self.way {
                Way::Direct | Way::Courier => "申请人尚未签收".to_owned(),
                Way::Post | Way::Electronic => "尚未发出".to_owned(),
            };
        };
        match self.way {
            Way::Direct => format!("直接送达，以申请人签收之日{given_on}为准"),
            Way::Post => format!("通过邮政企业寄送，以交邮之日{given_on}为准"),
            Way::Courier => {
                format!("未通过邮政企业寄送，不以交寄之日为准，以申请人签收之日{given_on}为准")
            }
            Way::Electronic => format!("电子送达，以发出之日{given_on}为准"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// rules.md section 7, edge case 5: due on 2026-01-29; way, day sent, day signed for.
    #[test]
    fn what_was_written_in_time_may_be_given_late() {
        let due_on = "2026-01-29".parse().unwrap();
        let mut table = Vec::new();
        for row in [
            "direct - 2026-01-29",
            "direct 2026-01-28 2026-02-02",
            "direct 2026-01-28 -",
            "post 2026-01-29 2026-02-03",
            "post 2026-01-30 2026-01-31",
            "post - -",
            "courier 2026-01-28 2026-01-29",
            "courier 2026-01-28 2026-01-30",
            "courier 2026-01-28 -",
            "electronic 2026-01-29 -",
            "electronic 2026-01-30 2026-01-30",
        ] {
            let parts: Vec<_> = row.split(' ').collect();
            let [sent_on, signed_on] = [1, 2].map(|i| parts[i].parse().ok());
            let delivery = Delivery { way: parts[0].parse().unwrap(), sent_on, signed_on };
            table.push(format!("{row:32} {:9} {}", delivery.timing(due_on), delivery.text()));
        }
        insta::assert_snapshot!(table.join("\n"), @r"
        direct - 2026-01-29              in_time   直接送达，以申请人签收之日2026年1月29日为准
        direct 2026-01-28 2026-02-02     late      直接送达，以申请人签收之日2026年2月2日为准
        direct 2026-01-28 -              not_given 申请人尚未签收
        post 2026-01-29 2026-02-03       in_time   通过邮政企业寄送，以交邮之日2026年1月29日为准
        post 2026-01-30 2026-01-31       late      通过邮政企业寄送，以交邮之日2026年1月30日为准
        post - -                         not_given 尚未发出
        courier 2026-01-28 2026-01-29    in_time   未通过邮政企业寄送，不以交寄之日为准，以申请人签收之日2026年1月29日为准
        courier 2026-01-28 2026-01-30    late      未通过邮政企业寄送，不以交寄之日为准，以申请人签收之日2026年1月30日为准
        courier 2026-01-28 -             not_given 申请人尚未签收
        electronic 2026-01-29 -          in_time   电子送达，以发出之日2026年1月29日为准
        electronic 2026-01-30 2026-01-30 late      电子送达，以发出之日2026年1月30日为准
        ");
    }

    #[test]
    fn only_a_courier_is_never_planned() {
        let planned =
            <Way as strum::VariantArray>::VARIANTS.iter().filter(|way| way.may_be_planned());
        assert_eq!(planned.collect::<Vec<_>>(), [&Way::Direct, &Way::Post, &Way::Electronic]);
    }
}
