//! The list of cases by page, the last received first; and one case with its items.

use chrono::NaiveDate;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::{Deserialize, Serialize};

use crate::db::AnyConn;
use crate::db::schema::{case_items, cases, organs, requesters, search_entries};
use crate::db::search::Found;
use crate::db::types::{Id, Instant, Named};
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// A case as lists and pages show it; nothing sealed.
#[derive(Clone, Debug, Queryable)]
pub struct CaseRow {
    pub id: Id,
    pub organ_id: OrganId,
    pub organ: String,
    pub number: String,
    pub registration_number: Option<String>,
    pub stage: String,
    pub channel: Option<String>,
    pub requester_kind: Named<RequesterKind>,
    pub requester: Option<String>,
    pub content: Option<String>,
    pub arrived_on: NaiveDate,
    pub received_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub result_row: Option<Named<ResultRow>>,
    pub document_number: Option<String>,
    pub version: i32,
    pub changed_at: Instant,
}

/// Which cases are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub organs: Vec<OrganId>,
    /// Only those that are open, or only those that are not.
    pub open: Option<bool>,
    pub received_from: Option<NaiveDate>,
    pub received_to: Option<NaiveDate>,
    pub result_row: Option<ResultRow>,
    pub requester_kind: Option<RequesterKind>,
    /// What the number begins with.
    pub number: Option<String>,
    /// What the search found.
    pub found: Option<Found>,
}

/// Where a page ended: arrival and id of its last case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark(pub NaiveDate, pub uuid::Uuid);

impl CaseRow {
    /// Where it stands in the list.
    pub fn mark(&self) -> Mark {
        Mark(self.received_on.unwrap_or(self.arrived_on), self.id.0)
    }
}

/// The columns of a case row, joined with its first requester and item.
macro_rules! case_rows {
    () => {
        cases::table
            .inner_join(organs::table.on(organs::id.eq(cases::organ_id)))
            .left_join(
                requesters::table
                    .on(requesters::case_id.eq(cases::id).and(requesters::ordinal.eq(1))),
            )
            .left_join(
                case_items::table
                    .on(case_items::case_id.eq(cases::id).and(case_items::ordinal.eq(1))),
            )
            .select((
                cases::id,
                cases::organ_id,
                organs::code,
                cases::number,
                cases::registration_number,
                cases::stage,
                cases::channel,
                cases::requester_kind,
                requesters::name.nullable(),
                case_items::content.nullable(),
                cases::arrived_on,
                cases::received_on,
                cases::due_on,
                cases::closed_on,
                cases::result_row,
                cases::document_number,
                cases::version,
                cases::changed_at,
            ))
    };
}

/// The next cases after `after`, the last received first; what has only arrived stands in a list of its own.
pub fn page(
    conn: &mut AnyConn,
    filter: &Filter,
    after: Option<Mark>,
    size: i64,
) -> QueryResult<Vec<CaseRow>> {
    let mut query = case_rows!()
        .filter(cases::organ_id.eq_any(&filter.organs))
        .filter(cases::received_on.is_not_null())
        .order((cases::received_on.desc(), cases::id.desc()))
        .limit(size)
        .into_boxed();
    if let Some(Mark(day, id)) = after {
        let earlier = cases::received_on.lt(day).or(cases::id.lt(Id(id)));
        query = query.filter(cases::received_on.le(day)).filter(earlier.assume_not_null());
    }
    if let Some(open) = filter.open {
        // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
        query = query.filter(sql::<Bool>(if open { "open" } else { "NOT open" }));
    }
    if let Some(from) = filter.received_from {
        query = query.filter(cases::received_on.ge(from));
    }
    if let Some(to) = filter.received_to {
        query = query.filter(cases::received_on.le(to));
    }
    if let Some(row) = filter.result_row {
        query = query.filter(cases::result_row.eq(row.to_string()));
    }
    if let Some(kind) = filter.requester_kind {
        query = query.filter(cases::requester_kind.eq(kind.to_string()));
    }
    if let Some(number) = &filter.number {
        // Not LIKE, which would take no index; U+10FFFF comes after every character of a number.
        query = query
            .filter(cases::number.ge(number.clone()))
            .filter(cases::number.lt(format!("{number}\u{10ffff}")));
    }
    match &filter.found {
        Some(Found::These(cases)) => query = query.filter(cases::id.eq_any(cases.clone())),
        Some(Found::Many { patterns, changed, not_these }) => {
            for pattern in patterns {
                let entry = search_entries::table
                    .filter(search_entries::case_id.eq(cases::id))
                    .filter(search_entries::tokens.like(pattern.clone()));
                query = query.filter(exists(entry).or(cases::id.eq_any(changed.clone())));
            }
            query = query.filter(cases::id.ne_all(not_these.clone()));
        }
        None => {}
    }
    query.load(conn)
}

/// The cases that bear a number, of whatever organ.
pub fn numbered(conn: &mut AnyConn, number: &str) -> QueryResult<Vec<CaseRow>> {
    case_rows!().filter(cases::number.eq(number.to_owned())).order(cases::organ_id).load(conn)
}

/// The cases of these ids.
pub fn of_ids(conn: &mut AnyConn, ids: &[Id]) -> QueryResult<Vec<CaseRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    case_rows!().filter(cases::id.eq_any(ids.to_vec())).load(conn)
}

/// The items of a case: ordinal, content, outcome, day of its reply.
pub type Item = (i32, String, Option<String>, Option<NaiveDate>);

/// The items of a case in order.
pub fn items(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<Item>> {
    case_items::table
        .filter(case_items::case_id.eq(case))
        .order(case_items::ordinal)
        .select((
            case_items::ordinal,
            case_items::content,
            case_items::outcome,
            case_items::closed_on,
        ))
        .load(conn)
}
