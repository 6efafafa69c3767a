//! The sums that must agree in a year table, ours or anybody's.

use serde::{Deserialize, Serialize};

use super::cell::{Column, Row};
use super::format::Format;
use super::table::{SectionFour, SectionThree};

mod other;
mod section_four;
mod section_three;

pub use other::many_other;
use section_four::{blank_standings, block_totals, negative_standings};
use section_three::{Checked, value};

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
    /// Blank parts were added as zero; one per table; where = `section_three` or `section_four`.
    BlankCells,
    /// A row of the layout is not in the document; where = row.
    MissingRow,
    /// A count is below zero; where = `ROW/COLUMN` or `BLOCK/RESULT`.
    NegativeCell,
    /// Undivided 其他处理 is printed under 3.其他 of the 2021 layout; where = row.
    UndividedOther,
    /// An organ of the tree has neither cases nor a handed-in table: missing is not zero; where = organ code.
    MissingOrgan,
    /// An organ has both cases here and a handed-in table; where = organ code.
    CasesAndTable,
    /// A handed-in table contradicts itself; where = organ code and cell.
    BrokenTable,
    /// A handed-in table is that of the whole year, and the day asked for is earlier; where = organ code.
    WholeYearTable,
    /// An organ ended without a named successor; its cases count under its last parent; where = organ code.
    NoSuccessor,
    /// The organ asked for has ended, and this is the table of the one under which its cases count; where = code of
    /// the ended organ.
    OrganEnded,
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

impl Finding {
    /// A warning without numbers.
    pub fn warning(code: FindingCode, place: &str, text: String) -> Self {
        let (severity, place) = (Severity::Warning, place.to_owned());
        Self { code, severity, place, published: None, expected: None, text }
    }
}

/// Checks a table against itself: every identity of section three and four.
///
/// The findings stand in this order, each kind in the order of the layout: missing rows, negative cells, missing
/// totals, row totals, outcome sums, balance, section four, then the warnings. A blank part counts as zero; a blank
/// 总计 counts as the sum of its row; a sum that needs a missing row is not judged, save that a missing outcome row
/// counts as zero.
pub fn check(three: &SectionThree, four: &SectionFour, format: Format) -> Vec<Finding> {
    let checked = Checked { three, format };
    let mut findings = checked.missing_rows();
    findings.extend(checked.negative_cells());
    findings.extend(negative_standings(four));
    findings.extend(checked.missing_totals());
    findings.extend(checked.row_totals());
    findings.extend(checked.outcome_sums());
    findings.extend(checked.balances());
    findings.extend(block_totals(four));
    findings.extend(checked.blanks());
    findings.extend(blank_standings(four));
    findings
}

/// Checks that what this year carried over is what last year carried forward, column by column.
///
/// Where last year's table lacks its last row, that is the only finding; [`check`] finds the row this year lacks.
pub fn check_against_previous(current: &SectionThree, previous: &SectionThree) -> Vec<Finding> {
    let (Some(over), forward) = (
        current.rows.get(&Row::CarriedOverFromLastYear),
        previous.rows.get(&Row::CarriedForwardToNextYear),
    ) else {
        return Vec::new();
    };
    let Some(forward) = forward else {
        let row = Row::CarriedForwardToNextYear;
        let text = "上年度的表格缺少“四、结转下年度继续办理”一行，无法核对上年结转".to_owned();
        return vec![error(FindingCode::MissingRow, row.to_string(), None, None, text)];
    };
    Column::all()
        .map(|column| (column, value(over, column), value(forward, column)))
        .filter(|(_, over, forward)| over != forward)
        .map(|(column, over, forward)| {
            let label = column.label();
            let text =
                format!("“{label}”列：本年的上年结转为{over}，上年度的结转下年度为{forward}");
            error(FindingCode::CrossYear, column.to_string(), Some(over), Some(forward), text)
        })
        .collect()
}

/// A sum that a hostile table cannot overflow.
fn sum(numbers: impl Iterator<Item = i64>) -> i64 {
    numbers.fold(0, i64::saturating_add)
}

/// The one warning of a table with blank parts, naming the first places.
fn blank_cells(place: &str, section: &str, names: &[String]) -> Option<Finding> {
    const NAMED: usize = 3;
    let count = names.len();
    let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let rest = if count > NAMED { format!("等{count}处") } else { String::new() };
    (count > 0).then(|| {
        let text = format!("{section}有空白单元格，已按0计算：{first}{rest}");
        Finding::warning(FindingCode::BlankCells, place, text)
    })
}

/// A printed number as a predicate.
fn spoken(number: Option<i64>) -> String {
    number.map_or_else(|| "为空白".to_owned(), |number| format!("为{number}"))
}

fn error(
    code: FindingCode,
    place: String,
    published: Option<i64>,
    expected: Option<i64>,
    text: String,
) -> Finding {
    Finding { code, severity: Severity::Error, place, published, expected, text }
}

#[cfg(test)]
mod tests;
