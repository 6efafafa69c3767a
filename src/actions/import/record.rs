//! From a checked row to what is stored: its key, its sealed fields, its event.

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::actions::Error;
use crate::actions::casebook::{self, Measure};
use crate::actions::entry::Entry;
use crate::actions::sealed::{Personal, Sealed};
use crate::crypto::Keys;
use crate::db::cases::{Batch, NewCase, NewItem};
use crate::db::{Id, Instant};
use crate::domain::case::{CaseFacts, Closing};
use crate::domain::dossier::deed::{Deed, Imported};
use crate::domain::dossier::{Done, Dossier};
use crate::ledger::CaseRow;

/// Where the events of an import come from.
pub const ORIGIN: &str = "import";

/// Finds a row again: by its number, else by what it says of the arrival and its ordinal among rows that say the
/// same. Neither personal data nor results take part, so that a case without number may be closed later.
pub fn row_key(organ: &str, number: Option<&str>, arrival: &[&str], ordinal: u32) -> [u8; 16] {
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    };
    put(organ);
    put(number.unwrap_or_default());
    if number.is_none() {
        for text in arrival {
            put(text);
        }
        put(&ordinal.to_string());
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut key = [0; 16];
    key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    key
}

/// The facts that the year table counts.
pub fn facts(row: &CaseRow) -> CaseFacts {
    let closing = row
        .closing
        .as_ref()
        .map(|closing| Closing { row: closing.row, closed_on: closing.closed_on });
    CaseFacts { kind: row.kind, received_on: row.received_on, closing }
}

/// What a register says of a case, as a deed.
pub fn said(facts: &CaseFacts, content: &str, document_number: Option<&str>) -> Done {
    let (facts, content) = (*facts, content.to_owned());
    let document_number = document_number.map(str::to_owned);
    let on = facts.received_on;
    Done { deed: Deed::Imported(Imported { facts, content, document_number }), on }
}

/// What a row tells of its requester.
pub fn personal(row: &CaseRow) -> Personal<'_> {
    Personal {
        identity_number: row.identity_number.as_deref(),
        phone: row.phone.as_deref(),
        email: row.email.as_deref(),
        address: row.address.as_deref(),
        agent: None,
    }
}

/// Adds a new case to `batch`.
pub fn add(
    batch: &mut Batch,
    keys: &Keys,
    row: CaseRow,
    identity: (i32, [u8; 16]),
    (now, actor, measure): (DateTime<Utc>, &str, &Measure),
) -> Result<(), Error> {
    let (organ, key) = identity;
    let id = Id::fresh();
    let facts = facts(&row);
    let sealed = Sealed::of(keys, (id, 1), personal(&row))?;
    let payload = json!({
        "facts": facts, "requester": row.requester, "content": row.content,
        "document_number": row.document_number, "sealed": sealed.in_event(),
    });
    let imported = said(&facts, &row.content, row.document_number.as_deref());
    let imported = Dossier::replay([imported]).ok_or(Error::NotByHand)?;
    let happened_on = row.received_on;
    let entry = Entry { kind: "imported", happened_on, now, actor, origin: ORIGIN, payload };
    let (event, head) = entry.chain(keys, id, keys.chain().start(id.bytes()));
    let copies = casebook::copies(&imported, organ, measure);
    batch.cases.push(NewCase {
        id,
        organ_id: organ,
        number: row.number.unwrap_or_else(|| unnumbered(&key)),
        row_key: key.to_vec(),
        origin: "imported",
        channel: row.channel.map(Into::into),
        remark: row.remark,
        version: 1,
        event_count: event.seq,
        event_link: head.link.as_bytes().to_vec(),
        recorded_at: Instant(now),
        copies,
    });
    batch.items.push(NewItem { case_id: id, ordinal: 1, content: row.content });
    batch.requesters.push(sealed.into_row((id, 1), row.kind.into(), &row.requester));
    batch.events.push(event);
    Ok(())
}

/// The number under which a case without one is listed: the same at every import.
fn unnumbered(key: &[u8; 16]) -> String {
    let short = key.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("无编号-{short:012x}")
}
