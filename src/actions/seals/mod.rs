//! Seals: which cases there were and how their logs stood, in a chain of its own. A log that is cut, put back or
//! deleted whole no longer fits the seals, and a copy of their list kept elsewhere proves the seals themselves.

pub mod list;
mod proof;

use chrono::{DateTime, TimeDelta, Utc};

pub use proof::{Proof, prove};
pub(super) use proof::{fits, rechain, remark};

use super::Error;
use super::audit::{read_head, write_head};
use super::entry::{bytes, head};
use crate::crypto::{Chain, EventText, Head, HeadsDigest, Kept, Keys, Mark, digits};
use crate::db::seals::{self, Changed, Seal, SealedHead};
use crate::db::{AnyConn, Db, Id, Instant, Tx, audit};

/// What the chain is called instead of a case.
const CHAIN: [u8; 16] = *b"gongkai seals 01";
/// Cases looked at in one transaction, so that clerks do not wait; a large import is covered by several seals.
const PAGE: i64 = 5_000;
/// A change is recorded with the instant at which its transaction began: none takes longer than this.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// How far a sealing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    at: DateTime<Utc>,
    after: Option<Id>,
}

/// Seals everything that changed since the last seal; gives the seal that came last.
pub fn seal(db: &Db, keys: &Keys, now: DateTime<Utc>) -> Result<Seal, Error> {
    let mut place = None;
    loop {
        place = db.write_blocking(|tx| step(tx, keys, place, now))?;
        if place.is_none() {
            let newest = db.scan_blocking(seals::newest)?;
            return newest.ok_or_else(|| Error::SealsBroken("没有封存记录".to_owned()));
        }
    }
}

/// Whether nothing was sealed yet on this day; the day of UTC, which changes when offices open, is as good as any.
pub fn is_due(conn: &mut AnyConn, now: DateTime<Utc>) -> Result<bool, Error> {
    let today = now.date_naive();
    Ok(seals::newest(conn)?.is_none_or(|last| last.sealed_at.0.date_naive() < today))
}

/// Seals the next cases that changed; gives where to go on, `None` at the end.
pub fn step(
    tx: &mut Tx<'_>,
    keys: &Keys,
    place: Option<Place>,
    now: DateTime<Utc>,
) -> Result<Option<Place>, Error> {
    let last = seals::last(tx)?;
    let from = place.unwrap_or_else(|| Place::after(last.as_ref()));
    let page = seals::changed(tx, (from.at, from.after), PAGE)?;
    let next = page.last().map(|case| Place { at: case.changed_at.0, after: Some(case.id) });
    let is_end = i64::try_from(page.len()).is_ok_and(|found| found < PAGE);
    let unsealed: Vec<Changed> = page.into_iter().filter(|case| case.seal.is_none()).collect();
    if is_end || !unsealed.is_empty() {
        let reached = if is_end { now } else { next.map_or(now, |place| place.at) };
        let covers_until = last.as_ref().map_or(reached, |last| reached.max(last.covers_until.0));
        cover(tx, keys, last.as_ref(), &unsealed, (now, covers_until))?;
    }
    Ok(if is_end { None } else { next })
}

impl Place {
    /// Where the next sealing begins.
    fn after(last: Option<&Seal>) -> Self {
        let at = last.map_or(DateTime::UNIX_EPOCH, |last| last.covers_until.0 - LONGEST);
        Self { at, after: None }
    }
}

/// Makes a seal over the heads of some cases.
fn cover(
    tx: &mut Tx<'_>,
    keys: &Keys,
    last: Option<&Seal>,
    cases: &[Changed],
    (now, covers_until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    let seq = last.map_or(1, |last| last.seq.saturating_add(1));
    let mut heads: Vec<SealedHead> = cases.iter().map(|case| sealed(case, seq)).collect();
    heads.sort_unstable_by_key(|head| head.case_id);
    let audited = audit::last(tx)?;
    let mut seal = Seal {
        seq,
        sealed_at: Instant(now),
        covers_until: Instant(covers_until),
        cases: seals::count_cases(tx)?,
        changed: i64::try_from(heads.len()).unwrap_or(i64::MAX),
        heads: digest(&heads),
        audit_count: audited.as_ref().map_or(0, |(seq, _)| *seq),
        audit_mark: audited.map(|(_, mark)| mark),
        mark: Vec::new(),
    };
    let before = stored_head(tx, keys)?;
    let payload = payload(&seal);
    let appended = keys.chain().append(CHAIN, before, &text(&seal, &payload));
    seal.mark = appended.mark.as_bytes().to_vec();
    Ok(seals::record(tx, &seal, &heads, &write_head(&appended.head))?)
}

fn sealed(case: &Changed, seal_seq: i32) -> SealedHead {
    SealedHead {
        case_id: case.id,
        event_count: case.event_count,
        seal_seq,
        number: case.number.clone(),
        mark: head(case.event_count, &case.event_link).link.mark().as_bytes().to_vec(),
    }
}

fn digest(heads: &[SealedHead]) -> String {
    let mut digest = HeadsDigest::default();
    add(&mut digest, heads);
    digest.text()
}

fn add(digest: &mut HeadsDigest, heads: &[SealedHead]) {
    for head in heads {
        let mark = Mark::from(bytes(&head.mark));
        digest.add(head.case_id.bytes(), head.event_count.into(), &head.number, mark);
    }
}

/// The head of the chain of seals as it is stored.
fn stored_head(conn: &mut AnyConn, keys: &Keys) -> Result<Head, Error> {
    match seals::head(conn)? {
        Some(text) => read_head(&text),
        None => Ok(start(keys.chain())),
    }
}

fn start(chain: &Chain) -> Head {
    chain.start(CHAIN)
}

/// Everything that a seal says, as the chain takes it.
fn payload(seal: &Seal) -> String {
    let audit_mark = seal.audit_mark.as_deref().map(digits).unwrap_or_default();
    let covers_until = seal.covers_until.0.timestamp_micros();
    let Seal { cases, changed, heads, audit_count, .. } = seal;
    format!("{covers_until} {cases} {changed} {heads} {audit_count} {audit_mark}")
}

fn text<'a>(seal: &Seal, payload: &'a str) -> EventText<'a> {
    let at = seal.sealed_at.0;
    EventText {
        kind: "sealed",
        happened_on: at.date_naive(),
        recorded_at: at,
        actor: "",
        origin: "",
        payload,
    }
}

fn kept<'a>(seal: &Seal, payload: &'a str) -> Kept<'a> {
    Kept { seq: seal.seq.into(), text: text(seal, payload), mark: Mark::from(bytes(&seal.mark)) }
}
