//! A sheet of the year table drawn with rules, in which the lines of one group stand together.

use unicode_width::UnicodeWidthStr;

use super::super::printed;
use super::canvas::{Canvas, Edges};
use super::wrap::{balanced, centered, filled};
use crate::domain::annual_report::sheet::{Sheet, Span};

/// The widths of the label columns.
const LABEL_WIDTHS: [usize; 3] = [4, 14, 42];

/// The least width of a number in section three and in section four.
const NUMBER_WIDTH: usize = 6;
const NARROW_WIDTH: usize = 6;

/// A text, the rectangle of the sheet's cells that it covers, and its lines.
struct Block {
    row: usize,
    rows: usize,
    column: usize,
    columns: usize,
    lines: Vec<String>,
}

/// The sheet as text.
pub fn draw(sheet: &Sheet) -> String {
    let widths = widths(sheet);
    let blocks = blocks(sheet, &widths);
    let rows = sheet.head.len() + sheet.lines.len();
    let ruled = ruled_rows(sheet, rows);
    let tops = tops(&blocks, &ruled, rows);
    let lefts = edges(&widths, |_| 1);
    let edge = |edges: &[usize], at: usize| edges.get(at).copied().unwrap_or_default();
    let mut canvas = Canvas::new(edge(&lefts, widths.len()) + 1, edge(&tops, rows) + 1);
    for block in &blocks {
        let (left, right) =
            (edge(&lefts, block.column), edge(&lefts, block.column + block.columns));
        let (top, bottom) = (edge(&tops, block.row), edge(&tops, block.row + block.rows));
        let is_ruled = |row: usize| ruled.get(row).copied().unwrap_or(true);
        // Within a group there is no rule, so the frame is that of the group.
        let first = (0..=block.row).rev().find(|row| is_ruled(*row)).unwrap_or(0);
        let last = (block.row + block.rows..=rows).find(|row| is_ruled(*row)).unwrap_or(rows);
        canvas.frame(Edges { top: edge(&tops, first), bottom: edge(&tops, last), left, right });
        let begin = top + usize::from(is_ruled(block.row));
        let room = bottom.saturating_sub(begin);
        let above = room.saturating_sub(block.lines.len()) / 2;
        for (line, text) in block.lines.iter().enumerate() {
            canvas.write(begin + above + line, left + 1, text);
        }
    }
    canvas.text()
}

/// The widths of all columns: the numbers' grow with the longest number.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let least = if sheet.label_columns() > 0 { NUMBER_WIDTH } else { NARROW_WIDTH };
    let numbers = sheet.lines.iter().flat_map(|line| &line.numbers);
    let longest = numbers.map(|number| printed(*number).width() + 1).max().unwrap_or(0);
    let columns = sheet.head.first().map_or(0, Vec::len);
    let labels = LABEL_WIDTHS.iter().copied().take(sheet.label_columns());
    labels.chain(std::iter::repeat(least.max(longest))).take(columns).collect()
}

/// Every head, label and number of the sheet, wrapped.
fn blocks(sheet: &Sheet, widths: &[usize]) -> Vec<Block> {
    let room = |span: &Span<'_>| {
        let inner: usize = widths.iter().skip(span.column).take(span.columns).sum();
        inner + span.columns - 1
    };
    let block = |span: &Span<'_>, below: usize, lines| Block {
        row: span.row + below,
        rows: span.rows,
        column: span.column,
        columns: span.columns,
        lines,
    };
    let head = sheet.head_spans().into_iter().map(|span| {
        let lines = balanced(span.text, room(&span));
        block(&span, 0, lines.iter().map(|line| centered(line, room(&span))).collect())
    });
    let labels = sheet.label_spans().into_iter().map(|span| {
        let lines = filled(span.text, room(&span));
        block(&span, sheet.head.len(), lines)
    });
    head.chain(labels).chain(numbers(sheet, widths)).collect()
}

/// The numbers, to the right of their columns.
fn numbers<'a>(sheet: &'a Sheet, widths: &'a [usize]) -> impl Iterator<Item = Block> + 'a {
    let first = sheet.label_columns();
    sheet.lines.iter().enumerate().flat_map(move |(row, line)| {
        let numbers = line.numbers.iter().zip(widths.iter().skip(first)).enumerate();
        numbers.map(move |(column, (number, width))| Block {
            row: sheet.head.len() + row,
            rows: 1,
            column: first + column,
            columns: 1,
            lines: vec![format!("{:>1$} ", printed(*number), width.saturating_sub(1))],
        })
    })
}

/// Whether a rule stands above each row; within a group of section three there is none.
fn ruled_rows(sheet: &Sheet, rows: usize) -> Vec<bool> {
    let group = |row: usize| {
        let line = row.checked_sub(sheet.head.len()).and_then(|row| sheet.lines.get(row))?;
        line.labels.get(1)
    };
    (0..=rows).map(|row| row == 0 || group(row).is_none() || group(row) != group(row - 1)).collect()
}

/// The line on which each row begins: that of the rule above it, if there is one.
fn tops(blocks: &[Block], ruled: &[bool], rows: usize) -> Vec<usize> {
    let mut heights = vec![1; rows];
    let mut by_size: Vec<&Block> = blocks.iter().collect();
    by_size.sort_by_key(|block| block.rows);
    for block in by_size {
        let inner = ruled.iter().skip(block.row + 1).take(block.rows - 1).filter(|r| **r).count();
        let covered: usize = heights.iter().skip(block.row).take(block.rows).sum();
        let lacking = block.lines.len().saturating_sub(covered + inner);
        if let Some(last) = heights.get_mut(block.row + block.rows - 1) {
            *last += lacking;
        }
    }
    edges(&heights, |row| usize::from(ruled.get(row).copied().unwrap_or(true)))
}

/// Where each of a row of sizes begins, with a rule of `rule(n)` cells before each; one more for the end.
fn edges(sizes: &[usize], rule: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut at = 0;
    let mut edges = vec![0];
    for (n, size) in sizes.iter().enumerate() {
        at += rule(n) + size;
        edges.push(at);
    }
    edges
}
