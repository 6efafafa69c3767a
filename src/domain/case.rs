//! The facts of a case that the year table counts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::outcome::ResultRow;
use super::requester::RequesterKind;

/// The first closing of a case: later rounds count in no cell (rules.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Closing {
    pub row: ResultRow,
    /// The day on which the (last) reply or the closing notice was given.
    pub closed_on: NaiveDate,
}

/// What the year table has to know of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CaseFacts {
    pub kind: RequesterKind,
    /// The legal date of receipt.
    pub received_on: NaiveDate,
    pub closing: Option<Closing>,
}

impl CaseFacts {
    /// Whether the case was legally received by `day` and not closed by then.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.received_on <= day && self.closing.is_none_or(|closing| closing.closed_on > day)
    }
}
