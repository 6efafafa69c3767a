//! The cases behind the numbers of a year table, one by one, as they are known now or were known at an instant.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::schema::{case_items, cases, events};
use crate::db::types::{Id, Instant, Named};
use crate::db::{AnyConn, ORGANS_A_QUERY};
use crate::domain::annual_report::Row;
use crate::domain::annual_report::tally::Period;
use crate::domain::case::{CaseFacts, Closing};
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

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
    kind: Named<RequesterKind>,
    received_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    result_row: Option<Named<ResultRow>>,
    recorded_at: Instant,
    changed_at: Instant,
    content: String,
}

impl Listed {
    fn facts(&self) -> CaseFacts {
        let closing = self.result_row.zip(self.closed_on);
        let closing = closing.map(|(row, closed_on)| Closing { row: row.0, closed_on });
        CaseFacts { kind: self.kind.0, received_on: self.received_on, closing }
    }
}

/// The cases of `organs` that `counts` in `row` of the table of `period`, as known at `known_at`, by organ and number.
pub fn list(
    conn: &mut AnyConn,
    organs: &[OrganId],
    (period, row): (Period, Row),
    known_at: Option<DateTime<Utc>>,
    counts: impl Fn(&CaseFacts) -> bool,
) -> QueryResult<Vec<ListedCase>> {
    let mut listed = Vec::new();
    for organs in organs.chunks(ORGANS_A_QUERY) {
        // A later correction may have moved a case out of the row, so that for another instant all are looked at.
        let rows = candidates(conn, organs, known_at.is_none().then_some((period, row)))?;
        for row in rows {
            if let Some(facts) = facts_known(conn, &row, known_at)?.filter(&counts) {
                let Listed { id, organ, number, content, .. } = row;
                listed.push(ListedCase { id, organ, number, content, facts });
            }
        }
    }
    Ok(listed)
}

/// The cases of `organs` whose days fit a row; which of them count there is for the domain to say.
fn candidates(
    conn: &mut AnyConn,
    organs: &[OrganId],
    fitting: Option<(Period, Row)>,
) -> QueryResult<Vec<Listed>> {
    let mut query = cases::table
        .inner_join(
            case_items::table.on(case_items::case_id.eq(cases::id).and(case_items::ordinal.eq(1))),
        )
        .filter(cases::organ_id.eq_any(organs))
        // What has only arrived counts nowhere yet, a request to correct records (art. 41) never.
        .filter(cases::subject.eq("request"))
        .filter(cases::received_on.is_not_null())
        .select((
            cases::id,
            cases::organ_id,
            cases::number,
            cases::requester_kind,
            cases::received_on.assume_not_null(),
            cases::closed_on,
            cases::result_row,
            cases::recorded_at,
            cases::changed_at,
            case_items::content,
        ))
        .order((cases::organ_id, cases::number))
        .into_boxed();
    if let Some((Period { first, as_of, .. }, row)) = fitting {
        query = match row {
            Row::ReceivedNew => query.filter(cases::received_on.between(first, as_of)),
            Row::CarriedOverFromLastYear => {
                query.filter(sql::<Bool>("carried")).filter(cases::received_on.lt(first))
            }
            Row::Result(_) | Row::ResultsTotal => {
                query.filter(cases::closed_on.between(first, as_of))
            }
            Row::CarriedForwardToNextYear => query
                .filter(cases::received_on.le(as_of))
                .filter(cases::closed_on.is_null().or(cases::closed_on.gt(as_of))),
        };
    }
    query.load(conn)
}

/// The facts of every case of `organs` as they were known at `known_at`.
pub fn facts_at(
    conn: &mut AnyConn,
    organs: &[OrganId],
    known_at: DateTime<Utc>,
) -> QueryResult<Vec<CaseFacts>> {
    let mut found = Vec::new();
    for organs in organs.chunks(ORGANS_A_QUERY) {
        for row in candidates(conn, organs, None)? {
            found.extend(facts_known(conn, &row, Some(known_at))?);
        }
    }
    Ok(found)
}

/// The facts of a case as they were known; `None` when it was not recorded yet.
fn facts_known(
    conn: &mut AnyConn,
    row: &Listed,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Option<CaseFacts>> {
    let Some(known_at) = known_at.filter(|at| row.changed_at.0 > *at) else {
        return Ok(Some(row.facts()));
    };
    if row.recorded_at.0 > known_at {
        return Ok(None);
    }
    let payloads: Vec<String> = events::table
        .filter(events::case_id.eq(row.id))
        .filter(events::recorded_at.le(Instant(known_at)))
        .order(events::seq.desc())
        .select(events::payload)
        .load(conn)?;
    payloads.iter().find_map(|payload| facts_of(payload).transpose()).transpose()
}

/// The facts that an event left behind, if it touched any.
fn facts_of(payload: &str) -> QueryResult<Option<CaseFacts>> {
    #[derive(serde::Deserialize)]
    struct Payload {
        facts: Option<CaseFacts>,
    }
    let payload: Payload = serde_json::from_str(payload)
        .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
    Ok(payload.facts)
}
