//! What requesters and staff are told: put down with the deed that gives cause, written when it is sent.

mod composing;
mod reminding;
mod staff;
mod telling;
pub mod templates;

pub use composing::{Composed, Contact, Instance, Message, compose};
pub use reminding::due;
pub(super) use telling::follow;
