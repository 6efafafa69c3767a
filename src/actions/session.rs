//! Signing in and out. Passwords are checked outside the transaction, since that takes long on purpose.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::audit::{self, Entry};
use super::{Actor, Error};
use crate::crypto::{Keys, password, token};
use crate::db::people::{self, Account};
use crate::db::sessions::{self, Session};
use crate::db::{AnyConn, DbError, Id, Instant, Tx};
use crate::domain::password::{BadPassword, FAILURES, LOCKED_FOR, WITHIN};

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

/// Checks a password against an account, or against nothing in the same time.
pub fn is_right(account: Option<&Account>, password: &str, cost: password::Cost) -> bool {
    match account {
        Some(account) => password::verify(password, &account.password_hash),
        None => password::verify_nothing(password, cost),
    }
}

/// Ends a sign-in whose password was checked: a session, or a failure that counts towards the lock.
///
/// The outer error undoes everything; a refusal is recorded and stands in the inner one.
pub fn sign_in(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (login_name, account): (&str, Option<Account>),
    is_right: bool,
    from: &From,
) -> Result<Result<Tokens, Error>, Error> {
    // What was checked must still be what is stored.
    let current =
        account.as_ref().map(|account| people::find(tx, account.id)).transpose()?.flatten();
    let same =
        current.as_ref().map(|c| &c.password_hash) == account.as_ref().map(|a| &a.password_hash);
    let Some(account) = current.filter(|current| same && current.closed_at.is_none()) else {
        enter(tx, keys, "sign_in_failed", login_name, from)?;
        return Ok(Err(Error::WrongPassword));
    };
    if account.locked_until.is_some_and(|until| until.0 > from.now) {
        enter(tx, keys, "sign_in_locked", login_name, from)?;
        return Ok(Err(Error::Locked));
    }
    if !is_right {
        fail(tx, keys, &account, from)?;
        return Ok(Err(Error::WrongPassword));
    }
    people::forget_failures(tx, account.id)?;
    enter(tx, keys, "signed_in", login_name, from)?;
    begin(tx, keys, &account, from).map(Ok)
}

fn fail(tx: &mut Tx<'_>, keys: &Keys, account: &Account, from: &From) -> Result<(), Error> {
    people::record_failure(tx, account.id, from.now)?;
    enter(tx, keys, "sign_in_failed", &account.login_name, from)?;
    if people::failures_after(tx, account.id, from.now - WITHIN)? >= FAILURES {
        people::lock(tx, account.id, from.now + LOCKED_FOR)?;
        people::forget_failures(tx, account.id)?;
        enter(tx, keys, "account_locked", &account.login_name, from)?;
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, keys: &Keys, account: &Account, from: &From) -> Result<Tokens, Error> {
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
    let running = sessions::find(conn, Id(claims.sid))?
        .is_some_and(|session| session.ended_at.is_none() && session.person_id == Id(claims.sub));
    if running { Actor::of_person(conn, Id(claims.sub), origin, at) } else { Ok(None) }
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

fn enter(
    tx: &mut Tx<'_>,
    keys: &Keys,
    kind: &'static str,
    login_name: &str,
    from: &From,
) -> Result<(), Error> {
    let (now, today) = (from.now, from.today);
    // A name that nobody bears may be a password typed into the wrong field.
    let known = people::by_login_name(tx, login_name)?.is_some();
    let actor = if known { login_name } else { "未知" };
    let payload = json!({"client": from.client.chars().take(200).collect::<String>()});
    audit::enter(tx, keys, &Entry { kind, actor, origin: &from.origin, now, today, payload })
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
