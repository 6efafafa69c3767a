//! Reviews and lawsuits as they are shown, each with the day by which the organ answers.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::actions::{Actor, Error, calendar, reading};
use crate::db::challenges::{self, Challenge, Filter, Recorded};
use crate::db::{AnyConn, Id, QueryResult, organs};
use crate::domain::calendar::{Calendar, Reckoned};
use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::deadline::{Defence, Periods, defence_due};
use crate::domain::permission::Matter;

/// One as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: Uuid,
    /// The code of the organ.
    pub organ: String,
    pub recorded: Recorded,
    /// The last day for answer and evidence, once the copy was received.
    pub defence: Option<Reckoned>,
}

/// Which are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub organ: Option<String>,
    /// With the organs below it.
    pub below: bool,
    pub kind: Option<ChallengeKind>,
    pub open: Option<bool>,
    pub result: Option<ChallengeResult>,
    pub accepted_from: Option<NaiveDate>,
    pub accepted_to: Option<NaiveDate>,
    pub number: Option<String>,
}

/// The current ones that touch a case, the last accepted first. Whoever may read the case may read them.
pub fn of_case(conn: &mut AnyConn, case: Id) -> QueryResult<Vec<Shown>> {
    let found = challenges::of_case(conn, case)?;
    shown(conn, found)
}

/// Every version of one that the actor may read, the last first.
pub fn seen(conn: &mut AnyConn, actor: &Actor, id: Uuid) -> Result<Vec<Shown>, Error> {
    let found = versions(conn, actor, id)?;
    Ok(shown(conn, found)?)
}

/// The same as it is stored; what may not be known of is not there.
pub(super) fn versions(
    conn: &mut AnyConn,
    actor: &Actor,
    id: Uuid,
) -> Result<Vec<Recorded>, Error> {
    let found = challenges::versions(conn, id.as_bytes())?;
    let organ = found.first().ok_or(Error::NoSuchChallenge)?.challenge.organ;
    match actor.may(conn, Matter::ReadCases, organ) {
        Err(Error::Forbidden(_)) => Err(Error::NoSuchChallenge),
        verdict => verdict.map(|()| found),
    }
}

/// A page of those that the actor may read, the last accepted first.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    wanted: Wanted,
    after: Option<(NaiveDate, Uuid)>,
    size: i64,
) -> Result<Vec<Shown>, Error> {
    let place = (wanted.organ.as_deref(), wanted.below);
    let organs = reading::organs_to_list(conn, actor, place)??;
    let Wanted { kind, open, result, accepted_from, accepted_to, number, .. } = wanted;
    let filter = Filter { organs, kind, open, result, accepted_from, accepted_to, number };
    let after = after.map(|(day, id)| (day, id.as_bytes().to_vec()));
    let found = challenges::page(conn, &filter, after, size)?;
    Ok(shown(conn, found)?)
}

fn shown(conn: &mut AnyConn, found: Vec<Recorded>) -> QueryResult<Vec<Shown>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let calendar = calendar::of(conn)?;
    let mut all = Vec::new();
    for recorded in found {
        let organ = organs::code(conn, recorded.challenge.organ)?;
        let defence = defence(&recorded.challenge, &calendar);
        all.push(Shown { id: super::id_of(&recorded.challenge), organ, recorded, defence });
    }
    Ok(all)
}

/// The organ's own date as respondent or defendant (rules.md section 2).
fn defence(challenge: &Challenge, calendar: &Calendar) -> Option<Reckoned> {
    let against = match challenge.kind {
        ChallengeKind::Review if challenge.own.simplified => Defence::SimplifiedReview,
        ChallengeKind::Review => Defence::Review,
        ChallengeKind::LitigationDirect | ChallengeKind::LitigationAfterReview => Defence::Lawsuit,
    };
    let received_on = challenge.own.copy_received_on?;
    Some(defence_due(against, received_on, calendar, &Periods::default()))
}
