//! Roles in organs, departments, and who acts for whom.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::{departments, deputies, organs, people, rights};
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;
use crate::domain::people::Role;
use crate::domain::permission::Grant;

/// A right with its record.
#[derive(Clone, Debug, Queryable)]
pub struct Right {
    pub id: Id,
    pub person: Id,
    pub role: Named<Role>,
    pub organ: OrganId,
    pub organ_code: String,
    pub department: Option<Id>,
    pub recorded_at: Instant,
}

impl Right {
    /// What it grants.
    pub fn grant(&self) -> Grant {
        let department = self.department.map(|department| department.0);
        Grant { role: self.role.0, organ: self.organ, department }
    }
}

/// The rights that a person holds.
pub fn of_person(conn: &mut AnyConn, person: Id) -> QueryResult<Vec<Right>> {
    of_people(conn, &[person])
}

/// The rights that people hold.
pub fn of_people(conn: &mut AnyConn, people: &[Id]) -> QueryResult<Vec<Right>> {
    rights::table
        .inner_join(organs::table.on(organs::id.eq(rights::organ_id)))
        .filter(rights::person_id.eq_any(people))
        .filter(rights::withdrawn_at.is_null())
        .order(rights::id)
        .select((
            rights::id,
            rights::person_id,
            rights::role,
            rights::organ_id,
            organs::code,
            rights::department_id,
            rights::recorded_at,
        ))
        .load(conn)
}

/// The rights that a person holds, and those of whom the person acts for on a day with their login names: one query,
/// since every request asks.
pub fn of_deputy(
    conn: &mut AnyConn,
    person: Id,
    day: NaiveDate,
) -> QueryResult<Vec<(Id, String, Grant)>> {
    let acted_for = deputies::table
        .filter(deputies::deputy_id.eq(person))
        .filter(deputies::ended_at.is_null())
        .filter(deputies::from_on.le(day))
        .filter(deputies::to_on.ge(day))
        .select(deputies::person_id);
    let held = rights::table
        .inner_join(people::table)
        .filter(rights::person_id.eq(person).or(rights::person_id.eq_any(acted_for)))
        .filter(rights::withdrawn_at.is_null())
        .filter(people::closed_at.is_null())
        .order(rights::id)
        .select((
            people::id,
            people::login_name,
            (rights::role, rights::organ_id, rights::department_id),
        ))
        .load::<(Id, String, Held)>(conn)?;
    let granted = held.into_iter().map(|(id, login_name, (role, organ, department))| {
        let department = department.map(|department| department.0);
        (id, login_name, Grant { role: role.0, organ, department })
    });
    Ok(granted.collect())
}

/// Those who hold a role in an organ, and their departments.
pub fn holders(
    conn: &mut AnyConn,
    organ: OrganId,
    role: Role,
) -> QueryResult<Vec<(Id, Option<Id>)>> {
    rights::table
        .filter(rights::organ_id.eq(organ))
        .filter(rights::role.eq(<&str>::from(role)))
        .filter(rights::withdrawn_at.is_null())
        .select((rights::person_id, rights::department_id))
        .load(conn)
}

/// The organs in which somebody holds a role who can be reached.
pub fn organs_with_reachable_staff(conn: &mut AnyConn) -> QueryResult<Vec<OrganId>> {
    rights::table
        .inner_join(people::table)
        .filter(rights::withdrawn_at.is_null())
        .filter(people::closed_at.is_null())
        .filter(people::email.is_not_null().or(people::phone.is_not_null()))
        .select(rights::organ_id)
        .distinct()
        .order(rights::organ_id)
        .load(conn)
}

/// Those who act for any of some people on a day.
pub fn deputies_for(conn: &mut AnyConn, people: &[Id], day: NaiveDate) -> QueryResult<Vec<Id>> {
    deputies::table
        .filter(deputies::person_id.eq_any(people))
        .filter(deputies::ended_at.is_null())
        .filter(deputies::from_on.le(day))
        .filter(deputies::to_on.ge(day))
        .select(deputies::deputy_id)
        .load(conn)
}

/// What a right grants, as stored.
type Held = (Named<Role>, OrganId, Option<Id>);

/// Somebody who acts for a person on some days.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Deputy {
    pub id: Id,
    /// The login name of who acts.
    pub deputy: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
}

/// Who acts for a person on `day` or later.
pub fn deputies_of(conn: &mut AnyConn, person: Id, day: NaiveDate) -> QueryResult<Vec<Deputy>> {
    deputies::table
        .inner_join(people::table.on(people::id.eq(deputies::deputy_id)))
        .filter(deputies::person_id.eq(person))
        .filter(deputies::ended_at.is_null())
        .filter(deputies::to_on.ge(day))
        .order((deputies::from_on, deputies::id))
        .select((deputies::id, people::login_name, deputies::from_on, deputies::to_on))
        .load(conn)
}

/// Ends that somebody acts for a person; whether anybody did.
pub fn end_deputy(tx: &mut Tx<'_>, person: Id, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let named = deputies::table.find(id).filter(deputies::person_id.eq(person));
    let ended = diesel::update(named.filter(deputies::ended_at.is_null()))
        .set(deputies::ended_at.eq(Some(Instant(now))))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}

/// Names a deputy for some days.
pub fn name_deputy(
    tx: &mut Tx<'_>,
    (person, deputy): (Id, Id),
    (from_on, to_on): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::fresh();
    diesel::insert_into(deputies::table)
        .values((
            deputies::id.eq(id),
            deputies::person_id.eq(person),
            deputies::deputy_id.eq(deputy),
            deputies::from_on.eq(from_on),
            deputies::to_on.eq(to_on),
            deputies::recorded_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Gives a right.
pub fn give(tx: &mut Tx<'_>, person: Id, grant: Grant, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::fresh();
    let role: &'static str = grant.role.into();
    diesel::insert_into(rights::table)
        .values((
            rights::id.eq(id),
            rights::person_id.eq(person),
            rights::role.eq(role),
            rights::organ_id.eq(grant.organ),
            rights::department_id.eq(grant.department.map(Id)),
            rights::recorded_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Withdraws a right of a person; whether there was one.
pub fn withdraw(tx: &mut Tx<'_>, person: Id, right: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let held = rights::table.find(right).filter(rights::person_id.eq(person));
    let withdrawn = diesel::update(held.filter(rights::withdrawn_at.is_null()))
        .set(rights::withdrawn_at.eq(Some(Instant(now))))
        .execute(&mut **tx)?;
    Ok(withdrawn == 1)
}

/// A department of an organ.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Department {
    pub id: Id,
    pub organ: OrganId,
    pub name: String,
}

/// The departments of an organ by name.
pub fn departments_of(conn: &mut AnyConn, organ: OrganId) -> QueryResult<Vec<Department>> {
    departments::table
        .filter(departments::organ_id.eq(organ))
        .filter(departments::closed_at.is_null())
        .order(departments::name)
        .select((departments::id, departments::organ_id, departments::name))
        .load(conn)
}

/// Makes a department.
pub fn add_department(
    tx: &mut Tx<'_>,
    organ: OrganId,
    name: &str,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::fresh();
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(id),
            departments::organ_id.eq(organ),
            departments::name.eq(name),
            departments::recorded_at.eq(Instant(now)),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Closes a department of an organ; whether it was open.
pub fn close_department(
    tx: &mut Tx<'_>,
    organ: OrganId,
    department: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let open = departments::table.find(department).filter(departments::organ_id.eq(organ));
    let closed = diesel::update(open.filter(departments::closed_at.is_null()))
        .set(departments::closed_at.eq(Some(Instant(now))))
        .execute(&mut **tx)?;
    Ok(closed == 1)
}
