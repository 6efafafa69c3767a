//! The second factor: a secret that a person's phone and this program share, sealed where it is kept.

use serde_json::json;

use super::session::{From, by};
use super::{Actor, Error, people as accounts, sign_in};
use crate::crypto::second_factor::Secret;
use crate::crypto::{Keys, Place};
use crate::db::people::{self, Account};
use crate::db::{Id, Tx, second_factors, sessions};

/// Where a secret is sealed.
fn place(id: &[u8; 16]) -> Place<'_> {
    Place { table: "people", row: id, column: "totp_secret" }
}

/// The secret of an account that signs in with a code.
pub fn secret_of(keys: &Keys, account: &Account) -> Result<Option<Secret>, Error> {
    if account.has_second_factor() { kept(keys, account) } else { Ok(None) }
}

/// The secret of an account, confirmed or not.
fn kept(keys: &Keys, account: &Account) -> Result<Option<Secret>, Error> {
    let Some(sealed) = &account.totp_secret else { return Ok(None) };
    let bytes = keys.cipher().open(place(&account.id.bytes()), sealed)?;
    Ok(Secret::read(&bytes))
}

/// Makes a secret for the actor, which counts once a code confirms it; the only time that it is told.
pub fn prepare(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor) -> Result<(Secret, String), Error> {
    let account = own(tx, actor)?;
    let secret = Secret::fresh()?;
    let sealed = keys.cipher().seal(place(&account.id.bytes()), secret.as_bytes())?;
    if !second_factors::prepare(tx, account.id, &sealed)? {
        return Err(Error::SecondFactorSet);
    }
    by(tx, keys, actor, "second_factor_prepared", json!({}))?;
    let uri = secret.uri(&account.login_name);
    Ok((secret, uri))
}

/// Confirms the secret by a code of the phone.
pub fn confirm(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, code: &str) -> Result<(), Error> {
    let account = own(tx, actor)?;
    if account.has_second_factor() {
        return Err(Error::SecondFactorSet);
    }
    let secret = kept(keys, &account)?.ok_or(Error::NoSecondFactor)?;
    use_code(tx, &account, &secret, code, actor)?;
    by(tx, keys, actor, "second_factor_set", json!({}))
}

/// Takes the actor's own second factor away. A wrong password or code counts towards the lock, or one who has found an
/// open session could try them all.
///
/// The outer error undoes everything; a refusal is recorded and stands in the inner one.
pub fn remove(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (checked, is_right, code): (&Account, bool, &str),
) -> Result<Result<(), Error>, Error> {
    let account = own(tx, actor)?;
    if account.password_hash != checked.password_hash {
        return Err(Error::Stale);
    }
    let secret = secret_of(keys, &account)?.ok_or(Error::NoSecondFactor)?;
    if account.locked_until.is_some_and(|until| until.0 > actor.now) {
        return Ok(Err(Error::Locked));
    }
    let refusal = if is_right {
        use_code(tx, &account, &secret, code, actor).err()
    } else {
        Some(Error::WrongOwnPassword)
    };
    if let Some(refusal) = refusal {
        sign_in::fail(tx, keys, "second_factor_failed", &account, &from(actor))?;
        return Ok(Err(refusal));
    }
    second_factors::remove(tx, account.id)?;
    by(tx, keys, actor, "second_factor_removed", json!({})).map(Ok)
}

/// Where the actor is.
fn from(actor: &Actor) -> From {
    let Actor { origin, now, today, .. } = actor.clone();
    From { origin, client: String::new(), now, today }
}

/// Takes the second factor of somebody away who lost their phone; never one's own.
pub fn reset(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, login_name: &str) -> Result<(), Error> {
    let account = accounts::named(tx, login_name)?;
    accounts::may_change(tx, actor, account.id)?;
    if actor.person == Some(account.id) {
        return Err(Error::OwnReset);
    }
    if !second_factors::remove(tx, account.id)? {
        return Err(Error::NoSecondFactor);
    }
    sessions::end_all(tx, account.id, actor.now)?;
    by(tx, keys, actor, "second_factor_reset", json!({"login_name": login_name}))
}

/// Seals every secret under another key.
pub(super) fn reseal(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    for (person, sealed) in second_factors::all(tx)? {
        let id = person.bytes();
        let plain = old.cipher().open(place(&id), &sealed)?;
        second_factors::reseal(tx, person, &new.cipher().seal(place(&id), &plain)?)?;
    }
    Ok(())
}

fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Account, Error> {
    let person: Id = actor.person.ok_or(Error::SignedOut)?;
    people::find(tx, person)?.ok_or(Error::SignedOut)
}

/// Uses a code up, so that nobody uses it again.
fn use_code(
    tx: &mut Tx<'_>,
    account: &Account,
    secret: &Secret,
    code: &str,
    actor: &Actor,
) -> Result<(), Error> {
    let step = secret.step_of(code, actor.now).ok_or(Error::BadCode)?;
    if second_factors::use_step(tx, account.id, step)? { Ok(()) } else { Err(Error::BadCode) }
}
