//! Recounting cases after a change of the calendar or of an organ's periods: their rows for lists, and an entry in
//! each log whose due date moved. Whoever reads a due date reckons it anew, so that nothing waits for a recount.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;

use super::{Moved, shipped_and};
use crate::actions::Error;
use crate::actions::casebook::{self, Measure};
use crate::actions::entry::{Entry, head};
use crate::crypto::Keys;
use crate::db::calendar::{self, StoredNotice};
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::open::{self, OpenCase};
use crate::db::recounts::{self, Mark, StoredRecount, What};
use crate::db::{AnyConn, Id, QueryResult, Tx, organ_settings, organs};
use crate::domain::case::CaseFacts;
use crate::domain::dossier::Dossier;
use crate::domain::organ::OrganId;
use crate::domain::settings::SetPeriods;

/// Recounts and the loading of notices go one after the other, on whatever instance.
pub(super) const LOCK: i64 = 0x676b_7265_636f_756e;
/// Cases of one transaction, so that nobody waits.
const PART: i64 = 200;
/// The kind of the event that tells of a moved due date.
const MOVED: &str = "due_date_moved";
/// A recount that nobody carried on for so long was left behind.
const LEFT_BEHIND: TimeDelta = TimeDelta::seconds(30);

/// A part of a recount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Entries written into logs.
    pub entered: usize,
    pub is_last: bool,
}

/// Begins to recount the open cases of an organ that had the periods `before` until now.
pub fn begin_for_periods(
    tx: &mut Tx<'_>,
    (organ, before): (OrganId, SetPeriods),
    (actor, origin): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Id, Error> {
    let before = serde_json::to_string(&before).map_err(|error| unreadable(&error))?;
    Ok(recounts::begin(tx, What::Periods(organ, &before), (actor, origin), now)?)
}

/// Does the next part of a recount. One that is repeated writes nothing twice.
pub fn carry_on(
    tx: &mut Tx<'_>,
    keys: &Keys,
    recount: Id,
    now: DateTime<Utc>,
) -> Result<Part, Error> {
    tx.alone(LOCK)?;
    let Some(recount) = recounts::find(tx, recount)? else {
        return Ok(Part { entered: 0, is_last: true });
    };
    let sides = Sides::of(tx, &recount)?;
    let page = next_page(tx, &sides, recount.mark(), PART)?;
    let Some(last) = page.last() else {
        recounts::finish(tx, recount.id, now)?;
        return Ok(Part { entered: 0, is_last: true });
    };
    let by = (Some(keys), now, (recount.actor.as_str(), recount.origin.as_str()));
    let written = sides.write(tx, &page, by)?;
    recounts::carry_on(tx, recount.id, last.mark(), now)?;
    Ok(Part { entered: written.entered, is_last: false })
}

/// The recounts that nobody carries on: their service was stopped.
pub fn left_behind(conn: &mut AnyConn, now: DateTime<Utc>) -> QueryResult<Vec<Id>> {
    let left = recounts::unfinished(conn)?.into_iter();
    let left = left.filter(|recount| recount.carried_on_at.0 + LEFT_BEHIND <= now);
    Ok(left.map(|recount| recount.id).collect())
}

/// What rows may rightly be derived with: the measure of now first, and while recounts are under way those before.
pub fn measures(conn: &mut AnyConn) -> Result<Vec<Measure>, Error> {
    let stored = calendar::load(conn)?;
    let unfinished = recounts::unfinished(conn)?;
    let pending = |notice: &StoredNotice| unfinished.iter().any(|r| r.notice == Some(notice.id));
    let first = stored.iter().position(pending).unwrap_or(stored.len());
    let mut periods = vec![organ_settings::periods(conn)?];
    for recount in unfinished.iter().rev() {
        let before = recount.organ.zip(recount.periods.as_ref());
        if let (Some((organ, text)), Some(last)) = (before, periods.last()) {
            let mut earlier = last.clone();
            earlier.insert(organ, serde_json::from_str(text).map_err(|error| unreadable(&error))?);
            periods.push(earlier);
        }
    }
    let notices = (first..=stored.len()).rev().filter_map(|end| stored.get(..end));
    let each = notices.flat_map(|notices| periods.iter().map(move |set| (notices, set)));
    Ok(each.map(|(notices, set)| Measure::with(shipped_and(notices), set.clone())).collect())
}

/// The open cases on both sides of a change.
pub(super) struct Sides {
    before: Measure,
    after: Measure,
    /// With whatever came later too.
    now: Measure,
    /// The notice that was loaded.
    entry: Option<StoredNotice>,
    /// Else the organ whose periods changed.
    organ: Option<OrganId>,
    /// Cases recorded later know it already.
    by: DateTime<Utc>,
}

/// What the change does to a case.
struct Change<'a> {
    case: &'a OpenCase,
    facts: Option<CaseFacts>,
    /// Its row, where that changes.
    row: Option<Copies>,
    moved: Option<(NaiveDate, NaiveDate)>,
}

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    pub moved: Vec<Moved>,
    pub entered: usize,
    pub missing: usize,
}

/// The key, if it is at hand; when; and who from where.
pub(super) type By<'a> = (Option<&'a Keys>, DateTime<Utc>, (&'a str, &'a str));

impl OpenCase {
    /// Where it stands among all.
    pub(super) fn mark(&self) -> Mark {
        (self.organ, self.received_on, self.id)
    }
}

/// The next cases after `after`: organ by organ, by date of receipt.
pub(super) fn next_page(
    conn: &mut AnyConn,
    sides: &Sides,
    after: Option<Mark>,
    size: i64,
) -> QueryResult<Vec<OpenCase>> {
    let mut within = after.map(|(_, day, id)| (day, id));
    let mut at = match (after, sides.organ) {
        (Some((organ, ..)), _) | (None, Some(organ)) => Some(organ),
        (None, None) => open::keeper_after(conn, None)?,
    };
    while let Some(organ) = at {
        let page = open::page(conn, organ, (sides.by, sides.closed_since()), within.take(), size)?;
        if !page.is_empty() {
            return Ok(page);
        }
        at = if sides.organ.is_some() { None } else { open::keeper_after(conn, Some(organ))? };
    }
    Ok(Vec::new())
}

impl Sides {
    /// Before and after a notice among those that are stored.
    pub fn of_notice(
        conn: &mut AnyConn,
        stored: &[StoredNotice],
        (before, entry): (&[StoredNotice], &StoredNotice),
    ) -> QueryResult<Self> {
        let set = organ_settings::periods(conn)?;
        let before = shipped_and(before);
        let after = before.clone().with_notice(entry.notice.clone());
        Ok(Self {
            before: Measure::with(before, set.clone()),
            after: Measure::with(after, set.clone()),
            now: Measure::with(shipped_and(stored), set),
            by: entry.recorded_at,
            entry: Some(entry.clone()),
            organ: None,
        })
    }

    /// A notice tells how long cases took that were closed in its year or later; a changed period does not.
    fn closed_since(&self) -> Option<NaiveDate> {
        // A holiday may begin in the last days of the year before.
        let year = self.entry.as_ref()?.notice.year().saturating_sub(1);
        NaiveDate::from_ymd_opt(year, 12, 1)
    }

    /// Of a recount that is under way.
    fn of(conn: &mut AnyConn, recount: &StoredRecount) -> Result<Self, Error> {
        if let Some((organ, before)) = recount.organ.zip(recount.periods.as_ref()) {
            let before = serde_json::from_str(before).map_err(|error| unreadable(&error))?;
            return Ok(Self::of_periods(conn, (organ, before), recount.recorded_at.0)?);
        }
        let stored = calendar::load(conn)?;
        let at = stored.iter().position(|known| Some(known.id) == recount.notice);
        match at.and_then(|at| stored.split_at_checked(at)) {
            Some((before, [entry, ..])) => Ok(Self::of_notice(conn, &stored, (before, entry))?),
            _ => Err(Error::StoredEvent("要重新推算的放假通知不见了".to_owned())),
        }
    }

    fn of_periods(
        conn: &mut AnyConn,
        (organ, before): (OrganId, SetPeriods),
        by: DateTime<Utc>,
    ) -> QueryResult<Self> {
        let calendar = super::of(conn)?;
        let set = organ_settings::periods(conn)?;
        let mut earlier = set.clone();
        earlier.insert(organ, before);
        let now = || Measure::with(calendar.clone(), set.clone());
        let before = Measure::with(calendar.clone(), earlier);
        Ok(Self { before, after: now(), now: now(), entry: None, organ: Some(organ), by })
    }

    /// The cases of a page whose due dates move.
    pub fn moved(&self, conn: &mut AnyConn, page: &[OpenCase]) -> Result<Vec<Moved>, Error> {
        let changes = self.changes(conn, page)?;
        Ok(told(conn, &changes)?)
    }

    /// Writes the rows of a page anew, and the moves into the logs, where the key is at hand.
    pub fn write(&self, tx: &mut Tx<'_>, page: &[OpenCase], by: By<'_>) -> Result<Written, Error> {
        let changes = self.changes(tx, page)?;
        let mut written = Written { moved: told(tx, &changes)?, ..Written::default() };
        let moved = changes.iter().filter(|change| change.moved.is_some());
        let ids: Vec<Id> = moved.map(|change| change.case.id).collect();
        let known = match &self.entry {
            Some(entry) => entered(tx, entry, &ids)?,
            None => HashSet::new(),
        };
        for change in &changes {
            let due = change.moved.is_some() && !known.contains(&change.case.id);
            let entry = self.entry.as_ref().filter(|_| due).zip(by.0);
            written.missing += usize::from(due && by.0.is_none());
            if let Some(row) = &change.row
                && !handled::recopy(
                    tx,
                    (change.case.id, change.case.version),
                    row,
                    entry.is_none(),
                )?
            {
                return Err(Error::Stale);
            }
            if let Some(entry) = entry {
                enter(tx, entry, change, (by.1, by.2))?;
                written.entered += 1;
            }
        }
        Ok(written)
    }

    fn changes<'a>(
        &self,
        conn: &mut AnyConn,
        page: &'a [OpenCase],
    ) -> Result<Vec<Change<'a>>, Error> {
        let ids: Vec<Id> = page.iter().map(|case| case.id).collect();
        let dossiers: HashMap<Id, Dossier> = casebook::of(conn, &ids)?.into_iter().collect();
        let change = |case: &'a OpenCase| {
            let dossier = dossiers.get(&case.id)?;
            let by = |measure| casebook::copies(dossier, case.organ, measure);
            let (before, after) = (by(&self.before), by(&self.after));
            let moved = before.due_on.zip(after.due_on).filter(|(before, after)| before != after);
            let row = (before != after).then(|| by(&self.now));
            Some(Change { case, facts: dossier.facts(), row, moved })
        };
        Ok(page.iter().filter_map(change).collect())
    }
}

/// The moves among changes, with the names of the organs.
fn told(conn: &mut AnyConn, changes: &[Change<'_>]) -> QueryResult<Vec<Moved>> {
    if changes.iter().all(|change| change.moved.is_none()) {
        return Ok(Vec::new());
    }
    let organs = organs::load(conn, None)?;
    let tell = |change: &Change<'_>| {
        let (before, after) = change.moved?;
        let OpenCase { organ, received_on, number, .. } = change.case;
        let organ = organs.nearest(*organ, *received_on);
        let organ = organ.map_or_else(String::new, |version| version.name.clone());
        Some(Moved { number: number.clone(), organ, received_on: *received_on, before, after })
    };
    Ok(changes.iter().filter_map(tell).collect())
}

/// What an event of this kind says beside the facts.
#[derive(Deserialize)]
struct Payload {
    notice: String,
}

/// Those of the cases whose logs tell of this notice already.
fn entered(conn: &mut AnyConn, entry: &StoredNotice, ids: &[Id]) -> Result<HashSet<Id>, Error> {
    let notice = entry.id.0.to_string();
    let mut entered = HashSet::new();
    for (case, payload) in open::payloads(conn, ids, MOVED)? {
        let payload: Payload =
            serde_json::from_str(&payload).map_err(|error| unreadable(&error))?;
        if payload.notice == notice {
            entered.insert(case);
        }
    }
    Ok(entered)
}

/// Writes the move into the log of the case.
fn enter(
    tx: &mut Tx<'_>,
    (entry, keys): (&StoredNotice, &Keys),
    Change { case, facts, moved, .. }: &Change<'_>,
    (now, (actor, origin)): (DateTime<Utc>, (&str, &str)),
) -> Result<(), Error> {
    let payload = json!({
        "facts": facts, "before": moved.map(|(before, _)| before),
        "after": moved.map(|(_, after)| after), "notice": entry.id.0.to_string(),
        "number": entry.notice.number(), "year": entry.notice.year(),
    });
    // The notice cannot have moved the date before there was one.
    let happened_on = entry.notice.published_on().max(case.received_on);
    let entry = Entry { kind: MOVED, happened_on, now, actor, origin, payload };
    let (event, head) = entry.chain(keys, case.id, head(case.event_count, &case.event_link));
    if !open::append(tx, case, &event, head.link.as_bytes())? {
        return Err(Error::Stale);
    }
    Ok(())
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::StoredEvent(error.to_string())
}
