//! The counts behind the year table, straight from the case rows: right for every year, day, correction and merger.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::AnyConn;
use crate::db::schema::{case_items, cases, events};
use crate::db::types::{Id, Instant, parse};
use crate::domain::annual_report::Row;
use crate::domain::annual_report::tally::{Period, Tally};
use crate::domain::case::{CaseFacts, Closing};
use crate::domain::organ::OrganId;

/// Adds the cases of `organs` to `tally`, as they stand now.
pub fn tally(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    tally: &mut Tally,
) -> QueryResult<()> {
    received(conn, organs, period, tally)?;
    closed(conn, organs, period, tally)?;
    carried(conn, organs, period, tally)
}

fn received(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    tally: &mut Tally,
) -> QueryResult<()> {
    let counts: Vec<(String, i64)> = cases::table
        .filter(cases::organ_id.eq_any(organs))
        .filter(cases::received_on.between(period.first, period.as_of))
        .group_by(cases::requester_kind)
        .select((cases::requester_kind, count_star()))
        .load(conn)?;
    for (kind, n) in counts {
        tally.add(Row::ReceivedNew, parse(&kind)?, n);
    }
    Ok(())
}

fn closed(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    tally: &mut Tally,
) -> QueryResult<()> {
    let counts: Vec<(String, Option<String>, i64)> = cases::table
        .filter(cases::organ_id.eq_any(organs))
        .filter(cases::closed_on.between(period.first, period.as_of))
        .group_by((cases::requester_kind, cases::result_row))
        .select((cases::requester_kind, cases::result_row, count_star()))
        .load(conn)?;
    for (kind, row, n) in counts {
        tally.add(Row::Result(parse(&row.unwrap_or_default())?), parse(&kind)?, n);
    }
    Ok(())
}

/// 上年结转 and 结转下年度, from the few cases that span a year end, are open, or were closed after `as_of`.
fn carried(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    tally: &mut Tally,
) -> QueryResult<()> {
    // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
    let spanning: Vec<(String, NaiveDate, Option<NaiveDate>)> = cases::table
        .filter(cases::organ_id.eq_any(organs))
        .filter(sql::<Bool>("carried"))
        .filter(cases::received_on.le(period.as_of))
        .filter(cases::closed_on.is_null().or(cases::closed_on.ge(period.first)))
        .select((cases::requester_kind, cases::received_on, cases::closed_on))
        .load(conn)?;
    let later: Vec<(String, NaiveDate, Option<NaiveDate>)> = cases::table
        .filter(cases::organ_id.eq_any(organs))
        .filter(sql::<Bool>("NOT carried"))
        .filter(cases::closed_on.gt(period.as_of))
        .filter(cases::received_on.le(period.as_of))
        .select((cases::requester_kind, cases::received_on, cases::closed_on))
        .load(conn)?;
    for (kind, received_on, closed_on) in spanning.into_iter().chain(later) {
        let kind = parse(&kind)?;
        if received_on < period.first {
            tally.add(Row::CarriedOverFromLastYear, kind, 1);
        }
        if closed_on.is_none_or(|closed_on| closed_on > period.as_of) {
            tally.add(Row::CarriedForwardToNextYear, kind, 1);
        }
    }
    Ok(())
}

/// A case as a cell of the table lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCase {
    pub id: Id,
    pub organ: OrganId,
    pub number: String,
    pub content: String,
    pub facts: CaseFacts,
}

#[derive(Queryable)]
struct Listed {
    id: Id,
    organ: OrganId,
    number: String,
    kind: String,
    received_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    result_row: Option<String>,
    recorded_at: Instant,
    changed_at: Instant,
    content: String,
}

/// Every case of `organs` that stands somewhere in the table of `period`, as known at `known_at`, by number.
pub fn list(
    conn: &mut AnyConn,
    organs: &[OrganId],
    period: Period,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Vec<ListedCase>> {
    let query = cases::table
        .inner_join(
            case_items::table.on(case_items::case_id.eq(cases::id).and(case_items::ordinal.eq(1))),
        )
        .filter(cases::organ_id.eq_any(organs))
        .select((
            cases::id,
            cases::organ_id,
            cases::number,
            cases::requester_kind,
            cases::received_on,
            cases::closed_on,
            cases::result_row,
            cases::recorded_at,
            cases::changed_at,
            case_items::content,
        ))
        .order((cases::organ_id, cases::number));
    let rows: Vec<Listed> = match known_at {
        // A later correction may have moved a case out of the year, so that all are looked at.
        Some(_) => query.load(conn)?,
        None => query
            .filter(cases::received_on.le(period.as_of))
            .filter(cases::closed_on.is_null().or(cases::closed_on.ge(period.first)))
            .load(conn)?,
    };
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(facts) = facts_known(conn, &row, known_at)? {
            let Listed { id, organ, number, content, .. } = row;
            listed.push(ListedCase { id, organ, number, content, facts });
        }
    }
    Ok(listed)
}

/// The facts of a case as they were known; `None` when it was not recorded yet.
fn facts_known(
    conn: &mut AnyConn,
    row: &Listed,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Option<CaseFacts>> {
    let result = row.result_row.as_deref().map(parse).transpose()?;
    let closing = result.zip(row.closed_on).map(|(row, closed_on)| Closing { row, closed_on });
    let now = CaseFacts { kind: parse(&row.kind)?, received_on: row.received_on, closing };
    let Some(known_at) = known_at.filter(|at| row.changed_at.0 > *at) else {
        return Ok(Some(now));
    };
    if row.recorded_at.0 > known_at {
        return Ok(None);
    }
    let payload: Option<String> = events::table
        .filter(events::case_id.eq(row.id))
        .filter(events::recorded_at.le(Instant(known_at)))
        .order(events::seq.desc())
        .select(events::payload)
        .first(conn)
        .optional()?;
    payload.map(|payload| facts_of(&payload)).transpose()
}

/// The facts that stand in the payload of every event.
fn facts_of(payload: &str) -> QueryResult<CaseFacts> {
    #[derive(serde::Deserialize)]
    struct Payload {
        facts: CaseFacts,
    }
    let payload: Payload = serde_json::from_str(payload)
        .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
    Ok(payload.facts)
}

/// The organs that keep cases here.
pub fn keepers(conn: &mut AnyConn) -> QueryResult<Vec<OrganId>> {
    use crate::db::schema::organs;
    let kept = cases::table.filter(cases::organ_id.eq(organs::id)).select(cases::id);
    organs::table.filter(diesel::dsl::exists(kept)).select(organs::id).load(conn)
}
