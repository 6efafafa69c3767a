//! The life of a case: which act may follow at which stage, with which intervals open.
//!
//! Reads no clock: whether a period has run out is found elsewhere and recorded as an act of its own.

mod act;
mod interval;
mod refusal;
mod stage;

pub use act::Act;
pub use interval::{Extension, Interval, Intervals, Wait};
pub use refusal::Refusal;
pub use stage::{Review, Stage};

/// How far a case has come: its main stage, what runs beside it, and what can happen only once in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Progress {
    pub stage: Stage,
    pub intervals: Intervals,
    /// One extension in a round (art. 33).
    pub extension: Extension,
    /// The first reply is round 1; each reply that was quashed opens another one, with its own clock.
    pub round: u16,
}

impl Progress {
    /// Something came in that may become a request.
    pub fn arrived() -> Self {
        Self::at(Stage::Arrived)
    }

    /// A case that stands at `stage` with nothing open, as one that was imported does.
    pub fn at(stage: Stage) -> Self {
        let (intervals, extension) = (Intervals::default(), Extension::Unused);
        Self { stage, intervals, extension, round: 1 }
    }

    /// How far the case is after `act`. This is the whole law of the life cycle; what it does not list is refused.
    #[expect(clippy::too_many_lines, reason = "the matrix is read as one")]
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not listed is refused")]
    #[expect(clippy::match_same_arms, reason = "a rule stands where the regulation has it")]
    pub fn after(self, act: Act) -> Result<Self, Refusal> {
        use Act as A;
        use Stage as S;
        let intervals = self.intervals;
        Ok(match (self.stage, act) {
            // What moves nothing may be done to every case, whatever became of it.
            (_, A::CorrectFact | A::Note) => self,

            // From the post room to the register (art. 31).
            (S::Arrived, A::HandOver | A::RecordFailedTry) => self,
            (S::Arrived, A::ConfirmReceipt) => self.to(S::Received),
            (S::Arrived, A::EndAsUnreachable) => self.to(S::Unreachable),
            (S::Arrived, A::EndAsMisdirected) => self.to(S::Misdirected),
            (S::Received, A::Register) => self.to(S::Registered),
            (S::Received | S::Registered | S::InProcess, A::Split) => self,

            // From the office to the unit that handles it, and back.
            (S::Registered, A::Assign) => self.to(S::InProcess),
            (S::InProcess, A::SignFor) => self,
            (S::InProcess, A::ReturnToOffice) => self.to(S::Registered),

            // Amendment (art. 30). Late, but before the closing, it is accepted all the same.
            (S::Registered | S::InProcess, A::SendAmendmentNotice) => {
                self.beside(intervals.ask_amendment()?)
            }
            (S::Registered | S::InProcess, A::SendAmendmentNoticeAgain) => {
                self.beside(intervals.ask_amendment_again()?)
            }
            (stage, A::TakeAmendment) if stage.is_open() => {
                let amendment = intervals.amendment.answer(act)?;
                // What was drafted before answers another request.
                let stage = if stage == S::Registered { stage } else { S::InProcess };
                self.to(stage).beside(Intervals { amendment, ..intervals })
            }
            (stage, A::AmendmentRanOut) if stage.is_open() => {
                self.beside(Intervals { amendment: intervals.amendment.run_out(act)?, ..intervals })
            }
            (stage, A::GiveUpForAmendment) if stage.is_open() => {
                self.beside(Intervals { amendment: intervals.amendment.give_up(act)?, ..intervals })
            }

            // Reasons for asking so much, and the later date that good reasons may get (art. 35).
            (S::Registered | S::InProcess | S::Drafted, A::AskReasons) => {
                self.beside(Intervals { reasons: intervals.reasons.ask(act)?, ..intervals })
            }
            (stage, A::TakeReasons) if stage.is_open() => {
                self.beside(Intervals { reasons: intervals.reasons.answer(act)?, ..intervals })
            }
            (stage, A::ReasonsRanOut) if stage.is_open() => {
                self.beside(Intervals { reasons: intervals.reasons.run_out(act)?, ..intervals })
            }
            (stage, A::Delay) if stage.is_open() => match intervals.reasons {
                Wait::Answered => self,
                _ => return Err(Refusal::DelayNeedsReasons),
            },

            // The fee (art. 42), asked for inside the reply period.
            (S::InProcess | S::Drafted | S::Signed, A::SendFeeNotice) => {
                self.beside(intervals.ask_payment()?)
            }
            (stage, A::TakePayment) if stage.is_open() => {
                self.beside(Intervals { payment: intervals.payment.answer(act)?, ..intervals })
            }
            (stage, A::FeeRanOut) if stage.is_open() => {
                self.beside(Intervals { payment: intervals.payment.run_out(act)?, ..intervals })
            }
            (stage, A::GiveUpForFee) if stage.is_open() => {
                self.beside(Intervals { payment: intervals.payment.give_up(act)?, ..intervals })
            }
            (stage, A::CallOffFee) if stage.is_open() => {
                self.beside(Intervals { payment: intervals.payment.call_off(act)?, ..intervals })
            }

            // Search and consultations (art. 32, 34); one interval for each that was asked.
            (S::InProcess | S::Drafted, A::RecordSearch) => self,
            (S::InProcess | S::Drafted, A::ConsultThirdParty) => {
                self.beside(intervals.ask_third_party())
            }
            (
                stage,
                A::ThirdPartyAnswered
                | A::ThirdPartySilent
                | A::ThirdPartyLetterReturned
                | A::CallOffThirdParty,
            ) if stage.is_open() => self.beside(intervals.third_party_done()?),
            (S::InProcess | S::Drafted, A::ConsultOrgan) => self.beside(intervals.ask_organ()),
            (stage, A::OrganAnswered | A::OrganSilent | A::CallOffOrgan) if stage.is_open() => {
                self.beside(intervals.organ_done()?)
            }

            // Extension (art. 33): takes effect only when the requester is told.
            (stage, A::AskExtension) if stage.is_open() => self.extended(self.extension.ask()?),
            (stage, A::ApproveExtension) if stage.is_open() => {
                self.extended(self.extension.approve()?)
            }
            (stage, A::DeclineExtension) if stage.is_open() => {
                self.extended(self.extension.decline()?)
            }
            (stage, A::TellExtension) if stage.is_open() => self.extended(self.extension.tell()?),

            // Draft, review, signature.
            (S::InProcess | S::Drafted, A::Draft) => self.unless_amended()?.to(S::Drafted),
            (S::Drafted, A::Submit { steps }) => self.to(S::InReview(Review::of(steps))),
            (S::InReview(review), A::Approve) => self.to(S::InReview(review.approve()?)),
            (S::InReview(_) | S::Signed, A::SendBack) => self.to(S::Drafted),
            (S::InReview(review), A::Sign) => {
                review.finished()?;
                self.to(S::Signed)
            }
            (S::Drafted, A::SignOnPaper) => self.to(S::Signed),

            // The reply. The last item that is given closes the case.
            (S::Signed, A::DeliverPart) => self.unless_amended()?.to(S::InProcess),
            (S::Signed, A::DeliverLast) => self.nothing_open()?.closed(),
            (S::Received | S::Registered | S::InProcess, A::AnswerOnTheSpot) => {
                self.nothing_open()?.closed()
            }

            // An end without a reply: given up by silence, or withdrawn before the reply.
            (S::Registered | S::InProcess | S::Signed, A::EndWithoutReply) => {
                intervals.given_up()?;
                self.closed()
            }
            // One of several who ask together leaves; the request of the others goes on.
            (S::Arrived | S::Received, A::RequesterLeft) => self,
            (stage, A::RequesterLeft) if stage.is_open() => self,
            (S::Received, A::WithdrawPart) => self,
            (S::Received, A::Withdraw) => self.closed(),
            (stage, A::WithdrawPart) if stage.is_open() => self,
            (stage, A::Withdraw) if stage.is_open() => self.closed(),
            (S::Closed | S::Archived, A::Withdraw | A::WithdrawPart) => {
                return Err(Refusal::RepliedAlready);
            }

            // Letters that come back, before the closing and after.
            (stage, A::RecordReturnedMail) if stage.is_open() || stage == S::Closed => {
                self.beside(Intervals { letter_returned: true, ..intervals })
            }
            (stage, A::SendAgain) if stage.is_open() || stage == S::Closed => {
                self.beside(intervals.sent_again()?)
            }

            // After the closing. The first outcome stays where it was.
            (S::Closed, A::Archive) if intervals.letter_returned => {
                return Err(Refusal::LetterReturned);
            }
            (S::Closed, A::Archive) => self.to(S::Archived),
            (S::Closed | S::Archived, A::Reopen) => {
                Self { round: self.round.saturating_add(1), ..Self::at(S::InProcess) }
            }
            (S::Closed | S::Archived, A::AnnulClosing) => self.to(S::InProcess),

            (stage, act) => return Err(Refusal::OutOfTurn { stage, act }),
        })
    }

    /// Every act that would not be refused now, in the order of [`Act::all`].
    pub fn acts_possible(self) -> impl Iterator<Item = Act> {
        Act::all().filter(move |act| self.after(*act).is_ok())
    }

    fn to(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    fn beside(self, intervals: Intervals) -> Self {
        Self { intervals, ..self }
    }

    fn extended(self, extension: Extension) -> Self {
        Self { extension, ..self }
    }

    /// Closed: nothing is waited for any more.
    fn closed(self) -> Self {
        Self { stage: Stage::Closed, intervals: Intervals::default(), ..self }
    }

    /// Nothing is decided on a request that is being made clear.
    fn unless_amended(self) -> Result<Self, Refusal> {
        match self.intervals.amendment {
            Wait::Open => Err(Refusal::AmendmentAwaited),
            Wait::NotAsked | Wait::RanOut | Wait::GivenUp | Wait::Answered => Ok(self),
        }
    }

    /// The last item is not answered while an answer is out that the reply depends on.
    fn nothing_open(self) -> Result<Self, Refusal> {
        let Intervals { payment, reasons, third_parties, organs, .. } = self.intervals;
        let unpaid = !matches!(payment, Wait::NotAsked | Wait::Answered);
        match self.unless_amended()? {
            _ if unpaid => Err(Refusal::PaymentAwaited),
            _ if reasons == Wait::Open => Err(Refusal::ReasonsAwaited),
            _ if third_parties > 0 => Err(Refusal::ThirdPartyOut(third_parties)),
            _ if organs > 0 => Err(Refusal::OrganOut(organs)),
            clear => Ok(clear),
        }
    }
}

#[cfg(test)]
mod tests;
