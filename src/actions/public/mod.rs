//! What everybody may do without an account: find an organ, file a request, follow the own one.

pub mod acts;
pub mod filing;
pub mod organs;
pub mod reports;
pub mod status;
