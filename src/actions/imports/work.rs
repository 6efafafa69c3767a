//! What the program does for an import without a person: look at the register, and record it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::Error;
use super::super::import::{ImportOptions, ImportReport, import, import_in_parts};
use super::{MOST_ROWS, file};
use crate::crypto::Keys;
use crate::db::imports::{self, End, StoredImport};
use crate::db::{Db, Id, Location, Tx};
use crate::domain::import::ImportState;
use crate::domain::organ::OrganId;
use crate::ledger::{self, ReadOptions};

/// An import that nobody carried on for so long was left behind.
const LEFT_BEHIND: TimeDelta = TimeDelta::seconds(30);
/// How often it is kept how far one is.
const KEEPS: Duration = Duration::from_secs(1);

/// Takes up an import that waits for the program, unless another instance did.
pub fn claim(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<Option<Id>, Error> {
    Ok(imports::claim(tx, now, LEFT_BEHIND)?)
}

/// Does what an import waits for, whole. May take as long as a register is; what the register is at fault for ends the
/// import, what the database is at fault for is tried again.
pub fn work_off(
    db: &Db,
    keys: &Keys,
    id: Id,
    at: &dyn Fn() -> (DateTime<Utc>, NaiveDate),
) -> Result<(), Error> {
    let Some(stored) = db.scan_blocking(|conn| imports::find(conn, id))? else { return Ok(()) };
    if !stored.state.0.is_under_way() {
        return Ok(());
    }
    match done(db, keys, &stored, at) {
        Ok(report) => end(db, &stored, &report, at().0),
        Err(error @ (Error::Unreadable(_) | Error::TooManyRows(_) | Error::NoSuchOrgan(_))) => {
            fail(db, &stored, &error.to_string(), at().0)
        }
        Err(error) => Err(error),
    }
}

fn done(
    db: &Db,
    keys: &Keys,
    stored: &StoredImport,
    at: &dyn Fn() -> (DateTime<Utc>, NaiveDate),
) -> Result<ImportReport, Error> {
    let file = file::opened(db, keys, stored.id)?;
    let kind = stored.kind.as_deref().and_then(|kind| kind.parse().ok());
    let options = ReadOptions { sheet: stored.sheet.as_deref(), mapping: None, kind };
    let book = ledger::open(file.path(), &options)?;
    let allowed: BTreeSet<OrganId> = serde_json::from_str(&stored.allowed)
        .map_err(|error| Error::StoredEvent(error.to_string()))?;
    let (now, today) = at();
    let options = ImportOptions {
        organ: Some(&stored.organ),
        year: stored.year,
        dry_run: stored.state.0 == ImportState::Checking,
        rejects: None,
        leave_out_refused: stored.leaves_out_refused,
        update: stored.corrects,
        most_rows: Some(MOST_ROWS),
        allowed: Some(&allowed),
        today,
        now,
        actor: &stored.actor,
    };
    let mut kept = Instant::now();
    let mut progress = |rows: u64| {
        if kept.elapsed() > KEEPS {
            kept = Instant::now();
            // A progress that is not kept is no reason to stop; the next one may be.
            let _ = db.write_blocking(|tx| imports::carry_on(tx, stored.id, small(rows), at().0));
        }
    };
    match db.location() {
        // One writer: whole, it would keep every clerk waiting.
        Location::Sqlite(_) => import_in_parts(db, keys, &book, &options, &mut progress),
        Location::Postgres(_) if options.dry_run => {
            import_in_parts(db, keys, &book, &options, &mut progress)
        }
        Location::Postgres(_) => import(db, keys, &book, &options, &mut |_| {}),
    }
}

fn end(
    db: &Db,
    stored: &StoredImport,
    report: &ImportReport,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let state = if report.written { ImportState::Recorded } else { ImportState::Checked };
    let text = serde_json::to_string(report).map_err(|e| Error::StoredEvent(e.to_string()))?;
    db.write_blocking(|tx| {
        let rows_read = small(report.cases.read + report.challenges.read);
        let (errors, failure) = (small(report.errors), None);
        let end = End { state, rows_read, errors, report: Some(&text), failure };
        imports::end(tx, stored.id, &end, now)?;
        if report.written {
            imports::forget_file(tx, stored.id)?;
        }
        Ok(())
    })
}

fn fail(db: &Db, stored: &StoredImport, why: &str, now: DateTime<Utc>) -> Result<(), Error> {
    db.write_blocking(|tx| {
        let state = ImportState::Failed;
        let end = End { state, rows_read: 0, errors: 0, report: None, failure: Some(why) };
        imports::end(tx, stored.id, &end, now)?;
        Ok(imports::forget_file(tx, stored.id)?)
    })
}

fn small(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
