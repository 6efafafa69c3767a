//! Changes the key of a database: every log is verified under the old key, every sealed field and every link is made
//! anew under the new one, in one transaction.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::calendar::measures;
use super::casebook::Measure;
use super::sealed::{COLUMNS, hash, opened, place, row};
use super::verification::{text_of, verify_case};
use super::{Error, attachments, audit, contacts, imports, query_code, seals, second_factor};
use crate::crypto::{Keys, Sought};
use crate::db::cases::handled;
use crate::db::cases::log::{self, LogHead, SealedRequester};
use crate::db::{Db, Id, Tx, seals as sealed, settings};

/// Cases read at a time.
const PAGE: i64 = 500;

/// Moves `db` from `old` to `new`; gives the number of cases. A log that does not verify stops it, and nothing changes.
pub fn rotate(db: &Db, old: &Keys, new: &Keys) -> Result<u64, Error> {
    db.write_blocking(|tx| {
        if let Some(fault) = seals::prove(tx, old, 1)?.faults.into_iter().next() {
            return Err(Error::SealsBroken(format!("{}：{}", fault.number, fault.text)));
        }
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
        seals::rechain(tx, new)?;
        second_factor::reseal(tx, old, new)?;
        attachments::reseal(tx, old, new)?;
        query_code::keep(tx, old, new)?;
        imports::reseal(tx, old, new)?;
        contacts::reseal(tx, old, new)?;
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
    let sealed = sealed::of_cases(tx, &[case.id])?;
    seals::fits(case, &events, &sealed).map_err(Error::SealsBroken)?;
    let mut head = new.chain().start(case.id.bytes());
    let mut mover = Mover { case: case.id, keys: (old, new), moved: HashMap::new() };
    for event in &mut events {
        event.payload = mover.payload(&event.payload)?;
        let appended = new.chain().append(case.id.bytes(), head, &text_of(event));
        event.mark = appended.mark.as_bytes().to_vec();
        head = appended.head;
        log::reseal_event(tx, case.id, event)?;
    }
    log::rehead(tx, case.id, head.link.as_bytes())?;
    seals::remark(tx, &sealed, &events)?;
    for requester in log::requesters(tx, case.id)? {
        log::write_requester(tx, case.id, &mover.requester(&requester)?)?;
    }
    Ok(())
}

/// Seals the fields of one case anew. What is the same ciphertext in the log and in a row stays the same in both.
struct Mover<'a> {
    case: Id,
    keys: (&'a Keys, &'a Keys),
    moved: HashMap<Vec<u8>, Vec<u8>>,
}

impl Mover<'_> {
    fn payload(&mut self, payload: &str) -> Result<String, Error> {
        let mut value: Value =
            serde_json::from_str(payload).map_err(|error| Error::StoredEvent(error.to_string()))?;
        self.told(&mut value, 1)?;
        Ok(value.to_string())
    }

    /// What an event tells of requesters: the first-named, those who ask together, and what was there before.
    fn told(&mut self, told: &mut Value, ordinal: i32) -> Result<(), Error> {
        let own = told.get("ordinal").and_then(Value::as_i64);
        let ordinal = own.and_then(|own| i32::try_from(own).ok()).unwrap_or(ordinal);
        for column in COLUMNS {
            if let Some(text) = told.pointer_mut(&format!("/sealed/{column}")) {
                let sealed =
                    text.as_str().and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
                *text = STANDARD.encode(self.resealed(ordinal, column, &sealed)?).into();
            }
        }
        if let Some(before) = told.get_mut("before").filter(|before| before.is_object()) {
            self.told(before, ordinal)?;
        }
        for one in told.get_mut("joint").and_then(Value::as_array_mut).into_iter().flatten() {
            self.told(one, ordinal)?;
        }
        Ok(())
    }

    fn resealed(
        &mut self,
        ordinal: i32,
        column: &'static str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Error> {
        if let Some(moved) = self.moved.get(sealed) {
            return Ok(moved.clone());
        }
        let (old, new) = self.keys;
        let row = row(self.case, ordinal);
        let plain = old.cipher().open_text(place(&row, column), sealed)?;
        let fresh = new.cipher().seal_text(place(&row, column), &plain)?;
        self.moved.insert(sealed.to_vec(), fresh.clone());
        Ok(fresh)
    }

    fn requester(&mut self, one: &SealedRequester) -> Result<SealedRequester, Error> {
        let (old, new) = self.keys;
        let case = self.case;
        let hash = |sought, column, sealed: &Option<Vec<u8>>| {
            let plain = opened(old, (case, one.ordinal), column, sealed.as_deref())?;
            Ok::<_, Error>(hash(new, sought, plain.as_deref()))
        };
        let hashes = (
            hash(Sought::Identity, "identity_number", &one.identity_number)?,
            hash(Sought::Phone, "phone", &one.phone)?,
            hash(Sought::Email, "email", &one.email)?,
        );
        let mut again = |column, sealed: &Option<Vec<u8>>| {
            sealed.as_ref().map(|sealed| self.resealed(one.ordinal, column, sealed)).transpose()
        };
        Ok(SealedRequester {
            ordinal: one.ordinal,
            kind: one.kind.clone(),
            name: one.name.clone(),
            identity_number: again("identity_number", &one.identity_number)?,
            identity_hash: hashes.0,
            phone: again("phone", &one.phone)?,
            phone_hash: hashes.1,
            email: again("email", &one.email)?,
            email_hash: hashes.2,
            address: again("address", &one.address)?,
            agent: again("agent", &one.agent)?,
        })
    }
}
