//! Files beside the cases: who attaches, sees, takes and removes them. The bytes are for `files`.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::handling::{self, Which};
use super::{Actor, Error, reading};
use crate::crypto::file::FileKey;
use crate::crypto::{Keys, Place, digits};
use crate::db::attachments::{self, Stored};
use crate::db::cases::page::CaseRow;
use crate::db::types::Named;
use crate::db::{AnyConn, Db, Id, Instant, Tx};
use crate::domain::attachment::AttachmentKind;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::{Attach, Deed, DownloadAttachment, RemoveAttachment};
use crate::domain::permission::Matter;
use crate::files::{Files, Received};

/// How long an upload waits to be named in a request.
pub const WAITS: TimeDelta = TimeDelta::hours(24);

/// A file as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    pub id: Uuid,
    pub kind: AttachmentKind,
    pub kind_label: &'static str,
    /// `None` for those who may not know who somebody is.
    pub name: Option<String>,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub from_requester: bool,
    pub attached_by: String,
    pub attached_at: DateTime<Utc>,
    pub removed_at: Option<DateTime<Utc>>,
}

/// A file that may be taken.
pub struct Taken {
    pub id: Uuid,
    pub name: String,
    pub size: u64,
    pub key: FileKey,
}

/// A file that a requester names in a request.
#[derive(Clone, Copy, Debug)]
pub struct Upload {
    pub id: Uuid,
    pub kind: AttachmentKind,
}

fn place<'a>(id: &'a [u8; 16], column: &'static str) -> Place<'a> {
    Place { table: "attachments", row: id, column }
}

/// The row of a file that came in.
fn row(
    keys: &Keys,
    file: &Received,
    (case, kind): (Option<Id>, AttachmentKind),
    actor: &Actor,
) -> Result<Stored, Error> {
    let id = file.id.into_bytes();
    Ok(Stored {
        id: Id(file.id),
        case,
        kind: Named(kind),
        name: keys.cipher().seal_text(place(&id, "name"), &file.name)?,
        media_type: file.media.media_type().to_owned(),
        size: i64::try_from(file.size).unwrap_or(i64::MAX),
        sha256: file.sha256.to_vec(),
        file_key: keys.cipher().seal(place(&id, "file_key"), file.key.as_bytes())?,
        from_requester: actor.person.is_none() && actor.service.is_none(),
        attached_by: actor.name.clone(),
        recorded_at: Instant(actor.now),
        removed_at: None,
    })
}

fn name_of(keys: &Keys, stored: &Stored) -> Result<String, Error> {
    let id = stored.id.bytes();
    let name = keys.cipher().open_text(place(&id, "name"), &stored.name)?;
    Ok(name.as_str().to_owned())
}

impl Taken {
    fn of(keys: &Keys, stored: &Stored) -> Result<Self, Error> {
        let id = stored.id.bytes();
        let key = keys.cipher().open(place(&id, "file_key"), &stored.file_key)?;
        let key = FileKey::kept(&key).ok_or(crate::crypto::OpenError::Cut)?;
        let size = u64::try_from(stored.size).unwrap_or(0);
        Ok(Self { id: stored.id.0, name: name_of(keys, stored)?, size, key })
    }
}

impl Shown {
    fn of(keys: &Keys, stored: &Stored, knows_people: bool) -> Result<Self, Error> {
        let hidden = stored.kind.0.shows_identity() && !knows_people;
        Ok(Self {
            id: stored.id.0,
            kind: stored.kind.0,
            kind_label: stored.kind.0.label(),
            name: if hidden { None } else { Some(name_of(keys, stored)?) },
            media_type: stored.media_type.clone(),
            size: stored.size,
            sha256: digits(&stored.sha256),
            from_requester: stored.from_requester,
            attached_by: stored.attached_by.clone(),
            attached_at: stored.recorded_at.0,
            removed_at: stored.removed_at.map(|at| at.0),
        })
    }
}

/// Keeps what a requester uploaded, until it is named in a request.
pub fn keep(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, file: &Received) -> Result<(), Error> {
    let unnamed = row(keys, file, (None, AttachmentKind::Evidence), actor)?;
    Ok(attachments::insert(tx, &unnamed)?)
}

/// Whether the actor may attach to a case, before anything is sent.
pub fn may_attach(
    conn: &mut AnyConn,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> Result<(), Error> {
    let row = reading::case(conn, actor, which)??;
    may(conn, actor, Matter::ReadAttachments, &row)
}

/// Attaches a file that came in.
pub fn attach(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
    (file, kind): (&Received, AttachmentKind),
) -> Result<Shown, Error> {
    let case = reading::case(tx, actor, which)??;
    may(tx, actor, Matter::ReadAttachments, &case)?;
    let stored = row(keys, file, (Some(case.id), kind), actor)?;
    let deed = Deed::Attach(told(&stored));
    handling::perform_beside(tx, keys, actor, (case.id, case.organ_id), &deed)?;
    attachments::insert(tx, &stored)?;
    Shown::of(keys, &stored, true)
}

fn told(stored: &Stored) -> Attach {
    Attach {
        attachment: stored.id.0,
        attachment_kind: stored.kind.0,
        media_type: stored.media_type.clone(),
        size: u64::try_from(stored.size).unwrap_or(0),
        sha256: digits(&stored.sha256),
        from_requester: stored.from_requester,
    }
}

/// The deeds that give uploads to a case of a requester; each must be there still, and named once.
pub(super) fn deeds(
    conn: &mut AnyConn,
    uploads: &[Upload],
    actor: &Actor,
) -> Result<Vec<Deed>, Error> {
    let mut deeds = Vec::with_capacity(uploads.len());
    for (at, upload) in uploads.iter().enumerate() {
        let wrong = |what: &str, text: &str| Error::Field {
            name: format!("attachments[{at}].{what}"),
            text: text.to_owned(),
        };
        if !upload.kind.is_of_requester() {
            return Err(wrong("kind", "应为 identity_paper、proxy 或者 evidence"));
        }
        let stored = attachments::waiting(conn, Id(upload.id), actor.now - WAITS)?;
        let twice = uploads.iter().take(at).any(|before| before.id == upload.id);
        let stored = stored.filter(|_| !twice);
        let stored =
            stored.ok_or_else(|| wrong("id", "没有这个上传的附件，或者已经过期，请重新上传"))?;
        deeds.push(Deed::Attach(Attach { attachment_kind: upload.kind, ..told(&stored) }));
    }
    Ok(deeds)
}

/// Gives uploads to a case, whose log tells it already.
pub(super) fn give(
    tx: &mut Tx<'_>,
    case: Id,
    uploads: &[Upload],
    actor: &Actor,
) -> Result<(), Error> {
    for upload in uploads {
        let of = (case, upload.kind);
        let named =
            attachments::name(tx, (Id(upload.id), actor.now - WAITS), of, Instant(actor.now))?;
        if !named {
            return Err(Error::Stale);
        }
    }
    Ok(())
}

/// The files of a case.
pub fn list(
    conn: &mut AnyConn,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> Result<Vec<Shown>, Error> {
    let case = reading::case(conn, actor, which)??;
    may(conn, actor, Matter::ReadAttachments, &case)?;
    let knows_people = knows_people(conn, actor, &case)?;
    let files = attachments::of_case(conn, case.id)?;
    files.iter().map(|stored| Shown::of(keys, stored, knows_people)).collect()
}

/// A file for somebody of the office. What shows who somebody is leaves an entry in the log.
pub fn take(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
    id: Uuid,
) -> Result<Taken, Error> {
    let case = reading::case(tx, actor, which)??;
    may(tx, actor, Matter::ReadAttachments, &case)?;
    let stored = attachments::find(tx, case.id, Id(id))?.ok_or(Error::NoSuchAttachment)?;
    if stored.kind.0.shows_identity() {
        may(tx, actor, Matter::ReadRequester, &case)?;
        let deed = Deed::DownloadAttachment(DownloadAttachment { attachment: id });
        handling::perform_beside(tx, keys, actor, (case.id, case.organ_id), &deed)?;
    }
    Taken::of(keys, &stored)
}

/// The files of a reply that went out, for the requester.
pub(super) fn given(
    conn: &mut AnyConn,
    keys: &Keys,
    case: Id,
    dossier: &Dossier,
) -> Result<Vec<Shown>, Error> {
    if dossier.given_files().next().is_none() {
        return Ok(Vec::new());
    }
    let is_given = |file: &Stored| dossier.given_files().any(|given| given.id == file.id.0);
    let files = attachments::of_case(conn, case)?;
    files.iter().filter(|file| is_given(file)).map(|file| Shown::of(keys, file, false)).collect()
}

/// One of them, to be taken.
pub(super) fn take_given(
    conn: &mut AnyConn,
    keys: &Keys,
    (case, id): (Id, Uuid),
) -> Result<Taken, Error> {
    let stored = attachments::find(conn, case, Id(id))?.ok_or(Error::NoSuchAttachment)?;
    Taken::of(keys, &stored)
}

/// Removes a file, for a reason; the log keeps what it was.
pub fn remove(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    remove: RemoveAttachment,
) -> Result<(Dossier, i32), Error> {
    let case = reading::case(tx, actor, (which.number, which.organ))??;
    may(tx, actor, Matter::ReadAttachments, &case)?;
    let id = Id(remove.attachment);
    attachments::find(tx, case.id, id)?.ok_or(Error::NoSuchAttachment)?;
    let deed = (Deed::RemoveAttachment(remove), actor.today);
    let done = handling::perform(tx, keys, actor, which, deed)?;
    attachments::remove(tx, id, Instant(actor.now))?;
    Ok(done)
}

fn may(conn: &mut AnyConn, actor: &Actor, matter: Matter, case: &CaseRow) -> Result<(), Error> {
    actor.may(conn, matter, case.organ_id)
}

fn knows_people(conn: &mut AnyConn, actor: &Actor, case: &CaseRow) -> Result<bool, Error> {
    match may(conn, actor, Matter::ReadRequester, case) {
        Ok(()) => Ok(true),
        Err(Error::Forbidden(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Seals names and keys under another key; the files stay as they are.
pub(super) fn reseal(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    const PAGE: i64 = 500;
    let mut after = None;
    loop {
        let page = attachments::sealed(tx, after, PAGE)?;
        let Some((last, ..)) = page.last() else { return Ok(()) };
        after = Some(*last);
        for (file, name, key) in &page {
            let id = file.bytes();
            let again = |column, sealed: &[u8]| {
                let plain = old.cipher().open(place(&id, column), sealed)?;
                Ok::<_, Error>(new.cipher().seal(place(&id, column), &plain)?)
            };
            attachments::reseal(tx, *file, &again("name", name)?, &again("file_key", key)?)?;
        }
    }
}

/// What was cleaned away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Uploads that nobody named in a request within a day.
    pub unnamed: usize,
    /// Files that were removed from their case.
    pub removed: usize,
    /// Files that nothing is known of, as an upload leaves that was stopped between file and row.
    pub unknown: usize,
}

/// Cleans away what belongs to no case, a few hundred at a time; may be called by several instances at once.
pub async fn clean(db: &Db, files: &Files, now: DateTime<Utc>) -> Result<Cleaned, Error> {
    const A_FEW: i64 = 200;
    let mut cleaned = Cleaned::default();
    let before = now - WAITS;
    for id in db.read(move |conn| attachments::unnamed(conn, before, A_FEW)).await? {
        if db.write::<_, Error>(move |tx| Ok(attachments::forget(tx, id)?)).await? {
            files.remove(id.0).await?;
            cleaned.unnamed += 1;
        }
    }
    for id in db.read(|conn| attachments::to_erase(conn, A_FEW)).await? {
        files.remove(id.0).await?;
        db.write::<_, Error>(move |tx| Ok(attachments::erased(tx, id, Instant(now))?)).await?;
        cleaned.removed += 1;
    }
    cleaned.unknown = clean_unknown(db, files, (now, before)).await?;
    Ok(cleaned)
}

async fn clean_unknown(
    db: &Db,
    files: &Files,
    (now, before): (DateTime<Utc>, DateTime<Utc>),
) -> Result<usize, Error> {
    let there = files.recent(now).await?.into_iter().filter(|(_, written)| *written < before);
    let there: Vec<Id> = there.map(|(id, _)| Id(id)).collect();
    let mut cleaned = 0;
    for some in there.chunks(1000) {
        let ids = some.to_vec();
        let known = db.read(move |conn| attachments::known(conn, &ids)).await?;
        for id in some.iter().filter(|id| !known.contains(id)) {
            files.remove(id.0).await?;
            cleaned += 1;
        }
    }
    Ok(cleaned)
}
