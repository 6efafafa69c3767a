//! A creating call that is repeated answers what it answered first: nothing is made twice.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{Actor, Error};
use crate::db::idempotency_keys::{self, FirstAnswer};
use crate::db::{Instant, Tx};

/// How a caller marks a call that may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    pub key: String,
    /// The hash of method, path and body: another request under the same key is refused.
    pub request: [u8; 32],
}

/// What a creating call made.
#[derive(Clone, Debug, PartialEq)]
pub struct Created {
    /// Where it stands, as a path of the service.
    pub location: String,
    /// Its version, where it has one.
    pub version: Option<i32>,
    pub body: Value,
}

/// Does `work` in this transaction, unless `actor` did it before under the same key.
pub fn once(
    tx: &mut Tx<'_>,
    actor: &Actor,
    mark: Option<&Once>,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Created, Error>,
) -> Result<Created, Error> {
    let Some(mark) = mark else { return work(tx) };
    // Not the name in the logs, which tells of deputies and changes with the day.
    let who = actor.person.or(actor.service);
    let person = who.map(|who| who.0.to_string()).unwrap_or_default();
    if let Some(first) = idempotency_keys::find(tx, &person, &mark.key)? {
        return if first.request_hash == mark.request {
            again(&first)
        } else {
            Err(Error::KeyUsedOtherwise)
        };
    }
    let created = work(tx)?;
    let first = FirstAnswer {
        actor: person,
        key: mark.key.clone(),
        request_hash: mark.request.to_vec(),
        status: 201,
        headers: serde_json::json!({"location": created.location, "version": created.version})
            .to_string(),
        body: created.body.to_string(),
        recorded_at: Instant(actor.now),
    };
    idempotency_keys::record(tx, &first)?;
    Ok(created)
}

/// The first answer, once more.
fn again(first: &FirstAnswer) -> Result<Created, Error> {
    #[derive(serde::Deserialize)]
    struct Headers {
        location: String,
        version: Option<i32>,
    }
    let unreadable = |error: serde_json::Error| Error::StoredEvent(error.to_string());
    let Headers { location, version } = serde_json::from_str(&first.headers).map_err(unreadable)?;
    let body = serde_json::from_str(&first.body).map_err(unreadable)?;
    Ok(Created { location, version, body })
}

/// How long a call may be repeated.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Forgets the answers that nobody will ask for again.
pub fn forget(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(idempotency_keys::forget(tx, now - KEPT)?)
}
