//! Derives the year table of an organ or of a whole tree, and what stands behind each of its numbers.

mod cell;
mod gather;
mod hand_in;
pub mod seal;
pub mod tree;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use self::gather::{Gathered, gather};
use super::Error;
use crate::db::cases::{count, list};
use crate::db::{AnyConn, Db, challenges, organs};
use crate::domain::annual_report::check::{FindingCode, check, many_other};
use crate::domain::annual_report::tally::{Period, Tally};
use crate::domain::annual_report::{
    AnnualTable, Column, Finding, Format, OrganName, Row, Scope, SectionFour, SectionThree,
};
use crate::domain::organ::{OrganId, Organs};
use crate::domain::outcome::ResultRow;

pub use cell::{CellView, behind, behind_from};
pub use hand_in::{Shown as HandedInTable, hand_in, may_hand_in, page as handed_in, receive, seen};

/// Which table is wanted.
#[derive(Clone, Debug)]
pub struct ReportOptions<'a> {
    pub organ: &'a str,
    pub year: i32,
    pub scope: Scope,
    /// By default that of the year.
    pub format: Option<Format>,
    /// By default 31 December, or today if that is earlier.
    pub as_of: Option<NaiveDate>,
    /// By default now.
    pub known_at: Option<DateTime<Utc>>,
    pub today: NaiveDate,
}

impl ReportOptions<'_> {
    fn period(&self) -> Result<Period, Error> {
        if self.year > self.today.year() {
            return Err(Error::YearNotBegun(self.year));
        }
        let asked = self.as_of.unwrap_or(self.today);
        Period::new(self.year, self.as_of, self.today)
            .ok_or(Error::DayOutsideYear(asked, self.year))
    }

    fn format(&self) -> Format {
        self.format.unwrap_or_else(|| Format::for_year(self.year))
    }
}

/// Derives the table from the records.
pub fn report(db: &Db, options: &ReportOptions<'_>) -> Result<AnnualTable, Error> {
    db.scan_blocking(|conn| report_from(conn, options))?
}

/// The same where the records are being read already.
pub fn report_from(conn: &mut AnyConn, options: &ReportOptions<'_>) -> Read<AnnualTable> {
    let period = match options.period() {
        Ok(period) => period,
        Err(error) => return Ok(Err(error)),
    };
    Ok(state(conn, options, period)?.map(|state| table(state, options, period)))
}

fn table(state: State, options: &ReportOptions<'_>, period: Period) -> AnnualTable {
    let format = options.format();
    let State { organ, gathered, tally, .. } = state;
    let mut three = tally.section_three(format);
    let mut four = tally.section_four();
    let mut undivided = tally.undivided_other();
    for table in &gathered.tables {
        three.add_table(&table.three, format);
        four.add_table(&table.four);
        let other = Row::Result(ResultRow::OtherProcessing);
        undivided += table.three.get(other, Column::Total).unwrap_or(0);
    }
    let findings = findings(gathered.findings, &three, &four, format, undivided);
    AnnualTable {
        organ,
        year: options.year,
        scope: options.scope,
        format,
        as_of: period.as_of,
        known_at: options.known_at,
        section_three: three,
        section_four: four,
        findings,
    }
}

/// Everything that a table is made of, read in one state of the database.
struct State {
    organ: OrganName,
    organs: Organs,
    gathered: Gathered,
    tally: Tally,
}

type Read<T> = crate::db::QueryResult<Result<T, Error>>;

fn state(conn: &mut AnyConn, options: &ReportOptions<'_>, period: Period) -> Read<State> {
    let day = period.as_of;
    let organs = tree::around(conn, options.organ, day, options.known_at)?;
    let Some(id) = organs.by_code(options.organ) else {
        return Ok(Err(unknown_organ(conn, options)?));
    };
    let Some(version) = organs.nearest(id, day).filter(|version| version.valid_from <= day) else {
        return Ok(Err(Error::OrganNotThen(options.organ.to_owned(), day)));
    };
    let organ = OrganName { code: version.code.clone(), name: version.name.clone() };
    let unit = match options.scope {
        Scope::Organ => organs.unit(id, day),
        Scope::Government => organs.tree(id, day),
    };
    let gathered = match gather(conn, &organs, &unit, options, period)? {
        Ok(mut gathered) => {
            gathered.findings.splice(0..0, ended(&organs, id, day));
            gathered
        }
        Err(error) => return Ok(Err(error)),
    };
    let tally = tally(conn, &gathered.organs, options, period)?;
    Ok(Ok(State { organ, organs, gathered, tally }))
}

/// Why there is no such organ: there is none at all, or it was not recorded at the instant asked for.
fn unknown_organ(conn: &mut AnyConn, options: &ReportOptions<'_>) -> crate::db::QueryResult<Error> {
    let code = options.organ.to_owned();
    Ok(match options.known_at {
        Some(known_at) if organs::load(conn, None)?.by_code(&code).is_some() => {
            Error::OrganNotRecorded(code, known_at)
        }
        _ => Error::NoSuchOrgan(code),
    })
}

/// Tells whose table this is when the organ asked for has ended and another took its cases over.
fn ended(organs: &Organs, organ: OrganId, day: NaiveDate) -> Option<Finding> {
    let ended = organs.nearest(organ, day)?;
    let heir = organs.nearest(organs.taken_over_by(organ, day)?, day)?;
    let until = ended.valid_to.map(|last| format!("{last}以后")).unwrap_or_default();
    let (own, other) = (format!("{}（{}）", ended.name, ended.code), &heir.name);
    let text = format!(
        "{own}已经撤销或者并入其他机关，{until}其申请件计入{other}（{}）；这是{other}的表",
        heir.code
    );
    Some(Finding::warning(FindingCode::OrganEnded, &ended.code, text))
}

fn tally(
    conn: &mut AnyConn,
    organs: &[OrganId],
    options: &ReportOptions<'_>,
    period: Period,
) -> crate::db::QueryResult<Tally> {
    let mut tally = Tally::default();
    match options.known_at {
        Some(known_at) => {
            tally = Tally::of(period, &list::facts_at(conn, organs, known_at)?);
        }
        None => count::tally(conn, organs, period, &mut tally)?,
    }
    for challenge in challenges::of_organs(conn, organs, options.known_at)? {
        if let Some(standing) = period.standing_of(challenge.accepted_on, challenge.conclusion) {
            tally.add_challenge(challenge.kind, standing);
        }
    }
    Ok(tally)
}

fn findings(
    gathered: Vec<Finding>,
    three: &SectionThree,
    four: &SectionFour,
    format: Format,
    undivided: i64,
) -> Vec<Finding> {
    let mut findings = check(three, four, format);
    findings.extend(gathered);
    if format == Format::Of2021 && undivided > 0 {
        let text = format!("有{undivided}件“其他处理”没有细分，按“3.其他”列示，请补明细");
        findings.push(Finding::warning(FindingCode::UndividedOther, "other_other", text));
    }
    findings.extend(many_other(three));
    findings
}
