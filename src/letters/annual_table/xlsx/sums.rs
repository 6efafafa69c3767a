//! Which cells are totals, and of what.
//!
//! A total becomes a live formula only where the printed number is the sum that the formula gives: opening the file
//! must never mend a broken table in silence.

use rust_xlsxwriter::{Formula, utility::row_col_to_cell};

use super::page::place;
use crate::domain::annual_report::Row;
use crate::domain::annual_report::sheet::Sheet;

/// A rectangle of numbers: lines and columns, ends excluded.
struct Parts {
    lines: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
}

/// The formula of a cell that is a true total; `body` is the line of the first numbers in the worksheet.
pub fn formula(sheet: &Sheet, line: usize, column: usize, body: usize) -> Option<Formula> {
    let parts = parts(sheet, line, column)?;
    let printed = (*sheet.lines.get(line)?.numbers.get(column)?)?;
    if printed != sum(sheet, &parts)? {
        return None;
    }
    let cell = |line: usize, column: usize| {
        let (row, column) = place(body + line, sheet.label_columns() + column);
        row_col_to_cell(row, column)
    };
    let first = cell(parts.lines.start, parts.columns.start);
    let last = cell(parts.lines.end - 1, parts.columns.end - 1);
    Some(Formula::new(format!("=SUM({first}:{last})")).set_result(printed.to_string()))
}

/// What a total adds up; `None` for a number that is no total.
fn parts(sheet: &Sheet, line: usize, column: usize) -> Option<Parts> {
    let printed = sheet.lines.get(line)?;
    let last = printed.numbers.len().checked_sub(1)?;
    match printed.row {
        // A block of section four is four parts and their total.
        None => {
            (column % 5 == 4).then(|| Parts { lines: line..line + 1, columns: column - 4..column })
        }
        Some(_) if column == last => Some(Parts { lines: line..line + 1, columns: 0..last }),
        Some(Row::ResultsTotal) => {
            let is_outcome = |printed: &_| matches!(printed, Some(Row::Result(_)));
            let first = sheet.lines.iter().position(|other| is_outcome(&other.row))?;
            Some(Parts { lines: first..line, columns: column..column + 1 })
        }
        Some(_) => None,
    }
}

/// The sum that a spreadsheet makes of the parts: blanks add nothing.
fn sum(sheet: &Sheet, parts: &Parts) -> Option<i64> {
    let lines = sheet.lines.get(parts.lines.clone())?;
    let numbers = lines.iter().filter_map(|line| line.numbers.get(parts.columns.clone())).flatten();
    numbers.flatten().try_fold(0_i64, |sum, number| sum.checked_add(*number))
}
