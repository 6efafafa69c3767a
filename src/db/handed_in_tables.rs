//! Tables of organs that keep no cases here; a second one supersedes the first.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::known::known;
use super::schema::handed_in_tables as t;
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

/// Records a table in place of the one handed in before.
pub fn record(tx: &mut Tx<'_>, year: i32, table: &HandedIn, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(t::table)
        .filter(t::organ_id.eq(table.organ))
        .filter(t::year.eq(year))
        .filter(t::scope.eq(table.scope.to_string()))
        .filter(t::superseded_at.is_null())
        .set(t::superseded_at.eq(Some(Instant(at))))
        .execute(&mut **tx)?;
    diesel::insert_into(t::table)
        .values((
            t::id.eq(Id::fresh()),
            t::organ_id.eq(table.organ),
            t::year.eq(year),
            t::scope.eq(table.scope.to_string()),
            t::format.eq(table.format.to_string()),
            t::body.eq(&table.body),
            t::recorded_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
