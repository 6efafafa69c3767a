//! Section three within the tables of a document: which lines and columns it has, and which row each line is.
//!
//! A row is known by its label; where labels are misprinted, by its place, if there are as many lines as an official
//! layout has and no known label contradicts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::grid::Grid;
use super::{Error, normalised, numbers, quoted};
use crate::domain::annual_report::format::Heading;
use crate::domain::annual_report::{Column, Format, Row, SectionThree};
use crate::domain::outcome::ResultRow;

/// How many numbers a row has.
const COLUMNS: usize = 7;

/// Labels that are often printed shorter than the official ones, and rows known by a part of theirs.
const KNOWN_PARTS: [(&str, Row); 7] = [
    ("本年新收", Row::ReceivedNew),
    ("上年结转", Row::CarriedOverFromLastYear),
    ("结转下年度", Row::CarriedForwardToNextYear),
    ("部分公开", Row::Result(ResultRow::GrantedInPart)),
    ("危及三安全一稳定", Row::Result(ResultRow::RefusedThreeSecuritiesOneStability)),
    ("申请人无正当理由逾期不补正", Row::Result(ResultRow::OtherNotAmended)),
    ("申请人逾期未按收费通知", Row::Result(ResultRow::OtherFeeNotPaid)),
];

/// The rows that only the layout of 2021 has.
const DIVIDED: [ResultRow; 3] =
    [ResultRow::OtherNotAmended, ResultRow::OtherFeeNotPaid, ResultRow::OtherOther];

/// A line of the table: its deepest label, the row this names, and its cells.
struct Line<'a> {
    label: &'a str,
    row: Option<Row>,
    cells: Vec<Option<&'a Rc<str>>>,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.cells.iter().flatten().all(|text| matches!(super::number::number(text), Ok(None)))
    }
}

/// Finds section three in the first table that has its first and last row.
pub fn find(grids: &[Grid]) -> Result<(Format, SectionThree), Error> {
    let grid = whole(grids).ok_or(Error::NoSectionThree)?;
    let (first, last) = extent(&grid).ok_or(Error::NoSectionThree)?;
    let lines = lines(&grid, first, last);
    let format = format_of(&lines);
    let rows = identified(&lines, format)?;
    let mut table = BTreeMap::new();
    for (row, line) in rows.iter().zip(&lines) {
        let name = format.name_of(*row);
        let cells = line.cells.iter().copied().zip(Column::all().map(|c| c.label().to_owned()));
        // The seven columns were cut to size when the lines were taken.
        let cells = numbers(cells, &name)?.try_into().map_err(|_| Error::NoSectionThree)?;
        table.insert(*row, cells);
    }
    Ok((format, SectionThree { rows: table }))
}

/// The table with section three; one that a page break cut in two is put together.
fn whole(grids: &[Grid]) -> Option<Cow<'_, Grid>> {
    if let Some(grid) = grids.iter().find(|grid| extent(grid).is_some()) {
        return Some(Cow::Borrowed(grid));
    }
    let joined = grids.iter().zip(grids.iter().skip(1)).map(|(upper, lower)| Grid {
        lines: upper.lines.iter().chain(&lower.lines).cloned().collect(),
    });
    joined.into_iter().find(|grid| extent(grid).is_some()).map(Cow::Owned)
}

/// The lines of the first and the last row.
fn extent(grid: &Grid) -> Option<(usize, usize)> {
    let says = |line: &Vec<Rc<str>>, words: &str| {
        line.len() > COLUMNS && line.iter().take(3).any(|text| normalised(text).starts_with(words))
    };
    let first = grid.lines.iter().position(|line| says(line, "本年新收"))?;
    let last = grid.lines.iter().rposition(|line| says(line, "结转下年度"))?;
    (first < last).then_some((first, last))
}

/// The column of the first number: under 自然人, six before 总计; without such heads, the last seven columns.
fn first_column(grid: &Grid, first: usize, last: usize) -> usize {
    let heads = grid.lines.iter().take(first);
    let headed = heads.rev().find_map(|line| {
        let place = |head: &str| line.iter().position(|text| normalised(text) == head);
        let (person, total) = (place("自然人")?, place("总计").or_else(|| place("合计"))?);
        (total.checked_sub(person)? + 1 == COLUMNS).then_some(person)
    });
    headed.unwrap_or_else(|| {
        let lines = grid.lines.iter().take(last + 1).skip(first);
        lines.map(Vec::len).max().unwrap_or_default().saturating_sub(COLUMNS)
    })
}

/// The lines with numbers: no blank ones, no repeated heads, no headings of groups.
fn lines(grid: &Grid, first: usize, last: usize) -> Vec<Line<'_>> {
    let column = first_column(grid, first, last);
    let lines = (first..=last).map(|number| {
        let label = column.checked_sub(1).and_then(|c| grid.at(number, c));
        let label = label.map_or("", |text| &**text);
        let cells = (column..column + COLUMNS).map(|column| grid.at(number, column)).collect();
        Line { label, row: row_of(label), cells }
    });
    let lines: Vec<_> = lines.filter(|line| !is_heading(line)).collect();
    let is_divided = format_of(&lines) == Format::Of2021;
    // In the layout of 2021 其他处理 is a group; where it has a line of its own, that line is blank.
    let is_group = |line: &Line<'_>| {
        is_divided && line.row == Some(Row::Result(ResultRow::OtherProcessing)) && line.is_blank()
    };
    lines.into_iter().filter(|line| !is_group(line)).collect()
}

/// Whether a line is blank, repeats the head on a new page, or only names a group.
fn is_heading(line: &Line<'_>) -> bool {
    const HEADS: [&str; 4] = ["自然人", "申请人情况", "法人或其他组织", "商业企业"];
    let label = normalised(line.label);
    let is_group = Format::Of2021.lines().any(|official| {
        matches!(official.heading, Heading::Group(_)) && normalised(official.label) == label
    });
    let mut texts = line.cells.iter().flatten();
    let repeats_head = texts.clone().any(|text| HEADS.contains(&normalised(text).as_str()));
    let repeats_label = !label.is_empty() && texts.all(|text| &***text == line.label);
    repeats_head
        || repeats_label
        || (line.is_blank() && line.row.is_none() && (is_group || label.is_empty()))
}

/// The row that a label names.
fn row_of(label: &str) -> Option<Row> {
    let label = normalised(label);
    let official = Format::Of2019.lines().chain(Format::Of2021.lines());
    let exact = official.into_iter().find_map(|line| match line.heading {
        Heading::Row(row) if normalised(line.label) == label => Some(row),
        Heading::Row(_) | Heading::Group(_) => None,
    });
    exact.or_else(|| {
        KNOWN_PARTS.into_iter().find(|(part, _)| label.starts_with(part)).map(|(_, row)| row)
    })
}

/// The layout of a table: by the rows that only one has, else by how many lines there are.
fn format_of(lines: &[Line<'_>]) -> Format {
    let is_divided =
        |line: &Line<'_>| DIVIDED.iter().any(|row| line.row == Some(Row::Result(*row)));
    let is_2021 = lines.iter().any(is_divided) || lines.len() == Format::Of2021.rows().count();
    if is_2021 { Format::Of2021 } else { Format::Of2019 }
}

/// The row of each line.
fn identified(lines: &[Line<'_>], format: Format) -> Result<Vec<Row>, Error> {
    let known: Vec<Row> = lines.iter().filter_map(|line| line.row).collect();
    for (line, row) in lines.iter().filter_map(|line| Some((line, line.row?))) {
        if !format.rows().any(|other| other == row) {
            return Err(Error::RowOfOtherFormat { row: quoted(line.label), format });
        }
        if known.iter().filter(|other| **other == row).count() > 1 {
            return Err(Error::RepeatedRow(quoted(line.label)));
        }
    }
    if known.len() == lines.len() {
        return Ok(known);
    }
    by_place(lines, format)
}

/// The rows in official order, if no known label contradicts.
fn by_place(lines: &[Line<'_>], format: Format) -> Result<Vec<Row>, Error> {
    let rows: Vec<Row> = format.rows().collect();
    if rows.len() != lines.len() {
        let unknown = lines.iter().find(|line| line.row.is_none());
        let label = unknown.map_or_else(String::new, |line| quoted(line.label));
        return Err(Error::UnknownLabel { label, found: lines.len() });
    }
    let displaced =
        lines.iter().zip(&rows).find(|(line, row)| line.row.is_some_and(|r| r != **row));
    match displaced {
        Some((line, _)) => Err(Error::RowOutOfPlace(quoted(line.label))),
        None => Ok(rows),
    }
}
