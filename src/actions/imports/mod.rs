//! Registers that are handed to the running service: taken in, looked at, and recorded once a person says so. The
//! work itself is done apart from any request, by whichever instance takes it up.

mod file;
mod work;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde_json::json;

use super::audit::{self, Entry};
use super::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::imports::{self, NewImport, StoredImport};
use crate::db::{AnyConn, Id, QueryResult, Tx, organs};
use crate::domain::import::ImportState;
use crate::domain::permission::Matter;
use crate::ledger::RegisterKind;

pub use file::{PART, put_part, reseal};
pub use work::{claim, work_off};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 32 << 20;
/// Rows of one register; more are for the command line.
pub const MOST_ROWS: u64 = 50_000;
/// How long a file lies here without anybody deciding on it.
const KEPT: TimeDelta = TimeDelta::days(7);
/// Characters of a file's name.
const LONGEST_NAME: usize = 200;

/// How a register is to be read.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub organ: String,
    pub file_name: String,
    pub kind: Option<RegisterKind>,
    pub year: Option<i32>,
    pub sheet: Option<String>,
    /// Lets the register correct what is recorded.
    pub corrects: bool,
}

/// Begins an import by whom may take in for the organ; its file is to follow.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, wanted: Wanted) -> Result<Id, Error> {
    let code = wanted.organ;
    let organ = organs::find(tx, &code)?.ok_or(Error::NoSuchOrgan(code))?;
    actor.may(tx, Matter::TakeIn, organ)?;
    if let Some(year) = wanted.year.filter(|year| *year > actor.today.year()) {
        return Err(Error::YearNotBegun(year));
    }
    let name = wanted.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Error::Field {
            name: "file_name".into(),
            text: "应为 1 至 200 个字的文件名".into(),
        });
    }
    let allowed = reading::organs_within(tx, actor, Matter::TakeIn)?;
    let new = NewImport {
        organ,
        file_name: name.to_owned(),
        kind: wanted.kind.map(|kind| kind.to_string()),
        year: wanted.year,
        sheet: wanted.sheet,
        corrects: wanted.corrects,
        allowed: json!(allowed).to_string(),
        actor: actor.name.clone(),
    };
    Ok(imports::begin(tx, &new, actor.now)?)
}

/// The file is here whole: it is looked at next.
pub fn uploaded(tx: &mut Tx<'_>, id: Id) -> Result<StoredImport, Error> {
    if !imports::advance(tx, id, (ImportState::Uploading, ImportState::Checking), false)? {
        return Err(Error::ImportNotWaiting);
    }
    imports::find(tx, id)?.ok_or(Error::NoSuchImport)
}

/// The file did not come, or not whole: nothing of it stays.
pub fn break_off(tx: &mut Tx<'_>, id: Id) -> Result<(), Error> {
    imports::forget_file(tx, id)?;
    imports::advance(tx, id, (ImportState::Uploading, ImportState::Discarded), false)?;
    Ok(())
}

/// One, for whom may take in for its organ.
pub fn read(conn: &mut AnyConn, actor: &Actor, id: Id) -> Result<StoredImport, Error> {
    let import = imports::find(conn, id)?.ok_or(Error::NoSuchImport)?;
    match actor.may(conn, Matter::TakeIn, import.organ_id) {
        Err(Error::Forbidden(_)) => Err(Error::NoSuchImport),
        other => other.map(|()| import),
    }
}

/// Those of the organs for which the actor may take in, the newest first.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    organ: Option<&str>,
    before: Option<Id>,
    size: i64,
) -> Result<Vec<StoredImport>, Error> {
    actor.may_somewhere(Matter::TakeIn)?;
    let mut among = reading::organs_within(conn, actor, Matter::TakeIn)?;
    if let Some(code) = organ {
        let only = organs::find(conn, code)?.ok_or_else(|| Error::NoSuchOrgan(code.to_owned()))?;
        among.retain(|organ| *organ == only);
    }
    Ok(imports::page(conn, &among, before, size)?)
}

/// Lets a register that was looked at be recorded; with rows that were refused only if these are to be left out.
pub fn confirm(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    id: Id,
    leaves_out_refused: bool,
) -> Result<StoredImport, Error> {
    let import = read(tx, actor, id)?;
    if import.state.0 == ImportState::Checked && import.errors > 0 && !leaves_out_refused {
        return Err(Error::ImportHasErrors(import.errors));
    }
    let states = (ImportState::Checked, ImportState::Recording);
    if !imports::advance(tx, id, states, leaves_out_refused)? {
        return Err(Error::ImportNotWaiting);
    }
    enter(tx, keys, actor, "import_confirmed", &import)?;
    read(tx, actor, id)
}

/// Throws a register away that is not to be recorded.
pub fn discard(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, id: Id) -> Result<(), Error> {
    let import = read(tx, actor, id)?;
    let states = (import.state.0, ImportState::Discarded);
    if !states.0.may_be_discarded() || !imports::advance(tx, id, states, false)? {
        return Err(Error::ImportNotWaiting);
    }
    imports::forget_file(tx, id)?;
    enter(tx, keys, actor, "import_discarded", &import)
}

fn enter(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    kind: &'static str,
    import: &StoredImport,
) -> Result<(), Error> {
    let payload =
        json!({"organ": import.organ, "import": import.id.0, "file_name": import.file_name});
    let (now, today) = (actor.now, actor.today);
    audit::enter(
        tx,
        keys,
        &Entry { kind, actor: &actor.name, origin: &actor.origin, now, today, payload },
    )
}

/// Throws away the files on which nobody decided for a week.
pub fn forget(tx: &mut Tx<'_>, now: DateTime<Utc>) -> QueryResult<()> {
    for id in imports::left_lying(tx, now - KEPT)? {
        imports::forget_file(tx, id)?;
        let import = imports::find(tx, id)?;
        if let Some(import) = import {
            imports::advance(tx, id, (import.state.0, ImportState::Discarded), false)?;
        }
    }
    Ok(())
}
