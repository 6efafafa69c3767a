//! Keeps the index of the search up with the cases, a few at a time, so that nobody waits for it.

use super::Error;
use crate::db::{Db, Tx, search};

/// Cases a transaction while the service runs: a few milliseconds of its writer.
pub const A_FEW: i64 = 100;
/// Cases a transaction where nobody waits.
const MANY: i64 = 1000;

/// Enters changed cases in the index, `limit` at most; gives how many.
pub fn index_pending(tx: &mut Tx<'_>, limit: i64) -> Result<usize, Error> {
    search::alone(tx)?;
    let seen = search::pending(tx, limit)?;
    if !seen.is_empty() {
        search::index(tx, &seen)?;
    }
    Ok(seen.len())
}

/// Enters every changed case, as after an import; every thousand are durable.
pub fn index_all(db: &Db) -> Result<(), Error> {
    while db.write_blocking(|tx| index_pending(tx, MANY))? > 0 {}
    Ok(())
}
