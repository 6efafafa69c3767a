//! The tables and paragraphs of a Word document.

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::grid::{Grid, Spanning};
use super::{Document, Error};
use crate::ledger::package::{Package, PackageError};

/// The part that holds the text.
pub const MAIN_PART: &str = "word/document.xml";

/// How many tables may stand within one another.
const DEPTH_LIMIT: usize = 64;

/// How many cells a document may have.
const CELLS_LIMIT: usize = 200_000;

/// The document's tables, nested ones apart, and its paragraphs outside tables.
pub fn read(package: &mut Package<'_>) -> Result<Document, Error> {
    let bytes = package.part(MAIN_PART)?;
    let text = String::from_utf8(bytes).map_err(|_| PackageError::Broken)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|_| PackageError::Broken)? {
            Event::Start(tag) => reading.start(&tag),
            Event::Empty(tag) => {
                reading.start(&tag);
                reading.end(tag.local_name().as_ref());
            }
            Event::End(tag) => reading.end(tag.local_name().as_ref()),
            Event::Text(text) => reading.take_text(&text),
            Event::CData(text) => reading.take_text(&text),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().ok().flatten().map(String::from);
                let named = resolve_predefined_entity(&name).map(str::to_owned);
                reading.take_text(&character.or(named).unwrap_or_default());
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => (),
        }
    }
    reading.finish()
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    /// The tables that are open, the innermost last.
    open: Vec<Table>,
    grids: Vec<Grid>,
    lines: Vec<String>,
    line: String,
    /// Whether the text belongs to a run: `w:t` and nothing else, so deleted text and field codes stay out.
    is_text: bool,
    /// How deep within the repetition of a drawing that older programs read instead of it.
    fallbacks: usize,
    cells: usize,
    is_too_big: bool,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    lines: Vec<Vec<Cell>>,
}

/// A cell; one that continues the cell above says what that one says.
struct Cell {
    text: String,
    columns: usize,
    is_continued: bool,
}

impl Reading {
    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "Fallback" => self.fallbacks += 1,
            "tbl" if self.open.len() >= DEPTH_LIMIT => self.is_too_big = true,
            "tbl" => self.open.push(Table::default()),
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.lines.push(Vec::new());
                }
            }
            "tc" => self.push_cell(1),
            // Columns that a line leaves out before its first cell.
            "gridBefore" => self.push_cell(value(tag).and_then(|n| n.parse().ok()).unwrap_or(1)),
            "gridSpan" => {
                let columns = value(tag).and_then(|n| n.parse().ok()).unwrap_or(1);
                if let Some(cell) = self.cell() {
                    cell.columns = columns;
                }
            }
            "vMerge" => {
                let is_continued = value(tag).is_none_or(|kind| kind != "restart");
                if let Some(cell) = self.cell() {
                    cell.is_continued = is_continued;
                }
            }
            "t" => self.is_text = true,
            "br" | "tab" | "cr" => self.set(" "),
            _ => (),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" => self.fallbacks = self.fallbacks.saturating_sub(1),
            "tbl" => self.end_table(),
            "t" => self.is_text = false,
            "p" if self.open.is_empty() => {
                let line = std::mem::take(&mut self.line);
                if !line.trim().is_empty() {
                    self.lines.push(line);
                }
            }
            "p" => self.set("\n"),
            _ => (),
        }
    }

    fn take_text(&mut self, text: &str) {
        if self.is_text && self.fallbacks == 0 {
            self.set(text);
        }
    }

    fn set(&mut self, text: &str) {
        if self.open.is_empty() {
            self.line.push_str(text);
        } else if let Some(cell) = self.cell() {
            cell.text.push_str(text);
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.open.last_mut()?.lines.last_mut()?.last_mut()
    }

    fn push_cell(&mut self, columns: usize) {
        self.cells += 1;
        self.is_too_big |= self.cells > CELLS_LIMIT;
        let line = self.open.last_mut().and_then(|table| table.lines.last_mut());
        if let Some(line) = line.filter(|_| !self.is_too_big) {
            line.push(Cell { text: String::new(), columns, is_continued: false });
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.open.pop() {
            match table.grid() {
                Ok(grid) => self.grids.push(grid),
                Err(_) => self.is_too_big = true,
            }
        }
    }

    fn finish(mut self) -> Result<Document, Error> {
        if !self.open.is_empty() {
            return Err(PackageError::Broken.into());
        }
        if self.is_too_big {
            return Err(Error::TableTooBig);
        }
        self.lines.retain(|line| !line.trim().is_empty());
        Ok(Document { grids: self.grids, lines: self.lines })
    }
}

impl Table {
    /// The table with its merged cells written out.
    fn grid(self) -> Result<Grid, Error> {
        let plain = |cell: &Cell| Spanning {
            text: Rc::from(cell.text.trim()),
            columns: cell.columns,
            rows: 1,
        };
        let lines: Vec<Vec<Spanning>> =
            self.lines.iter().map(|line| line.iter().map(plain).collect()).collect();
        let mut grid = Grid::of_spanning(&lines)?;
        for (number, line) in self.lines.iter().enumerate().skip(1) {
            let mut column = 0_usize;
            for cell in line {
                let covered = column..column.saturating_add(cell.columns);
                column = covered.end;
                if cell.is_continued {
                    grid.repeat_from_above(number, covered);
                }
            }
        }
        Ok(grid)
    }
}

/// The `w:val` of an element.
fn value(tag: &BytesStart<'_>) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")?;
    Some(found.value.into_owned())
}
