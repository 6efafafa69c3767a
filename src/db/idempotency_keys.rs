//! The first answers to creating calls.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::connection::on_backend;
use super::schema::idempotency_keys;
use super::{Instant, Tx};

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

/// The answer under a key, if there was one; the same call at the same time waits for it.
pub fn find(tx: &mut Tx<'_>, actor: &str, key: &str) -> QueryResult<Option<FirstAnswer>> {
    tx.alone(lock_of(actor, key))?;
    idempotency_keys::table.find((actor, key)).first(&mut **tx).optional()
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

/// A lock for one key of one actor; two that fall together only wait for each other.
fn lock_of(actor: &str, key: &str) -> i64 {
    let digest = Sha256::digest(format!("{actor}\0{key}"));
    i64::from_be_bytes(digest.first_chunk().copied().unwrap_or_default())
}
