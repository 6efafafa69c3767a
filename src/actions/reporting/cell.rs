//! What stands behind one number: the cases, and the tables that were handed in.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Error, Read, ReportOptions, State, state};
use crate::db::cases::list::{self, ListedCase};
use crate::db::challenges::{self, Challenge};
use crate::db::{AnyConn, Db};
use crate::domain::annual_report::tally::Period;
use crate::domain::annual_report::{Cell, Standing};
use crate::domain::challenge::ChallengeKind;
use crate::domain::organ::{OrganId, Organs};

/// The cases and tables that add up to one number.
#[derive(Debug, Serialize)]
pub struct CellView {
    pub value: i64,
    pub cases: Vec<CellCase>,
    pub handed_in: Vec<CellTable>,
    /// Where the next page begins; the command line gives all at once.
    pub next: Option<String>,
}

/// One case, or one review or lawsuit; nothing personal.
#[derive(Debug, Serialize)]
pub struct CellCase {
    pub number: String,
    pub organ: String,
    pub received_on: NaiveDate,
    pub closed_on: Option<NaiveDate>,
    pub result: Option<String>,
    pub content: String,
}

/// The part of a number that an organ handed in.
#[derive(Debug, Serialize)]
pub struct CellTable {
    pub organ: String,
    pub value: i64,
}

/// Lists what stands behind `cell` of the table that `options` ask for.
pub fn behind(db: &Db, options: &ReportOptions<'_>, cell: Cell) -> Result<CellView, Error> {
    db.scan_blocking(|conn| behind_from(conn, options, cell))?
}

/// The same where the records are being read already.
pub fn behind_from(conn: &mut AnyConn, options: &ReportOptions<'_>, cell: Cell) -> Read<CellView> {
    let known = |row| options.format().rows().any(|known| known == row);
    if matches!(cell, Cell::SectionThree(row, _) if !known(row)) {
        return Ok(Err(Error::NoSuchCell(cell.to_string())));
    }
    match options.period() {
        Ok(period) => view(conn, options, period, cell),
        Err(error) => Ok(Err(error)),
    }
}

fn view(
    conn: &mut AnyConn,
    options: &ReportOptions<'_>,
    period: Period,
    cell: Cell,
) -> Read<CellView> {
    let state = match state(conn, options, period)? {
        Ok(state) => state,
        Err(error) => return Ok(Err(error)),
    };
    let code = |organ| code(&state.organs, organ, period);
    let cases: Vec<CellCase> = match cell {
        Cell::SectionThree(row, column) => {
            let place = (row, column);
            let counts = |case: &_| period.counts_in(case, options.format(), place);
            let organs = &state.gathered.organs;
            let listed = list::list(conn, organs, (period, row), options.known_at, counts)?;
            listed.into_iter().map(|case| cell_case(case, code)).collect()
        }
        Cell::SectionFour(block, standing) => {
            let asked = Asked { period, known_at: options.known_at, block, standing };
            challenge_cases(conn, &state, &asked)?
        }
    };
    let handed_in: Vec<CellTable> = handed_in(&state, options, cell, period);
    let own = i64::try_from(cases.len()).unwrap_or(i64::MAX);
    let value = own + handed_in.iter().map(|table| table.value).sum::<i64>();
    Ok(Ok(CellView { value, cases, handed_in, next: None }))
}

fn code(organs: &Organs, organ: OrganId, period: Period) -> String {
    organs.nearest(organ, period.as_of).map(|version| version.code.clone()).unwrap_or_default()
}

fn cell_case(case: ListedCase, code: impl Fn(OrganId) -> String) -> CellCase {
    let closing = case.facts.closing;
    CellCase {
        organ: code(case.organ),
        number: case.number,
        received_on: case.facts.received_on,
        closed_on: closing.map(|closing| closing.closed_on),
        result: closing.map(|closing| closing.row.to_string()),
        content: case.content,
    }
}

/// Which challenges are asked for.
struct Asked {
    period: Period,
    known_at: Option<chrono::DateTime<chrono::Utc>>,
    block: ChallengeKind,
    standing: Standing,
}

fn challenge_cases(
    conn: &mut AnyConn,
    state: &State,
    asked: &Asked,
) -> crate::db::QueryResult<Vec<CellCase>> {
    let known = challenges::of_organs(conn, &state.gathered.organs, asked.known_at)?;
    let listed = known.into_iter().filter(|challenge| {
        let stands = asked.period.standing_of(challenge.accepted_on, challenge.conclusion);
        let fits = stands.is_some_and(|s| s == asked.standing || asked.standing == Standing::Total);
        challenge.kind == asked.block && fits
    });
    let view = |challenge: Challenge| CellCase {
        number: challenge.number.unwrap_or_default(),
        organ: code(&state.organs, challenge.organ, asked.period),
        received_on: challenge.accepted_on,
        closed_on: challenge.conclusion.map(|(_, on)| on),
        result: challenge.conclusion.map(|(result, _)| result.to_string()),
        content: challenge.case_numbers,
    };
    Ok(listed.map(view).collect())
}

fn handed_in(
    state: &State,
    options: &ReportOptions<'_>,
    cell: Cell,
    period: Period,
) -> Vec<CellTable> {
    let tables = state.gathered.tables.iter().map(|table| {
        let value = match cell {
            Cell::SectionThree(row, column) => {
                let mut printed = crate::domain::annual_report::SectionThree::default();
                printed.add_table(&table.three, options.format());
                printed.get(row, column)
            }
            Cell::SectionFour(block, standing) => table.four.get(block, standing),
        };
        CellTable { organ: code(&state.organs, table.organ, period), value: value.unwrap_or(0) }
    });
    tables.filter(|table| table.value != 0).collect()
}
