//! The two official layouts of the year table, 2019 and 2021, as data.

use serde::{Deserialize, Serialize};

use super::cell::Row;
use crate::domain::outcome::ResultRow;

/// Which official layout a report follows: a property of the report, since some organs kept the old one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum Format {
    /// 国办公开办函〔2019〕60号: 其他处理 is one row.
    #[serde(rename = "2019")]
    #[strum(serialize = "2019")]
    Of2019,
    /// 国办公开办函〔2021〕30号: 其他处理 is three rows.
    #[serde(rename = "2021")]
    #[strum(serialize = "2021")]
    Of2021,
}

impl Format {
    /// The layout in force for the report on `year`.
    pub fn for_year(year: i32) -> Self {
        if year <= 2020 { Self::Of2019 } else { Self::Of2021 }
    }

    /// The rows that hold numbers, in official order: 23 or 25.
    pub fn rows(self) -> impl Iterator<Item = Row> {
        use strum::VariantArray;
        let head = [Row::ReceivedNew, Row::CarriedOverFromLastYear];
        let results = ResultRow::VARIANTS.iter().copied().filter(move |row| self.prints(*row));
        let tail = [Row::ResultsTotal, Row::CarriedForwardToNextYear];
        head.into_iter().chain(results.map(Row::Result)).chain(tail)
    }

    /// Whether the layout has a row for `row`.
    pub fn prints(self, row: ResultRow) -> bool {
        self.fold(row) == row
    }

    /// The row of this layout in which a case recorded under `row` is printed.
    pub fn fold(self, row: ResultRow) -> ResultRow {
        use ResultRow::{OtherFeeNotPaid, OtherNotAmended, OtherOther, OtherProcessing};
        match (self, row) {
            (Self::Of2019, OtherNotAmended | OtherFeeNotPaid | OtherOther) => OtherProcessing,
            (Self::Of2021, OtherProcessing) => OtherOther,
            (Self::Of2019 | Self::Of2021, row) => row,
        }
    }
}
