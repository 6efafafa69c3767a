//! Serials without gaps: one row per organ, kind and year, raised inside the transaction that uses the number.

use diesel::prelude::*;

use super::Tx;
use super::connection::on_backend;
use super::schema::counters;
use crate::domain::organ::OrganId;

/// The next serial. On PostgreSQL the row stays locked until the transaction ends, so that one that is undone leaves
/// no gap and nobody else has seen its number.
pub fn next(tx: &mut Tx<'_>, organ: OrganId, kind: &str, year: i32) -> QueryResult<i32> {
    if let Some(serial) = raised(tx, organ, kind, year)? {
        return Ok(serial);
    }
    let first = (
        counters::organ_id.eq(organ),
        counters::kind.eq(kind),
        counters::year.eq(year),
        counters::last.eq(0),
    );
    on_backend!(&mut **tx, c => diesel::insert_into(counters::table).values(first).on_conflict_do_nothing().execute(c)?);
    raised(tx, organ, kind, year)?.ok_or(diesel::result::Error::NotFound)
}

fn raised(tx: &mut Tx<'_>, organ: OrganId, kind: &str, year: i32) -> QueryResult<Option<i32>> {
    let counter = counters::table.find((organ, kind, year));
    let changed =
        diesel::update(counter).set(counters::last.eq(counters::last + 1)).execute(&mut **tx)?;
    if changed == 0 {
        return Ok(None);
    }
    counter.select(counters::last).get_result(&mut **tx).map(Some)
}
