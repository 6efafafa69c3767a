//! A row under the headings of its register: cells become values, and every fault is noted rather than the first.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::annual_report::Severity;
use crate::domain::requester::{guarded, masked};

use super::dates::{self, Epoch};
use super::fault::{BadRow, Fault, FaultCode};
use super::headings::Columns;
use super::register::Register;
use super::sheet::{Cell, Merge, RawRow, Rows, Source};
use super::unreadable::Unreadable;
use super::values::{clean, has_lost_digits, narrow, shows_lost_digits};

/// Reads the records of a register one after the other.
pub(super) struct Records<'a, C: Columns> {
    register: &'a Register<C>,
    rows: Box<dyn Rows + 'a>,
    raw: RawRow,
    epoch: Epoch,
    /// The next merged cells that have not been reached, and those that reach into the present row.
    merges: std::slice::Iter<'a, Merge>,
    open_merges: Vec<&'a Merge>,
    skipped: Vec<Fault>,
}

impl<'a, C: Columns> Records<'a, C> {
    pub(super) fn new(source: &'a Source, register: &'a Register<C>) -> Result<Self, Unreadable> {
        Ok(Self {
            register,
            rows: source.rows(register.sheet)?,
            raw: RawRow::default(),
            epoch: source.epoch(),
            merges: register.merges.iter(),
            open_merges: Vec::new(),
            skipped: Vec::new(),
        })
    }

    /// Goes on to the next record; `None` at the end. `dated` is the column that every record has a date in.
    pub(super) fn next_record(&mut self, dated: C) -> Result<Option<Record<'_, C>>, Unreadable> {
        while self.rows.next_row(&mut self.raw)? {
            if self.raw.number < self.register.first_row || self.raw.is_blank() || self.skips(dated)
            {
                continue;
            }
            self.advance_merges();
            let mut record = Record {
                row: &self.raw,
                register: self.register,
                epoch: self.epoch,
                faults: Vec::new(),
            };
            record.refuse_merges(&self.open_merges);
            return Ok(Some(record));
        }
        Ok(None)
    }

    /// The cells of the present row as a person would type them, one for each heading.
    pub(super) fn raw_cells(&self) -> Vec<String> {
        let cells = 0..self.register.headings.len();
        cells.map(|place| self.raw.cell(place).display().into_owned()).collect()
    }

    /// The rows that were passed over so far.
    pub(super) fn skipped(&self) -> &[Fault] {
        &self.skipped
    }

    /// Passes over sums, signatures and repeated headings: rows that begin so and have no date.
    fn skips(&mut self, dated: C) -> bool {
        const FOOTERS: &[&str] = &[
            "合计",
            "总计",
            "小计",
            "共计",
            "总数",
            "填表人",
            "填报人",
            "制表人",
            "制表",
            "审核人",
            "审核",
            "负责人",
            "注:",
            "注：",
            "备注:",
            "备注：",
            "说明:",
            "说明：",
        ];
        let Some(first) = self.raw.cells().find(|cell| !cell.is_blank()).map(Cell::display) else {
            return false;
        };
        let opening: String =
            clean(&first).chars().filter(|c| !c.is_whitespace()).take(20).collect();
        let place = self.register.place(dated);
        let day = place.map_or(Cell::Empty, |place| self.raw.cell(place));
        let is_footer = FOOTERS.iter().any(|footer| opening.starts_with(footer));
        let heading = place.and_then(|place| self.register.headings.get(place));
        let is_heading = matches!(day, Cell::Text(text) if heading.is_some_and(|heading| clean(text) == heading));
        let skips =
            is_heading || is_footer && date_of(day, self.epoch).is_none_or(|date| date.is_err());
        if skips {
            self.skipped.push(Fault {
                row: self.raw.number,
                column: self.register.name.clone(),
                value: Some(guarded(&opening).into_owned()),
                code: FaultCode::SkippedRow,
                severity: Severity::Warning,
                text: "不是登记内容，已跳过".to_owned(),
            });
        }
        skips
    }

    fn advance_merges(&mut self) {
        let row = self.raw.number.saturating_sub(1);
        let reached = |merge: &&Merge| *merge.rows.start() <= row;
        while let Some(merge) = self.merges.as_slice().first().filter(reached) {
            self.open_merges.push(merge);
            self.merges.next();
        }
        self.open_merges.retain(|merge| merge.rows.contains(&row));
        // Merged cells never overlap, so that no row has more than there are columns; a made-up file might.
        self.open_merges.truncate(C::HEADINGS.len());
    }
}

/// One row, its values by column.
pub(super) struct Record<'r, C: Columns> {
    row: &'r RawRow,
    register: &'r Register<C>,
    epoch: Epoch,
    faults: Vec<Fault>,
}

impl<'r, C: Columns> Record<'r, C> {
    /// The row as Excel numbers it.
    pub(super) fn row(&self) -> u32 {
        self.row.number
    }

    /// The text of a cell, `None` when it is blank or no value.
    pub(super) fn text(&mut self, column: C) -> Option<Cow<'r, str>> {
        let cell = self.cell(column);
        match cell {
            Cell::Empty => None,
            Cell::Text(text) => {
                Some(clean(text)).filter(|text| !text.is_empty()).map(Cow::Borrowed)
            }
            Cell::Number(_) | Cell::Date(_) => Some(cell.display()),
            Cell::Error(_) | Cell::Unvalued => self.no_value(column, cell),
        }
    }

    /// The text of a cell that must not be blank.
    pub(super) fn required(&mut self, column: C) -> Option<Cow<'r, str>> {
        let faults = self.faults.len();
        let text = self.text(column);
        if text.is_none() && self.faults.len() == faults {
            self.missing(column);
        }
        text
    }

    /// A number by which something is known; digits that Excel has dropped are an error, since two could be one.
    pub(super) fn number(&mut self, column: C) -> Option<String> {
        if self.has_lost_digits(column) {
            self.error(
                column,
                FaultCode::PrecisionLost,
                "Excel 已丢失这个号码的末几位，请把该列设为文本格式后重新填写",
            );
            return None;
        }
        self.text(column).map(|text| narrow(&text).into_owned())
    }

    /// Whether Excel has turned a long number into one that it can count with.
    pub(super) fn has_lost_digits(&self, column: C) -> bool {
        match self.cell(column) {
            Cell::Number(number) => has_lost_digits(number),
            Cell::Text(text) => shows_lost_digits(clean(text)),
            Cell::Empty | Cell::Date(_) | Cell::Error(_) | Cell::Unvalued => false,
        }
    }

    /// The day in a cell, `None` when it is blank or none.
    pub(super) fn date(&mut self, column: C) -> Option<NaiveDate> {
        let cell = self.cell(column);
        if matches!(cell, Cell::Error(_) | Cell::Unvalued) {
            return self.no_value(column, cell);
        }
        date_of(cell, self.epoch)?
            .map_err(|fault| self.error(column, fault.code(), &fault.to_string()))
            .ok()
    }

    /// The day in a cell that must not be blank.
    pub(super) fn required_date(&mut self, column: C) -> Option<NaiveDate> {
        if self.cell(column).is_blank() {
            self.missing(column);
        }
        self.date(column)
    }

    /// Whether a cell shows nothing.
    pub(super) fn is_blank(&self, column: C) -> bool {
        self.cell(column).is_blank()
    }

    /// Notes what keeps the row from being taken.
    pub(super) fn error(&mut self, column: C, code: FaultCode, text: &str) {
        self.fault(column, code, Severity::Error, text);
    }

    /// Notes what is worth a look.
    pub(super) fn warn(&mut self, column: C, code: FaultCode, text: &str) {
        self.fault(column, code, Severity::Warning, text);
    }

    /// What was noted: the row is bad if there is an error among it.
    pub(super) fn verdict(self, number: Option<String>) -> Result<Vec<Fault>, BadRow> {
        if self.faults.iter().any(|fault| fault.severity == Severity::Error) {
            return Err(BadRow { row: self.row.number, number, faults: self.faults });
        }
        Ok(self.faults)
    }

    /// Under merged cells a blank is no fault of its own.
    fn missing(&mut self, column: C) {
        let heading = self.register.heading(column);
        let is_merged =
            |fault: &Fault| fault.code == FaultCode::MergedCells && fault.column == heading;
        if !self.faults.iter().any(is_merged) {
            self.error(column, FaultCode::MissingValue, "此项必填");
        }
    }

    fn cell(&self, column: C) -> Cell<'r> {
        self.register.place(column).map_or(Cell::Empty, |place| self.row.cell(place))
    }

    fn no_value<T>(&mut self, column: C, cell: Cell<'_>) -> Option<T> {
        let place = self.register.place(column).unwrap_or(0);
        let reference = format!("{}{}", letters(place), self.row.number);
        if matches!(cell, Cell::Unvalued) {
            let text = format!(
                "单元格{reference}是公式，没有计算结果；请用 Excel 打开并保存，或者改为数值"
            );
            self.error(column, FaultCode::FormulaWithoutValue, &text);
        } else {
            let text = format!("单元格{reference}是错误值");
            self.error(column, FaultCode::ErrorValue, &text);
        }
        None
    }

    fn fault(&mut self, column: C, code: FaultCode, severity: Severity, text: &str) {
        let shown = self.cell(column).display();
        let shown = clean(&shown);
        let value = if column.is_personal() { masked(shown) } else { shortened(&guarded(shown)) };
        self.faults.push(Fault {
            row: self.row.number,
            column: self.register.heading(column),
            value: (!value.is_empty()).then_some(value),
            code,
            severity,
            text: text.to_owned(),
        });
    }

    /// A merged cell shows one value for many; which of them it is meant for only the office knows.
    fn refuse_merges(&mut self, merges: &[&Merge]) {
        for merge in merges {
            let mut places = merge.columns.clone();
            if let Some(column) = places.find_map(|place| self.register.column_at(place)) {
                let text = format!(
                    "{}{}:{}{}是合并单元格，请取消合并单元格，逐行填写",
                    letters(*merge.columns.start()),
                    merge.rows.start().saturating_add(1),
                    letters(*merge.columns.end()),
                    merge.rows.end().saturating_add(1)
                );
                self.error(column, FaultCode::MergedCells, &text);
            }
        }
    }
}

/// The day in a cell, whatever its format; `None` when it is blank.
fn date_of(cell: Cell<'_>, epoch: Epoch) -> Option<Result<NaiveDate, dates::DateFault>> {
    match cell {
        Cell::Text(text) => Some(clean(text)).filter(|text| !text.is_empty()).map(dates::from_text),
        Cell::Number(number) => Some(dates::from_number(number, epoch)),
        Cell::Date(date) => Some(dates::after_the_first_rules(date)),
        Cell::Empty | Cell::Error(_) | Cell::Unvalued => None,
    }
}

/// The letters of a column: 0 is A, 27 is AB.
fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place.saturating_add(1);
    while rest > 0 {
        rest = rest.saturating_sub(1);
        letters.push(char::from(b'A'.saturating_add(u8::try_from(rest % 26).unwrap_or(0))));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A value for a message, no longer than a line.
pub(super) fn shortened(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = value.chars().take(LONGEST).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (place, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (16_383, "XFD")] {
            assert_eq!(letters(place), expected);
        }
    }
}
