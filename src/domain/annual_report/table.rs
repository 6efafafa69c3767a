//! The year table as a value: section three, section four, and whose they are.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::cell::{Column, Row, Standing};
use super::check::Finding;
use super::format::Format;
use crate::domain::challenge::ChallengeKind;

/// The seven numbers of a row in column order; `None` is a blank cell, which is not zero.
pub type Cells = [Option<i64>; 7];

/// The five numbers of a block of section four in the order of [`Standing::all`].
pub type Standings = [Option<i64>; 5];

/// Whether a table holds one organ's own cases or those of its whole tree.
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
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    Organ,
    Government,
}

/// Section three as printed or derived: a row that is absent from the map is absent from the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionThree {
    pub rows: BTreeMap<Row, Cells>,
}

impl SectionThree {
    /// The number in one cell; `None` when it is blank or its row is missing.
    pub fn get(&self, row: Row, column: Column) -> Option<i64> {
        let cells = self.rows.get(&row)?;
        Column::all().zip(cells).find(|(c, _)| *c == column).and_then(|(_, n)| *n)
    }
}

/// Section four: three blocks of five numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionFour {
    pub blocks: BTreeMap<ChallengeKind, Standings>,
}

impl SectionFour {
    /// The number in one cell; `None` when it is blank or its block is missing.
    pub fn get(&self, block: ChallengeKind, standing: Standing) -> Option<i64> {
        let numbers = self.blocks.get(&block)?;
        Standing::all().zip(numbers).find(|(s, _)| *s == standing).and_then(|(_, n)| *n)
    }
}

impl Serialize for SectionThree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("columns", &Column::all().map(Column::id).collect::<Vec<_>>())?;
        map.serialize_entry("rows", &self.rows)?;
        map.end()
    }
}

impl Serialize for SectionFour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.blocks.len()))?;
        for (block, numbers) in &self.blocks {
            let named: Vec<_> = Standing::all().map(Standing::id).zip(numbers).collect();
            map.serialize_entry(block, &Named(named))?;
        }
        map.end()
    }
}

/// Numbers under their ids, in order.
struct Named<'a>(Vec<(&'static str, &'a Option<i64>)>);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// An organ's code and its name on the day of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganName {
    pub code: String,
    pub name: String,
}

/// A derived year table with everything that says what it is; the body of `report --output json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnualTable {
    pub organ: OrganName,
    pub year: i32,
    pub scope: Scope,
    pub format: Format,
    /// Facts that happened after this day are not counted.
    pub as_of: NaiveDate,
    /// Facts recorded after this instant are not counted; `None` is now.
    pub known_at: Option<DateTime<Utc>>,
    pub section_three: SectionThree,
    pub section_four: SectionFour,
    pub findings: Vec<Finding>,
}
