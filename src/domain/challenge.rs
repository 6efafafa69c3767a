//! Reviews (行政复议) and lawsuits (行政诉讼): objects of their own beside the cases, counted in section four.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::annual_report::Standing;

/// The block of section four that a review or lawsuit counts in.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
pub enum ChallengeKind {
    /// 行政复议.
    Review,
    /// 未经复议直接起诉.
    LitigationDirect,
    /// 复议后起诉.
    LitigationAfterReview,
}

impl ChallengeKind {
    /// The head of its block in the official table.
    pub fn label(self) -> &'static str {
        match self {
            Self::Review => "行政复议",
            Self::LitigationDirect => "未经复议直接起诉",
            Self::LitigationAfterReview => "复议后起诉",
        }
    }
}

/// How a concluded review or lawsuit ended, by its effective result.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
pub enum ChallengeResult {
    /// 结果维持: 维持, 驳回复议请求, 驳回诉讼请求.
    Upheld,
    /// 结果纠正: any part changed, quashed, found unlawful, or performance ordered.
    Corrected,
    /// 其他结果: not accepted, withdrawn, settled, ended.
    OtherResult,
}

impl ChallengeResult {
    /// The head of its column in the official table.
    pub fn label(self) -> &'static str {
        match self {
            Self::Upheld => "结果维持",
            Self::Corrected => "结果纠正",
            Self::OtherResult => "其他结果",
        }
    }

    /// The one result of a decision in several parts: any part corrected makes it corrected, and what was decided on
    /// its merits goes before what was not. `None` without parts.
    pub fn of(parts: impl IntoIterator<Item = Ending>) -> Option<Self> {
        let rank = |result: &Self| match result {
            Self::Corrected => 0,
            Self::Upheld => 1,
            Self::OtherResult => 2,
        };
        parts.into_iter().map(Ending::result).min_by_key(rank)
    }
}

/// How a review or lawsuit, or a part of it, ended, in the words of the decision.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
pub enum Ending {
    Maintained,
    ReviewRequestRejected,
    ClaimRejected,
    Changed,
    Quashed,
    FoundUnlawful,
    FoundVoid,
    PerformanceOrdered,
    PerformanceJudgment,
    PaymentJudgment,
    ReviewNotAccepted,
    ReviewApplicationDismissed,
    Terminated,
    TakenBack,
    Mediated,
    Settled,
    SuitNotFiled,
    SuitDismissed,
    SuitWithdrawn,
}

impl Ending {
    /// The words of the decision.
    pub fn label(self) -> &'static str {
        match self {
            Self::Maintained => "维持",
            Self::ReviewRequestRejected => "驳回复议请求",
            Self::ClaimRejected => "驳回诉讼请求",
            Self::Changed => "变更",
            Self::Quashed => "撤销",
            Self::FoundUnlawful => "确认违法",
            Self::FoundVoid => "确认无效",
            Self::PerformanceOrdered => "责令履行",
            Self::PerformanceJudgment => "履行判决",
            Self::PaymentJudgment => "给付判决",
            Self::ReviewNotAccepted => "不予受理",
            Self::ReviewApplicationDismissed => "驳回申请",
            Self::Terminated => "终止",
            Self::TakenBack => "撤回",
            Self::Mediated => "调解",
            Self::Settled => "和解",
            Self::SuitNotFiled => "不予立案",
            Self::SuitDismissed => "驳回起诉",
            Self::SuitWithdrawn => "准许撤诉",
        }
    }

    /// Whether a review or a lawsuit ends so.
    pub fn ends(self, kind: ChallengeKind) -> bool {
        let is_review = kind == ChallengeKind::Review;
        match self {
            Self::Maintained
            | Self::ReviewRequestRejected
            | Self::PerformanceOrdered
            | Self::ReviewNotAccepted
            | Self::ReviewApplicationDismissed
            | Self::TakenBack => is_review,
            Self::ClaimRejected
            | Self::PerformanceJudgment
            | Self::PaymentJudgment
            | Self::SuitNotFiled
            | Self::SuitDismissed
            | Self::SuitWithdrawn => !is_review,
            Self::Changed
            | Self::Quashed
            | Self::FoundUnlawful
            | Self::FoundVoid
            | Self::Terminated
            | Self::Mediated
            | Self::Settled => true,
        }
    }

    /// The column of section four it counts in (rules.md section 5).
    pub fn result(self) -> ChallengeResult {
        match self {
            Self::Maintained | Self::ReviewRequestRejected | Self::ClaimRejected => {
                ChallengeResult::Upheld
            }
            Self::Changed
            | Self::Quashed
            | Self::FoundUnlawful
            | Self::FoundVoid
            | Self::PerformanceOrdered
            | Self::PerformanceJudgment
            | Self::PaymentJudgment => ChallengeResult::Corrected,
            Self::ReviewNotAccepted
            | Self::ReviewApplicationDismissed
            | Self::Terminated
            | Self::TakenBack
            | Self::Mediated
            | Self::Settled
            | Self::SuitNotFiled
            | Self::SuitDismissed
            | Self::SuitWithdrawn => ChallengeResult::OtherResult,
        }
    }
}

/// The effective end of a review or lawsuit: a first instance under appeal is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conclusion {
    pub on: NaiveDate,
    pub result: ChallengeResult,
}

/// Where a review or lawsuit counts in section four of the report on `year` as of a day, if at all.
///
/// Concluded in the year it counts by its result; open on the day (at the latest 31 December of the year) it is
/// pending. There is no carried-over column, so years do not chain.
pub fn standing(
    accepted_on: NaiveDate,
    conclusion: Option<Conclusion>,
    year: i32,
    as_of: NaiveDate,
) -> Option<Standing> {
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31).map_or(as_of, |end| as_of.min(end));
    if accepted_on > last_day {
        return None;
    }
    match conclusion {
        Some(end) if end.on <= last_day => {
            (end.on.year() == year).then_some(Standing::Concluded(end.result))
        }
        Some(_) | None => Some(Standing::Pending),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strum::VariantArray;

    use super::*;

    #[test]
    fn the_table_of_endings() {
        let line = |e: &Ending| format!("{} -> {}", e.label(), e.result().label());
        let lines: Vec<_> = Ending::VARIANTS.iter().map(line).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        维持 -> 结果维持
        驳回复议请求 -> 结果维持
        驳回诉讼请求 -> 结果维持
        变更 -> 结果纠正
        撤销 -> 结果纠正
        确认违法 -> 结果纠正
        确认无效 -> 结果纠正
        责令履行 -> 结果纠正
        履行判决 -> 结果纠正
        给付判决 -> 结果纠正
        不予受理 -> 其他结果
        驳回申请 -> 其他结果
        终止 -> 其他结果
        撤回 -> 其他结果
        调解 -> 其他结果
        和解 -> 其他结果
        不予立案 -> 其他结果
        驳回起诉 -> 其他结果
        准许撤诉 -> 其他结果
        ");
    }

    #[test]
    fn any_part_corrected_makes_it_corrected() {
        use ChallengeResult::{Corrected, OtherResult, Upheld};
        use Ending as E;
        let cases: [(&[Ending], Option<ChallengeResult>); 5] = [
            (&[], None),
            (&[E::ClaimRejected, E::Quashed, E::SuitDismissed], Some(Corrected)),
            (&[E::SuitDismissed, E::ClaimRejected], Some(Upheld)),
            (&[E::Maintained, E::FoundUnlawful], Some(Corrected)),
            (&[E::TakenBack, E::Settled], Some(OtherResult)),
        ];
        for (parts, result) in cases {
            assert_eq!(ChallengeResult::of(parts.iter().copied()), result, "{parts:?}");
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_counts_in_the_year_of_its_end_and_is_pending_before() {
        let result = ChallengeResult::Corrected;
        let (concluded, pending) = (Some(Standing::Concluded(result)), Some(Standing::Pending));
        // accepted, concluded, year, as of, where it counts
        let cases = [
            ("2020-03-01", "2020-05-01", 2020, "2020-12-31", concluded),
            ("2020-03-01", "2020-05-01", 2020, "2020-04-30", pending),
            ("2020-03-01", "2020-05-01", 2020, "2020-02-29", None),
            ("2020-03-01", "2020-05-01", 2021, "2021-12-31", None),
            ("2020-03-01", "2021-01-01", 2020, "2020-12-31", pending),
            ("2020-03-01", "2021-01-01", 2021, "2021-12-31", concluded),
            ("2020-03-01", "2020-12-31", 2020, "2020-12-31", concluded),
            ("2020-12-31", "", 2020, "2020-12-31", pending),
            ("2021-01-01", "", 2020, "2020-12-31", None),
            ("2019-06-01", "", 2021, "2021-06-30", pending),
            // A day after the year moves nothing into the year.
            ("2020-03-01", "2021-02-01", 2020, "2021-03-01", pending),
            ("2021-01-05", "", 2020, "2021-03-01", None),
        ];
        for (accepted, ended, year, as_of, expected) in cases {
            let conclusion = (!ended.is_empty()).then(|| Conclusion { on: day(ended), result });
            let found = standing(day(accepted), conclusion, year, day(as_of));
            assert_eq!(found, expected, "{accepted} {ended} in {year} as of {as_of}");
        }
    }

    proptest! {
        /// Over all years a concluded challenge counts once by its result, and is pending in every year between.
        #[test]
        fn it_is_concluded_once(accepted in 0_u64..3000, lasts in 0_u64..3000) {
            let first = day("2015-01-01");
            let accepted_on = first + chrono::Days::new(accepted);
            let on = accepted_on + chrono::Days::new(lasts);
            let conclusion = Some(Conclusion { on, result: ChallengeResult::Upheld });
            let standings: Vec<_> = (2010..2040)
                .filter_map(|year| {
                    standing(accepted_on, conclusion, year, NaiveDate::from_ymd_opt(year, 12, 31)?)
                })
                .collect();
            let (last, before) = standings.split_last().unwrap();
            prop_assert_eq!(*last, Standing::Concluded(ChallengeResult::Upheld));
            prop_assert!(before.iter().all(|s| *s == Standing::Pending));
            let years = usize::try_from(on.year() - accepted_on.year()).unwrap();
            prop_assert_eq!(before.len(), years);
        }
    }
}
