//! The earlier requests of a requester, in the organs that the asker may read.

use super::Mark;
use crate::actions::{Actor, Error, reading};
use crate::db::cases::log;
use crate::db::requesters::{self, Past, Traits, Whose};
use crate::db::{AnyConn, Id, QueryResult};
use crate::domain::permission::{Forbidden, Matter};
use crate::domain::wording::half_width;

/// Requesters with one telephone or e-mail that are looked at.
const LOOKED_AT: i64 = 1000;

/// A page of the requests of whoever an id stands for.
pub fn history(
    conn: &mut AnyConn,
    actor: &Actor,
    (id, after): (&str, Option<requesters::Mark>),
    size: i64,
) -> QueryResult<Result<Vec<Past>, Error>> {
    let organs = reading::organs_within(conn, actor, Matter::ReadCases)?;
    if organs.is_empty() {
        return Ok(Err(Forbidden::NoRole.into()));
    }
    let Some(whose) = whose(conn, id)? else { return Ok(Err(Error::NoSuchRequester)) };
    let found = requesters::history(conn, (&whose, &organs), after, size)?;
    // What may not be known of is not there.
    if found.is_empty() && after.is_none() {
        Ok(Err(Error::NoSuchRequester))
    } else {
        Ok(Ok(found))
    }
}

fn whose(conn: &mut AnyConn, id: &str) -> QueryResult<Option<Whose>> {
    match Mark::read(id) {
        None => Ok(None),
        Some(Mark::Identity(hash)) => Ok(Some(Whose::Identity(hash.to_vec()))),
        Some(Mark::Contact(case, ordinal)) => {
            let stored = log::requesters(conn, case)?;
            let Some(one) = stored.into_iter().find(|one| one.ordinal == ordinal) else {
                return Ok(None);
            };
            let traits = Traits {
                name: one.name,
                identity_hash: one.identity_hash,
                phone_hash: one.phone_hash,
                email_hash: one.email_hash,
            };
            Ok(Some(Whose::These(by_contact(conn, &traits)?)))
        }
    }
}

/// Cases of requesters with the same name and the same telephone or e-mail: a weaker hint.
pub fn by_contact(conn: &mut AnyConn, traits: &Traits) -> QueryResult<Vec<Id>> {
    let hashes = (traits.phone_hash.as_deref(), traits.email_hash.as_deref());
    let mut found: Vec<Id> = requesters::reachable_by(conn, hashes, LOOKED_AT)?
        .into_iter()
        .filter(|(_, other)| same_name(&other.name, &traits.name) && may_be(traits, other))
        .map(|(case, _)| case)
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Two identity numbers are two people, whatever else is alike.
fn may_be(one: &Traits, other: &Traits) -> bool {
    match (&one.identity_hash, &other.identity_hash) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether two requesters are one, for certain or as far as can be seen.
pub fn is_same(one: &Traits, other: &Traits) -> bool {
    if let (Some(one), Some(other)) = (&one.identity_hash, &other.identity_hash) {
        return one == other;
    }
    let alike = |one: &Option<Vec<u8>>, other: &Option<Vec<u8>>| one.is_some() && one == other;
    same_name(&one.name, &other.name)
        && (alike(&one.phone_hash, &other.phone_hash) || alike(&one.email_hash, &other.email_hash))
}

/// Names are compared without blanks, signs, width and case.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let narrow = name.chars().map(half_width).flat_map(char::to_lowercase);
        narrow.filter(|c| c.is_alphanumeric()).collect()
    };
    plain(one) == plain(other)
}
