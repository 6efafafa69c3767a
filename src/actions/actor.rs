//! Who does something: handed to every action, so that each door is checked alike.

use chrono::{DateTime, NaiveDate, Utc};

use super::Error;
use crate::db::{AnyConn, DbError, Id, organs, people, rights};
use crate::domain::organ::OrganId;
use crate::domain::permission::{self, About, Matter, Operation, Standing};

/// Who does something, when, and from where.
#[derive(Clone, Debug)]
pub struct Actor {
    pub person: Option<Id>,
    /// The account of another system, which is nobody.
    pub service: Option<Id>,
    /// The person and those acted for: whose work is theirs.
    pub people: Vec<Id>,
    /// The login name, with those acted for; stands in the logs.
    pub name: String,
    /// The address.
    pub origin: String,
    pub standing: Standing,
    /// A first password or one that was reset: nothing else is possible before it is changed.
    pub must_change_password: bool,
    /// Whether signing in took a code, or will the next time.
    pub has_second_factor: bool,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

impl Actor {
    /// The person of an account with all that they hold today, as deputies too; `None` for a closed account.
    pub fn of_person(
        conn: &mut AnyConn,
        person: Id,
        origin: String,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<Option<Self>, DbError> {
        let Some(account) =
            people::find(conn, person)?.filter(|account| account.closed_at.is_none())
        else {
            return Ok(None);
        };
        let mut held: Vec<_> =
            rights::of_person(conn, person)?.iter().map(rights::Right::grant).collect();
        let must_change_password = account.must_change_password;
        let has_second_factor = account.has_second_factor();
        let mut name = account.login_name;
        let principals = rights::deputises_for(conn, person, today)?;
        let mut people = vec![person];
        if !principals.is_empty() && !held.iter().any(|grant| grant.role.is_administrator()) {
            let ids: Vec<Id> = principals.iter().map(|(id, _)| *id).collect();
            let lent = rights::of_people(conn, &ids)?;
            // The three administrators are not deputised for: they exclude each other.
            held.extend(
                lent.iter().map(rights::Right::grant).filter(|g| !g.role.is_administrator()),
            );
            people.extend(ids);
            let names: Vec<String> = principals.into_iter().map(|(_, name)| name).collect();
            name = format!("{name}（代{}）", names.join("、"));
        }
        let (person, standing) = (Some(person), Standing(held, Vec::new()));
        Ok(Some(Self {
            person,
            service: None,
            people,
            name,
            origin,
            standing,
            must_change_password,
            has_second_factor,
            now,
            today,
        }))
    }

    /// Whether the actor is one of the three administrators and has no second factor, where these must have one.
    pub fn owes_second_factor(&self, is_required: bool) -> bool {
        let is_administrator = self.standing.0.iter().any(|grant| grant.role.is_administrator());
        is_required && is_administrator && !self.has_second_factor
    }

    /// Whether the actor may deal with a matter of an organ.
    pub fn may(&self, conn: &mut AnyConn, matter: Matter, organ: OrganId) -> Result<(), Error> {
        let organs = organs::above(conn, organ, self.today)?;
        self.may_about(Operation::Other(matter), &About::organ(&organs))
    }

    /// Whether the actor may do an operation.
    pub fn may_about(&self, operation: Operation, about: &About<'_>) -> Result<(), Error> {
        Ok(permission::may(&self.standing, operation, about)?)
    }

    /// Whether the actor may deal with a matter somewhere.
    pub fn may_somewhere(&self, matter: Matter) -> Result<(), Error> {
        let somewhere = permission::organs(&self.standing, Operation::Other(matter));
        if somewhere.is_empty() { Err(permission::Forbidden::NoRole.into()) } else { Ok(()) }
    }
}
