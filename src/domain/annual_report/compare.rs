//! Two year tables side by side, number by number.

use std::collections::BTreeSet;

use strum::VariantArray;

use super::cell::{Cell, Column, Row, Standing};
use super::table::{SectionFour, SectionThree};
use crate::domain::challenge::ChallengeKind;

/// A cell in which two tables disagree; a blank differs from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    pub cell: Cell,
    pub left: Option<i64>,
    pub right: Option<i64>,
}

/// Every cell in which the tables disagree, in official order. A row that one of them lacks is blank there.
pub fn compare(
    (left_three, left_four): (&SectionThree, &SectionFour),
    (right_three, right_four): (&SectionThree, &SectionFour),
) -> Vec<Difference> {
    let rows: BTreeSet<Row> =
        left_three.rows.keys().chain(right_three.rows.keys()).copied().collect();
    let three = rows.into_iter().flat_map(|row| Column::all().map(move |column| (row, column)));
    let three = three.map(|(row, column)| Difference {
        cell: Cell::SectionThree(row, column),
        left: left_three.get(row, column),
        right: right_three.get(row, column),
    });
    let four = ChallengeKind::VARIANTS.iter().flat_map(|&b| Standing::all().map(move |s| (b, s)));
    let four = four.map(|(block, standing)| Difference {
        cell: Cell::SectionFour(block, standing),
        left: left_four.get(block, standing),
        right: right_four.get(block, standing),
    });
    three.chain(four).filter(|pair| pair.left != pair.right).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_cells_are_named_in_official_order() {
        let row = |cells: [i64; 7]| [(Row::ReceivedNew, cells.map(Some))].into();
        let left = SectionThree { rows: row([1, 2, 0, 0, 0, 0, 3]) };
        let right = SectionThree { rows: row([1, 3, 0, 0, 0, 0, 4]) };
        let four = |total| SectionFour {
            blocks: [(ChallengeKind::Review, [Some(1), Some(0), Some(0), Some(0), total])].into(),
        };
        assert_eq!(compare((&left, &four(Some(1))), (&left, &four(Some(1)))), []);
        let told: Vec<_> = compare((&left, &four(Some(1))), (&right, &four(None)))
            .iter()
            .map(|d| format!("{} {:?} {:?}", d.cell, d.left, d.right))
            .collect();
        assert_eq!(
            told,
            [
                "received_new/commercial_enterprise Some(2) Some(3)",
                "received_new/total Some(3) Some(4)",
                "review/total Some(1) None"
            ]
        );
    }
}
