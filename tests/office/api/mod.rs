//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod contract;
mod desk;
mod handling;
mod people;
mod reading;
mod seals;
mod searching;
mod second_factor;
mod service_accounts;
mod session;
mod shell;
mod silence;
pub mod support;
