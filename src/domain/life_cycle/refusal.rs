//! Why the life cycle says no.

use super::act::Act;
use super::stage::{Review, Stage};

/// Why an act is refused; each reason in words that say what is to be done instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("“{}”的申请件不能{}", stage.label(), act.label())]
    OutOfTurn { stage: Stage, act: Act },
    #[error("正在等待申请人补正；收到补正或者补正期限届满后才能继续")]
    AmendmentAwaited,
    #[error("已经通知过补正；补正一般以一次为限，再次通知须记录理由")]
    AmendmentAskedBefore,
    #[error("尚未通知过补正，不存在再次通知")]
    NoAmendmentBefore,
    #[error("申请人尚未缴清费用；缴清或者撤销收费通知后才能继续")]
    PaymentAwaited,
    #[error("正在等待申请人说明理由；收到说明或者期限届满后才能答复")]
    ReasonsAwaited,
    #[error("申请人说明理由后才能延迟答复（条例第三十五条）")]
    DelayNeedsReasons,
    #[error("此前的通知仍在等待申请人答复，不能{}", act.label())]
    AwaitedAlready { act: Act },
    #[error("没有相应的通知在等待申请人答复，不能{}", act.label())]
    NotAwaited { act: Act },
    #[error("期限尚未届满，不能{}", act.label())]
    PeriodRuns { act: Act },
    #[error("还有 {0} 个第三方的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复")]
    ThirdPartyOut(u16),
    #[error("没有尚未答复的第三方")]
    NoThirdPartyOut,
    #[error("还有 {0} 个其他机关的意见未收到；收到意见、记录逾期未答复或者终止征求后才能答复")]
    OrganOut(u16),
    #[error("没有尚未答复的其他机关")]
    NoOrganOut,
    #[error("答复期限已经延长过一次，不能再次延长（条例第三十三条）")]
    ExtendedAlready,
    #[error("延期答复已经提出或者已经同意，不能重复办理")]
    ExtensionUnderWay,
    #[error("没有提出过延期答复")]
    ExtensionNotAsked,
    #[error("延期答复须经政府信息公开工作机构负责人同意后才能告知申请人（条例第三十三条）")]
    ExtensionNotApproved,
    #[error("审核尚未完成：共 {} 步，已通过 {} 步", .0.of, .0.passed)]
    ReviewUnfinished(Review),
    #[error("各步审核均已通过，等待签发")]
    ReviewFinished,
    #[error("期限已经届满，但尚未记录申请人无正当理由，不能不再处理")]
    NoGoodReasonUnrecorded,
    #[error("申请人没有逾期不补正或者逾期不缴费，不能不再处理")]
    NotGivenUp,
    #[error("申请件已经办结，答复后的撤回只作为备注记录")]
    RepliedAlready,
    #[error("有退回的邮件尚未再次送达，不能归档")]
    LetterReturned,
    #[error("没有被退回的邮件")]
    NoLetterReturned,
}
