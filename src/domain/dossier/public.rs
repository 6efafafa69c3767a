//! What a requester is told of the own request, in plain words: how far it is, what is awaited, what was done. Names
//! nobody of the office and no third party.

use chrono::NaiveDate;
use serde::Serialize;

use super::deed::{AmendmentNotice, Deed, Whom};
use super::turn::Awaited;
use super::{Done, Dossier, Form, Item, Letter};
use crate::domain::calendar::Calendar;
use crate::domain::calendar::written::Chinese;
use crate::domain::deadline::{Deadline, Periods};
use crate::domain::life_cycle::{Act, Stage, Wait};

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PublicStage {
    Arrived,
    Received,
    InProcess,
    Replied,
    Withdrawn,
    Ended,
    NotAccepted,
}

/// What is awaited of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicAwaited {
    pub what: Awaited,
    pub from: From,
    pub until: Option<NaiveDate>,
    pub text: String,
    /// What is to be amended.
    pub missing: Vec<String>,
    /// Whole 元.
    pub amount: Option<u32>,
}

/// Who is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    Requester,
    Other,
}

/// A step that was passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub on: NaiveDate,
    pub text: &'static str,
}

/// What the requester can do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicAct {
    Amendment,
    Additions,
    Withdrawal,
    ReplyReceipt,
}

impl PublicStage {
    /// The stage in a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::Arrived => "您的申请已经到达，机关正在确认收到",
            Self::Received => "机关已经收到您的申请",
            Self::InProcess => "您的申请正在办理",
            Self::Replied => "机关已经答复您的申请",
            Self::Withdrawn => "您已经撤回申请",
            Self::Ended => "机关已经告知不再处理您的申请",
            Self::NotAccepted => "这件来件没有作为申请办理，请与机关联系",
        }
    }
}

/// The last day in words.
pub fn due_text(due_on: NaiveDate) -> String {
    format!("最迟于{}前答复您", Chinese(due_on))
}

/// The steps of a log that a requester is told.
pub fn steps(log: &[Done]) -> Vec<Step> {
    log.iter().filter_map(|done| Some(Step { on: done.on, text: step(&done.deed)? })).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not listed stays inside")]
fn step(deed: &Deed) -> Option<&'static str> {
    Some(match deed {
        Deed::Arrive(_) => "提交申请",
        Deed::ConfirmReceipt(_) => "机关收到申请",
        Deed::Register(_) => "登记",
        Deed::Assign(_) => "转承办部门",
        Deed::SendAmendmentNotice(_) => "请您补正",
        Deed::TakeAmendment(_) => "收到您的补正",
        Deed::AskReasons(_) => "请您说明理由",
        Deed::TakeReasons(_) => "收到您说明的理由",
        Deed::Delay(_) => "告知延迟答复",
        Deed::SendFeeNotice(_) => "通知缴费",
        Deed::TakePayment(_) => "收到缴费",
        Deed::CallOffFee(_) => "不再收费",
        Deed::Consult(consult) => match consult.whom {
            Whom::ThirdParty => "征求第三方意见",
            Whom::OtherOrgan => "征求其他机关意见",
        },
        Deed::TellExtension(_) => "告知延期答复",
        Deed::Deliver(_) | Deed::AnswerOnTheSpot(_) => "送达答复",
        Deed::EndWithoutReply(_) => "告知不再处理",
        Deed::Withdraw(_) => "撤回申请",
        Deed::ProveDelivery(_) => "签收",
        Deed::SendAgain(_) => "再次寄出",
        Deed::Reopen(_) => "重新答复",
        Deed::ResetQueryCode(_) => "重置查询码",
        _ => return None,
    })
}

impl Dossier {
    /// How far the request is.
    pub fn public_stage(&self) -> PublicStage {
        match self.progress.stage {
            Stage::Arrived => PublicStage::Arrived,
            Stage::Received => PublicStage::Received,
            Stage::Registered
            | Stage::InProcess
            | Stage::Drafted
            | Stage::InReview(_)
            | Stage::Signed => PublicStage::InProcess,
            Stage::Unreachable | Stage::Misdirected => PublicStage::NotAccepted,
            Stage::Closed | Stage::Archived => self.ending(),
        }
    }

    fn ending(&self) -> PublicStage {
        let stands = |item: &&Item| !item.is_split;
        let last = self.letters.iter().rfind(|letter| letter.form != Form::Consultation);
        if self.items.iter().filter(stands).all(|item| item.withdrawn_on.is_some()) {
            PublicStage::Withdrawn
        } else if last.is_some_and(|letter| letter.form == Form::ClosingNotice) {
            PublicStage::Ended
        } else {
            PublicStage::Replied
        }
    }

    /// What is awaited of whom, the requester first.
    pub fn public_awaited(
        &self,
        log: &[Done],
        deadline: Option<&Deadline>,
        (calendar, periods): (&Calendar, &Periods),
    ) -> Vec<PublicAwaited> {
        if !self.is_open() {
            return Vec::new();
        }
        let clock = deadline.and_then(|deadline| deadline.waiting_for).map(|wait| wait.until);
        let intervals = self.progress.intervals;
        let open = |wait: Wait| matches!(wait, Wait::Open | Wait::RanOut);
        let mut awaited = Vec::new();
        if open(intervals.amendment) {
            let asked = self.clock.amendments.last();
            let until = asked.map(|asked| self.last_day(asked, periods.amendment, calendar));
            let told = PublicAwaited::of(Awaited::Amendment, From::Requester, until);
            awaited.push(PublicAwaited { missing: missing(log), ..told });
        }
        if open(intervals.payment) {
            let amount = self.clock.fee.map(|fee| fee.amount);
            let until = self.clock.fee.map(|fee| self.last_day(&fee, periods.fee, calendar));
            let told = PublicAwaited::of(Awaited::Fee, From::Requester, until.or(clock));
            awaited.push(PublicAwaited { amount, ..told });
        }
        if open(intervals.reasons) {
            let until = self.clock.reasons.and_then(|asked| asked.by);
            awaited.push(PublicAwaited::of(Awaited::Reasons, From::Requester, until));
        }
        let out = self.consulted_out(calendar, periods);
        awaited.extend(out.map(|out| PublicAwaited::of(out.what, From::Other, Some(out.until))));
        awaited
    }

    /// What the requester can do now.
    pub fn public_acts(&self) -> Vec<PublicAct> {
        let may = |act| self.progress.after(act).is_ok();
        let accepted = self.public_stage() != PublicStage::NotAccepted;
        [
            (PublicAct::Amendment, may(Act::TakeAmendment)),
            (PublicAct::Additions, accepted && self.is_open()),
            (PublicAct::Withdrawal, may(Act::Withdraw)),
            (PublicAct::ReplyReceipt, self.unconfirmed().is_some()),
        ]
        .into_iter()
        .filter_map(|(act, may)| may.then_some(act))
        .collect()
    }

    /// The last reply that the requester has not signed for.
    pub fn unconfirmed(&self) -> Option<&Letter> {
        let told = |letter: &&Letter| matches!(letter.form, Form::Reply | Form::ClosingNotice);
        self.letters.iter().rfind(told).filter(|letter| letter.signed_on.is_none())
    }
}

impl PublicAwaited {
    fn of(what: Awaited, from: From, until: Option<NaiveDate>) -> Self {
        let by = until.map(|until| format!("，至{}", Chinese(until))).unwrap_or_default();
        let text = match what {
            Awaited::Amendment => format!("请您补正{by}"),
            Awaited::Fee => format!("请您缴费{by}"),
            Awaited::Reasons => format!("请您说明理由{by}"),
            Awaited::ThirdParty | Awaited::OtherOrgan => format!("{}{by}", what.label()),
        };
        Self { what, from, until, text, missing: Vec::new(), amount: None }
    }
}

/// What the last notice asks to be amended.
fn missing(log: &[Done]) -> Vec<String> {
    let notices = log.iter().rev().find_map(|done| {
        let Deed::SendAmendmentNotice(AmendmentNotice { missing, .. }) = &done.deed else {
            return None;
        };
        Some(missing)
    });
    notices.into_iter().flatten().map(|text| text.as_str().to_owned()).collect()
}
