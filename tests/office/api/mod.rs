//! The service, asked through its own door; every request and reply is held against `openapi.yaml`.

mod attachments;
mod batches;
mod calendar;
mod challenges;
mod contract;
mod desk;
mod handling;
mod hints;
mod hostile_input;
mod hostile_values;
mod imports;
mod messages;
mod office;
mod operations;
mod organs;
mod outbox;
mod people;
mod public;
mod reading;
mod reports;
mod requesters;
mod roles;
mod scene;
mod seals;
mod searching;
mod second_factor;
mod service_accounts;
mod session;
mod settings;
mod shell;
mod silence;
pub mod support;

pub use public::kept;
