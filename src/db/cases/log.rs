//! The whole log of a case with its sealed fields: what a verification reads and a change of key writes anew.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::{case_items, cases, events, requesters};
use crate::db::types::{Id, Instant};
use crate::db::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// What the case row keeps of its log.
#[derive(Clone, Debug, Queryable)]
pub struct LogHead {
    pub id: Id,
    pub organ: OrganId,
    pub number: String,
    pub event_count: i32,
    pub event_link: Vec<u8>,
    /// The first-named requester; `None` where the row is gone.
    pub requester: Option<String>,
    /// What was asked for; `None` where the row is gone.
    pub content: Option<String>,
}

/// An event as stored.
#[derive(Clone, Debug, Queryable)]
pub struct StoredEvent {
    pub seq: i32,
    pub kind: String,
    pub happened_on: NaiveDate,
    pub recorded_at: Instant,
    pub actor: String,
    pub origin: String,
    pub payload: String,
    pub mark: Vec<u8>,
}

/// A requester as stored, with the sealed fields and the hashes that it is found by.
#[derive(Clone, Debug, Queryable)]
pub struct SealedRequester {
    pub ordinal: i32,
    pub kind: String,
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

/// The next cases after `after`, in order of their ids.
pub fn page(conn: &mut AnyConn, after: Option<Id>, size: i64) -> QueryResult<Vec<LogHead>> {
    let requester = requesters::case_id.eq(cases::id).and(requesters::ordinal.eq(1));
    let item = case_items::case_id.eq(cases::id).and(case_items::ordinal.eq(1));
    let mut query = cases::table
        .left_join(requesters::table.on(requester))
        .left_join(case_items::table.on(item))
        .select((
            cases::id,
            cases::organ_id,
            cases::number,
            cases::event_count,
            cases::event_link,
            requesters::name.nullable(),
            case_items::content.nullable(),
        ))
        .order(cases::id)
        .limit(size)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(cases::id.gt(after));
    }
    query.load(conn)
}

/// The events of a case in order.
pub fn events(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<StoredEvent>> {
    Ok(events_of(conn, &[case])?.into_iter().map(|(_, event)| event).collect())
}

/// The events of `cases`, each case's in order.
pub fn events_of(conn: &mut AnyConn, cases: &[Id]) -> QueryResult<Vec<(Id, StoredEvent)>> {
    let stored = (
        events::seq,
        events::kind,
        events::happened_on,
        events::recorded_at,
        events::actor,
        events::origin,
        events::payload,
        events::mark,
    );
    events::table
        .filter(events::case_id.eq_any(cases))
        .order((events::case_id, events::seq))
        .select((events::case_id, stored))
        .load(conn)
}

/// The requesters of a case, the first-named first.
pub fn requesters(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<SealedRequester>> {
    requesters::table
        .filter(requesters::case_id.eq(case))
        .order(requesters::ordinal)
        .select((
            requesters::ordinal,
            requesters::kind,
            requesters::name,
            requesters::identity_number,
            requesters::identity_hash,
            requesters::phone,
            requesters::phone_hash,
            requesters::email,
            requesters::email_hash,
            requesters::address,
            requesters::agent,
        ))
        .load(conn)
}

/// Writes an event under another key; its words stay as they are.
pub fn reseal_event(tx: &mut Tx<'_>, case: Id, event: &StoredEvent) -> QueryResult<()> {
    diesel::update(events::table.find((case, event.seq)))
        .set((events::payload.eq(&event.payload), events::mark.eq(&event.mark)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes a requester anew: corrected, or sealed under another key.
pub fn write_requester(tx: &mut Tx<'_>, case: Id, sealed: &SealedRequester) -> QueryResult<()> {
    diesel::update(requesters::table.find((case, sealed.ordinal)))
        .set((
            requesters::name.eq(&sealed.name),
            requesters::identity_number.eq(&sealed.identity_number),
            requesters::identity_hash.eq(&sealed.identity_hash),
            requesters::phone.eq(&sealed.phone),
            requesters::phone_hash.eq(&sealed.phone_hash),
            requesters::email.eq(&sealed.email),
            requesters::email_hash.eq(&sealed.email_hash),
            requesters::address.eq(&sealed.address),
            requesters::agent.eq(&sealed.agent),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes the head of a log under another key.
pub fn rehead(tx: &mut Tx<'_>, case: Id, link: &[u8]) -> QueryResult<()> {
    diesel::update(cases::table.find(case)).set(cases::event_link.eq(link)).execute(&mut **tx)?;
    Ok(())
}
