//! Values to bytes: the exports of the year table.

pub mod annual_table;
pub mod calendar;
