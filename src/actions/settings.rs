//! What an organ sets for itself, and its phrase library.

use serde_json::json;

use super::session::by;
use super::{Actor, Error, calendar};
use crate::crypto::Keys;
use crate::db::phrases::{self, Phrase};
use crate::db::types::Named;
use crate::db::{AnyConn, Id, QueryResult, Tx, organ_settings, organs};
use crate::domain::dossier::Text;
use crate::domain::light::Lights;
use crate::domain::organ::OrganId;
use crate::domain::people::is_name;
use crate::domain::permission::Matter;
use crate::domain::settings::{PhraseKind, Settings};

/// The settings of an organ, and their version.
pub fn read(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<(Settings, i32), Error> {
    let organ = readable(conn, actor, organ)?;
    Ok(organ_settings::of(conn, organ)?)
}

/// Sets them as a whole. Where the periods change, the id of the recount is given that the rows of open cases wait for.
pub fn change(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ, version): (&str, i32),
    settings: &Settings,
) -> Result<Option<Id>, Error> {
    let organ_id = known(tx, organ)?;
    actor.may(tx, Matter::ChangeSettings, organ_id)?;
    // Two that change at once must see each other.
    tx.alone(organ_id.into())?;
    let before = organ_settings::of(tx, organ_id)?.0;
    if !organ_settings::put(tx, (organ_id, version), settings, actor.now)? {
        return Err(Error::Stale);
    }
    let told = json!({"organ": organ, "before": before, "after": settings});
    by(tx, keys, actor, "settings_changed", told)?;
    if before.periods == settings.periods {
        return Ok(None);
    }
    let who = (actor.name.as_str(), actor.origin.as_str());
    calendar::begin_for_periods(tx, (organ_id, before.periods), who, actor.now).map(Some)
}

/// The lights of one organ by its setting, of several together the usual ones.
pub fn lights(conn: &mut AnyConn, organs: &[OrganId]) -> QueryResult<Lights> {
    match organs {
        [organ] => Ok(organ_settings::of(conn, *organ)?.0.lights),
        _ => Ok(Lights::default()),
    }
}

/// The phrases of an organ, of one kind if it is named.
pub fn phrases(
    conn: &mut AnyConn,
    actor: &Actor,
    (organ, kind): (&str, Option<PhraseKind>),
) -> Result<Vec<Phrase>, Error> {
    let organ = readable(conn, actor, organ)?;
    Ok(phrases::of(conn, organ, kind)?)
}

/// Adds a phrase.
pub fn add_phrase(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    organ: &str,
    (kind, title, text): (PhraseKind, String, Text),
) -> Result<Phrase, Error> {
    let organ_id = known(tx, organ)?;
    actor.may(tx, Matter::ChangeSettings, organ_id)?;
    if !is_name(&title) {
        return Err(Error::BadTitle);
    }
    let phrase = Phrase { id: Id::fresh(), kind: Named(kind), title, text: text.into() };
    phrases::add(tx, organ_id, &phrase, actor.now)?;
    let told = json!({"organ": organ, "phrase": phrase.id.0, "title": phrase.title});
    by(tx, keys, actor, "phrase_added", told)?;
    Ok(phrase)
}

/// Takes a phrase out.
pub fn close_phrase(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ, phrase): (&str, Id),
) -> Result<(), Error> {
    let organ_id = known(tx, organ)?;
    actor.may(tx, Matter::ChangeSettings, organ_id)?;
    if !phrases::close(tx, organ_id, phrase, actor.now)? {
        return Err(Error::NoSuchPhrase);
    }
    by(tx, keys, actor, "phrase_closed", json!({"organ": organ, "phrase": phrase.0}))
}

/// Those who read the cases of an organ read its settings, and so do those who change them.
fn readable(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<OrganId, Error> {
    let organ = known(conn, organ)?;
    match actor.may(conn, Matter::ReadCases, organ) {
        Err(Error::Forbidden(_)) => actor.may(conn, Matter::ChangeSettings, organ)?,
        verdict => verdict?,
    }
    Ok(organ)
}

fn known(conn: &mut AnyConn, organ: &str) -> Result<OrganId, Error> {
    organs::find(conn, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))
}
