//! The counts behind the year table, straight from the case rows: right for every year, day, correction and merger.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::{count, count_star, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::of_cell;
use crate::db::schema::{cases, organs};
use crate::db::types::Named;
use crate::db::{AnyConn, DbError, ORGANS_A_QUERY};
use crate::domain::annual_report::Row;
use crate::domain::annual_report::tally::{Period, Tally};
use crate::domain::organ::OrganId;
use crate::domain::requester::RequesterKind;

/// Adds the cases of `organs` to `tally`, as they stand now.
///
/// Each case is met once: closed in the period, or open on its last day. Whether it is new or carried over follows
/// from its day of receipt.
pub fn tally(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    tally: &mut Tally,
) -> QueryResult<()> {
    for organs in organs.chunks(ORGANS_A_QUERY) {
        for (cell, n) in closed(conn, organs, period)? {
            let (kind, row, is_carried) = cell.and_then(of_cell).ok_or_else(|| unknown(cell))?;
            tally.add(entered(!is_carried), kind, n);
            tally.add(Row::Result(row), kind, n);
        }
        for (Named(kind), n, new) in open(conn, organs, period)? {
            tally.add(entered(true), kind, new);
            tally.add(entered(false), kind, n - new);
            tally.add(Row::CarriedForwardToNextYear, kind, n);
        }
    }
    Ok(())
}

/// By which row a case came into the year.
fn entered(is_new: bool) -> Row {
    if is_new { Row::ReceivedNew } else { Row::CarriedOverFromLastYear }
}

/// A closed case whose cell says nothing: never a default.
fn unknown(cell: Option<i32>) -> DbError {
    DbError::DeserializationError(format!("unknown stored cell {cell:?}").into())
}

/// How many cases of each cell were closed in the period. SQLite sorts to group, which takes ten times as long as
/// counting here; PostgreSQL goes from the organs, so that several processors can share them out.
fn closed(
    conn: &mut AnyConn,
    among: &[OrganId],
    period: Period,
) -> QueryResult<HashMap<Option<i32>, i64>> {
    let in_period = cases::closed_on.between(period.first, period.as_of);
    match conn {
        AnyConn::Postgres(c) => {
            let of_organs =
                organs::table.inner_join(cases::table.on(cases::organ_id.eq(organs::id)));
            let closed = of_organs.filter(organs::id.eq_any(among)).filter(in_period);
            let counted = closed.group_by(cases::cell).select((cases::cell, count_star()));
            Ok(counted.load::<(Option<i32>, i64)>(c)?.into_iter().collect())
        }
        AnyConn::Sqlite(c) => {
            let closed = cases::table.filter(cases::organ_id.eq_any(among)).filter(in_period);
            let mut counts = HashMap::new();
            let cells = closed.select(cases::cell);
            for cell in cells.load_iter::<Option<i32>, DefaultLoadingMode>(c)? {
                *counts.entry(cell?).or_default() += 1;
            }
            Ok(counts)
        }
    }
}

/// A kind of requester, how many cases, and how many of them were received in the period.
type Open = (Named<RequesterKind>, i64, i64);

/// Counts cases by kind where that is the faster way, see [`closed`]; else each row is a count of one.
macro_rules! by_kind {
    ($conn:expr, $cases:expr, $period:expr) => {{
        let is_new = cases::received_on.ge($period.first).assume_not_null();
        match $conn {
            AnyConn::Postgres(c) => {
                let counts = (count_star(), count(cases::received_on).aggregate_filter(is_new));
                let counted = $cases.group_by(cases::requester_kind);
                counted.select((cases::requester_kind, counts.0, counts.1)).load::<Open>(c)
            }
            AnyConn::Sqlite(c) => {
                let each = $cases.select((cases::requester_kind, is_new));
                let each = each.load_iter::<(Named<RequesterKind>, bool), DefaultLoadingMode>(c)?;
                each.map(|row| row.map(|(kind, is_new)| (kind, 1, i64::from(is_new)))).collect()
            }
        }
    }};
}

/// The cases open on the last day of the period.
///
/// The word `carried` stands in the SQL text, since a bound value never proves the WHERE of a partial index.
fn open(conn: &mut AnyConn, organs: &[OrganId], period: Period) -> QueryResult<Vec<Open>> {
    let received = || {
        let of_organs = cases::table.filter(cases::organ_id.eq_any(organs));
        of_organs.filter(cases::received_on.le(period.as_of))
    };
    let carried = || received().filter(sql::<Bool>("carried"));
    let mut found = by_kind!(conn, carried().filter(cases::closed_on.is_null()), period)?;
    let in_later_years = carried().filter(cases::closed_on.gt(period.as_of));
    found.extend(by_kind!(conn, in_later_years, period)?);
    if let Some(last) = NaiveDate::from_ymd_opt(period.year, 12, 31).filter(|d| *d > period.as_of) {
        let later_in_the_year = received()
            .filter(sql::<Bool>("NOT carried"))
            .filter(cases::closed_on.gt(period.as_of))
            .filter(cases::closed_on.le(last));
        found.extend(by_kind!(conn, later_in_the_year, period)?);
    }
    Ok(found)
}

/// The organs that keep cases here, in whatever year.
pub fn keepers(conn: &mut AnyConn) -> QueryResult<Vec<OrganId>> {
    let kept = cases::table.filter(cases::organ_id.eq(organs::id)).select(cases::id);
    organs::table.filter(exists(kept)).select(organs::id).load(conn)
}

/// Those of `among` that keep cases here, in whatever year.
pub fn keepers_among(
    conn: &mut AnyConn,
    among: &BTreeSet<OrganId>,
) -> QueryResult<BTreeSet<OrganId>> {
    let kept = cases::table.filter(cases::organ_id.eq(organs::id)).select(cases::id);
    let keepers = organs::table.filter(exists(kept)).select(organs::id);
    in_parts(among, |part| keepers.filter(organs::id.eq_any(part)).load(conn))
}

/// Those of `among` whose cases count in `period`: closed in it, or open on its last day.
pub fn active_among(
    conn: &mut AnyConn,
    among: &BTreeSet<OrganId>,
    Period { first, as_of, .. }: Period,
) -> QueryResult<BTreeSet<OrganId>> {
    let counting = cases::table
        .filter(cases::organ_id.eq(organs::id))
        .filter(cases::subject.eq("request"))
        .filter(cases::received_on.le(as_of))
        .filter(cases::closed_on.is_null().or(cases::closed_on.ge(first)))
        .select(cases::id);
    let active = organs::table.filter(exists(counting)).select(organs::id);
    in_parts(among, |part| active.filter(organs::id.eq_any(part)).load(conn))
}

/// Asks for a few thousand organs at a time.
fn in_parts(
    among: &BTreeSet<OrganId>,
    mut ask: impl FnMut(&[OrganId]) -> QueryResult<Vec<OrganId>>,
) -> QueryResult<BTreeSet<OrganId>> {
    let among: Vec<OrganId> = among.iter().copied().collect();
    let mut found = BTreeSet::new();
    for part in among.chunks(ORGANS_A_QUERY) {
        found.extend(ask(part)?);
    }
    Ok(found)
}
