//! What is shown of the requesters of a case: to everybody who may read it masked, unmasked to those who say why.

use chrono::NaiveDate;
use serde::Serialize;

use super::Mark;
use super::person::Agent;
use crate::actions::sealed::opened;
use crate::actions::{Actor, Error, casebook, handling, reading};
use crate::crypto::Keys;
use crate::db::cases::handled;
use crate::db::cases::log::{self, SealedRequester};
use crate::db::{AnyConn, Id, Instant, QueryResult, Tx};
use crate::domain::dossier::Parties;
use crate::domain::dossier::deed::{Deed, ReadRequester};
use crate::domain::permission::Matter;
use crate::domain::requester::masked as hidden;

/// A requester as it is shown.
#[derive(Serialize)]
pub struct View {
    pub ordinal: i32,
    /// The opaque id by which earlier requests are asked for; `None` where nothing but a name is known.
    pub id: Option<String>,
    /// Whether the id rests on an identity number.
    pub certain: bool,
    pub kind: String,
    pub name: String,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub agent: Option<AgentView>,
    /// The day on which one of several asked no longer.
    pub left_on: Option<NaiveDate>,
}

/// 代理人 as shown.
#[derive(Serialize)]
pub struct AgentView {
    pub name: String,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub authority: String,
}

/// All who ask.
#[derive(Serialize)]
pub struct Shown {
    /// Who represents the others, by ordinal.
    pub contact: u16,
    pub requesters: Vec<View>,
}

/// The requesters of a case with what is personal masked, and the version of the case.
pub fn masked(
    conn: &mut AnyConn,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> QueryResult<Result<(Shown, i32), Error>> {
    let row = match reading::case(conn, actor, which)? {
        Ok(row) => row,
        Err(error) => return Ok(Err(error)),
    };
    let events = log::events(conn, row.id)?;
    let stored = log::requesters(conn, row.id)?;
    let shown = casebook::replay(&events)
        .and_then(|case| shown(keys, (row.id, &case.parties), &stored, &|plain| hidden(&plain)));
    Ok(shown.map(|shown| (shown, row.version)))
}

/// The requesters of a case in full; who reads them and what for is entered in the log.
pub fn read(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
    why: ReadRequester,
) -> Result<Shown, Error> {
    let row = reading::case(tx, actor, which)??;
    actor.may(tx, Matter::ReadRequester, row.organ_id)?;
    handled::touch(tx, row.id, Instant(actor.now))?;
    let case = casebook::replay(&log::events(tx, row.id)?)?;
    handling::enter_beside(tx, keys, actor, (row.id, &case), &Deed::ReadRequester(why))?;
    let stored = log::requesters(tx, row.id)?;
    shown(keys, (row.id, &case.parties), &stored, &|plain| plain)
}

fn shown(
    keys: &Keys,
    (case, parties): (Id, &Parties),
    stored: &[SealedRequester],
    as_seen: &dyn Fn(String) -> String,
) -> Result<Shown, Error> {
    let requesters = stored.iter().map(|one| view(keys, (case, parties), one, as_seen));
    Ok(Shown { contact: parties.contact, requesters: requesters.collect::<Result<_, _>>()? })
}

fn view(
    keys: &Keys,
    (case, parties): (Id, &Parties),
    one: &SealedRequester,
    as_seen: &dyn Fn(String) -> String,
) -> Result<View, Error> {
    let open = |column, sealed: &Option<Vec<u8>>| {
        opened(keys, (case, one.ordinal), column, sealed.as_deref())
    };
    let seen = |column, sealed| Ok::<_, Error>(open(column, sealed)?.map(as_seen));
    let mark = Mark::of(case, one);
    let agent = open("agent", &one.agent)?.map(|text| Agent::read(&text)).transpose()?;
    Ok(View {
        ordinal: one.ordinal,
        id: mark.as_ref().map(Mark::id),
        certain: matches!(mark, Some(Mark::Identity(_))),
        kind: one.kind.clone(),
        name: one.name.clone(),
        identity_number: seen("identity_number", &one.identity_number)?,
        phone: seen("phone", &one.phone)?,
        email: seen("email", &one.email)?,
        address: seen("address", &one.address)?,
        agent: agent.map(|agent| AgentView::of(agent, as_seen)),
        left_on: u16::try_from(one.ordinal).ok().and_then(|ordinal| parties.left_on(ordinal)),
    })
}

impl AgentView {
    fn of(agent: Agent, as_seen: &dyn Fn(String) -> String) -> Self {
        Self {
            name: agent.name,
            identity_number: agent.identity_number.map(as_seen),
            phone: agent.phone.map(as_seen),
            email: agent.email.map(as_seen),
            address: agent.address.map(as_seen),
            authority: agent.authority,
        }
    }
}
