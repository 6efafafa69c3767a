//! What is done to a case with all that must be recorded of it: one variant is one kind of event in the log.

mod arrival;
mod attachment;
mod clock;
mod reply;
mod requester;

pub use arrival::*;
pub use attachment::*;
pub use clock::*;
pub use reply::*;
pub use requester::*;

use serde::{Deserialize, Serialize};

/// Something that was done. As JSON it is what the log keeps.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Deed {
    Arrive(Arrive),
    Imported(Imported),
    DueDateMoved(Moved),
    HandOver(Remark),
    RecordFailedTry(Remark),
    ConfirmReceipt(Confirm),
    EndAsUnreachable(Because),
    EndAsMisdirected(Because),
    Register(Register),
    Split(Split),
    Assign(Assign),
    SignFor(SignFor),
    ReturnToOffice(Because),
    SendAmendmentNotice(AmendmentNotice),
    TakeAmendment(CameIn),
    AmendmentRanOut(Remark),
    GiveUpForAmendment(Because),
    AskReasons(AskReasons),
    TakeReasons(CameIn),
    ReasonsRanOut(Remark),
    Delay(Delay),
    SendFeeNotice(FeeNotice),
    TakePayment(Payment),
    FeeRanOut(Remark),
    GiveUpForFee(Because),
    CallOffFee(Because),
    RecordSearch(Search),
    Consult(Consult),
    ConsultationAnswered(Answer),
    ConsultationSilent(OfConsultation),
    ConsultationLetterReturned(OfConsultation),
    CallOffConsultation(OfConsultation),
    AskExtension(AskExtension),
    ApproveExtension(ApproveExtension),
    DeclineExtension(Because),
    TellExtension(TellExtension),
    Draft(Draft),
    Submit(Submit),
    Approve(Opinion),
    SendBack(Because),
    Sign(Sign),
    SignOnPaper(SignOnPaper),
    Deliver(Deliver),
    AnswerOnTheSpot(AnswerOnTheSpot),
    EndWithoutReply(EndWithoutReply),
    Withdraw(Withdraw),
    /// The addressee signed for a letter.
    ProveDelivery(OfLetter),
    RecordReturnedMail(OfLetter),
    SendAgain(SendAgain),
    Archive(Archive),
    Reopen(Reopen),
    AnnulClosing(Reopen),
    CorrectFact(Correct),
    ChallengeRecorded(Challenged),
    /// The values stand sealed beside it.
    CorrectRequester(CorrectRequester),
    /// Somebody saw what is personal of the requesters.
    ReadRequester(ReadRequester),
    /// One of several who ask together.
    RequesterLeft(RequesterLeft),
    KeepFormerNumber(FormerNumber),
    Note(CameIn),
    TelephoneNote(TelephoneNote),
    Attach(Attach),
    RemoveAttachment(RemoveAttachment),
    DownloadAttachment(DownloadAttachment),
    ResetQueryCode(ResetQueryCode),
}

impl Deed {
    /// The id of its kind, as in the log.
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}
