//! Reviews and lawsuits; a changed record is another version.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::ORGANS_A_QUERY;
use super::known::known;
use super::schema::challenges as t;
use super::types::{Id, Instant, parse};
use super::{AnyConn, Tx};
use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::organ::OrganId;

/// A review or lawsuit as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub organ: OrganId,
    /// Finds the same one again in a later register.
    pub row_key: Vec<u8>,
    /// 案号.
    pub number: Option<String>,
    pub kind: ChallengeKind,
    pub accepted_on: NaiveDate,
    pub conclusion: Option<(ChallengeResult, NaiveDate)>,
    /// 申请编号 of the cases it touches, joined by 、.
    pub case_numbers: String,
}

type Stored = (
    OrganId,
    Vec<u8>,
    Option<String>,
    String,
    NaiveDate,
    Option<NaiveDate>,
    Option<String>,
    String,
);

const COLUMNS: (
    t::organ_id,
    t::row_key,
    t::number,
    t::kind,
    t::accepted_on,
    t::concluded_on,
    t::result,
    t::case_numbers,
) = (
    t::organ_id,
    t::row_key,
    t::number,
    t::kind,
    t::accepted_on,
    t::concluded_on,
    t::result,
    t::case_numbers,
);

fn challenge(row: Stored) -> QueryResult<Challenge> {
    let result = row.6.as_deref().map(parse).transpose()?;
    Ok(Challenge {
        organ: row.0,
        row_key: row.1,
        number: row.2,
        kind: parse(&row.3)?,
        accepted_on: row.4,
        conclusion: result.zip(row.5),
        case_numbers: row.7,
    })
}

/// Those against `organs`, as known at `known_at`, by default now; by organ and day.
pub fn of_organs(
    conn: &mut AnyConn,
    organs: &[OrganId],
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Vec<Challenge>> {
    let mut found = Vec::new();
    for organs in organs.chunks(ORGANS_A_QUERY) {
        let against = t::table
            .filter(t::organ_id.eq_any(organs))
            .select(COLUMNS)
            .order((t::organ_id, t::accepted_on, t::id))
            .into_boxed();
        for row in known!(against, t, known_at).load::<Stored>(conn)? {
            found.push(challenge(row)?);
        }
    }
    Ok(found)
}

/// The one recorded under this key.
pub fn by_key(conn: &mut AnyConn, key: &[u8]) -> QueryResult<Option<Challenge>> {
    let row: Option<Stored> = t::table
        .filter(t::row_key.eq(key))
        .filter(t::superseded_at.is_null())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(challenge).transpose()
}

/// Records one, in place of the version recorded before.
pub fn record(tx: &mut Tx<'_>, challenge: &Challenge, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(t::table)
        .filter(t::row_key.eq(&challenge.row_key))
        .filter(t::superseded_at.is_null())
        .set(t::superseded_at.eq(Some(Instant(at))))
        .execute(&mut **tx)?;
    diesel::insert_into(t::table)
        .values((
            t::id.eq(Id::fresh()),
            t::organ_id.eq(challenge.organ),
            t::row_key.eq(&challenge.row_key),
            t::number.eq(&challenge.number),
            t::kind.eq(challenge.kind.to_string()),
            t::accepted_on.eq(challenge.accepted_on),
            t::concluded_on.eq(challenge.conclusion.map(|(_, on)| on)),
            t::result.eq(challenge.conclusion.map(|(result, _)| result.to_string())),
            t::case_numbers.eq(&challenge.case_numbers),
            t::recorded_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
