//! The rules, in the words of the regulation. No I/O, no clock, no database.

pub mod annual_report;
pub mod calendar;
pub mod case;
pub mod challenge;
pub mod challenge_label;
pub mod channel_label;
pub mod deadline;
pub mod delivery;
pub mod dossier;
pub mod fee;
pub mod import;
pub mod life_cycle;
pub mod light;
pub mod likeness;
pub mod organ;
pub mod outcome;
pub mod password;
pub mod people;
pub mod permission;
pub mod receipt;
pub mod remedy;
pub mod requester;
pub mod result_label;
pub mod segmentation;
pub mod settings;
pub mod wording;
