//! Takes in the table of an organ that keeps no cases here: as it is, its faults shown and never repaired.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actions::session::by;
use crate::actions::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::handed_in_tables::{self, HandedIn, Listed};
use crate::db::{AnyConn, Db, Id, Tx, organs};
use crate::domain::annual_report::check::check;
use crate::domain::annual_report::{
    Cells, Finding, Format, Row, Scope, SectionFour, SectionThree, Standings,
};
use crate::domain::challenge::ChallengeKind;
use crate::domain::dossier::Refusal;
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;
use crate::ledger::published::PublishedTable;

/// A handed-in table, read.
#[derive(Clone, Debug)]
pub struct Body {
    pub organ: OrganId,
    pub three: SectionThree,
    pub four: SectionFour,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    rows: BTreeMap<Row, Cells>,
    blocks: BTreeMap<ChallengeKind, Standings>,
}

/// Reads a stored table.
pub fn read_body(table: &HandedIn) -> Result<Body, Error> {
    let (three, four) = sections(&table.body)?;
    Ok(Body { organ: table.organ, three, four })
}

/// Two sections out of their stored form.
pub(super) fn sections(body: &str) -> Result<(SectionThree, SectionFour), Error> {
    let stored: Stored =
        serde_json::from_str(body).map_err(|error| Error::StoredTable(error.to_string()))?;
    Ok((SectionThree { rows: stored.rows }, SectionFour { blocks: stored.blocks }))
}

/// Records a table for `organ`, in place of the one it handed in before; gives what is wrong with it.
pub fn hand_in(
    db: &Db,
    organ: &str,
    (year, scope, format): (i32, Scope, Format),
    three: SectionThree,
    four: SectionFour,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, Error> {
    let findings = check(&three, &four, format);
    let body = body(three, four)?;
    db.write_blocking(|tx| {
        let known = organs::load(tx, None)?;
        let id = known.by_code(organ).ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
        let table = HandedIn { organ: id, scope, format, body };
        handed_in_tables::record(tx, (year, None), &table, now)?;
        Ok::<_, Error>(())
    })?;
    Ok(findings)
}

/// Two sections as they are stored.
pub(super) fn body(three: SectionThree, four: SectionFour) -> Result<String, Error> {
    let stored = Stored { rows: three.rows, blocks: four.blocks };
    serde_json::to_string(&stored).map_err(|error| Error::StoredTable(error.to_string()))
}

/// A handed-in table as it is shown, with what is wrong with it.
#[derive(Debug)]
pub struct Shown {
    pub listed: Listed,
    pub three: SectionThree,
    pub four: SectionFour,
    pub findings: Vec<Finding>,
}

/// The organ of a table, if the actor may hand in for it: asked before a file is unpacked.
pub fn may_hand_in(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<OrganId, Error> {
    let id = organs::find(conn, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    actor.may(conn, Matter::HandInTable, id)?;
    Ok(id)
}

/// Takes in the table of an organ, by whom may hand in for it.
pub fn receive(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (organ, year, scope): (&str, i32, Scope),
    table: PublishedTable,
) -> Result<Shown, Error> {
    let id = may_hand_in(tx, actor, organ)?;
    if year > actor.today.year() {
        return Err(Error::YearNotBegun(year));
    }
    if let Some(said) = table.year.filter(|said| *said != year) {
        return Err(Refusal::field("year", format!("文件是{said}年的表")).into());
    }
    if let Some(said) = table.scope.filter(|said| *said != scope) {
        return Err(Refusal::field("scope", format!("文件的口径是 {said}")).into());
    }
    let body = body(table.section_three, table.section_four)?;
    let stored = HandedIn { organ: id, scope, format: table.format, body };
    let by_whom = (year, Some(actor.name.as_str()));
    let made = handed_in_tables::record(tx, by_whom, &stored, actor.now)?;
    let told = json!({"organ": organ, "year": year, "scope": scope});
    by(tx, keys, actor, "table_handed_in", told)?;
    read(tx, made)
}

/// One table that the actor may read; what may not be known of is not there.
pub fn seen(conn: &mut AnyConn, actor: &Actor, id: Id) -> Result<Shown, Error> {
    let shown = read(conn, id)?;
    match actor.may(conn, Matter::ReadAnnualTable, shown.listed.table.organ) {
        Err(Error::Forbidden(_)) => Err(Error::NoSuchTable),
        verdict => verdict.map(|()| shown),
    }
}

fn read(conn: &mut AnyConn, id: Id) -> Result<Shown, Error> {
    let listed = handed_in_tables::find(conn, id)?.ok_or(Error::NoSuchTable)?;
    let Body { three, four, .. } = read_body(&listed.table)?;
    let findings = check(&three, &four, listed.table.format);
    Ok(Shown { listed, three, four, findings })
}

/// A page of the current tables that the actor may read.
pub fn page(
    conn: &mut AnyConn,
    actor: &Actor,
    (organ, below, year): (Option<&str>, bool, Option<i32>),
    after: Option<Id>,
    size: i64,
) -> Result<Vec<Listed>, Error> {
    let among = reading::organs_to_list(conn, actor, (organ, below))??;
    Ok(handed_in_tables::page(conn, (&among, year), after, size)?)
}
