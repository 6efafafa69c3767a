//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod calendar;
mod challenges;
mod contract;
mod handling;
mod organs;
mod people;
mod reading;
mod searching;
mod session;
mod settings;
mod shell;
mod silence;
pub mod support;
