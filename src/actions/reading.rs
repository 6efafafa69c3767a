//! What may be read of cases, and by whom.

use super::{Actor, Error, casebook, handling};
use crate::db::cases::log;
use crate::db::cases::page::{self, CaseRow};
use crate::db::{AnyConn, QueryResult, organs};
use crate::domain::dossier::Dossier;
use crate::domain::life_cycle::Act;
use crate::domain::organ::OrganId;
use crate::domain::permission::{self, Matter, Operation, Reach};

/// The organs whose cases the actor may list: those asked for, or all that the actor's roles reach.
pub fn organs_to_list(
    conn: &mut AnyConn,
    actor: &Actor,
    (organ, with_those_below): (Option<&str>, bool),
) -> QueryResult<Result<Vec<OrganId>, Error>> {
    if let Some(code) = organ {
        let Some(organ) = organs::find(conn, code)? else {
            return Ok(Err(Error::NoSuchOrgan(code.to_owned())));
        };
        if let Err(error) = may_read(conn, actor, organ)? {
            return Ok(Err(error));
        }
        let below = if with_those_below && reads_below(actor, Matter::ReadCases) {
            subtree(conn, actor, organ)?
        } else {
            vec![organ]
        };
        return Ok(Ok(below));
    }
    let found = organs_within(conn, actor, Matter::ReadCases)?;
    Ok(if found.is_empty() { Err(permission::Forbidden::NoRole.into()) } else { Ok(found) })
}

/// The organs in which the actor may deal with a matter, those below included where the role holds there.
pub fn organs_within(
    conn: &mut AnyConn,
    actor: &Actor,
    matter: Matter,
) -> QueryResult<Vec<OrganId>> {
    let mut found = Vec::new();
    for (organ, reach) in permission::organs(&actor.standing, Operation::Other(matter)) {
        match reach {
            Reach::Organ => found.push(organ),
            Reach::Subtree => found.extend(subtree(conn, actor, organ)?),
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Whether a role of the actor reaches down the tree.
pub fn reads_below(actor: &Actor, matter: Matter) -> bool {
    let held = permission::organs(&actor.standing, Operation::Other(matter));
    held.iter().any(|(_, reach)| *reach == Reach::Subtree)
}

fn subtree(conn: &mut AnyConn, actor: &Actor, organ: OrganId) -> QueryResult<Vec<OrganId>> {
    Ok(organs::load(conn, None)?.commanded_by(organ, actor.today))
}

/// The case of a number that the actor may read; what may not be known of is not there.
pub fn case(
    conn: &mut AnyConn,
    actor: &Actor,
    (number, organ): (&str, Option<&str>),
) -> QueryResult<Result<CaseRow, Error>> {
    let mut readable = Vec::new();
    for row in page::numbered(conn, number)? {
        let asked = organ.is_none_or(|code| code == row.organ);
        let is_own = actor.own_case == Some(row.id);
        if asked && (is_own || may_read(conn, actor, row.organ_id)?.is_ok()) {
            readable.push(row);
        }
    }
    Ok(match (readable.pop(), readable.is_empty()) {
        (Some(row), true) => Ok(row),
        (Some(_), false) => Err(Error::AmbiguousNumber),
        (None, _) => Err(Error::NoSuchCase),
    })
}

/// A case that the actor may read, as its log tells it.
pub fn dossier(
    conn: &mut AnyConn,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> Result<Dossier, Error> {
    let row = case(conn, actor, which)??;
    casebook::replay(&log::events(conn, row.id)?)
}

/// The acts on a case that are possible now for the actor.
pub fn acts_possible(conn: &mut AnyConn, actor: &Actor, row: &CaseRow) -> Result<Vec<Act>, Error> {
    let case = casebook::replay(&log::events(conn, row.id)?)?;
    Ok(handling::acts_possible(conn, actor, (&case, row.organ_id))?)
}

fn may_read(conn: &mut AnyConn, actor: &Actor, organ: OrganId) -> QueryResult<Result<(), Error>> {
    apart(actor.may(conn, Matter::ReadCases, organ))
}

/// What the database says apart from what the rules say.
pub fn apart<T>(verdict: Result<T, Error>) -> QueryResult<Result<T, Error>> {
    match verdict {
        Err(Error::Database(error)) => Err(error),
        verdict => Ok(verdict),
    }
}
