//! The holiday notices that were loaded since; every version is kept, none is changed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::schema::calendar_notices as t;
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::clock;
use crate::domain::calendar::{Dating, Notice};

/// A notice as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNotice {
    pub id: Id,
    pub recorded_at: DateTime<Utc>,
    pub notice: Notice,
}

#[derive(Queryable)]
struct Row {
    id: Id,
    year: i32,
    number: Option<String>,
    published_on: Option<NaiveDate>,
    days: String,
    recorded_at: Instant,
}

/// The days of a notice in the column `days`.
#[derive(Serialize, Deserialize)]
struct Days {
    days_off: BTreeMap<NaiveDate, String>,
    working_weekends: BTreeMap<NaiveDate, String>,
}

/// All notices in the order in which they were recorded.
pub fn load(conn: &mut AnyConn) -> QueryResult<Vec<StoredNotice>> {
    let columns = (t::id, t::year, t::number, t::published_on, t::days, t::recorded_at);
    let rows: Vec<Row> = t::table.select(columns).order((t::recorded_at, t::id)).load(conn)?;
    rows.into_iter().map(stored).collect()
}

fn stored(row: Row) -> QueryResult<StoredNotice> {
    let Days { days_off, working_weekends } =
        serde_json::from_str(&row.days).map_err(unreadable)?;
    let recorded_at = row.recorded_at.0;
    let loaded = Dating::Loaded(clock::office_day(recorded_at));
    let dating = row.published_on.map_or(loaded, Dating::Published);
    let notice = Notice::new(row.year, row.number, dating, days_off, working_weekends)
        .map_err(unreadable)?;
    Ok(StoredNotice { id: row.id, recorded_at, notice })
}

/// Records a version of a year's notice.
pub fn record(tx: &mut Tx<'_>, notice: Notice, at: DateTime<Utc>) -> QueryResult<StoredNotice> {
    let days = Days {
        days_off: notice.days_off().clone(),
        working_weekends: notice.working_weekends().clone(),
    };
    let published_on = match notice.dating() {
        Dating::Published(day) => Some(day),
        Dating::Loaded(_) => None,
    };
    let id = Id::fresh();
    diesel::insert_into(t::table)
        .values((
            t::id.eq(id),
            t::year.eq(notice.year()),
            t::number.eq(notice.number()),
            t::published_on.eq(published_on),
            t::days.eq(serde_json::to_string(&days).map_err(unreadable)?),
            t::recorded_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(StoredNotice { id, recorded_at: at, notice })
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(Box::new(error))
}
