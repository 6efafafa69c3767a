//! Section four within the tables of a document: the row of fifteen numbers under 行政复议 and 行政诉讼.

use std::collections::BTreeSet;

use strum::VariantArray;

use super::grid::Grid;
use super::{Error, normalised, numbers};
use crate::domain::annual_report::format::{LITIGATION_HEAD, block_label};
use crate::domain::annual_report::{SectionFour, Standing};
use crate::domain::challenge::ChallengeKind;

/// How many numbers a block has.
const STANDINGS: usize = 5;

/// How many lines of heads may stand under 行政复议 and 行政诉讼.
const HEAD_LINES: usize = 4;

/// Finds section four. A document without it, or with a blank row, has three blank blocks.
pub fn find(grids: &[Grid]) -> Result<SectionFour, Error> {
    let blank = ChallengeKind::VARIANTS.iter().map(|block| (*block, [None; STANDINGS])).collect();
    let Some((grid, head)) = grids.iter().find_map(headed) else {
        return Ok(SectionFour { blocks: blank });
    };
    let (last_head, columns) = columns(grid, head).ok_or(Error::SectionFourColumns)?;
    let Some(line) = number_line(grid, last_head, &columns) else {
        return Ok(SectionFour { blocks: blank });
    };
    let mut blocks = blank;
    for (block, first) in ChallengeKind::VARIANTS.iter().zip(columns) {
        let cells = (first..first + STANDINGS).map(|column| grid.at(line, column));
        let labels = Standing::all().map(|standing| standing.label().to_owned());
        let row = numbers(cells.zip(labels), block_label(*block))?;
        blocks.insert(*block, row.try_into().map_err(|_| Error::SectionFourColumns)?);
    }
    Ok(SectionFour { blocks })
}

/// The table and the line that says both 行政复议 and 行政诉讼.
fn headed(grid: &Grid) -> Option<(&Grid, usize)> {
    let review = block_label(ChallengeKind::Review);
    let line = grid.lines.iter().position(|line| {
        [review, LITIGATION_HEAD]
            .iter()
            .all(|head| line.iter().any(|text| normalised(text) == *head))
    })?;
    Some((grid, line))
}

/// The last line of heads, and in which columns its three blocks begin: each with 结果维持.
///
/// The heads of the review block may stand a line above those of the lawsuits, with or without a merged cell.
fn columns(grid: &Grid, head: usize) -> Option<(usize, [usize; 3])> {
    let begins = |line: usize| {
        let texts = grid.lines.get(line).into_iter().flatten().enumerate();
        texts.filter(|(_, text)| normalised(text) == "结果维持").map(|(column, _)| column)
    };
    let lines = head..=head + HEAD_LINES;
    let last = lines.clone().rev().find(|line| begins(*line).next().is_some())?;
    let columns: BTreeSet<usize> = lines.flat_map(begins).collect();
    let columns: [usize; 3] = columns.into_iter().collect::<Vec<_>>().try_into().ok()?;
    let [first, second, third] = columns;
    (first + STANDINGS <= second && second + STANDINGS <= third).then_some((last, columns))
}

/// The first line below the heads with anything in its fifteen places.
fn number_line(grid: &Grid, last_head: usize, columns: &[usize; 3]) -> Option<usize> {
    let is_filled = |line: usize| {
        let places = columns.iter().flat_map(|first| *first..first + STANDINGS);
        places.filter_map(|column| grid.at(line, column)).any(|text| !text.trim().is_empty())
    };
    (last_head + 1..grid.lines.len()).find(|line| is_filled(*line))
}
