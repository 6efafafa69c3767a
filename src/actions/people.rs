//! Accounts, rights and deputies: who works in which office as what.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::session::by;
use super::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::people::{self, Account, NewPerson};
use crate::db::{AnyConn, Id, Instant, Tx, organs, rights, sessions};
use crate::domain::people::{Role, is_login_name, is_name};
use crate::domain::permission::{Grant, Matter};

/// Somebody who is to get an account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub login_name: String,
    pub name: String,
    /// Hashed already.
    pub password_hash: String,
    pub must_change_password: bool,
}

/// Makes an account. Rights are given apart, by another administrator.
pub fn add(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, account: NewAccount) -> Result<Id, Error> {
    actor.may_somewhere(Matter::ChangePeople)?;
    let login_name = account.login_name.clone();
    let id = insert(tx, account, actor.now)?;
    by(tx, keys, actor, "person_added", json!({"login_name": login_name}))?;
    Ok(id)
}

/// Makes an account without asking who: for the command line and the demo.
pub fn insert(tx: &mut Tx<'_>, account: NewAccount, now: DateTime<Utc>) -> Result<Id, Error> {
    let NewAccount { login_name, name, password_hash, must_change_password } = account;
    if !is_login_name(&login_name) {
        return Err(Error::BadLoginName);
    }
    if !is_name(&name) {
        return Err(Error::BadName);
    }
    if people::by_login_name(tx, &login_name)?.is_some() {
        return Err(Error::NameTaken);
    }
    let (id, at) = (Id::fresh(), Instant(now));
    let (recorded_at, changed_at) = (at, at);
    let person = NewPerson {
        id,
        login_name,
        name,
        password_hash,
        must_change_password,
        version: 1,
        recorded_at,
        changed_at,
    };
    people::insert(tx, &person)?;
    Ok(id)
}

/// The account of a login name.
pub fn named(conn: &mut AnyConn, login_name: &str) -> Result<Account, Error> {
    people::by_login_name(conn, login_name)?.ok_or(Error::NoSuchPerson)
}

/// Gives a role in an organ.
pub fn give_right(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    login_name: &str,
    (role, organ, department): (Role, &str, Option<Id>),
) -> Result<rights::Right, Error> {
    let organ_id = organs::find(tx, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(tx, Matter::ChangeRights, organ_id)?;
    let person = named(tx, login_name)?;
    let grant =
        Grant { role, organ: organ_id, department: department.map(|department| department.0) };
    let right = grant_right(tx, person.id, grant, actor.now)?;
    by(
        tx,
        keys,
        actor,
        "right_given",
        json!({"login_name": login_name, "role": role, "organ": organ}),
    )?;
    let held = rights::of_person(tx, person.id)?;
    held.into_iter().find(|held| held.id == right).ok_or(Error::NoSuchRight)
}

/// Gives a right without asking who: for the command line and the demo. The exclusions hold all the same.
pub fn grant_right(
    tx: &mut Tx<'_>,
    person: Id,
    grant: Grant,
    now: DateTime<Utc>,
) -> Result<Id, Error> {
    // Two roles given at once must see each other.
    people::touch(tx, person, now)?;
    let held = rights::of_person(tx, person)?;
    if let Some(same) = held.iter().find(|right| right.grant() == grant) {
        return Ok(same.id);
    }
    if let Some(other) = held.iter().find(|right| right.role.0.excludes(grant.role)) {
        return Err(Error::RolesExclude(grant.role, other.role.0));
    }
    if let Some(department) = grant.department {
        let of_organ = rights::departments_of(tx, grant.organ)?;
        if !of_organ.iter().any(|known| known.id.0 == department) {
            return Err(Error::NoSuchDepartment);
        }
    }
    Ok(rights::give(tx, person, grant, now)?)
}

/// Withdraws a right.
pub fn withdraw_right(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    login_name: &str,
    right: Id,
) -> Result<(), Error> {
    let person = named(tx, login_name)?;
    let held = rights::of_person(tx, person.id)?;
    let held = held.into_iter().find(|known| known.id == right).ok_or(Error::NoSuchRight)?;
    actor.may(tx, Matter::ChangeRights, held.organ)?;
    rights::withdraw(tx, person.id, right, actor.now)?;
    let told = json!({"login_name": login_name, "role": held.role.0, "organ": held.organ_code});
    by(tx, keys, actor, "right_withdrawn", told)
}

/// Names a deputy: a person for oneself, the security administrator for everybody.
pub fn name_deputy(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (login_name, deputy): (&str, &str),
    days: (NaiveDate, NaiveDate),
) -> Result<Id, Error> {
    let (person, deputy) = (named(tx, login_name)?, named(tx, deputy)?);
    may_name_deputies(tx, actor, person.id)?;
    if person.id == deputy.id {
        return Err(Error::OwnDeputy);
    }
    if days.1 < days.0 {
        return Err(Error::DaysReversed);
    }
    let id = rights::name_deputy(tx, (person.id, deputy.id), days, actor.now)?;
    let told = json!({
        "login_name": person.login_name, "deputy": deputy.login_name, "from_on": days.0, "to_on": days.1,
    });
    by(tx, keys, actor, "deputy_named", told)?;
    Ok(id)
}

/// Ends that somebody acts for a person.
pub fn end_deputy(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    login_name: &str,
    id: Id,
) -> Result<(), Error> {
    let person = named(tx, login_name)?;
    may_name_deputies(tx, actor, person.id)?;
    if !rights::end_deputy(tx, person.id, id, actor.now)? {
        return Err(Error::NoSuchDeputy);
    }
    by(tx, keys, actor, "deputy_ended", json!({"login_name": login_name, "id": id.0}))
}

/// A person names deputies for oneself, the security administrator for those in the own organs.
fn may_name_deputies(conn: &mut AnyConn, actor: &Actor, person: Id) -> Result<(), Error> {
    if actor.person == Some(person) {
        return Ok(());
    }
    reaches(conn, actor, Matter::ChangeRights, person)
}

/// An administrator of a county does not touch who holds something in the province.
pub(super) fn may_change(conn: &mut AnyConn, actor: &Actor, person: Id) -> Result<(), Error> {
    reaches(conn, actor, Matter::ChangePeople, person)
}

/// Whether the actor's role reaches every organ in which a person holds a right.
fn reaches(conn: &mut AnyConn, actor: &Actor, matter: Matter, person: Id) -> Result<(), Error> {
    actor.may_somewhere(matter)?;
    for right in rights::of_person(conn, person)? {
        actor.may(conn, matter, right.organ)?;
    }
    Ok(())
}

/// A person of whom the actor may know, with their rights; of others nobody is told that they are there.
pub fn seen(
    conn: &mut AnyConn,
    actor: &Actor,
    login_name: &str,
) -> Result<(Account, Vec<rights::Right>), Error> {
    let account = named(conn, login_name)?;
    let held = rights::of_person(conn, account.id)?;
    if actor.person == Some(account.id) {
        return Ok((account, held));
    }
    actor.may_somewhere(Matter::ReadPeople)?;
    let within = reading::organs_within(conn, actor, Matter::ReadPeople)?;
    if held.is_empty() || held.iter().any(|right| within.contains(&right.organ)) {
        return Ok((account, held));
    }
    Err(Error::NoSuchPerson)
}

/// A page of the people of whom the actor may know, with their rights.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    after: Option<&str>,
    size: i64,
) -> Result<Vec<(Account, Vec<rights::Right>)>, Error> {
    actor.may_somewhere(Matter::ReadPeople)?;
    let within = reading::organs_within(conn, actor, Matter::ReadPeople)?;
    let accounts = people::page(conn, &within, after, size)?;
    let ids: Vec<Id> = accounts.iter().map(|account| account.id).collect();
    let held = rights::of_people(conn, &ids)?;
    let of = |id: Id| held.iter().filter(|right| right.person == id).cloned().collect();
    Ok(accounts.into_iter().map(|account| (account.clone(), of(account.id))).collect())
}

/// Sets a password that must be changed at the next sign-in, and ends every session.
pub fn reset_password(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    login_name: &str,
    password_hash: &str,
) -> Result<(), Error> {
    let account = named(tx, login_name)?;
    may_change(tx, actor, account.id)?;
    if !people::set_password(tx, &account, password_hash, true, actor.now)? {
        return Err(Error::Stale);
    }
    sessions::end_all(tx, account.id, actor.now)?;
    by(tx, keys, actor, "password_reset", json!({"login_name": login_name}))
}

/// Changes one's own password, checked before; the other sessions end.
pub fn change_password(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    account: &Account,
    password_hash: &str,
) -> Result<(), Error> {
    if !people::set_password(tx, account, password_hash, false, actor.now)? {
        return Err(Error::Stale);
    }
    sessions::end_all(tx, account.id, actor.now)?;
    by(tx, keys, actor, "password_changed", json!({}))
}

/// Closes an account; its sessions end and its rights rest.
pub fn close(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, login_name: &str) -> Result<(), Error> {
    let account = named(tx, login_name)?;
    may_change(tx, actor, account.id)?;
    people::close(tx, account.id, Some(actor.now))?;
    sessions::end_all(tx, account.id, actor.now)?;
    by(tx, keys, actor, "person_closed", json!({"login_name": login_name}))
}
