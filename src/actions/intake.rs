//! Taking in what arrives: a number at once, the requester sealed, the log begun.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::entry::Entry;
use super::handling::Rules;
use super::import::{Personal, Sealed, row_key};
use super::{Actor, Error, casebook, numbers};
use crate::crypto::Keys;
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::{Batch, NewCase, NewEvent, NewItem, NewRequester, insert};
use crate::db::{Id, Tx, organs};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::{Arrive, Deed};
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;
use crate::domain::requester::IdentityCheck;

/// Who asks. What is personal is sealed before it is stored.
#[derive(Clone, Default)]
pub struct Requester {
    pub name: String,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
}

impl Requester {
    fn personal(&self) -> Personal<'_> {
        Personal {
            identity_number: self.identity_number.as_deref(),
            phone: self.phone.as_deref(),
            email: self.email.as_deref(),
            address: self.address.as_deref(),
        }
    }
}

/// Takes in what arrived on a day; gives its request number.
pub fn take_in(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    organ: &str,
    (arrive, requester): (Arrive, &Requester),
    on: NaiveDate,
) -> Result<String, Error> {
    let organ_id = organs::find(tx, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(tx, Matter::TakeIn, organ_id)?;
    check(&arrive, requester)?;
    let rules = Rules::of(tx, organ_id)?;
    let deed = Deed::Arrive(arrive);
    let case = Dossier::begin(&deed, on, &rules.office(actor))?;
    let number = numbers::request(tx, (organ_id, organ), on)?;
    let id = Id::fresh();
    let sealed = Sealed::of(keys, id, requester.personal())?;
    let beside = Map::from_iter([
        ("requester".to_owned(), Value::from(requester.name.clone())),
        ("sealed".to_owned(), Value::Object(sealed.in_event())),
    ]);
    let payload = casebook::payload(&deed, &case, beside)?;
    let (now, actor_name, origin) = (actor.now, actor.name.as_str(), actor.origin.as_str());
    let entry =
        Entry { kind: deed.kind(), happened_on: on, now, actor: actor_name, origin, payload };
    let (event, head) = entry.chain(keys, id, keys.chain().start(id.bytes()));
    let copies = casebook::copies(&case, organ_id, &rules.measure);
    let key = row_key(organ, Some(&number), &[], 1);
    let row = row((id, organ_id, &number, key), &case, copies, &event, head.link.as_bytes());
    let mut batch = Batch { cases: vec![row], events: vec![event], ..Batch::default() };
    enclose(&mut batch, &case, (id, requester, sealed));
    insert(tx, &batch)?;
    handled::keep_number(tx, id, &number, "request")?;
    Ok(number)
}

/// The row of a case that has just arrived.
fn row(
    (id, organ_id, number, key): (Id, OrganId, &str, [u8; 16]),
    case: &Dossier,
    copies: Copies,
    event: &NewEvent,
    link: &[u8],
) -> NewCase {
    NewCase {
        id,
        organ_id,
        number: number.to_owned(),
        row_key: key.to_vec(),
        origin: "handled",
        channel: Some(case.arrival.channel.into()),
        remark: None,
        version: 1,
        event_count: event.seq,
        event_link: link.to_vec(),
        recorded_at: event.recorded_at,
        copies,
    }
}

/// Adds the items and the requester of a new case.
fn enclose(batch: &mut Batch, case: &Dossier, (id, requester, sealed): (Id, &Requester, Sealed)) {
    let items = casebook::items(case).into_iter();
    batch.items =
        items.map(|(ordinal, content, ..)| NewItem { case_id: id, ordinal, content }).collect();
    batch.requesters.push(NewRequester {
        case_id: id,
        ordinal: 1,
        kind: case.requester_kind.into(),
        name: requester.name.clone(),
        identity_number: sealed.identity_number,
        identity_hash: sealed.identity_hash,
        phone: sealed.phone,
        email: sealed.email,
        address: sealed.address,
    });
}

/// A failed checksum in a form is an error; a missing proof is a matter for amendment (rules.md section 1).
fn check(arrive: &Arrive, requester: &Requester) -> Result<(), Error> {
    let Some(written) = &requester.identity_number else { return Ok(()) };
    match IdentityCheck::of(arrive.requester_kind, written) {
        IdentityCheck::BadChecksum => Err(Error::WrongIdentity),
        IdentityCheck::Fine | IdentityCheck::Masked | IdentityCheck::OtherDocument => Ok(()),
    }
}
