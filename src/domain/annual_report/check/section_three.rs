//! The identities of section three.

use super::super::cell::{Column, Row};
use super::super::format::Format;
use super::super::table::{Cells, SectionThree};
use super::{Finding, FindingCode, blank_cells, error, spoken, sum};

/// Section three under examination.
pub struct Checked<'a> {
    pub three: &'a SectionThree,
    pub format: Format,
}

impl Checked<'_> {
    /// The rows of the layout that the table has.
    fn rows(&self) -> impl Iterator<Item = (Row, &Cells)> {
        self.format.rows().filter_map(|row| Some((row, self.three.rows.get(&row)?)))
    }

    /// What the sums take for a cell; `None` when its row is missing.
    fn value(&self, row: Row, column: Column) -> Option<i64> {
        Some(value(self.three.rows.get(&row)?, column))
    }

    /// The rows of the layout that the table does not have.
    pub fn missing_rows(&self) -> Vec<Finding> {
        let missing = self.format.rows().filter(|row| !self.three.rows.contains_key(row));
        missing
            .map(|row| {
                let text = format!("表格缺少“{}”一行", self.format.name_of(row));
                error(FindingCode::MissingRow, row.to_string(), None, None, text)
            })
            .collect()
    }

    /// Counts below zero.
    pub fn negative_cells(&self) -> Vec<Finding> {
        let cells = self.rows().flat_map(|(row, cells)| {
            Column::all().zip(cells).filter_map(move |(column, n)| Some((row, column, (*n)?)))
        });
        cells
            .filter(|(.., number)| *number < 0)
            .map(|(row, column, number)| {
                let name = self.format.name_of(row);
                let text = format!("“{name}”行“{}”列是负数：{number}", column.label());
                let place = format!("{row}/{column}");
                error(FindingCode::NegativeCell, place, Some(number), None, text)
            })
            .collect()
    }

    /// Rows with numbers and a blank 总计.
    pub fn missing_totals(&self) -> Vec<Finding> {
        let blank = self.rows().filter(|(_, [parts @ .., total])| {
            total.is_none() && parts.iter().any(Option::is_some)
        });
        blank
            .map(|(row, cells)| {
                let expected = sum_of_parts(cells);
                let name = self.format.name_of(row);
                let text = format!("“{name}”行的总计为空白，应为{expected}");
                error(FindingCode::MissingTotal, row.to_string(), None, Some(expected), text)
            })
            .collect()
    }

    /// 总计 against the six kinds of requester.
    pub fn row_totals(&self) -> Vec<Finding> {
        self.rows()
            .filter_map(|(row, cells)| {
                let (expected, [.., Some(total)]) = (sum_of_parts(cells), *cells) else {
                    return None;
                };
                let name = self.format.name_of(row);
                let text = format!("“{name}”行的总计为{total}，六类申请人之和为{expected}");
                let finding = error(
                    FindingCode::RowTotal,
                    row.to_string(),
                    Some(total),
                    Some(expected),
                    text,
                );
                (total != expected).then_some(finding)
            })
            .collect()
    }

    /// The sum of the results against its outcome rows.
    pub fn outcome_sums(&self) -> Vec<Finding> {
        Column::all()
            .filter_map(|column| {
                let total = self.value(Row::ResultsTotal, column)?;
                let outcomes = self.format.rows().filter(|row| matches!(row, Row::Result(_)));
                let expected = sum(outcomes.filter_map(|row| self.value(row, column)));
                if total == expected {
                    return None;
                }
                // A blank 总计 of the row has its derived value; any other blank is published as blank.
                let blank = self.three.get(Row::ResultsTotal, column).is_none();
                let published = (!blank || column == Column::Total).then_some(total);
                let (label, says) = (column.label(), spoken(published));
                let text = format!(
                    "“{label}”列：三、本年度办理结果的（七）总计{says}，各项办理结果之和为{expected}"
                );
                let place = format!("{}/{column}", Row::ResultsTotal);
                Some(error(FindingCode::OutcomeSum, place, published, Some(expected), text))
            })
            .collect()
    }

    /// 第一项加第二项 = 第三项加第四项, as printed in the corner of the table.
    pub fn balances(&self) -> Vec<Finding> {
        Column::all()
            .filter_map(|column| {
                let received = self.value(Row::ReceivedNew, column)?;
                let over = self.value(Row::CarriedOverFromLastYear, column)?;
                let results = self.value(Row::ResultsTotal, column)?;
                let forward = self.value(Row::CarriedForwardToNextYear, column)?;
                let expected = received.saturating_add(over);
                let published = results.saturating_add(forward);
                let text = format!(
                    "“{}”列不平衡：第三项加第四项为{published}，第一项加第二项为{expected}",
                    column.label()
                );
                let place = column.to_string();
                let finding =
                    error(FindingCode::Balance, place, Some(published), Some(expected), text);
                (published != expected).then_some(finding)
            })
            .collect()
    }

    /// One warning for all blank parts.
    pub fn blanks(&self) -> Option<Finding> {
        let blank = self.rows().filter(|(_, [parts @ .., _])| parts.iter().any(Option::is_none));
        let names: Vec<_> =
            blank.map(|(row, _)| format!("“{}”", self.format.name_of(row))).collect();
        blank_cells("section_three", "第三部分", &names)
    }
}

/// The number of a cell as the sums take it: a blank part is zero, a blank 总计 is the sum of its row.
pub fn value(cells: &Cells, column: Column) -> i64 {
    let printed = Column::all().zip(cells).find(|(c, _)| *c == column).and_then(|(_, n)| *n);
    match column {
        Column::Total => printed.unwrap_or_else(|| sum_of_parts(cells)),
        Column::Requester(_) => printed.unwrap_or(0),
    }
}

/// The sum of the six columns before 总计.
fn sum_of_parts(cells: &Cells) -> i64 {
    let [parts @ .., _] = cells;
    sum(parts.iter().flatten().copied())
}
