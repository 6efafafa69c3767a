//! The year table as it is printed: one grid of heads, labels and numbers that every writer prints.

use strum::VariantArray;

use super::cell::{Column, Row, Standing};
use super::format::{
    APPLICANT_HEAD, CORNER_NOTE, Format, LITIGATION_HEAD, Line, ORGANIZATION_HEAD,
    SECTION_FOUR_TITLE, SECTION_THREE_TITLE, block_label,
};
use super::table::{SectionFour, SectionThree};
use crate::domain::challenge::ChallengeKind;
use crate::domain::requester::RequesterKind;

/// How many columns of labels stand before the numbers of section three.
const LABEL_COLUMNS: usize = 3;

/// A table ready to be printed.
///
/// Heads and labels are written out for every place they cover; equal neighbours are one merged cell, and
/// [`spans`] finds them. So all writers merge alike, and a reader that writes spans out gets this grid back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub title: &'static str,
    /// Three lines of heads, each as wide as labels and numbers together.
    pub head: Vec<Vec<&'static str>>,
    pub lines: Vec<SheetLine>,
}

/// One printed line of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// What the line is in section three; section four has one line without a name.
    pub row: Option<Row>,
    /// The label in each label column; a label over several columns stands in each of them.
    pub labels: Vec<String>,
    /// The numbers; `None` is a blank cell.
    pub numbers: Vec<Option<i64>>,
}

impl Sheet {
    /// Section three in an official layout; a row that the table lacks is printed blank.
    pub fn of_section_three(table: &SectionThree, format: Format) -> Self {
        let lines = format.rows().map(|row| SheetLine {
            row: Some(row),
            labels: labels_of(&format.path_to(row)),
            numbers: Column::all().map(|column| table.get(row, column)).collect(),
        });
        let lines = lines.collect();
        Self { title: SECTION_THREE_TITLE, head: section_three_head(), lines }
    }

    /// Section four; a block that the table lacks is printed blank.
    pub fn of_section_four(table: &SectionFour) -> Self {
        let cells = ChallengeKind::VARIANTS
            .iter()
            .flat_map(|&block| Standing::all().map(move |standing| table.get(block, standing)));
        let line = SheetLine { row: None, labels: Vec::new(), numbers: cells.collect() };
        Self { title: SECTION_FOUR_TITLE, head: section_four_head(), lines: vec![line] }
    }

    /// How many columns of labels stand before the numbers.
    pub fn label_columns(&self) -> usize {
        self.lines.first().map_or(0, |line| line.labels.len())
    }

    /// The merged cells of the head.
    pub fn head_spans(&self) -> Vec<Span<'_>> {
        spans(&self.head)
    }

    /// The merged cells of the labels, rows counted from the first line of numbers.
    pub fn label_spans(&self) -> Vec<Span<'_>> {
        let grid: Vec<Vec<&str>> = self
            .lines
            .iter()
            .map(|line| line.labels.iter().map(String::as_str).collect())
            .collect();
        spans(&grid)
    }
}

/// A text and the rectangle that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    pub text: &'a str,
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

impl Span<'_> {
    /// Whether the span covers this place.
    pub fn covers(&self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.rows).contains(&row)
            && (self.column..self.column + self.columns).contains(&column)
    }
}

/// The rectangles of equal neighbours in a grid, in reading order: to the right first, then down.
pub fn spans<'a>(grid: &[Vec<&'a str>]) -> Vec<Span<'a>> {
    let mut found: Vec<Span<'a>> = Vec::new();
    for (row, line) in grid.iter().enumerate() {
        for (column, &text) in line.iter().enumerate() {
            if found.iter().any(|span| span.covers(row, column)) {
                continue;
            }
            let free = |c: &usize| !found.iter().any(|span| span.covers(row, *c));
            let columns =
                (column..line.len()).take_while(|c| free(c) && line.get(*c) == Some(&text)).count();
            let below = grid.iter().skip(row);
            let rows = below.take_while(|line| is_all(line, column, columns, text)).count();
            found.push(Span { text, row, column, rows, columns });
        }
    }
    found
}

/// Whether `line` says `text` in `columns` places from `column` on.
fn is_all(line: &[&str], column: usize, columns: usize, text: &str) -> bool {
    let places = line.iter().skip(column).take(columns);
    places.clone().count() == columns && places.into_iter().all(|place| *place == text)
}

/// The three labels of a row: its path, the last label drawn out to the right.
fn labels_of(path: &[&'static Line]) -> Vec<String> {
    let mut labels: Vec<String> = path.iter().map(|line| line.text()).collect();
    let last = labels.last().cloned().unwrap_or_default();
    labels.resize(LABEL_COLUMNS, last);
    labels
}

fn section_three_head() -> Vec<Vec<&'static str>> {
    let all: Vec<&str> = Column::all().map(Column::label).collect();
    let kinds: Vec<&str> = Column::all()
        .map(|column| match column {
            Column::Requester(RequesterKind::NaturalPerson) | Column::Total => column.label(),
            Column::Requester(_) => ORGANIZATION_HEAD,
        })
        .collect();
    [vec![APPLICANT_HEAD; all.len()], kinds, all]
        .into_iter()
        .map(|heads| [vec![CORNER_NOTE; LABEL_COLUMNS], heads].concat())
        .collect()
}

/// The heads of section four: the review block has no second level, so its columns are two lines high.
fn section_four_head() -> Vec<Vec<&'static str>> {
    let places = || {
        ChallengeKind::VARIANTS.iter().flat_map(|&block| Standing::all().map(move |s| (block, s)))
    };
    let first = places().map(|(block, _)| match block {
        ChallengeKind::Review => block_label(block),
        ChallengeKind::LitigationDirect | ChallengeKind::LitigationAfterReview => LITIGATION_HEAD,
    });
    let second = places().map(|(block, standing)| match block {
        ChallengeKind::Review => standing.label(),
        ChallengeKind::LitigationDirect | ChallengeKind::LitigationAfterReview => {
            block_label(block)
        }
    });
    let third = places().map(|(_, standing)| standing.label());
    vec![first.collect(), second.collect(), third.collect()]
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn layout(format: Format) -> Value {
        let text = match format {
            Format::Of2019 => include_str!("../../../tests/data/annual_report_2019.json"),
            Format::Of2021 => include_str!("../../../tests/data/annual_report_2021.json"),
        };
        let whole: Value = serde_json::from_str(text).unwrap();
        whole["tables"][1]["layout"].clone()
    }

    /// Text, width × height of a span.
    fn shape(span: &Span<'_>) -> String {
        format!("{} {}×{}", span.text, span.columns, span.rows)
    }

    #[test]
    fn the_head_of_section_three_is_merged_as_printed() {
        let sheet = Sheet::of_section_three(&SectionThree::default(), Format::Of2019);
        let shapes: Vec<_> = sheet.head_spans().iter().skip(1).map(shape).collect();
        assert_eq!(
            shapes,
            [
                "申请人情况 7×1",
                "自然人 1×2",
                "法人或其他组织 5×1",
                "总计 1×2",
                "商业企业 1×1",
                "科研机构 1×1",
                "社会公益组织 1×1",
                "法律服务机构 1×1",
                "其他 1×1"
            ]
        );
    }

    #[test]
    fn the_head_of_section_four_is_merged_as_printed() {
        let sheet = Sheet::of_section_four(&SectionFour::default());
        let spans = sheet.head_spans();
        let shapes: Vec<_> = spans.iter().take(9).map(shape).collect();
        assert_eq!(
            shapes,
            [
                "行政复议 5×1",
                "行政诉讼 10×1",
                "结果维持 1×2",
                "结果纠正 1×2",
                "其他结果 1×2",
                "尚未审结 1×2",
                "总计 1×2",
                "未经复议直接起诉 5×1",
                "复议后起诉 5×1"
            ]
        );
        assert!(spans.iter().skip(9).all(|span| span.columns * span.rows == 1));
    }

    #[test]
    fn labels_and_corner_are_merged_as_the_layout_says() {
        for &format in Format::VARIANTS {
            let sheet = Sheet::of_section_three(&SectionThree::default(), format);
            let layout = layout(format);
            let head = sheet.head_spans();
            assert_eq!(layout["corner_cell"]["colspan"], head[0].columns);
            assert_eq!(layout["corner_cell"]["rowspan"], head[0].rows);
            assert_eq!(layout["label_columns"], sheet.label_columns());
            let labels = sheet.label_spans();
            let results = labels.iter().find(|span| span.text.starts_with("三、")).unwrap();
            assert_eq!(layout["results_label_rowspan"], results.rows);
            let covered: usize = labels.iter().map(|span| span.rows * span.columns).sum();
            assert_eq!(covered, sheet.lines.len() * sheet.label_columns());
        }
    }
}
