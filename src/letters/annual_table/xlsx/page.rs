//! Widths, heights and the printed page. Autofit thinks in Latin letters, so all of them are set by hand.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::domain::annual_report::sheet::{Sheet, Span};

/// The paper number of A4.
const A4: u8 = 9;

/// The height of a line of text in points.
const LINE_HEIGHT: f64 = 14.0;

/// What a row is higher than its text, in points.
const ROW_PADDING: f64 = 8.0;

/// The widths of the label columns, in Latin characters: a Chinese one takes two.
const LABEL_WIDTHS: [u16; 3] = [7, 14, 38];

/// How many more characters of a label go into a cell than it is wide: they are smaller than the standard font.
const NARROWER: u16 = 4;

/// The width of a column of section three, and of the fifteen of section four.
const NUMBER_WIDTH: u16 = 8;
const NARROW_WIDTH: u16 = 8;

/// The widths of all columns and the heights of all rows of a section.
pub struct Grid {
    pub widths: Vec<u16>,
    heights: Vec<f64>,
}

impl Grid {
    /// The measures that let every text of the sheet be read.
    pub fn of(sheet: &Sheet) -> Self {
        let columns = sheet.head.first().map_or(0, Vec::len);
        let number = if sheet.label_columns() > 0 { NUMBER_WIDTH } else { NARROW_WIDTH };
        let labels = LABEL_WIDTHS.iter().copied().take(sheet.label_columns());
        let widths: Vec<u16> = labels.chain(std::iter::repeat(number)).take(columns).collect();
        let spans = sheet.head_spans();
        let head = (0..sheet.head.len()).map(|row| {
            let single = spans.iter().filter(|span| span.row == row && span.rows == 1);
            let heights = single.map(|span| {
                height(&head_text(span), widths.iter().skip(span.column).take(span.columns).sum())
            });
            heights.fold(LINE_HEIGHT + ROW_PADDING, f64::max)
        });
        let body = sheet.lines.iter().map(|line| {
            let label = line.labels.last().map_or("", String::as_str);
            let room = LABEL_WIDTHS.iter().zip(&line.labels).filter(|(_, l)| *l == label);
            height(label, room.map(|(width, _)| width).sum::<u16>() + NARROWER)
        });
        let heights = head.chain(body).collect();
        Self { widths, heights }
    }

    /// Sets widths and heights on a worksheet whose head begins on `first_line`.
    pub fn apply(&self, page: &mut Worksheet, first_line: usize) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(&self.widths) {
            page.set_column_width(column, *width)?;
        }
        for (line, height) in (first_line..).zip(&self.heights) {
            page.set_row_height(line_number(line), *height)?;
        }
        Ok(())
    }
}

/// A head as it is written: a long one over a single column breaks after four characters, as in print.
pub fn head_text(span: &Span<'_>) -> String {
    const FIRST_LINE: usize = 4;
    let characters: Vec<char> = span.text.chars().collect();
    match characters.split_at_checked(FIRST_LINE) {
        Some((first, rest)) if span.columns == 1 && !rest.is_empty() => {
            format!("{}\n{}", String::from_iter(first), String::from_iter(rest))
        }
        Some(_) | None => span.text.to_owned(),
    }
}

/// The height in points of a text in a column of this width.
pub fn height(text: &str, width: u16) -> f64 {
    let room = usize::from(width).max(2);
    let lines: usize = text.lines().map(|line| line.width().div_ceil(room).max(1)).sum();
    let lines = u16::try_from(lines.max(1)).unwrap_or(u16::MAX);
    LINE_HEIGHT.mul_add(f64::from(lines), ROW_PADDING)
}

/// A4 on one page, centred, with a page number; section four is wide and lies down.
pub fn set_up(page: &mut Worksheet, is_wide: bool) {
    page.set_paper_size(A4)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_print_fit_to_pages(1, 1)
        .set_print_center_horizontally(true)
        .set_footer("&C— &P —");
    if is_wide {
        page.set_landscape();
    }
}

/// A line of the worksheet as its library counts it.
pub fn line_number(line: usize) -> RowNum {
    RowNum::try_from(line).unwrap_or(RowNum::MAX)
}

/// A cell of the worksheet as its library counts it.
pub fn place(line: usize, column: usize) -> (RowNum, ColNum) {
    (line_number(line), ColNum::try_from(column).unwrap_or(ColNum::MAX))
}
