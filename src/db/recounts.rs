//! Recounts of open cases under way: what for, and how far they are.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::recounts as t;
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// The case up to which a recount went: organ, day of receipt, id.
pub type Mark = (OrganId, NaiveDate, Id);

/// A recount that is not finished.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct StoredRecount {
    pub id: Id,
    /// The notice whose cases are recounted; else the organ that set other periods, and what they were.
    pub notice: Option<Id>,
    pub organ: Option<OrganId>,
    pub periods: Option<String>,
    pub actor: String,
    pub origin: String,
    at_organ: Option<OrganId>,
    at_day: Option<NaiveDate>,
    at_case: Option<Id>,
    pub recorded_at: Instant,
    pub carried_on_at: Instant,
}

impl StoredRecount {
    /// How far it is.
    pub fn mark(&self) -> Option<Mark> {
        Some((self.at_organ?, self.at_day?, self.at_case?))
    }
}

type Columns = (
    t::id,
    t::notice_id,
    t::organ_id,
    t::periods,
    t::actor,
    t::origin,
    t::at_organ,
    t::at_day,
    t::at_case,
    t::recorded_at,
    t::carried_on_at,
);

const COLUMNS: Columns = (
    t::id,
    t::notice_id,
    t::organ_id,
    t::periods,
    t::actor,
    t::origin,
    t::at_organ,
    t::at_day,
    t::at_case,
    t::recorded_at,
    t::carried_on_at,
);

/// What a recount is for.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    Notice(Id),
    /// An organ, and its periods before as JSON.
    Periods(OrganId, &'a str),
}

/// Begins one.
pub fn begin(
    tx: &mut Tx<'_>,
    what: What<'_>,
    (actor, origin): (&str, &str),
    at: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::fresh();
    let (notice, organ, periods) = match what {
        What::Notice(notice) => (Some(notice), None, None),
        What::Periods(organ, periods) => (None, Some(organ), Some(periods)),
    };
    diesel::insert_into(t::table)
        .values((
            t::id.eq(id),
            t::notice_id.eq(notice),
            t::organ_id.eq(organ),
            t::periods.eq(periods),
            t::actor.eq(actor),
            t::origin.eq(origin),
            t::recorded_at.eq(Instant(at)),
            t::carried_on_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// All that are not finished, the first begun first.
pub fn unfinished(conn: &mut AnyConn) -> QueryResult<Vec<StoredRecount>> {
    let open = t::table.filter(t::finished_at.is_null());
    open.select(COLUMNS).order((t::recorded_at, t::id)).load(conn)
}

/// One that is not finished.
pub fn find(conn: &mut AnyConn, id: Id) -> QueryResult<Option<StoredRecount>> {
    let one = t::table.find(id).filter(t::finished_at.is_null());
    one.select(COLUMNS).first(conn).optional()
}

/// Keeps how far one is.
pub fn carry_on(tx: &mut Tx<'_>, id: Id, mark: Mark, at: DateTime<Utc>) -> QueryResult<()> {
    let (organ, day, case) = mark;
    diesel::update(t::table.find(id))
        .set((
            t::at_organ.eq(Some(organ)),
            t::at_day.eq(Some(day)),
            t::at_case.eq(Some(case)),
            t::carried_on_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Ends one.
pub fn finish(tx: &mut Tx<'_>, id: Id, at: DateTime<Utc>) -> QueryResult<()> {
    let ended = (t::carried_on_at.eq(Instant(at)), t::finished_at.eq(Some(Instant(at))));
    diesel::update(t::table.find(id)).set(ended).execute(&mut **tx)?;
    Ok(())
}
