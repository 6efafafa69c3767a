//! From a checked row to what is stored: its key, its sealed fields, its event.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::actions::Error;
use crate::actions::casebook::{self, Measure};
use crate::actions::entry::Entry;
use crate::crypto::{Keys, Place, SealError, Sought};
use crate::db::cases::{Batch, NewCase, NewItem, NewRequester};
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

/// The sealed fields of a requester.
pub struct Sealed {
    pub identity_number: Option<Vec<u8>>,
    pub identity_hash: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
}

/// What is personal of a requester, before it is sealed.
#[derive(Clone, Copy, Default)]
pub struct Personal<'a> {
    pub identity_number: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub email: Option<&'a str>,
    pub address: Option<&'a str>,
}

impl<'a> Personal<'a> {
    /// What a row tells of its requester.
    pub fn of(row: &'a CaseRow) -> Self {
        Self {
            identity_number: row.identity_number.as_deref(),
            phone: row.phone.as_deref(),
            email: row.email.as_deref(),
            address: row.address.as_deref(),
        }
    }
}

impl Sealed {
    /// Seals what is personal of the first requester of a case.
    pub fn of(keys: &Keys, case: Id, personal: Personal<'_>) -> Result<Self, SealError> {
        let seal = |column, value: Option<&str>| {
            value.map(|plain| seal(keys, case, column, plain)).transpose()
        };
        let number = personal.identity_number;
        let hash = number.and_then(|number| keys.lookup().hash(Sought::Identity, number));
        Ok(Self {
            identity_number: seal("identity_number", personal.identity_number)?,
            identity_hash: hash.map(|hash| hash.to_vec()),
            phone: seal("phone", personal.phone)?,
            email: seal("email", personal.email)?,
            address: seal("address", personal.address)?,
        })
    }

    /// The ciphertexts as they stand in the event, in base64.
    pub fn in_event(&self) -> Map<String, Value> {
        let fields = [
            ("identity_number", &self.identity_number),
            ("phone", &self.phone),
            ("email", &self.email),
            ("address", &self.address),
        ];
        let present =
            fields.into_iter().filter_map(|(name, sealed)| Some((name, sealed.as_ref()?)));
        present.map(|(name, sealed)| (name.to_owned(), STANDARD.encode(sealed).into())).collect()
    }
}

/// Seals one field of the first requester of a case.
fn seal(keys: &Keys, case: Id, column: &'static str, plain: &str) -> Result<Vec<u8>, SealError> {
    keys.cipher().seal_text(place(&case.bytes(), column), plain)
}

/// Where a field of the first requester of a case stands.
pub fn place<'a>(case: &'a [u8; 16], column: &'static str) -> Place<'a> {
    Place { table: "requesters", row: case, column }
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
    let sealed = Sealed::of(keys, id, Personal::of(&row))?;
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
    batch.requesters.push(NewRequester {
        case_id: id,
        ordinal: 1,
        kind: row.kind.into(),
        name: row.requester,
        identity_number: sealed.identity_number,
        identity_hash: sealed.identity_hash,
        phone: sealed.phone,
        email: sealed.email,
        address: sealed.address,
    });
    batch.events.push(event);
    Ok(())
}

/// The number under which a case without one is listed: the same at every import.
fn unnumbered(key: &[u8; 16]) -> String {
    let short = key.iter().take(6).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("无编号-{short:012x}")
}
