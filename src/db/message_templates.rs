//! The words of organs in place of the usual ones.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::message_templates as t;
use super::types::{Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::message::MessageKind;
use crate::domain::organ::OrganId;

/// What an organ wrote for a kind of message; without words the usual ones were taken up again.
#[derive(Clone, Debug, Queryable)]
pub struct StoredTemplate {
    pub kind: Named<MessageKind>,
    pub version: i32,
    pub subject: Option<String>,
    pub text: Option<String>,
}

/// What an organ wrote, by kind.
pub fn of(conn: &mut AnyConn, organ: OrganId) -> QueryResult<Vec<StoredTemplate>> {
    let own = t::table.filter(t::organ_id.eq(organ)).order(t::kind);
    own.select((t::kind, t::version, t::subject, t::text)).load(conn)
}

/// What an organ wrote for one kind.
pub fn find(
    conn: &mut AnyConn,
    organ: OrganId,
    kind: MessageKind,
) -> QueryResult<Option<StoredTemplate>> {
    let own = t::table.find((organ, <&str>::from(kind)));
    own.select((t::kind, t::version, t::subject, t::text)).first(conn).optional()
}

/// Writes the words of a kind in place of those of `version`, 0 being none; false if somebody was faster.
pub fn put(
    tx: &mut Tx<'_>,
    (organ, kind, version): (OrganId, MessageKind, i32),
    said: Option<(&str, &str)>,
    at: DateTime<Utc>,
) -> QueryResult<bool> {
    let words = (
        t::version.eq(version + 1),
        t::subject.eq(said.map(|said| said.0)),
        t::text.eq(said.map(|said| said.1)),
        t::changed_at.eq(Instant(at)),
    );
    if find(tx, organ, kind)?.map_or(0, |stored| stored.version) != version {
        return Ok(false);
    }
    let place = t::table.find((organ, <&str>::from(kind)));
    if diesel::update(place).set(words).execute(&mut **tx)? == 0 {
        let place = (t::organ_id.eq(organ), t::kind.eq(<&str>::from(kind)));
        diesel::insert_into(t::table).values((place, words)).execute(&mut **tx)?;
    }
    Ok(true)
}
