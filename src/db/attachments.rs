//! Files beside the cases: what is known of each, never the file itself.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::schema::attachments as t;
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::attachment::AttachmentKind;

/// A file as it is recorded; its name and its key are sealed.
#[derive(Clone, Debug, Queryable)]
pub struct Stored {
    pub id: Id,
    pub case: Option<Id>,
    pub kind: Named<AttachmentKind>,
    pub name: Vec<u8>,
    pub media_type: String,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub file_key: Vec<u8>,
    pub from_requester: bool,
    pub attached_by: String,
    pub recorded_at: Instant,
    pub removed_at: Option<Instant>,
}

macro_rules! stored {
    ($of:expr) => {
        $of.select((
            t::id,
            t::case_id,
            t::kind,
            t::name,
            t::media_type,
            t::size,
            t::sha256,
            t::file_key,
            t::from_requester,
            t::attached_by,
            t::recorded_at,
            t::removed_at,
        ))
    };
}

/// Records a file.
pub fn insert(tx: &mut Tx<'_>, file: &Stored) -> QueryResult<()> {
    diesel::insert_into(t::table)
        .values((
            t::id.eq(file.id),
            t::case_id.eq(file.case),
            t::kind.eq(file.kind.0.to_string()),
            t::name.eq(&file.name),
            t::media_type.eq(&file.media_type),
            t::size.eq(file.size),
            t::sha256.eq(&file.sha256),
            t::file_key.eq(&file.file_key),
            t::from_requester.eq(file.from_requester),
            t::attached_by.eq(&file.attached_by),
            t::recorded_at.eq(file.recorded_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The files of a case, the first attached first; removed ones too.
pub fn of_case(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<Stored>> {
    let files = t::table.filter(t::case_id.eq(Some(case)));
    stored!(files.order((t::recorded_at, t::id))).load(conn)
}

/// A file of a case that was not removed.
pub fn find(conn: &mut AnyConn, case: Id, id: Id) -> QueryResult<Option<Stored>> {
    let files = t::table.find(id).filter(t::case_id.eq(Some(case)));
    stored!(files.filter(t::removed_at.is_null())).first(conn).optional()
}

/// An upload of after `since` that nobody named yet.
pub fn waiting(conn: &mut AnyConn, id: Id, since: DateTime<Utc>) -> QueryResult<Option<Stored>> {
    let waiting = t::table.find(id).filter(t::case_id.is_null());
    stored!(waiting.filter(t::recorded_at.gt(Instant(since)))).first(conn).optional()
}

/// Gives an upload of after `since` to a case; false where there is no such upload any more.
pub fn name(
    tx: &mut Tx<'_>,
    (id, since): (Id, DateTime<Utc>),
    (case, kind): (Id, AttachmentKind),
    now: Instant,
) -> QueryResult<bool> {
    let unnamed =
        t::table.find(id).filter(t::case_id.is_null()).filter(t::recorded_at.gt(Instant(since)));
    let named = diesel::update(unnamed)
        .set((t::case_id.eq(Some(case)), t::kind.eq(kind.to_string()), t::recorded_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(named == 1)
}

/// Marks a file as removed.
pub fn remove(tx: &mut Tx<'_>, id: Id, now: Instant) -> QueryResult<()> {
    diesel::update(t::table.find(id)).set(t::removed_at.eq(Some(now))).execute(&mut **tx)?;
    Ok(())
}

/// Uploads of before `instant` that nobody named.
pub fn unnamed(conn: &mut AnyConn, instant: DateTime<Utc>, size: i64) -> QueryResult<Vec<Id>> {
    // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
    t::table
        .filter(sql::<Bool>("case_id IS NULL"))
        .filter(t::recorded_at.lt(Instant(instant)))
        .order(t::recorded_at)
        .select(t::id)
        .limit(size)
        .load(conn)
}

/// Forgets an upload that nobody named; false if somebody just did.
pub fn forget(tx: &mut Tx<'_>, id: Id) -> QueryResult<bool> {
    let unnamed = t::table.find(id).filter(t::case_id.is_null());
    Ok(diesel::delete(unnamed).execute(&mut **tx)? == 1)
}

/// Removed files that are still kept.
pub fn to_erase(conn: &mut AnyConn, size: i64) -> QueryResult<Vec<Id>> {
    t::table
        .filter(sql::<Bool>("removed_at IS NOT NULL AND erased_at IS NULL"))
        .select(t::id)
        .limit(size)
        .load(conn)
}

/// Marks a file as gone.
pub fn erased(tx: &mut Tx<'_>, id: Id, now: Instant) -> QueryResult<()> {
    diesel::update(t::table.find(id)).set(t::erased_at.eq(Some(now))).execute(&mut **tx)?;
    Ok(())
}

/// Those of some ids that are recorded.
pub fn known(conn: &mut AnyConn, ids: &[Id]) -> QueryResult<Vec<Id>> {
    t::table.filter(t::id.eq_any(ids)).select(t::id).load(conn)
}

/// A file with its sealed name and its sealed key.
pub type Sealed = (Id, Vec<u8>, Vec<u8>);

/// Every file with what is sealed of it, in order of ids.
pub fn sealed(conn: &mut AnyConn, after: Option<Id>, size: i64) -> QueryResult<Vec<Sealed>> {
    let mut files = t::table.order(t::id).limit(size).into_boxed();
    if let Some(after) = after {
        files = files.filter(t::id.gt(after));
    }
    files.select((t::id, t::name, t::file_key)).load(conn)
}

/// Writes name and key under another key.
pub fn reseal(tx: &mut Tx<'_>, id: Id, name: &[u8], file_key: &[u8]) -> QueryResult<()> {
    diesel::update(t::table.find(id))
        .set((t::name.eq(name), t::file_key.eq(file_key)))
        .execute(&mut **tx)?;
    Ok(())
}
