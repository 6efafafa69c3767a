//! The second factor of an account: a sealed secret, and the half minute of the last code that was used.

use diesel::prelude::*;

use super::Tx;
use super::schema::people;
use super::types::Id;

/// Keeps a secret that is not confirmed yet, unless there is one that is; whether it was kept.
pub fn prepare(tx: &mut Tx<'_>, person: Id, sealed: &[u8]) -> QueryResult<bool> {
    let prepared = diesel::update(people::table.find(person).filter(people::totp_step.is_null()))
        .set(people::totp_secret.eq(Some(sealed)))
        .execute(&mut **tx)?;
    Ok(prepared == 1)
}

/// Uses up a code of a half minute, and all before it; whether it was good still. The first confirms the secret.
pub fn use_step(tx: &mut Tx<'_>, person: Id, step: i64) -> QueryResult<bool> {
    let unused = people::totp_step.is_null().or(people::totp_step.lt(step).assume_not_null());
    let kept = people::table.find(person).filter(people::totp_secret.is_not_null());
    let used = diesel::update(kept.filter(unused))
        .set(people::totp_step.eq(Some(step)))
        .execute(&mut **tx)?;
    Ok(used == 1)
}

/// Takes the second factor away; whether there was one.
pub fn remove(tx: &mut Tx<'_>, person: Id) -> QueryResult<bool> {
    let kept = people::table.find(person).filter(people::totp_secret.is_not_null());
    let removed = diesel::update(kept)
        .set((people::totp_secret.eq(None::<Vec<u8>>), people::totp_step.eq(None::<i64>)))
        .execute(&mut **tx)?;
    Ok(removed == 1)
}

/// Every secret, to be sealed under another key.
pub fn all(tx: &mut Tx<'_>) -> QueryResult<Vec<(Id, Vec<u8>)>> {
    people::table
        .filter(people::totp_secret.is_not_null())
        .select((people::id, people::totp_secret.assume_not_null()))
        .load(&mut **tx)
}

/// Writes a secret under another key.
pub fn reseal(tx: &mut Tx<'_>, person: Id, sealed: &[u8]) -> QueryResult<()> {
    diesel::update(people::table.find(person))
        .set(people::totp_secret.eq(Some(sealed)))
        .execute(&mut **tx)?;
    Ok(())
}
