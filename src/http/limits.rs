//! How often an address may ask without an account, and how often it may guess. Kept in memory, by each instance for
//! itself: behind several instances an address gets as many times as much, which is still far from a guess.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};

use super::auth::app;
use super::{Problem, address};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Organs, guides, reports, a question.
    Look,
    /// Anything by number and code.
    Code,
    Upload,
    /// A new request.
    File,
}

impl Asked {
    /// How many at once, and how long until there is one more.
    fn rule(self) -> (i32, TimeDelta) {
        match self {
            Self::Look => (240, TimeDelta::milliseconds(250)),
            Self::Code => (60, TimeDelta::seconds(1)),
            Self::Upload => (60, TimeDelta::minutes(1)),
            Self::File => (20, TimeDelta::minutes(3)),
        }
    }
}

/// Wrong codes for one number from one address before it is locked there.
const WRONG: u8 = 5;
/// How long it is locked, and how long wrong codes are remembered.
const LOCKED: TimeDelta = TimeDelta::minutes(15);
/// Entries of each table; beyond that those go that would be forgotten first.
const MOST: usize = 100_000;

/// Who asks, as far as limits tell people apart: an IPv6 household has 2^64 addresses.
type Who = Option<u128>;

/// Who guesses at which number.
type Place = (Who, u64);

/// What one process remembers of those who ask.
#[derive(Default)]
pub struct Limits {
    /// When everything that was asked for will be forgotten (GCRA).
    asked: Mutex<HashMap<(Asked, Who), DateTime<Utc>>>,
    wrong: Mutex<HashMap<Place, (u8, DateTime<Utc>)>>,
    hasher: RandomState,
}

/// Seconds to wait.
type Wait = i64;

impl Limits {
    /// Counts a call.
    fn ask(&self, asked: Asked, who: Who, now: DateTime<Utc>) -> Result<(), Wait> {
        let (burst, each) = asked.rule();
        let mut table = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let until = table.get(&(asked, who)).copied().unwrap_or(now).max(now) + each;
        let over = until - now - each * burst;
        if over > TimeDelta::zero() {
            return Err(seconds(over));
        }
        make_room(&mut table, now, |until| *until);
        table.insert((asked, who), until);
        Ok(())
    }

    /// Whether an address may try a code for a number.
    fn may_guess(&self, place: Place, now: DateTime<Utc>) -> Result<(), Wait> {
        let table = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        match table.get(&place) {
            Some((wrong, until)) if *wrong >= WRONG && *until > now => Err(seconds(*until - now)),
            Some(_) | None => Ok(()),
        }
    }

    /// Counts a code that was wrong, or forgets the wrong ones after a right one.
    fn guessed(&self, place: Place, is_right: bool, now: DateTime<Utc>) {
        let mut table = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if is_right {
            table.remove(&place);
            return;
        }
        make_room(&mut table, now, |(_, until)| *until);
        let (wrong, until) = table.entry(place).or_insert((0, now));
        *wrong = if *until > now { wrong.saturating_add(1) } else { 1 };
        *until = now + LOCKED;
    }

    fn place(&self, who: Who, number: &str) -> Place {
        (who, self.hasher.hash_one(number.trim()))
    }
}

/// Forgets what is over, and if that is not enough the half that would be forgotten first.
fn make_room<K: Clone + Eq + Hash, V>(
    table: &mut HashMap<K, V>,
    now: DateTime<Utc>,
    until: impl Fn(&V) -> DateTime<Utc>,
) {
    if table.len() < MOST {
        return;
    }
    table.retain(|_, value| until(value) > now);
    if table.len() >= MOST {
        let mut ends: Vec<_> = table.values().map(&until).collect();
        let middle = ends.len() / 2;
        let (_, median, _) = ends.select_nth_unstable(middle);
        let median = *median;
        table.retain(|_, value| until(value) > median);
    }
}

fn seconds(wait: TimeDelta) -> Wait {
    wait.num_seconds().saturating_add(1)
}

fn who(address: Option<IpAddr>) -> Who {
    address.map(|address| match address.to_canonical() {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    })
}

/// The tables of this process, who asks, and when.
type At = (Data<Limits>, Who, DateTime<Utc>);

/// Where a call is counted; `None` for those who ask without limits.
fn at(request: &HttpRequest) -> Result<Option<At>, Problem> {
    let (app, address) = (app(request)?, address::of(request));
    if address.is_some_and(|address| app.config.unlimited_addresses.hold(address)) {
        return Ok(None);
    }
    let limits = request.app_data::<Data<Limits>>().cloned();
    let limits = limits.ok_or_else(|| Problem::internal(&"no limits"))?;
    Ok(Some((limits, who(address), app.clock.now())))
}

/// Counts a call; refused when there were too many.
pub fn count(request: &HttpRequest, asked: Asked) -> Result<(), Problem> {
    let Some((limits, who, now)) = at(request)? else { return Ok(()) };
    limits.ask(asked, who, now).map_err(Problem::too_many)
}

/// A try to open a request by its code.
pub struct Try(Option<(At, Place)>);

/// Counts a call by number and code; refused when there were too many, or too many wrong ones for this number.
pub fn tries(request: &HttpRequest, number: &str) -> Result<Try, Problem> {
    let Some((limits, who, now)) = at(request)? else { return Ok(Try(None)) };
    limits.ask(Asked::Code, who, now).map_err(Problem::too_many)?;
    let place = limits.place(who, number);
    limits.may_guess(place, now).map_err(Problem::too_many)?;
    Ok(Try(Some(((limits, who, now), place))))
}

impl Try {
    /// Tells whether the code was right.
    pub fn was(self, is_right: bool) {
        if let Some(((limits, _, now), place)) = self.0 {
            limits.guessed(place, is_right, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T02:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_address_gets_a_burst_and_then_its_share() {
        let limits = Limits::default();
        let ask = |who, at| limits.ask(Asked::Code, who, at);
        assert_eq!((0..100).filter(|_| ask(Some(1), now()).is_ok()).count(), 60);
        assert_eq!(ask(Some(1), now()), Err(2));
        assert_eq!(ask(Some(2), now()), Ok(()), "another address");
        let later = now() + TimeDelta::seconds(10);
        assert_eq!((0..100).filter(|_| ask(Some(1), later).is_ok()).count(), 10);
        let much_later = now() + TimeDelta::hours(1);
        assert_eq!((0..100).filter(|_| ask(Some(1), much_later).is_ok()).count(), 60);
    }

    #[test]
    fn wrong_codes_lock_one_number_for_one_address_and_for_a_while() {
        let limits = Limits::default();
        let (here, there) = (limits.place(Some(1), "n"), limits.place(Some(2), " n"));
        for _ in 0..4 {
            limits.guessed(here, false, now());
        }
        assert_eq!(limits.may_guess(here, now()), Ok(()));
        limits.guessed(here, true, now());
        for _ in 0..5 {
            limits.guessed(here, false, now());
        }
        assert_eq!(limits.may_guess(here, now()), Err(901));
        assert_eq!(limits.may_guess(there, now()), Ok(()), "a stranger locks nobody out");
        let opened = now() + LOCKED;
        assert_eq!(limits.may_guess(here, opened), Ok(()), "it opens by itself");
        limits.guessed(here, false, opened);
        assert_eq!(limits.may_guess(here, opened), Ok(()), "and counts from the beginning");
    }

    #[test]
    fn the_tables_do_not_grow_for_ever() {
        let limits = Limits::default();
        for n in 0..u64::try_from(MOST).unwrap() + 10 {
            limits.guessed(
                (None, n),
                false,
                now() + TimeDelta::milliseconds(i64::try_from(n).unwrap() / 100),
            );
        }
        let count = limits.wrong.lock().unwrap().len();
        assert!(count < MOST && count > MOST / 3, "{count}");
    }

    #[test]
    fn a_household_is_one() {
        let who = |text: &str| who(Some(text.parse().unwrap()));
        assert_eq!(who("2001:db8::1"), who("2001:db8::ffff"));
        assert_ne!(who("2001:db8::1"), who("2001:db8:0:1::1"));
        assert_eq!(who("::ffff:1.2.3.4"), who("1.2.3.4"));
        assert_ne!(who("1.2.3.4"), who("1.2.3.5"));
    }
}
