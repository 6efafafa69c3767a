//! A database and its key: the demo's published key opens demos only, and a wrong key is refused at once.

use super::Error;
use crate::crypto::Keys;
use crate::db::{self, Db, settings};

/// Checks that `keys` are those of the database; a database without a key takes them as its own.
pub fn unlock(db: &Db, keys: &Keys) -> Result<(), Error> {
    let (is_demo, fingerprint) = db.scan_blocking(|conn| {
        Ok((
            settings::get(conn, settings::DEMO)?.is_some(),
            settings::get(conn, settings::KEY_FINGERPRINT)?,
        ))
    })?;
    if keys.is_demo() && !is_demo {
        return Err(Error::DemoKey);
    }
    match fingerprint {
        Some(known) if known == keys.fingerprint() => Ok(()),
        Some(_) => Err(Error::WrongKey),
        None => db.write_blocking(|tx| {
            settings::put(tx, settings::KEY_FINGERPRINT, keys.fingerprint()).map_err(Error::from)
        }),
    }
}

/// Marks a new database as a demo.
pub fn mark_as_demo(db: &Db) -> Result<(), Error> {
    db.write_blocking(|tx: &mut db::Tx<'_>| Ok(settings::put(tx, settings::DEMO, "1")?))
}

/// Whether the database is a demo.
pub fn is_demo(db: &Db) -> Result<bool, Error> {
    Ok(db.scan_blocking(|conn| settings::get(conn, settings::DEMO))?.is_some())
}
