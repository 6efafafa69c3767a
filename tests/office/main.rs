//! The one integration-test binary: the office as its users meet it, and the laws of the house.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and reads where its server is"
)]

mod api;
mod arguments;
mod bad_input;
mod bucket;
mod calendar;
mod client;
mod counting;
mod faults;
mod handed_in;
mod known_at;
mod law;
mod migrations;
mod organ_tree;
mod register;
mod roll_up;
mod seals;
mod served;
mod sinks;
mod storage;
mod support;
mod transfer;
mod workbooks;
mod year_table;
