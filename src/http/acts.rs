//! The acts on a case, each an address of its own. What they may do and must tell is for `domain::dossier` to say.

use actix_web::http::header::ETAG;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::auth::SignedIn;
use super::{IfMatch, Json, Path, Problem, Query};
use crate::actions::handling::{self, Which};
use crate::actions::{Actor, Error};
use crate::app::App;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::{
    self, Archive, Assign, Because, Confirm, Deed, Deliver, Draft, Opinion, Register, Search, Sign,
    SignFor, Submit,
};
use crate::domain::life_cycle::Act;

/// Of which organ, where several have the number; and on which legal day, today if not said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub(super) organ: Option<String>,
    pub(super) on: Option<NaiveDate>,
}

/// The case after an act, as far as the next one depends on it.
#[derive(Serialize)]
pub(super) struct After {
    number: String,
    stage: String,
    stage_label: &'static str,
    received_on: Option<NaiveDate>,
    registration_number: Option<String>,
    document_number: Option<String>,
    closed_on: Option<NaiveDate>,
}

impl After {
    pub(super) fn of(number: String, case: Dossier) -> Self {
        let signed = case.signature.and_then(|signature| signature.document_number);
        Self {
            number,
            stage: case.progress.stage.to_string(),
            stage_label: case.progress.stage.label(),
            received_on: case.received_on,
            registration_number: case.registration_number,
            document_number: signed.or(case.document_number),
            closed_on: case.closed_on,
        }
    }
}

async fn done(
    app: Data<App>,
    actor: Actor,
    number: String,
    (when, version): (When, IfMatch),
    deed: Deed,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let named = number.clone();
    let work = move |tx: &mut crate::db::Tx<'_>| {
        let which = Which { number: &named, organ: when.organ.as_deref(), version: version.0 };
        let on = when.on.unwrap_or(actor.today);
        handling::perform(tx, &keys, &actor, which, (deed, on))
    };
    let (case, version) = app.write::<_, Error>(work).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"{version}\"")));
    Ok(response.json(After::of(number, case)))
}

/// One address for each deed; all are done alike.
macro_rules! acts {
    ($($(#[$attribute:meta])+ $name:ident: $deed:ident($told:ty);)+) => {
        $(
            $(#[$attribute])+
            pub async fn $name(
                app: Data<App>,
                SignedIn(actor): SignedIn,
                number: Path<String>,
                when: Query<When>,
                version: IfMatch,
                told: Json<$told>,
            ) -> Result<HttpResponse, Problem> {
                done(app, actor, number.0, (when.0, version), Deed::$deed(told.0)).await
            }
        )+

        /// Hangs every act in.
        pub fn configure(service: &mut actix_web::web::ServiceConfig) {
            service$(.service($name))+;
        }
    };
}

/// Where an act is done, below the address of its case.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn address(act: Act) -> &'static str {
    match act {
        Act::HandOver => "hand-over",
        Act::RecordFailedTry => "failed-tries",
        Act::ConfirmReceipt => "receipt-confirmation",
        Act::EndAsUnreachable => "unreachable",
        Act::EndAsMisdirected => "misdirected",
        Act::Register => "registration",
        Act::Split => "split",
        Act::Assign => "assignment",
        Act::SignFor => "signing-for",
        Act::ReturnToOffice => "return",
        Act::SendAmendmentNotice | Act::SendAmendmentNoticeAgain => "amendment-notice",
        Act::TakeAmendment => "amendment",
        Act::AmendmentRanOut => "amendment/run-out",
        Act::GiveUpForAmendment => "amendment/given-up",
        Act::AskReasons => "reasons-notice",
        Act::TakeReasons => "reasons",
        Act::ReasonsRanOut => "reasons/run-out",
        Act::Delay => "delay",
        Act::SendFeeNotice => "fee-notice",
        Act::TakePayment => "payment",
        Act::FeeRanOut => "payment/run-out",
        Act::GiveUpForFee => "payment/given-up",
        Act::CallOffFee => "payment/called-off",
        Act::RecordSearch => "searches",
        Act::ConsultThirdParty | Act::ConsultOrgan => "consultations",
        Act::ThirdPartyAnswered | Act::OrganAnswered => "consultations/answer",
        Act::ThirdPartySilent | Act::OrganSilent => "consultations/silence",
        Act::ThirdPartyLetterReturned => "consultations/returned-mail",
        Act::CallOffThirdParty | Act::CallOffOrgan => "consultations/called-off",
        Act::AskExtension => "extension",
        Act::ApproveExtension => "extension/approval",
        Act::DeclineExtension => "extension/refusal",
        Act::TellExtension => "extension/notice",
        Act::Draft => "draft",
        Act::Submit { .. } => "submission",
        Act::Approve => "reviews",
        Act::SendBack => "sending-back",
        Act::Sign => "signature",
        Act::SignOnPaper => "paper-approval",
        Act::DeliverPart | Act::DeliverLast => "delivery",
        Act::AnswerOnTheSpot => "answer-on-the-spot",
        Act::EndWithoutReply => "closing-without-reply",
        Act::Withdraw | Act::WithdrawPart => "withdrawal",
        Act::RecordReturnedMail => "returned-mail",
        Act::SendAgain => "second-try",
        Act::Archive => "archive",
        Act::Reopen => "rounds",
        Act::AnnulClosing => "annulment",
        Act::CorrectFact => "corrections",
        Act::RequesterLeft => "requester/departure",
        Act::Note => "notes",
    }
}

acts! {
    /// The legal date of receipt.
    #[post("/cases/{number}/receipt-confirmation")]
    confirm_receipt: ConfirmReceipt(Confirm);
    /// The number of the office.
    #[post("/cases/{number}/registration")]
    register: Register(Register);
    /// To the unit that handles it.
    #[post("/cases/{number}/assignment")]
    assign: Assign(Assign);
    /// The handler takes it.
    #[post("/cases/{number}/signing-for")]
    sign_for: SignFor(SignFor);
    /// Back to the office.
    #[post("/cases/{number}/return")]
    return_to_office: ReturnToOffice(Because);
    /// Where was looked for what.
    #[post("/cases/{number}/searches")]
    search: RecordSearch(Search);
    /// Outcome, article and reason for each item.
    #[post("/cases/{number}/draft")]
    draft: Draft(Draft);
    /// To the reviewers.
    #[post("/cases/{number}/submission")]
    submit: Submit(Submit);
    /// A step of review is passed.
    #[post("/cases/{number}/reviews")]
    approve: Approve(Opinion);
    /// Back to the handler.
    #[post("/cases/{number}/sending-back")]
    send_back: SendBack(Because);
    /// The leader signs.
    #[post("/cases/{number}/signature")]
    sign: Sign(Sign);
    /// The reply goes out.
    #[post("/cases/{number}/delivery")]
    deliver: Deliver(Deliver);
    /// Into the archive.
    #[post("/cases/{number}/archive")]
    archive: Archive(Archive);
    /// From the post room to the office.
    #[post("/cases/{number}/hand-over")]
    hand_over: HandOver(deed::Remark);
    /// Nobody was reached.
    #[post("/cases/{number}/failed-tries")]
    record_failed_try: RecordFailedTry(deed::Remark);
    /// 无法联系，存查.
    #[post("/cases/{number}/unreachable")]
    end_as_unreachable: EndAsUnreachable(Because);
    /// 投递有误，已退／转.
    #[post("/cases/{number}/misdirected")]
    end_as_misdirected: EndAsMisdirected(Because);
    /// 一事一申请.
    #[post("/cases/{number}/split")]
    split: Split(deed::Split);
    /// 补正告知书.
    #[post("/cases/{number}/amendment-notice")]
    send_amendment_notice: SendAmendmentNotice(deed::AmendmentNotice);
    /// The amended request came in.
    #[post("/cases/{number}/amendment")]
    take_amendment: TakeAmendment(deed::CameIn);
    /// The period to amend is over.
    #[post("/cases/{number}/amendment/run-out")]
    amendment_ran_out: AmendmentRanOut(deed::Remark);
    /// No good reason for not amending.
    #[post("/cases/{number}/amendment/given-up")]
    give_up_for_amendment: GiveUpForAmendment(Because);
    /// 说明理由告知书.
    #[post("/cases/{number}/reasons-notice")]
    ask_reasons: AskReasons(deed::AskReasons);
    /// The reasons came in.
    #[post("/cases/{number}/reasons")]
    take_reasons: TakeReasons(deed::CameIn);
    /// The period to give reasons is over.
    #[post("/cases/{number}/reasons/run-out")]
    reasons_ran_out: ReasonsRanOut(deed::Remark);
    /// 延迟答复 (art. 35).
    #[post("/cases/{number}/delay")]
    delay: Delay(deed::Delay);
    /// 收费通知书.
    #[post("/cases/{number}/fee-notice")]
    send_fee_notice: SendFeeNotice(deed::FeeNotice);
    /// Paid in full.
    #[post("/cases/{number}/payment")]
    take_payment: TakePayment(deed::Payment);
    /// The period to pay is over.
    #[post("/cases/{number}/payment/run-out")]
    fee_ran_out: FeeRanOut(deed::Remark);
    /// No good reason for not paying.
    #[post("/cases/{number}/payment/given-up")]
    give_up_for_fee: GiveUpForFee(Because);
    /// No fee after all.
    #[post("/cases/{number}/payment/called-off")]
    call_off_fee: CallOffFee(Because);
    /// Asks a third party or another organ.
    #[post("/cases/{number}/consultations")]
    consult: Consult(deed::Consult);
    /// The opinion came in.
    #[post("/cases/{number}/consultations/answer")]
    consultation_answered: ConsultationAnswered(deed::Answer);
    /// No opinion came in.
    #[post("/cases/{number}/consultations/silence")]
    consultation_silent: ConsultationSilent(deed::OfConsultation);
    /// The letter that asks came back.
    #[post("/cases/{number}/consultations/returned-mail")]
    consultation_letter_returned: ConsultationLetterReturned(deed::OfConsultation);
    /// Nobody is asked after all.
    #[post("/cases/{number}/consultations/called-off")]
    call_off_consultation: CallOffConsultation(deed::OfConsultation);
    /// 延期答复 is proposed.
    #[post("/cases/{number}/extension")]
    ask_extension: AskExtension(deed::AskExtension);
    /// By the head of the 公开工作机构.
    #[post("/cases/{number}/extension/approval")]
    approve_extension: ApproveExtension(deed::ApproveExtension);
    /// Not extended.
    #[post("/cases/{number}/extension/refusal")]
    decline_extension: DeclineExtension(Because);
    /// The requester is told: the extension takes effect.
    #[post("/cases/{number}/extension/notice")]
    tell_extension: TellExtension(deed::TellExtension);
    /// 纸质审批代录.
    #[post("/cases/{number}/paper-approval")]
    sign_on_paper: SignOnPaper(deed::SignOnPaper);
    /// 当场答复.
    #[post("/cases/{number}/answer-on-the-spot")]
    answer_on_the_spot: AnswerOnTheSpot(deed::AnswerOnTheSpot);
    /// 不再处理告知书.
    #[post("/cases/{number}/closing-without-reply")]
    end_without_reply: EndWithoutReply(deed::EndWithoutReply);
    /// 撤回.
    #[post("/cases/{number}/withdrawal")]
    withdraw: Withdraw(deed::Withdraw);
    /// The addressee signed for a letter.
    #[post("/cases/{number}/proofs-of-delivery")]
    prove_delivery: ProveDelivery(deed::OfLetter);
    /// A letter came back.
    #[post("/cases/{number}/returned-mail")]
    record_returned_mail: RecordReturnedMail(deed::OfLetter);
    /// A letter goes again.
    #[post("/cases/{number}/second-try")]
    send_again: SendAgain(deed::SendAgain);
    /// 重新答复.
    #[post("/cases/{number}/rounds")]
    reopen: Reopen(deed::Reopen);
    /// No reply was ever given.
    #[post("/cases/{number}/annulment")]
    annul_closing: AnnulClosing(deed::Reopen);
    /// 更正事实.
    #[post("/cases/{number}/corrections")]
    correct_fact: CorrectFact(deed::Correct);
    /// One of several requesters asks no longer.
    #[post("/cases/{number}/requester/departure")]
    requester_left: RequesterLeft(deed::RequesterLeft);
    /// 曾用编号.
    #[post("/cases/{number}/former-numbers")]
    keep_former_number: KeepFormerNumber(deed::FormerNumber);
    /// 备注.
    #[post("/cases/{number}/notes")]
    note: Note(deed::CameIn);
    /// 电话记录.
    #[post("/cases/{number}/telephone-notes")]
    telephone_note: TelephoneNote(deed::TelephoneNote);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_an_address_in_the_contract() {
        let contract = include_str!("../../openapi.yaml");
        for act in Act::all() {
            let path = format!("\n  /cases/{{number}}/{}:\n", address(act));
            assert!(contract.contains(&path), "{act}: {path}");
        }
    }
}
