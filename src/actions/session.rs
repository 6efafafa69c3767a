//! Sessions. Passwords are checked outside the transaction, since that takes long on purpose.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::audit::{self, Entry};
use super::sign_in::enter;
use super::{Actor, Error};
use crate::crypto::{Keys, password, token};
use crate::db::people::{self, Account};
use crate::db::sessions::{self, Session};
use crate::db::{AnyConn, DbError, Id, Instant, Tx};
use crate::domain::password::BadPassword;

/// How long a session lasts, used or not: one day at the desk.
const LASTS: TimeDelta = TimeDelta::hours(12);

/// Where a sign-in comes from, and when.
#[derive(Clone, Debug)]
pub struct From {
    pub origin: String,
    /// What the browser or the program calls itself.
    pub client: String,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// What a sign-in gives.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub session: Id,
    pub person: Id,
    pub access_token: String,
    pub access_expires_at: DateTime<Utc>,
    pub refresh_token: String,
    pub refresh_expires_at: DateTime<Utc>,
    pub must_change_password: bool,
}

/// Begins a session.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    keys: &Keys,
    account: &Account,
    from: &From,
) -> Result<Tokens, Error> {
    let (id, refresh_token) = (Id::fresh(), token::random()?);
    let expires_at = from.now + LASTS;
    let session = Session {
        id,
        person_id: account.id,
        refresh_hash: token::hash(&refresh_token).to_vec(),
        client: from.client.chars().take(200).collect(),
        origin: from.origin.clone(),
        started_at: Instant(from.now),
        used_at: Instant(from.now),
        expires_at: Instant(expires_at),
        ended_at: None,
    };
    sessions::insert(tx, &session)?;
    tokens(keys, account, id, refresh_token, expires_at, from.now)
}

fn tokens(
    keys: &Keys,
    account: &Account,
    session: Id,
    refresh_token: String,
    refresh_expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Tokens, Error> {
    let (access_token, access_expires_at) = keys.signer().sign(account.id.0, session.0, now)?;
    let (person, must_change_password) = (account.id, account.must_change_password);
    Ok(Tokens {
        session,
        person,
        access_token,
        access_expires_at,
        refresh_token,
        refresh_expires_at,
        must_change_password,
    })
}

/// Trades a refresh token for a new pair. One that was used up before ends the whole family: somebody else has it.
pub fn refresh(
    tx: &mut Tx<'_>,
    keys: &Keys,
    refresh_token: &str,
    from: &From,
) -> Result<Result<Tokens, Error>, Error> {
    let hash = token::hash(refresh_token);
    let Some(session) = sessions::by_refresh(tx, &hash)? else {
        return reused(tx, keys, &hash, from).map(|()| Err(Error::SignedOut));
    };
    let Some(account) = people::find(tx, session.person_id)? else {
        return Ok(Err(Error::SignedOut));
    };
    let over = session.ended_at.is_some() || session.expires_at.0 <= from.now;
    if over || account.closed_at.is_some() {
        return Ok(Err(Error::SignedOut));
    }
    let fresh = token::random()?;
    if !sessions::rotate(tx, &session, &token::hash(&fresh), from.now)? {
        return Ok(Err(Error::SignedOut));
    }
    tokens(keys, &account, session.id, fresh, session.expires_at.0, from.now).map(Ok)
}

fn reused(tx: &mut Tx<'_>, keys: &Keys, hash: &[u8], from: &From) -> Result<(), Error> {
    let Some(session) = sessions::by_spent(tx, hash)? else { return Ok(()) };
    let Some(session) = sessions::find(tx, session)? else { return Ok(()) };
    let Some(account) = people::find(tx, session.person_id)? else { return Ok(()) };
    sessions::end(tx, account.id, session.id, from.now)?;
    enter(tx, keys, "refresh_token_reused", &account.login_name, from)
}

/// Ends a session.
pub fn sign_out(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, session: Id) -> Result<(), Error> {
    let person = actor.person.ok_or(Error::SignedOut)?;
    if !sessions::end(tx, person, session, actor.now)? {
        return Err(Error::NoSuchSession);
    }
    by(tx, keys, actor, "signed_out", json!({"session": session.0}))
}

/// Ends every session of the actor.
pub fn sign_out_everywhere(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor) -> Result<(), Error> {
    let person = actor.person.ok_or(Error::SignedOut)?;
    let ended = sessions::end_all(tx, person, actor.now)?;
    by(tx, keys, actor, "signed_out_everywhere", json!({"sessions": ended}))
}

/// Who holds an access token, if its session runs.
pub fn actor_of(
    conn: &mut AnyConn,
    claims: token::Claims,
    origin: String,
    at: (DateTime<Utc>, NaiveDate),
) -> Result<Option<Actor>, DbError> {
    match sessions::account_of(conn, Id(claims.sid), Id(claims.sub))? {
        Some(account) => Actor::of_account(conn, &account, origin, at).map(Some),
        None => Ok(None),
    }
}

/// An entry of somebody who is signed in.
pub(super) fn by(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    kind: &'static str,
    payload: serde_json::Value,
) -> Result<(), Error> {
    let (now, today) = (actor.now, actor.today);
    audit::enter(
        tx,
        keys,
        &Entry { kind, actor: &actor.name, origin: &actor.origin, now, today, payload },
    )
}

/// The hash of a new password, if the old one is right and the new one was not used lately.
pub fn new_password(
    account: &Account,
    used: &[String],
    (old, new): (&str, &str),
    cost: password::Cost,
) -> Result<String, Error> {
    if !password::verify(old, &account.password_hash) {
        return Err(Error::WrongOldPassword);
    }
    if used.iter().any(|hash| password::verify(new, hash)) {
        return Err(BadPassword::UsedBefore.into());
    }
    Ok(password::hash(new, cost)?)
}
