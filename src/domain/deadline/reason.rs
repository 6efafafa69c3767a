//! Why a date is what it is: the links of the chain, breaches, alarms and doubts, each with article and sentence.

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::{ConsultationEnd, Consulted};
use crate::domain::calendar::written::Chinese;

/// What a reason does to the clock; the ids are the contract of `gongkai deadline --json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Effect {
    /// The period is counted from `from` to its last day `to`.
    Count,
    /// The requester did what was asked: the period is counted anew from `to`.
    Restart,
    /// The requester is waited for until `to`; no reply date runs.
    Wait,
    /// The days do not count.
    Exclude,
    /// The last day moves on from `from` to `to`.
    Extend,
    /// Another day takes the place of the counted one.
    Replace,
    /// Recorded, but it changes nothing, and `text` says why.
    NoEffect,
}

/// One link of the chain.
///
/// It covers the days after `from`, up to and including `to`: the law never counts the day on which a period is
/// set off, nor is the day a letter goes out excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Working days that it counts, adds or takes out; for the others those that lie in it.
    pub working_days: u32,
    pub cause: Cause,
}

/// What stands behind a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    AmendmentAwaited,
    /// With the requester's last day.
    Amended {
        by: NaiveDate,
    },
    FeeAwaited,
    /// With the requester's last day.
    FeePaid {
        by: NaiveDate,
    },
    /// `shared` working days were taken out by another consultation already: the union counts.
    Consulted {
        with: Consulted,
        end: ConsultationEnd,
        shared: u32,
    },
    /// The period for the reply, with the working days taken out of it.
    ReplyPeriod {
        start: Start,
        excluded: u32,
    },
    Extended,
    Delayed,
    Ordered,
    /// It was done, but without effect on the clock.
    InVain(Act, Flaw),
}

/// What day 0 is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Receipt,
    Amendment,
    Payment,
}

/// An act of the organ that needs its time to have an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum Act {
    #[strum(to_string = "补正告知书")]
    AmendmentNotice,
    #[strum(to_string = "收费通知")]
    FeeNotice,
    #[strum(to_string = "延期答复告知书")]
    Extension,
    #[strum(to_string = "延迟答复告知书")]
    Delay,
    #[strum(to_string = "征求意见函")]
    Consultation,
}

/// Why an act had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It went out after its last day.
    Late { limit: NaiveDate },
    /// The requester was not told; the last day for it.
    NotTold { limit: NaiveDate },
    /// The period it belonged to ended when the clock started anew.
    Outlived,
    /// The day it names is no later than the last day that runs anyhow.
    NotLater { until: NaiveDate, limit: NaiveDate },
}

/// The requester is waited for. When the wait has run out a person decides; nothing closes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub what: Awaited,
    /// The day the notice went out.
    pub since: NaiveDate,
    /// The requester's last day.
    pub until: NaiveDate,
}

/// What the requester owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Awaited {
    /// 等待申请人补正.
    Amendment,
    /// 等待申请人缴费.
    Fee,
}

/// The organ did something too late; it stays recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    pub act: Act,
    /// The last day on which it could have been done.
    pub limit: NaiveDate,
    pub happened_on: NaiveDate,
}

/// Something that a person must look at once `after` is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The letter sent on this day has no proof of delivery.
    pub sent_on: NaiveDate,
    pub after: NaiveDate,
}

/// Why a date is provisional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The year has no published notice.
    NoNotice { year: i32 },
    /// The answer may still come, and the date with it.
    OpenConsultation { sent_on: NaiveDate },
    /// It is not known from when the third party's period ran.
    UnprovedDelivery { sent_on: NaiveDate },
}

impl Reason {
    /// What it does to the clock.
    pub fn effect(&self) -> Effect {
        match self.cause {
            Cause::AmendmentAwaited | Cause::FeeAwaited => Effect::Wait,
            Cause::Amended { .. } | Cause::FeePaid { .. } => Effect::Restart,
            Cause::Consulted { .. } => Effect::Exclude,
            Cause::ReplyPeriod { .. } => Effect::Count,
            Cause::Extended => Effect::Extend,
            Cause::Delayed | Cause::Ordered => Effect::Replace,
            Cause::InVain(..) => Effect::NoEffect,
        }
    }

    /// The article of the regulation, or another document with its article.
    pub fn article(&self) -> &'static str {
        match self.cause {
            Cause::AmendmentAwaited | Cause::Amended { .. } => "30",
            Cause::FeeAwaited | Cause::FeePaid { .. } => "42",
            // Art. 33 takes the time out; art. 32 and 34 give the 15 working days.
            Cause::Consulted { .. } | Cause::ReplyPeriod { .. } | Cause::Extended => "33",
            Cause::Delayed => "35",
            Cause::Ordered => "法释〔2025〕8号第十一条",
            Cause::InVain(act, _) => act.article(),
        }
    }

    /// The reason as a Chinese sentence.
    pub fn text(&self) -> String {
        let (from, to, days) = (Chinese(self.from), Chinese(self.to), self.working_days);
        match self.cause {
            Cause::AmendmentAwaited => {
                format!("{from}发出补正告知书，申请人最迟于{to}补正；等待补正期间不计答复期限")
            }
            Cause::Amended { by } if self.to > by => {
                format!(
                    "{to}收到补正（晚于{}，办结前予以接受），答复期限自次日起重新计算",
                    Chinese(by)
                )
            }
            Cause::Amended { .. } => format!("{to}收到补正，答复期限自次日起重新计算"),
            Cause::FeeAwaited => {
                format!("{from}发出收费通知，申请人最迟于{to}缴费；等待缴费期间不计答复期限")
            }
            Cause::FeePaid { by } if self.to > by => {
                format!(
                    "{to}缴清费用（晚于{}，办结前予以接受），答复期限自次日起重新计算",
                    Chinese(by)
                )
            }
            Cause::FeePaid { .. } => format!("{to}缴清费用，答复期限自次日起重新计算"),
            Cause::Consulted { with, end, shared } => self.consulted(with, end, shared),
            Cause::ReplyPeriod { start, excluded } => {
                let without = excluded_clause(excluded);
                format!("自{from}{}的次日起{days}个工作日内答复{without}，至{to}届满", start.text())
            }
            Cause::Extended => format!("经批准延长{days}个工作日，由{from}延至{to}"),
            Cause::Delayed => format!("确定于{to}前延迟答复并已告知申请人，不再适用{from}"),
            Cause::Ordered => format!("判决或者复议决定于{from}生效，应当于{to}前答复"),
            Cause::InVain(act, flaw) => self.in_vain(act, flaw),
        }
    }

    fn consulted(&self, with: Consulted, end: ConsultationEnd, shared: u32) -> String {
        let (from, to, days) = (Chinese(self.from), Chinese(self.to), self.working_days);
        let whom = match with {
            Consulted::ThirdParty => "第三方",
            Consulted::OtherOrgan => "其他机关",
            Consulted::Either => "第三方（其他机关）",
        };
        let until = match end {
            ConsultationEnd::Open => format!("尚未收到答复，暂计至{to}"),
            ConsultationEnd::Silent => format!("逾期未答复，计至{to}"),
            ConsultationEnd::Answered(day) if day > self.to => {
                format!("{}收到答复，最多计至{to}", Chinese(day))
            }
            ConsultationEnd::Answered(_) => format!("{to}收到答复"),
            ConsultationEnd::Returned(_) => format!("{to}信件退回"),
        };
        let union = if shared == 0 {
            String::new()
        } else {
            format!("（重叠的{shared}个工作日不重复扣除）")
        };
        format!("{from}发函征求{whom}意见，{until}，扣除{days}个工作日{union}")
    }

    fn in_vain(&self, act: Act, flaw: Flaw) -> String {
        let (from, to) = (Chinese(self.from), Chinese(self.to));
        match (act, flaw) {
            (Act::AmendmentNotice, Flaw::Late { limit }) => format!(
                "补正告知书于{from}发出，晚于{}，原答复期限不变；申请人的补正日期为{to}",
                Chinese(limit)
            ),
            (Act::FeeNotice, Flaw::Late { limit }) => format!(
                "收费通知于{from}发出，晚于{}，原答复期限不变；申请人的缴费日期为{to}",
                Chinese(limit)
            ),
            (Act::Consultation, Flaw::Late { limit }) => {
                format!("{act}于{from}发出，未在{}届满之前，不影响答复期限", Chinese(limit))
            }
            (_, Flaw::Late { limit }) => {
                format!("{act}于{from}发出，晚于{}，不影响答复期限", Chinese(limit))
            }
            (_, Flaw::NotTold { limit }) => {
                format!("尚未向申请人发出{act}，最迟应当于{}发出，发出前不生效", Chinese(limit))
            }
            (_, Flaw::Outlived) => format!("{act}针对的答复期限已经重新计算，不再适用"),
            (_, Flaw::NotLater { until, limit }) => {
                format!("{act}确定的{}不晚于{}，答复期限不变", Chinese(until), Chinese(limit))
            }
        }
    }
}

fn excluded_clause(days: u32) -> String {
    if days == 0 { String::new() } else { format!("（另有{days}个工作日不计入）") }
}

impl Start {
    fn text(self) -> &'static str {
        match self {
            Self::Receipt => "收到申请",
            Self::Amendment => "收到补正",
            Self::Payment => "缴清费用",
        }
    }
}

impl Act {
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::AmendmentNotice => "30",
            Self::FeeNotice => "42",
            Self::Extension | Self::Consultation => "33",
            Self::Delay => "35",
        }
    }

    /// The id of doing it too late.
    fn breach_code(self) -> &'static str {
        match self {
            Self::AmendmentNotice => "late_amendment_notice",
            Self::FeeNotice => "late_fee_notice",
            Self::Extension => "late_extension_notice",
            Self::Delay => "late_delay_notice",
            Self::Consultation => "late_consultation",
        }
    }
}

impl Awaited {
    /// The notice that asks for it.
    pub(super) fn notice(self) -> Act {
        match self {
            Self::Amendment => Act::AmendmentNotice,
            Self::Fee => Act::FeeNotice,
        }
    }

    /// The day 0 that it makes when it comes.
    pub(super) fn start(self) -> Start {
        match self {
            Self::Amendment => Start::Amendment,
            Self::Fee => Start::Payment,
        }
    }
}

impl Waiting {
    /// What is waited for, as a Chinese sentence.
    pub fn text(&self) -> String {
        let what = match self.what {
            Awaited::Amendment => "补正",
            Awaited::Fee => "缴费",
        };
        format!(
            "等待申请人{what}，最迟于{}；逾期须由经办人确认无正当理由，不自动办结",
            Chinese(self.until)
        )
    }
}

impl Breach {
    /// A stable id.
    pub fn code(&self) -> &'static str {
        self.act.breach_code()
    }

    /// The breach as a Chinese sentence.
    pub fn text(&self) -> String {
        let (limit, happened_on) = (Chinese(self.limit), Chinese(self.happened_on));
        format!("{}最迟应当于{limit}发出，实际于{happened_on}发出", self.act)
    }
}

impl Alarm {
    /// The alarm as a Chinese sentence.
    pub fn text(&self) -> String {
        let (sent_on, after) = (Chinese(self.sent_on), Chinese(self.after));
        format!("{sent_on}发出的征求意见函没有送达证明，{after}后须核实")
    }
}

impl Doubt {
    /// The doubt as a Chinese clause.
    pub fn text(&self) -> String {
        match self {
            Self::NoNotice { year } => format!("{year}年放假安排尚未公布"),
            Self::OpenConsultation { sent_on } => {
                format!("{}发出的征求意见函尚未收到答复", Chinese(*sent_on))
            }
            Self::UnprovedDelivery { sent_on } => {
                format!("{}发出的征求意见函没有送达证明", Chinese(*sent_on))
            }
        }
    }
}
