//! Changes the key of a database: every log is verified under the old key, every sealed field and every link is made
//! anew under the new one, in one transaction.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::calendar::measures;
use super::casebook::Measure;
use super::import::place;
use super::verification::{text_of, verify_case};
use super::{Error, audit};
use crate::crypto::{Keys, Sought};
use crate::db::cases::handled;
use crate::db::cases::log::{self, LogHead, SealedRequester};
use crate::db::{Db, Id, Tx, settings};

/// Cases read at a time.
const PAGE: i64 = 500;

/// Moves `db` from `old` to `new`; gives the number of cases. A log that does not verify stops it, and nothing changes.
pub fn rotate(db: &Db, old: &Keys, new: &Keys) -> Result<u64, Error> {
    db.write_blocking(|tx| {
        let mut after = None;
        let mut done = 0;
        let measures = measures(tx)?;
        loop {
            let page = log::page(tx, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for case in &page {
                rotate_case(tx, case, &measures, (old, new))?;
                done += 1;
            }
        }
        audit::rechain(tx, old, new)?;
        settings::put(tx, settings::KEY_FINGERPRINT, new.fingerprint())?;
        Ok(done)
    })
}

fn rotate_case(
    tx: &mut Tx<'_>,
    case: &LogHead,
    measures: &[Measure],
    (old, new): (&Keys, &Keys),
) -> Result<(), Error> {
    let mut events = log::events(tx, case.id)?;
    let row = handled::copies(tx, &[case.id])?;
    verify_case(case, row.get(&case.id), &events, (old, measures))?;
    let mut head = new.chain().start(case.id.bytes());
    for event in &mut events {
        event.payload = resealed_payload(&event.payload, case.id, old, new)?;
        let appended = new.chain().append(case.id.bytes(), head, &text_of(event));
        event.mark = appended.mark.as_bytes().to_vec();
        head = appended.head;
        log::reseal_event(tx, case.id, event)?;
    }
    log::rehead(tx, case.id, head.link.as_bytes())?;
    for requester in log::requesters(tx, case.id)? {
        let resealed = resealed_requester(&requester, case.id, old, new)?;
        log::reseal_requester(tx, case.id, &resealed)?;
    }
    Ok(())
}

/// The columns that are sealed, by the names they have in events too.
const SEALED: [&str; 4] = ["identity_number", "phone", "email", "address"];

fn resealed_payload(payload: &str, case: Id, old: &Keys, new: &Keys) -> Result<String, Error> {
    let mut value: Value =
        serde_json::from_str(payload).map_err(|error| Error::StoredEvent(error.to_string()))?;
    for column in SEALED {
        let sealed = value.pointer_mut(&format!("/sealed/{column}"));
        if let Some(text) = sealed {
            let plain =
                text.as_str().and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
            let fresh = resealed(Some(&plain), case, column, old, new)?;
            *text = STANDARD.encode(fresh.unwrap_or_default()).into();
        }
    }
    Ok(value.to_string())
}

fn resealed(
    sealed: Option<&Vec<u8>>,
    case: Id,
    column: &'static str,
    old: &Keys,
    new: &Keys,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    let id = case.bytes();
    let plain = old.cipher().open_text(place(&id, column), sealed)?;
    Ok(Some(new.cipher().seal_text(place(&id, column), &plain)?))
}

fn resealed_requester(
    requester: &SealedRequester,
    case: Id,
    old: &Keys,
    new: &Keys,
) -> Result<SealedRequester, Error> {
    let again =
        |column, sealed: &Option<Vec<u8>>| resealed(sealed.as_ref(), case, column, old, new);
    let identity = requester.identity_number.as_ref();
    let plain = identity
        .map(|sealed| old.cipher().open_text(place(&case.bytes(), "identity_number"), sealed))
        .transpose()?;
    let hash = plain.and_then(|number| new.lookup().hash(Sought::Identity, &number));
    Ok(SealedRequester {
        ordinal: requester.ordinal,
        identity_number: again("identity_number", &requester.identity_number)?,
        identity_hash: hash.map(|hash| hash.to_vec()),
        phone: again("phone", &requester.phone)?,
        email: again("email", &requester.email)?,
        address: again("address", &requester.address)?,
    })
}
