//! The rejects file: bad rows under their own headings with the reasons, to be mended and imported again.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::headings::{REJECTION, is_ignored};

/// A rejects file in the making: xlsx if its name ends so, csv otherwise.
pub struct Rejects {
    file: Output,
    /// Which columns of the register are written: the reasons of an earlier time are not.
    kept: Vec<bool>,
}

/// Why a rejects file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("写退回文件时出错")]
    Io(#[from] std::io::Error),
    #[error("写退回文件时出错")]
    Xlsx(#[from] XlsxError),
    #[error("写退回文件时出错")]
    Csv(#[from] csv::Error),
    /// A csv has one sheet, and rows of both registers were refused.
    #[error("申请台账和复议诉讼台账都有退回的行，退回文件请用 .xlsx")]
    OneSheet,
}

enum Output {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Xlsx { path: PathBuf, workbook: Box<Workbook>, next_row: u32 },
}

impl Rejects {
    /// Opens the file and writes the headings of the register whose tab is `sheet`.
    pub fn create(path: &Path, sheet: &str, headings: &[String]) -> Result<Self, NotWritten> {
        let is_xlsx = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
        // Made at once, so that a path that cannot be written is known before the work.
        let mut file = BufWriter::new(File::create(path)?);
        let output = if is_xlsx {
            Output::Xlsx { path: path.to_owned(), workbook: Box::new(Workbook::new()), next_row: 0 }
        } else {
            file.write_all("\u{FEFF}".as_bytes())?;
            Output::Csv(Box::new(csv::Writer::from_writer(file)))
        };
        let mut rejects = Self { file: output, kept: Vec::new() };
        rejects.begin(sheet, headings)?;
        Ok(rejects)
    }

    /// Goes on with the rows of a second register, in a sheet of its own.
    pub fn begin_sheet(&mut self, sheet: &str, headings: &[String]) -> Result<(), NotWritten> {
        match self.file {
            Output::Csv(_) => Err(NotWritten::OneSheet),
            Output::Xlsx { .. } => self.begin(sheet, headings),
        }
    }

    /// Adds a bad row: its cells as the register has them, and why it is bad.
    pub fn push(&mut self, cells: &[String], reasons: &str) -> Result<(), NotWritten> {
        let kept =
            cells.iter().zip(&self.kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell.as_str());
        let row: Vec<&str> = kept.chain([reasons]).collect();
        self.write(&row, None)
    }

    /// Writes what is still in memory.
    pub fn finish(self) -> Result<(), NotWritten> {
        match self.file {
            Output::Csv(mut writer) => Ok(writer.flush()?),
            Output::Xlsx { path, mut workbook, .. } => Ok(workbook.save(path)?),
        }
    }

    fn begin(&mut self, sheet: &str, headings: &[String]) -> Result<(), NotWritten> {
        if let Output::Xlsx { workbook, next_row, .. } = &mut self.file {
            workbook.add_worksheet_with_constant_memory()?.set_name(sheet)?;
            *next_row = 0;
        }
        self.kept =
            headings.iter().map(|heading| heading.is_empty() || !is_ignored(heading)).collect();
        let kept = headings.iter().zip(&self.kept).filter(|(_, kept)| **kept);
        let row: Vec<&str> = kept.map(|(heading, _)| heading.as_str()).chain([REJECTION]).collect();
        self.write(&row, Some(&Format::new().set_bold()))
    }

    fn write(&mut self, row: &[&str], format: Option<&Format>) -> Result<(), NotWritten> {
        match &mut self.file {
            Output::Csv(writer) => {
                writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()))?;
            }
            Output::Xlsx { workbook, next_row, .. } => {
                let last = workbook.worksheets().len().saturating_sub(1);
                let sheet = workbook.worksheet_from_index(last)?;
                for (cell, column) in row.iter().zip(0_u16..) {
                    let plain = Format::default();
                    sheet.write_string_with_format(
                        *next_row,
                        column,
                        *cell,
                        format.unwrap_or(&plain),
                    )?;
                }
                *next_row = next_row.saturating_add(1);
            }
        }
        Ok(())
    }
}

/// A cell of a csv with an apostrophe where Excel would calculate it or cut its digits; we take it off again.
fn guarded(cell: &str) -> Cow<'_, str> {
    /// From here on Excel shows 6.2E+17.
    const LONG: usize = 12;
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\'']);
    let is_digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let is_cut = is_digits && (cell.len() >= LONG || cell.len() > 1 && cell.starts_with('0'));
    if is_formula || is_cut { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}
