//! Organs and their dated versions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::known::known;
use super::schema::{organ_versions, organs};
use super::types::{Id, Instant, parse};
use super::{AnyConn, Tx};
use crate::domain::organ::{OrganId, OrganVersion, Organs};

type VersionRow = (
    OrganId,
    String,
    Option<OrganId>,
    String,
    NaiveDate,
    Option<NaiveDate>,
    Option<OrganId>,
    Option<OrganId>,
);

/// All organs as they were known at `known_at`, by default now.
pub fn load(conn: &mut AnyConn, known_at: Option<DateTime<Utc>>) -> QueryResult<Organs> {
    let codes: Vec<(OrganId, String)> =
        organs::table.select((organs::id, organs::code)).load(conn)?;
    let codes: std::collections::HashMap<OrganId, String> = codes.into_iter().collect();
    let versions = organ_versions::table
        .select((
            organ_versions::organ_id,
            organ_versions::name,
            organ_versions::parent_id,
            organ_versions::kind,
            organ_versions::valid_from,
            organ_versions::valid_to,
            organ_versions::merged_into_id,
            organ_versions::rolls_up_to_id,
        ))
        .order((organ_versions::organ_id, organ_versions::valid_from))
        .into_boxed();
    let rows: Vec<VersionRow> = known!(versions, organ_versions, known_at).load(conn)?;
    let versions = rows.into_iter().map(|row| version(row, &codes));
    Ok(Organs::new(versions.collect::<QueryResult<Vec<_>>>()?))
}

fn version(
    row: VersionRow,
    codes: &std::collections::HashMap<OrganId, String>,
) -> QueryResult<OrganVersion> {
    Ok(OrganVersion {
        id: row.0,
        code: codes.get(&row.0).cloned().unwrap_or_default(),
        name: row.1,
        parent: row.2,
        kind: parse(&row.3)?,
        valid_from: row.4,
        valid_to: row.5,
        merged_into: row.6,
        rolls_up_to: row.7,
    })
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
