//! What organs set for themselves: one row a part, and one for the version of the whole.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Map, Value};

use super::schema::organ_settings as t;
use super::types::Instant;
use super::{AnyConn, DbError, Tx};
use crate::domain::organ::OrganId;
use crate::domain::settings::{Guide, PeriodsOfOrgans, Settings};

const VERSION: &str = "version";
const PERIODS: &str = "periods";
const GUIDE: &str = "guide";

/// The settings of an organ, and their version; without any they are the usual ones in version 0.
pub fn of(conn: &mut AnyConn, organ: OrganId) -> QueryResult<(Settings, i32)> {
    let rows = t::table.filter(t::organ_id.eq(organ)).select((t::name, t::value));
    let (mut parts, mut version) = (Map::new(), 0);
    for (name, value) in rows.load::<(String, String)>(conn)? {
        let value: Value = serde_json::from_str(&value).map_err(unreadable)?;
        if name == VERSION {
            version = serde_json::from_value(value).map_err(unreadable)?;
        } else {
            parts.insert(name, value);
        }
    }
    let settings = serde_json::from_value(Value::Object(parts)).map_err(unreadable)?;
    Ok((settings, version))
}

/// The periods of every organ that set some.
pub fn periods(conn: &mut AnyConn) -> QueryResult<PeriodsOfOrgans> {
    let rows = t::table.filter(t::name.eq(PERIODS)).select((t::organ_id, t::value));
    let rows: Vec<(OrganId, String)> = rows.load(conn)?;
    let read = |(organ, value): (OrganId, String)| {
        Ok((organ, serde_json::from_str(&value).map_err(unreadable)?))
    };
    rows.into_iter().map(read).collect()
}

/// The guides of the organs that set one.
pub fn guides(conn: &mut AnyConn) -> QueryResult<BTreeMap<OrganId, Guide>> {
    let rows = t::table.filter(t::name.eq(GUIDE)).select((t::organ_id, t::value));
    let rows: Vec<(OrganId, String)> = rows.load(conn)?;
    let read = |(organ, value): (OrganId, String)| {
        Ok((organ, serde_json::from_str(&value).map_err(unreadable)?))
    };
    rows.into_iter().map(read).collect()
}

/// Writes the settings of an organ in place of those of `version`; false if somebody was faster.
pub fn put(
    tx: &mut Tx<'_>,
    (organ, version): (OrganId, i32),
    settings: &Settings,
    at: DateTime<Utc>,
) -> QueryResult<bool> {
    if of(tx, organ)?.1 != version {
        return Ok(false);
    }
    let Value::Object(mut parts) = serde_json::to_value(settings).map_err(unreadable)? else {
        return Ok(false);
    };
    parts.insert(VERSION.to_owned(), (version + 1).into());
    for (name, value) in parts {
        let row = t::table.find((organ, name.as_str()));
        let said = (t::value.eq(value.to_string()), t::changed_at.eq(Instant(at)));
        if diesel::update(row).set(said.clone()).execute(&mut **tx)? == 0 {
            let place = (t::organ_id.eq(organ), t::name.eq(&name));
            diesel::insert_into(t::table).values((place, said)).execute(&mut **tx)?;
        }
    }
    Ok(true)
}

fn unreadable(error: serde_json::Error) -> DbError {
    DbError::DeserializationError(Box::new(error))
}
