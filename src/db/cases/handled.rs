//! Cases that are handled here: the head of the log, and the row that is written anew with every deed.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::insert::NewEvent;
use crate::db::connection::on_backend;
use crate::db::schema::{case_items, case_numbers, cases, events};
use crate::db::types::{Id, Instant};
use crate::db::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// What a case row says of its log: copies for lists and tables, derived by one function and written whole.
#[derive(Clone, Debug, PartialEq, Eq, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = cases, treat_none_as_null = true)]
pub struct Copies {
    pub stage: String,
    pub requester_kind: String,
    pub arrived_on: NaiveDate,
    pub received_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub result_row: Option<String>,
    pub registration_number: Option<String>,
    pub document_number: Option<String>,
    pub carried: bool,
    pub cell: Option<i32>,
    pub open: bool,
    pub due_on: Option<NaiveDate>,
    pub provisional: bool,
    pub waiting_for: Option<String>,
    pub waits_until: Option<NaiveDate>,
    pub department_id: Option<Id>,
    pub handler_id: Option<Id>,
    pub round: i32,
    /// Those who are to do something next: 1 registrar, 2 handler, 4 reviewer, 8 signer, added up.
    pub turns: i32,
    /// The day that comes next while the case is open: of the reply, of the wait, else of the arrival.
    pub next_on: Option<NaiveDate>,
    /// Whether the first closing was in time, where that is known.
    pub in_time: Option<bool>,
    /// Working days from the receipt to the first closing.
    pub days_taken: Option<i32>,
    /// A request for information, or one to correct records (art. 41).
    pub subject: String,
    /// How often the query code was given anew.
    pub code_resets: i32,
}

/// The head of the log of a case: how many events, and the link after the last.
pub fn head(conn: &mut AnyConn, case: Id) -> QueryResult<(i32, Vec<u8>)> {
    cases::table.find(case).select((cases::event_count, cases::event_link)).get_result(conn)
}

/// What the rows of some cases say.
pub fn copies(conn: &mut AnyConn, of: &[Id]) -> QueryResult<HashMap<Id, Copies>> {
    let rows = cases::table.filter(cases::id.eq_any(of));
    let rows: Vec<(Id, Copies)> = rows.select((cases::id, Copies::as_select())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes a row anew where what it is derived from changed, but not the case: the calendar.
pub fn rewrite(tx: &mut Tx<'_>, case: Id, copies: &Copies) -> QueryResult<()> {
    diesel::update(cases::table.find(case)).set(copies).execute(&mut **tx)?;
    Ok(())
}

/// The same for a case that somebody may be handling: false if it changed since `version`. A `new_version` stops those
/// who are about to write what they derived before.
pub fn recopy(
    tx: &mut Tx<'_>,
    (case, version): (Id, i32),
    copies: &Copies,
    new_version: bool,
) -> QueryResult<bool> {
    let current = cases::table.find(case).filter(cases::version.eq(version));
    let next = if new_version { version + 1 } else { version };
    let changed = diesel::update(current).set((copies, cases::version.eq(next)));
    Ok(changed.execute(&mut **tx)? == 1)
}

/// Open cases whose row tells no day that comes next, as older versions of this program wrote them.
pub fn without_date(conn: &mut AnyConn, size: i64) -> QueryResult<Vec<(Id, OrganId)>> {
    cases::table
        // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
        .filter(sql::<Bool>("open"))
        .filter(cases::next_on.is_null())
        .order(cases::id)
        .limit(size)
        .select((cases::id, cases::organ_id))
        .load(conn)
}

/// Appends an event with what the case is after it, unless somebody else has changed the case since `version`.
pub fn append(
    tx: &mut Tx<'_>,
    (case, version): (Id, i32),
    copies: &Copies,
    event: &NewEvent,
    link: &[u8],
) -> QueryResult<bool> {
    let log = (
        cases::version.eq(version + 1),
        cases::event_count.eq(event.seq),
        cases::event_link.eq(link),
        cases::changed_at.eq(event.recorded_at),
    );
    // What somebody read leaves an event and no other version.
    let current = cases::table
        .find(case)
        .filter(cases::version.eq(version))
        .filter(cases::event_count.eq(event.seq - 1));
    let moved = diesel::update(current).set((copies, log)).execute(&mut **tx)?;
    if moved == 1 {
        on_backend!(&mut **tx, c => diesel::insert_into(events::table).values(event).execute(c)?);
    }
    Ok(moved == 1)
}

/// Keeps the case from being changed by anybody else until this transaction ends, and marks its log as changed.
pub fn touch(tx: &mut Tx<'_>, case: Id, now: Instant) -> QueryResult<()> {
    diesel::update(cases::table.find(case)).set(cases::changed_at.eq(now)).execute(&mut **tx)?;
    Ok(())
}

/// Appends an event that changes nothing of the case, which keeps its version. The case is touched already.
pub fn append_beside(tx: &mut Tx<'_>, event: &NewEvent, link: &[u8]) -> QueryResult<()> {
    let log = (cases::event_count.eq(event.seq), cases::event_link.eq(link));
    diesel::update(cases::table.find(event.case_id)).set(log).execute(&mut **tx)?;
    on_backend!(&mut **tx, c => diesel::insert_into(events::table).values(event).execute(c)?);
    Ok(())
}

/// Writes the items of a case anew: ordinal, content, outcome, day of the answer.
pub fn write_items(tx: &mut Tx<'_>, case: Id, items: &[super::page::Item]) -> QueryResult<()> {
    diesel::delete(case_items::table.filter(case_items::case_id.eq(case))).execute(&mut **tx)?;
    for (ordinal, content, outcome, closed_on) in items {
        diesel::insert_into(case_items::table)
            .values((
                case_items::case_id.eq(case),
                case_items::ordinal.eq(ordinal),
                case_items::content.eq(content),
                case_items::outcome.eq(outcome),
                case_items::closed_on.eq(closed_on),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Keeps a number under which the case is found for ever.
pub fn keep_number(tx: &mut Tx<'_>, case: Id, number: &str, kind: &str) -> QueryResult<()> {
    let row = (
        case_numbers::number.eq(number),
        case_numbers::case_id.eq(case),
        case_numbers::kind.eq(kind),
    );
    on_backend!(&mut **tx, c => diesel::insert_into(case_numbers::table).values(row).on_conflict_do_nothing().execute(c)?);
    Ok(())
}

/// Keeps a number that is no longer, or was never, that of the office.
pub fn keep_former_number(tx: &mut Tx<'_>, case: Id, number: &str) -> QueryResult<()> {
    let known = case_numbers::table.find((number, case));
    let kept = diesel::update(known).set(case_numbers::kind.eq("former")).execute(&mut **tx)?;
    if kept == 0 { keep_number(tx, case, number, "former") } else { Ok(()) }
}

/// The cases that bear, or once bore, exactly this number.
pub fn ever_numbered(conn: &mut AnyConn, number: &str) -> QueryResult<Vec<Id>> {
    case_numbers::table
        .filter(case_numbers::number.eq(number))
        .select(case_numbers::case_id)
        .limit(1000)
        .load(conn)
}

/// Every number under which a case was ever known, with its kind.
pub fn numbers(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<(String, String)>> {
    case_numbers::table
        .filter(case_numbers::case_id.eq(case))
        .order((case_numbers::kind, case_numbers::number))
        .select((case_numbers::number, case_numbers::kind))
        .load(conn)
}
