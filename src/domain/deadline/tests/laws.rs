//! What holds of every set of facts, checked against counts made day by day and apart from the code under test.

use std::sync::LazyLock;

use chrono::Days;
use proptest::prelude::*;

use super::*;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::shipped);

fn reckoned(facts: &Facts) -> Deadline {
    reckon(facts, &CALENDAR, &Periods::default()).unwrap()
}

fn due(facts: &Facts) -> NaiveDate {
    reckoned(facts).due_on.unwrap()
}

/// The `n`th working day after `from`, of those that `counts`: one day at a time.
fn nth(from: NaiveDate, n: u32, counts: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let days = from.iter_days().skip(1);
    let mut counted = days.filter(|day| CALENDAR.is_working_day(*day) && counts(*day));
    counted.nth(usize::try_from(n).unwrap() - 1).unwrap()
}

/// Whether any letter takes `day` out, as rules.md section 2 has it.
fn is_out(consultations: &[Consultation], day: NaiveDate) -> bool {
    consultations.iter().any(|letter| {
        let cap = nth(letter.delivered_on.unwrap_or(letter.sent_on), 15, |_| true);
        let end = match letter.end {
            ConsultationEnd::Answered(end) | ConsultationEnd::Returned(end) => end.min(cap),
            ConsultationEnd::Open | ConsultationEnd::Silent => cap,
        };
        letter.sent_on < day && day <= end
    })
}

fn received() -> impl Strategy<Value = NaiveDate> {
    (0_u64..6_500).prop_map(|n| day("2008-05-01") + Days::new(n))
}

fn letter(received_on: NaiveDate) -> impl Strategy<Value = Consultation> {
    let days = (0_u64..50, prop::option::of(0_u64..12), 0_u64..40, 0_u8..4);
    days.prop_map(move |(sent, delivered, end, kind)| {
        let sent_on = received_on + Days::new(sent);
        let delivered_on = delivered.map(|days| sent_on + Days::new(days));
        let ended_on = delivered_on.unwrap_or(sent_on) + Days::new(end);
        let end = match kind {
            0 => ConsultationEnd::Open,
            1 => ConsultationEnd::Silent,
            2 => ConsultationEnd::Answered(ended_on),
            _ => ConsultationEnd::Returned(ended_on),
        };
        Consultation { with: Consulted::ThirdParty, sent_on, delivered_on, end }
    })
}

/// A request that was extended, or not, with letters to several.
fn asked() -> impl Strategy<Value = Facts> {
    let parts = |received_on| {
        let letters = prop::collection::vec(letter(received_on), 0..5);
        (Just(received_on), letters, prop::option::of(1_u32..=20))
    };
    received().prop_flat_map(parts).prop_map(|(received_on, consultations, extension)| Facts {
        consultations,
        extension: extension.map(|working_days| Extension { working_days, told: Told::InTime }),
        ..Facts::received(received_on)
    })
}

/// The same with amendments and a fee.
fn handled() -> impl Strategy<Value = Facts> {
    let amendment = (0_u64..40, prop::option::of(0_u64..40));
    let fee = prop::option::of((0_u64..40, prop::option::of(0_u64..40)));
    (asked(), prop::collection::vec(amendment, 0..3), fee).prop_map(|(facts, amendments, fee)| {
        let after = |days| facts.received_on + Days::new(days);
        let amendments = amendments.into_iter().map(|(notice, amended)| Amendment {
            notice_on: after(notice),
            notice_received_on: None,
            amend_by: None,
            amended_on: amended.map(|days| after(notice + days)),
        });
        let fee = fee.map(|(notice, paid)| Fee {
            notice_on: after(notice),
            notice_received_on: None,
            paid_on: paid.map(|days| after(notice + days)),
        });
        Facts { amendments: amendments.collect(), fee, ..facts.clone() }
    })
}

proptest! {
    #[test]
    fn the_last_day_is_the_nth_outside_the_union(facts in asked()) {
        let n = 20 + facts.extension.map_or(0, |extension| extension.working_days);
        let expected = nth(facts.received_on, n, |day| !is_out(&facts.consultations, day));
        prop_assert_eq!(due(&facts), expected);
    }

    #[test]
    fn extension_and_exclusion_commute(facts in asked(), n in 1_u32..=20) {
        let in_union = |day| is_out(&facts.consultations, day);
        let without = Facts { extension: None, ..facts.clone() };
        let extension = Some(Extension { working_days: n, told: Told::InTime });
        let with = Facts { extension, ..facts.clone() };
        // First what does not count, then the extension; and the other way round.
        prop_assert_eq!(due(&with), nth(due(&without), n, |day| !in_union(day)));
        let plain = Facts { extension, ..Facts::received(facts.received_on) };
        let mut end = due(&plain);
        let mut owed = 0;
        let mut from = facts.received_on;
        loop {
            let lost = from.iter_days().skip(1).take_while(|day| *day <= end);
            owed += lost.filter(|day| CALENDAR.is_working_day(*day) && in_union(*day)).count();
            if owed == 0 { break; }
            (from, end) = (end, nth(end, u32::try_from(owed).unwrap(), |_| true));
            owed = 0;
        }
        prop_assert_eq!(due(&with), end);
    }

    #[test]
    fn the_order_of_recording_leaves_no_trace(facts in handled(), turn: prop::sample::Index) {
        let mut turned = facts.clone();
        turned.amendments.reverse();
        if !turned.consultations.is_empty() {
            let by = turn.index(turned.consultations.len());
            turned.consultations.rotate_left(by);
        }
        prop_assert_eq!(reckoned(&turned), reckoned(&facts));
    }

    /// Nothing that the organ does brings the date forward, and there is always a date or a wait.
    #[test]
    fn no_fact_shortens_the_period(facts in handled()) {
        let deadline = reckoned(&facts);
        prop_assert_eq!(deadline.due_on.is_none(), deadline.waiting_for.is_some());
        let plain = due(&Facts::received(facts.received_on));
        prop_assert!(deadline.due_on.is_none_or(|due_on| due_on >= plain));
    }

    /// The links add up: the working days from day 0 to the last day are those counted and those taken out.
    #[test]
    fn the_chain_accounts_for_every_working_day(facts in asked()) {
        let deadline = reckoned(&facts);
        let adds_up = deadline.chain.iter().filter(|reason| reason.effect() != Effect::NoEffect);
        let sum: u32 = adds_up.map(|reason| reason.working_days).sum();
        let spanned = CALENDAR.working_days_between(facts.received_on, deadline.due_on.unwrap());
        prop_assert_eq!(sum, spanned);
    }
}
