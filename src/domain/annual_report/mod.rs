//! Sections three and four of the annual report: derived from case facts, checked, never typed.

mod cell;
pub mod check;
mod compare;
pub mod format;
#[cfg(test)]
mod mergers;
pub mod sheet;
mod table;
pub mod tally;

pub use cell::{Cell, Column, Row, Standing, UnknownId};
pub use check::{Finding, Severity};
pub use compare::{Difference, compare};
pub use format::Format;
pub use sheet::Sheet;
pub use table::{AnnualTable, Cells, OrganName, Scope, SectionFour, SectionThree, Standings};
