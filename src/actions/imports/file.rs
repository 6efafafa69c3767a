//! The file of an import: it lies in sealed parts in the database, so that any instance can go on with it.

use std::io::Write;

use tempfile::NamedTempFile;

use super::super::Error;
use crate::crypto::{Keys, Place};
use crate::db::{Db, Id, Tx, imports};

/// Bytes of a part: small enough that writing one keeps nobody waiting.
pub const PART: usize = 256 << 10;

/// Adds a part of the file.
pub fn put_part(
    tx: &mut Tx<'_>,
    keys: &Keys,
    (import, ordinal): (Id, i32),
    bytes: &[u8],
) -> Result<(), Error> {
    let row = row(import, ordinal);
    let sealed = keys.cipher().seal(place(&row), bytes)?;
    Ok(imports::add_part(tx, import, ordinal, &sealed)?)
}

/// The file, opened, in a place that nobody else can read and that is gone when it is dropped.
pub fn opened(db: &Db, keys: &Keys, import: Id) -> Result<NamedTempFile, Error> {
    let failed = |error: std::io::Error| Error::NoScratch(error.to_string());
    let mut file = NamedTempFile::new().map_err(failed)?;
    for ordinal in 0.. {
        let Some(sealed) = db.scan_blocking(|conn| imports::part(conn, import, ordinal))? else {
            break;
        };
        let row = row(import, ordinal);
        file.write_all(&keys.cipher().open(place(&row), &sealed)?).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    Ok(file)
}

/// Seals every part anew under another key.
pub fn reseal(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    for (import, ordinal) in imports::parts(tx)? {
        let Some(sealed) = imports::part(tx, import, ordinal)? else { continue };
        let row = row(import, ordinal);
        let plain = old.cipher().open(place(&row), &sealed)?;
        imports::reseal(tx, (import, ordinal), &new.cipher().seal(place(&row), &plain)?)?;
    }
    Ok(())
}

fn row(import: Id, ordinal: i32) -> Vec<u8> {
    [&import.bytes()[..], &ordinal.to_be_bytes()].concat()
}

fn place(row: &[u8]) -> Place<'_> {
    Place { table: "import_parts", row, column: "sealed" }
}
