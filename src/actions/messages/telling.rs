//! Which deeds somebody is told of. The job names the event; nothing personal is copied.

use chrono::{DateTime, NaiveDate, Utc};

use super::staff;
use crate::db::jobs::{self, NewJob};
use crate::db::{Id, QueryResult, Tx, requesters};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::deed::Deed;
use crate::domain::message::MessageKind;
use crate::domain::organ::OrganId;
use crate::domain::people::Role;

/// Puts down who is to be told of a deed that was entered as the event `seq`; in the same transaction.
pub fn follow(
    tx: &mut Tx<'_>,
    (case, organ): (Id, OrganId),
    (seq, deed, after): (i32, &Deed, &Dossier),
    (now, today): (DateTime<Utc>, NaiveDate),
) -> QueryResult<()> {
    let job = |kind, person| NewJob {
        kind,
        organ,
        case: Some(case),
        event: Some(seq),
        person,
        day: None,
        once: None,
    };
    let mut told = Vec::new();
    if let Some(kind) = to_requester(deed, after)
        && requesters::is_reachable(tx, case, after.parties.contact)?
    {
        told.push(job(kind, None));
    }
    if let Deed::Assign(assign) = deed {
        let department = Some(Id(assign.department));
        let all = match assign.handler {
            Some(handler) => staff::with_deputies(tx, vec![Id(handler)], today)?,
            None => staff::holding(tx, (organ, Role::Handler, department), today)?,
        };
        told.extend(all.into_iter().map(|person| job(MessageKind::Assigned, Some(person))));
    }
    jobs::put(tx, &told, now).map(drop)
}

/// What the requester is told of a deed.
#[expect(clippy::wildcard_enum_match_arm, reason = "of the others nobody is told")]
fn to_requester(deed: &Deed, after: &Dossier) -> Option<MessageKind> {
    match deed {
        Deed::Arrive(_) if after.received_on.is_none() => Some(MessageKind::Arrived),
        Deed::Arrive(_) | Deed::ConfirmReceipt(_) => Some(MessageKind::Received),
        Deed::SendAmendmentNotice(_) => Some(MessageKind::AmendmentAsked),
        Deed::TellExtension(_) => Some(MessageKind::Extended),
        Deed::Deliver(_) => Some(MessageKind::ReplyReady),
        _ => None,
    }
}
