//! Failed sign-ins under names that nobody bears, by a keyed hash of the name.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::unknown_names;
use super::types::{Id, Instant};
use super::{AnyConn, Tx};

/// Whether a name is locked.
pub fn is_locked(conn: &mut AnyConn, name: &[u8], now: DateTime<Utc>) -> QueryResult<bool> {
    let locked = unknown_names::table
        .filter(unknown_names::name_hash.eq(name))
        .filter(unknown_names::locked_until.gt(Some(Instant(now))));
    diesel::select(diesel::dsl::exists(locked)).get_result(conn)
}

/// Records a failure, or a lock.
pub fn record(
    tx: &mut Tx<'_>,
    name: &[u8],
    now: DateTime<Utc>,
    locked_until: Option<DateTime<Utc>>,
) -> QueryResult<()> {
    diesel::insert_into(unknown_names::table)
        .values((
            unknown_names::id.eq(Id::fresh()),
            unknown_names::name_hash.eq(name),
            unknown_names::failed_at.eq(Instant(now)),
            unknown_names::locked_until.eq(locked_until.map(Instant)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How many sign-ins failed after an instant.
pub fn failures_after(conn: &mut AnyConn, name: &[u8], after: DateTime<Utc>) -> QueryResult<i64> {
    unknown_names::table
        .filter(unknown_names::name_hash.eq(name))
        .filter(unknown_names::locked_until.is_null())
        .filter(unknown_names::failed_at.gt(Instant(after)))
        .count()
        .get_result(conn)
}

/// Forgets the failures of a name.
pub fn forget(tx: &mut Tx<'_>, name: &[u8]) -> QueryResult<()> {
    diesel::delete(unknown_names::table.filter(unknown_names::name_hash.eq(name)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Forgets what failed before an instant.
pub fn forget_before(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(unknown_names::table.filter(unknown_names::failed_at.lt(Instant(instant))))
        .execute(&mut **tx)
}
