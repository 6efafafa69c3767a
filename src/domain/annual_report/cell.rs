//! The coordinates of the year table: rows, columns, blocks. Ids are those of the official tables as data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::VariantArray;

use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// A row of section three that holds numbers; the order is the official one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    ReceivedNew,
    CarriedOverFromLastYear,
    Result(ResultRow),
    ResultsTotal,
    CarriedForwardToNextYear,
}

impl Row {
    /// The id in JSON and in URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::ReceivedNew => "received_new",
            Self::CarriedOverFromLastYear => "carried_over_from_last_year",
            Self::Result(row) => row.into(),
            Self::ResultsTotal => "results_total",
            Self::CarriedForwardToNextYear => "carried_forward_to_next_year",
        }
    }
}

/// An id that names no row, column or block.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown id {0:?}")]
pub struct UnknownId(pub String);

impl FromStr for Row {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        Ok(match id {
            "received_new" => Self::ReceivedNew,
            "carried_over_from_last_year" => Self::CarriedOverFromLastYear,
            "results_total" => Self::ResultsTotal,
            "carried_forward_to_next_year" => Self::CarriedForwardToNextYear,
            result => Self::Result(result.parse().map_err(|_| UnknownId(result.to_owned()))?),
        })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A column of section three: a kind of requester, or the sum of all six.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Requester(RequesterKind),
    Total,
}

impl Column {
    /// All seven, in official order.
    pub fn all() -> impl Iterator<Item = Self> {
        RequesterKind::VARIANTS.iter().copied().map(Self::Requester).chain([Self::Total])
    }

    /// The id in JSON and in URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Requester(kind) => kind.into(),
            Self::Total => "total",
        }
    }
}

impl FromStr for Column {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        if id == "total" {
            return Ok(Self::Total);
        }
        id.parse().map(Self::Requester).map_err(|_| UnknownId(id.to_owned()))
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// One of the five numbers of a block of section four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    Concluded(ChallengeResult),
    Pending,
    Total,
}

impl Standing {
    /// All five, in official order.
    pub fn all() -> impl Iterator<Item = Self> {
        let concluded = ChallengeResult::VARIANTS.iter().copied().map(Self::Concluded);
        concluded.chain([Self::Pending, Self::Total])
    }

    /// The id in JSON and in URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Concluded(result) => result.into(),
            Self::Pending => "pending",
            Self::Total => "total",
        }
    }
}

impl FromStr for Standing {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        match id {
            "pending" => Ok(Self::Pending),
            "total" => Ok(Self::Total),
            result => result.parse().map(Self::Concluded).map_err(|_| UnknownId(id.to_owned())),
        }
    }
}

/// One number of the report that can be asked for what stands behind it: `ROW/COLUMN` or `BLOCK/RESULT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    SectionThree(Row, Column),
    SectionFour(ChallengeKind, Standing),
}

impl FromStr for Cell {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        let (left, right) = id.split_once('/').ok_or_else(|| UnknownId(id.to_owned()))?;
        if let Ok(block) = left.parse::<ChallengeKind>() {
            return Ok(Self::SectionFour(block, right.parse()?));
        }
        Ok(Self::SectionThree(left.parse()?, right.parse()?))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SectionThree(row, column) => write!(f, "{row}/{column}"),
            Self::SectionFour(block, standing) => write!(f, "{block}/{}", standing.id()),
        }
    }
}
