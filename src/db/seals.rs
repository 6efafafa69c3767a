//! Seals: which logs stood how at an instant, kept beside the logs themselves.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{cases, sealed_heads, seals};
use super::types::{Id, Instant};
use super::{AnyConn, Tx, settings};

/// The setting that keeps the head of the chain of seals.
const HEAD: &str = "seal_head";
/// The advisory lock of PostgreSQL under which seals are made; any number of ours.
const LOCK: i64 = 0x676f_6e67_6b61_6902;

/// A seal as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = seals)]
pub struct Seal {
    pub seq: i32,
    pub sealed_at: Instant,
    /// Every log that changed up to this instant is covered, by this seal or one before.
    pub covers_until: Instant,
    /// How many cases there were.
    pub cases: i64,
    /// How many logs this seal covers.
    pub changed: i64,
    /// The digest of their heads, in hexadecimal digits.
    pub heads: String,
    /// How many entries the log of sign-ins, rights and settings had.
    pub audit_count: i32,
    /// The mark of the last of them.
    pub audit_mark: Option<Vec<u8>>,
    pub mark: Vec<u8>,
}

/// How a log stood when it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sealed_heads)]
pub struct SealedHead {
    pub case_id: Id,
    pub event_count: i32,
    pub seal_seq: i32,
    pub number: String,
    pub mark: Vec<u8>,
}

/// A case in the order in which cases changed.
#[derive(Clone, Debug, Queryable)]
pub struct Changed {
    pub id: Id,
    pub changed_at: Instant,
    pub number: String,
    pub event_count: i32,
    pub event_link: Vec<u8>,
    /// The seal that covers the log as it stands, if one does.
    pub seal: Option<i32>,
}

/// The last seal; nobody else makes one until this transaction ends.
pub fn last(tx: &mut Tx<'_>) -> QueryResult<Option<Seal>> {
    tx.alone(LOCK)?;
    newest(tx)
}

/// The last seal.
pub fn newest(conn: &mut AnyConn) -> QueryResult<Option<Seal>> {
    seals::table.order(seals::seq.desc()).select(Seal::as_select()).first(conn).optional()
}

/// The head of the chain of seals.
pub fn head(conn: &mut AnyConn) -> QueryResult<Option<String>> {
    settings::get(conn, HEAD)
}

/// Puts another head in the place of the old one.
pub fn rehead(tx: &mut Tx<'_>, head: &str) -> QueryResult<()> {
    settings::put(tx, HEAD, head)
}

/// How many cases there are.
pub fn count_cases(conn: &mut AnyConn) -> QueryResult<i64> {
    cases::table.select(count_star()).first(conn)
}

/// The next cases after a place, by the instant of their last change.
pub fn changed(
    conn: &mut AnyConn,
    (at, after): (DateTime<Utc>, Option<Id>),
    size: i64,
) -> QueryResult<Vec<Changed>> {
    let head =
        sealed_heads::case_id.eq(cases::id).and(sealed_heads::event_count.eq(cases::event_count));
    let all = || {
        cases::table.left_join(sealed_heads::table.on(head)).select((
            cases::id,
            cases::changed_at,
            cases::number,
            cases::event_count,
            cases::event_link,
            sealed_heads::seal_seq.nullable(),
        ))
    };
    // In two steps, each along the index: a whole import has changed at one instant.
    let mut same = all().filter(cases::changed_at.eq(Instant(at))).into_boxed();
    if let Some(after) = after {
        same = same.filter(cases::id.gt(after));
    }
    let mut found: Vec<Changed> = same.order(cases::id).limit(size).load(conn)?;
    let missing = size - i64::try_from(found.len()).unwrap_or(size);
    if missing > 0 {
        let later = all().filter(cases::changed_at.gt(Instant(at)));
        let order = (cases::changed_at, cases::id);
        found.extend(later.order(order).limit(missing).load::<Changed>(conn)?);
    }
    Ok(found)
}

/// Records a seal with the heads that it covers, and puts the new head of the chain in the place of the old one.
pub fn record(tx: &mut Tx<'_>, seal: &Seal, heads: &[SealedHead], head: &str) -> QueryResult<()> {
    /// Rows of a statement: SQLite takes 32,766 values.
    const ROWS: usize = 5_000;
    on_backend!(&mut **tx, c => diesel::insert_into(seals::table).values(seal).execute(c)?);
    for rows in heads.chunks(ROWS) {
        on_backend!(&mut **tx, c => diesel::insert_into(sealed_heads::table).values(rows).execute(c)?);
    }
    rehead(tx, head)
}

/// The seals after `after`, oldest first.
pub fn page(conn: &mut AnyConn, after: i32, size: i64) -> QueryResult<Vec<Seal>> {
    seals::table
        .filter(seals::seq.gt(after))
        .order(seals::seq)
        .limit(size)
        .select(Seal::as_select())
        .load(conn)
}

/// One seal.
pub fn find(conn: &mut AnyConn, seq: i32) -> QueryResult<Option<Seal>> {
    seals::table.find(seq).select(Seal::as_select()).first(conn).optional()
}

/// The next heads that a seal covers, in the order of their cases.
pub fn heads_of(
    conn: &mut AnyConn,
    seal: i32,
    after: Option<Id>,
    size: i64,
) -> QueryResult<Vec<SealedHead>> {
    let mut query = sealed_heads::table
        .filter(sealed_heads::seal_seq.eq(seal))
        .order(sealed_heads::case_id)
        .limit(size)
        .select(SealedHead::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(sealed_heads::case_id.gt(after));
    }
    query.load(conn)
}

/// How the logs of some cases stood whenever they were sealed.
pub fn of_cases(conn: &mut AnyConn, cases: &[Id]) -> QueryResult<Vec<SealedHead>> {
    sealed_heads::table
        .filter(sealed_heads::case_id.eq_any(cases))
        .order((sealed_heads::case_id, sealed_heads::event_count))
        .select(SealedHead::as_select())
        .load(conn)
}

/// The numbers of cases that were sealed and are gone, each with the last seal that covers it.
pub fn gone(conn: &mut AnyConn, at_most: i64) -> QueryResult<Vec<(String, i32)>> {
    sealed_heads::table
        .left_join(cases::table.on(cases::id.eq(sealed_heads::case_id)))
        .filter(cases::id.is_null())
        .group_by((sealed_heads::case_id, sealed_heads::number))
        .order(sealed_heads::number)
        .limit(at_most)
        .select((sealed_heads::number, diesel::dsl::max(sealed_heads::seal_seq).assume_not_null()))
        .load(conn)
}

/// Gives a sealed head another mark: the key was changed.
pub fn remark_head(tx: &mut Tx<'_>, head: &SealedHead, mark: &[u8]) -> QueryResult<()> {
    diesel::update(sealed_heads::table.find((head.case_id, head.event_count)))
        .set(sealed_heads::mark.eq(mark))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes a seal under another key.
pub fn reseal(tx: &mut Tx<'_>, seal: &Seal) -> QueryResult<()> {
    diesel::update(seals::table.find(seal.seq))
        .set((
            seals::heads.eq(&seal.heads),
            seals::audit_mark.eq(&seal.audit_mark),
            seals::mark.eq(&seal.mark),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
