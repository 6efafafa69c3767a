//! The words of an organ for each kind of message, in place of the usual ones.

use serde_json::json;

use crate::actions::session::by;
use crate::actions::{Actor, Error};
use crate::crypto::Keys;
use crate::db::message_templates::{self, StoredTemplate};
use crate::db::{AnyConn, Tx, organs};
use crate::domain::message::{MessageKind, Template};
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;

/// The longest subject in characters.
const SUBJECT: usize = 200;
/// The longest text in characters.
const TEXT: usize = 5000;

/// What an organ wrote, by kind.
pub fn of(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<Vec<StoredTemplate>, Error> {
    let organ = changeable(conn, actor, organ)?;
    Ok(message_templates::of(conn, organ)?)
}

/// What an organ wrote for one kind, with the name of the organ.
pub fn find(
    conn: &mut AnyConn,
    actor: &Actor,
    (organ, kind): (&str, MessageKind),
) -> Result<(Option<StoredTemplate>, String), Error> {
    let organ = changeable(conn, actor, organ)?;
    let name = organs::name(conn, organ, actor.today)?;
    Ok((message_templates::find(conn, organ, kind)?, name))
}

/// Sets the words of a kind, or takes the usual ones up again.
pub fn put(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ, kind, version): (&str, MessageKind, i32),
    said: Option<(&str, &str)>,
) -> Result<(), Error> {
    let organ_id = changeable(tx, actor, organ)?;
    if let Some(said) = said {
        check(kind, said)?;
    }
    // Two that change at once must see each other.
    tx.alone(organ_id.into())?;
    if !message_templates::put(tx, (organ_id, kind, version), said, actor.now)? {
        return Err(Error::Stale);
    }
    let told = json!({"organ": organ, "kind": kind, "usual": said.is_none()});
    by(tx, keys, actor, "message_template_changed", told)
}

/// Checks words for a kind of message; the error names what it may not hold.
pub fn check(kind: MessageKind, (subject, text): (&str, &str)) -> Result<(), Error> {
    let wrong = |name: &str, text: String| Error::Field { name: name.to_owned(), text };
    let fits = |text: &str, longest| !text.trim().is_empty() && text.chars().count() <= longest;
    if !fits(subject, SUBJECT) || subject.chars().any(char::is_control) {
        return Err(wrong("subject", format!("应为 1 至 {SUBJECT} 字，不含换行和控制字符")));
    }
    let shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r');
    if !fits(text, TEXT) || !text.chars().all(shown) {
        return Err(wrong("text", format!("应为 1 至 {TEXT} 字，除换行以外不含控制字符")));
    }
    for (name, words) in [("subject", subject), ("text", text)] {
        Template::read(kind, words).map_err(|bad| wrong(name, bad.to_string()))?;
    }
    Ok(())
}

fn changeable(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<OrganId, Error> {
    let found = organs::find(conn, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(conn, Matter::ChangeSettings, found)?;
    Ok(found)
}
