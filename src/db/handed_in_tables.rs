//! Tables of organs that keep no cases here; a second one supersedes the first.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::known::known;
use super::schema::{handed_in_tables as t, organs};
use super::types::{Id, Instant, parse};
use super::{AnyConn, Tx};
use crate::domain::annual_report::{Format, Scope};
use crate::domain::organ::OrganId;

/// A handed-in table as stored.
#[derive(Clone, Debug)]
pub struct HandedIn {
    pub organ: OrganId,
    pub scope: Scope,
    pub format: Format,
    /// The table as JSON.
    pub body: String,
}

/// The tables of `organs` for `year` as they were known at `known_at`, by default now.
pub fn of_year(
    conn: &mut AnyConn,
    organs: &BTreeSet<OrganId>,
    year: i32,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Vec<HandedIn>> {
    let tables = t::table
        .filter(t::year.eq(year))
        .select((t::organ_id, t::scope, t::format, t::body))
        .order(t::recorded_at)
        .into_boxed();
    let rows: Vec<(OrganId, String, String, String)> = known!(tables, t, known_at).load(conn)?;
    let tables = rows.into_iter().filter(|(organ, ..)| organs.contains(organ));
    tables
        .map(|(organ, scope, format, body)| {
            Ok(HandedIn { organ, scope: parse(&scope)?, format: parse(&format)?, body })
        })
        .collect()
}

/// A handed-in table as it is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: Id,
    pub year: i32,
    pub table: HandedIn,
    /// The code of the organ.
    pub organ: String,
    pub recorded_at: Instant,
    pub recorded_by: Option<String>,
}

type ListedRow = (Id, i32, (OrganId, String, String, String), String, Instant, Option<String>);

fn listed(row: ListedRow) -> QueryResult<Listed> {
    let (id, year, (organ_id, scope, format, body), organ, recorded_at, recorded_by) = row;
    let table = HandedIn { organ: organ_id, scope: parse(&scope)?, format: parse(&format)?, body };
    Ok(Listed { id, year, table, organ, recorded_at, recorded_by })
}

/// The columns of a listed table, joined with the code of its organ.
macro_rules! listed_rows {
    () => {
        t::table.inner_join(organs::table.on(organs::id.eq(t::organ_id))).select((
            t::id,
            t::year,
            (t::organ_id, t::scope, t::format, t::body),
            organs::code,
            t::recorded_at,
            t::recorded_by,
        ))
    };
}

/// The current tables of some organs after `after`, in the order in which they were handed in.
pub fn page(
    conn: &mut AnyConn,
    (among, year): (&[OrganId], Option<i32>),
    after: Option<Id>,
    size: i64,
) -> QueryResult<Vec<Listed>> {
    let mut query = listed_rows!()
        .filter(t::organ_id.eq_any(among))
        .filter(t::superseded_at.is_null())
        .order(t::id)
        .limit(size)
        .into_boxed();
    if let Some(year) = year {
        query = query.filter(t::year.eq(year));
    }
    if let Some(after) = after {
        query = query.filter(t::id.gt(after));
    }
    query.load::<ListedRow>(conn)?.into_iter().map(listed).collect()
}

/// One table, superseded or not.
pub fn find(conn: &mut AnyConn, id: Id) -> QueryResult<Option<Listed>> {
    let row: Option<ListedRow> = listed_rows!().filter(t::id.eq(id)).first(conn).optional()?;
    row.map(listed).transpose()
}

/// Records a table in place of the one handed in before; gives its id.
pub fn record(
    tx: &mut Tx<'_>,
    (year, by): (i32, Option<&str>),
    table: &HandedIn,
    at: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::fresh();
    diesel::update(t::table)
        .filter(t::organ_id.eq(table.organ))
        .filter(t::year.eq(year))
        .filter(t::scope.eq(table.scope.to_string()))
        .filter(t::superseded_at.is_null())
        .set(t::superseded_at.eq(Some(Instant(at))))
        .execute(&mut **tx)?;
    diesel::insert_into(t::table)
        .values((
            t::id.eq(id),
            t::organ_id.eq(table.organ),
            t::year.eq(year),
            t::scope.eq(table.scope.to_string()),
            t::format.eq(table.format.to_string()),
            t::body.eq(&table.body),
            t::recorded_at.eq(Instant(at)),
            t::recorded_by.eq(by),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}
