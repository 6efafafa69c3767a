//! The one integration-test binary: the office as its users meet it, and the laws of the house.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod law;
mod year_table;
