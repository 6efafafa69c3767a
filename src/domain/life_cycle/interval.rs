//! What runs beside the stages of a case: waits for the requester, consultations, the extension.

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::refusal::Refusal;

/// A wait for something the requester must do.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Wait {
    #[default]
    NotAsked,
    Open,
    /// The period is over: a task, never a closing.
    RanOut,
    /// A person found that there was no good reason for the silence.
    GivenUp,
    Answered,
}

impl Wait {
    /// The requester is asked; not while an answer is awaited.
    pub(super) fn ask(self, act: Act) -> Result<Self, Refusal> {
        match self {
            Self::Open => Err(Refusal::AwaitedAlready { act }),
            Self::NotAsked | Self::RanOut | Self::GivenUp | Self::Answered => Ok(Self::Open),
        }
    }

    /// The requester answers, be it late.
    pub(super) fn answer(self, act: Act) -> Result<Self, Refusal> {
        match self {
            Self::Open | Self::RanOut | Self::GivenUp => Ok(Self::Answered),
            Self::NotAsked | Self::Answered => Err(Refusal::NotAwaited { act }),
        }
    }

    /// The period ends without an answer.
    pub(super) fn run_out(self, act: Act) -> Result<Self, Refusal> {
        match self {
            Self::Open => Ok(Self::RanOut),
            Self::NotAsked | Self::RanOut | Self::GivenUp | Self::Answered => {
                Err(Refusal::NotAwaited { act })
            }
        }
    }

    /// The organ does without it.
    pub(super) fn call_off(self, act: Act) -> Result<Self, Refusal> {
        match self {
            Self::Open | Self::RanOut | Self::GivenUp => Ok(Self::NotAsked),
            Self::NotAsked | Self::Answered => Err(Refusal::NotAwaited { act }),
        }
    }

    /// A person records that there was no good reason.
    pub(super) fn give_up(self, act: Act) -> Result<Self, Refusal> {
        match self {
            Self::RanOut => Ok(Self::GivenUp),
            Self::Open => Err(Refusal::PeriodRuns { act }),
            Self::NotAsked | Self::GivenUp | Self::Answered => Err(Refusal::NotAwaited { act }),
        }
    }
}

/// The extension of the reply period: once in a round (art. 33).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Extension {
    #[default]
    Unused,
    Asked,
    /// By the head of the 公开工作机构; of no effect yet.
    Approved,
    /// In effect.
    Told,
}

impl Extension {
    pub(super) fn ask(self) -> Result<Self, Refusal> {
        match self {
            Self::Unused => Ok(Self::Asked),
            Self::Asked | Self::Approved => Err(Refusal::ExtensionUnderWay),
            Self::Told => Err(Refusal::ExtendedAlready),
        }
    }

    pub(super) fn approve(self) -> Result<Self, Refusal> {
        self.asked().map(|()| Self::Approved)
    }

    pub(super) fn decline(self) -> Result<Self, Refusal> {
        self.asked().map(|()| Self::Unused)
    }

    pub(super) fn tell(self) -> Result<Self, Refusal> {
        match self {
            Self::Approved => Ok(Self::Told),
            Self::Unused | Self::Asked => Err(Refusal::ExtensionNotApproved),
            Self::Told => Err(Refusal::ExtendedAlready),
        }
    }

    fn asked(self) -> Result<(), Refusal> {
        match self {
            Self::Asked => Ok(()),
            Self::Unused => Err(Refusal::ExtensionNotAsked),
            Self::Approved => Err(Refusal::ExtensionUnderWay),
            Self::Told => Err(Refusal::ExtendedAlready),
        }
    }
}

/// One kind of open interval, for lists and lights.
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
pub enum Interval {
    AmendmentAwaited,
    PaymentAwaited,
    ReasonsAwaited,
    ThirdPartyConsulted,
    OrganConsulted,
}

impl Interval {
    /// The words for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::AmendmentAwaited => "等待申请人补正",
            Self::PaymentAwaited => "等待申请人缴费",
            Self::ReasonsAwaited => "等待申请人说明理由",
            Self::ThirdPartyConsulted => "征求第三方意见",
            Self::OrganConsulted => "征求其他机关意见",
        }
    }
}

/// Everything that runs beside the stage; several at once. Consultations count one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Intervals {
    pub amendment: Wait,
    pub payment: Wait,
    pub reasons: Wait,
    /// Third parties whose answer is out.
    pub third_parties: u16,
    /// Other organs whose answer is out.
    pub organs: u16,
    /// A letter came back and was not sent again yet.
    pub letter_returned: bool,
}

impl Intervals {
    /// The intervals that are open, in a fixed order.
    pub fn open(self) -> impl Iterator<Item = Interval> {
        let all = [
            (Interval::AmendmentAwaited, self.amendment == Wait::Open),
            (Interval::PaymentAwaited, self.payment == Wait::Open),
            (Interval::ReasonsAwaited, self.reasons == Wait::Open),
            (Interval::ThirdPartyConsulted, self.third_parties > 0),
            (Interval::OrganConsulted, self.organs > 0),
        ];
        all.into_iter().filter_map(|(interval, open)| open.then_some(interval))
    }

    /// As a rule one amendment only (art. 30).
    pub(super) fn ask_amendment(self) -> Result<Self, Refusal> {
        match self.amendment {
            Wait::NotAsked => self.amend(Act::SendAmendmentNotice),
            Wait::Open => Err(Refusal::AwaitedAlready { act: Act::SendAmendmentNotice }),
            Wait::RanOut | Wait::GivenUp | Wait::Answered => Err(Refusal::AmendmentAskedBefore),
        }
    }

    /// A second notice, for which the act records a reason.
    pub(super) fn ask_amendment_again(self) -> Result<Self, Refusal> {
        match self.amendment {
            Wait::NotAsked => Err(Refusal::NoAmendmentBefore),
            Wait::Open | Wait::RanOut | Wait::GivenUp | Wait::Answered => {
                self.amend(Act::SendAmendmentNoticeAgain)
            }
        }
    }

    /// What is not paid for yet is clear already.
    fn amend(self, act: Act) -> Result<Self, Refusal> {
        if self.payment == Wait::Open {
            return Err(Refusal::PaymentAwaited);
        }
        Ok(Self { amendment: self.amendment.ask(act)?, ..self })
    }

    /// Nobody can say what a request costs that is being made clear.
    pub(super) fn ask_payment(self) -> Result<Self, Refusal> {
        if self.amendment == Wait::Open {
            return Err(Refusal::AmendmentAwaited);
        }
        Ok(Self { payment: self.payment.ask(Act::SendFeeNotice)?, ..self })
    }

    pub(super) fn ask_third_party(self) -> Self {
        Self { third_parties: self.third_parties.saturating_add(1), ..self }
    }

    pub(super) fn third_party_done(self) -> Result<Self, Refusal> {
        let third_parties = self.third_parties.checked_sub(1).ok_or(Refusal::NoThirdPartyOut)?;
        Ok(Self { third_parties, ..self })
    }

    pub(super) fn ask_organ(self) -> Self {
        Self { organs: self.organs.saturating_add(1), ..self }
    }

    pub(super) fn organ_done(self) -> Result<Self, Refusal> {
        let organs = self.organs.checked_sub(1).ok_or(Refusal::NoOrganOut)?;
        Ok(Self { organs, ..self })
    }

    pub(super) fn sent_again(self) -> Result<Self, Refusal> {
        if !self.letter_returned {
            return Err(Refusal::NoLetterReturned);
        }
        Ok(Self { letter_returned: false, ..self })
    }

    /// Whether a person found that the requester gave the request up.
    pub(super) fn given_up(self) -> Result<(), Refusal> {
        let waits = [self.amendment, self.payment];
        if waits.contains(&Wait::GivenUp) {
            return Ok(());
        }
        let ran_out = waits.contains(&Wait::RanOut);
        Err(if ran_out { Refusal::NoGoodReasonUnrecorded } else { Refusal::NotGivenUp })
    }
}
