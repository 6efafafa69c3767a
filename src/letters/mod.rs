//! Values to bytes: the exports of the year table and of the register.

pub mod annual_table;
pub mod calendar;
pub mod register;
