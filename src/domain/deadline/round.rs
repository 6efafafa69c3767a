//! The period for the reply that runs in the end, after what the requester was asked to amend or to pay.

use chrono::NaiveDate;

use super::Deadline;
use super::clock::Clock;
use super::facts::{Amendment, Fee};
use super::reason::{Awaited, Breach, Cause, Flaw, Start, Waiting};

/// A period for the reply: its day 0, and what day 0 is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub day_zero: NaiveDate,
    pub start: Start,
    /// From when the 7 working days of an amendment notice run: a payment does not bring them back.
    requested_on: NaiveDate,
}

/// The requester was asked for something; in the end either the clock starts anew or it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Request {
    notice_on: NaiveDate,
    what: Awaited,
    /// The requester's last day.
    by: NaiveDate,
    done_on: Option<NaiveDate>,
}

impl Round {
    fn first(received_on: NaiveDate) -> Self {
        Self { day_zero: received_on, start: Start::Receipt, requested_on: received_on }
    }

    /// The round after the requester did what was asked; an earlier day never takes the place of a later one.
    fn restarted(mut self, what: Awaited, done_on: NaiveDate) -> Self {
        if done_on >= self.day_zero {
            self.day_zero = done_on;
            self.start = what.start();
        }
        if what == Awaited::Amendment {
            self.requested_on = self.requested_on.max(done_on);
        }
        self
    }
}

impl Request {
    fn cause(&self) -> Cause {
        match (self.what, self.done_on) {
            (Awaited::Amendment, None) => Cause::AmendmentAwaited,
            (Awaited::Amendment, Some(_)) => Cause::Amended { by: self.by },
            (Awaited::Fee, None) => Cause::FeeAwaited,
            (Awaited::Fee, Some(_)) => Cause::FeePaid { by: self.by },
        }
    }

    /// Until the requester did it, or may do it.
    fn until(&self) -> NaiveDate {
        self.done_on.unwrap_or(self.by)
    }
}

impl Clock<'_> {
    /// Goes through all requests in the order of their notices, and leaves the round that runs in the end. Sets
    /// `waiting_for` when none does.
    pub(super) fn last_round(&self, deadline: &mut Deadline) -> Round {
        let mut round = Round::first(self.facts.received_on);
        let mut open: Vec<Waiting> = Vec::new();
        for request in self.requests() {
            let limit = self.last_day_to_ask(&request, round);
            if request.notice_on > limit {
                self.ask_in_vain(&request, limit, deadline);
                continue;
            }
            let (from, to) = (request.notice_on, request.until());
            deadline.chain.push(self.reason(from, to, request.cause()));
            // A payment does not make the request clear, nor does an amendment pay; a later notice of the same kind
            // takes the place of an earlier one.
            open.retain(|waiting| waiting.what != request.what);
            match request.done_on {
                Some(done_on) => round = round.restarted(request.what, done_on),
                None => open.push(Waiting { what: request.what, since: from, until: to }),
            }
        }
        deadline.waiting_for = open.pop();
        round
    }

    /// Amendments and fee, in the order in which the notices went out.
    fn requests(&self) -> Vec<Request> {
        let amendments = self.facts.amendments.iter().map(|amendment| self.amendment(amendment));
        let fee = self.facts.fee.iter().map(|fee| self.fee(fee));
        let mut requests: Vec<_> = amendments.chain(fee).collect();
        requests.sort();
        requests
    }

    fn amendment(&self, amendment: &Amendment) -> Request {
        let Amendment { notice_on, notice_received_on, amend_by, amended_on } = *amendment;
        let from = notice_received_on.unwrap_or(notice_on);
        let counted = self.calendar.nth_working_day_after(from, self.periods.amendment).day;
        let by = amend_by.unwrap_or(counted);
        Request { notice_on, what: Awaited::Amendment, by, done_on: amended_on }
    }

    fn fee(&self, fee: &Fee) -> Request {
        let Fee { notice_on, notice_received_on, paid_on } = *fee;
        let from = notice_received_on.unwrap_or(notice_on);
        let by = self.calendar.nth_working_day_after(from, self.periods.fee).day;
        Request { notice_on, what: Awaited::Fee, by, done_on: paid_on }
    }

    /// Art. 30 gives 7 working days to ask for an amendment; a fee must be asked for within the reply period.
    fn last_day_to_ask(&self, request: &Request, round: Round) -> NaiveDate {
        match request.what {
            Awaited::Amendment => {
                super::amendment_notice_due(round.requested_on, self.calendar, self.periods).day
            }
            Awaited::Fee => self.due_in(round),
        }
    }

    /// A notice that went out late leaves the reply date where it was; what the requester does then changes nothing.
    fn ask_in_vain(&self, request: &Request, limit: NaiveDate, deadline: &mut Deadline) {
        let (act, from) = (request.what.notice(), request.notice_on);
        deadline.breaches.push(Breach { act, limit, happened_on: from });
        let cause = Cause::InVain(act, Flaw::Late { limit });
        deadline.chain.push(self.reason(from, request.until(), cause));
    }
}
