//! 定稿锁定: a year table with the cases behind every cell, kept as it was. Later it is held against the records as they
//! are then; a change makes another version, never a silent one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::hand_in::{body, sections};
use super::{Read, ReportOptions, state, table};
use crate::actions::session::by;
use crate::actions::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::cases::list;
use crate::db::sealed_reports::{self, Behind, Sealed, Which};
use crate::db::{AnyConn, Id, Instant, Tx, organs};
use crate::domain::annual_report::compare;
use crate::domain::annual_report::{AnnualTable, Format, Row, Scope};
use crate::domain::permission::Matter;

/// Whose report of which year.
#[derive(Clone, Debug)]
pub struct Report {
    pub organ: String,
    pub year: i32,
    pub scope: Scope,
}

/// A table with its cases, before it is sealed.
#[derive(Debug)]
pub struct Derived {
    table: AnnualTable,
    cases: Vec<(String, Id)>,
    behind: Vec<Behind>,
}

/// A sealed version, held against the records as they are now.
#[derive(Debug, Serialize)]
pub struct Shown {
    pub version: i32,
    pub versions: usize,
    pub sealed_at: chrono::DateTime<chrono::Utc>,
    pub sealed_by: Option<String>,
    /// SHA-256 of the numbers and the cases, in hexadecimal; the audit log names it too.
    pub hash: String,
    /// Whether what is stored still has that hash.
    pub intact: bool,
    pub table: Value,
    pub differences: Vec<Difference>,
    pub moved: Vec<MovedCase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cases: Option<Vec<CellOf>>,
}

/// A cell in which the records say otherwise now.
#[derive(Debug, Serialize)]
pub struct Difference {
    pub cell: String,
    pub sealed: Option<i64>,
    pub derived: Option<i64>,
}

/// A case that came into a cell or left it.
#[derive(Debug, Serialize)]
pub struct MovedCase {
    #[serde(flatten)]
    pub case: CellOf,
    pub change: Change,
}

/// How.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Gone,
}

/// A case and the cell that it stands in.
#[derive(Debug, Serialize)]
pub struct CellOf {
    pub cell: String,
    pub organ: String,
    pub number: String,
}

/// What a version keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// As it was shown.
    table: Value,
    format: Format,
    /// The two sections for comparing.
    sections: String,
}

/// Derives what is to be sealed; by whom may seal it.
pub fn derive(
    conn: &mut AnyConn,
    actor: &Actor,
    report: &Report,
    (format, as_of): (Option<Format>, Option<NaiveDate>),
) -> Read<Derived> {
    if let Err(error) = reading::apart(may(conn, actor, Matter::SealReport, report))? {
        return Ok(Err(error));
    }
    derived(conn, actor, report, (format, as_of))
}

fn may(conn: &mut AnyConn, actor: &Actor, matter: Matter, report: &Report) -> Result<Which, Error> {
    let organ = organs::find(conn, &report.organ)?;
    let organ = organ.ok_or_else(|| Error::NoSuchOrgan(report.organ.clone()))?;
    actor.may(conn, matter, organ)?;
    Ok((organ, report.year, report.scope))
}

fn derived(
    conn: &mut AnyConn,
    actor: &Actor,
    Report { organ, year, scope }: &Report,
    (format, as_of): (Option<Format>, Option<NaiveDate>),
) -> Read<Derived> {
    let (year, scope, today) = (*year, *scope, actor.today);
    let options = ReportOptions { organ, year, scope, format, as_of, known_at: None, today };
    let period = match options.period() {
        Ok(period) => period,
        Err(error) => return Ok(Err(error)),
    };
    let state = match state(conn, &options, period)? {
        Ok(state) => state,
        Err(error) => return Ok(Err(error)),
    };
    let (mut cases, mut behind) = (Vec::new(), Vec::new());
    let code = |organ| state.organs.code(organ).unwrap_or_default().to_owned();
    let format = options.format();
    // Each case stands where it came in and where it went; every other cell is a sum of these.
    for row in [
        Row::ReceivedNew,
        Row::CarriedOverFromLastYear,
        Row::ResultsTotal,
        Row::CarriedForwardToNextYear,
    ] {
        let counts = |facts: &_| {
            period.counts_in(facts, format, (row, crate::domain::annual_report::Column::Total))
        };
        let found = list::list(conn, &state.gathered.organs, (period, row), None, counts)?;
        for case in found {
            let printed =
                case.facts.closing.map(|closing| format.fold_row(Row::Result(closing.row)));
            let row = if row == Row::ResultsTotal { printed.unwrap_or(row) } else { row };
            let cell = format!("{row}/{}", case.facts.kind);
            behind.push((cell.clone(), code(case.organ), case.number));
            cases.push((cell, case.id));
        }
    }
    behind.sort();
    let table = table(state, &options, period);
    Ok(Ok(Derived { table, cases, behind }))
}

/// Seals what was derived; gives the version. What differs in nothing from the last version is not sealed again.
pub fn seal(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    report: &Report,
    derived: &Derived,
) -> Result<i32, Error> {
    let which = may(tx, actor, Matter::SealReport, report)?;
    tx.alone(i64::from(which.0) << 16 | i64::from(which.1))?;
    let before = sealed_reports::versions(tx, which)?;
    let AnnualTable { section_three, section_four, format, as_of, .. } = &derived.table;
    let sections = body(section_three.clone(), section_four.clone())?;
    let hash = hash(&sections, *as_of, &derived.behind);
    if before.first().is_some_and(|last| last.hash == hash) {
        return Err(Error::SealedAlready);
    }
    let unwritten = |error: serde_json::Error| Error::StoredTable(error.to_string());
    let shown = serde_json::to_value(&derived.table).map_err(unwritten)?;
    let kept = Kept { table: shown, format: *format, sections };
    let version = before.first().map_or(0, |last| last.version) + 1;
    let sealed = Sealed {
        id: Id::fresh(),
        version,
        as_of: *as_of,
        known_at: Instant(actor.now),
        body: serde_json::to_string(&kept).map_err(unwritten)?,
        hash: hash.to_vec(),
        recorded_at: Instant(actor.now),
        recorded_by: Some(actor.name.clone()),
    };
    sealed_reports::record(tx, which, &sealed, &derived.cases)?;
    let Report { organ, year, scope } = report;
    let told = json!({
        "organ": organ, "year": year, "scope": scope, "version": version, "hash": hex(&hash),
    });
    by(tx, keys, actor, "report_sealed", told)?;
    Ok(version)
}

/// A sealed version, by default the last, held against the records.
pub fn seen(
    conn: &mut AnyConn,
    actor: &Actor,
    report: &Report,
    (version, with_cases): (Option<i32>, bool),
) -> Read<Shown> {
    let which = match reading::apart(may(conn, actor, Matter::ReadAnnualTable, report))? {
        Ok(which) => which,
        Err(error) => return Ok(Err(error)),
    };
    let all = sealed_reports::versions(conn, which)?;
    let versions = all.len();
    let wanted = |sealed: &Sealed| version.is_none_or(|version| version == sealed.version);
    let Some(sealed) = all.into_iter().find(wanted) else { return Ok(Err(Error::NotSealed)) };
    let kept: Kept = match serde_json::from_str(&sealed.body) {
        Ok(kept) => kept,
        Err(error) => return Ok(Err(Error::StoredTable(error.to_string()))),
    };
    let how = (Some(kept.format), Some(sealed.as_of));
    let now = match derived(conn, actor, report, how)? {
        Ok(now) => now,
        Err(error) => return Ok(Err(error)),
    };
    let behind = sealed_reports::behind(conn, sealed.id)?;
    Ok(shown(sealed, versions, (kept, behind), &now, with_cases))
}

/// The table of a version, out of what is stored of it.
pub(in crate::actions) fn stored(body: &str) -> Result<Value, Error> {
    let kept: Kept =
        serde_json::from_str(body).map_err(|error| Error::StoredTable(error.to_string()))?;
    Ok(kept.table)
}

fn shown(
    sealed: Sealed,
    versions: usize,
    (kept, mut behind): (Kept, Vec<Behind>),
    now: &Derived,
    with_cases: bool,
) -> Result<Shown, Error> {
    behind.sort();
    let (three, four) = sections(&kept.sections)?;
    let differences = compare((&three, &four), (&now.table.section_three, &now.table.section_four));
    let differences = differences.into_iter().map(|difference| Difference {
        cell: difference.cell.to_string(),
        sealed: difference.left,
        derived: difference.right,
    });
    let intact = hash(&kept.sections, sealed.as_of, &behind).as_slice() == sealed.hash;
    Ok(Shown {
        version: sealed.version,
        versions,
        sealed_at: sealed.recorded_at.0,
        sealed_by: sealed.recorded_by,
        hash: hex(&sealed.hash),
        intact,
        table: kept.table,
        differences: differences.collect(),
        moved: moved(&behind, &now.behind),
        cases: with_cases.then(|| behind.into_iter().map(cell_of).collect()),
    })
}

/// The cases that stand on one side only, cell by cell.
fn moved(sealed: &[Behind], now: &[Behind]) -> Vec<MovedCase> {
    let (sealed, now): (BTreeSet<_>, BTreeSet<_>) = (sealed.iter().collect(), now.iter().collect());
    let mut sides: BTreeMap<&Behind, Change> = BTreeMap::new();
    sides.extend(sealed.difference(&now).map(|case| (*case, Change::Gone)));
    sides.extend(now.difference(&sealed).map(|case| (*case, Change::Added)));
    let tell =
        |(case, change): (&Behind, Change)| MovedCase { case: cell_of(case.clone()), change };
    sides.into_iter().map(tell).collect()
}

fn cell_of((cell, organ, number): Behind) -> CellOf {
    CellOf { cell, organ, number }
}

/// Over the numbers, the day, and the cases in their order.
fn hash(sections: &str, as_of: NaiveDate, behind: &[Behind]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    };
    put(sections);
    put(&as_of.to_string());
    for (cell, organ, number) in behind {
        for text in [cell, organ, number] {
            put(text);
        }
    }
    hash.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
