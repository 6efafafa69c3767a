//! The layer of formats: whatever the file is, it becomes sheets of rows of cells, read as a stream.

mod csv;
mod form;
mod ods;
mod package;
mod row;
mod strings;
mod styles;
mod workbook;
mod xls;
mod xlsx;
mod xml;

use std::ops::RangeInclusive;
use std::path::Path;

pub(super) use self::row::{Cell, RawRow};

use self::form::Form;
use super::dates::Epoch;
use super::unreadable::Unreadable;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetName {
    /// As on its tab; the name of the format for a csv.
    pub(super) name: String,
    /// Whether Excel shows the tab.
    pub(super) is_visible: bool,
}

/// Cells joined into one, rows and columns from zero as Excel counts them less one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: RangeInclusive<usize>,
}

/// The rows of one sheet, in order.
pub(super) trait Rows {
    /// Reads the next row that has cells into `row`; false at the end.
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Unreadable>;

    /// From here on only the shape of the rows is asked for: a text that has to be looked up may stay away.
    fn leave_texts(&mut self) {}

    /// The merged cells of the sheet; known once all rows were read.
    fn merges(&mut self) -> Result<Vec<Merge>, Unreadable> {
        Ok(Vec::new())
    }
}

/// A file that was recognised and looked over, ready to be read as often as need be.
pub(super) enum Source {
    Csv(csv::CsvFile),
    Xlsx(xlsx::XlsxFile),
    Ods(ods::OdsFile),
    Xls(xls::XlsFile),
}

impl Source {
    /// Recognises the file by its content; its ending is not asked.
    pub(super) fn open(path: &Path) -> Result<Self, Unreadable> {
        Ok(match form::of_file(path)? {
            Form::Xlsx(package) => Self::Xlsx(xlsx::XlsxFile::open(package)?),
            Form::Ods(package) => Self::Ods(ods::OdsFile::open(package)?),
            Form::Xls => Self::Xls(xls::XlsFile::open(path)?),
            Form::Text => Self::Csv(csv::CsvFile::open(path)?),
        })
    }

    /// The sheets in the order of their tabs.
    pub(super) fn sheets(&self) -> &[SheetName] {
        match self {
            Self::Csv(file) => file.sheets(),
            Self::Xlsx(file) => file.sheets(),
            Self::Ods(file) => file.sheets(),
            Self::Xls(file) => file.sheets(),
        }
    }

    /// The rows of the sheet at `index` of [`Source::sheets`].
    pub(super) fn rows(&self, index: usize) -> Result<Box<dyn Rows + '_>, Unreadable> {
        Ok(match self {
            Self::Csv(file) => Box::new(file.rows()?),
            Self::Xlsx(file) => Box::new(file.rows(index)?),
            Self::Ods(file) => Box::new(file.rows(index)?),
            Self::Xls(file) => Box::new(file.rows(index)),
        })
    }

    /// From which day on the file counts serial numbers.
    pub(super) fn epoch(&self) -> Epoch {
        match self {
            Self::Xlsx(file) => file.epoch(),
            Self::Xls(file) => file.epoch(),
            Self::Csv(_) | Self::Ods(_) => Epoch::Of1900,
        }
    }

    /// Whether rows may be hidden and cells merged in this format.
    pub(super) fn has_layout(&self) -> bool {
        !matches!(self, Self::Csv(_))
    }
}
