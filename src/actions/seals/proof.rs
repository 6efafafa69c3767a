//! Proves the seals, and what stands in the database by them.

use chrono::{DateTime, Utc};

use super::{CHAIN, add, kept, payload, start, stored_head, text};
use crate::actions::Error;
use crate::actions::audit::write_head;
use crate::actions::verification::Fault;
use crate::crypto::{HeadsDigest, Keys};
use crate::db::cases::log::{LogHead, StoredEvent};
use crate::db::seals::{self, Seal, SealedHead};
use crate::db::{AnyConn, QueryResult, Tx, audit};

/// Seals or heads read at a time.
const PAGE: i64 = 2_000;

/// What a proof of the seals found.
#[derive(Debug, Default)]
pub struct Proof {
    pub seals: u64,
    pub faults: Vec<Fault>,
}

/// Proves the chain of seals and that each covers what is kept of it; names the cases that were sealed and are gone.
pub fn prove(conn: &mut AnyConn, keys: &Keys, at_most: usize) -> Result<Proof, Error> {
    let mut proof = Proof::default();
    let expected = stored_head(conn, keys)?;
    let mut walk = keys.chain().walk(CHAIN);
    let (mut last, mut broken) = (None::<Seal>, None);
    loop {
        let page = seals::page(conn, last.as_ref().map_or(0, |seal| seal.seq), PAGE)?;
        if page.is_empty() {
            break;
        }
        for seal in page {
            proof.seals += 1;
            if broken.is_none() {
                broken = walk.step(&kept(&seal, &payload(&seal))).err();
            }
            proof.faults.extend(of_seal(conn, &seal)?);
            last = Some(seal);
        }
    }
    let broken = broken.or_else(|| walk.end(expected).err());
    proof.faults.extend(broken.map(|broken| of_chain(broken.seq, &broken.why.to_string())));
    gone(conn, &mut proof, last.as_ref(), at_most)?;
    Ok(proof)
}

/// Cases that were sealed and are there no more: by number, or, where no seal covers their log yet, by count.
fn gone(
    conn: &mut AnyConn,
    proof: &mut Proof,
    last: Option<&Seal>,
    at_most: usize,
) -> Result<(), Error> {
    let Some(last) = last else { return Ok(()) };
    let missing = last.cases - seals::count_cases(conn)?;
    let named = seals::gone(conn, i64::try_from(at_most).unwrap_or(i64::MAX))?;
    let by_name = i64::try_from(named.len()).unwrap_or(i64::MAX);
    proof.faults.extend(
        named.into_iter().map(|(number, seal)| Fault {
            number,
            text: format!("整件被删除：第{seal}次封存时还在"),
        }),
    );
    if missing > by_name {
        let text = format!(
            "第{}次封存（{}）时共有{}件申请件，现在少了{missing}件",
            last.seq,
            instant(last.sealed_at.0),
            last.cases
        );
        proof.faults.push(Fault { number: NAME.to_owned(), text });
    }
    Ok(())
}

/// What the seals are called among the findings.
const NAME: &str = "封存记录";

fn of_chain(seq: i64, why: &str) -> Fault {
    Fault { number: NAME.to_owned(), text: format!("第{seq}次封存：{why}") }
}

/// Whether a seal covers the heads and the audit log that it says.
fn of_seal(conn: &mut AnyConn, seal: &Seal) -> QueryResult<Vec<Fault>> {
    let mut faults = Vec::new();
    if read_digest(conn, seal.seq)? != (seal.changed, seal.heads.clone()) {
        faults.push(of_chain(seal.seq.into(), "所封存的申请件清单被改动过"));
    }
    let kept = if seal.audit_count == 0 { None } else { audit::mark_of(conn, seal.audit_count)? };
    if kept != seal.audit_mark {
        let why = format!("审计记录第 {} 条与封存时不同，或者已被删除", seal.audit_count);
        faults.push(of_chain(seal.seq.into(), &why));
    }
    Ok(faults)
}

/// The heads kept of a seal: how many, and their digest.
fn read_digest(conn: &mut AnyConn, seal: i32) -> QueryResult<(i64, String)> {
    let (mut digest, mut count, mut after) = (HeadsDigest::default(), 0, None);
    loop {
        let heads = seals::heads_of(conn, seal, after, PAGE)?;
        let Some(last) = heads.last() else { return Ok((count, digest.text())) };
        after = Some(last.case_id);
        count += i64::try_from(heads.len()).unwrap_or(0);
        add(&mut digest, &heads);
    }
}

/// Whether the log of a case still holds what was sealed of it; if not, what is wrong.
pub fn fits(case: &LogHead, events: &[StoredEvent], sealed: &[SealedHead]) -> Result<(), String> {
    for head in sealed {
        let seal = head.seal_seq;
        if head.number != case.number {
            return Err(format!("第{seal}次封存时的编号是 {}", head.number));
        }
        let Some(event) = events.iter().find(|event| event.seq == head.event_count) else {
            let (then, now) = (head.event_count, events.len());
            return Err(format!("第{seal}次封存时有{then}条办理记录，现在只有{now}条"));
        };
        if event.mark != head.mark {
            return Err(format!("办理记录第 {} 条与第{seal}次封存时不同", event.seq));
        }
    }
    Ok(())
}

/// Gives the sealed heads of a case the marks that its events have under another key.
pub fn remark(tx: &mut Tx<'_>, sealed: &[SealedHead], events: &[StoredEvent]) -> Result<(), Error> {
    for head in sealed {
        if let Some(event) = events.iter().find(|event| event.seq == head.event_count) {
            seals::remark_head(tx, head, &event.mark)?;
        }
    }
    Ok(())
}

/// Links every seal anew under another key; cases and audit log have it already.
pub fn rechain(tx: &mut Tx<'_>, new: &Keys) -> Result<(), Error> {
    let (mut head, mut after) = (start(new.chain()), 0);
    loop {
        let page = seals::page(tx, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for mut seal in page {
            seal.heads = read_digest(tx, seal.seq)?.1;
            seal.audit_mark = audit::mark_of(tx, seal.audit_count)?;
            let payload = payload(&seal);
            let appended = new.chain().append(CHAIN, head, &text(&seal, &payload));
            seal.mark = appended.mark.as_bytes().to_vec();
            head = appended.head;
            seals::reseal(tx, &seal)?;
        }
    }
    if after > 0 { Ok(seals::rehead(tx, &write_head(&head))?) } else { Ok(()) }
}

/// An instant as it stands in lists and findings.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
