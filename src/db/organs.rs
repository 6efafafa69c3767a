//! Organs and their dated versions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::connection::on_backend;
use super::known::known;
use super::schema::{organ_versions, organs};
use super::types::{Day, Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::organ::{OrganId, OrganKind, OrganVersion, Organs};

type VersionRow = (
    OrganId,
    String,
    String,
    Option<OrganId>,
    Named<OrganKind>,
    Day,
    Option<Day>,
    Option<OrganId>,
    Option<OrganId>,
);

/// All organs as they were known at `known_at`, by default now.
pub fn load(conn: &mut AnyConn, known_at: Option<DateTime<Utc>>) -> QueryResult<Organs> {
    load_among(conn, None, known_at)
}

/// The same for some of them only.
pub fn load_among(
    conn: &mut AnyConn,
    among: Option<&[OrganId]>,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Organs> {
    // Thousands of rows for each report: the connection that may be either would look at every value twice.
    let rows: Vec<VersionRow> = on_backend!(conn, c => {
        let mut versions = organ_versions::table
            .inner_join(organs::table.on(organs::id.eq(organ_versions::organ_id)))
            .select((
                organ_versions::organ_id,
                organs::code,
                organ_versions::name,
                organ_versions::parent_id,
                organ_versions::kind,
                organ_versions::valid_from,
                organ_versions::valid_to,
                organ_versions::merged_into_id,
                organ_versions::rolls_up_to_id,
            ))
            .into_boxed();
        if let Some(among) = among {
            versions = versions.filter(organ_versions::organ_id.eq_any(among));
        }
        known!(versions, organ_versions, known_at).load(c)?
    });
    Ok(Organs::new(rows.into_iter().map(version)))
}

fn version(row: VersionRow) -> OrganVersion {
    OrganVersion {
        id: row.0,
        code: row.1,
        name: row.2,
        parent: row.3,
        kind: row.4.0,
        valid_from: row.5.0,
        valid_to: row.6.map(|day| day.0),
        merged_into: row.7,
        rolls_up_to: row.8,
    }
}

/// The id of an organ by its code, made where there is none.
pub fn id_of(tx: &mut Tx<'_>, code: &str) -> QueryResult<OrganId> {
    let known: Option<OrganId> = organs::table
        .filter(organs::code.eq(code))
        .select(organs::id)
        .first(&mut **tx)
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let last: Option<OrganId> =
        organs::table.select(diesel::dsl::max(organs::id)).first(&mut **tx)?;
    let id = last.unwrap_or(0) + 1;
    diesel::insert_into(organs::table)
        .values((organs::id.eq(id), organs::code.eq(code)))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Records a version; the one that began on the same day is superseded.
pub fn record(tx: &mut Tx<'_>, version: &OrganVersion, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(organ_versions::table)
        .filter(organ_versions::organ_id.eq(version.id))
        .filter(organ_versions::valid_from.eq(version.valid_from))
        .filter(organ_versions::superseded_at.is_null())
        .set(organ_versions::superseded_at.eq(Some(Instant(at))))
        .execute(&mut **tx)?;
    diesel::insert_into(organ_versions::table)
        .values((
            organ_versions::id.eq(Id::fresh()),
            organ_versions::organ_id.eq(version.id),
            organ_versions::name.eq(&version.name),
            organ_versions::parent_id.eq(version.parent),
            organ_versions::kind.eq(version.kind.to_string()),
            organ_versions::valid_from.eq(version.valid_from),
            organ_versions::valid_to.eq(version.valid_to),
            organ_versions::merged_into_id.eq(version.merged_into),
            organ_versions::rolls_up_to_id.eq(version.rolls_up_to),
            organ_versions::recorded_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The organ, then those above it in the tree of command as it stands on a day; a circle ends where it began.
pub fn above(conn: &mut AnyConn, organ: OrganId, day: NaiveDate) -> QueryResult<Vec<OrganId>> {
    let mut found = vec![organ];
    let mut next = Some(organ);
    while let Some(organ) = next {
        let parent: Option<Option<OrganId>> = organ_versions::table
            .filter(organ_versions::organ_id.eq(organ))
            .filter(organ_versions::superseded_at.is_null())
            .filter(organ_versions::valid_from.le(day))
            .order(organ_versions::valid_from.desc())
            .select(organ_versions::parent_id)
            .first(conn)
            .optional()?;
        next = parent.flatten().filter(|parent| !found.contains(parent));
        found.extend(next);
    }
    Ok(found)
}

/// The organ of a code, if there is one.
pub fn find(conn: &mut AnyConn, code: &str) -> QueryResult<Option<OrganId>> {
    organs::table.filter(organs::code.eq(code)).select(organs::id).first(conn).optional()
}

/// The name of an organ on a day, if it stands on it.
pub fn standing_name(
    conn: &mut AnyConn,
    organ: OrganId,
    day: NaiveDate,
) -> QueryResult<Option<String>> {
    let held =
        organ_versions::valid_to.is_null().or(organ_versions::valid_to.ge(day).assume_not_null());
    organ_versions::table
        .filter(organ_versions::organ_id.eq(organ))
        .filter(organ_versions::superseded_at.is_null())
        .filter(organ_versions::valid_from.le(day))
        .filter(held)
        .order(organ_versions::valid_from.desc())
        .select(organ_versions::name)
        .first(conn)
        .optional()
}

/// The name of an organ on a day, else the last that it had.
pub fn name(conn: &mut AnyConn, organ: OrganId, day: NaiveDate) -> QueryResult<String> {
    if let Some(name) = standing_name(conn, organ, day)? {
        return Ok(name);
    }
    organ_versions::table
        .filter(organ_versions::organ_id.eq(organ))
        .filter(organ_versions::superseded_at.is_null())
        .order(organ_versions::valid_from.desc())
        .select(organ_versions::name)
        .first(conn)
}

/// How many versions of an organ were ever recorded, mistaken ones too.
pub fn versions(conn: &mut AnyConn, organ: OrganId) -> QueryResult<i32> {
    let recorded = organ_versions::table.filter(organ_versions::organ_id.eq(organ));
    let count: i64 = recorded.count().get_result(conn)?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The code of an organ.
pub fn code(conn: &mut AnyConn, organ: OrganId) -> QueryResult<String> {
    organs::table.find(organ).select(organs::code).first(conn)
}
