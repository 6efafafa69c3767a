//! What an office hands in, read tolerantly: registers (台账) and published tables, from files to checked values.
//!
//! A file becomes a [`Book`] whose sheets are read as streams, as often as need be; a row becomes a [`CaseRow`] or
//! a [`ChallengeRow`], or a [`BadRow`] with all its faults. Knows no database: whether an organ exists, or a number
//! was seen before, is asked elsewhere. docs/register.md says what offices may write.

mod book;
mod case_row;
mod challenge_row;
mod dates;
mod fault;
mod headings;
mod mapping;
mod notice;
mod organ_row;
pub mod package;
pub mod published;
mod record;
mod register;
mod rejects;
mod sheet;
mod unreadable;
mod values;

pub use self::book::{Book, ReadOptions, RegisterKind, open};
pub use self::case_row::{CaseRow, CaseRows, Closing};
pub use self::challenge_row::{ChallengeRow, ChallengeRows, Conclusion};
pub use self::dates::{DateFault, from_text as read_date};
pub use self::fault::{BadRow, Fault, FaultCode};
pub use self::headings::{CaseColumn, ChallengeColumn, Columns, Heading, REJECTION};
pub use self::mapping::{BadMapping, Mapping};
pub use self::notice::{BadNotice, NoticeOptions, read_notice};
pub use self::organ_row::{BadOrgan, OrganRow, read_organs};
pub use self::register::Register;
pub use self::rejects::{NotWritten, Rejects};
pub use self::unreadable::Unreadable;

#[cfg(test)]
mod tests;
