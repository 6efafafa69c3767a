//! Who of the staff is told: those who can be reached, and those who act for them on the day.

use chrono::NaiveDate;

use crate::db::{AnyConn, Id, QueryResult, people, rights};
use crate::domain::organ::OrganId;
use crate::domain::people::Role;

/// Those who hold a role in an organ; of handlers those of the department, and those of the whole organ.
pub fn holding(
    conn: &mut AnyConn,
    (organ, role, department): (OrganId, Role, Option<Id>),
    today: NaiveDate,
) -> QueryResult<Vec<Id>> {
    let held = rights::holders(conn, organ, role)?;
    let here = held.into_iter().filter(|(_, of)| of.is_none() || *of == department);
    with_deputies(conn, here.map(|(person, _)| person).collect(), today)
}

/// Some people with those who act for them, as far as they can be reached; each once.
pub fn with_deputies(
    conn: &mut AnyConn,
    mut all: Vec<Id>,
    today: NaiveDate,
) -> QueryResult<Vec<Id>> {
    all.extend(rights::deputies_for(conn, &all, today)?);
    all.sort_unstable();
    all.dedup();
    people::reachable(conn, &all)
}
