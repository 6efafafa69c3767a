//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod batches;
mod calendar;
mod contract;
mod desk;
mod handling;
mod hints;
mod office;
mod organs;
mod people;
mod reading;
mod requesters;
mod searching;
mod session;
mod settings;
mod shell;
mod silence;
pub mod support;
