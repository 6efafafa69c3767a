//! What deeds that move the clock change.

use chrono::NaiveDate;

use super::next;
use crate::domain::dossier::deed::{
    AmendmentNotice, AskExtension, AskReasons, Consult, Deed, Delay, FeeNotice, TellExtension,
};
use crate::domain::dossier::{Asked, Consultation, ConsultationEnd, Dossier, Extension, Form};

impl Dossier {
    pub(super) fn ask_amendment(&mut self, notice: &AmendmentNotice, on: NaiveDate) {
        let letter = self.post(Form::AmendmentNotice, &notice.dispatch, on);
        let asked = Asked { letter, by: notice.amend_by, done_on: None, amount: 0 };
        self.clock.amendments.push(asked);
    }

    /// What was drafted before answers another request.
    pub(super) fn take_amendment(&mut self, on: NaiveDate) {
        if let Some(asked) = self.clock.amendments.last_mut() {
            asked.done_on = Some(on);
        }
        self.draft = None;
        self.signature = None;
    }

    pub(super) fn ask_reasons(&mut self, ask: &AskReasons, on: NaiveDate) {
        let letter = self.post(Form::ReasonsNotice, &ask.dispatch, on);
        let by = Some(ask.answer_by);
        self.clock.reasons = Some(Asked { letter, by, done_on: None, amount: 0 });
    }

    pub(super) fn take_reasons(&mut self, on: NaiveDate) {
        if let Some(asked) = &mut self.clock.reasons {
            asked.done_on = Some(on);
        }
    }

    pub(super) fn delay(&mut self, delay: &Delay, on: NaiveDate) {
        self.post(Form::DelayNotice, &delay.dispatch, on);
        self.clock.delay = Some((delay.until, on));
    }

    pub(super) fn ask_fee(&mut self, notice: &FeeNotice, on: NaiveDate) {
        let letter = self.post(Form::FeeNotice, &notice.dispatch, on);
        let amount = notice.amount;
        self.clock.fee = Some(Asked { letter, by: None, done_on: None, amount });
    }

    pub(super) fn take_payment(&mut self, on: NaiveDate) {
        if let Some(asked) = &mut self.clock.fee {
            asked.done_on = Some(on);
        }
    }

    pub(super) fn consult(&mut self, consult: &Consult, on: NaiveDate) {
        let letter = self.post(Form::Consultation, &consult.dispatch, on);
        self.consultations.push(Consultation {
            ordinal: next(self.consultations.len()),
            whom: consult.whom,
            name: consult.name.clone().into(),
            letter,
            end: ConsultationEnd::Open,
        });
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "no other deed ends one")]
    pub(super) fn end_consultation(&mut self, deed: &Deed, on: NaiveDate) {
        let (ordinal, end) = match deed {
            Deed::ConsultationAnswered(answer) => {
                let agrees = answer.agrees;
                (answer.consultation, ConsultationEnd::Answered { on, agrees })
            }
            Deed::ConsultationSilent(of) => (of.consultation, ConsultationEnd::Silent { on }),
            Deed::ConsultationLetterReturned(of) => {
                (of.consultation, ConsultationEnd::Returned { on })
            }
            Deed::CallOffConsultation(of) => (of.consultation, ConsultationEnd::CalledOff { on }),
            _ => return,
        };
        let known = self.consultations.iter_mut().find(|known| known.ordinal == ordinal);
        let Some(consultation) = known else { return };
        consultation.end = end;
        let letter = consultation.letter;
        if matches!(end, ConsultationEnd::Returned { .. })
            && let Some(letter) = self.letters.iter_mut().find(|known| known.ordinal == letter)
        {
            letter.returned_on = Some(on);
        }
    }

    pub(super) fn ask_extension(&mut self, ask: &AskExtension) {
        let working_days = ask.working_days;
        self.clock.extension = Some(Extension { working_days, approved_on: None, told_on: None });
    }

    pub(super) fn approve_extension(&mut self, on: NaiveDate) {
        if let Some(extension) = &mut self.clock.extension {
            extension.approved_on = Some(on);
        }
    }

    pub(super) fn tell_extension(&mut self, tell: &TellExtension, on: NaiveDate) {
        self.post(Form::ExtensionNotice, &tell.dispatch, on);
        if let Some(extension) = &mut self.clock.extension {
            extension.told_on = Some(on);
        }
    }
}
