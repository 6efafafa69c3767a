//! What requesters and staff are told outside the program, and in which words.

mod placeholder;
pub mod quiet;
mod sample;
mod state;
mod template;

use serde::{Deserialize, Serialize};

pub use placeholder::Placeholder;
pub use sample::sample;
pub use state::JobState;
pub use template::{BadTemplate, Part, Template, Value, Values};

/// What somebody is told.
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
pub enum MessageKind {
    /// To the requester: it arrived, and the receipt is yet to be confirmed (art. 31).
    Arrived,
    /// To the requester: received, with the last day for the reply.
    Received,
    /// To the requester: 补正.
    AmendmentAsked,
    /// To the requester: 延期答复 took effect.
    Extended,
    /// To the requester: the reply went out, or can be fetched.
    ReplyReady,
    /// To staff: a case came to the department.
    Assigned,
    /// To staff: few working days are left.
    DueSoon,
    /// To staff: this is the last day.
    DueToday,
    /// To the leader: the cases that are overdue, once a day.
    Overdue,
}

impl MessageKind {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arrived => "已到件待确认",
            Self::Received => "已收到申请",
            Self::AmendmentAsked => "请补正",
            Self::Extended => "延期答复",
            Self::ReplyReady => "答复已作出",
            Self::Assigned => "新交办",
            Self::DueSoon => "临近到期",
            Self::DueToday => "今天到期",
            Self::Overdue => "逾期清单",
        }
    }

    /// Whether it goes to the requester, else to staff.
    pub fn is_for_requester(self) -> bool {
        match self {
            Self::Arrived
            | Self::Received
            | Self::AmendmentAsked
            | Self::Extended
            | Self::ReplyReady => true,
            Self::Assigned | Self::DueSoon | Self::DueToday | Self::Overdue => false,
        }
    }

    /// What its text may name. What is personal of the requester never stands in what staff are sent.
    pub fn placeholders(self) -> &'static [Placeholder] {
        use Placeholder::{
            Address, Amendment, AmendmentBy, ArrivedOn, Count, DaysLeft, Department, DueOn,
            Instance, List, Number, Organ, ReceivedOn, Recipient, Way,
        };
        match self {
            Self::Arrived => &[Number, Organ, Recipient, ArrivedOn, Address, Instance],
            Self::Received => {
                &[Number, Organ, Recipient, ArrivedOn, ReceivedOn, DueOn, Address, Instance]
            }
            Self::AmendmentAsked => {
                &[Number, Organ, Recipient, Amendment, AmendmentBy, Address, Instance]
            }
            Self::Extended => &[Number, Organ, Recipient, ReceivedOn, DueOn, Address, Instance],
            Self::ReplyReady => &[Number, Organ, Recipient, Way, Address, Instance],
            Self::Assigned => &[Number, Organ, Recipient, Department, DueOn, Address, Instance],
            Self::DueSoon | Self::DueToday => {
                &[Number, Organ, Recipient, DueOn, DaysLeft, Address, Instance]
            }
            Self::Overdue => &[Organ, Recipient, Count, List, Address, Instance],
        }
    }
}
