//! Where a run writes: one transaction for all of it, or a short one for each part.

use super::Error;
use crate::db::{Db, Tx};

/// Where the parts of a run are written.
pub enum Place<'r, 't> {
    /// In the transaction of the whole.
    Whole(&'r mut Tx<'t>),
    /// Each in its own; kept, or only tried.
    Parts { db: &'r Db, keep: bool },
}

impl Place<'_, '_> {
    /// Does one part.
    pub fn part<T>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (db, keep) = match self {
            Self::Whole(tx) => return work(tx),
            Self::Parts { db, keep } => (db, *keep),
        };
        if keep {
            return db.write_blocking(work);
        }
        let mut tried = None;
        let undone = db.write_blocking(|tx| {
            tried = Some(work(tx)?);
            Err::<(), _>(Error::NotKept)
        });
        match (tried, undone) {
            (Some(value), _) => Ok(value),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(Error::NotKept),
        }
    }
}
