//! The tree of organs: a list is taken in whole or not at all, a single version is recorded by whom its place in the tree
//! lets.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::session::by;
use super::{Actor, Error};
use crate::crypto::Keys;
use crate::db::{AnyConn, Db, QueryResult, Tx, organs};
use crate::domain::dossier::Refusal;
use crate::domain::organ::{OrganId, OrganVersion, Organs, is_code};
use crate::domain::people::is_name;
use crate::domain::permission::Matter;
use crate::ledger::{BadOrgan, OrganRow};

/// How a list of organs was taken in.
#[derive(Debug, serde::Serialize)]
pub struct OrganImport {
    /// Versions read.
    pub read: usize,
    /// Versions that were new or said something new.
    pub recorded: usize,
    /// Why nothing was recorded, if so.
    pub refused: Vec<BadOrgan>,
}

/// Records the organs of a list; a line that says what is recorded already changes nothing.
pub fn import(
    db: &Db,
    rows: Vec<Result<OrganRow, BadOrgan>>,
    now: DateTime<Utc>,
) -> Result<OrganImport, Error> {
    let read = rows.len();
    let (rows, mut refused): (Vec<_>, Vec<_>) = rows.into_iter().partition(Result::is_ok);
    let rows: Vec<OrganRow> = rows.into_iter().filter_map(Result::ok).collect();
    let mut refusals: Vec<BadOrgan> = refused.drain(..).filter_map(Result::err).collect();
    refusals.extend(unknown_references(db, &rows)?);
    if !refusals.is_empty() {
        return Ok(OrganImport { read, recorded: 0, refused: refusals });
    }
    let recorded = db.write_blocking(|tx| {
        let known = organs::load(tx, None)?;
        let mut recorded = 0;
        for row in &rows {
            recorded += usize::from(record(tx, &known, row, now)?);
        }
        no_circle(tx)?;
        Ok::<_, Error>(recorded)
    })?;
    Ok(OrganImport { read, recorded, refused: Vec::new() })
}

/// Codes that a line speaks of and that stand neither in the list nor in the database.
fn unknown_references(db: &Db, rows: &[OrganRow]) -> Result<Vec<BadOrgan>, Error> {
    let known = db.scan_blocking(|conn| organs::load(conn, None))?;
    let exists =
        |code: &str| known.by_code(code).is_some() || rows.iter().any(|row| row.code == code);
    let mut unknown = Vec::new();
    for row in rows {
        let references = [
            ("上级代码", &row.parent),
            ("并入代码", &row.merged_into),
            ("汇总上级代码", &row.rolls_up_to),
        ];
        for (column, code) in references {
            if let Some(code) = code.as_deref().filter(|code| !exists(code)) {
                let text = format!("名录和数据库中都没有代码 {code}");
                unknown.push(BadOrgan { row: row.row, column, text });
            }
        }
    }
    Ok(unknown)
}

/// Records a version, unless it says what is recorded already.
fn record(
    tx: &mut Tx<'_>,
    known: &Organs,
    row: &OrganRow,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let mut id = |code: &String| organs::id_of(tx, code);
    let version = OrganVersion {
        id: id(&row.code)?,
        code: row.code.clone(),
        name: row.name.clone(),
        parent: row.parent.as_ref().map(&mut id).transpose()?,
        kind: row.kind,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        merged_into: row.merged_into.as_ref().map(&mut id).transpose()?,
        rolls_up_to: row.rolls_up_to.as_ref().map(&mut id).transpose()?,
    };
    if known.all().any(|other| *other == version) {
        return Ok(false);
    }
    organs::record(tx, &version, now)?;
    Ok(true)
}

fn no_circle(conn: &mut AnyConn) -> Result<(), Error> {
    match organs::load(conn, None)?.in_circle() {
        Some(version) => Err(Error::OrganInCircle(version.code.clone())),
        None => Ok(()),
    }
}

/// The whole tree with its history, for everybody who works here.
pub fn readable(conn: &mut AnyConn, actor: &Actor) -> Result<Organs, Error> {
    actor.may_somewhere(Matter::ReadOrgans)?;
    Ok(organs::load(conn, None)?)
}

/// The whole tree, an organ in it, and how many versions of it were ever recorded.
pub fn seen(
    conn: &mut AnyConn,
    actor: &Actor,
    code: &str,
) -> Result<(Organs, OrganId, i32), Error> {
    let known = readable(conn, actor)?;
    let organ = known.by_code(code).ok_or_else(|| Error::NoSuchOrgan(code.to_owned()))?;
    let version = organs::versions(conn, organ)?;
    Ok((known, organ, version))
}

/// Recording versions goes one after the other: each sees the circle that another would close.
const LOCK: i64 = 0x676b_6f72_6761_6e73;

/// Records a new organ below one that the actor administers.
pub fn add(tx: &mut Tx<'_>, keys: &Keys, actor: &Actor, row: &OrganRow) -> Result<(), Error> {
    actor.may_somewhere(Matter::ChangeOrgans)?;
    check(row)?;
    tx.alone(LOCK)?;
    if organs::find(tx, &row.code)?.is_some() {
        return Err(Error::OrganTaken);
    }
    if row.parent.is_none() {
        return Err(Error::NoParent);
    }
    write(tx, keys, actor, (row, None))
}

/// Records another version of an organ: renamed, moved, merged, closed. The version that began on the same day is
/// superseded.
pub fn change(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (row, version): (&OrganRow, i32),
) -> Result<(), Error> {
    let organ = organs::find(tx, &row.code)?;
    let organ = organ.ok_or_else(|| Error::NoSuchOrgan(row.code.clone()))?;
    actor.may(tx, Matter::ChangeOrgans, organ)?;
    check(row)?;
    tx.alone(LOCK)?;
    if organs::versions(tx, organ)? != version {
        return Err(Error::Stale);
    }
    write(tx, keys, actor, (row, Some(organ)))
}

fn write(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (row, organ): (&OrganRow, Option<OrganId>),
) -> Result<(), Error> {
    let known = organs::load(tx, None)?;
    let before = organ.and_then(|organ| known.nearest(organ, row.valid_from));
    for (told, stood) in [
        (&row.parent, before.and_then(|version| version.parent)),
        (&row.merged_into, before.and_then(|version| version.merged_into)),
        (&row.rolls_up_to, before.and_then(|version| version.rolls_up_to)),
    ] {
        let find = |code: &String| known.by_code(code).ok_or(Error::NoSuchOrgan(code.clone()));
        let told = told.as_ref().map(find).transpose()?;
        // Nobody leaves an organ above, or takes a place below one, that they do not administer.
        for other in [told, stood].into_iter().flatten().filter(|_| told != stood) {
            actor.may(tx, Matter::ChangeOrgans, other)?;
        }
    }
    // The version before ends on the day before, or it would be back when this one ends.
    if let Some(before) = before.filter(|before| before.valid_from < row.valid_from)
        && before.holds_on(row.valid_from)
    {
        let ended = OrganVersion { valid_to: row.valid_from.pred_opt(), ..before.clone() };
        organs::record(tx, &ended, actor.now)?;
    }
    record(tx, &known, row, actor.now)?;
    no_circle(tx)?;
    let told = json!({
        "code": row.code, "name": row.name, "parent": row.parent, "kind": row.kind,
        "valid_from": row.valid_from, "valid_to": row.valid_to, "merged_into": row.merged_into,
        "rolls_up_to": row.rolls_up_to,
    });
    by(tx, keys, actor, "organ_recorded", told)
}

/// What a list shows at a glance a single version must satisfy too.
fn check(row: &OrganRow) -> Result<(), Error> {
    if !is_code(&row.code) {
        return Err(Error::BadOrganCode);
    }
    if !is_name(&row.name) {
        return Err(Error::BadName);
    }
    let possible = |day: NaiveDate| (1949..=2100).contains(&day.year());
    for (field, day) in [("valid_from", Some(row.valid_from)), ("valid_to", row.valid_to)] {
        if let Some(day) = day.filter(|day| !possible(*day)) {
            return Err(Refusal::ImpossibleDay { field, day }.into());
        }
    }
    if row.valid_to.is_some_and(|last| last < row.valid_from) {
        return Err(Error::DaysReversed);
    }
    Ok(())
}
