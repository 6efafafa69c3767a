//! xls (Excel 97-2003, and et of WPS), which has at most 65,536 rows and is read whole by calamine.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, Range, Reader, SheetVisible, Xls, XlsError};

use super::row::Stored;
use super::{Merge, RawRow, Rows, SheetName, Unreadable};
use crate::ledger::dates::{Epoch, of_serial_number};

/// A workbook with all its cells.
pub(in crate::ledger) struct XlsFile {
    sheets: Vec<SheetName>,
    contents: Vec<(Range<Data>, Vec<Merge>)>,
    epoch: Epoch,
}

impl XlsFile {
    pub(super) fn open(path: &Path) -> Result<Self, Unreadable> {
        let file = BufReader::new(File::open(path)?);
        // The format is thirty years of records within records; a reader that stumbles means a damaged file.
        catch_unwind(AssertUnwindSafe(|| Self::read(file))).unwrap_or(Err(Unreadable::Damaged))
    }

    fn read(file: BufReader<File>) -> Result<Self, Unreadable> {
        let mut workbook = Xls::new(file).map_err(of_xls)?;
        let epoch = if workbook.has_1904_epoch() { Epoch::Of1904 } else { Epoch::Of1900 };
        let visible = |sheet: &calamine::Sheet| sheet.visible == SheetVisible::Visible;
        let listed = workbook.sheets_metadata().iter();
        let sheets: Vec<SheetName> = listed
            .map(|sheet| SheetName { name: sheet.name.clone(), is_visible: visible(sheet) })
            .collect();
        let mut contents = Vec::new();
        for sheet in &sheets {
            let range = workbook.worksheet_range(&sheet.name).map_err(of_xls)?;
            let merges = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
            contents.push((range, merges.into_iter().map(merge).collect()));
        }
        Ok(Self { sheets, contents, epoch })
    }

    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    pub(super) fn epoch(&self) -> Epoch {
        self.epoch
    }

    pub(super) fn rows(&self, index: usize) -> XlsRows<'_> {
        XlsRows { content: self.contents.get(index), epoch: self.epoch, next: 0 }
    }
}

/// The rows of one sheet.
pub(super) struct XlsRows<'a> {
    content: Option<&'a (Range<Data>, Vec<Merge>)>,
    epoch: Epoch,
    next: u32,
}

impl Rows for XlsRows<'_> {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Unreadable> {
        let Some((range, _)) = self.content else {
            return Ok(false);
        };
        let (Some((first_row, _)), Some((last_row, last_column))) = (range.start(), range.end())
        else {
            return Ok(false);
        };
        let at = self.next.max(first_row);
        if at > last_row {
            return Ok(false);
        }
        row.begin(at.saturating_add(1));
        for (column, place) in (0..=last_column).zip(0_usize..) {
            if let Some(value) = range.get_value((at, column)) {
                let cell = stored(value, self.epoch, row);
                row.put(place, cell);
            }
        }
        self.next = at.saturating_add(1);
        Ok(true)
    }

    fn merges(&mut self) -> Result<Vec<Merge>, Unreadable> {
        Ok(self.content.map(|(_, merges)| merges.clone()).unwrap_or_default())
    }
}

fn stored(value: &Data, epoch: Epoch, row: &mut RawRow) -> Stored {
    match value {
        Data::Empty => Stored::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text)
            if text.is_empty() =>
        {
            Stored::Empty
        }
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Stored::Text(row.keep(text))
        }
        Data::Float(number) => Stored::Number(*number),
        Data::Int(number) => number.to_string().parse().map_or(Stored::Empty, Stored::Number),
        Data::Bool(flag) => Stored::Text(row.keep(if *flag { "TRUE" } else { "FALSE" })),
        Data::DateTime(time) => of_serial_number(time.as_f64(), epoch)
            .map_or_else(|| Stored::Number(time.as_f64()), Stored::Date),
        Data::Error(error) => Stored::Error(row.keep(&error.to_string())),
    }
}

fn merge(dimensions: calamine::Dimensions) -> Merge {
    let column = |column: u32| usize::try_from(column).unwrap_or(usize::MAX);
    Merge {
        rows: dimensions.start.0..=dimensions.end.0,
        columns: column(dimensions.start.1)..=column(dimensions.end.1),
    }
}

fn of_xls(error: XlsError) -> Unreadable {
    if let XlsError::Io(error) = error {
        return error.into();
    }
    if matches!(error, XlsError::Password) { Unreadable::Encrypted } else { Unreadable::Damaged }
}
