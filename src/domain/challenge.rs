//! Reviews (行政复议) and lawsuits (行政诉讼): objects of their own beside the cases, counted in section four.

use serde::{Deserialize, Serialize};

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
