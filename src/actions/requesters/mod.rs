//! Who asks: shown masked, read in full with a purpose, corrected with a reason, found again.

mod correcting;
pub mod history;
mod mark;
pub mod person;
mod reading;

pub use correcting::{Change, Correction, correct};
pub use mark::Mark;
pub use reading::{AgentView, Shown, View, masked, read};
