//! Query codes: how a requester without an account comes back to the own request. Derived, never stored.

use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::handling::{self, Which};
use super::{Actor, Error};
use crate::crypto::query_code::QueryCodes;
use crate::crypto::{Keys, Place};
use crate::db::cases::public::{Door, numbered};
use crate::db::{AnyConn, Id, Tx, settings};
use crate::domain::dossier::deed::{Deed, ResetQueryCode};

/// The setting that keeps the key of the codes once the master key has changed.
const KEPT: &str = "query_code_key";
const PLACE: Place<'_> = Place { table: "settings", row: KEPT.as_bytes(), column: "value" };

/// The codes of a database: of its master key, or of the one it had first.
enum Codes<'a> {
    Own(&'a QueryCodes),
    Kept(QueryCodes),
}

impl Codes<'_> {
    fn of(&self) -> &QueryCodes {
        match self {
            Self::Own(codes) => codes,
            Self::Kept(codes) => codes,
        }
    }
}

fn codes<'a>(conn: &mut AnyConn, keys: &'a Keys) -> Result<Codes<'a>, Error> {
    let Some(sealed) = settings::get(conn, KEPT)? else {
        return Ok(Codes::Own(keys.query_codes()));
    };
    let unreadable = || Error::StoredEvent(KEPT.to_owned());
    let sealed = STANDARD.decode(sealed).map_err(|_| unreadable())?;
    let key = keys.cipher().open(PLACE, &sealed)?;
    QueryCodes::kept(&key).map(Codes::Kept).ok_or_else(unreadable)
}

/// The code of a case after so many resets.
pub(super) fn of(
    conn: &mut AnyConn,
    keys: &Keys,
    (case, resets): (Id, u16),
) -> Result<String, Error> {
    Ok(codes(conn, keys)?.of().of(case.bytes(), resets))
}

/// The case that a number and a code open. An unknown number is answered like a wrong code, and takes the same work.
pub(super) fn open(
    conn: &mut AnyConn,
    keys: &Keys,
    (number, code): (&str, &str),
) -> Result<Door, Error> {
    let codes = codes(conn, keys)?;
    let codes = codes.of();
    let mut found = None;
    let doors = numbered(conn, number.trim())?;
    for door in &doors {
        let resets = u16::try_from(door.code_resets).unwrap_or(u16::MAX);
        if codes.is_code((door.case.bytes(), resets), code) {
            found = Some(*door);
        }
    }
    if doors.is_empty() {
        black_box(codes.is_code(([0; 16], 0), code));
    }
    found.ok_or(Error::NoSuchRequest)
}

/// Gives a requester whose identity was checked another code; the one before is dead. Gives the version too.
pub fn reset(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    reset: ResetQueryCode,
) -> Result<(String, i32), Error> {
    let row = super::reading::case(tx, actor, (which.number, which.organ))??;
    let deed = (Deed::ResetQueryCode(reset), actor.today);
    let (case, version) = handling::perform(tx, keys, actor, which, deed)?;
    Ok((of(tx, keys, (row.id, case.code_resets))?, version))
}

/// Keeps the codes as they are when the master key changes.
pub(super) fn keep(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    let sealed = {
        let codes = codes(tx, old)?;
        new.cipher().seal(PLACE, codes.of().key())?
    };
    Ok(settings::put(tx, KEPT, &STANDARD.encode(sealed))?)
}
