//! The working-day calendar of a database: the shipped notices and those loaded since. Loading one moves due dates.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Error;
use super::casebook::{self, Measure};
use super::entry::{Entry, head};
use crate::crypto::Keys;
use crate::db::calendar::{self, StoredNotice};
use crate::db::cases::count::keepers;
use crate::db::cases::handled;
use crate::db::cases::open::{self, OpenCase};
use crate::db::{AnyConn, Db, Id, QueryResult, Tx, organs};
use crate::domain::calendar::{Calendar, Notice};
use crate::domain::case::CaseFacts;
use crate::domain::dossier::Dossier;
use crate::domain::organ::Organs;

/// Cases looked at together.
const PAGE: usize = 500;
/// The kind of the event that tells of a moved due date.
const MOVED: &str = "due_date_moved";

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
    let calendar = shipped_and(&stored);
    let year = notice.year();
    let is_known = calendar.knows(notice);
    if !is_known && calendar.is_poorer(notice) {
        return Err(Error::PartOfYear(year));
    }
    let at = if is_known {
        stored.iter().rposition(|known| notice.repeats(&known.notice))
    } else {
        stored.push(calendar::record(tx, notice.clone(), options.now)?);
        Some(stored.len() - 1)
    };
    let in_force = shipped_and(&stored).year(year).notice.is_some_and(|n| notice.repeats(n));
    let version = if in_force { Version::InForce } else { Version::Replaced };
    let loaded = Loaded {
        year,
        new: !is_known,
        version,
        falls_short: calendar.falls_short(notice),
        written: !is_known && !options.dry_run,
        moved: Vec::new(),
        entered: 0,
        missing: 0,
    };
    // A shipped notice was there before every case.
    match at.and_then(|at| stored.split_at_checked(at)) {
        Some((before, [entry, ..])) => Recount::new(tx, before, entry, options, loaded)?.run(),
        _ => Ok(loaded),
    }
}

fn shipped_and(stored: &[StoredNotice]) -> Calendar {
    Calendar::shipped().with_notices(stored.iter().map(|stored| stored.notice.clone()))
}

/// The open cases on both sides of a notice.
struct Recount<'a, 't> {
    tx: &'a mut Tx<'t>,
    entry: &'a StoredNotice,
    before: Measure,
    after: Measure,
    /// With the notices that came later too.
    now: Measure,
    organs: Organs,
    options: &'a LoadOptions<'a>,
    loaded: Loaded,
}

/// What an event of this kind says beside the facts.
#[derive(Deserialize)]
struct Payload {
    notice: String,
}

impl<'a, 't> Recount<'a, 't> {
    fn new(
        tx: &'a mut Tx<'t>,
        before: &[StoredNotice],
        entry: &'a StoredNotice,
        options: &'a LoadOptions<'a>,
        loaded: Loaded,
    ) -> Result<Self, Error> {
        let organs = organs::load(tx, None)?;
        let before = shipped_and(before);
        let after = Measure::with(before.clone().with_notice(entry.notice.clone()));
        let before = Measure::with(before);
        let now = Measure::of(tx)?;
        Ok(Self { tx, entry, before, after, now, organs, options, loaded })
    }

    /// Goes through the cases that were recorded before the notice, a page at a time.
    fn run(mut self) -> Result<Loaded, Error> {
        let size = i64::try_from(PAGE).unwrap_or(i64::MAX);
        for organ in keepers(self.tx)? {
            let mut last = None;
            loop {
                let page = open::page(self.tx, organ, self.entry.recorded_at, last, size)?;
                self.recount(&page)?;
                last = page.last().map(|case| (case.received_on, case.id));
                if page.len() < PAGE {
                    break;
                }
            }
        }
        Ok(self.loaded)
    }

    fn recount(&mut self, page: &[OpenCase]) -> Result<(), Error> {
        let ids: Vec<Id> = page.iter().map(|case| case.id).collect();
        let dossiers: HashMap<Id, Dossier> = casebook::of(self.tx, &ids)?.into_iter().collect();
        let mut moved = Vec::new();
        for case in page {
            let Some(dossier) = dossiers.get(&case.id) else { continue };
            let before = casebook::copies(dossier, &self.before);
            let after = casebook::copies(dossier, &self.after);
            if before != after {
                let now = casebook::copies(dossier, &self.now);
                handled::rewrite(self.tx, case.id, &now)?;
            }
            if let Some(how) = self.moved(case, before.due_on, after.due_on) {
                moved.push((case, dossier.facts(), how));
            }
        }
        let ids: Vec<Id> = moved.iter().map(|(case, ..)| case.id).collect();
        let entered = self.entered(&ids)?;
        for (case, facts, how) in moved {
            if !entered.contains(&case.id) {
                self.enter((case, facts), &how)?;
            }
            self.loaded.moved.push(how);
        }
        Ok(())
    }

    /// How the notice moved the due date of a case, if it did.
    fn moved(
        &self,
        case: &OpenCase,
        before: Option<NaiveDate>,
        after: Option<NaiveDate>,
    ) -> Option<Moved> {
        let (before, after) = before.zip(after)?;
        let received_on = case.received_on;
        let organ = self.organs.nearest(case.organ, received_on);
        let organ = organ.map_or_else(String::new, |version| version.name.clone());
        let number = case.number.clone();
        let moved = Moved { number, organ, received_on, before, after };
        Some(moved).filter(|moved| moved.before != moved.after)
    }

    /// Those of the cases whose logs tell of this notice already.
    fn entered(&mut self, ids: &[Id]) -> Result<HashSet<Id>, Error> {
        let notice = self.entry.id.0.to_string();
        let mut entered = HashSet::new();
        for (case, payload) in open::payloads(self.tx, ids, MOVED)? {
            let payload: Payload = serde_json::from_str(&payload)
                .map_err(|error| Error::StoredEvent(error.to_string()))?;
            if payload.notice == notice {
                entered.insert(case);
            }
        }
        Ok(entered)
    }

    /// Writes the move into the log of the case, where the key is at hand.
    fn enter(
        &mut self,
        (case, facts): (&OpenCase, Option<CaseFacts>),
        moved: &Moved,
    ) -> Result<(), Error> {
        let Some(keys) = self.options.keys else {
            self.loaded.missing += 1;
            return Ok(());
        };
        let payload = json!({
            "facts": facts, "before": moved.before, "after": moved.after,
            "notice": self.entry.id.0.to_string(), "number": self.entry.notice.number(),
            "year": self.entry.notice.year(),
        });
        // The notice cannot have moved the date before there was one.
        let happened_on = self.entry.notice.published_on().max(case.received_on);
        let (now, actor) = (self.options.now, self.options.actor);
        let entry = Entry { kind: MOVED, happened_on, now, actor, origin: "calendar", payload };
        let head = head(case.event_count, &case.event_link);
        let (event, head) = entry.chain(keys, case.id, head);
        if !open::append(self.tx, case, &event, head.link.as_bytes())? {
            return Err(Error::Stale);
        }
        self.loaded.entered += 1;
        self.loaded.written |= !self.options.dry_run;
        Ok(())
    }
}
