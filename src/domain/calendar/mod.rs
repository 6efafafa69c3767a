//! Working days: the yearly notices of the State Council, their versions, and the years that have none yet.

mod notice;
mod shipped;
mod statutory;
pub mod written;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{Datelike, NaiveDate};

use notice::dated;
pub use notice::{Dating, Notice, NoticeFault, is_weekend};
use shipped::ARRANGEMENTS;
use statutory::STATUTORY;

/// Which days are worked, as far as it is known.
///
/// A value, not a source: it is made from the shipped notices and those that were loaded since, and asked often.
/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// All versions by year; within a year the one in force is last.
    notices: Arc<BTreeMap<i32, Vec<Notice>>>,
    /// Days off of the years that have a law but no notice.
    statutory: Arc<BTreeMap<i32, BTreeMap<NaiveDate, String>>>,
    /// The year of the first plan; the others follow without a gap.
    first_year: i32,
    plans: Arc<Vec<Plan>>,
}

/// The calendar that the program brings along, worked out once.
static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    let notices = ARRANGEMENTS.iter().filter_map(Notice::shipped);
    let notices: BTreeMap<_, _> = notices.map(|n| (n.year(), vec![n])).collect();
    let statutory = STATUTORY.iter().map(|(year, days)| (*year, dated(*year, days))).collect();
    let (notices, statutory) = (Arc::new(notices), Arc::new(statutory));
    let mut calendar = Calendar { notices, statutory, first_year: 0, plans: Arc::default() };
    calendar.plan();
    calendar
});

/// One year worked out: a bit per day, so that counting looks nothing up.
#[derive(Clone, Copy, Debug)]
struct Plan {
    worked: [u64; 6],
    basis: Basis,
}

/// What the working days of a year rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// A published notice.
    Notice,
    /// The statutory days alone; which weekends are worked is not known yet.
    StatutoryDays,
    /// Monday to Friday and nothing else.
    Weekdays,
}

impl Basis {
    /// Whether a date counted in such a year may still move.
    pub fn is_provisional(self) -> bool {
        self != Self::Notice
    }
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DayKind {
    /// An ordinary Monday to Friday.
    Weekday,
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// 放假.
    DayOff,
    /// 调休上班.
    WorkingWeekend,
}

/// A day as the calendar knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'a> {
    pub kind: DayKind,
    /// The holiday that it belongs to.
    pub name: Option<&'a str>,
    /// Its year has no notice yet.
    pub provisional: bool,
}

/// A day that was counted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reckoned {
    pub day: NaiveDate,
    /// A year without a notice was counted through, so the day may move.
    pub provisional: bool,
}

/// A year for display.
#[derive(Clone, Debug)]
pub struct Year<'a> {
    pub year: i32,
    pub basis: Basis,
    /// The notice in force.
    pub notice: Option<&'a Notice>,
    /// The notices it replaced, the oldest first.
    pub replaced: &'a [Notice],
    /// Every day off and worked weekend, in order; a day off on a weekend is among them where the list names it.
    pub exceptions: Vec<(NaiveDate, Day<'a>)>,
    pub working_days: u32,
}

impl Calendar {
    /// The calendar that the program brings along: notices for 2008 to 2026, statutory days to 2035.
    pub fn shipped() -> Self {
        SHIPPED.clone()
    }

    /// The same calendar with one more notice; of two versions of a year the later published one is in force,
    /// and of two published on one day the one added later.
    #[must_use]
    pub fn with_notice(self, notice: Notice) -> Self {
        self.with_notices([notice])
    }

    /// The same calendar with more notices, worked out once.
    #[must_use]
    pub fn with_notices(mut self, notices: impl IntoIterator<Item = Notice>) -> Self {
        let mut years = Vec::new();
        for notice in notices {
            years.push(notice.year());
            let versions = Arc::make_mut(&mut self.notices).entry(notice.year()).or_default();
            versions.push(notice);
            versions.sort_by_key(Notice::published_on);
        }
        self.plan_again(&years);
        self
    }

    /// Whether offices work on `date`.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let Some(plan) = self.plan_of(date.year()) else { return !is_weekend(date) };
        let (word, bit) = place(date);
        plan.worked.get(word).is_some_and(|days| days & bit != 0)
    }

    /// What `date` is, by name.
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        let year = date.year();
        let statutory = || Some((false, self.statutory.get(&year)?.get(&date)?.as_str()));
        let provisional = self.basis(year).is_provisional();
        let said = self.said_of(date).or_else(|| provisional.then(statutory)?);
        let kind = match (said, is_weekend(date)) {
            (Some((true, _)), _) => DayKind::WorkingWeekend,
            (Some((false, _)), _) => DayKind::DayOff,
            (None, true) => DayKind::Weekend,
            (None, false) => DayKind::Weekday,
        };
        Day { kind, name: said.map(|(_, name)| name), provisional }
    }

    /// What the working days of `year` rest on.
    pub fn basis(&self, year: i32) -> Basis {
        self.plan_of(year).map_or(Basis::Weekdays, |plan| plan.basis)
    }

    /// The `n`th working day after `date`, which is not counted itself (art. 31: 收到之日不计).
    pub fn nth_working_day_after(&self, date: NaiveDate, n: u32) -> Reckoned {
        self.nth_counted_day_after(date, n, |_| true)
    }

    /// The `n`th working day after `date` among those that `counts`; the days that do not count are left out.
    pub fn nth_counted_day_after(
        &self,
        date: NaiveDate,
        n: u32,
        counts: impl Fn(NaiveDate) -> bool,
    ) -> Reckoned {
        let mut left = n;
        let mut day = date;
        while left > 0 {
            // The end of time is no working day to wait for.
            let Some(next) = day.succ_opt() else { break };
            day = next;
            left -= u32::from(self.is_working_day(day) && counts(day));
        }
        Reckoned { day, provisional: self.first_year_without_notice(date, day).is_some() }
    }

    /// The number of working days after `after`, up to and including `until`; 0 when there are none.
    pub fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> u32 {
        let days = after.iter_days().skip(1).take_while(|day| *day <= until);
        days.fold(0, |sum, day| sum + u32::from(self.is_working_day(day)))
    }

    /// `date` itself when it is worked, else the next working day: where a last day falls on a holiday.
    pub fn working_day_from(&self, date: NaiveDate) -> Reckoned {
        let mut day = date;
        while !self.is_working_day(day) {
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        let provisional = (date.year()..=day.year()).any(|year| self.basis(year).is_provisional());
        Reckoned { day, provisional }
    }

    /// The first year without a notice among the days after `after` up to `until`: what makes them provisional.
    pub fn first_year_without_notice(&self, after: NaiveDate, until: NaiveDate) -> Option<i32> {
        let first = after.succ_opt()?.year();
        (until > after).then(|| (first..=until.year()).find(|y| self.basis(*y).is_provisional()))?
    }

    /// A year for display.
    pub fn year(&self, year: i32) -> Year<'_> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let dates =
            || first.into_iter().flat_map(|d| d.iter_days().take_while(|d| d.year() == year));
        let exceptions =
            dates().map(|date| (date, self.day(date))).filter(|(_, day)| day.name.is_some());
        let versions = self.notices.get(&year).map_or(&[][..], Vec::as_slice);
        let (notice, replaced) = match versions.split_last() {
            Some((last, before)) => (Some(last), before),
            None => (None, &[][..]),
        };
        Year {
            year,
            basis: self.basis(year),
            notice,
            replaced,
            exceptions: exceptions.collect(),
            working_days: dates().fold(0, |sum, day| sum + u32::from(self.is_working_day(day))),
        }
    }

    /// Whether `notice` lists fewer than half the days off of the one it would replace: then it is most likely a
    /// list of changes, and taking it for the whole year would lose the rest.
    pub fn is_poorer(&self, notice: &Notice) -> bool {
        let known = self.in_force(notice.year()).map_or(0, Notice::weekdays_off);
        notice.weekdays_off() * 2 < known
    }

    /// Whether `notice` lists fewer days off than the law gives that year: a part is most likely missing.
    pub fn falls_short(&self, notice: &Notice) -> bool {
        let weekdays =
            |days: &BTreeMap<NaiveDate, _>| days.keys().filter(|date| !is_weekend(**date)).count();
        self.statutory
            .get(&notice.year())
            .is_some_and(|days| notice.weekdays_off() < weekdays(days))
    }

    /// Whether taking in `notice` would change nothing: it is in force, or was replaced by a later one.
    pub fn knows(&self, notice: &Notice) -> bool {
        let versions = self.notices.get(&notice.year()).map_or(&[][..], Vec::as_slice);
        let Some((in_force, replaced)) = versions.split_last() else { return false };
        let was_replaced =
            |old: &Notice| notice.repeats(old) && old.published_on() < in_force.published_on();
        notice.repeats(in_force) || replaced.iter().any(was_replaced)
    }

    /// The notice that stands for `year`.
    fn in_force(&self, year: i32) -> Option<&Notice> {
        self.notices.get(&year)?.last()
    }

    /// The notices in force of a year and of its neighbours, which may reach over the border; the later comes last
    /// and wins.
    fn notices_touching(&self, year: i32) -> Vec<&Notice> {
        let mut notices: Vec<_> = (year - 1..=year + 1).filter_map(|y| self.in_force(y)).collect();
        notices.sort_by_key(|notice| notice.published_on());
        notices
    }

    /// What the notices say of `date`.
    fn said_of(&self, date: NaiveDate) -> Option<(bool, &str)> {
        self.notices_touching(date.year()).into_iter().rev().find_map(|notice| notice.says_of(date))
    }

    fn plan_of(&self, year: i32) -> Option<&Plan> {
        self.plans.get(usize::try_from(year.checked_sub(self.first_year)?).ok()?)
    }

    /// Works all years out anew, with one more at each end for the days that cross its border.
    fn plan(&mut self) {
        let known = || self.notices.keys().chain(self.statutory.keys()).copied();
        let (Some(first), Some(last)) = (known().min(), known().max()) else { return };
        let plans = (first - 1..=last + 1).map(|year| self.plan_for(year)).collect();
        (self.first_year, self.plans) = (first - 1, Arc::new(plans));
    }

    /// Works out anew what the notices of some years can change: these and their neighbours.
    fn plan_again(&mut self, years: &[i32]) {
        let touched = years.iter().flat_map(|year| year - 1..=year + 1);
        if !touched.clone().all(|year| self.plan_of(year).is_some()) {
            return self.plan();
        }
        for year in touched {
            let plan = self.plan_for(year);
            let at = usize::try_from(year - self.first_year).ok();
            let plans = Arc::make_mut(&mut self.plans);
            if let Some(known) = at.and_then(|at| plans.get_mut(at)) {
                *known = plan;
            }
        }
    }

    fn plan_for(&self, year: i32) -> Plan {
        let (basis, statutory) = match (self.in_force(year), self.statutory.get(&year)) {
            (Some(_), _) => (Basis::Notice, None),
            (None, Some(days)) => (Basis::StatutoryDays, Some(days)),
            (None, None) => (Basis::Weekdays, None),
        };
        let mut plan = Plan { worked: [0; 6], basis };
        let dates = NaiveDate::from_ymd_opt(year, 1, 1).into_iter().flat_map(|day| day.iter_days());
        for date in dates.take_while(|date| date.year() == year).filter(|date| !is_weekend(*date)) {
            plan.set(date, true);
        }
        for date in statutory.into_iter().flat_map(BTreeMap::keys) {
            plan.set(*date, false);
        }
        for notice in self.notices_touching(year) {
            let off = notice.days_off().keys().map(|date| (date, false));
            let worked = notice.working_weekends().keys().map(|date| (date, true));
            for (date, is_worked) in off.chain(worked).filter(|(date, _)| date.year() == year) {
                plan.set(*date, is_worked);
            }
        }
        plan
    }
}

impl Plan {
    fn set(&mut self, date: NaiveDate, is_worked: bool) {
        let (word, bit) = place(date);
        if let Some(days) = self.worked.get_mut(word) {
            *days = if is_worked { *days | bit } else { *days & !bit };
        }
    }
}

/// Where the bit of a date stands in its plan.
fn place(date: NaiveDate) -> (usize, u64) {
    let ordinal = date.ordinal0();
    (usize::try_from(ordinal / 64).unwrap_or(usize::MAX), 1 << (ordinal % 64))
}

#[cfg(test)]
mod tests;
