//! What a phrase of the library is for.

use serde::{Deserialize, Serialize};

/// Where an office writes a phrase: into a letter of a form, or anywhere.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PhraseKind {
    General,
    AmendmentNotice,
    ReasonsNotice,
    DelayNotice,
    FeeNotice,
    Consultation,
    ExtensionNotice,
    Reply,
    ClosingNotice,
    /// 电话记录.
    TelephoneNote,
}
