//! Requesters found again: by the keyed hash of the identity number, or by telephone and e-mail, which say less.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::AnyConn;
use super::schema::{case_items, cases, organs, requesters};
use super::types::{Id, Named};
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;

/// Selects case and traits.
macro_rules! traits {
    ($requesters:expr) => {
        $requesters.select((
            requesters::case_id,
            (
                requesters::name,
                requesters::identity_hash,
                requesters::phone_hash,
                requesters::email_hash,
            ),
        ))
    };
}

/// Whose cases.
#[derive(Clone, Debug)]
pub enum Whose {
    /// Those of whoever has an identity number with this hash.
    Identity(Vec<u8>),
    These(Vec<Id>),
}

/// An earlier request; nothing personal.
#[derive(Clone, Debug, Queryable)]
pub struct Past {
    pub id: Id,
    pub organ: String,
    pub number: String,
    pub subject: String,
    pub stage: String,
    pub arrived_on: NaiveDate,
    pub received_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub result_row: Option<Named<ResultRow>>,
    pub document_number: Option<String>,
    pub content: Option<String>,
}

/// Where a page ended: arrival and id of its last case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark(pub NaiveDate, pub uuid::Uuid);

impl Past {
    /// Where it stands in the list.
    pub fn mark(&self) -> Mark {
        Mark(self.arrived_on, self.id.0)
    }
}

/// The cases of a requester in `organs`, the last arrived first.
pub fn history(
    conn: &mut AnyConn,
    (whose, among): (&Whose, &[OrganId]),
    after: Option<Mark>,
    size: i64,
) -> QueryResult<Vec<Past>> {
    let mut query = cases::table
        .inner_join(organs::table.on(organs::id.eq(cases::organ_id)))
        .left_join(
            case_items::table.on(case_items::case_id.eq(cases::id).and(case_items::ordinal.eq(1))),
        )
        .filter(cases::organ_id.eq_any(among))
        .select((
            cases::id,
            organs::code,
            cases::number,
            cases::subject,
            cases::stage,
            cases::arrived_on,
            cases::received_on,
            cases::closed_on,
            cases::result_row,
            cases::document_number,
            case_items::content.nullable(),
        ))
        .order((cases::arrived_on.desc(), cases::id.desc()))
        .limit(size)
        .into_boxed();
    query = match whose {
        Whose::Identity(hash) => {
            let theirs = requesters::table.filter(requesters::identity_hash.eq(hash));
            query.filter(cases::id.eq_any(theirs.select(requesters::case_id)))
        }
        Whose::These(ids) => query.filter(cases::id.eq_any(ids)),
    };
    if let Some(Mark(day, id)) = after {
        let earlier = cases::arrived_on.lt(day).or(cases::id.lt(Id(id)));
        query = query.filter(cases::arrived_on.le(day)).filter(earlier);
    }
    query.load(conn)
}

/// The cases of a requester in an organ that were received on these days, as far as the fee counts them.
pub fn received(
    conn: &mut AnyConn,
    (whose, organ): (&Whose, OrganId),
    (first, last): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<(Id, NaiveDate, String)>> {
    let mut query = cases::table
        .filter(cases::organ_id.eq(organ))
        .filter(cases::subject.eq("request"))
        .filter(cases::received_on.between(first, last))
        .select((cases::id, cases::received_on.assume_not_null(), cases::number))
        .order((cases::received_on, cases::number))
        .into_boxed();
    query = match whose {
        Whose::Identity(hash) => {
            let theirs = requesters::table.filter(requesters::identity_hash.eq(hash));
            query.filter(cases::id.eq_any(theirs.select(requesters::case_id)))
        }
        Whose::These(ids) => query.filter(cases::id.eq_any(ids)),
    };
    query.load(conn)
}

/// By what a requester is known, as it is stored.
#[derive(Clone, Debug, Default, Queryable)]
pub struct Traits {
    pub name: String,
    pub identity_hash: Option<Vec<u8>>,
    pub phone_hash: Option<Vec<u8>>,
    pub email_hash: Option<Vec<u8>>,
}

/// Requesters with this telephone or e-mail, of whatever name, the latest first.
pub fn reachable_by(
    conn: &mut AnyConn,
    (phone_hash, email_hash): (Option<&[u8]>, Option<&[u8]>),
    limit: i64,
) -> QueryResult<Vec<(Id, Traits)>> {
    let mut found = Vec::new();
    if let Some(hash) = phone_hash {
        let theirs = requesters::table.filter(requesters::phone_hash.eq(hash));
        found.extend(traits!(theirs).order(requesters::case_id.desc()).limit(limit).load(conn)?);
    }
    if let Some(hash) = email_hash {
        let theirs = requesters::table.filter(requesters::email_hash.eq(hash));
        found.extend(traits!(theirs).order(requesters::case_id.desc()).limit(limit).load(conn)?);
    }
    Ok(found)
}

/// By what the first-named requesters of some cases are known.
pub fn first_named(conn: &mut AnyConn, of: &[Id]) -> QueryResult<HashMap<Id, Traits>> {
    let first =
        requesters::table.filter(requesters::case_id.eq_any(of)).filter(requesters::ordinal.eq(1));
    let rows: Vec<(Id, Traits)> = traits!(first).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The sealed identity numbers of the first-named requesters of some cases.
pub fn identities(conn: &mut AnyConn, of: &[Id]) -> QueryResult<Vec<(Id, Vec<u8>)>> {
    requesters::table
        .filter(requesters::case_id.eq_any(of))
        .filter(requesters::ordinal.eq(1))
        .filter(requesters::identity_number.is_not_null())
        .select((requesters::case_id, requesters::identity_number.assume_not_null()))
        .load(conn)
}

/// What some cases ask for, each thing by itself.
pub fn contents(conn: &mut AnyConn, of: &[Id]) -> QueryResult<HashMap<Id, Vec<String>>> {
    let rows: Vec<(Id, String)> = case_items::table
        .filter(case_items::case_id.eq_any(of))
        .order((case_items::case_id, case_items::ordinal))
        .select((case_items::case_id, case_items::content))
        .load(conn)?;
    let mut contents: HashMap<Id, Vec<String>> = HashMap::new();
    for (case, content) in rows {
        contents.entry(case).or_default().push(content);
    }
    Ok(contents)
}

/// Whether one of those who ask in a case can be told something, by oneself or by an agent.
pub fn is_reachable(conn: &mut AnyConn, case: Id, ordinal: u16) -> QueryResult<bool> {
    let contact = requesters::email
        .is_not_null()
        .or(requesters::phone.is_not_null())
        .or(requesters::agent.is_not_null());
    let one = requesters::table.find((case, i32::from(ordinal))).filter(contact);
    let found = one.select(requesters::ordinal).get_result::<i32>(conn).optional()?;
    Ok(found.is_some())
}
