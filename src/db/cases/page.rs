//! The list of cases by page, the last received first; and one case with its items.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::filter::{Filter, Mark, Order, ordered, wanted};
use crate::db::AnyConn;
use crate::db::schema::{case_items, cases, departments, organs, people, requesters};
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
    pub open: bool,
    pub provisional: bool,
    pub waiting_for: Option<String>,
    pub waits_until: Option<NaiveDate>,
    pub turns: i32,
    pub next_on: Option<NaiveDate>,
    pub in_time: Option<bool>,
    pub department: Option<String>,
    pub handler: Option<String>,
}

impl CaseRow {
    /// Where it stands in the list.
    pub fn mark(&self, order: Order) -> Mark {
        let day = match order {
            Order::Received => self.received_on,
            Order::Next => self.next_on,
        };
        Mark(day.unwrap_or(self.arrived_on), self.id.0)
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
            .left_join(departments::table.on(departments::id.nullable().eq(cases::department_id)))
            .left_join(people::table.on(people::id.nullable().eq(cases::handler_id)))
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
                cases::open,
                cases::provisional,
                cases::waiting_for,
                cases::waits_until,
                cases::turns,
                cases::next_on,
                cases::in_time,
                departments::name.nullable(),
                people::name.nullable(),
            ))
    };
}

/// The next cases after `after`.
pub fn page(
    conn: &mut AnyConn,
    filter: &Filter,
    (order, after): (Order, Option<Mark>),
    size: i64,
) -> QueryResult<Vec<CaseRow>> {
    // The rows are joined only when it is known which; a planner that joined first would read far too many.
    let ids: Vec<Id> = ordered(filter, order, after).select(cases::id).limit(size).load(conn)?;
    let mut rows: Vec<CaseRow> = case_rows!().filter(cases::id.eq_any(&ids)).load(conn)?;
    rows.sort_by_cached_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// How many of the wanted cases have something to be done, counted up to `most`.
pub fn count_to_do(conn: &mut AnyConn, filter: &Filter, most: i64) -> QueryResult<i64> {
    let to_do = wanted(filter).filter(cases::next_on.is_not_null());
    let ids: Vec<Id> = to_do.select(cases::id).limit(most).load(conn)?;
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
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
