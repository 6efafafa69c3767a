//! Who does something: handed to every action, so that each door is checked alike.

use chrono::{DateTime, NaiveDate, Utc};

use super::Error;
use crate::db::people::{self, Account};
use crate::db::{AnyConn, DbError, Id, organs, rights};
use crate::domain::organ::OrganId;
use crate::domain::permission::{self, About, Grant, Matter, Operation, Standing};

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
    /// The case whose requester it is, as number and query code have proved.
    pub own_case: Option<Id>,
    /// A first password or one that was reset: nothing else is possible before it is changed.
    pub must_change_password: bool,
    /// Whether signing in took a code, or will the next time.
    pub has_second_factor: bool,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

impl Actor {
    /// A person with all that they hold today; `None` for a closed account.
    pub fn of_person(
        conn: &mut AnyConn,
        person: Id,
        origin: String,
        at: (DateTime<Utc>, NaiveDate),
    ) -> Result<Option<Self>, DbError> {
        let account = people::find(conn, person)?.filter(|account| account.closed_at.is_none());
        account.map(|account| Self::of_account(conn, &account, origin, at)).transpose()
    }

    /// The person of an open account with all that they hold today, as deputies too.
    pub fn of_account(
        conn: &mut AnyConn,
        account: &Account,
        origin: String,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<Self, DbError> {
        let person = account.id;
        let held = rights::of_deputy(conn, person, today)?;
        let (own, lent): (Vec<_>, Vec<_>) = held.into_iter().partition(|(id, ..)| *id == person);
        let mut grants: Vec<Grant> = own.into_iter().map(|(.., grant)| grant).collect();
        // The three administrators neither deputise nor are deputised for: they exclude each other.
        let deputises = !grants.iter().any(|grant| grant.role.is_administrator());
        let (mut acting, mut names) = (vec![person], Vec::new());
        for (id, login_name, grant) in lent {
            if deputises && !grant.role.is_administrator() {
                grants.push(grant);
                if !acting.contains(&id) {
                    acting.push(id);
                    names.push(login_name);
                }
            }
        }
        let name = if names.is_empty() {
            account.login_name.clone()
        } else {
            format!("{}（代{}）", account.login_name, names.join("、"))
        };
        Ok(Self {
            person: Some(person),
            service: None,
            people: acting,
            name,
            origin,
            standing: Standing(grants, Vec::new()),
            own_case: None,
            must_change_password: account.must_change_password,
            has_second_factor: account.has_second_factor(),
            now,
            today,
        })
    }

    /// Somebody without an account: a requester, of the own case once that is proved.
    pub fn requester(
        own_case: Option<Id>,
        origin: String,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Self {
        Self {
            person: None,
            service: None,
            people: Vec::new(),
            name: "申请人".to_owned(),
            origin,
            standing: Standing::default(),
            own_case,
            must_change_password: false,
            has_second_factor: false,
            now,
            today,
        }
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
