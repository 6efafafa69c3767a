//! Accounts of portals and other systems: each does what its scopes say in one organ, and nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::session::by;
use super::{Actor, Error, reading};
use crate::crypto::{Keys, token};
use crate::db::service_accounts::{self, NewServiceAccount, ServiceAccount};
use crate::db::{AnyConn, Id, Instant, QueryResult, Tx, organs};
use crate::domain::people::is_name;
use crate::domain::permission::{Matter, Operation, Scope, Standing};

/// How every key begins, so that one that lies around is known for what it is.
pub const PREFIX: &str = "gk_";

/// A page of the accounts of the organs in which the actor deals with rights.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<ServiceAccount>, Error> {
    actor.may_somewhere(Matter::ChangeRights)?;
    let within = reading::organs_within(conn, actor, Matter::ChangeRights)?;
    Ok(service_accounts::page(conn, &within, after, size)?)
}

/// Makes an account; gives it with its key, which is told once and kept nowhere.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (name, organ, scopes): (String, &str, &[String]),
) -> Result<(ServiceAccount, String), Error> {
    let organ_id = organs::find(tx, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(tx, Matter::ChangeRights, organ_id)?;
    if !is_name(&name) {
        return Err(Error::BadName);
    }
    if service_accounts::is_named(tx, organ_id, &name)? {
        return Err(Error::ServiceNameTaken);
    }
    let scopes = checked(scopes)?;
    let key = format!("{PREFIX}{}", token::random()?);
    let account = NewServiceAccount {
        id: Id::fresh(),
        name,
        organ_id,
        scopes: scopes.join(" "),
        key_hash: token::hash(&key).to_vec(),
        recorded_at: Instant(actor.now),
    };
    service_accounts::insert(tx, &account)?;
    let told = json!({"id": account.id.0, "name": account.name, "organ": organ, "scopes": scopes});
    by(tx, keys, actor, "service_account_added", told)?;
    let made = service_accounts::find(tx, account.id)?.ok_or(Error::NoSuchServiceAccount)?;
    Ok((made, key))
}

/// The scopes without repetition; one that names nothing, or what is for people only, is refused.
fn checked(scopes: &[String]) -> Result<Vec<&str>, Error> {
    let mut known: Vec<&str> = Vec::new();
    for scope in scopes {
        if Operation::of_scope(scope).is_none() {
            return Err(Error::BadScope);
        }
        if !known.contains(&scope.as_str()) {
            known.push(scope);
        }
    }
    if known.is_empty() { Err(Error::BadScope) } else { Ok(known) }
}

/// Closes an account at once.
pub fn close(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, id: Id) -> Result<(), Error> {
    actor.may_somewhere(Matter::ChangeRights)?;
    let account = service_accounts::find(tx, id)?.ok_or(Error::NoSuchServiceAccount)?;
    // Of an account of other organs nobody is told that it is there.
    if actor.may(tx, Matter::ChangeRights, account.organ).is_err() {
        return Err(Error::NoSuchServiceAccount);
    }
    service_accounts::close(tx, id, actor.now)?;
    let told = json!({"id": id.0, "name": account.name, "organ": account.organ_code});
    by(tx, keys, actor, "service_account_closed", told)
}

/// The system that holds a key.
pub fn actor_of(
    conn: &mut AnyConn,
    key: &str,
    origin: String,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> QueryResult<Option<Actor>> {
    let Some(account) = service_accounts::by_key(conn, &token::hash(key))? else {
        return Ok(None);
    };
    let operations = account.scopes.split(' ').filter_map(Operation::of_scope);
    let scopes = operations.map(|operation| Scope { operation, organ: account.organ }).collect();
    Ok(Some(Actor {
        person: None,
        service: Some(account.id),
        people: Vec::new(),
        name: format!("系统：{}", account.name),
        origin,
        standing: Standing(Vec::new(), scopes),
        own_case: None,
        must_change_password: false,
        has_second_factor: false,
        now,
        today,
    }))
}
