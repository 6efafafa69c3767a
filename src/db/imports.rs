//! Registers that were handed to the running service, and the sealed parts of their files.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::schema::{import_parts, imports as t, organs};
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::import::ImportState;
use crate::domain::organ::OrganId;

/// One import.
#[derive(Clone, Debug, Queryable)]
pub struct StoredImport {
    pub id: Id,
    pub organ_id: OrganId,
    pub organ: String,
    pub file_name: String,
    pub kind: Option<String>,
    pub year: Option<i32>,
    pub sheet: Option<String>,
    pub corrects: bool,
    /// The organs for which rows are taken, as JSON.
    pub allowed: String,
    pub state: Named<ImportState>,
    pub leaves_out_refused: bool,
    pub rows_read: i32,
    pub errors: i32,
    /// What the check or the recording came to, as JSON.
    pub report: Option<String>,
    pub failure: Option<String>,
    pub actor: String,
    pub recorded_at: Instant,
}

/// What a register is handed in with.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub organ: OrganId,
    pub file_name: String,
    pub kind: Option<String>,
    pub year: Option<i32>,
    pub sheet: Option<String>,
    pub corrects: bool,
    pub allowed: String,
    pub actor: String,
}

/// The columns of an import, joined with the code of its organ.
macro_rules! rows {
    () => {
        t::table.inner_join(organs::table.on(organs::id.eq(t::organ_id))).select((
            t::id,
            t::organ_id,
            organs::code,
            t::file_name,
            t::kind,
            t::year,
            t::sheet,
            t::corrects,
            t::allowed,
            t::state,
            t::leaves_out_refused,
            t::rows_read,
            t::errors,
            t::report,
            t::failure,
            t::actor,
            t::recorded_at,
        ))
    };
}

/// Begins one, whose file is to follow.
pub fn begin(tx: &mut Tx<'_>, new: &NewImport, at: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::fresh();
    diesel::insert_into(t::table)
        .values((
            t::id.eq(id),
            t::organ_id.eq(new.organ),
            t::file_name.eq(&new.file_name),
            t::kind.eq(new.kind.as_deref()),
            t::year.eq(new.year),
            t::sheet.eq(new.sheet.as_deref()),
            t::corrects.eq(new.corrects),
            t::allowed.eq(&new.allowed),
            t::state.eq(ImportState::Uploading.to_string()),
            t::leaves_out_refused.eq(false),
            t::rows_read.eq(0),
            t::errors.eq(0),
            t::actor.eq(&new.actor),
            t::recorded_at.eq(Instant(at)),
            t::carried_on_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// One, if it exists.
pub fn find(conn: &mut AnyConn, id: Id) -> QueryResult<Option<StoredImport>> {
    rows!().filter(t::id.eq(id)).first(conn).optional()
}

/// Those of some organs before `before`, the newest first.
pub fn page(
    conn: &mut AnyConn,
    among: &[OrganId],
    before: Option<Id>,
    size: i64,
) -> QueryResult<Vec<StoredImport>> {
    let mut query =
        rows!().filter(t::organ_id.eq_any(among)).order(t::id.desc()).limit(size).into_boxed();
    if let Some(before) = before {
        query = query.filter(t::id.lt(before));
    }
    query.load(conn)
}

/// Adds a sealed part of the file.
pub fn add_part(tx: &mut Tx<'_>, import: Id, ordinal: i32, sealed: &[u8]) -> QueryResult<()> {
    let part = import_parts::table;
    diesel::insert_into(part)
        .values((
            import_parts::import_id.eq(import),
            import_parts::ordinal.eq(ordinal),
            import_parts::sealed.eq(sealed),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A sealed part of the file; `None` after the last.
pub fn part(conn: &mut AnyConn, import: Id, ordinal: i32) -> QueryResult<Option<Vec<u8>>> {
    let one = import_parts::table.find((import, ordinal));
    one.select(import_parts::sealed).first(conn).optional()
}

/// Every part of every file that lies here: import and ordinal.
pub fn parts(conn: &mut AnyConn) -> QueryResult<Vec<(Id, i32)>> {
    let order = (import_parts::import_id, import_parts::ordinal);
    import_parts::table.order(order).select(order).load(conn)
}

/// Puts another ciphertext in the place of a part.
pub fn reseal(tx: &mut Tx<'_>, (import, ordinal): (Id, i32), sealed: &[u8]) -> QueryResult<()> {
    diesel::update(import_parts::table.find((import, ordinal)))
        .set(import_parts::sealed.eq(sealed))
        .execute(&mut **tx)?;
    Ok(())
}

/// Throws the file away.
pub fn forget_file(tx: &mut Tx<'_>, import: Id) -> QueryResult<()> {
    let of = import_parts::table.filter(import_parts::import_id.eq(import));
    diesel::delete(of).execute(&mut **tx)?;
    Ok(())
}

/// Moves one from a state to another; `false` if it stands elsewhere by now. Whoever looks for work finds it at once.
pub fn advance(
    tx: &mut Tx<'_>,
    id: Id,
    (from, to): (ImportState, ImportState),
    leaves_out_refused: bool,
) -> QueryResult<bool> {
    let one = t::table.filter(t::id.eq(id)).filter(t::state.eq(from.to_string()));
    let moved = diesel::update(one)
        .set((
            t::state.eq(to.to_string()),
            t::leaves_out_refused.eq(leaves_out_refused),
            t::rows_read.eq(0),
            t::carried_on_at.eq(Instant(DateTime::UNIX_EPOCH)),
        ))
        .execute(&mut **tx)?;
    Ok(moved == 1)
}

/// Takes up one that the program has to do and that nobody carried on for `patience`.
pub fn claim(tx: &mut Tx<'_>, now: DateTime<Utc>, patience: TimeDelta) -> QueryResult<Option<Id>> {
    let left = Instant(now - patience);
    let under_way = [ImportState::Checking, ImportState::Recording].map(|state| state.to_string());
    let waiting = t::table
        .filter(t::state.eq_any(under_way))
        .filter(t::carried_on_at.lt(left))
        .order((t::carried_on_at, t::id))
        .select((t::id, t::carried_on_at));
    let Some((id, seen)) = waiting.first::<(Id, Instant)>(&mut **tx).optional()? else {
        return Ok(None);
    };
    let same = t::table.filter(t::id.eq(id)).filter(t::carried_on_at.eq(seen));
    let taken = diesel::update(same).set(t::carried_on_at.eq(Instant(now))).execute(&mut **tx)?;
    Ok((taken == 1).then_some(id))
}

/// Keeps how far one is, and that somebody carries it on.
pub fn carry_on(tx: &mut Tx<'_>, id: Id, rows_read: i32, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(t::table.find(id))
        .set((t::rows_read.eq(rows_read), t::carried_on_at.eq(Instant(now))))
        .execute(&mut **tx)?;
    Ok(())
}

/// What a check or a recording came to.
pub struct End<'a> {
    pub state: ImportState,
    pub rows_read: i32,
    pub errors: i32,
    pub report: Option<&'a str>,
    pub failure: Option<&'a str>,
}

/// Keeps it.
pub fn end(tx: &mut Tx<'_>, id: Id, end: &End<'_>, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(t::table.find(id))
        .set((
            t::state.eq(end.state.to_string()),
            t::rows_read.eq(end.rows_read),
            t::errors.eq(end.errors),
            t::report.eq(end.report),
            t::failure.eq(end.failure),
            t::carried_on_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Those that a person left lying since `since`, an unfinished upload among them.
pub fn left_lying(conn: &mut AnyConn, since: DateTime<Utc>) -> QueryResult<Vec<Id>> {
    let waiting = [ImportState::Uploading, ImportState::Checked, ImportState::Failed];
    t::table
        .filter(t::state.eq_any(waiting.map(|state| state.to_string())))
        .filter(t::carried_on_at.lt(Instant(since)))
        .filter(t::recorded_at.lt(Instant(since)))
        .select(t::id)
        .load(conn)
}
