//! The sums that must agree in a year table, ours or anybody's.

use serde::{Deserialize, Serialize};

/// How bad a finding is: an error is a contradiction, a warning is for a person to look at.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    Warning,
    Error,
}

/// What a finding is about; the id is the contract, `text` is for people.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FindingCode {
    /// New + carried over differs from results + carried forward; where = column.
    Balance,
    /// The 总计 of a row differs from the sum of its six columns; where = row.
    RowTotal,
    /// `results_total` differs from the sum of the outcome rows; where = `results_total/COLUMN`.
    OutcomeSum,
    /// The total of a block of section four differs from its four parts; where = block.
    SectionFourTotal,
    /// The 总计 cell of a row is blank; where = row.
    MissingTotal,
    /// Carried over differs from last year's carried forward; where = column.
    CrossYear,
    /// Blank parts were added as zero; one per table.
    BlankCells,
    /// Undivided 其他处理 is printed under 3.其他 of the 2021 layout; where = row.
    UndividedOther,
    /// An organ of the tree has neither cases nor a handed-in table: missing is not zero; where = organ code.
    MissingOrgan,
    /// An organ has both cases here and a handed-in table; where = organ code.
    CasesAndTable,
    /// A handed-in table contradicts itself; where = organ code and cell.
    BrokenTable,
    /// An organ ended without a named successor; its cases count under its last parent; where = organ code.
    NoSuccessor,
    /// The share of 其他处理 is high, and it is meant to be rare; where = row.
    ManyOther,
}

/// One thing that a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: FindingCode,
    pub severity: Severity,
    #[serde(rename = "where")]
    pub place: String,
    /// What the table says; `None` when blank or when there is no number.
    pub published: Option<i64>,
    /// What it must be.
    pub expected: Option<i64>,
    /// The finding as a Chinese sentence.
    pub text: String,
}
