//! Deeds that move the clock: what is asked of the requester, of third parties, of other organs; extension, delay.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::delivery::Way;
use crate::domain::dossier::Text;

/// How a letter went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    pub way: Way,
    pub postal_number: Option<Text>,
    /// By the pattern of the organ, where none is given.
    pub document_number: Option<Text>,
    /// The addressee signed, if that is known already.
    pub signed_on: Option<NaiveDate>,
}

/// 补正告知书 (art. 30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentNotice {
    /// Everything that is missing, at once.
    pub missing: Vec<Text>,
    pub amend_by: Option<NaiveDate>,
    /// Why a second one goes out.
    pub reason_for_second: Option<Text>,
    pub dispatch: Dispatch,
}

/// Something came in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameIn {
    pub text: Text,
}

/// 说明理由告知书 (art. 35).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskReasons {
    pub why: Text,
    pub answer_by: NaiveDate,
    pub dispatch: Dispatch,
}

/// 延迟答复 (art. 35).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    pub until: NaiveDate,
    pub reason: Text,
    pub dispatch: Dispatch,
}

/// 收费通知书.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeNotice {
    pub method: crate::domain::fee::Method,
    /// Whole 元.
    pub amount: u32,
    /// What it was counted by: requests of the month before this one and with it, or pages.
    pub basis: Text,
    pub dispatch: Dispatch,
}

/// Paid in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Whole 元.
    pub amount: u32,
    /// The number of the fiscal receipt.
    pub receipt_number: Option<Text>,
}

/// 检索记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub places: Text,
    pub keywords: Text,
    pub searched_by: Text,
    pub found: bool,
    pub result: Text,
}

/// Who is consulted.
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
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Whom {
    /// 第三方 (art. 32).
    ThirdParty,
    /// 共同制作的其他机关 (art. 34).
    OtherOrgan,
}

/// A letter that asks for an opinion; it never names the requester.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consult {
    pub whom: Whom,
    pub name: Text,
    pub question: Text,
    pub dispatch: Dispatch,
}

/// The opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// By its ordinal in the case.
    pub consultation: u16,
    pub agrees: bool,
    pub text: Text,
}

/// What happened to one consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfConsultation {
    /// By its ordinal in the case.
    pub consultation: u16,
    pub remark: Option<Text>,
}

/// 延期答复 (art. 33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    pub working_days: u32,
    pub reason: Text,
}

/// By the head of the 公开工作机构.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveExtension {
    pub approver: Text,
}

/// The notice goes out; only that gives the extension its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TellExtension {
    pub dispatch: Dispatch,
}
