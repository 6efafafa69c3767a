//! Values to bytes: the exports of the year table, of the register and of the calendar; messages.

pub mod annual_table;
pub mod calendar;
pub mod message;
pub mod register;
