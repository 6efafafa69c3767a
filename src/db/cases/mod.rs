//! Cases with their requesters, items and events.

pub mod count;
pub mod figures;
pub mod filter;
pub mod handled;
mod insert;
mod known;
pub mod list;
pub mod log;
pub mod open;
pub mod page;
pub mod public;

use chrono::Datelike;
use strum::VariantArray;

use crate::domain::case::CaseFacts;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

pub use insert::{Batch, NewCase, NewEvent, NewItem, NewRequester, insert};
pub use known::{Change, KnownCase, by_keys, change, unrecorded};

/// Whether a case is open or was closed in a later year than it was received in: the stored copy behind the
/// partial index `cases_carried`, written by nobody else.
pub fn is_carried(facts: &CaseFacts) -> bool {
    let closing = facts.closing;
    closing.is_none_or(|closing| closing.closed_on.year() > facts.received_on.year())
}

/// How many numbers a kind of requester takes in a cell; there are fewer result rows.
const ROWS: usize = 32;

/// What the year table counts of a closed case in one number: kind, row and whether it was carried over. The stored
/// copy behind the index `cases_closed`, written by nobody else; rows may be added at the end, never moved.
pub fn cell(facts: &CaseFacts) -> Option<i32> {
    let row = facts.closing?.row;
    let kind = RequesterKind::VARIANTS.iter().position(|kind| *kind == facts.kind)?;
    let row = ResultRow::VARIANTS.iter().position(|known| *known == row)?;
    i32::try_from((kind * ROWS + row) * 2 + usize::from(is_carried(facts))).ok()
}

/// Reads a cell back.
fn of_cell(cell: i32) -> Option<(RequesterKind, ResultRow, bool)> {
    let cell = usize::try_from(cell).ok()?;
    let kind = RequesterKind::VARIANTS.get(cell / 2 / ROWS)?;
    let row = ResultRow::VARIANTS.get(cell / 2 % ROWS)?;
    Some((*kind, *row, cell % 2 == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Closing;

    #[test]
    fn every_cell_is_read_back() {
        for (n, row) in ResultRow::VARIANTS.iter().enumerate() {
            for kind in RequesterKind::VARIANTS {
                for closed_on in ["2020-12-31", "2021-01-01"] {
                    let closed_on = closed_on.parse().unwrap();
                    let received_on = "2020-12-01".parse().unwrap();
                    let closing = Some(Closing { row: *row, closed_on });
                    let facts = CaseFacts { kind: *kind, received_on, closing };
                    let cell = cell(&facts).unwrap();
                    assert_eq!(of_cell(cell), Some((*kind, *row, closed_on.year() == 2021)));
                    assert_eq!(usize::try_from(cell).unwrap() / 2 % ROWS, n);
                }
            }
        }
    }
}
