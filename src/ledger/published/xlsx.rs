//! The sheets of a workbook. Cells are streamed, so that a lone cell far away makes no giant sheet.

use std::collections::HashMap;
use std::io::Cursor;
use std::rc::Rc;

use calamine::{DataRef, Reader, Xlsx};

use super::grid::{Area, Grid};
use super::{Document, Error};
use crate::ledger::package::PackageError;

/// The part by which a workbook is known.
pub const MAIN_PART: &str = "xl/workbook.xml";

/// The most lines and columns that a sheet is read to: a year table ends long before.
const LINES_LIMIT: u32 = 5000;
const COLUMNS_LIMIT: u32 = 256;

/// A workbook whose package has been weighed.
type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Every sheet as a table; what its cells say are also the lines of text.
pub fn read(bytes: &[u8]) -> Result<Document, Error> {
    let mut workbook: Workbook<'_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|_| PackageError::Broken)?;
    let mut grids = Vec::new();
    for name in workbook.sheet_names() {
        grids.push(sheet(&mut workbook, &name)?);
    }
    Ok(Document { grids, lines: Vec::new() })
}

fn sheet(workbook: &mut Workbook<'_>, name: &str) -> Result<Grid, Error> {
    let mut grid = Grid::default();
    let mut places = 0;
    let texts = texts(workbook, name)?;
    for (&(line, column), text) in &texts {
        let (line, column) = (size(line), size(column));
        let area = Area { line, last_line: line, column, last_column: column };
        grid.fill(&area, text, &mut places)?;
    }
    // A sheet without cells, such as a chart, has no merged ones either.
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    for area in merged.iter().filter(|area| is_near(area.start)) {
        let text = texts.get(&area.start).cloned().unwrap_or_else(|| Rc::from(""));
        let area = Area {
            line: size(area.start.0),
            last_line: size(area.end.0.min(LINES_LIMIT)),
            column: size(area.start.1),
            last_column: size(area.end.1),
        };
        grid.fill(&area, &text, &mut places)?;
    }
    Ok(grid)
}

/// What the cells of a sheet say; a formula says its cached value.
fn texts(workbook: &mut Workbook<'_>, name: &str) -> Result<HashMap<(u32, u32), Rc<str>>, Error> {
    let mut texts = HashMap::new();
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Ok(texts) };
    while let Some(cell) = cells.next_cell().map_err(|_| PackageError::Broken)? {
        let place = cell.get_position();
        if is_near(place) {
            texts.insert(place, Rc::from(text(cell.get_value()).trim()));
        }
    }
    Ok(texts)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(instant) => instant.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn is_near((line, column): (u32, u32)) -> bool {
    line < LINES_LIMIT && column < COLUMNS_LIMIT
}

/// A place of a sheet as an index; beyond what this machine can count there is nothing to read.
fn size(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
