//! Taking in what arrives: a number at once, the requester sealed, the log begun.

use chrono::NaiveDate;

use super::entry::Entry;
use super::handling::Rules;
use super::import::row_key;
use super::requesters::person;
pub use super::requesters::person::{Agent, Requester};
use super::{Actor, Error, casebook, messages, numbers};
use crate::crypto::Keys;
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::{Batch, NewCase, NewEvent, NewItem, insert};
use crate::db::{Id, Tx, organs};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::{Arrive, Deed};
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;

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
    let kind = arrive.requester_kind;
    person::check(requester, kind)?;
    let arrive = counted(arrive, requester)?;
    let rules = Rules::of(tx, organ_id)?;
    let deed = Deed::Arrive(arrive);
    let case = Dossier::begin(&deed, on, &rules.office(actor))?;
    let number = numbers::request(tx, (organ_id, organ), on)?;
    let id = Id::fresh();
    let parties = person::sealed(keys, (id, kind), requester)?;
    let beside = person::told(&parties);
    let payload = casebook::payload(&deed, &case, beside)?;
    let (now, actor_name, origin) = (actor.now, actor.name.as_str(), actor.origin.as_str());
    let entry =
        Entry { kind: deed.kind(), happened_on: on, now, actor: actor_name, origin, payload };
    let (event, head) = entry.chain(keys, id, keys.chain().start(id.bytes()));
    let copies = casebook::copies(&case, organ_id, &rules.measure);
    let key = row_key(organ, Some(&number), &[], 1);
    let row = row((id, organ_id, &number, key), &case, copies, &event, head.link.as_bytes());
    let mut batch = Batch { cases: vec![row], events: vec![event], ..Batch::default() };
    let items = casebook::items(&case).into_iter();
    batch.items =
        items.map(|(ordinal, content, ..)| NewItem { case_id: id, ordinal, content }).collect();
    batch.requesters = parties;
    insert(tx, &batch)?;
    handled::keep_number(tx, id, &number, "request")?;
    messages::follow(tx, (id, organ_id), (1, &deed, &case), (now, actor.today))?;
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

/// As many ask as are named.
fn counted(arrive: Arrive, requester: &Requester) -> Result<Arrive, Error> {
    let named = u16::try_from(1 + requester.joint.len()).unwrap_or(u16::MAX);
    if arrive.requesters != 1 && arrive.requesters != named {
        let text = "与列出的申请人数不一致；共同申请的其他人列在 joint 中".to_owned();
        return Err(Error::Field { name: "request.requesters".to_owned(), text });
    }
    Ok(Arrive { requesters: named, ..arrive })
}
