//! Accounts of other systems: scopes in one organ under a key, of which only a hash is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{organs, service_accounts};
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// An account of another system.
#[derive(Clone, Debug, Queryable)]
pub struct ServiceAccount {
    pub id: Id,
    pub name: String,
    pub organ: OrganId,
    pub organ_code: String,
    /// Names of operations, with blanks between them.
    pub scopes: String,
    pub recorded_at: Instant,
}

/// A row for `service_accounts`.
#[derive(Debug, Insertable)]
#[diesel(table_name = service_accounts)]
pub struct NewServiceAccount {
    pub id: Id,
    pub name: String,
    pub organ_id: OrganId,
    pub scopes: String,
    pub key_hash: Vec<u8>,
    pub recorded_at: Instant,
}

type Seen = (
    service_accounts::id,
    service_accounts::name,
    service_accounts::organ_id,
    organs::code,
    service_accounts::scopes,
    service_accounts::recorded_at,
);

const SEEN: Seen = (
    service_accounts::id,
    service_accounts::name,
    service_accounts::organ_id,
    organs::code,
    service_accounts::scopes,
    service_accounts::recorded_at,
);

/// Makes an account.
pub fn insert(tx: &mut Tx<'_>, account: &NewServiceAccount) -> QueryResult<()> {
    on_backend!(&mut **tx, c => diesel::insert_into(service_accounts::table).values(account).execute(c)?);
    Ok(())
}

/// The open account whose key has this hash.
pub fn by_key(conn: &mut AnyConn, key_hash: &[u8]) -> QueryResult<Option<ServiceAccount>> {
    service_accounts::table
        .inner_join(organs::table)
        .filter(service_accounts::key_hash.eq(key_hash))
        .filter(service_accounts::closed_at.is_null())
        .select(SEEN)
        .first(conn)
        .optional()
}

/// An open account.
pub fn find(conn: &mut AnyConn, id: Id) -> QueryResult<Option<ServiceAccount>> {
    service_accounts::table
        .inner_join(organs::table)
        .filter(service_accounts::id.eq(id))
        .filter(service_accounts::closed_at.is_null())
        .select(SEEN)
        .first(conn)
        .optional()
}

/// The next open accounts of some organs after `after`, the oldest first.
pub fn page(
    conn: &mut AnyConn,
    of: &[OrganId],
    after: Option<Id>,
    size: i64,
) -> QueryResult<Vec<ServiceAccount>> {
    let mut query = service_accounts::table
        .inner_join(organs::table)
        .filter(service_accounts::organ_id.eq_any(of))
        .filter(service_accounts::closed_at.is_null())
        .order(service_accounts::id)
        .limit(size)
        .select(SEEN)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(service_accounts::id.gt(after));
    }
    query.load(conn)
}

/// Whether an organ has an open account of a name.
pub fn is_named(conn: &mut AnyConn, organ: OrganId, name: &str) -> QueryResult<bool> {
    let named = service_accounts::table
        .filter(service_accounts::organ_id.eq(organ))
        .filter(service_accounts::name.eq(name))
        .filter(service_accounts::closed_at.is_null());
    diesel::select(diesel::dsl::exists(named)).get_result(conn)
}

/// Closes an account: its key opens nothing any more.
pub fn close(tx: &mut Tx<'_>, id: Id, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(service_accounts::table.find(id))
        .set(service_accounts::closed_at.eq(Some(Instant(now))))
        .execute(&mut **tx)?;
    Ok(())
}
