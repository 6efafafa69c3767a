//! Settings from the environment, read in one place.

use crate::crypto::{BadKey, MasterKey};

/// The database of an office that says nothing else.
pub const DEFAULT_DATABASE: &str = "sqlite:data/gongkai.db";

/// The key of `variable`, if it is set.
#[expect(clippy::disallowed_methods, reason = "this is the config that the others ask")]
pub fn key(variable: &str) -> Result<Option<MasterKey>, BadKey> {
    match std::env::var(variable) {
        Ok(text) if !text.trim().is_empty() => text.trim().parse().map(Some),
        _ => Ok(None),
    }
}
