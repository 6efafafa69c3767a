//! Signing in: the password, the second factor, and the lock that follows failures. A name that nobody bears is locked
//! like one that somebody does, so that no answer tells who is there.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::audit::{self, Entry};
use super::session::{self, From, Tokens};
use super::{Error, second_factor};
use crate::crypto::{Keys, Sought, password};
use crate::db::people::{self, Account};
use crate::db::{Tx, second_factors, unknown_names};
use crate::domain::password::{FAILURES, LOCKED_FOR, WITHIN};

/// What somebody who signs in told, with what was found out about it before the transaction.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub login_name: String,
    pub account: Option<Account>,
    /// Whether the password is that of the account.
    pub is_right: bool,
    /// The code of the second factor.
    pub code: Option<String>,
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
    attempt: &Attempt,
    from: &From,
) -> Result<Result<Tokens, Error>, Error> {
    let Some(account) = current(tx, attempt)? else {
        return nobody(tx, keys, &attempt.login_name, from).map(Err);
    };
    if account.locked_until.is_some_and(|until| until.0 > from.now) {
        enter(tx, keys, "sign_in_locked", &account.login_name, from)?;
        return Ok(Err(Error::Locked));
    }
    if !attempt.is_right {
        fail(tx, keys, "sign_in_failed", &account, from)?;
        return Ok(Err(Error::WrongPassword));
    }
    if let Some(secret) = second_factor::secret_of(keys, &account)? {
        // Not a failure: the password was right, and most do not know yet that they are asked.
        let Some(code) = &attempt.code else { return Ok(Err(Error::SecondFactorDue)) };
        let step = secret.step_of(code, from.now);
        if !step.map_or(Ok(false), |step| second_factors::use_step(tx, account.id, step))? {
            fail(tx, keys, "second_factor_failed", &account, from)?;
            return Ok(Err(Error::WrongCode));
        }
    }
    people::forget_failures(tx, account.id)?;
    enter(tx, keys, "signed_in", &account.login_name, from)?;
    session::begin(tx, keys, &account, from).map(Ok)
}

/// The account as it stands now, if it is open and its password still the one that was checked.
fn current(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<Option<Account>, Error> {
    let Some(checked) = &attempt.account else { return Ok(None) };
    let current = people::find(tx, checked.id)?;
    Ok(current.filter(|account| {
        account.closed_at.is_none() && account.password_hash == checked.password_hash
    }))
}

/// Records a failure, and locks the account after the last.
pub(super) fn fail(
    tx: &mut Tx<'_>,
    keys: &Keys,
    kind: &'static str,
    account: &Account,
    from: &From,
) -> Result<(), Error> {
    people::record_failure(tx, account.id, from.now)?;
    enter(tx, keys, kind, &account.login_name, from)?;
    if people::failures_after(tx, account.id, from.now - WITHIN)? >= FAILURES {
        people::lock(tx, account.id, from.now + LOCKED_FOR)?;
        people::forget_failures(tx, account.id)?;
        enter(tx, keys, "account_locked", &account.login_name, from)?;
    }
    Ok(())
}

/// The same for a name that nobody bears.
fn nobody(tx: &mut Tx<'_>, keys: &Keys, login_name: &str, from: &From) -> Result<Error, Error> {
    let name = keys.lookup().hash(Sought::LoginName, login_name).unwrap_or_default();
    if unknown_names::is_locked(tx, &name, from.now)? {
        enter(tx, keys, "sign_in_locked", login_name, from)?;
        return Ok(Error::Locked);
    }
    unknown_names::record(tx, &name, from.now, None)?;
    enter(tx, keys, "sign_in_failed", login_name, from)?;
    if unknown_names::failures_after(tx, &name, from.now - WITHIN)? >= FAILURES {
        unknown_names::forget(tx, &name)?;
        unknown_names::record(tx, &name, from.now, Some(from.now + LOCKED_FOR))?;
    }
    Ok(Error::WrongPassword)
}

/// Forgets failures under unknown names that no longer count.
pub fn forget(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(unknown_names::forget_before(tx, now - LOCKED_FOR.max(WITHIN))?)
}

/// An entry of somebody who is not signed in.
pub(super) fn enter(
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
