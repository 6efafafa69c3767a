//! People, their passwords, their failed sign-ins.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{password_history, people, rights, sign_in_failures};
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// A person's account.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct Account {
    pub id: Id,
    pub login_name: String,
    pub name: String,
    pub password_hash: String,
    pub must_change_password: bool,
    /// Sealed.
    pub totp_secret: Option<Vec<u8>>,
    /// The half minute of the last code that was used; none before the secret was confirmed by a code.
    pub totp_step: Option<i64>,
    pub locked_until: Option<Instant>,
    pub version: i32,
    pub closed_at: Option<Instant>,
    /// Sealed.
    pub email: Option<Vec<u8>>,
    /// Sealed.
    pub phone: Option<Vec<u8>>,
}

impl Account {
    /// Whether signing in takes a code.
    pub fn has_second_factor(&self) -> bool {
        self.totp_secret.is_some() && self.totp_step.is_some()
    }
}

/// A row for `people`.
#[derive(Debug, Insertable)]
#[diesel(table_name = people)]
pub struct NewPerson {
    pub id: Id,
    pub login_name: String,
    pub name: String,
    pub password_hash: String,
    pub must_change_password: bool,
    pub version: i32,
    pub recorded_at: Instant,
    pub changed_at: Instant,
}

/// The account of a login name, closed or not.
pub fn by_login_name(conn: &mut AnyConn, login_name: &str) -> QueryResult<Option<Account>> {
    let named = people::table.filter(people::login_name.eq(login_name));
    named.select(Account::as_select()).get_result(conn).optional()
}

/// The account of a person.
pub fn find(conn: &mut AnyConn, person: Id) -> QueryResult<Option<Account>> {
    people::table.find(person).select(Account::as_select()).get_result(conn).optional()
}

/// The next accounts after a login name, in the order of login names: those who hold a right in one of the organs,
/// and those who hold none.
pub fn page(
    conn: &mut AnyConn,
    organs: &[OrganId],
    after: Option<&str>,
    size: i64,
) -> QueryResult<Vec<Account>> {
    let held = rights::table.filter(rights::withdrawn_at.is_null());
    let here = held.filter(rights::organ_id.eq_any(organs)).select(rights::person_id);
    let anywhere = held.select(rights::person_id);
    people::table
        .filter(people::id.eq_any(here).or(people::id.ne_all(anywhere)))
        .filter(people::login_name.gt(after.unwrap_or_default().to_owned()))
        .order(people::login_name)
        .limit(size)
        .select(Account::as_select())
        .load(conn)
}

/// Makes an account.
pub fn insert(tx: &mut Tx<'_>, person: &NewPerson) -> QueryResult<()> {
    on_backend!(&mut **tx, c => diesel::insert_into(people::table).values(person).execute(c)?);
    remember(tx, person.id, &person.password_hash, person.recorded_at)
}

/// Gives a person another password, unless somebody else has changed the account; opens its lock.
pub fn set_password(
    tx: &mut Tx<'_>,
    account: &Account,
    password_hash: &str,
    must_change: bool,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let changed = diesel::update(people::table.find(account.id))
        .filter(people::version.eq(account.version))
        .set((
            people::password_hash.eq(password_hash),
            people::must_change_password.eq(must_change),
            people::locked_until.eq(None::<Instant>),
            people::version.eq(account.version + 1),
            people::changed_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    if changed == 1 {
        remember(tx, account.id, password_hash, Instant(now))?;
    }
    Ok(changed == 1)
}

/// Counts the version of an account on, which makes others that change it wait for this transaction.
pub fn touch(tx: &mut Tx<'_>, person: Id, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(people::table.find(person))
        .set((people::version.eq(people::version + 1), people::changed_at.eq(Instant(now))))
        .execute(&mut **tx)?;
    Ok(())
}

fn remember(tx: &mut Tx<'_>, person: Id, hash: &str, at: Instant) -> QueryResult<()> {
    diesel::insert_into(password_history::table)
        .values((
            password_history::person_id.eq(person),
            password_history::set_at.eq(at),
            password_history::password_hash.eq(hash),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The hashes of the last passwords of a person, newest first.
pub fn last_passwords(conn: &mut AnyConn, person: Id, n: i64) -> QueryResult<Vec<String>> {
    password_history::table
        .filter(password_history::person_id.eq(person))
        .order(password_history::set_at.desc())
        .limit(n)
        .select(password_history::password_hash)
        .load(conn)
}

/// Closes an account, or opens it again.
pub fn close(tx: &mut Tx<'_>, person: Id, closed_at: Option<DateTime<Utc>>) -> QueryResult<()> {
    diesel::update(people::table.find(person))
        .set(people::closed_at.eq(closed_at.map(Instant)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Records that a sign-in failed.
pub fn record_failure(tx: &mut Tx<'_>, person: Id, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::id.eq(Id::fresh()),
            sign_in_failures::person_id.eq(person),
            sign_in_failures::failed_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How many sign-ins failed after an instant.
pub fn failures_after(conn: &mut AnyConn, person: Id, after: DateTime<Utc>) -> QueryResult<i64> {
    sign_in_failures::table
        .filter(sign_in_failures::person_id.eq(person))
        .filter(sign_in_failures::failed_at.gt(Instant(after)))
        .count()
        .get_result(conn)
}

/// Forgets the failures of a person who signed in.
pub fn forget_failures(tx: &mut Tx<'_>, person: Id) -> QueryResult<()> {
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::person_id.eq(person)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Locks an account until an instant.
pub fn lock(tx: &mut Tx<'_>, person: Id, until: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(people::table.find(person))
        .set(people::locked_until.eq(Some(Instant(until))))
        .execute(&mut **tx)?;
    Ok(())
}

/// Those of some people whose account is open and who can be told something.
pub fn reachable(conn: &mut AnyConn, of: &[Id]) -> QueryResult<Vec<Id>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    people::table
        .filter(people::id.eq_any(of))
        .filter(people::closed_at.is_null())
        .filter(people::email.is_not_null().or(people::phone.is_not_null()))
        .select(people::id)
        .order(people::id)
        .load(conn)
}

/// Where a person is reached, sealed: e-mail and telephone.
pub type SealedContact = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Writes where a person is reached.
pub fn set_contact(tx: &mut Tx<'_>, person: Id, (email, phone): SealedContact) -> QueryResult<()> {
    diesel::update(people::table.find(person))
        .set((people::email.eq(email), people::phone.eq(phone)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Everybody who can be reached, to be sealed under another key.
pub fn with_contact(conn: &mut AnyConn) -> QueryResult<Vec<Account>> {
    people::table
        .filter(people::email.is_not_null().or(people::phone.is_not_null()))
        .select(Account::as_select())
        .load(conn)
}
