//! New cases, many at a time.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::handled::Copies;
use crate::db::schema::{case_items, cases, events, requesters};
use crate::db::types::{Id, Instant};
use crate::db::{AnyConn, Tx};

/// A new case: what never changes, and what follows from its log.
#[derive(Debug)]
pub struct NewCase {
    pub id: Id,
    pub organ_id: i32,
    pub number: String,
    pub row_key: Vec<u8>,
    pub origin: &'static str,
    pub channel: Option<&'static str>,
    pub remark: Option<String>,
    pub version: i32,
    pub event_count: i32,
    pub event_link: Vec<u8>,
    pub recorded_at: Instant,
    pub copies: Copies,
}

/// Rows for `cases`, flat as COPY takes them.
#[derive(Debug, Insertable)]
#[diesel(table_name = cases, treat_none_as_default_value = false)]
struct Flat<'a> {
    id: Id,
    organ_id: i32,
    number: &'a str,
    row_key: &'a [u8],
    origin: &'static str,
    stage: &'a str,
    channel: Option<&'static str>,
    requester_kind: &'a str,
    arrived_on: NaiveDate,
    received_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    result_row: Option<&'a str>,
    registration_number: Option<&'a str>,
    document_number: Option<&'a str>,
    remark: Option<&'a str>,
    carried: bool,
    version: i32,
    event_count: i32,
    event_link: &'a [u8],
    recorded_at: Instant,
    changed_at: Instant,
    cell: Option<i32>,
    open: bool,
    due_on: Option<NaiveDate>,
    provisional: bool,
    waiting_for: Option<&'a str>,
    waits_until: Option<NaiveDate>,
    department_id: Option<Id>,
    handler_id: Option<Id>,
    round: i32,
    turns: i32,
    next_on: Option<NaiveDate>,
    in_time: Option<bool>,
    days_taken: Option<i32>,
    subject: &'a str,
}

impl<'a> From<&'a NewCase> for Flat<'a> {
    fn from(case: &'a NewCase) -> Self {
        let copies = &case.copies;
        Self {
            id: case.id,
            organ_id: case.organ_id,
            number: &case.number,
            row_key: &case.row_key,
            origin: case.origin,
            stage: &copies.stage,
            channel: case.channel,
            requester_kind: &copies.requester_kind,
            arrived_on: copies.arrived_on,
            received_on: copies.received_on,
            closed_on: copies.closed_on,
            result_row: copies.result_row.as_deref(),
            registration_number: copies.registration_number.as_deref(),
            document_number: copies.document_number.as_deref(),
            remark: case.remark.as_deref(),
            carried: copies.carried,
            version: case.version,
            event_count: case.event_count,
            event_link: &case.event_link,
            recorded_at: case.recorded_at,
            changed_at: case.recorded_at,
            cell: copies.cell,
            open: copies.open,
            due_on: copies.due_on,
            provisional: copies.provisional,
            waiting_for: copies.waiting_for.as_deref(),
            waits_until: copies.waits_until,
            department_id: copies.department_id,
            handler_id: copies.handler_id,
            round: copies.round,
            turns: copies.turns,
            next_on: copies.next_on,
            in_time: copies.in_time,
            days_taken: copies.days_taken,
            subject: &copies.subject,
        }
    }
}

/// Rows for `case_items`.
#[derive(Debug, Insertable)]
#[diesel(table_name = case_items, treat_none_as_default_value = false)]
pub struct NewItem {
    pub case_id: Id,
    pub ordinal: i32,
    pub content: String,
}

/// Rows for `requesters`; what is personal is sealed already.
#[derive(Debug, Insertable)]
#[diesel(table_name = requesters, treat_none_as_default_value = false)]
pub struct NewRequester {
    pub case_id: Id,
    pub ordinal: i32,
    pub kind: &'static str,
    pub name: String,
    pub identity_number: Option<Vec<u8>>,
    pub identity_hash: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub phone_hash: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub email_hash: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
    pub agent: Option<Vec<u8>>,
}

/// Rows for `events`, chained already.
#[derive(Debug, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct NewEvent {
    pub case_id: Id,
    pub seq: i32,
    pub kind: &'static str,
    pub happened_on: NaiveDate,
    pub recorded_at: Instant,
    pub actor: String,
    pub origin: String,
    pub payload: String,
    pub mark: Vec<u8>,
}

/// Everything that a batch of new cases brings.
#[derive(Debug, Default)]
pub struct Batch {
    pub cases: Vec<NewCase>,
    pub items: Vec<NewItem>,
    pub requesters: Vec<NewRequester>,
    pub events: Vec<NewEvent>,
}

/// Inserts a batch: by COPY on PostgreSQL, on SQLite in one statement for each table, of which each takes 32,766
/// values, so that a batch holds at most 1,000 cases.
pub fn insert(tx: &mut Tx<'_>, batch: &Batch) -> QueryResult<()> {
    let rows: Vec<Flat<'_>> = batch.cases.iter().map(Flat::from).collect();
    match &mut **tx {
        AnyConn::Postgres(c) => {
            diesel::copy_from(cases::table).from_insertable(&rows).execute(c)?;
            diesel::copy_from(case_items::table).from_insertable(&batch.items).execute(c)?;
            diesel::copy_from(requesters::table).from_insertable(&batch.requesters).execute(c)?;
            diesel::copy_from(events::table).from_insertable(&batch.events).execute(c)?;
        }
        AnyConn::Sqlite(c) => {
            diesel::insert_into(cases::table).values(&rows).execute(c)?;
            diesel::insert_into(case_items::table).values(&batch.items).execute(c)?;
            diesel::insert_into(requesters::table).values(&batch.requesters).execute(c)?;
            diesel::insert_into(events::table).values(&batch.events).execute(c)?;
        }
    }
    Ok(())
}
