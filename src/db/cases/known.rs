//! Cases that a register names again: what is recorded of them, and how it changes.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::handled::Copies;
use super::insert::NewEvent;
use crate::db::connection::on_backend;
use crate::db::schema::{case_items, cases, events, requesters};
use crate::db::types::{Id, parse};
use crate::db::{AnyConn, Tx};
use crate::domain::case::{CaseFacts, Closing};

/// What is recorded of a case; personal fields as ciphertext.
#[derive(Clone, Debug)]
pub struct KnownCase {
    pub id: Id,
    pub row_key: Vec<u8>,
    pub facts: CaseFacts,
    pub document_number: Option<String>,
    pub requester: String,
    pub identity_hash: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
    pub content: String,
    pub version: i32,
    pub event_count: i32,
    pub event_link: Vec<u8>,
}

#[derive(Queryable)]
struct CaseRow {
    id: Id,
    row_key: Vec<u8>,
    kind: String,
    received_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    result_row: Option<String>,
    document_number: Option<String>,
    version: i32,
    event_count: i32,
    event_link: Vec<u8>,
}

#[derive(Queryable)]
struct RequesterRow {
    case_id: Id,
    name: String,
    identity_hash: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    address: Option<Vec<u8>>,
}

/// The cases recorded under these keys, in no order.
pub fn by_keys(conn: &mut AnyConn, keys: &[Vec<u8>]) -> QueryResult<Vec<KnownCase>> {
    let found: Vec<CaseRow> = cases::table
        .filter(cases::row_key.eq_any(keys))
        .filter(cases::received_on.is_not_null())
        .select((
            cases::id,
            cases::row_key,
            cases::requester_kind,
            cases::received_on.assume_not_null(),
            cases::closed_on,
            cases::result_row,
            cases::document_number,
            cases::version,
            cases::event_count,
            cases::event_link,
        ))
        .load(conn)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = found.iter().map(|case| case.id).collect();
    let people: Vec<RequesterRow> = requesters::table
        .filter(requesters::case_id.eq_any(&ids))
        .filter(requesters::ordinal.eq(1))
        .select((
            requesters::case_id,
            requesters::name,
            requesters::identity_hash,
            requesters::phone,
            requesters::email,
            requesters::address,
        ))
        .load(conn)?;
    let items: Vec<(Id, String)> = case_items::table
        .filter(case_items::case_id.eq_any(&ids))
        .filter(case_items::ordinal.eq(1))
        .select((case_items::case_id, case_items::content))
        .load(conn)?;
    let mut people: std::collections::HashMap<Id, RequesterRow> =
        people.into_iter().map(|row| (row.case_id, row)).collect();
    let mut items: std::collections::HashMap<Id, String> = items.into_iter().collect();
    let known = found.into_iter().filter_map(|case| {
        let person = people.remove(&case.id)?;
        let content = items.remove(&case.id)?;
        Some(known(case, person, content))
    });
    known.collect()
}

fn known(case: CaseRow, person: RequesterRow, content: String) -> QueryResult<KnownCase> {
    let row = case.result_row.as_deref().map(parse).transpose()?;
    let closing = row.zip(case.closed_on).map(|(row, closed_on)| Closing { row, closed_on });
    Ok(KnownCase {
        id: case.id,
        row_key: case.row_key,
        facts: CaseFacts { kind: parse(&case.kind)?, received_on: case.received_on, closing },
        document_number: case.document_number,
        requester: person.name,
        identity_hash: person.identity_hash,
        phone: person.phone,
        email: person.email,
        address: person.address,
        content,
        version: case.version,
        event_count: case.event_count,
        event_link: case.event_link,
    })
}

/// Those of `numbers` that no case of any organ bears.
pub fn unrecorded(conn: &mut AnyConn, numbers: &[String]) -> QueryResult<Vec<String>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<String> =
        cases::table.filter(cases::number.eq_any(numbers)).select(cases::number).load(conn)?;
    Ok(numbers.iter().filter(|number| !found.contains(number)).cloned().collect())
}

/// What a case is to say from now on; `None` leaves a sealed field as it is.
#[derive(Debug)]
pub struct Change {
    pub id: Id,
    /// The version that was read; another one means that somebody was faster.
    pub version: i32,
    pub copies: Copies,
    pub requester: String,
    pub content: String,
    /// Identity number with its look-up hash.
    pub identity: Option<(Vec<u8>, Option<Vec<u8>>)>,
    /// Telephone number with its look-up hash.
    pub phone: Option<(Vec<u8>, Option<Vec<u8>>)>,
    /// E-mail address with its look-up hash.
    pub email: Option<(Vec<u8>, Option<Vec<u8>>)>,
    pub address: Option<Vec<u8>>,
    pub event_count: i32,
    pub event_link: Vec<u8>,
    pub event: NewEvent,
}

/// Writes a change with its event, unless somebody else has changed the case since it was read.
pub fn change(tx: &mut Tx<'_>, change: &Change) -> QueryResult<bool> {
    let moved = diesel::update(cases::table)
        .filter(cases::id.eq(change.id))
        .filter(cases::version.eq(change.version))
        .set((
            &change.copies,
            cases::version.eq(change.version + 1),
            cases::event_count.eq(change.event_count),
            cases::event_link.eq(&change.event_link),
            cases::changed_at.eq(change.event.recorded_at),
        ))
        .execute(&mut **tx)?;
    if moved == 0 {
        return Ok(false);
    }
    diesel::update(case_items::table.find((change.id, 1)))
        .set(case_items::content.eq(&change.content))
        .execute(&mut **tx)?;
    rewrite_requester(tx, change)?;
    on_backend!(&mut **tx, c => diesel::insert_into(events::table).values(&change.event).execute(c)?);
    Ok(true)
}

fn rewrite_requester(tx: &mut Tx<'_>, change: &Change) -> QueryResult<()> {
    let person = requesters::table.find((change.id, 1));
    diesel::update(person)
        .set((
            requesters::kind.eq(&change.copies.requester_kind),
            requesters::name.eq(&change.requester),
        ))
        .execute(&mut **tx)?;
    if let Some((number, hash)) = &change.identity {
        diesel::update(person)
            .set((requesters::identity_number.eq(Some(number)), requesters::identity_hash.eq(hash)))
            .execute(&mut **tx)?;
    }
    if let Some((sealed, hash)) = &change.phone {
        diesel::update(person)
            .set((requesters::phone.eq(Some(sealed)), requesters::phone_hash.eq(hash)))
            .execute(&mut **tx)?;
    }
    if let Some((sealed, hash)) = &change.email {
        diesel::update(person)
            .set((requesters::email.eq(Some(sealed)), requesters::email_hash.eq(hash)))
            .execute(&mut **tx)?;
    }
    if let Some(sealed) = &change.address {
        diesel::update(person).set(requesters::address.eq(Some(sealed))).execute(&mut **tx)?;
    }
    Ok(())
}
