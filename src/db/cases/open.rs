//! The cases that are not closed, or were not long ago, organ by organ, for what concerns every one of them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::insert::NewEvent;
use crate::db::connection::on_backend;
use crate::db::schema::{cases, events, organs};
use crate::db::types::{Id, Instant};
use crate::db::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// An open case with the head of its log; in whatever round.
#[derive(Clone, Debug, Queryable)]
pub struct OpenCase {
    pub id: Id,
    pub organ: OrganId,
    pub number: String,
    pub received_on: NaiveDate,
    pub version: i32,
    pub event_count: i32,
    pub event_link: Vec<u8>,
}

/// Where a page ended.
pub type Mark = (NaiveDate, Id);

/// The next open cases of `organ` after `after`, by date of receipt, among those recorded by `by`; with them the cases
/// that were closed on `closed_since` or later.
pub fn page(
    conn: &mut AnyConn,
    organ: OrganId,
    (by, closed_since): (DateTime<Utc>, Option<NaiveDate>),
    after: Option<Mark>,
    size: i64,
) -> QueryResult<Vec<OpenCase>> {
    let mut query = cases::table
        .filter(cases::organ_id.eq(organ))
        .filter(cases::received_on.is_not_null())
        .filter(cases::recorded_at.le(Instant(by)))
        .select((
            cases::id,
            cases::organ_id,
            cases::number,
            cases::received_on.assume_not_null(),
            cases::version,
            cases::event_count,
            cases::event_link,
        ))
        .order((cases::received_on, cases::id))
        .limit(size)
        .into_boxed();
    query = match closed_since {
        Some(since) => query.filter(cases::open.nullable().or(cases::closed_on.ge(since))),
        // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
        None => query.filter(sql::<Bool>("open")),
    };
    if let Some((day, id)) = after {
        let later = cases::received_on.gt(day).or(cases::id.gt(id));
        query = query.filter(cases::received_on.ge(day)).filter(later);
    }
    query.load(conn)
}

/// The first organ after `after` that keeps cases here.
pub fn keeper_after(conn: &mut AnyConn, after: Option<OrganId>) -> QueryResult<Option<OrganId>> {
    let kept = cases::table.filter(cases::organ_id.eq(organs::id)).select(cases::id);
    organs::table
        .filter(organs::id.gt(after.unwrap_or(OrganId::MIN)))
        .filter(exists(kept))
        .order(organs::id)
        .select(organs::id)
        .first(conn)
        .optional()
}

/// The payloads of all events of a kind in the logs of some cases.
pub fn payloads(conn: &mut AnyConn, of: &[Id], kind: &str) -> QueryResult<Vec<(Id, String)>> {
    events::table
        .filter(events::case_id.eq_any(of))
        .filter(events::kind.eq(kind))
        .select((events::case_id, events::payload))
        .load(conn)
}

/// Appends an event that changes nothing but the log, unless somebody else has changed the case since it was read.
pub fn append(
    tx: &mut Tx<'_>,
    case: &OpenCase,
    event: &NewEvent,
    link: &[u8],
) -> QueryResult<bool> {
    let moved = diesel::update(cases::table)
        .filter(cases::id.eq(case.id))
        .filter(cases::version.eq(case.version))
        .set((
            cases::version.eq(case.version + 1),
            cases::event_count.eq(event.seq),
            cases::event_link.eq(link),
            cases::changed_at.eq(event.recorded_at),
        ))
        .execute(&mut **tx)?;
    if moved == 1 {
        on_backend!(&mut **tx, c => diesel::insert_into(events::table).values(event).execute(c)?);
    }
    Ok(moved == 1)
}
