//! Why a deed is refused.

use chrono::NaiveDate;

use crate::domain::calendar::written::Chinese;
use crate::domain::outcome::Evidence;
use crate::domain::{deadline, life_cycle, receipt};

/// Why a deed is refused, in words that say what is to be done instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    LifeCycle(#[from] life_cycle::Refusal),
    #[error(transparent)]
    Dates(#[from] deadline::Contradiction),
    #[error(transparent)]
    Receipt(#[from] receipt::Contradiction),
    /// A log begins with an arrival or a register, and only there.
    #[error("这一步不能作为办理记录的开头")]
    NotTheBeginning,
    #[error("{text}")]
    Field { field: &'static str, text: String },
    #[error("{}不在可能的范围内", Chinese(*.day))]
    ImpossibleDay { field: &'static str, day: NaiveDate },
    #[error("{}还没有到", Chinese(*.day))]
    InFuture { field: &'static str, day: NaiveDate },
    #[error("{}早于{before}（{}）", Chinese(*.day), Chinese(*.before_on))]
    TooEarly { field: &'static str, day: NaiveDate, before: &'static str, before_on: NaiveDate },
    #[error("期限到{}届满，届满之后才能记录", Chinese(*.until))]
    PeriodRuns { until: NaiveDate },
    #[error("没有第 {0} 项，或者这一项已经答复、撤回、拆分")]
    NoSuchItem(u16),
    #[error("没有第 {0} 封信")]
    NoSuchLetter(u16),
    #[error("没有第 {0} 次征求意见，或者已经结束")]
    NoSuchConsultation(u16),
    #[error("第 {0} 项还没有拟定结果；分期答复须注明")]
    ItemUndecided(u16),
    #[error("第 {item} 项尚缺：{}", labels(.missing))]
    EvidenceMissing { item: u16, missing: Vec<Evidence> },
    #[error("答复只能通过邮政企业寄送，不能安排其他快递")]
    CourierPlanned,
    #[error("直接送达或者其他快递送达，须有申请人签收的日期")]
    NotGivenYet,
    #[error("没有这个附件，或者已经去掉")]
    NoSuchAttachment,
    #[error("已经办结，附件不能再去掉")]
    AttachmentStays,
    #[error("已经办结，不能再补充；可以另行提出申请")]
    Closed,
    #[error("还没有答复，或者已经确认收到")]
    NothingToConfirm,
}

impl Refusal {
    /// A field with a wrong value.
    pub fn field(field: &'static str, text: impl Into<String>) -> Self {
        Self::Field { field, text: text.into() }
    }

    /// The field at fault, where there is one.
    pub fn at(&self) -> Option<&'static str> {
        match self {
            Self::Field { field, .. }
            | Self::ImpossibleDay { field, .. }
            | Self::InFuture { field, .. }
            | Self::TooEarly { field, .. } => Some(field),
            Self::NoSuchItem(_) => Some("item"),
            Self::NoSuchLetter(_) => Some("letter"),
            Self::NoSuchConsultation(_) => Some("consultation"),
            Self::CourierPlanned => Some("planned_way"),
            Self::NotGivenYet => Some("dispatch.signed_on"),
            Self::NoSuchAttachment => Some("attachment"),
            Self::LifeCycle(_)
            | Self::Dates(_)
            | Self::Receipt(_)
            | Self::NotTheBeginning
            | Self::PeriodRuns { .. }
            | Self::ItemUndecided(_)
            | Self::EvidenceMissing { .. }
            | Self::AttachmentStays
            | Self::Closed
            | Self::NothingToConfirm => None,
        }
    }

    /// The stable id; an act out of turn is a matter of the state, everything else one of what was told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LifeCycle(_) => "out_of_turn",
            Self::Dates(_) | Self::Receipt(_) => "contradiction",
            Self::NotTheBeginning => "not_the_beginning",
            Self::Field { .. } => "invalid",
            Self::ImpossibleDay { .. } => "impossible_day",
            Self::InFuture { .. } => "in_future",
            Self::TooEarly { .. } => "too_early",
            Self::PeriodRuns { .. } => "period_runs",
            Self::NoSuchItem(_) => "no_such_item",
            Self::NoSuchLetter(_) => "no_such_letter",
            Self::NoSuchConsultation(_) => "no_such_consultation",
            Self::ItemUndecided(_) => "item_undecided",
            Self::EvidenceMissing { .. } => "evidence_missing",
            Self::CourierPlanned => "courier_planned",
            Self::NotGivenYet => "not_given_yet",
            Self::NoSuchAttachment => "no_such_attachment",
            Self::AttachmentStays => "attachment_stays",
            Self::Closed => "closed",
            Self::NothingToConfirm => "nothing_to_confirm",
        }
    }

    /// Whether it is the state of the case that says no.
    pub fn is_of_state(&self) -> bool {
        matches!(
            self,
            Self::LifeCycle(_)
                | Self::PeriodRuns { .. }
                | Self::ItemUndecided(_)
                | Self::EvidenceMissing { .. }
                | Self::AttachmentStays
                | Self::Closed
                | Self::NothingToConfirm
        )
    }
}

fn labels(missing: &[Evidence]) -> String {
    missing.iter().map(|evidence| evidence.label()).collect::<Vec<_>>().join("；")
}
