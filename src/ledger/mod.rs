//! What an office hands in, read tolerantly: registers (台账) and published tables, from files to checked values.

pub mod package;
pub mod published;
