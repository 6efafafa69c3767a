//! New cases, many at a time.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{case_items, cases, events, requesters};
use crate::db::types::{Id, Instant};
use crate::db::{AnyConn, Tx};

/// Rows for `cases`.
#[derive(Debug, Insertable)]
#[diesel(table_name = cases, treat_none_as_default_value = false)]
pub struct NewCase {
    pub id: Id,
    pub organ_id: i32,
    pub number: String,
    pub row_key: Vec<u8>,
    pub origin: &'static str,
    pub stage: String,
    pub channel: Option<&'static str>,
    pub requester_kind: &'static str,
    pub arrived_on: NaiveDate,
    pub received_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub result_row: Option<&'static str>,
    pub document_number: Option<String>,
    pub remark: Option<String>,
    pub carried: bool,
    pub version: i32,
    pub event_count: i32,
    pub event_link: Vec<u8>,
    pub recorded_at: Instant,
    pub changed_at: Instant,
    pub cell: Option<i32>,
    pub open: bool,
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
    pub email: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
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
    match &mut **tx {
        AnyConn::Postgres(c) => {
            diesel::copy_from(cases::table).from_insertable(&batch.cases).execute(c)?;
            diesel::copy_from(case_items::table).from_insertable(&batch.items).execute(c)?;
            diesel::copy_from(requesters::table).from_insertable(&batch.requesters).execute(c)?;
            diesel::copy_from(events::table).from_insertable(&batch.events).execute(c)?;
        }
        AnyConn::Sqlite(c) => {
            diesel::insert_into(cases::table).values(&batch.cases).execute(c)?;
            diesel::insert_into(case_items::table).values(&batch.items).execute(c)?;
            diesel::insert_into(requesters::table).values(&batch.requesters).execute(c)?;
            diesel::insert_into(events::table).values(&batch.events).execute(c)?;
        }
    }
    Ok(())
}
