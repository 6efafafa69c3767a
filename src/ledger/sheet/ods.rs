//! ods (LibreOffice, and what 信创 office suites write) as a stream over `content.xml`.

use std::collections::HashSet;

use chrono::NaiveDate;
use quick_xml::events::BytesStart;

use super::package::Package;
use super::row::Stored;
use super::xml::{Node, Xml, attribute, attributes, push_characters};
use super::{Merge, RawRow, Rows, SheetName, Unreadable};

/// LibreOffice has no more; a few bytes can claim that a row comes again a million times.
const MOST_ROWS: u32 = 1 << 24;

/// A spreadsheet whose tables have been listed.
pub(in crate::ledger) struct OdsFile {
    package: Package,
    sheets: Vec<SheetName>,
}

impl OdsFile {
    /// Lists the tables; those whose style says so are hidden.
    pub(super) fn open(package: Package) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(package.part("content.xml")?.ok_or(Unreadable::Damaged)?);
        let mut sheets = Vec::new();
        let mut style = String::new();
        let mut hidden = HashSet::new();
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "style" => style = attribute(&element, "name").unwrap_or_default(),
                    "table-properties"
                        if attribute(&element, "display").is_some_and(|v| v == "false") =>
                    {
                        hidden.insert(style.clone());
                    }
                    "table" => {
                        let name = attribute(&element, "name").unwrap_or_default();
                        let style = attribute(&element, "style-name").unwrap_or_default();
                        sheets.push(SheetName { name, is_visible: !hidden.contains(&style) });
                    }
                    _ => {}
                },
                Node::Eof => break,
                Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
        Ok(Self { package, sheets })
    }

    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// The rows of the table at `index`, counted as [`OdsFile::open`] counts.
    pub(super) fn rows(&self, index: usize) -> Result<OdsRows<'_>, Unreadable> {
        let mut xml = Xml::new(self.package.part("content.xml")?.ok_or(Unreadable::Damaged)?);
        let mut before = index;
        loop {
            match xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "table" => {
                    match before.checked_sub(1) {
                        Some(fewer) => before = fewer,
                        None => break,
                    }
                }
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
        Ok(OdsRows {
            xml,
            next: 1,
            repeats: 0,
            merges: Vec::new(),
            text: String::new(),
            is_done: false,
        })
    }
}

/// The rows of one table.
pub(super) struct OdsRows<'a> {
    xml: Xml<'a>,
    next: u32,
    /// How often the row that was read last comes again.
    repeats: u32,
    merges: Vec<Merge>,
    text: String,
    is_done: bool,
}

/// What the tag of a cell says of it.
struct CellTag {
    kind: String,
    value: Option<String>,
    is_formula: bool,
    repeats: usize,
    rows_spanned: u32,
    columns_spanned: usize,
}

impl Rows for OdsRows<'_> {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Unreadable> {
        if self.repeats > 0 {
            self.repeats = self.repeats.saturating_sub(1);
            row.number = row.number.saturating_add(1);
            return Ok(true);
        }
        while !self.is_done {
            match self.xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "table-row" => {
                    let repeated =
                        attribute(&element, "number-rows-repeated").and_then(|n| n.parse().ok());
                    let repeated: u32 = repeated.unwrap_or(1).clamp(1, 1 << 20);
                    row.begin(self.next);
                    row.is_hidden =
                        attribute(&element, "visibility").is_some_and(|v| v != "visible");
                    if row.number > MOST_ROWS {
                        return Err(Unreadable::TooLarge("行数过多"));
                    }
                    self.next = self.next.saturating_add(repeated);
                    self.read_cells(row)?;
                    if !row.is_blank() {
                        self.repeats = repeated.saturating_sub(1);
                        return Ok(true);
                    }
                }
                Node::End(element) if element.local_name().as_ref() == "table" => {
                    self.is_done = true;
                }
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
        Ok(false)
    }

    fn merges(&mut self) -> Result<Vec<Merge>, Unreadable> {
        while !matches!(self.xml.next()?, Node::Eof) {}
        Ok(std::mem::take(&mut self.merges))
    }
}

impl OdsRows<'_> {
    /// Reads up to the end of the row.
    fn read_cells(&mut self, row: &mut RawRow) -> Result<(), Unreadable> {
        let mut column = 0_usize;
        loop {
            match self.xml.next()? {
                Node::Start(element)
                    if matches!(
                        element.local_name().as_ref(),
                        "table-cell" | "covered-table-cell"
                    ) =>
                {
                    let tag = cell_tag(&element);
                    self.read_text()?;
                    self.note_merge(&tag, row.number, column);
                    self.put(&tag, column, row);
                    column = column.saturating_add(tag.repeats);
                }
                Node::End(element) if element.local_name().as_ref() == "table-row" => {
                    return Ok(());
                }
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
    }

    /// Reads up to the end of the cell: its paragraphs, without its comment.
    fn read_text(&mut self) -> Result<(), Unreadable> {
        self.text.clear();
        let (mut in_paragraph, mut in_comment) = (false, false);
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "annotation" => in_comment = true,
                    "p" if !in_comment => {
                        in_paragraph = true;
                        if !self.text.is_empty() {
                            self.text.push('\n');
                        }
                    }
                    "s" | "tab" | "line-break" if in_paragraph && !in_comment => {
                        self.text.push(' ');
                    }
                    _ => {}
                },
                Node::End(element) => match element.local_name().as_ref() {
                    "annotation" => in_comment = false,
                    "p" => in_paragraph = false,
                    "table-cell" | "covered-table-cell" => return Ok(()),
                    _ => {}
                },
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Characters(part) if in_paragraph && !in_comment => {
                    push_characters(&part, &mut self.text);
                }
                Node::Characters(_) | Node::Other => {}
            }
        }
    }

    fn note_merge(&mut self, tag: &CellTag, row: u32, column: usize) {
        if tag.rows_spanned > 1 || tag.columns_spanned > 1 {
            let row = row.saturating_sub(1);
            self.merges.push(Merge {
                rows: row..=row.saturating_add(tag.rows_spanned.saturating_sub(1)),
                columns: column..=column.saturating_add(tag.columns_spanned.saturating_sub(1)),
            });
        }
    }

    /// Puts the cell into its columns; an empty one may be repeated to the end of the world.
    fn put(&self, tag: &CellTag, column: usize, row: &mut RawRow) {
        let cell = self.stored(tag, row);
        if !matches!(cell, Stored::Empty) {
            for place in column..column.saturating_add(tag.repeats) {
                row.put(place, cell.clone());
            }
        }
    }

    fn stored(&self, tag: &CellTag, row: &mut RawRow) -> Stored {
        let text = self.text.as_str();
        match (tag.kind.as_str(), &tag.value) {
            ("", _) if tag.is_formula => Stored::Unvalued,
            ("error", _) => Stored::Error(row.keep(text)),
            ("float" | "percentage" | "currency", Some(value)) => {
                value.parse().map_or_else(|_| Stored::Text(row.keep(text)), Stored::Number)
            }
            ("date", Some(value)) => {
                let day = value.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
                day.map_or_else(|| Stored::Text(row.keep(value)), Stored::Date)
            }
            (_, _) if text.is_empty() => Stored::Empty,
            (_, _) => Stored::Text(row.keep(text)),
        }
    }
}

fn cell_tag(element: &BytesStart<'_>) -> CellTag {
    let mut tag = CellTag {
        kind: String::new(),
        value: None,
        is_formula: false,
        repeats: 1,
        rows_spanned: 1,
        columns_spanned: 1,
    };
    for (name, value) in attributes(element) {
        match name {
            // LibreOffice says a second time, in its own words, that a text is an error.
            "value-type" if tag.kind != "error" => tag.kind = value.into_owned(),
            "value" | "date-value" => tag.value = Some(value.into_owned()),
            "formula" => tag.is_formula = true,
            "number-columns-repeated" => tag.repeats = value.parse().unwrap_or(1).clamp(1, 16_384),
            "number-columns-spanned" => tag.columns_spanned = value.parse().unwrap_or(1),
            "number-rows-spanned" => tag.rows_spanned = value.parse().unwrap_or(1),
            _ => {}
        }
    }
    tag
}
