//! One row of a sheet in a buffer that is used again for the next.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;

use crate::ledger::values::{clean, number_text};

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ledger) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    /// A number that is formatted as a date.
    Date(NaiveDate),
    /// `#REF!` and such.
    Error(&'a str),
    /// A formula whose value was never calculated.
    Unvalued,
}

/// The cells of one row, from the first column on.
#[derive(Debug, Default)]
pub(in crate::ledger) struct RawRow {
    /// As Excel numbers it, from 1.
    pub(in crate::ledger) number: u32,
    /// Whether Excel does not show it.
    pub(in crate::ledger) is_hidden: bool,
    text: String,
    cells: Vec<Stored>,
}

/// A cell whose text lies in the buffer of the row.
#[derive(Clone, Debug, Default)]
pub(super) enum Stored {
    #[default]
    Empty,
    Text(Range<usize>),
    Number(f64),
    Date(NaiveDate),
    Error(Range<usize>),
    Unvalued,
}

/// No format of ours has more columns (Excel: XFD).
const MOST_COLUMNS: usize = 16_384;

impl RawRow {
    /// The cell in a column, from zero.
    pub(in crate::ledger) fn cell(&self, column: usize) -> Cell<'_> {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        match self.cells.get(column) {
            None | Some(Stored::Empty) => Cell::Empty,
            Some(Stored::Text(range)) => Cell::Text(text(range)),
            Some(Stored::Number(number)) => Cell::Number(*number),
            Some(Stored::Date(date)) => Cell::Date(*date),
            Some(Stored::Error(range)) => Cell::Error(text(range)),
            Some(Stored::Unvalued) => Cell::Unvalued,
        }
    }

    /// All cells up to the last that the file has.
    pub(in crate::ledger) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.cells.len()).map(|column| self.cell(column))
    }

    /// Whether nothing can be seen in the row.
    pub(in crate::ledger) fn is_blank(&self) -> bool {
        self.cells().all(Cell::is_blank)
    }

    /// Makes room for the next row.
    pub(super) fn begin(&mut self, number: u32) {
        self.number = number;
        self.is_hidden = false;
        self.text.clear();
        self.cells.clear();
    }

    /// Puts a cell into a column.
    pub(super) fn put(&mut self, column: usize, cell: Stored) {
        if column >= MOST_COLUMNS || matches!(cell, Stored::Empty) {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize_with(column.saturating_add(1), Stored::default);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
    }

    /// Keeps a text in the buffer.
    pub(super) fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Puts a text into a column.
    pub(super) fn put_text(&mut self, column: usize, text: &str) {
        if !text.is_empty() {
            let range = self.keep(text);
            self.put(column, Stored::Text(range));
        }
    }
}

impl<'a> Cell<'a> {
    /// Whether nothing can be seen in the cell.
    pub(in crate::ledger) fn is_blank(self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => clean(text).is_empty(),
            Self::Number(_) | Self::Date(_) | Self::Error(_) | Self::Unvalued => false,
        }
    }

    /// The cell as a person would type it.
    pub(in crate::ledger) fn display(self) -> Cow<'a, str> {
        match self {
            Self::Empty | Self::Unvalued => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(number)),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}
