//! From case facts to cells: the rules of sections three and four (rules.md section 5).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use strum::VariantArray;

use super::cell::{Column, Row, Standing};
use super::format::Format;
use super::table::{Cells, SectionFour, SectionThree, Standings};
use crate::domain::case::CaseFacts;
use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// The report year up to the day on which it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub year: i32,
    pub first: NaiveDate,
    /// The last day counted.
    pub as_of: NaiveDate,
}

impl Period {
    /// The year up to `as_of`; by default its last day, or `today` if that is earlier. `None` when the day is not in
    /// the year.
    pub fn new(year: i32, as_of: Option<NaiveDate>, today: NaiveDate) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let last = NaiveDate::from_ymd_opt(year, 12, 31)?;
        let as_of = as_of.unwrap_or_else(|| last.min(today));
        (as_of.year() == year).then_some(Self { year, first, as_of })
    }

    /// Whether the year is looked at on its last day.
    pub fn is_whole(self) -> bool {
        (self.as_of.month(), self.as_of.day()) == (12, 31)
    }

    fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.as_of
    }

    /// The rows in which one case counts: 新收 or 结转 on one side, a result or 结转下年度 on the other.
    pub fn rows_of(self, case: &CaseFacts) -> impl Iterator<Item = Row> {
        let closed_before = case.closing.is_some_and(|closing| closing.closed_on < self.first);
        let entry = if self.contains(case.received_on) {
            Some(Row::ReceivedNew)
        } else {
            (case.received_on < self.first && !closed_before)
                .then_some(Row::CarriedOverFromLastYear)
        };
        let closed = case.closing.filter(|closing| self.contains(closing.closed_on));
        let exit = match closed {
            Some(closing) => Some(Row::Result(closing.row)),
            None => case.is_open_on(self.as_of).then_some(Row::CarriedForwardToNextYear),
        };
        entry.into_iter().chain(exit)
    }

    /// Whether a case counts in a cell of the table in `format`.
    pub fn counts_in(self, case: &CaseFacts, format: Format, (row, column): (Row, Column)) -> bool {
        let in_column = column == Column::Total || column == Column::Requester(case.kind);
        let in_row = |counted| match (row, counted) {
            (Row::ResultsTotal, Row::Result(_)) => true,
            _ => format.fold_row(counted) == row,
        };
        in_column && self.rows_of(case).any(in_row)
    }

    /// Where a review or lawsuit stands in the report: concluded in the year, pending on its last day, or nowhere.
    pub fn standing_of(
        self,
        accepted_on: NaiveDate,
        conclusion: Option<(ChallengeResult, NaiveDate)>,
    ) -> Option<Standing> {
        match conclusion {
            Some((_, on)) if on < self.first => None,
            Some((result, on)) if on <= self.as_of => Some(Standing::Concluded(result)),
            _ => (accepted_on <= self.as_of).then_some(Standing::Pending),
        }
    }
}

/// Counts of cases by row and kind of requester, before they are laid out in a format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<(Row, RequesterKind), i64>,
    challenges: BTreeMap<(ChallengeKind, Standing), i64>,
}

impl Tally {
    /// Counts every case of `facts`.
    pub fn of<'a>(period: Period, facts: impl IntoIterator<Item = &'a CaseFacts>) -> Self {
        let mut tally = Self::default();
        for case in facts {
            for row in period.rows_of(case) {
                tally.add(row, case.kind, 1);
            }
        }
        tally
    }

    /// Adds `n` cases to a cell.
    pub fn add(&mut self, row: Row, kind: RequesterKind, n: i64) {
        *self.counts.entry((row, kind)).or_default() += n;
    }

    /// Adds one review or lawsuit.
    pub fn add_challenge(&mut self, kind: ChallengeKind, standing: Standing) {
        *self.challenges.entry((kind, standing)).or_default() += 1;
    }

    /// How many cases stand undivided under 其他处理.
    pub fn undivided_other(&self) -> i64 {
        let row = Row::Result(ResultRow::OtherProcessing);
        RequesterKind::VARIANTS.iter().filter_map(|kind| self.counts.get(&(row, *kind))).sum()
    }

    /// Section three in the rows of `format`, with its sums.
    pub fn section_three(&self, format: Format) -> SectionThree {
        let mut table =
            SectionThree { rows: format.rows().map(|row| (row, [Some(0); 7])).collect() };
        for ((row, kind), n) in &self.counts {
            let printed = format.fold_row(*row);
            table.add(printed, Column::Requester(*kind), *n);
            table.add(printed, Column::Total, *n);
            if matches!(printed, Row::Result(_)) {
                table.add(Row::ResultsTotal, Column::Requester(*kind), *n);
                table.add(Row::ResultsTotal, Column::Total, *n);
            }
        }
        table
    }

    /// Section four with its sums.
    pub fn section_four(&self) -> SectionFour {
        let mut table = SectionFour {
            blocks: ChallengeKind::VARIANTS.iter().map(|kind| (*kind, [Some(0); 5])).collect(),
        };
        for ((kind, standing), n) in &self.challenges {
            table.add(*kind, *standing, *n);
            table.add(*kind, Standing::Total, *n);
        }
        table
    }
}

impl SectionThree {
    /// Adds to a cell; a blank one counts from zero.
    pub fn add(&mut self, row: Row, column: Column, n: i64) {
        let cells: &mut Cells = self.rows.entry(row).or_insert([Some(0); 7]);
        if let Some((_, cell)) = Column::all().zip(cells).find(|(c, _)| *c == column) {
            *cell = Some(cell.unwrap_or(0) + n);
        }
    }

    /// Adds another organ's table cell by cell, its faults included; rows fold into those of `format`.
    pub fn add_table(&mut self, other: &Self, format: Format) {
        for (row, cells) in &other.rows {
            let printed = format.fold_row(*row);
            for (column, n) in Column::all().zip(cells) {
                self.add(printed, column, n.unwrap_or(0));
            }
        }
    }
}

impl SectionFour {
    /// Adds to a cell; a blank one counts from zero.
    pub fn add(&mut self, block: ChallengeKind, standing: Standing, n: i64) {
        let numbers: &mut Standings = self.blocks.entry(block).or_insert([Some(0); 5]);
        if let Some((_, cell)) = Standing::all().zip(numbers).find(|(s, _)| *s == standing) {
            *cell = Some(cell.unwrap_or(0) + n);
        }
    }

    /// Adds another organ's table cell by cell.
    pub fn add_table(&mut self, other: &Self) {
        for (block, numbers) in &other.blocks {
            for (standing, n) in Standing::all().zip(numbers) {
                self.add(*block, standing, n.unwrap_or(0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Closing;
    use proptest::prelude::*;

    fn any_case() -> impl Strategy<Value = CaseFacts> {
        let start = NaiveDate::from_ymd_opt(2018, 6, 1).unwrap();
        let kinds = proptest::sample::select(RequesterKind::VARIANTS);
        let rows = proptest::sample::select(ResultRow::VARIANTS);
        (0u64..1200, kinds, proptest::option::of((0u64..500, rows))).prop_map(
            move |(came, kind, went)| {
                let received_on = start + chrono::Days::new(came);
                let closing = went
                    .map(|(n, row)| Closing { row, closed_on: received_on + chrono::Days::new(n) });
                CaseFacts { kind, received_on, closing }
            },
        )
    }

    fn year(y: i32) -> Period {
        Period::new(y, None, NaiveDate::MAX).unwrap()
    }

    fn row(cases: &[CaseFacts], y: i32, row: Row) -> Cells {
        Tally::of(year(y), cases).section_three(Format::Of2021).rows[&row]
    }

    proptest! {
        #[test]
        fn what_came_in_went_out_or_is_open(cases in prop::collection::vec(any_case(), 0..60), cut in 0u64..365) {
            let as_of = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(cut);
            let period = Period::new(2020, Some(as_of), NaiveDate::MAX).unwrap();
            let table = Tally::of(period, &cases).section_three(Format::Of2021);
            for column in Column::all() {
                let n = |row| table.get(row, column).unwrap();
                prop_assert_eq!(
                    n(Row::ReceivedNew) + n(Row::CarriedOverFromLastYear),
                    n(Row::ResultsTotal) + n(Row::CarriedForwardToNextYear)
                );
            }
        }

        #[test]
        fn carried_forward_is_carried_over_next_year(cases in prop::collection::vec(any_case(), 0..60)) {
            for y in 2018..2022 {
                prop_assert_eq!(
                    row(&cases, y, Row::CarriedForwardToNextYear),
                    row(&cases, y + 1, Row::CarriedOverFromLastYear)
                );
            }
        }
    }
}
