//! The counts behind the figures of an office: what came in, what was closed and how, what is open.

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql, sum};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::of_cell;
use crate::db::schema::cases;
use crate::db::{AnyConn, ORGANS_A_QUERY};
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;

/// Cases of one organ that were closed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub organ: OrganId,
    pub row: Option<ResultRow>,
    pub in_time: Option<bool>,
    pub cases: i64,
    /// Working days from receipt to closing, all together.
    pub days_taken: i64,
}

/// Open cases of one organ that stand alike.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Open {
    pub organ: OrganId,
    pub due_on: Option<NaiveDate>,
    pub waiting_for: Option<String>,
    pub waits_until: Option<NaiveDate>,
    pub stage: String,
    pub cases: i64,
}

/// How many cases each organ received from the first day to the last.
pub fn received(
    conn: &mut AnyConn,
    among: &[OrganId],
    (from, to): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<(OrganId, i64)>> {
    let mut found = Vec::new();
    for organs in among.chunks(ORGANS_A_QUERY) {
        let rows: Vec<(OrganId, i64)> = cases::table
            .filter(cases::organ_id.eq_any(organs))
            .filter(cases::received_on.between(from, to))
            .group_by(cases::organ_id)
            .select((cases::organ_id, count_star()))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// What was closed for the first time from the first day to the last.
pub fn closed(
    conn: &mut AnyConn,
    among: &[OrganId],
    (from, to): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<Closed>> {
    type Row = (OrganId, Option<i32>, Option<bool>, i64, Option<i64>);
    let mut found = Vec::new();
    for organs in among.chunks(ORGANS_A_QUERY) {
        let rows: Vec<Row> = cases::table
            .filter(cases::organ_id.eq_any(organs))
            .filter(cases::closed_on.between(from, to))
            .group_by((cases::organ_id, cases::cell, cases::in_time))
            .select((
                cases::organ_id,
                cases::cell,
                cases::in_time,
                count_star(),
                sum(cases::days_taken),
            ))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(organ, cell, in_time, cases, days)| {
            let row = cell.and_then(of_cell).map(|(_, row, _)| row);
            Closed { organ, row, in_time, cases, days_taken: days.unwrap_or(0) }
        }));
    }
    Ok(found)
}

/// What is open now.
pub fn open(conn: &mut AnyConn, among: &[OrganId]) -> QueryResult<Vec<Open>> {
    let mut found = Vec::new();
    for organs in among.chunks(ORGANS_A_QUERY) {
        let rows: Vec<Open> = cases::table
            .filter(cases::organ_id.eq_any(organs))
            // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
            .filter(sql::<Bool>("cases.open"))
            .group_by((
                cases::organ_id,
                cases::due_on,
                cases::waiting_for,
                cases::waits_until,
                cases::stage,
            ))
            .select((
                cases::organ_id,
                cases::due_on,
                cases::waiting_for,
                cases::waits_until,
                cases::stage,
                count_star(),
            ))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}
