//! Reviews and lawsuits; a changed record is another version.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::ORGANS_A_QUERY;
use super::known::known;
use super::schema::{cases, challenge_cases as links, challenges as t};
use super::types::{Id, Instant, parse};
use super::{AnyConn, Tx};
use crate::domain::challenge::{ChallengeKind, ChallengeResult, Ending};
use crate::domain::organ::OrganId;

/// A review or lawsuit as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub organ: OrganId,
    /// Finds the same one again, in a later register too.
    pub row_key: Vec<u8>,
    /// 案号.
    pub number: Option<String>,
    pub kind: ChallengeKind,
    pub accepted_on: NaiveDate,
    pub conclusion: Option<(ChallengeResult, NaiveDate)>,
    /// 申请编号 of the cases it touches, joined by 、.
    pub case_numbers: String,
    pub own: Own,
}

/// What no register says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The review organ or the court.
    pub forum: Option<String>,
    /// A review in the simplified procedure.
    pub simplified: bool,
    /// When the organ got the copy.
    pub copy_received_on: Option<NaiveDate>,
    /// When it handed in its answer and evidence.
    pub defended_on: Option<NaiveDate>,
    /// How it ended, part by part.
    pub endings: Vec<Ending>,
    /// Why this version corrects the one before.
    pub reason: Option<String>,
    pub recorded_by: Option<String>,
}

/// A version of it with its instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub challenge: Challenge,
    pub at: DateTime<Utc>,
}

type Stored = (
    (
        OrganId,
        Vec<u8>,
        Option<String>,
        String,
        NaiveDate,
        Option<NaiveDate>,
        Option<String>,
        String,
    ),
    (
        Option<String>,
        bool,
        Option<NaiveDate>,
        Option<NaiveDate>,
        Option<String>,
        Option<String>,
        Option<String>,
    ),
);

type Columns = (
    (
        t::organ_id,
        t::row_key,
        t::number,
        t::kind,
        t::accepted_on,
        t::concluded_on,
        t::result,
        t::case_numbers,
    ),
    (
        t::forum,
        t::simplified,
        t::copy_received_on,
        t::defended_on,
        t::endings,
        t::reason,
        t::recorded_by,
    ),
);

const COLUMNS: Columns = (
    (
        t::organ_id,
        t::row_key,
        t::number,
        t::kind,
        t::accepted_on,
        t::concluded_on,
        t::result,
        t::case_numbers,
    ),
    (
        t::forum,
        t::simplified,
        t::copy_received_on,
        t::defended_on,
        t::endings,
        t::reason,
        t::recorded_by,
    ),
);

fn challenge((row, own): Stored) -> QueryResult<Challenge> {
    let (forum, simplified, copy_received_on, defended_on, endings, reason, recorded_by) = own;
    let endings = endings.iter().flat_map(|endings| endings.split(' '));
    let endings = endings.map(parse).collect::<QueryResult<_>>()?;
    let result = row.6.as_deref().map(parse).transpose()?;
    Ok(Challenge {
        organ: row.0,
        row_key: row.1,
        number: row.2,
        kind: parse(&row.3)?,
        accepted_on: row.4,
        conclusion: result.zip(row.5),
        case_numbers: row.7,
        own: Own { forum, simplified, copy_received_on, defended_on, endings, reason, recorded_by },
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

/// The one of an organ with this 案号.
pub fn by_number(
    conn: &mut AnyConn,
    organ: OrganId,
    number: &str,
) -> QueryResult<Option<Challenge>> {
    let row: Option<Stored> = t::table
        .filter(t::organ_id.eq(organ))
        .filter(t::number.eq(number))
        .filter(t::superseded_at.is_null())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(challenge).transpose()
}

/// Every version of one, the last recorded first.
pub fn versions(conn: &mut AnyConn, key: &[u8]) -> QueryResult<Vec<Recorded>> {
    let query = t::table.filter(t::row_key.eq(key)).order((t::recorded_at.desc(), t::id.desc()));
    recorded(query.select((COLUMNS, t::recorded_at)).load(conn)?)
}

/// Those that touch a case, the last accepted first.
pub fn of_case(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<Recorded>> {
    let linked = links::table.filter(links::case_id.eq(case)).select(links::challenge_id);
    let query = t::table.filter(t::id.eq_any(linked)).filter(t::superseded_at.is_null());
    let query = query.order((t::accepted_on.desc(), t::row_key.desc()));
    recorded(query.select((COLUMNS, t::recorded_at)).load(conn)?)
}

fn recorded(rows: Vec<(Stored, Instant)>) -> QueryResult<Vec<Recorded>> {
    let read = |(row, at): (Stored, Instant)| Ok(Recorded { challenge: challenge(row)?, at: at.0 });
    rows.into_iter().map(read).collect()
}

/// Which are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub organs: Vec<OrganId>,
    pub kind: Option<ChallengeKind>,
    /// Only those that are pending, or only those that are not.
    pub open: Option<bool>,
    pub result: Option<ChallengeResult>,
    pub accepted_from: Option<NaiveDate>,
    pub accepted_to: Option<NaiveDate>,
    /// 案号.
    pub number: Option<String>,
}

/// A page of them after `after`, the last accepted first.
pub fn page(
    conn: &mut AnyConn,
    filter: &Filter,
    after: Option<(NaiveDate, Vec<u8>)>,
    size: i64,
) -> QueryResult<Vec<Recorded>> {
    let mut query = t::table
        .filter(t::superseded_at.is_null())
        .filter(t::organ_id.eq_any(&filter.organs))
        .select((COLUMNS, t::recorded_at))
        .order((t::accepted_on.desc(), t::row_key.desc()))
        .limit(size)
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(t::kind.eq(kind.to_string()));
    }
    if let Some(open) = filter.open {
        query = if open {
            query.filter(t::concluded_on.is_null())
        } else {
            query.filter(t::concluded_on.is_not_null())
        };
    }
    if let Some(result) = filter.result {
        query = query.filter(t::result.eq(result.to_string()));
    }
    if let Some(day) = filter.accepted_from {
        query = query.filter(t::accepted_on.ge(day));
    }
    if let Some(day) = filter.accepted_to {
        query = query.filter(t::accepted_on.le(day));
    }
    if let Some(number) = &filter.number {
        query = query.filter(t::number.eq(number));
    }
    if let Some((day, key)) = after {
        let before = t::accepted_on.lt(day).or(t::row_key.lt(key));
        query = query.filter(t::accepted_on.le(day)).filter(before);
    }
    recorded(query.load(conn)?)
}

/// The cases of these numbers: number, organ, id.
pub fn cases_numbered(
    conn: &mut AnyConn,
    numbers: &[String],
) -> QueryResult<Vec<(String, OrganId, Id)>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let columns = (cases::number, cases::organ_id, cases::id);
    cases::table.filter(cases::number.eq_any(numbers)).select(columns).load(conn)
}

/// The cases that the current version of one touches.
pub fn linked(conn: &mut AnyConn, key: &[u8]) -> QueryResult<Vec<Id>> {
    links::table
        .inner_join(t::table.on(t::id.eq(links::challenge_id)))
        .filter(t::row_key.eq(key))
        .filter(t::superseded_at.is_null())
        .select(links::case_id)
        .load(conn)
}

/// Those that name cases and are linked with none.
pub fn unlinked(conn: &mut AnyConn) -> QueryResult<Vec<(Id, OrganId, String)>> {
    let linked = links::table.filter(links::challenge_id.eq(t::id)).select(links::case_id);
    t::table
        .filter(t::superseded_at.is_null())
        .filter(t::case_numbers.ne(""))
        .filter(not(exists(linked)))
        .select((t::id, t::organ_id, t::case_numbers))
        .load(conn)
}

/// Links a version with the cases that it touches.
pub fn link(tx: &mut Tx<'_>, version: Id, cases: &[Id]) -> QueryResult<()> {
    for case in cases {
        let row = (links::challenge_id.eq(version), links::case_id.eq(case));
        diesel::insert_into(links::table).values(row).execute(&mut **tx)?;
    }
    Ok(())
}

/// Records one that touches these cases, in place of the version recorded before.
pub fn record(
    tx: &mut Tx<'_>,
    challenge: &Challenge,
    cases: &[Id],
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(t::table)
        .filter(t::row_key.eq(&challenge.row_key))
        .filter(t::superseded_at.is_null())
        .set(t::superseded_at.eq(Some(Instant(at))))
        .execute(&mut **tx)?;
    let (id, own) = (Id::fresh(), &challenge.own);
    let endings: Vec<&str> = own.endings.iter().map(<&str>::from).collect();
    let said = (
        t::number.eq(&challenge.number),
        t::kind.eq(challenge.kind.to_string()),
        t::accepted_on.eq(challenge.accepted_on),
        t::concluded_on.eq(challenge.conclusion.map(|(_, on)| on)),
        t::result.eq(challenge.conclusion.map(|(result, _)| result.to_string())),
        t::case_numbers.eq(&challenge.case_numbers),
    );
    let own = (
        t::forum.eq(&own.forum),
        t::simplified.eq(own.simplified),
        t::copy_received_on.eq(own.copy_received_on),
        t::defended_on.eq(own.defended_on),
        t::endings.eq(Some(endings.join(" ")).filter(|text| !text.is_empty())),
        t::reason.eq(&own.reason),
        t::recorded_by.eq(&own.recorded_by),
    );
    let place = (
        t::id.eq(id),
        t::organ_id.eq(challenge.organ),
        t::row_key.eq(&challenge.row_key),
        t::recorded_at.eq(Instant(at)),
    );
    diesel::insert_into(t::table).values((place, said, own)).execute(&mut **tx)?;
    link(tx, id, cases)
}
