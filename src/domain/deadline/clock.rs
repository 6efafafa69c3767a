//! Counts the period for the reply: its days, what does not count, extension, delay, order.

use chrono::NaiveDate;

use super::Deadline;
use super::excluded::Excluded;
use super::facts::{Delay, Extension, Facts, Order, Told};
use super::periods::Periods;
use super::reason::{Act, Breach, Cause, Doubt, Flaw, Reason};
use super::round::Round;
use crate::domain::calendar::Calendar;

/// The facts of one request, beside what they are measured with.
pub(super) struct Clock<'a> {
    pub facts: &'a Facts,
    pub calendar: &'a Calendar,
    pub periods: &'a Periods,
    excluded: Excluded,
}

impl<'a> Clock<'a> {
    pub fn new(facts: &'a Facts, calendar: &'a Calendar, periods: &'a Periods) -> Self {
        let excluded = Excluded::of(&facts.consultations, calendar, periods);
        Self { facts, calendar, periods, excluded }
    }

    /// What the facts come to.
    pub fn read(&self) -> Deadline {
        let mut deadline = Deadline::default();
        let round = self.last_round(&mut deadline);
        match deadline.waiting_for {
            Some(waiting) => {
                deadline.doubts.extend(self.doubt_of_year(waiting.since, waiting.until));
            }
            None => self.count(round, &mut deadline),
        }
        if let Some(order) = self.facts.order {
            self.obey(order, &mut deadline);
        }
        deadline.alarms = self.excluded.alarms(self.calendar, self.periods);
        deadline.provisional = !deadline.doubts.is_empty();
        deadline
    }

    /// The last day for the reply in `round`.
    pub fn due_in(&self, round: Round) -> NaiveDate {
        let mut reply = Deadline::default();
        self.count(round, &mut reply);
        reply.due_on.unwrap_or(round.day_zero)
    }

    /// A link with the working days that lie in it.
    pub fn reason(&self, from: NaiveDate, to: NaiveDate, cause: Cause) -> Reason {
        let working_days = self.calendar.working_days_between(from, to);
        Reason { from, to, working_days, cause }
    }

    /// Counts a round to its end. Only the number of days is added to, so extension and exclusion commute.
    fn count(&self, round: Round, deadline: &mut Deadline) {
        let Round { day_zero, start, .. } = round;
        let reply = self.periods.reply;
        let first_end = self.counted(day_zero, reply);
        let flaw = |told: Told, limit| told.flaw(day_zero, limit);
        let extension = self.facts.extension.map(|e| (e, flaw(e.told, first_end)));
        let working_days = match extension {
            Some((extension, None)) => reply.saturating_add(extension.working_days),
            _ => reply,
        };
        let end = self.counted(day_zero, working_days);
        deadline.chain.extend(self.excluded.reasons(self.calendar, day_zero, end));
        let spanned = self.calendar.working_days_between(day_zero, first_end);
        let cause = Cause::ReplyPeriod { start, excluded: spanned.saturating_sub(reply) };
        deadline.chain.push(Reason { from: day_zero, to: first_end, working_days: reply, cause });
        if let Some((Extension { working_days, told }, flaw)) = extension {
            let extended =
                Reason { from: first_end, to: end, working_days, cause: Cause::Extended };
            record(extended, Act::Extension, told, flaw, deadline);
        }
        deadline.due_on = Some(end);
        deadline.doubts.extend(self.doubts(day_zero, working_days, end));
        if let Some(delay) = self.facts.delay {
            self.delay(delay, flaw(delay.told, end).or(delay.flaw(end)), end, deadline);
        }
    }

    /// The `n`th working day after `day_zero` outside the union.
    fn counted(&self, day_zero: NaiveDate, n: u32) -> NaiveDate {
        self.calendar.nth_counted_day_after(day_zero, n, |day| !self.excluded.covers(day)).day
    }

    /// Art. 35: a later day that the requester was told takes the place of the counted one.
    fn delay(&self, delay: Delay, flaw: Option<Flaw>, end: NaiveDate, deadline: &mut Deadline) {
        let replaced = self.reason(end, delay.until, Cause::Delayed);
        record(replaced, Act::Delay, delay.told, flaw, deadline);
        if flaw.is_none() {
            deadline.due_on = Some(delay.until);
            deadline.doubts.clear();
        }
    }

    /// A judgment or review decision sets a period of its own; nothing of before runs beside it.
    fn obey(&self, order: Order, deadline: &mut Deadline) {
        let Order { effective_on, due_on } = order;
        let counted = || self.calendar.nth_working_day_after(effective_on, self.periods.order).day;
        let due = due_on.unwrap_or_else(counted);
        deadline.chain.push(self.reason(effective_on, due, Cause::Ordered));
        deadline.due_on = Some(due);
        deadline.waiting_for = None;
        deadline.doubts.clear();
        if due_on.is_none() {
            deadline.doubts.extend(self.doubt_of_year(effective_on, due));
        }
    }

    /// What may still move a day counted to: a calendar to come, and open intervals if it rests on them.
    fn doubts(&self, day_zero: NaiveDate, n: u32, end: NaiveDate) -> Vec<Doubt> {
        let sure = |day| !self.excluded.surely_covers(day);
        let rests_on_doubt = self.calendar.nth_counted_day_after(day_zero, n, sure).day != end;
        let open = rests_on_doubt.then(|| self.excluded.doubts(day_zero, end));
        self.doubt_of_year(day_zero, end).into_iter().chain(open.into_iter().flatten()).collect()
    }

    fn doubt_of_year(&self, after: NaiveDate, until: NaiveDate) -> Option<Doubt> {
        let year = self.calendar.first_year_without_notice(after, until)?;
        Some(Doubt::NoNotice { year })
    }
}

impl Delay {
    /// Art. 35 lets the organ answer later, never ask for an answer sooner.
    fn flaw(self, end: NaiveDate) -> Option<Flaw> {
        (self.until <= end).then_some(Flaw::NotLater { until: self.until, limit: end })
    }
}

impl Told {
    /// Why an act that works by telling the requester has no effect on the period after `day_zero` up to `limit`.
    fn flaw(self, day_zero: NaiveDate, limit: NaiveDate) -> Option<Flaw> {
        match self {
            Self::NotYet => Some(Flaw::NotTold { limit }),
            Self::On(day) if day > limit => Some(Flaw::Late { limit }),
            Self::On(day) if day < day_zero => Some(Flaw::Outlived),
            Self::InTime | Self::On(_) => None,
        }
    }
}

/// Records an act that works by telling the requester: with its effect, or as done in vain, and a breach if late.
fn record(effective: Reason, act: Act, told: Told, flaw: Option<Flaw>, deadline: &mut Deadline) {
    let Some(flaw) = flaw else {
        deadline.chain.push(effective);
        return;
    };
    let on = told.on().unwrap_or(effective.from);
    deadline.chain.push(Reason {
        from: on,
        to: on,
        working_days: 0,
        cause: Cause::InVain(act, flaw),
    });
    if let Flaw::Late { limit } = flaw {
        deadline.breaches.push(Breach { act, limit, happened_on: on });
    }
}
