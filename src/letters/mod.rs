//! Values to bytes: the exports of the year table, the calendar, messages.

pub mod annual_table;
pub mod calendar;
pub mod message;
