//! What a requester does to the own request: amends, adds, withdraws, confirms, downloads. The same deeds as when the
//! office enters them, by the same rules; only who does them is another.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::status::{self, Status};
use crate::actions::attachments::{self, Taken, Upload};
use crate::actions::handling::{self, Which};
use crate::actions::{Actor, Error, casebook, query_code};
use crate::crypto::Keys;
use crate::db::Tx;
use crate::db::cases::page::{self, CaseRow};
use crate::db::cases::{log, public::Door};
use crate::domain::dossier::deed::{CameIn, Deed, DownloadAttachment, OfLetter, Withdraw};
use crate::domain::dossier::{Dossier, Refusal, Text};
use crate::domain::life_cycle::Wait;

/// Who comes, with what, and when.
pub struct Visit {
    pub number: String,
    pub code: String,
    pub origin: String,
    pub at: (DateTime<Utc>, NaiveDate),
}

/// What a requester brings.
pub struct Brought {
    pub text: Text,
    pub uploads: Vec<Upload>,
}

/// A request that was opened by its code.
struct Opened {
    door: Door,
    row: CaseRow,
    actor: Actor,
    case: Dossier,
}

impl Visit {
    fn open(&self, tx: &mut Tx<'_>, keys: &Keys) -> Result<Opened, Error> {
        let door = query_code::open(tx, keys, (&self.number, &self.code))?;
        let row = page::of_ids(tx, &[door.case])?.pop().ok_or(Error::NoSuchRequest)?;
        let actor = Actor::requester(Some(door.case), self.origin.clone(), self.at);
        let case = casebook::replay(&log::events(tx, door.case)?)?;
        Ok(Opened { door, row, actor, case })
    }
}

impl Opened {
    fn perform(&self, tx: &mut Tx<'_>, keys: &Keys, deed: Deed) -> Result<(), Error> {
        let CaseRow { number, organ, version, .. } = &self.row;
        let which = Which { number, organ: Some(organ), version: *version };
        handling::perform(tx, keys, &self.actor, which, (deed, self.actor.today))?;
        Ok(())
    }

    fn take(&self, tx: &mut Tx<'_>, keys: &Keys, uploads: &[Upload]) -> Result<(), Error> {
        let place = (self.door.case, self.door.organ);
        for deed in attachments::deeds(tx, uploads, &self.actor)? {
            handling::perform_beside(tx, keys, &self.actor, place, &deed)?;
        }
        attachments::give(tx, self.door.case, uploads, &self.actor)
    }

    fn status(&self, tx: &mut Tx<'_>, keys: &Keys) -> Result<Status, Error> {
        status::of(tx, keys, &self.door, (&self.row.number, self.actor.today))
    }
}

/// 补正.
pub fn amend(
    tx: &mut Tx<'_>,
    keys: &Keys,
    visit: &Visit,
    brought: Brought,
) -> Result<Status, Error> {
    let opened = visit.open(tx, keys)?;
    opened.perform(tx, keys, Deed::TakeAmendment(CameIn { text: brought.text }))?;
    opened.take(tx, keys, &brought.uploads)?;
    opened.status(tx, keys)
}

/// 补充材料; where reasons are awaited, these.
pub fn add(tx: &mut Tx<'_>, keys: &Keys, visit: &Visit, brought: Brought) -> Result<Status, Error> {
    let opened = visit.open(tx, keys)?;
    let came_in = CameIn { text: brought.text };
    let awaited = matches!(opened.case.progress.intervals.reasons, Wait::Open | Wait::RanOut);
    let deed = if awaited { Deed::TakeReasons(came_in) } else { Deed::Note(came_in) };
    if !opened.case.is_open() {
        return Err(Refusal::Closed.into());
    }
    opened.perform(tx, keys, deed)?;
    opened.take(tx, keys, &brought.uploads)?;
    opened.status(tx, keys)
}

/// 撤回.
pub fn withdraw(
    tx: &mut Tx<'_>,
    keys: &Keys,
    visit: &Visit,
    (items, reason): (Vec<u16>, Option<String>),
) -> Result<Status, Error> {
    let opened = visit.open(tx, keys)?;
    let reason = reason.map(|reason| format!("，理由：{reason}")).unwrap_or_default();
    let evidence = text("reason", format!("申请人在网上撤回{reason}"))?;
    let identity_checked = text("code", "凭申请编号和查询码".to_owned())?;
    let withdraw = Withdraw { items, evidence, identity_checked };
    opened.perform(tx, keys, Deed::Withdraw(withdraw))?;
    opened.status(tx, keys)
}

/// 确认收到答复.
pub fn confirm_reply(tx: &mut Tx<'_>, keys: &Keys, visit: &Visit) -> Result<Status, Error> {
    let opened = visit.open(tx, keys)?;
    let letter = opened.case.unconfirmed().ok_or(Refusal::NothingToConfirm)?.ordinal;
    let remark = Some(text("code", "申请人在网上确认收到".to_owned())?);
    opened.perform(tx, keys, Deed::ProveDelivery(OfLetter { letter, remark }))?;
    opened.status(tx, keys)
}

/// A file of the reply; that it was taken stands in the log, once a day.
pub fn download(tx: &mut Tx<'_>, keys: &Keys, visit: &Visit, id: Uuid) -> Result<Taken, Error> {
    let opened = visit.open(tx, keys)?;
    if !opened.case.given_files().any(|file| file.id == id) {
        return Err(Error::NoSuchAttachment);
    }
    let deed = Deed::DownloadAttachment(DownloadAttachment { attachment: id });
    let today = opened.actor.today;
    let events = casebook::log(&log::events(tx, opened.door.case)?)?;
    if !events.iter().any(|done| done.on == today && done.deed == deed) {
        let place = (opened.door.case, opened.door.organ);
        handling::perform_beside(tx, keys, &opened.actor, place, &deed)?;
    }
    attachments::take_given(tx, keys, (opened.door.case, id))
}

fn text(name: &str, words: String) -> Result<Text, Error> {
    Text::try_from(words)
        .map_err(|error| Error::Field { name: name.to_owned(), text: error.to_string() })
}
