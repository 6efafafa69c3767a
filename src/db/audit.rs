//! The log of sign-ins, rights and settings: append-only, one chain for the whole database.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{audit_entries, audit_entry_organs};
use super::types::Instant;
use super::{AnyConn, Tx, settings};
use crate::domain::organ::OrganId;

/// The setting that keeps the head of the chain.
const HEAD: &str = "audit_head";
/// The advisory lock of PostgreSQL under which entries are appended; any number of ours.
const LOCK: i64 = 0x676f_6e67_6b61_6901;

/// An entry as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entries)]
pub struct AuditEntry {
    pub seq: i32,
    pub kind: String,
    pub happened_on: NaiveDate,
    pub recorded_at: Instant,
    pub actor: String,
    pub origin: String,
    /// JSON.
    pub payload: String,
    pub mark: Vec<u8>,
}

/// The head of the chain, for an entry to follow: nobody else appends until this transaction ends.
pub fn head(tx: &mut Tx<'_>) -> QueryResult<Option<String>> {
    tx.alone(LOCK)?;
    settings::get(tx, HEAD)
}

/// The head of the chain, to be verified.
pub fn stored_head(conn: &mut AnyConn) -> QueryResult<Option<String>> {
    settings::get(conn, HEAD)
}

/// The number and the mark of the last entry.
pub fn last(conn: &mut AnyConn) -> QueryResult<Option<(i32, Vec<u8>)>> {
    audit_entries::table
        .order(audit_entries::seq.desc())
        .select((audit_entries::seq, audit_entries::mark))
        .first(conn)
        .optional()
}

/// The mark of an entry.
pub fn mark_of(conn: &mut AnyConn, seq: i32) -> QueryResult<Option<Vec<u8>>> {
    audit_entries::table.find(seq).select(audit_entries::mark).first(conn).optional()
}

/// Appends an entry that belongs to some organs, and puts the new head in the place of the old one.
pub fn append(
    tx: &mut Tx<'_>,
    entry: &AuditEntry,
    organs: &[OrganId],
    head: &str,
) -> QueryResult<()> {
    on_backend!(&mut **tx, c => diesel::insert_into(audit_entries::table).values(entry).execute(c)?);
    for organ in organs {
        diesel::insert_into(audit_entry_organs::table)
            .values((audit_entry_organs::organ_id.eq(organ), audit_entry_organs::seq.eq(entry.seq)))
            .execute(&mut **tx)?;
    }
    settings::put(tx, HEAD, head)
}

/// Gives an entry another mark: the key was changed.
pub fn remark(tx: &mut Tx<'_>, seq: i32, mark: &[u8]) -> QueryResult<()> {
    diesel::update(audit_entries::table.find(seq))
        .set(audit_entries::mark.eq(mark))
        .execute(&mut **tx)?;
    Ok(())
}

/// Puts another head in the place of the old one: the key was changed.
pub fn rehead(tx: &mut Tx<'_>, head: &str) -> QueryResult<()> {
    settings::put(tx, HEAD, head)
}

/// The next entries before `before`, newest first, of one kind if it is named.
pub fn page(
    conn: &mut AnyConn,
    before: Option<i32>,
    kind: Option<&str>,
    size: i64,
) -> QueryResult<Vec<AuditEntry>> {
    page_of(conn, None, (before, kind), size)
}

/// The same of the entries that belong to one of some organs, and of those that belong to none if they are asked for.
pub fn page_of(
    conn: &mut AnyConn,
    of: Option<(&[OrganId], bool)>,
    (before, kind): (Option<i32>, Option<&str>),
    size: i64,
) -> QueryResult<Vec<AuditEntry>> {
    let mut query = audit_entries::table
        .order(audit_entries::seq.desc())
        .limit(size)
        .select(AuditEntry::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(audit_entries::seq.lt(before));
    }
    if let Some(kind) = kind {
        query = query.filter(audit_entries::kind.eq(kind.to_owned()));
    }
    if let Some((organs, with_those_of_none)) = of {
        let of_entry =
            audit_entry_organs::table.filter(audit_entry_organs::seq.eq(audit_entries::seq));
        let within = of_entry.filter(audit_entry_organs::organ_id.eq_any(organs.to_vec()));
        query = if with_those_of_none {
            query.filter(exists(within).or(not(exists(of_entry))))
        } else {
            query.filter(exists(within))
        };
    }
    query.load(conn)
}

/// The entries after `after`, oldest first, to be verified.
pub fn entries(conn: &mut AnyConn, after: i32, size: i64) -> QueryResult<Vec<AuditEntry>> {
    audit_entries::table
        .filter(audit_entries::seq.gt(after))
        .order(audit_entries::seq)
        .limit(size)
        .select(AuditEntry::as_select())
        .load(conn)
}
