//! What a deed changes. Never refuses: what was accepted once is recorded the same way for ever.

mod arrival;
mod attachment;
mod clock;
mod closing;
mod correction;

use chrono::NaiveDate;

use super::deed::{Deed, Dispatch};
use super::{Dossier, Form, Letter};
use crate::domain::life_cycle::Act;

impl Dossier {
    /// The case with `deed` recorded.
    pub(super) fn recorded(&self, deed: &Deed, on: NaiveDate) -> Self {
        let mut case = self.clone();
        let act = self.act(deed);
        case.record(deed, on, act);
        if let Some(act) = act {
            // Replayed under a later life cycle an act may be refused; what it recorded stands all the same.
            case.progress = self.progress.after(act).unwrap_or(self.progress);
        }
        case
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    fn record(&mut self, deed: &Deed, on: NaiveDate, act: Option<Act>) {
        match deed {
            Deed::Imported(imported) => self.import(imported),
            Deed::RecordFailedTry(_) => self.failed_try(on),
            Deed::ConfirmReceipt(confirm) => self.confirm(confirm, on),
            Deed::Register(register) => self.register(register),
            Deed::Split(split) => self.split(split),
            Deed::Assign(assign) => self.assign(assign),
            Deed::SignFor(sign_for) => self.sign_for(sign_for),
            Deed::ReturnToOffice(_) => self.assignment = None,
            Deed::SendAmendmentNotice(notice) => self.ask_amendment(notice, on),
            Deed::TakeAmendment(_) => self.take_amendment(on),
            Deed::AskReasons(ask) => self.ask_reasons(ask, on),
            Deed::TakeReasons(_) => self.take_reasons(on),
            Deed::Delay(delay) => self.delay(delay, on),
            Deed::SendFeeNotice(notice) => self.ask_fee(notice, on),
            Deed::TakePayment(_) => self.take_payment(on),
            Deed::CallOffFee(_) => self.clock.fee = None,
            Deed::RecordSearch(search) => self.searches.push(search.clone()),
            Deed::Consult(consult) => self.consult(consult, on),
            Deed::ConsultationAnswered(_)
            | Deed::ConsultationSilent(_)
            | Deed::ConsultationLetterReturned(_)
            | Deed::CallOffConsultation(_) => self.end_consultation(deed, on),
            Deed::AskExtension(ask) => self.ask_extension(ask),
            Deed::ApproveExtension(_) => self.approve_extension(on),
            Deed::DeclineExtension(_) => self.clock.extension = None,
            Deed::TellExtension(tell) => self.tell_extension(tell, on),
            Deed::Draft(draft) => self.draft(draft),
            Deed::SendBack(_) => self.signature = None,
            Deed::Sign(sign) => self.sign(sign.document_number.as_ref(), on),
            Deed::SignOnPaper(sign) => self.sign(sign.document_number.as_ref(), on),
            Deed::Deliver(deliver) => self.deliver(deliver, on, act),
            Deed::Attach(attach) => self.attach(attach),
            Deed::RemoveAttachment(remove) => self.remove_attachment(remove.attachment),
            Deed::ResetQueryCode(_) => self.code_resets = self.code_resets.saturating_add(1),
            Deed::AnswerOnTheSpot(answer) => self.answer_on_the_spot(answer, on),
            Deed::EndWithoutReply(end) => self.end_without_reply(end, on),
            Deed::Withdraw(withdraw) => self.withdraw(withdraw, on, act),
            Deed::ProveDelivery(of) => self.prove_delivery(of.letter, on),
            Deed::RecordReturnedMail(of) => self.mail_returned(of.letter, on),
            Deed::SendAgain(again) => self.send_again(again, on),
            Deed::Reopen(reopen) => self.reopen(reopen),
            Deed::AnnulClosing(annul) => self.annul(annul),
            Deed::CorrectFact(correct) => self.correct(&correct.fact),
            Deed::RequesterLeft(left) => self.leave(left, on),
            Deed::KeepFormerNumber(former) => self.was_known_as(former.number.as_str()),
            Deed::Arrive(_)
            | Deed::DueDateMoved(_)
            | Deed::HandOver(_)
            | Deed::EndAsUnreachable(_)
            | Deed::EndAsMisdirected(_)
            | Deed::AmendmentRanOut(_)
            | Deed::GiveUpForAmendment(_)
            | Deed::ReasonsRanOut(_)
            | Deed::FeeRanOut(_)
            | Deed::GiveUpForFee(_)
            | Deed::Submit(_)
            | Deed::Approve(_)
            | Deed::Archive(_)
            | Deed::ChallengeRecorded(_)
            | Deed::CorrectRequester(_)
            | Deed::ReadRequester(_)
            | Deed::DownloadAttachment(_)
            | Deed::Note(_)
            | Deed::TelephoneNote(_) => {}
        }
    }

    /// Another letter; gives its ordinal.
    fn post(&mut self, form: Form, dispatch: &Dispatch, on: NaiveDate) -> u16 {
        if matches!(form, Form::Reply | Form::ClosingNotice) {
            self.give_files();
        }
        let ordinal = next(self.letters.len());
        self.letters.push(Letter::new(ordinal, form, dispatch, on));
        ordinal
    }
}

/// The ordinal after that many.
fn next(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX).saturating_add(1)
}
