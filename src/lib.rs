//! gongkai: case management for 政府信息依申请公开, in which the year table is derived and never typed.
//!
//! The modules stand in the order in which they may use one another; `tests/office/law.rs` keeps it.

pub mod actions;
pub mod app;
pub mod carriers;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod db;
pub mod demo;
pub mod domain;
pub mod files;
pub mod http;
pub mod jobs;
pub mod ledger;
pub mod letters;
