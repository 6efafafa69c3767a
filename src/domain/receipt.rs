//! The legal date of receipt by channel (art. 31): always the earliest that can be defended.

use serde::{Deserialize, Serialize};

/// The way a request came in.
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
pub enum Channel {
    /// 当面, oral requests written down by staff among them.
    Counter,
    /// 邮寄 that somebody signs for: EMS, 挂号.
    RegisteredPost,
    /// 平信.
    OrdinaryPost,
    /// 互联网: a form that confirms itself.
    Internet,
    /// 电子邮件 to the published box.
    Email,
    /// 传真.
    Fax,
}
