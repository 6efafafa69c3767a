//! The acts that make up the life of a case. Each is an event in its log under the id given here.

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

/// Something that is done to a case, or that happens to it and is recorded.
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
pub enum Act {
    /// From the post room to the 公开工作机构.
    HandOver,
    /// Nobody was reached to confirm the receipt (art. 31).
    RecordFailedTry,
    ConfirmReceipt,
    EndAsUnreachable,
    EndAsMisdirected,
    Register,
    /// One request into several items or requests (一事一申请).
    Split,
    Assign,
    SignFor,
    ReturnToOffice,
    SendAmendmentNotice,
    /// A second one, with a recorded reason.
    SendAmendmentNoticeAgain,
    TakeAmendment,
    AmendmentRanOut,
    /// A person records that there was no good reason for the silence.
    GiveUpForAmendment,
    AskReasons,
    TakeReasons,
    ReasonsRanOut,
    /// 延迟答复 (art. 35), which is not 延期答复.
    Delay,
    SendFeeNotice,
    /// In full; a part is no payment.
    TakePayment,
    FeeRanOut,
    /// A person records that there was no good reason for not paying.
    GiveUpForFee,
    /// The fee is not asked for after all.
    CallOffFee,
    RecordSearch,
    ConsultThirdParty,
    ThirdPartyAnswered,
    /// The organ decides.
    ThirdPartySilent,
    ThirdPartyLetterReturned,
    CallOffThirdParty,
    ConsultOrgan,
    OrganAnswered,
    /// Consent.
    OrganSilent,
    CallOffOrgan,
    AskExtension,
    ApproveExtension,
    DeclineExtension,
    /// 延期答复 (art. 33) takes effect.
    TellExtension,
    Draft,
    Submit {
        /// How many steps of review the organ has set.
        steps: u8,
    },
    Approve,
    SendBack,
    Sign,
    /// 纸质审批代录: reviewed and signed on paper or in another system.
    SignOnPaper,
    /// 分期答复: other items remain.
    DeliverPart,
    DeliverLast,
    /// 当场答复, in one step.
    AnswerOnTheSpot,
    /// The 不再处理告知书 goes out.
    EndWithoutReply,
    Withdraw,
    WithdrawPart,
    /// One of several who ask together; the request of the others goes on.
    RequesterLeft,
    RecordReturnedMail,
    SendAgain,
    Archive,
    /// 重新答复: a reply was quashed.
    Reopen,
    /// Review or court found that no reply was ever given: the case was never closed.
    AnnulClosing,
    /// A fact was recorded wrongly; who corrects it gives the reason.
    CorrectFact,
    Note,
}

impl Act {
    /// Every act, in the order of a case; a review of one step stands for all.
    pub fn all() -> impl Iterator<Item = Self> {
        let one_step = Self::Submit { steps: 1 };
        Self::iter().map(move |act| if matches!(act, Self::Submit { .. }) { one_step } else { act })
    }

    /// The words for screens and refusals: a verb phrase.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn label(self) -> &'static str {
        match self {
            Self::HandOver => "移交",
            Self::RecordFailedTry => "记录未能联系上申请人",
            Self::ConfirmReceipt => "确认收到",
            Self::EndAsUnreachable => "作无法联系存查",
            Self::EndAsMisdirected => "作投递有误退转",
            Self::Register => "登记",
            Self::Split => "拆分",
            Self::Assign => "交办",
            Self::SignFor => "签收",
            Self::ReturnToOffice => "退回公开工作机构",
            Self::SendAmendmentNotice => "发出补正告知书",
            Self::SendAmendmentNoticeAgain => "再次发出补正告知书",
            Self::TakeAmendment => "接收补正材料",
            Self::AmendmentRanOut => "记录补正期限届满",
            Self::GiveUpForAmendment => "认定无正当理由逾期不补正",
            Self::AskReasons => "要求说明理由",
            Self::TakeReasons => "接收理由说明",
            Self::ReasonsRanOut => "记录说明理由期限届满",
            Self::Delay => "延迟答复",
            Self::SendFeeNotice => "发出收费通知书",
            Self::TakePayment => "记录缴费",
            Self::FeeRanOut => "记录缴费期限届满",
            Self::GiveUpForFee => "认定无正当理由逾期不缴费",
            Self::CallOffFee => "撤销收费通知",
            Self::RecordSearch => "记录检索",
            Self::ConsultThirdParty => "征求第三方意见",
            Self::ThirdPartyAnswered => "记录第三方答复",
            Self::ThirdPartySilent => "记录第三方逾期未答复",
            Self::ThirdPartyLetterReturned => "记录第三方征求意见书退回",
            Self::CallOffThirdParty => "终止征求第三方意见",
            Self::ConsultOrgan => "征求其他机关意见",
            Self::OrganAnswered => "记录其他机关答复",
            Self::OrganSilent => "记录其他机关逾期未答复",
            Self::CallOffOrgan => "终止征求其他机关意见",
            Self::AskExtension => "提出延期答复",
            Self::ApproveExtension => "同意延期答复",
            Self::DeclineExtension => "不同意延期答复",
            Self::TellExtension => "告知申请人延期答复",
            Self::Draft => "拟办",
            Self::Submit { .. } => "送审",
            Self::Approve => "审核通过",
            Self::SendBack => "退回修改",
            Self::Sign => "签发",
            Self::SignOnPaper => "代录纸质审批",
            Self::DeliverPart => "送达部分答复",
            Self::DeliverLast => "送达最后一项答复",
            Self::AnswerOnTheSpot => "当场答复",
            Self::EndWithoutReply => "不再处理",
            Self::Withdraw => "撤回",
            Self::WithdrawPart => "撤回部分事项",
            Self::RequesterLeft => "记录一名申请人退出",
            Self::RecordReturnedMail => "记录邮件退回",
            Self::SendAgain => "再次送达",
            Self::Archive => "归档",
            Self::Reopen => "重新答复",
            Self::AnnulClosing => "认定从未答复",
            Self::CorrectFact => "更正事实",
            Self::Note => "备注",
        }
    }
}
