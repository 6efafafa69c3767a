//! Deeds from the draft to the archive, and those that come afterwards.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Dispatch;
use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::delivery::Way;
use crate::domain::dossier::Text;
use crate::domain::outcome::{Evidence, Outcome};
use crate::domain::receipt::Channel;
use crate::domain::requester::RequesterKind;

/// How one item is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// By its ordinal in the case.
    pub item: u16,
    pub outcome: Outcome,
    /// In place of the article that belongs to the outcome.
    pub article: Option<Text>,
    pub reason: Text,
    /// What the handler puts down; what the case holds anyway need not be told.
    #[serde(default)]
    pub evidence: BTreeMap<Evidence, Text>,
}

/// 拟办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub decisions: Vec<Decision>,
    /// 分期答复: other items are answered later.
    #[serde(default)]
    pub part: bool,
    /// Never a courier.
    pub planned_way: Option<Way>,
    /// Who drafts.
    pub drafter: Option<Uuid>,
}

/// 送审.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// As the organ has set.
    pub steps: Option<u8>,
}

/// A step of review, or the signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    pub opinion: Option<Text>,
}

/// 签发; the number of the letter is given here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    pub opinion: Option<Text>,
    /// By the pattern of the organ, where none is given.
    pub document_number: Option<Text>,
}

/// 纸质审批代录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOnPaper {
    pub signer: Text,
    /// Where the paper lies.
    pub filed_at: Text,
    pub document_number: Option<Text>,
}

/// 送达 of all that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliver {
    pub dispatch: Dispatch,
    /// One letter may answer several cases: the same id in each.
    pub letter: Option<Uuid>,
}

/// 当场答复 (art. 33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOnTheSpot {
    pub decisions: Vec<Decision>,
    pub document_number: Option<Text>,
}

/// 不再处理告知书.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndWithoutReply {
    pub dispatch: Dispatch,
}

/// 撤回, before the reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// None means the whole.
    #[serde(default)]
    pub items: Vec<u16>,
    /// The paper, or the record of the call.
    pub evidence: Text,
    /// How it was seen that it was the requester.
    pub identity_checked: Text,
}

/// What happened to one letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfLetter {
    /// By its ordinal in the case.
    pub letter: u16,
    pub remark: Option<Text>,
}

/// A letter that came back goes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendAgain {
    pub letter: u16,
    pub dispatch: Dispatch,
    /// Why the first delivery is withdrawn; else the first day of posting stays.
    pub withdraws_first: Option<Text>,
}

/// 归档.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    pub retention_years: u8,
    pub filed_at: Option<Text>,
}

/// Who quashed a reply, or found that there never was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forum {
    /// 行政复议.
    Review,
    /// 行政诉讼.
    Lawsuit,
    /// The organ itself.
    Organ,
}

/// A decision that a case be answered, or answered anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    pub forum: Forum,
    pub decision: Text,
    pub effective_on: NaiveDate,
    /// The day it states; else the law's period is counted.
    pub due_on: Option<NaiveDate>,
}

/// A fact that was recorded wrongly, as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    Arrival {
        channel: Channel,
        arrived_on: NaiveDate,
        passed_on: Option<NaiveDate>,
    },
    RequesterKind {
        requester_kind: RequesterKind,
    },
    Item {
        item: u16,
        content: Text,
    },
    Letter {
        letter: u16,
        way: Way,
        sent_on: NaiveDate,
        signed_on: Option<NaiveDate>,
    },
    AmendmentTaken {
        on: NaiveDate,
    },
    PaymentTaken {
        on: NaiveDate,
    },
    /// The number before stays one of the case's.
    RegistrationNumber {
        registration_number: Text,
    },
    /// Who represents those who ask together, by ordinal.
    Contact {
        contact: u16,
    },
}

/// 更正事实.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    pub reason: Text,
    pub fact: Fact,
    /// What stood there, filled in when it is recorded.
    pub before: Option<String>,
}

/// A step of a review or lawsuit that touches the case; it stands beside the life of the case and changes nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenged {
    pub challenge: Uuid,
    pub challenge_kind: ChallengeKind,
    /// 案号.
    pub number: Option<String>,
    pub step: ChallengeStep,
    pub result: Option<ChallengeResult>,
}

/// What happened in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeStep {
    Accepted,
    /// The organ handed in its answer and evidence.
    Defended,
    Concluded,
    /// The record of it was corrected.
    Corrected,
}
