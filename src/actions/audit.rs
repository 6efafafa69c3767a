//! The log of sign-ins, rights and settings, and its proof.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::entry::bytes;
use super::{Actor, Error, reading};
use crate::crypto::{Broken, EventText, Head, Kept, Keys, Link, Mark};
use crate::db::audit::{self, AuditEntry};
use crate::db::{AnyConn, Instant, QueryResult, Tx, organs, people, rights};
use crate::domain::organ::OrganId;
use crate::domain::permission::{self, Matter, Operation};

/// What the chain is called instead of a case.
const CHAIN: [u8; 16] = *b"gongkai audit 01";
/// Entries verified at a time.
const PAGE: i64 = 500;

/// Something to be entered.
pub struct Entry<'a> {
    pub kind: &'static str,
    pub actor: &'a str,
    pub origin: &'a str,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub payload: Value,
}

/// Enters it after what stands there.
pub fn enter(tx: &mut Tx<'_>, keys: &Keys, entry: &Entry<'_>) -> Result<(), Error> {
    let head = match audit::head(tx)? {
        Some(text) => read_head(&text)?,
        None => keys.chain().start(CHAIN),
    };
    let payload = entry.payload.to_string();
    let text = EventText {
        kind: entry.kind,
        happened_on: entry.today,
        recorded_at: entry.now,
        actor: entry.actor,
        origin: entry.origin,
        payload: &payload,
    };
    let appended = keys.chain().append(CHAIN, head, &text);
    let stored = AuditEntry {
        seq: i32::try_from(appended.head.count).unwrap_or(i32::MAX),
        kind: entry.kind.to_owned(),
        happened_on: entry.today,
        recorded_at: Instant(entry.now),
        actor: entry.actor.to_owned(),
        origin: entry.origin.to_owned(),
        payload,
        mark: appended.mark.as_bytes().to_vec(),
    };
    let organs = belongs_to(tx, entry)?;
    Ok(audit::append(tx, &stored, &organs, &write_head(&appended.head))?)
}

/// The organs to which an entry belongs: the one that it names, else those of the person whom it names, else those of
/// who did it. An entry of none belongs to the whole installation.
fn belongs_to(conn: &mut AnyConn, entry: &Entry<'_>) -> QueryResult<Vec<OrganId>> {
    let named = |field: &str| entry.payload.get(field).and_then(Value::as_str);
    if let Some(organ) = named("organ").map(|code| organs::find(conn, code)).transpose()?.flatten()
    {
        return Ok(vec![organ]);
    }
    // Who acts for others stands with them in the log.
    let doer = entry.actor.split('（').next();
    for login_name in named("login_name").into_iter().chain(doer) {
        let person = people::by_login_name(conn, login_name)?;
        let held = person.map(|person| rights::of_person(conn, person.id)).transpose()?;
        let mut organs: Vec<OrganId> = held.iter().flatten().map(|right| right.organ).collect();
        organs.sort_unstable();
        organs.dedup();
        if !organs.is_empty() {
            return Ok(organs);
        }
    }
    Ok(Vec::new())
}

/// A page of the log, newest first, of one kind if it is named: what belongs to the organs of the administrator and those
/// below. What belongs to no organ is for the administrator of an organ that has none above it.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    which: (Option<i32>, Option<&str>),
    size: i64,
) -> Result<Vec<AuditEntry>, Error> {
    actor.may_somewhere(Matter::ReadAuditLog)?;
    let within = reading::organs_within(conn, actor, Matter::ReadAuditLog)?;
    let mut at_the_root = false;
    for (organ, _) in permission::organs(&actor.standing, Operation::Other(Matter::ReadAuditLog)) {
        at_the_root |= organs::above(conn, organ, actor.today)?.len() == 1;
    }
    Ok(audit::page_of(conn, Some((&within, at_the_root)), which, size)?)
}

/// Proves the log entry by entry; how many there are.
pub fn verify(conn: &mut AnyConn, keys: &Keys) -> Result<Result<i64, Broken>, Error> {
    let expected = match audit::stored_head(conn)? {
        Some(text) => read_head(&text)?,
        None => keys.chain().start(CHAIN),
    };
    let mut walk = keys.chain().walk(CHAIN);
    let mut after = 0;
    loop {
        let entries = audit::entries(conn, after, PAGE)?;
        let Some(last) = entries.last() else {
            return Ok(walk.end(expected).map(|()| expected.count));
        };
        after = last.seq;
        for entry in &entries {
            if let Err(broken) = walk.step(&kept(entry)) {
                return Ok(Err(broken));
            }
        }
    }
}

/// Links every entry anew under another key, if all of them are as they were written.
pub fn rechain(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    verify(tx, old)?.map_err(Error::AuditBroken)?;
    let (mut head, mut after) = (new.chain().start(CHAIN), 0);
    loop {
        let entries = audit::entries(tx, after, PAGE)?;
        let Some(last) = entries.last() else { break };
        after = last.seq;
        for entry in &entries {
            let appended = new.chain().append(CHAIN, head, &kept(entry).text);
            audit::remark(tx, entry.seq, appended.mark.as_bytes())?;
            head = appended.head;
        }
    }
    if after > 0 { Ok(audit::rehead(tx, &write_head(&head))?) } else { Ok(()) }
}

fn kept(entry: &AuditEntry) -> Kept<'_> {
    let text = EventText {
        kind: &entry.kind,
        happened_on: entry.happened_on,
        recorded_at: entry.recorded_at.0,
        actor: &entry.actor,
        origin: &entry.origin,
        payload: &entry.payload,
    };
    Kept { seq: entry.seq.into(), text, mark: Mark::from(bytes(&entry.mark)) }
}

pub(super) fn write_head(head: &Head) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    format!("{}:{}", head.count, STANDARD.encode(head.link.as_bytes()))
}

pub(super) fn read_head(text: &str) -> Result<Head, Error> {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let unreadable = || Error::StoredEvent("记录链的末端无法解读".to_owned());
    let (count, link) = text.split_once(':').ok_or_else(unreadable)?;
    let count = count.parse().map_err(|_| unreadable())?;
    let link = STANDARD.decode(link).map_err(|_| unreadable())?;
    Ok(Head { count, link: Link::from(bytes(&link)) })
}
