//! xlsx as a stream: one pass over the XML of a sheet gives cells, hidden rows, empty formulas and merged cells.

use quick_xml::events::BytesStart;

use super::package::Package;
use super::row::Stored;
use super::strings::SharedStrings;
use super::styles::date_formats;
use super::workbook::Workbook;
use super::xml::{Node, Xml, attribute, attributes, push_characters};
use super::{Merge, RawRow, Rows, SheetName, Unreadable};
use crate::ledger::dates::{Epoch, of_serial_number};

/// No sheet of Excel has more rows; one that has was made to keep us busy.
const LAST_ROW: u32 = 1_048_576;

/// A workbook whose strings and styles have been read.
pub(in crate::ledger) struct XlsxFile {
    package: Package,
    workbook: Workbook,
    strings: SharedStrings,
    date_formats: Vec<bool>,
}

impl XlsxFile {
    pub(super) fn open(package: Package) -> Result<Self, Unreadable> {
        let workbook = Workbook::read(&package)?;
        let part =
            |name: &Option<String>| name.as_deref().map_or(Ok(None), |name| package.part(name));
        let date_formats = part(&workbook.styles)?.map_or(Ok(Vec::new()), date_formats)?;
        let strings = part(&workbook.strings)?
            .map_or_else(|| Ok(SharedStrings::none()), SharedStrings::read)?;
        Ok(Self { package, workbook, strings, date_formats })
    }

    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.workbook.sheets
    }

    pub(super) fn epoch(&self) -> Epoch {
        self.workbook.epoch
    }

    pub(super) fn rows(&self, index: usize) -> Result<XlsxRows<'_>, Unreadable> {
        let name = self.workbook.parts.get(index).ok_or(Unreadable::Damaged)?;
        let part = self.package.part(name)?.ok_or(Unreadable::Damaged)?;
        Ok(XlsxRows {
            file: self,
            xml: Xml::new(part),
            last: 0,
            value: String::new(),
            text: String::new(),
            leaves_texts: false,
            is_done: false,
        })
    }
}

/// The rows of one sheet.
pub(super) struct XlsxRows<'a> {
    file: &'a XlsxFile,
    xml: Xml<'a>,
    last: u32,
    value: String,
    /// The text of a shared string, in a buffer that is used again.
    text: String,
    leaves_texts: bool,
    is_done: bool,
}

/// What the tag of a cell says of it.
#[derive(Clone, Copy, Default)]
struct CellTag {
    column: Option<usize>,
    kind: Kind,
    is_date: bool,
}

/// The type of a cell (ECMA-376 part 1, 18.18.11).
#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Flag,
    Error,
    IsoDate,
}

impl Rows for XlsxRows<'_> {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Unreadable> {
        while !self.is_done {
            match self.xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "row" => {
                    let number = attribute(&element, "r").and_then(|r| r.parse().ok());
                    let hidden = attribute(&element, "hidden");
                    row.begin(number.unwrap_or_else(|| self.last.saturating_add(1)));
                    row.is_hidden = hidden.is_some_and(|v| v == "1" || v == "true");
                    self.last = row.number;
                    if row.number > LAST_ROW {
                        return Err(Unreadable::TooLarge("超过 1048576 行"));
                    }
                    self.read_cells(row)?;
                    return Ok(true);
                }
                Node::End(element) if element.local_name().as_ref() == "sheetData" => {
                    self.is_done = true;
                }
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
        Ok(false)
    }

    fn leave_texts(&mut self) {
        self.leaves_texts = true;
    }

    /// `mergeCells` stands behind the rows; reading to the end proves that the part is whole.
    fn merges(&mut self) -> Result<Vec<Merge>, Unreadable> {
        let mut merges = Vec::new();
        loop {
            match self.xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "mergeCell" => {
                    merges.extend(attribute(&element, "ref").and_then(|range| merge(&range)));
                }
                Node::Eof => return Ok(merges),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
    }
}

impl XlsxRows<'_> {
    /// Reads up to the end of the row.
    fn read_cells(&mut self, row: &mut RawRow) -> Result<(), Unreadable> {
        let mut column = 0;
        loop {
            match self.xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "c" => {
                    let tag = cell_tag(&element, &self.file.date_formats);
                    let at = tag.column.unwrap_or(column);
                    let cell = self.read_cell(tag, row)?;
                    row.put(at, cell);
                    column = at.saturating_add(1);
                }
                Node::End(element) if element.local_name().as_ref() == "row" => return Ok(()),
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
    }

    /// Reads up to the end of the cell: `<f>` its formula, `<v>` its value, `<is>` its own text.
    fn read_cell(&mut self, tag: CellTag, row: &mut RawRow) -> Result<Stored, Unreadable> {
        self.value.clear();
        let (mut is_formula, mut in_value, mut in_guide) = (false, false, false);
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "f" => is_formula = true,
                    "v" | "t" => in_value = true,
                    "rPh" => in_guide = true,
                    _ => {}
                },
                Node::End(element) => match element.local_name().as_ref() {
                    "v" | "t" => in_value = false,
                    "rPh" => in_guide = false,
                    "c" => break,
                    _ => {}
                },
                Node::Eof => return Err(Unreadable::Damaged),
                Node::Characters(part) if in_value && !in_guide => {
                    push_characters(&part, &mut self.value);
                }
                Node::Characters(_) | Node::Other => {}
            }
        }
        if is_formula && self.value.is_empty() && tag.kind != Kind::Text {
            return Ok(Stored::Unvalued);
        }
        self.stored(tag, row)
    }

    /// The value that was read, as the type of the cell says.
    fn stored(&mut self, tag: CellTag, row: &mut RawRow) -> Result<Stored, Unreadable> {
        let value = self.value.as_str();
        if value.is_empty() {
            return Ok(Stored::Empty);
        }
        Ok(match tag.kind {
            Kind::Number => self.number(value, tag.is_date, row),
            Kind::Shared if self.leaves_texts => Stored::Unvalued,
            Kind::Shared => {
                self.text.clear();
                let index = value.parse().map_err(|_| Unreadable::Damaged)?;
                if !self.file.strings.push_to(index, &mut self.text)? {
                    return Err(Unreadable::Damaged);
                }
                kept(&self.text, row)
            }
            Kind::Text | Kind::IsoDate => kept(value, row),
            Kind::Flag => Stored::Text(row.keep(if value == "1" { "TRUE" } else { "FALSE" })),
            Kind::Error => Stored::Error(row.keep(value)),
        })
    }

    fn number(&self, value: &str, is_date: bool, row: &mut RawRow) -> Stored {
        let Ok(number) = value.parse::<f64>() else {
            return Stored::Text(row.keep(value));
        };
        let date = if is_date { of_serial_number(number, self.file.epoch()) } else { None };
        date.map_or(Stored::Number(number), Stored::Date)
    }
}

fn cell_tag(element: &BytesStart<'_>, date_formats: &[bool]) -> CellTag {
    let mut tag = CellTag::default();
    for (name, value) in attributes(element) {
        match name {
            "r" => tag.column = place(&value).map(|(_, column)| column),
            "s" => {
                let format = value.parse().ok().and_then(|at: usize| date_formats.get(at));
                tag.is_date = format.copied().unwrap_or(false);
            }
            "t" => {
                tag.kind = match value.as_ref() {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Flag,
                    "e" => Kind::Error,
                    "d" => Kind::IsoDate,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    tag
}

/// A text without the `_x000D_` by which xlsx writes control characters.
fn kept(text: &str, row: &mut RawRow) -> Stored {
    if text.contains("_x00") {
        let text = text.replace("_x000D_", "").replace("_x000A_", "\n").replace("_x0009_", "\t");
        return Stored::Text(row.keep(&text));
    }
    Stored::Text(row.keep(text))
}

/// The zero-based row and column of a reference such as `AB12`.
fn place(reference: &str) -> Option<(u32, usize)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at_checked(letters)?;
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let value = usize::from(letter.to_ascii_uppercase())
            .checked_sub(usize::from(b'A'))?
            .checked_add(1)?;
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn merge(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let ((first_row, first_column), (last_row, last_column)) = (place(from)?, place(to)?);
    Some(Merge { rows: first_row..=last_row, columns: first_column..=last_column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_places() {
        for (reference, expected) in [
            ("A1", Some((0, 0))),
            ("AB12", Some((11, 27))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("1", None),
            ("", None),
            ("ZZZZZZZZZZZZZZZZ1", None),
        ] {
            assert_eq!(place(reference), expected, "{reference}");
        }
    }
}
