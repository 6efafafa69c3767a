//! Keeps the index of the search up with the cases, a few at a time, so that nobody waits for it.

use super::Error;
use crate::db::{Tx, search};

/// Cases a transaction while the service runs: a few milliseconds of its writer.
pub const A_FEW: i64 = 100;

/// Enters changed cases in the index, `limit` at most; gives how many.
pub fn index_pending(tx: &mut Tx<'_>, limit: i64) -> Result<usize, Error> {
    search::alone(tx)?;
    let seen = search::pending(tx, limit)?;
    if !seen.is_empty() {
        search::index(tx, &seen)?;
    }
    Ok(seen.len())
}
