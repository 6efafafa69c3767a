//! What becomes of a job: sent, put off, given up; and the list of those that a person has to look at.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::session::by;
use super::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::jobs::{self, Fault, Job, SeenJob};
use crate::db::{AnyConn, Id, Tx};
use crate::domain::message::JobState;
use crate::domain::permission::Matter;

/// Minutes until the next try, after the first, second … that failed; after the last of them it is given up.
const PAUSES: [i32; 5] = [1, 5, 30, 120, 360];
/// How long a job stays that nobody has to look at.
const KEPT: TimeDelta = TimeDelta::days(90);

/// What a try came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// There was nothing to send; the word for the list.
    Needless(&'static str),
    /// It may go better later, unless `is_final`.
    Failed {
        what: &'static str,
        status: Option<u16>,
        is_final: bool,
    },
    /// Not tried, since nobody is disturbed at night.
    HandedBack(DateTime<Utc>),
}

/// Records what a try came to. Where the claim ran out meanwhile, whoever has the job now records it.
pub fn settle(
    tx: &mut Tx<'_>,
    (job, outcome): (&Job, Outcome),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match outcome {
        Outcome::Sent => jobs::end(tx, job, (JobState::Sent, None), now).map(drop)?,
        Outcome::Needless(why) => {
            jobs::end(tx, job, (JobState::Skipped, Some((why, None))), now).map(drop)?;
        }
        Outcome::HandedBack(due) => jobs::hand_back(tx, job, due)?,
        Outcome::Failed { what, status, is_final } => {
            let fault: Fault<'_> = (what, status.map(i32::from));
            match pause(job).filter(|_| !is_final) {
                Some(pause) => jobs::put_off(tx, job, fault, now + pause).map(drop)?,
                None => jobs::end(tx, job, (JobState::Failed, Some(fault)), now).map(drop)?,
            }
        }
    }
    Ok(())
}

/// How long a job waits after a try that failed; a fifth more or less, so that what failed together does not come again
/// together.
fn pause(job: &Job) -> Option<TimeDelta> {
    let minutes = PAUSES.get(usize::try_from(job.tries).ok()?)?;
    let spread = i32::from(job.id.bytes().into_iter().fold(0_u8, u8::wrapping_add)) - 128;
    Some(TimeDelta::milliseconds(i64::from(minutes * (60_000 + spread * 12_000 / 128))))
}

/// A page of the jobs of the organs that one administers.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    state: Option<JobState>,
    (before, size): (Option<Id>, i64),
) -> Result<Vec<SeenJob>, Error> {
    actor.may_somewhere(Matter::ManageJobs)?;
    let organs = reading::organs_within(conn, actor, Matter::ManageJobs)?;
    Ok(jobs::page(conn, (&organs, state), before, size)?)
}

/// Lets a failed job begin anew.
pub fn retry(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, id: Id) -> Result<SeenJob, Error> {
    manage(tx, keys, actor, (id, "job_retried"), jobs::retry)
}

/// Takes a failed job off the list.
pub fn dismiss(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, id: Id) -> Result<SeenJob, Error> {
    manage(tx, keys, actor, (id, "job_dismissed"), jobs::dismiss)
}

fn manage(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (id, kind): (Id, &'static str),
    change: impl FnOnce(&mut Tx<'_>, Id, DateTime<Utc>) -> crate::db::QueryResult<bool>,
) -> Result<SeenJob, Error> {
    actor.may_somewhere(Matter::ManageJobs)?;
    let job = jobs::find(tx, id)?.ok_or(Error::NoSuchJob)?;
    // Of what one may not know nobody is told that it is there.
    if reading::apart(actor.may(tx, Matter::ManageJobs, job.organ_id))?.is_err() {
        return Err(Error::NoSuchJob);
    }
    if !change(tx, id, actor.now)? {
        return Err(Error::NotFailed);
    }
    by(tx, keys, actor, kind, json!({"organ": job.organ, "job": id.0}))?;
    jobs::find(tx, id)?.ok_or(Error::NoSuchJob)
}

/// Forgets jobs that nobody has to look at any more.
pub fn forget(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(jobs::forget(tx, now - KEPT)?)
}
