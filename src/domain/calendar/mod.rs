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
mod tests {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn published(file: &str) -> Value {
        let text = match file {
            "working" => include_str!("../../../tests/data/cn-working-days.json"),
            _ => include_str!("../../../tests/data/cn-statutory-holidays.json"),
        };
        serde_json::from_str::<Value>(text).unwrap()["years"].take()
    }

    fn named(days: &Value) -> BTreeMap<NaiveDate, String> {
        let days = days.as_object().unwrap().iter();
        days.map(|(date, name)| (day(date), name.as_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn the_shipped_notices_are_the_published_ones() {
        let calendar = Calendar::shipped();
        let published = published("working");
        for (year, expected) in published.as_object().unwrap() {
            let year = year.parse().unwrap();
            let notice = calendar.year(year).notice.unwrap();
            assert_eq!(notice.days_off(), &named(&expected["days_off"]), "{year}");
            assert_eq!(notice.working_weekends(), &named(&expected["working_weekends"]), "{year}");
            assert!(notice.published_on().year() >= year - 1);
        }
        assert_eq!(published.as_object().unwrap().len(), ARRANGEMENTS.len());
    }

    #[test]
    fn the_statutory_days_are_the_published_ones() {
        let calendar = Calendar::shipped();
        let published = published("statutory");
        for (year, expected) in published.as_object().unwrap() {
            let year = calendar.year(year.parse().unwrap());
            let named = named(expected);
            let days: Vec<_> = year.exceptions.iter().map(|(date, day)| (date, day.name)).collect();
            let expected: Vec<_> = named.iter().map(|(d, name)| (d, Some(name.as_str()))).collect();
            assert_eq!(days, expected);
            assert_eq!(year.basis, Basis::StatutoryDays);
        }
        assert_eq!(published.as_object().unwrap().len(), STATUTORY.len());
    }

    /// rules.md, section 2: received, +7, +15, +20, +40.
    #[test]
    fn working_days_are_counted_as_the_law_does() {
        let calendar = Calendar::shipped();
        for row in [
            "2020-01-16 2020-02-03 2020-02-13 2020-02-20 2020-03-19", // holiday prolonged in mid-period
            "2021-02-01 2021-02-09 2021-02-25 2021-03-04 2021-04-01", // two make-up days
            "2023-12-29 2024-01-10 2024-01-22 2024-01-29 2024-02-29", // crosses the year
            "2024-02-09 2024-02-26 2024-03-07 2024-03-14 2024-04-12", // 除夕 was a working day in 2024
            "2024-02-11 2024-02-26 2024-03-07 2024-03-14 2024-04-12", // received on a holiday
            "2024-09-10 2024-09-20 2024-10-08 2024-10-14 2024-11-11", // three make-up days
            "2024-12-13 2024-12-24 2025-01-06 2025-01-13 2025-02-14", // a real disputed case
            "2025-09-25 2025-10-11 2025-10-22 2025-10-29 2025-11-26", // +7 ends on a working Saturday
            "2025-12-31 2026-01-12 2026-01-22 2026-01-29 2026-03-04", // new in 2025, carried to 2026
        ] {
            let dates: Vec<_> = row.split(' ').map(day).collect();
            for (n, expected) in [7, 15, 20, 40].into_iter().zip(&dates[1..]) {
                let reckoned = calendar.nth_working_day_after(dates[0], n);
                assert_eq!(reckoned, Reckoned { day: *expected, provisional: false }, "{row} +{n}");
                assert_eq!(calendar.working_days_between(dates[0], *expected), n, "{row} +{n}");
            }
        }
    }

    #[test]
    fn a_day_is_known_by_kind_and_name() {
        let calendar = Calendar::shipped();
        let said = |date| {
            let Day { kind, name, provisional } = calendar.day(day(date));
            format!("{date} {kind} {} {provisional}", name.unwrap_or("-"))
        };
        let days = [
            "2007-12-31",
            "2011-12-31",
            "2024-02-09",
            "2024-02-10",
            "2024-02-12",
            "2024-02-18",
            "2024-02-25",
            "2027-02-05",
            "2027-02-06",
            "2027-02-20",
            "2036-10-01",
        ];
        insta::assert_snapshot!(days.map(said).join("\n"), @r#"
            2007-12-31 weekday - true
            2011-12-31 working_weekend 元旦 false
            2024-02-09 weekday - false
            2024-02-10 weekend - false
            2024-02-12 day_off 春节 false
            2024-02-18 working_weekend 春节 false
            2024-02-25 weekend - false
            2027-02-05 day_off 除夕 true
            2027-02-06 day_off 春节 true
            2027-02-20 weekend - true
            2036-10-01 weekday - true
            "#);
    }

    fn notice(year: i32, published_on: &str, off: &[&str], worked: &[&str]) -> Notice {
        let named = |days: &[&str]| days.iter().map(|d| (day(d), "试".to_owned())).collect();
        let dating = Dating::Published(day(published_on));
        Notice::new(year, None, dating, named(off), named(worked)).unwrap()
    }

    #[test]
    fn the_later_version_of_a_notice_stands_in_whatever_order_they_come() {
        let first = notice(2027, "2026-11-10", &["2027-02-08"], &["2027-02-20"]);
        let second = notice(2027, "2027-01-27", &["2027-02-08", "2027-02-15"], &[]);
        for order in [[&first, &second], [&second, &first]] {
            let calendar = Calendar::shipped().with_notices(order.into_iter().cloned());
            assert!(!calendar.is_working_day(day("2027-02-15")));
            assert!(!calendar.is_working_day(day("2027-02-20")));
            assert_eq!(calendar.year(2027).notice, Some(&second));
            assert_eq!(calendar.year(2027).replaced, std::slice::from_ref(&first));
            assert_eq!(calendar.basis(2027), Basis::Notice);
        }
    }

    #[test]
    fn a_notice_moves_days_across_the_border_of_its_year() {
        let next = notice(2027, "2026-11-10", &["2026-12-31", "2027-01-01"], &["2026-12-26"]);
        let calendar = Calendar::shipped().with_notice(next);
        assert!(calendar.is_working_day(day("2026-12-26")));
        assert!(!calendar.is_working_day(day("2026-12-31")));
        assert!(!calendar.is_working_day(day("2026-10-01")), "the notice of 2026 stays in force");
        let unmoved = notice(2027, "2026-11-11", &["2027-01-01"], &[]);
        let calendar = calendar.with_notice(unmoved);
        assert!(!calendar.is_working_day(day("2026-12-26")), "a replaced notice says nothing");
    }

    #[test]
    fn a_year_without_notice_is_provisional_and_one_with_it_is_not() {
        let calendar = Calendar::shipped();
        assert!(!calendar.nth_working_day_after(day("2026-12-01"), 20).provisional);
        assert!(calendar.nth_working_day_after(day("2026-12-31"), 1).provisional);
        let calendar = calendar.with_notice(notice(2027, "2026-11-10", &["2027-01-01"], &[]));
        assert!(!calendar.nth_working_day_after(day("2026-12-31"), 1).provisional);
        assert!(calendar.nth_working_day_after(day("2050-06-01"), 1).provisional);
    }

    #[test]
    fn a_list_of_changes_is_not_taken_for_a_whole_year() {
        let calendar = Calendar::shipped();
        assert!(calendar.is_poorer(&notice(2026, "2026-04-01", &["2026-04-30"], &[])));
        let short = notice(2027, "2026-11-01", &["2027-01-01"], &[]);
        assert!(!calendar.is_poorer(&short), "there is nothing to lose");
        assert!(calendar.falls_short(&short));
    }

    #[test]
    fn no_published_notice_falls_short_of_the_law() {
        let calendar = Calendar::shipped();
        let law = calendar.statutory[&2027].clone();
        let whole =
            Notice::new(2027, None, Dating::Loaded(day("2026-11-01")), law, BTreeMap::new());
        assert!(!calendar.falls_short(&whole.unwrap()));
        let shipped = calendar.notices.values().flatten();
        assert_eq!(shipped.filter(|notice| calendar.falls_short(notice)).count(), 0);
    }

    #[test]
    fn weekends_listed_as_days_off_make_no_notice_richer() {
        let weekend = ["2027-01-02", "2027-01-03", "2027-02-06", "2027-02-07"];
        let wordy = notice(2027, "2026-11-01", &[&weekend[..], &["2027-01-01"]].concat(), &[]);
        let calendar = Calendar::shipped().with_notice(wordy);
        assert!(!calendar.is_poorer(&notice(2027, "2026-11-02", &["2027-01-01"], &[])));
    }

    #[test]
    fn a_notice_is_known_unless_it_would_put_something_else_in_force() {
        let first = notice(2027, "2026-11-10", &["2027-02-08"], &[]);
        let same_day = notice(2027, "2026-11-10", &["2027-02-09"], &[]);
        let later = notice(2027, "2027-01-27", &["2027-02-10"], &[]);
        let calendar = Calendar::shipped().with_notice(first.clone());
        assert!(calendar.knows(&first) && !calendar.knows(&later));
        let calendar = calendar.with_notice(same_day.clone());
        assert!(calendar.knows(&same_day) && !calendar.knows(&first), "it would stand again");
        let calendar = calendar.with_notice(later);
        assert!(calendar.knows(&first) && calendar.knows(&same_day));
    }

    #[test]
    fn the_end_of_time_is_reached_without_harm() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.nth_working_day_after(NaiveDate::MAX, 20).day, NaiveDate::MAX);
        assert_eq!(calendar.working_days_between(NaiveDate::MAX, NaiveDate::MAX), 0);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0u64..11_000).prop_map(|n| day("2007-06-01") + chrono::Days::new(n))
    }

    static SHIPPED: LazyLock<Calendar> = LazyLock::new(Calendar::shipped);

    proptest! {
        #[test]
        fn counting_n_and_then_m_days_is_counting_both(start in any_day(), n in 0u32..90, m in 0u32..90) {
            let calendar = &*SHIPPED;
            let halfway = calendar.nth_working_day_after(start, n).day;
            let end = calendar.nth_working_day_after(halfway, m).day;
            prop_assert_eq!(end, calendar.nth_working_day_after(start, n + m).day);
        }

        #[test]
        fn counting_days_and_counting_to_a_day_are_inverse(start in any_day(), n in 0u32..90) {
            let calendar = &*SHIPPED;
            let end = calendar.nth_working_day_after(start, n).day;
            prop_assert_eq!(calendar.working_days_between(start, end), n);
            prop_assert!(n == 0 || calendar.is_working_day(end));
        }

        #[test]
        fn the_kind_of_a_day_says_whether_it_is_worked(date in any_day()) {
            let calendar = &*SHIPPED;
            let worked = matches!(calendar.day(date).kind, DayKind::Weekday | DayKind::WorkingWeekend);
            prop_assert_eq!(worked, calendar.is_working_day(date));
        }
    }
}
