//! What is wrong with a row, or worth a look: where it stands, what it says, why it is refused.

use crate::domain::annual_report::Severity;

/// What a fault is about; the id is the contract, `text` is for people.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, strum::Display, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FaultCode {
    /// A mandatory cell is blank.
    MissingValue,
    UnknownRequesterKind,
    UnknownResult,
    UnknownChannel,
    UnknownChallengeKind,
    UnknownConclusion,
    /// No form of date that we know.
    UnreadableDate,
    /// A date that the calendar does not have.
    ImpossibleDate,
    /// Before 2008-05-01, when the first 条例 came into force.
    DateTooEarly,
    ClosedBeforeReceived,
    ResultWithoutDate,
    DateWithoutResult,
    IdentityMasked,
    IdentityChecksum,
    /// Excel keeps 15 digits of a number; the rest of it is gone.
    PrecisionLost,
    MergedCells,
    /// A formula that was never calculated.
    FormulaWithoutValue,
    /// `#REF!`, `#N/A` and such.
    ErrorValue,
    /// 合计, 填表人, a heading printed again: passed over.
    SkippedRow,
    /// Headings that are none of ours: their columns are passed over.
    UnknownHeading,
    /// Rows that Excel does not show are read all the same.
    HiddenRows,
    /// No organ of this code or name is known.
    UnknownOrgan,
    /// Several organs bear this name.
    AmbiguousOrgan,
    /// The organ did not exist on the day of receipt.
    OrganNotThen,
    /// Whoever hands the register in may not record for this organ.
    OrganNotAllowed,
    /// The number stands in an earlier row of the same register.
    DuplicateNumber,
    /// Received after the year of the register, or over and done before it.
    OutsideYear,
    /// A day that has not come yet.
    InFuture,
    /// No case of this number is recorded.
    UnknownCase,
    /// The register contradicts what is recorded.
    Contradiction,
}

/// One thing about one cell, row or sheet of a register.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// The row as Excel numbers it.
    pub row: u32,
    /// The heading as the file has it; the name of the sheet where no column is meant.
    pub column: String,
    /// What the cell says; masked where it is personal.
    pub value: Option<String>,
    pub code: FaultCode,
    pub severity: Severity,
    /// The reason as a Chinese sentence.
    pub text: String,
}

/// A row that cannot be taken as it stands, with everything that speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The row as Excel numbers it.
    pub row: u32,
    /// 申请编号 or 案号, if it could be read.
    pub number: Option<String>,
    /// At least one error; warnings among them.
    pub faults: Vec<Fault>,
}

impl BadRow {
    /// The reasons in one line, for the last column of the rejects file.
    pub fn reasons(&self) -> String {
        let errors = self.faults.iter().filter(|fault| fault.severity == Severity::Error);
        let reason = |fault: &Fault| format!("{}：{}", fault.column, fault.text);
        errors.map(reason).collect::<Vec<_>>().join("；")
    }
}
