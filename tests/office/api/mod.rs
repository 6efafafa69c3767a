//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod contract;
mod handling;
mod hostile_input;
mod operations;
mod people;
mod reading;
mod roles;
mod scene;
mod searching;
mod session;
mod shell;
mod silence;
pub mod support;
