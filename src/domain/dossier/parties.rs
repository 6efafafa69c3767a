//! Those who ask together: one case, one of them represents the others, one who leaves does not end it.

use chrono::NaiveDate;
use serde::Serialize;

/// Who asks, by ordinals; what is personal stands sealed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parties {
    pub count: u16,
    /// Who represents those who ask together.
    pub contact: u16,
    /// Those who ask no longer, with the day.
    pub left: Vec<(u16, NaiveDate)>,
}

impl Parties {
    /// Those who ask together, the first-named first.
    pub fn of(count: u16, contact: u16) -> Self {
        Self { count, contact, left: Vec::new() }
    }

    /// The day on which one asked no longer.
    pub fn left_on(&self, ordinal: u16) -> Option<NaiveDate> {
        self.left.iter().find(|(left, _)| *left == ordinal).map(|(_, on)| *on)
    }

    /// Those who still ask.
    pub fn staying(&self) -> impl Iterator<Item = u16> {
        (1..=self.count).filter(|ordinal| self.left_on(*ordinal).is_none())
    }
}
