//! The phrase library of an organ; a phrase that is taken out stays as a record.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::phrases as t;
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;
use crate::domain::settings::PhraseKind;

/// A phrase.
#[derive(Clone, Debug, Queryable)]
pub struct Phrase {
    pub id: Id,
    pub kind: Named<PhraseKind>,
    pub title: String,
    pub text: String,
}

/// The phrases of an organ, of one kind if it is named, by kind and title.
pub fn of(
    conn: &mut AnyConn,
    organ: OrganId,
    kind: Option<PhraseKind>,
) -> QueryResult<Vec<Phrase>> {
    let mut query = t::table
        .filter(t::organ_id.eq(organ))
        .filter(t::closed_at.is_null())
        .select((t::id, t::kind, t::title, t::text))
        .order((t::kind, t::title, t::id))
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(t::kind.eq(<&str>::from(kind)));
    }
    query.load(conn)
}

/// Adds one.
pub fn add(tx: &mut Tx<'_>, organ: OrganId, phrase: &Phrase, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::insert_into(t::table)
        .values((
            t::id.eq(phrase.id),
            t::organ_id.eq(organ),
            t::kind.eq(<&str>::from(phrase.kind.0)),
            t::title.eq(&phrase.title),
            t::text.eq(&phrase.text),
            t::recorded_at.eq(Instant(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Takes one out; false if the organ has it not.
pub fn close(tx: &mut Tx<'_>, organ: OrganId, id: Id, at: DateTime<Utc>) -> QueryResult<bool> {
    let phrase = t::table.find(id).filter(t::organ_id.eq(organ)).filter(t::closed_at.is_null());
    let closed = diesel::update(phrase).set(t::closed_at.eq(Some(Instant(at))));
    Ok(closed.execute(&mut **tx)? == 1)
}
