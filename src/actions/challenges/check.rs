//! What the record of a review or lawsuit must satisfy: days that can be, an ending of its kind, cases of its organ.

use chrono::{Datelike, NaiveDate};

use crate::actions::{Actor, Error};
use crate::db::cases::page::{self, CaseRow};
use crate::db::challenges::Challenge;
use crate::db::{AnyConn, Id, organs};
use crate::domain::challenge::ChallengeKind;
use crate::domain::dossier::Refusal;

/// Cases that one review or lawsuit touches at most.
const MOST_CASES: usize = 500;

/// Checks all of it; gives the cases that it touches.
pub fn whole(
    conn: &mut AnyConn,
    new: &Challenge,
    (actor, numbers): (&Actor, &[String]),
) -> Result<Vec<CaseRow>, Error> {
    if new.own.simplified && new.kind != ChallengeKind::Review {
        return Err(Refusal::field("simplified", "只有行政复议有简易程序").into());
    }
    if numbers.len() > MOST_CASES {
        return Err(Refusal::field("cases", "不超过 500 件").into());
    }
    let longest = [&new.number, &new.own.forum].into_iter().flatten();
    if longest.map(|text| text.chars().count()).any(|length| length > 200) {
        return Err(Refusal::field("number", "案号、复议机关或者法院的名称不超过 200 字").into());
    }
    days(new, actor)?;
    let cases = cases(conn, new, numbers)?;
    for case in &cases {
        not_before(("accepted_on", new.accepted_on), ("到件", case.arrived_on))?;
    }
    Ok(cases)
}

/// The days, one after the other, and none to come.
pub fn days(new: &Challenge, actor: &Actor) -> Result<(), Error> {
    let own = &new.own;
    let concluded_on = new.conclusion.map(|(_, on)| on);
    for (field, day) in [
        ("accepted_on", Some(new.accepted_on)),
        ("copy_received_on", own.copy_received_on),
        ("defended_on", own.defended_on),
        ("concluded_on", concluded_on),
    ] {
        let Some(day) = day else { continue };
        if !(2008..=2100).contains(&day.year()) {
            return Err(Refusal::ImpossibleDay { field, day }.into());
        }
        if day > actor.today {
            return Err(Refusal::InFuture { field, day }.into());
        }
        not_before((field, day), ("受理", new.accepted_on))?;
    }
    if let Some(defended_on) = own.defended_on {
        let received = own.copy_received_on.ok_or_else(|| {
            Refusal::field("copy_received_on", "先记录收到副本的日期，再记录答复")
        })?;
        not_before(("defended_on", defended_on), ("收到副本", received))?;
    }
    if own.endings.iter().any(|ending| !ending.ends(new.kind)) {
        return Err(Refusal::field("endings", format!("不是{}的结果", new.kind.label())).into());
    }
    Ok(())
}

fn not_before(
    (field, day): (&'static str, NaiveDate),
    (before, before_on): (&'static str, NaiveDate),
) -> Result<(), Error> {
    if day < before_on {
        return Err(Refusal::TooEarly { field, day, before, before_on }.into());
    }
    Ok(())
}

/// The cases of the organ, or of one that it is heir to, with these numbers.
fn cases(conn: &mut AnyConn, new: &Challenge, numbers: &[String]) -> Result<Vec<CaseRow>, Error> {
    let mut found: Vec<CaseRow> = Vec::new();
    for number in numbers {
        let mut own = None;
        for row in page::numbered(conn, number)? {
            let fits = row.number == *number
                && (row.organ_id == new.organ
                    || organs::load(conn, None)?.heir(row.organ_id, new.accepted_on) == new.organ);
            if fits {
                own = Some(row);
            }
        }
        let own = own.ok_or_else(|| {
            Refusal::field("cases", format!("被申请人、被告没有编号为 {number} 的申请件"))
        })?;
        if found.iter().all(|known| known.id != own.id) {
            found.push(own);
        }
    }
    Ok(found)
}

/// The rows of cases that are not among `known`.
pub fn rows(conn: &mut AnyConn, ids: &[Id], known: &[CaseRow]) -> Result<Vec<CaseRow>, Error> {
    let missing = ids.iter().filter(|id| known.iter().all(|case| case.id != **id));
    let missing: Vec<Id> = missing.copied().collect();
    Ok(page::of_ids(conn, &missing)?)
}
