//! Sessions: one sign-in each, a family of refresh tokens of which only hashes are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::on_backend;
use super::people::Account;
use super::schema::{people, sessions, spent_refresh_tokens};
use super::types::{Id, Instant};
use super::{AnyConn, Tx};

/// A session.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: Id,
    pub person_id: Id,
    pub refresh_hash: Vec<u8>,
    pub client: String,
    pub origin: String,
    pub started_at: Instant,
    pub used_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
}

/// Begins a session.
pub fn insert(tx: &mut Tx<'_>, session: &Session) -> QueryResult<()> {
    on_backend!(&mut **tx, c => diesel::insert_into(sessions::table).values(session).execute(c)?);
    Ok(())
}

/// A session, ended or not.
pub fn find(conn: &mut AnyConn, session: Id) -> QueryResult<Option<Session>> {
    sessions::table.find(session).select(Session::as_select()).get_result(conn).optional()
}

/// The account whose session runs: one query, since every request asks.
pub fn account_of(conn: &mut AnyConn, session: Id, person: Id) -> QueryResult<Option<Account>> {
    sessions::table
        .inner_join(people::table)
        .filter(sessions::id.eq(session))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(people::closed_at.is_null())
        .select(Account::as_select())
        .get_result(conn)
        .optional()
}

/// The session whose refresh token has this hash.
pub fn by_refresh(conn: &mut AnyConn, hash: &[u8]) -> QueryResult<Option<Session>> {
    let current = sessions::table.filter(sessions::refresh_hash.eq(hash));
    current.select(Session::as_select()).get_result(conn).optional()
}

/// The session in which a refresh token with this hash was used up.
pub fn by_spent(conn: &mut AnyConn, hash: &[u8]) -> QueryResult<Option<Id>> {
    let spent = spent_refresh_tokens::table.find(hash.to_vec());
    spent.select(spent_refresh_tokens::session_id).get_result(conn).optional()
}

/// Puts another refresh token in the place of the current one, unless somebody else just did.
pub fn rotate(
    tx: &mut Tx<'_>,
    session: &Session,
    fresh_hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let current = sessions::table.find(session.id).filter(sessions::ended_at.is_null());
    let rotated = diesel::update(current.filter(sessions::refresh_hash.eq(&session.refresh_hash)))
        .set((sessions::refresh_hash.eq(fresh_hash), sessions::used_at.eq(Instant(now))))
        .execute(&mut **tx)?;
    if rotated == 1 {
        diesel::insert_into(spent_refresh_tokens::table)
            .values((
                spent_refresh_tokens::refresh_hash.eq(&session.refresh_hash),
                spent_refresh_tokens::session_id.eq(session.id),
                spent_refresh_tokens::spent_at.eq(Instant(now)),
            ))
            .execute(&mut **tx)?;
    }
    Ok(rotated == 1)
}

/// Ends a session of a person; whether it was running.
pub fn end(tx: &mut Tx<'_>, person: Id, session: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let running = sessions::table.find(session).filter(sessions::person_id.eq(person));
    let ended = diesel::update(running.filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(Some(Instant(now))))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}

/// Ends every session of a person.
pub fn end_all(tx: &mut Tx<'_>, person: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let running = sessions::table.filter(sessions::person_id.eq(person));
    diesel::update(running.filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(Some(Instant(now))))
        .execute(&mut **tx)
}

/// The running sessions of a person, the last used first.
pub fn of_person(conn: &mut AnyConn, person: Id, now: DateTime<Utc>) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(Instant(now)))
        .order(sessions::used_at.desc())
        .select(Session::as_select())
        .load(conn)
}
