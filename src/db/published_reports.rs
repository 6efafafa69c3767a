//! Which sealed tables everybody may read.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::schema::{organs, published_reports as p, sealed_reports as r};
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::annual_report::Scope;
use crate::domain::organ::OrganId;

/// A published version.
#[derive(Clone, Debug, Queryable)]
pub struct Published {
    pub id: Id,
    pub organ: OrganId,
    pub code: String,
    pub year: i32,
    pub scope: Named<Scope>,
    pub version: i32,
    pub published_at: Instant,
}

/// Where a page ended: year, organ and scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark(pub i32, pub String, pub String);

macro_rules! published {
    () => {
        p::table
            .inner_join(r::table.on(r::id.eq(p::report_id)))
            .inner_join(organs::table.on(organs::id.eq(r::organ_id)))
    };
}

/// Publishes a version; false if it is published already.
pub fn publish(tx: &mut Tx<'_>, report: Id, by: &str, now: Instant) -> QueryResult<bool> {
    let is_there = diesel::select(diesel::dsl::exists(p::table.find(report)));
    if is_there.get_result(&mut **tx)? {
        return Ok(false);
    }
    diesel::insert_into(p::table)
        .values((p::report_id.eq(report), p::published_at.eq(now), p::published_by.eq(by)))
        .execute(&mut **tx)?;
    Ok(true)
}

/// What was published last of each report, the last years first.
pub fn page(
    conn: &mut AnyConn,
    organ: Option<OrganId>,
    after: Option<&Mark>,
    size: i64,
) -> QueryResult<Vec<Published>> {
    let (other, later) = diesel::alias!(r as other, p as later);
    // Nothing of the same report was published later.
    let newer = later
        .inner_join(other.on(other.field(r::id).eq(later.field(p::report_id))))
        .filter(other.field(r::organ_id).eq(r::organ_id))
        .filter(other.field(r::year).eq(r::year))
        .filter(other.field(r::scope).eq(r::scope))
        .filter(later.field(p::published_at).gt(p::published_at));
    let mut query = published!()
        .filter(diesel::dsl::not(diesel::dsl::exists(newer)))
        .order((r::year.desc(), organs::code, r::scope))
        .limit(size)
        .select((r::id, r::organ_id, organs::code, r::year, r::scope, r::version, p::published_at))
        .into_boxed();
    if let Some(organ) = organ {
        query = query.filter(r::organ_id.eq(organ));
    }
    if let Some(Mark(year, code, scope)) = after {
        let same_year = r::year.eq(*year);
        let further = organs::code.gt(code).or(organs::code.eq(code).and(r::scope.gt(scope)));
        query = query.filter(r::year.lt(*year).or(same_year.and(further)));
    }
    query.load(conn)
}

/// What was published last of a report, as it was sealed.
pub fn body(
    conn: &mut AnyConn,
    (organ, year, scope): (OrganId, i32, Scope),
) -> QueryResult<Option<String>> {
    published!()
        .filter(r::organ_id.eq(organ))
        .filter(r::year.eq(year))
        .filter(r::scope.eq(scope.to_string()))
        .order((p::published_at.desc(), r::version.desc()))
        .select(r::body)
        .first(conn)
        .optional()
}
