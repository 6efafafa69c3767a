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
    let whole = Notice::new(2027, None, Dating::Loaded(day("2026-11-01")), law, BTreeMap::new());
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
