//! The numbers that a case gets: the request number on arrival, the office's own at registration, the letter's at the
//! signature. Each runs without gaps per organ, kind and year.

use chrono::{Datelike, NaiveDate};

use crate::db::{QueryResult, Tx, counters};
use crate::domain::dossier::Form;
use crate::domain::organ::OrganId;
use crate::domain::settings::{NumberPattern, Patterns};

/// The number that the requester knows; unlike any of another organ, and the key in addresses.
pub fn request(tx: &mut Tx<'_>, organ: (OrganId, &str), on: NaiveDate) -> QueryResult<String> {
    let serial = counters::next(tx, organ.0, "request", on.year())?;
    Ok(format!("{}-{}-{serial:06}", organ.1, on.year()))
}

/// 登记编号 of the office.
pub fn registration(
    tx: &mut Tx<'_>,
    (organ, patterns): (OrganId, &Patterns),
    on: NaiveDate,
) -> QueryResult<String> {
    next(tx, organ, &patterns.registration(), on)
}

/// The number of a letter; each form runs by itself, unless the organ gave several the same pattern.
pub fn document(
    tx: &mut Tx<'_>,
    (organ, patterns): (OrganId, &Patterns),
    form: Form,
    on: NaiveDate,
) -> QueryResult<String> {
    next(tx, organ, &patterns.document(form), on)
}

/// Counted by pattern: one that is taken up again goes on where it was left.
fn next(
    tx: &mut Tx<'_>,
    organ: OrganId,
    pattern: &NumberPattern,
    on: NaiveDate,
) -> QueryResult<String> {
    let serial = counters::next(tx, organ, &pattern.series(), on.year())?;
    Ok(pattern.number(on.year(), serial))
}
