//! The main stages of a case.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// The main stage of a case.
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
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Stage {
    Arrived,
    /// The legal date of receipt is known.
    Received,
    /// It has a number of the office.
    Registered,
    InProcess,
    Drafted,
    InReview(Review),
    Signed,
    /// The last item was delivered, or it ended without a reply.
    Closed,
    Archived,
    /// An arrival without name or contact; counted nowhere.
    Unreachable,
    /// An arrival that belongs elsewhere; counted nowhere.
    Misdirected,
}

impl Stage {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arrived => "已到件待确认",
            Self::Received => "已收件",
            Self::Registered => "已登记",
            Self::InProcess => "承办中",
            Self::Drafted => "已拟办",
            Self::InReview(_) => "审核中",
            Self::Signed => "已签发",
            Self::Closed => "已办结",
            Self::Archived => "已归档",
            Self::Unreachable => "无法联系，存查",
            Self::Misdirected => "投递有误，已退／转",
        }
    }

    /// Registered and not closed: the office works on it.
    pub fn is_open(self) -> bool {
        match self {
            Self::Registered
            | Self::InProcess
            | Self::Drafted
            | Self::InReview(_)
            | Self::Signed => true,
            Self::Arrived
            | Self::Received
            | Self::Closed
            | Self::Archived
            | Self::Unreachable
            | Self::Misdirected => false,
        }
    }
}

/// How many of the steps of review a draft has passed; with all of them it waits for the signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Review {
    pub passed: u8,
    pub of: u8,
}

impl Review {
    /// A review of that many steps, none passed; the organ sets how many, none at all is possible.
    pub fn of(steps: u8) -> Self {
        Self { passed: 0, of: steps }
    }

    /// The next step is passed.
    pub(super) fn approve(self) -> Result<Self, Refusal> {
        if self.passed >= self.of {
            return Err(Refusal::ReviewFinished);
        }
        Ok(Self { passed: self.passed.saturating_add(1), ..self })
    }

    /// Whether it may be signed.
    pub(super) fn finished(self) -> Result<(), Refusal> {
        if self.passed < self.of { Err(Refusal::ReviewUnfinished(self)) } else { Ok(()) }
    }
}
