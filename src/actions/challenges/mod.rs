//! Reviews and lawsuits against an organ: recorded with their own dates and results, linked with the cases they touch,
//! and entered in the logs of these.

mod check;
mod reading;

use chrono::NaiveDate;
use serde_json::Map;
use uuid::Uuid;

pub use self::reading::{Shown, Wanted, of_case, page, seen};
use super::handling::{self, Rules};
use super::import::row_key;
use super::{Actor, Error, casebook};
use crate::crypto::Keys;
use crate::db::cases::log;
use crate::db::cases::page::CaseRow;
use crate::db::challenges::{self, Challenge, Own};
use crate::db::{AnyConn, Id, QueryResult, Tx, organs};
use crate::domain::challenge::{ChallengeKind, ChallengeResult, Ending};
use crate::domain::dossier::deed::{ChallengeStep, Challenged, Deed};
use crate::domain::dossier::{Refusal, Text};
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;

/// A review or lawsuit as it is told.
#[derive(Clone, Debug)]
pub struct Told {
    pub kind: ChallengeKind,
    /// 案号.
    pub number: Option<Text>,
    /// The review organ or the court.
    pub forum: Option<Text>,
    pub accepted_on: NaiveDate,
    pub simplified: bool,
    pub copy_received_on: Option<NaiveDate>,
    /// 申请编号 of the cases that it touches; none where no request was answered at all.
    pub cases: Vec<String>,
}

/// How it ended.
#[derive(Clone, Debug)]
pub struct Conclusion {
    pub on: NaiveDate,
    /// Part by part.
    pub endings: Vec<Ending>,
}

/// What a record is to say instead.
#[derive(Clone, Debug)]
pub struct Correction {
    pub reason: Text,
    pub told: Told,
    pub defended_on: Option<NaiveDate>,
    pub conclusion: Option<Conclusion>,
}

/// Records one against an organ; gives the key that it goes by.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ, told): (&str, &Told),
) -> Result<Uuid, Error> {
    let organ_id = organs::find(tx, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(tx, Matter::RecordChallenge, organ_id)?;
    let (row_key, own) = (fresh_key(tx, organ, told)?.to_vec(), Own::default());
    let new = said(organ_id, (row_key, own), told, actor);
    let cases = check::whole(tx, &new, (actor, &told.cases))?;
    unnumbered(tx, &new)?;
    let linked = ids(&cases);
    let step = (ChallengeStep::Accepted, told.accepted_on);
    record(tx, keys, actor, (&new, &linked, &cases), step)
}

/// What is told of one, over what no one is told.
fn said(organ: OrganId, (row_key, own): (Vec<u8>, Own), told: &Told, actor: &Actor) -> Challenge {
    let text = |text: &Option<Text>| text.clone().map(String::from);
    Challenge {
        organ,
        row_key,
        number: text(&told.number),
        kind: told.kind,
        accepted_on: told.accepted_on,
        conclusion: None,
        case_numbers: told.cases.join("、"),
        own: Own {
            forum: text(&told.forum),
            simplified: told.simplified,
            copy_received_on: told.copy_received_on,
            recorded_by: Some(actor.name.clone()),
            ..own
        },
    }
}

/// The organ handed in its answer and evidence.
pub fn defend(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (Uuid, i32),
    on: NaiveDate,
) -> Result<(), Error> {
    let mut known = current(tx, actor, which)?;
    if known.conclusion.is_some() || known.own.defended_on.is_some() {
        return Err(Error::DoneAlready);
    }
    known.own.defended_on = Some(on);
    again(tx, keys, actor, known, (ChallengeStep::Defended, on))
}

/// It ended, by its effective result.
pub fn conclude(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (Uuid, i32),
    conclusion: Conclusion,
) -> Result<(), Error> {
    let mut known = current(tx, actor, which)?;
    if known.conclusion.is_some() {
        return Err(Error::DoneAlready);
    }
    let on = conclusion.on;
    known.conclusion = Some((result(&conclusion)?, on));
    known.own.endings = conclusion.endings;
    again(tx, keys, actor, known, (ChallengeStep::Concluded, on))
}

/// Corrects the record as a whole: another version supersedes the one before.
pub fn correct(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: (Uuid, i32),
    correction: Correction,
) -> Result<(), Error> {
    let known = current(tx, actor, which)?;
    let Correction { reason, told, defended_on, conclusion } = correction;
    let before = challenges::linked(tx, &known.row_key)?;
    let own = Own { defended_on, reason: Some(reason.into()), ..Own::default() };
    let mut new = said(known.organ, (known.row_key.clone(), own), &told, actor);
    if let Some(conclusion) = conclusion {
        new.conclusion = Some((result(&conclusion)?, conclusion.on));
        new.own.endings = conclusion.endings;
    }
    let mut cases = check::whole(tx, &new, (actor, &told.cases))?;
    if new.number != known.number {
        unnumbered(tx, &new)?;
    }
    let linked = ids(&cases);
    // Those that it touches no longer are told too.
    cases.extend(check::rows(tx, &before, &cases)?);
    let step = (ChallengeStep::Corrected, actor.today);
    record(tx, keys, actor, (&new, &linked, &cases), step).map(|_| ())
}

/// The current version, if it is the one that was seen.
fn current(tx: &mut Tx<'_>, actor: &Actor, (id, version): (Uuid, i32)) -> Result<Challenge, Error> {
    let versions = reading::versions(tx, actor, id)?;
    let stands = i32::try_from(versions.len()).unwrap_or(i32::MAX);
    let known = versions.into_iter().next().ok_or(Error::NoSuchChallenge)?.challenge;
    actor.may(tx, Matter::RecordChallenge, known.organ)?;
    if stands == version { Ok(known) } else { Err(Error::Stale) }
}

/// Records a further version that touches the same cases.
fn again(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    mut known: Challenge,
    step: (ChallengeStep, NaiveDate),
) -> Result<(), Error> {
    known.own.reason = None;
    known.own.recorded_by = Some(actor.name.clone());
    check::days(&known, actor)?;
    let linked = challenges::linked(tx, &known.row_key)?;
    let cases = check::rows(tx, &linked, &[])?;
    record(tx, keys, actor, (&known, &linked, &cases), step).map(|_| ())
}

/// Writes the version, and an event into the log of every case that it touches.
fn record(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (challenge, linked, cases): (&Challenge, &[Id], &[CaseRow]),
    (step, on): (ChallengeStep, NaiveDate),
) -> Result<Uuid, Error> {
    challenges::record(tx, challenge, linked, actor.now)?;
    let id = id_of(challenge);
    for case in cases {
        let deed = Deed::ChallengeRecorded(Challenged {
            challenge: id,
            challenge_kind: challenge.kind,
            number: challenge.number.clone(),
            step,
            result: challenge.conclusion.map(|(result, _)| result),
        });
        enter(tx, keys, actor, case, (&deed, on))?;
    }
    Ok(id)
}

/// Enters in the log of a case what stands beside its life.
fn enter(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    row: &CaseRow,
    (deed, on): (&Deed, NaiveDate),
) -> Result<(), Error> {
    let case = casebook::replay(&log::events(tx, row.id)?)?;
    let rules = Rules::of(tx, row.organ_id)?;
    let after = case.after(deed, on, &rules.office(actor))?;
    handling::enter(tx, keys, actor, (row, &rules), (deed, on, &after, Map::new()))
}

fn ids(cases: &[CaseRow]) -> Vec<Id> {
    cases.iter().map(|case| case.id).collect()
}

fn result(conclusion: &Conclusion) -> Result<ChallengeResult, Error> {
    let result = ChallengeResult::of(conclusion.endings.iter().copied());
    result.ok_or_else(|| Refusal::field("endings", "至少写明一种结果").into())
}

/// 案号 stands once in an organ.
fn unnumbered(conn: &mut AnyConn, new: &Challenge) -> Result<(), Error> {
    let Some(number) = &new.number else { return Ok(()) };
    match challenges::by_number(conn, new.organ, number)? {
        Some(other) if other.row_key != new.row_key => Err(Error::ChallengeTaken),
        _ => Ok(()),
    }
}

/// The key by which a later register finds it again.
fn fresh_key(conn: &mut AnyConn, organ: &str, told: &Told) -> Result<[u8; 16], Error> {
    let (accepted_on, cases) = (told.accepted_on.to_string(), told.cases.join("、"));
    let arrival = ["challenge", accepted_on.as_str(), told.kind.into(), cases.as_str()];
    let named = told.number.as_ref().map(|number| format!("challenge {}", number.as_str()));
    for ordinal in 0..1000 {
        let key = row_key(organ, named.as_deref(), &arrival, ordinal);
        if challenges::by_key(conn, &key)?.is_none() {
            return Ok(key);
        }
        if named.is_some() {
            break;
        }
    }
    Err(Error::ChallengeTaken)
}

/// The key of one as an id.
pub fn id_of(challenge: &Challenge) -> Uuid {
    Uuid::from_slice(&challenge.row_key).unwrap_or_default()
}

/// The numbers that a record lists.
pub fn listed(numbers: &str) -> Vec<String> {
    numbers.split('、').filter(|number| !number.is_empty()).map(str::to_owned).collect()
}

/// The cases that numbers in a record of an organ mean: its own, else the only ones that bear them.
pub fn touched(conn: &mut AnyConn, organ: OrganId, numbers: &[String]) -> QueryResult<Vec<Id>> {
    let known = challenges::cases_numbered(conn, numbers)?;
    let mut found = Vec::new();
    for number in numbers {
        let mut named = known.iter().filter(|(other, ..)| other == number);
        let own = named.clone().find(|(_, of, _)| *of == organ);
        let only = (named.clone().count() == 1).then(|| named.next()).flatten();
        found.extend(own.or(only).map(|(.., id)| *id));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
