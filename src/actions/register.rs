//! 申请台账 out of the records: who asked for what and what became of it, with identity numbers masked.

use std::collections::HashMap;

use serde_json::json;

use super::audit::{self, Entry};
use super::sealed::opened;
use super::{Actor, Error};
use crate::crypto::Keys;
use crate::db::{AnyConn, Id, Tx, requesters};
use crate::domain::requester::masked;

/// Cases of one register; more are for a narrower search.
pub const MOST: i64 = 50_000;
/// Cases asked for at a time.
const PART: usize = 5_000;

/// The masked identity numbers of the first-named requesters of some cases.
pub fn identities(
    conn: &mut AnyConn,
    keys: &Keys,
    cases: &[Id],
) -> Result<HashMap<Id, String>, Error> {
    let mut found = HashMap::new();
    for part in cases.chunks(PART) {
        for (case, sealed) in requesters::identities(conn, part)? {
            if let Some(plain) = opened(keys, (case, 1), "identity_number", Some(&sealed))? {
                found.insert(case, masked(&plain));
            }
        }
    }
    Ok(found)
}

/// Enters in the audit log that a register left the house.
pub fn exported(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, cases: usize) -> Result<(), Error> {
    let entry = Entry {
        kind: "register_exported",
        actor: &actor.name,
        origin: &actor.origin,
        now: actor.now,
        today: actor.today,
        payload: json!({"cases": cases}),
    };
    audit::enter(tx, keys, &entry)
}
