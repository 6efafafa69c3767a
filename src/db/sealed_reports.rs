//! Sealed year tables: their versions, and the cases behind every cell. None is changed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{cases, organs, sealed_report_cases as c, sealed_reports as t};
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::domain::annual_report::Scope;
use crate::domain::organ::OrganId;

/// Rows a statement: SQLite takes 32,766 values.
const BATCH: usize = 5000;

/// Whose report of which year.
pub type Which = (OrganId, i32, Scope);

/// A sealed version.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Sealed {
    pub id: Id,
    pub version: i32,
    pub as_of: NaiveDate,
    pub known_at: Instant,
    pub body: String,
    pub hash: Vec<u8>,
    pub recorded_at: Instant,
    pub recorded_by: Option<String>,
}

/// The versions of a report, the last first.
pub fn versions(conn: &mut AnyConn, (organ, year, scope): Which) -> QueryResult<Vec<Sealed>> {
    t::table
        .filter(t::organ_id.eq(organ))
        .filter(t::year.eq(year))
        .filter(t::scope.eq(scope.to_string()))
        .order(t::version.desc())
        .select((
            t::id,
            t::version,
            t::as_of,
            t::known_at,
            t::body,
            t::hash,
            t::recorded_at,
            t::recorded_by,
        ))
        .load(conn)
}

/// Records a version with the cases behind its cells.
pub fn record(
    tx: &mut Tx<'_>,
    (organ, year, scope): Which,
    sealed: &Sealed,
    cases: &[(String, Id)],
) -> QueryResult<()> {
    diesel::insert_into(t::table)
        .values((
            t::id.eq(sealed.id),
            t::organ_id.eq(organ),
            t::year.eq(year),
            t::scope.eq(scope.to_string()),
            t::version.eq(sealed.version),
            t::as_of.eq(sealed.as_of),
            t::known_at.eq(sealed.known_at),
            t::body.eq(&sealed.body),
            t::hash.eq(&sealed.hash),
            t::recorded_at.eq(sealed.recorded_at),
            t::recorded_by.eq(&sealed.recorded_by),
        ))
        .execute(&mut **tx)?;
    for cases in cases.chunks(BATCH) {
        let row = |(cell, case): &(String, Id)| {
            (c::report_id.eq(sealed.id), c::cell.eq(cell.clone()), c::case_id.eq(*case))
        };
        let rows: Vec<_> = cases.iter().map(row).collect();
        on_backend!(&mut **tx, conn => diesel::insert_into(c::table).values(&rows).execute(conn)?);
    }
    Ok(())
}

/// A case behind a cell: the cell, the code of the organ, the number.
pub type Behind = (String, String, String);

/// The cases behind the cells of a version.
pub fn behind(conn: &mut AnyConn, report: Id) -> QueryResult<Vec<Behind>> {
    c::table
        .inner_join(cases::table.on(cases::id.eq(c::case_id)))
        .inner_join(organs::table.on(organs::id.eq(cases::organ_id)))
        .filter(c::report_id.eq(report))
        .order((c::cell, organs::code, cases::number))
        .select((c::cell, organs::code, cases::number))
        .load(conn)
}
