//! Time that does not count: the intervals in which others are asked, as one union.

use chrono::NaiveDate;

use super::facts::{Consultation, ConsultationEnd};
use super::periods::Periods;
use super::reason::{Act, Alarm, Cause, Doubt, Flaw, Reason};
use crate::domain::calendar::Calendar;

/// The days after `sent_on` up to and including `until` (art. 33 with 32 and 34).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub consultation: Consultation,
    pub until: NaiveDate,
    /// What would move `until`, if anything can.
    pub doubt: Option<Doubt>,
}

impl Interval {
    /// The interval of one letter: until the answer or the returned letter, at the latest the end of the 15 working
    /// days after delivery. Without proof of delivery they run from the day of sending, the earliest it can have been.
    fn of(consultation: Consultation, calendar: &Calendar, periods: &Periods) -> Self {
        let Consultation { sent_on, delivered_on, end, .. } = consultation;
        let runs_from = delivered_on.unwrap_or(sent_on);
        let cap = calendar.nth_working_day_after(runs_from, periods.consultation).day;
        let unproved = delivered_on.is_none().then_some(Doubt::UnprovedDelivery { sent_on });
        let (until, doubt) = match end {
            ConsultationEnd::Open => (cap, Some(Doubt::OpenConsultation { sent_on })),
            ConsultationEnd::Silent => (cap, unproved),
            // What arrived in time proves that the letter did; after the end it matters when it did.
            ConsultationEnd::Answered(day) => (day.min(cap), unproved.filter(|_| day > cap)),
            ConsultationEnd::Returned(day) => (day.min(cap), None),
        };
        Self { consultation, until, doubt }
    }

    fn covers(&self, day: NaiveDate) -> bool {
        self.consultation.sent_on < day && day <= self.until
    }
}

/// All intervals of a request, sorted, so that the order of recording leaves no trace.
#[derive(Clone, Debug)]
pub(super) struct Excluded(Vec<Interval>);

impl Excluded {
    pub fn of(consultations: &[Consultation], calendar: &Calendar, periods: &Periods) -> Self {
        let intervals = consultations.iter().map(|c| Interval::of(*c, calendar, periods));
        let mut intervals: Vec<_> = intervals.collect();
        intervals.sort_by_key(|interval| {
            let Consultation { with, sent_on, delivered_on, end } = interval.consultation;
            (sent_on, interval.until, delivered_on, with, end)
        });
        Self(intervals)
    }

    /// Whether `day` lies in the union.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|interval| interval.covers(day))
    }

    /// Whether `day` lies in the union of what can no longer change.
    pub fn surely_covers(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|interval| interval.doubt.is_none() && interval.covers(day))
    }

    /// What may still move a day counted to in the period after `after` up to `end`.
    pub fn doubts(&self, after: NaiveDate, end: NaiveDate) -> impl Iterator<Item = Doubt> {
        let within = move |i: &&Interval| i.until > after && i.consultation.sent_on < end;
        self.0.iter().filter(within).filter_map(|interval| interval.doubt)
    }

    /// One link per letter for the period after `after` up to `end`. Of days that several letters take out each is
    /// counted with the first, so that the links add up to the union.
    pub fn reasons(
        &self,
        calendar: &Calendar,
        after: NaiveDate,
        end: NaiveDate,
    ) -> impl Iterator<Item = Reason> {
        self.0.iter().enumerate().map(move |(nth, interval)| {
            let Consultation { sent_on: from, with, end: how, .. } = interval.consultation;
            let without_effect = if from >= end {
                Some(Flaw::Late { limit: end })
            } else if interval.until <= after {
                Some(Flaw::Outlived)
            } else {
                None
            };
            let (own, shared) = self.days_of(nth, interval, calendar, (after, end));
            let cause = match without_effect {
                Some(flaw) => Cause::InVain(Act::Consultation, flaw),
                None => Cause::Consulted { with, end: how, shared },
            };
            Reason { from, to: interval.until, working_days: own, cause }
        })
    }

    /// The working days that the `nth` interval takes out of a period: those it adds to the union of the earlier
    /// ones, and those it shares with them.
    fn days_of(
        &self,
        nth: usize,
        interval: &Interval,
        calendar: &Calendar,
        (after, end): (NaiveDate, NaiveDate),
    ) -> (u32, u32) {
        let days = interval.consultation.sent_on.max(after).iter_days().skip(1);
        let days = days.take_while(|day| *day <= interval.until.min(end));
        days.filter(|day| calendar.is_working_day(*day)).fold((0, 0), |(own, shared), day| {
            let known = self.0.iter().take(nth).any(|earlier| earlier.covers(day));
            if known { (own, shared + 1) } else { (own + 1, shared) }
        })
    }

    /// Letters of which nobody knows whether they arrived.
    pub fn alarms(&self, calendar: &Calendar, periods: &Periods) -> Vec<Alarm> {
        let unproved = self.0.iter().map(|interval| interval.consultation).filter(|letter| {
            letter.delivered_on.is_none()
                && matches!(letter.end, ConsultationEnd::Open | ConsultationEnd::Silent)
        });
        unproved
            .map(|Consultation { sent_on, .. }| {
                let after = calendar.nth_working_day_after(sent_on, periods.unproved_delivery).day;
                Alarm { sent_on, after }
            })
            .collect()
    }
}
