//! Cases with their requesters, items and events.

pub mod count;
mod insert;
mod known;
pub mod list;
pub mod log;
pub mod open;

pub use insert::{Batch, NewCase, NewEvent, NewItem, NewRequester, insert};
pub use known::{Change, KnownCase, by_keys, change, unrecorded};

/// Whether a case is open or was closed in a later year than it was received in: the stored copy behind the
/// partial index `cases_carried`, written by nobody else.
pub fn is_carried(received_on: chrono::NaiveDate, closed_on: Option<chrono::NaiveDate>) -> bool {
    use chrono::Datelike;
    closed_on.is_none_or(|closed_on| closed_on.year() > received_on.year())
}
