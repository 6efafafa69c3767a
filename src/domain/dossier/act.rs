//! Which act of the life cycle a deed is, in the case as it stands.

use super::Dossier;
use super::deed::{AmendmentNotice, Deed, Whom};
use crate::domain::life_cycle::Act;

impl Dossier {
    /// The act that a deed is; `None` for what only comes from a register, a calendar, a review or court, or at the
    /// beginning.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn act(&self, deed: &Deed) -> Option<Act> {
        Some(match deed {
            Deed::Arrive(_)
            | Deed::Imported(_)
            | Deed::DueDateMoved(_)
            | Deed::ChallengeRecorded(_) => return None,
            Deed::HandOver(_) => Act::HandOver,
            Deed::RecordFailedTry(_) => Act::RecordFailedTry,
            Deed::ConfirmReceipt(_) => Act::ConfirmReceipt,
            Deed::EndAsUnreachable(_) => Act::EndAsUnreachable,
            Deed::EndAsMisdirected(_) => Act::EndAsMisdirected,
            Deed::Register(_) => Act::Register,
            Deed::Split(_) => Act::Split,
            Deed::Assign(_) => Act::Assign,
            Deed::SignFor(_) => Act::SignFor,
            Deed::ReturnToOffice(_) => Act::ReturnToOffice,
            Deed::SendAmendmentNotice(AmendmentNotice { reason_for_second: None, .. }) => {
                Act::SendAmendmentNotice
            }
            Deed::SendAmendmentNotice(_) => Act::SendAmendmentNoticeAgain,
            Deed::TakeAmendment(_) => Act::TakeAmendment,
            Deed::AmendmentRanOut(_) => Act::AmendmentRanOut,
            Deed::GiveUpForAmendment(_) => Act::GiveUpForAmendment,
            Deed::AskReasons(_) => Act::AskReasons,
            Deed::TakeReasons(_) => Act::TakeReasons,
            Deed::ReasonsRanOut(_) => Act::ReasonsRanOut,
            Deed::Delay(_) => Act::Delay,
            Deed::SendFeeNotice(_) => Act::SendFeeNotice,
            Deed::TakePayment(_) => Act::TakePayment,
            Deed::FeeRanOut(_) => Act::FeeRanOut,
            Deed::GiveUpForFee(_) => Act::GiveUpForFee,
            Deed::CallOffFee(_) => Act::CallOffFee,
            Deed::RecordSearch(_) => Act::RecordSearch,
            Deed::Consult(consult) => match consult.whom {
                Whom::ThirdParty => Act::ConsultThirdParty,
                Whom::OtherOrgan => Act::ConsultOrgan,
            },
            Deed::ConsultationAnswered(answer) => {
                self.of(answer.consultation, Act::ThirdPartyAnswered, Act::OrganAnswered)
            }
            Deed::ConsultationSilent(of) => {
                self.of(of.consultation, Act::ThirdPartySilent, Act::OrganSilent)
            }
            Deed::ConsultationLetterReturned(of) => {
                self.of(of.consultation, Act::ThirdPartyLetterReturned, Act::CallOffOrgan)
            }
            Deed::CallOffConsultation(of) => {
                self.of(of.consultation, Act::CallOffThirdParty, Act::CallOffOrgan)
            }
            Deed::AskExtension(_) => Act::AskExtension,
            Deed::ApproveExtension(_) => Act::ApproveExtension,
            Deed::DeclineExtension(_) => Act::DeclineExtension,
            Deed::TellExtension(_) => Act::TellExtension,
            Deed::Draft(_) => Act::Draft,
            Deed::Submit(submit) => Act::Submit { steps: submit.steps.unwrap_or(0) },
            Deed::Approve(_) => Act::Approve,
            Deed::SendBack(_) => Act::SendBack,
            Deed::Sign(_) => Act::Sign,
            Deed::SignOnPaper(_) => Act::SignOnPaper,
            Deed::Deliver(_) => self.delivery(),
            Deed::AnswerOnTheSpot(_) => Act::AnswerOnTheSpot,
            Deed::EndWithoutReply(_) => Act::EndWithoutReply,
            Deed::Withdraw(withdraw) => self.withdrawal(&withdraw.items),
            Deed::RecordReturnedMail(_) => Act::RecordReturnedMail,
            Deed::SendAgain(_) => Act::SendAgain,
            Deed::Archive(_) => Act::Archive,
            Deed::Reopen(_) => Act::Reopen,
            Deed::AnnulClosing(_) => Act::AnnulClosing,
            Deed::CorrectFact(_)
            | Deed::CorrectRequester(_)
            | Deed::KeepFormerNumber(_)
            | Deed::ResetQueryCode(_) => Act::CorrectFact,
            Deed::RequesterLeft(_) => Act::RequesterLeft,
            Deed::ProveDelivery(_)
            | Deed::ReadRequester(_)
            | Deed::Note(_)
            | Deed::TelephoneNote(_)
            | Deed::Attach(_)
            | Deed::RemoveAttachment(_)
            | Deed::DownloadAttachment(_) => Act::Note,
        })
    }

    /// The acts that are possible now; of those that differ by what is left over afterwards only the fitting one.
    pub fn acts_possible(&self) -> impl Iterator<Item = Act> {
        let delivery = self.delivery();
        let several = self.open_items().nth(1).is_some();
        self.progress.acts_possible().filter(move |act| {
            let other_delivery =
                matches!(act, Act::DeliverPart | Act::DeliverLast) && *act != delivery;
            !other_delivery && (*act != Act::WithdrawPart || several)
        })
    }

    fn of(&self, consultation: u16, third_party: Act, organ: Act) -> Act {
        let whom = self.consultation(consultation).map(|consultation| consultation.whom);
        if whom == Some(Whom::OtherOrgan) { organ } else { third_party }
    }

    /// Whether what was signed answers all that is left.
    fn delivery(&self) -> Act {
        let drafted =
            |item: u16| self.draft.as_ref().is_some_and(|draft| draft.items.contains(&item));
        let last = self.open_items().all(|item| drafted(item.ordinal));
        if last { Act::DeliverLast } else { Act::DeliverPart }
    }

    fn withdrawal(&self, items: &[u16]) -> Act {
        let whole = items.is_empty() || self.open_items().all(|item| items.contains(&item.ordinal));
        if whole { Act::Withdraw } else { Act::WithdrawPart }
    }
}
