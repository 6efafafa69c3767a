//! The numbers that a case gets: the request number on arrival, the office's own at registration, the letter's at the
//! signature. Each runs without gaps per organ, kind and year.

use chrono::{Datelike, NaiveDate};

use crate::db::{QueryResult, Tx, counters};
use crate::domain::dossier::Form;
use crate::domain::organ::OrganId;

/// The number that the requester knows; unlike any of another organ, and the key in addresses.
pub fn request(tx: &mut Tx<'_>, organ: (OrganId, &str), on: NaiveDate) -> QueryResult<String> {
    let serial = counters::next(tx, organ.0, "request", on.year())?;
    Ok(format!("{}-{}-{serial:06}", organ.1, on.year()))
}

/// 登记编号 of the office.
pub fn registration(tx: &mut Tx<'_>, organ: OrganId, on: NaiveDate) -> QueryResult<String> {
    let serial = counters::next(tx, organ, "registration", on.year())?;
    Ok(format!("依申请〔{}〕{serial}号", on.year()))
}

/// The number of a letter; each form runs by itself.
pub fn document(tx: &mut Tx<'_>, organ: OrganId, form: Form, on: NaiveDate) -> QueryResult<String> {
    let serial = counters::next(tx, organ, form.into(), on.year())?;
    Ok(format!("{}〔{}〕{serial}号", form.mark(), on.year()))
}
