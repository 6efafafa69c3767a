//! 其他处理 is meant to be rare (rules.md section 5).

use super::{Finding, FindingCode};
use crate::domain::annual_report::cell::{Column, Row};
use crate::domain::annual_report::table::SectionThree;
use crate::domain::outcome::ResultRow;

/// The share of 其他处理, in per cent, above which a person should look.
const MANY_PER_CENT: i64 = 20;
/// Below this many results a share says nothing.
const FEW_RESULTS: i64 = 20;

/// The warning that the share of 其他处理, divided or not, is high.
pub fn many_other(three: &SectionThree) -> Option<Finding> {
    let other = [
        ResultRow::OtherProcessing,
        ResultRow::OtherNotAmended,
        ResultRow::OtherFeeNotPaid,
        ResultRow::OtherOther,
    ];
    let total = |row| three.get(row, Column::Total).unwrap_or(0);
    let n = super::sum(other.map(|row| total(Row::Result(row))).into_iter());
    let all = total(Row::ResultsTotal);
    let is_many = all >= FEW_RESULTS && n.saturating_mul(100) > all.saturating_mul(MANY_PER_CENT);
    is_many.then(|| {
        let text = format!("“其他处理”{n}件，占办理结果{all}件的比例偏高，请逐件核对");
        Finding::warning(FindingCode::ManyOther, "other_processing", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `other` of `all` results are told.
    fn told(row: ResultRow, other: i64, all: i64) -> bool {
        let cells = |n| [Some(n), Some(0), Some(0), Some(0), Some(0), Some(0), Some(n)];
        let rows = [(Row::Result(row), cells(other)), (Row::ResultsTotal, cells(all))];
        many_other(&SectionThree { rows: rows.into() }).is_some()
    }

    #[test]
    fn more_than_a_fifth_of_twenty_results_or_more_is_told() {
        assert!(told(ResultRow::OtherProcessing, 5, 20));
        assert!(told(ResultRow::OtherFeeNotPaid, 21, 100));
        assert!(!told(ResultRow::OtherOther, 4, 20));
        assert!(!told(ResultRow::OtherOther, 19, 19));
        assert!(!told(ResultRow::NotProcessedRepeated, 20, 20));
    }
}
