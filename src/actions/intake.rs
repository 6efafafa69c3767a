//! Taking in what arrives: a number at once, the requester sealed, the log begun.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::entry::Entry;
use super::handling::Rules;
use super::import::row_key;
use super::requesters::person;
pub use super::requesters::person::{Agent, Requester};
use super::{Actor, Error, casebook, messages, numbers};
use crate::crypto::{Head, Keys};
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::{Batch, NewCase, NewEvent, NewItem, insert};
use crate::db::{Id, Instant, Tx, organs};
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
    let begun = begin(tx, keys, actor, (organ_id, organ), (arrive, requester, Vec::new()), on)?;
    Ok(begun.number)
}

/// A case that has just begun.
pub(super) struct Begun {
    pub id: Id,
    pub number: String,
    pub due_on: Option<NaiveDate>,
}

/// Begins a case with an arrival and what follows on it at once.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ_id, organ): (OrganId, &str),
    (arrive, requester, follow): (Arrive, &Requester, Vec<Deed>),
    on: NaiveDate,
) -> Result<Begun, Error> {
    let kind = arrive.requester_kind;
    person::check(requester, kind)?;
    let deed = Deed::Arrive(counted(arrive, requester)?);
    let rules = Rules::of(tx, organ_id)?;
    let office = rules.office(actor);
    let case = Dossier::begin(&deed, on, &office)?;
    let number = numbers::request(tx, (organ_id, organ), on)?;
    let id = Id::fresh();
    let parties = person::sealed(keys, (id, kind), requester)?;
    let mut log =
        Log { keys, actor, id, on, head: keys.chain().start(id.bytes()), events: Vec::new() };
    log.enter(&deed, &case, person::told(&parties))?;
    let mut last = case;
    for deed in &follow {
        last = last.after(deed, on, &office)?;
        log.enter(deed, &last, Map::new())?;
    }
    let copies = casebook::copies(&last, organ_id, &rules.measure);
    let due_on = copies.due_on;
    let key = row_key(organ, Some(&number), &[], 1);
    let items = casebook::items(&last).into_iter();
    let items = items.map(|(ordinal, content, ..)| NewItem { case_id: id, ordinal, content });
    let row = row((id, organ_id, &number, key), &last, copies, &log);
    let batch =
        Batch { cases: vec![row], items: items.collect(), requesters: parties, events: log.events };
    insert(tx, &batch)?;
    handled::keep_number(tx, id, &number, "request")?;
    // Who files online learns at once that the request is received, and not beside that it came.
    let confirmed =
        follow.iter().zip(2..).find(|(deed, _)| matches!(deed, Deed::ConfirmReceipt(_)));
    let (told, seq) = confirmed.unwrap_or((&deed, 1));
    messages::follow(tx, (id, organ_id), (seq, told, &last), (actor.now, actor.today))?;
    Ok(Begun { id, number, due_on })
}

/// The log of a case as it is begun.
struct Log<'a> {
    keys: &'a Keys,
    actor: &'a Actor,
    id: Id,
    on: NaiveDate,
    head: Head,
    events: Vec<NewEvent>,
}

impl Log<'_> {
    fn enter(
        &mut self,
        deed: &Deed,
        after: &Dossier,
        beside: Map<String, Value>,
    ) -> Result<(), Error> {
        let payload = casebook::payload(deed, after, beside)?;
        let Actor { now, name, origin, .. } = self.actor;
        let (now, happened_on) = (*now, self.on);
        let entry = Entry { kind: deed.kind(), happened_on, now, actor: name, origin, payload };
        let (event, head) = entry.chain(self.keys, self.id, self.head);
        self.head = head;
        self.events.push(event);
        Ok(())
    }
}

/// The row of a case that has just arrived.
fn row(
    (id, organ_id, number, key): (Id, OrganId, &str, [u8; 16]),
    case: &Dossier,
    copies: Copies,
    log: &Log<'_>,
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
        event_count: i32::try_from(log.head.count).unwrap_or(i32::MAX),
        event_link: log.head.link.as_bytes().to_vec(),
        recorded_at: Instant(log.actor.now),
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
