//! The working-day calendar of a database: the shipped notices and those loaded since. Loading one moves due dates.

mod recount;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;

pub use self::recount::{Part, begin_for_periods, carry_on, left_behind, measures};
use self::recount::{Sides, next_page};
use super::session::by;
use super::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::calendar::{self, StoredNotice};
use crate::db::cases::count::keepers;
use crate::db::recounts::{self, What};
use crate::db::{AnyConn, Db, Id, QueryResult, Tx};
use crate::domain::calendar::{Calendar, Dating, Notice};
use crate::domain::dossier::Refusal;
use crate::domain::permission::Matter;

/// Cases looked at together.
const PAGE: i64 = 500;

/// How to take in a notice.
pub struct LoadOptions<'a> {
    /// Tell what would happen and write nothing.
    pub dry_run: bool,
    /// Without them the logs cannot be written to; that is made up for when the notice is loaded again.
    pub keys: Option<&'a Keys>,
    pub now: DateTime<Utc>,
    pub actor: &'a str,
}

/// What became of a notice.
#[derive(Debug, Serialize)]
pub struct Loaded {
    pub year: i32,
    /// Whether it was not known before.
    pub new: bool,
    pub version: Version,
    /// Whether it lists fewer days off than the law gives, so that a part may be missing.
    pub falls_short: bool,
    /// Whether anything was written.
    pub written: bool,
    /// Open cases whose due date it moved, organ by organ, by date of receipt.
    pub moved: Vec<Moved>,
    /// Entries written into the logs of these cases.
    pub entered: usize,
    /// Entries that still have to be written, with the key.
    pub missing: usize,
}

/// Which of the versions of its year a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Version {
    InForce,
    /// Another one was published later.
    Replaced,
}

/// A due date that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    pub number: String,
    /// The name of the organ.
    pub organ: String,
    pub received_on: NaiveDate,
    pub before: NaiveDate,
    pub after: NaiveDate,
}

/// The calendar that a database counts with.
pub fn known(db: &Db) -> Result<Calendar, Error> {
    Ok(db.scan_blocking(of)?)
}

/// The same where the database is being read already.
pub fn of(conn: &mut AnyConn) -> QueryResult<Calendar> {
    Ok(shipped_and(&calendar::load(conn)?))
}

/// The calendar, for everybody who works here.
pub fn readable(conn: &mut AnyConn, actor: &Actor) -> Result<Calendar, Error> {
    actor.may_somewhere(Matter::ReadCalendar)?;
    Ok(of(conn)?)
}

/// Takes in a notice, and recounts every open case. A notice that is known already changes nothing, but entries
/// that its cases still lack are written.
pub fn load(db: &Db, notice: &Notice, options: &LoadOptions<'_>) -> Result<Loaded, Error> {
    let mut loaded = None;
    let done = db.write_blocking(|tx| {
        loaded = Some(take(tx, notice, options)?);
        if options.dry_run { Err(Error::NotKept) } else { Ok(()) }
    });
    match (done, loaded) {
        (Ok(()) | Err(Error::NotKept), Some(loaded)) => Ok(loaded),
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotKept),
    }
}

fn take(tx: &mut Tx<'_>, notice: &Notice, options: &LoadOptions<'_>) -> Result<Loaded, Error> {
    let mut stored = calendar::load(tx)?;
    let mut loaded = weigh(&stored, notice)?;
    if loaded.new {
        stored.push(calendar::record(tx, notice.clone(), options.now)?);
        loaded.written = !options.dry_run;
    }
    // A shipped notice was there before every case.
    let Some(sides) = sides(tx, &stored, notice)? else { return Ok(loaded) };
    let by = (options.keys, options.now, (options.actor, "calendar"));
    let mut after = None;
    loop {
        let page = next_page(tx, &sides, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.mark());
        let written = sides.write(tx, &page, by)?;
        loaded.entered += written.entered;
        loaded.missing += written.missing;
        loaded.moved.extend(written.moved);
    }
    loaded.written |= loaded.entered > 0 && !options.dry_run;
    Ok(loaded)
}

/// What a notice would do; nothing is written.
pub fn preview(
    conn: &mut AnyConn,
    actor: &Actor,
    notice: &Notice,
) -> QueryResult<Result<Loaded, Error>> {
    let allowed = may_load(conn, actor).and_then(|()| possible(notice, actor));
    reading::apart(allowed.and_then(|()| foretold(conn, notice, actor.now)))
}

fn foretold(conn: &mut AnyConn, notice: &Notice, now: DateTime<Utc>) -> Result<Loaded, Error> {
    let mut stored = calendar::load(conn)?;
    let mut loaded = weigh(&stored, notice)?;
    if loaded.new {
        stored.push(StoredNotice { id: Id::fresh(), recorded_at: now, notice: notice.clone() });
    }
    let Some(sides) = sides(conn, &stored, notice)? else { return Ok(loaded) };
    let mut after = None;
    loop {
        let page = next_page(conn, &sides, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(loaded) };
        after = Some(last.mark());
        loaded.moved.extend(sides.moved(conn, &page)?);
    }
}

/// Takes in a notice: from here on it is reckoned with. The rows and logs of the open cases follow in a recount, whose
/// id is given; `None` where there is nothing to follow.
pub fn store(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    notice: &Notice,
) -> Result<Option<Id>, Error> {
    may_load(tx, actor)?;
    possible(notice, actor)?;
    tx.alone(recount::LOCK)?;
    let stored = calendar::load(tx)?;
    if !weigh(&stored, notice)?.new {
        let known = stored.iter().rfind(|known| notice.repeats(&known.notice));
        let left = recounts::unfinished(tx)?;
        let left = left
            .iter()
            .find(|left| left.notice.is_some_and(|id| known.is_some_and(|known| known.id == id)));
        return Ok(left.map(|left| left.id));
    }
    let entry = calendar::record(tx, notice.clone(), actor.now)?;
    let published_on = match notice.dating() {
        Dating::Published(day) => Some(day),
        Dating::Loaded(_) => None,
    };
    let told =
        json!({"year": notice.year(), "number": notice.number(), "published_on": published_on});
    by(tx, keys, actor, "notice_loaded", told)?;
    let who = (actor.name.as_str(), actor.origin.as_str());
    Ok(Some(recounts::begin(tx, What::Notice(entry.id), who, actor.now)?))
}

/// Whoever loads a notice moves the dates of every case here, and so must reach all organs that keep some.
fn may_load(conn: &mut AnyConn, actor: &Actor) -> Result<(), Error> {
    actor.may_somewhere(Matter::LoadCalendar)?;
    let within = reading::organs_within(conn, actor, Matter::LoadCalendar)?;
    for organ in keepers(conn)? {
        if within.binary_search(&organ).is_err() {
            actor.may(conn, Matter::LoadCalendar, organ)?;
        }
    }
    Ok(())
}

/// A notice of tomorrow would stand over all that are published until then.
fn possible(notice: &Notice, actor: &Actor) -> Result<(), Error> {
    let day = notice.published_on();
    if day > actor.today {
        return Err(Refusal::InFuture { field: "published_on", day }.into());
    }
    Ok(())
}

/// What is to be said of a notice before its cases are looked at.
fn weigh(stored: &[StoredNotice], notice: &Notice) -> Result<Loaded, Error> {
    let calendar = shipped_and(stored);
    let year = notice.year();
    let new = !calendar.knows(notice);
    if new && calendar.is_poorer(notice) {
        return Err(Error::PartOfYear(year));
    }
    let falls_short = calendar.falls_short(notice);
    let after = if new { calendar.with_notice(notice.clone()) } else { calendar };
    let in_force = after.year(year).notice.is_some_and(|n| notice.repeats(n));
    Ok(Loaded {
        year,
        new,
        version: if in_force { Version::InForce } else { Version::Replaced },
        falls_short,
        written: false,
        moved: Vec::new(),
        entered: 0,
        missing: 0,
    })
}

/// The open cases on both sides of a stored notice; `None` for one that the program brings along.
fn sides(
    conn: &mut AnyConn,
    stored: &[StoredNotice],
    notice: &Notice,
) -> QueryResult<Option<Sides>> {
    let at = stored.iter().rposition(|known| notice.repeats(&known.notice));
    let parts = at.and_then(|at| stored.split_at_checked(at));
    Ok(match parts {
        Some((before, [entry, ..])) => Some(Sides::of_notice(conn, stored, (before, entry))?),
        _ => None,
    })
}

fn shipped_and(stored: &[StoredNotice]) -> Calendar {
    Calendar::shipped().with_notices(stored.iter().map(|stored| stored.notice.clone()))
}
