//! The legal date of receipt by channel (art. 31): always the earliest that can be defended.
//!
//! Derived from what was recorded of the arrival; both dates are kept, and where they differ the earlier one is the
//! risk: a requester may count from it. Reads no clock.

mod reason;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use reason::Ground;

use crate::domain::calendar::written::Chinese;

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

/// What was recorded of an arrival, as far as the date of receipt depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub channel: Channel,
    /// The day it was handed in, signed for, put into the letter box, sent off or taken in by the machine.
    pub arrived_on: NaiveDate,
    /// The day the 公开工作机构 got it, where it went to a leader or another department of the same organ.
    pub passed_on: Option<NaiveDate>,
    /// Tries to reach the requester, in any order; only 平信 and 传真 need them.
    pub attempts: Vec<Attempt>,
}

/// A recorded try to confirm an arrival with the requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub on: NaiveDate,
    pub result: Contact,
}

/// Whether the requester was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    Reached,
    Failed,
}

/// The dates of an arrival, and why they are what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub channel: Channel,
    pub arrived_on: NaiveDate,
    /// The legal date, day 0 of every period; `None` while the requester has to be reached first (已到件待确认).
    pub received_on: Option<NaiveDate>,
    /// Day 0 if the deferral does not hold: the requester may count from here.
    pub risk_on: Option<NaiveDate>,
    pub ground: Ground,
    passed_on: Option<NaiveDate>,
}

/// Facts that cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    #[error("联系申请人（{}）早于到件（{}）", Chinese(*.on), Chinese(*.arrived_on))]
    AttemptBeforeArrival { on: NaiveDate, arrived_on: NaiveDate },
    #[error("转到政府信息公开工作机构（{}）早于到件（{}）", Chinese(*.on), Chinese(*.arrived_on))]
    PassedOnBeforeArrival { on: NaiveDate, arrived_on: NaiveDate },
}

impl Arrival {
    /// An arrival of which nothing more is recorded.
    pub fn by(channel: Channel, arrived_on: NaiveDate) -> Self {
        Self { channel, arrived_on, passed_on: None, attempts: Vec::new() }
    }

    /// The legal date that follows, or which two facts contradict each other.
    pub fn receipt(&self) -> Result<Receipt, Contradiction> {
        self.check()?;
        let Self { channel, arrived_on, .. } = *self;
        // A form confirms itself; what the organ does with it inside is no business of the requester.
        let passed_on = self.passed_on.filter(|_| channel != Channel::Internet);
        let at_desk_on = passed_on.unwrap_or(arrived_on);
        let (received_on, ground) = match channel {
            Channel::Counter => (Some(at_desk_on), Ground::HandedIn),
            Channel::RegisteredPost => (Some(at_desk_on), Ground::SignedFor),
            Channel::Internet => (Some(at_desk_on), Ground::FormConfirmed),
            Channel::Email => (Some(at_desk_on), Ground::MailTakenIn),
            Channel::OrdinaryPost | Channel::Fax => self.confirmed(at_desk_on),
        };
        let risk_on = (received_on != Some(arrived_on)).then_some(arrived_on);
        Ok(Receipt { channel, arrived_on, received_on, risk_on, ground, passed_on })
    }

    /// What nobody signs for is to be confirmed with the requester the same day. Who does not try has received it;
    /// a try that failed that day defers the receipt until one succeeds.
    fn confirmed(&self, at_desk_on: NaiveDate) -> (Option<NaiveDate>, Ground) {
        let made = |result| {
            let made = self.attempts.iter().filter(move |attempt| attempt.result == result);
            made.map(|attempt| attempt.on).filter(move |on| *on >= at_desk_on)
        };
        let reached_on = made(Contact::Reached).min();
        let failed_at_once = made(Contact::Failed).any(|on| on == at_desk_on);
        match (reached_on, failed_at_once) {
            (Some(on), _) if on == at_desk_on => (Some(on), Ground::ConfirmedAtOnce),
            (_, false) => (Some(at_desk_on), Ground::NotTried),
            (Some(on), true) => (Some(on), Ground::ConfirmedLater),
            (None, true) => (None, Ground::Unconfirmed),
        }
    }

    fn check(&self) -> Result<(), Contradiction> {
        let arrived_on = self.arrived_on;
        if let Some(on) = self.passed_on.filter(|on| *on < arrived_on) {
            return Err(Contradiction::PassedOnBeforeArrival { on, arrived_on });
        }
        match self.attempts.iter().map(|attempt| attempt.on).min() {
            Some(on) if on < arrived_on => {
                Err(Contradiction::AttemptBeforeArrival { on, arrived_on })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
