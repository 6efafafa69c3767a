//! The first answers to creating calls.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::idempotency_keys;
use super::{AnyConn, Instant, Tx};

/// What was answered first under a key of an actor.
#[derive(Clone, Debug, Queryable, Insertable, Selectable)]
#[diesel(table_name = idempotency_keys)]
pub struct FirstAnswer {
    pub actor: String,
    pub key: String,
    pub request_hash: Vec<u8>,
    pub status: i32,
    /// JSON.
    pub headers: String,
    /// JSON.
    pub body: String,
    pub recorded_at: Instant,
}

/// The answer under a key, if there was one.
pub fn find(conn: &mut AnyConn, actor: &str, key: &str) -> QueryResult<Option<FirstAnswer>> {
    idempotency_keys::table.find((actor, key)).first(conn).optional()
}

/// Records an answer.
pub fn record(tx: &mut Tx<'_>, answer: &FirstAnswer) -> QueryResult<()> {
    on_backend!(&mut **tx, c => diesel::insert_into(idempotency_keys::table).values(answer).execute(c)?);
    Ok(())
}

/// Forgets what was answered before `instant`.
pub fn forget(tx: &mut Tx<'_>, instant: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(
        idempotency_keys::table.filter(idempotency_keys::recorded_at.lt(Instant(instant))),
    )
    .execute(&mut **tx)
}
