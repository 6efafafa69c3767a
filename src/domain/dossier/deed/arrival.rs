//! Deeds from the arrival to the assignment: what each has to record.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::case::CaseFacts;
use crate::domain::dossier::Text;
use crate::domain::fee::Provision;
use crate::domain::receipt::Channel;
use crate::domain::requester::{IdentityKind, RequesterKind};

/// What came in.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Subject {
    /// A request for information.
    #[default]
    Request,
    /// 更正申请 (art. 41): the requester's own data are wrong. Counted in no table.
    Correction,
}

/// 获取途径.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WantedWay {
    Post,
    Email,
    /// 当面领取.
    Collect,
    /// 网上下载.
    Download,
}

/// Something arrived; who asks stands sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrive {
    pub channel: Channel,
    #[serde(default)]
    pub subject: Subject,
    pub requester_kind: RequesterKind,
    /// How many ask together; the first-named decides on the column.
    #[serde(default = "one")]
    pub requesters: u16,
    /// Who of them represents the others, by ordinal.
    #[serde(default = "one")]
    pub contact: u16,
    pub items: Vec<Text>,
    /// What the first-named shows.
    pub identity_kind: Option<IdentityKind>,
    pub wanted_form: Option<Provision>,
    pub wanted_way: Option<WantedWay>,
    /// Written down by staff and confirmed by the requester.
    #[serde(default)]
    pub oral: bool,
    /// Consent to the notice on personal data.
    #[serde(default)]
    pub consent: bool,
    /// The number of the envelope or of the EMS.
    pub postal_number: Option<Text>,
    /// Who took it.
    pub taken_by: Option<Text>,
}

fn one() -> u16 {
    1
}

/// What a register says of a case: all of it, each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub facts: CaseFacts,
    pub content: String,
    pub document_number: Option<String>,
}

/// A due date moved when a calendar was loaded; the log tells it, the facts stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub before: NaiveDate,
    pub after: NaiveDate,
}

/// An act that needs no more than an optional word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub remark: Option<Text>,
}

/// An act that needs a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Because {
    pub reason: Text,
}

/// Receipt confirmed (art. 31).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// The day on which the 公开工作机构 got it, where it went to a leader or another department first.
    pub passed_on: Option<NaiveDate>,
    /// How, and with whom.
    pub evidence: Text,
}

/// The case gets its number of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// By the pattern of the organ, where none is given.
    pub registration_number: Option<Text>,
    /// What was seen of the requester's identity; a missing proof is a matter for amendment.
    pub identity_checked: Option<Text>,
    /// As how many the request counts for the fee.
    pub fee_units: Option<u16>,
}

/// One item becomes several (一事一申请).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub item: u16,
    pub into: Vec<Text>,
}

/// To the unit that handles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    pub department: Uuid,
    pub handler: Option<Uuid>,
    /// By when the unit is to draft.
    pub draft_by: Option<NaiveDate>,
}

/// The handler takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignFor {
    /// Who does it, unless said otherwise.
    pub handler: Option<Uuid>,
}
