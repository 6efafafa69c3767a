//! Deeds about who asks, and notes of what was said.

use serde::{Deserialize, Serialize};

use crate::domain::dossier::Text;

/// Which of a requester's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequesterField {
    Name,
    IdentityNumber,
    Phone,
    Email,
    Address,
    /// 代理人.
    Agent,
}

/// 更正申请人信息: what was there and what is there now stand sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectRequester {
    /// By the ordinal in the case.
    pub requester: u16,
    pub reason: Text,
    pub fields: Vec<RequesterField>,
}

/// 查看申请人信息, unmasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadRequester {
    /// What for.
    pub purpose: Text,
}

/// One of those who ask together asks no longer; the request of the others goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequesterLeft {
    /// By the ordinal in the case.
    pub requester: u16,
    /// Who represents the others from now on, where it was this one.
    pub contact: Option<u16>,
    /// The paper, or the record of the call.
    pub evidence: Text,
    /// How it was seen that it was this requester.
    pub identity_checked: Text,
}

/// A number under which the case was known elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerNumber {
    pub number: Text,
    /// From where the number comes: another system, another organ, an earlier register.
    pub origin: Text,
}

/// 电话记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelephoneNote {
    /// With whom; not the number.
    pub with: Text,
    /// Whether somebody called the office; else the office called.
    pub incoming: bool,
    pub text: Text,
}
