//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod calendar;
mod contract;
mod desk;
mod handling;
mod hostile_input;
mod operations;
mod organs;
mod people;
mod reading;
mod roles;
mod scene;
mod searching;
mod session;
mod settings;
mod shell;
mod silence;
pub mod support;
