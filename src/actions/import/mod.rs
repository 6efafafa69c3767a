//! Takes in a register: every row is checked against the organs, the year and the records, and all of it is
//! written or nothing.

mod cases;
mod challenges;
mod organ_of;
mod place;
mod record;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use self::organ_of::Organ;
use self::place::Place;
pub use self::record::row_key;
use super::Error;
use super::casebook::Measure;
use crate::crypto::Keys;
use crate::db::{AnyConn, Db, organs};
use crate::domain::annual_report::Severity;
use crate::domain::organ::{OrganId, Organs};
use crate::ledger::{Book, Columns, Fault, NotWritten, Register, Rejects};

/// How many faults of each severity are told in full; the rest by count.
const TOLD: usize = 1000;
/// Cases a statement: SQLite takes 32,766 values.
const BATCH: usize = 500;

/// How to take in a register.
pub struct ImportOptions<'a> {
    /// The organ of rows that name none.
    pub organ: Option<&'a str>,
    /// The year the register is for: rows that cannot belong to it are refused.
    pub year: Option<i32>,
    /// Check everything and write nothing.
    pub dry_run: bool,
    /// Where refused rows go, so that the others are taken.
    pub rejects: Option<&'a Path>,
    /// Takes the others where rows are refused, without a file of those.
    pub leave_out_refused: bool,
    /// Lets the register correct what is recorded.
    pub update: bool,
    /// A register with more rows is refused.
    pub most_rows: Option<u64>,
    /// The organs for which rows are taken; by default all.
    pub allowed: Option<&'a BTreeSet<OrganId>>,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub actor: &'a str,
}

/// What became of a register.
#[derive(Debug, Default, serde::Serialize)]
pub struct ImportReport {
    /// Whether anything was written.
    pub written: bool,
    pub cases: Counts,
    pub challenges: Counts,
    pub errors: u64,
    pub warnings: u64,
    /// The first thousand of each severity.
    pub findings: Vec<Fault>,
}

/// Rows by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub read: u64,
    pub new: u64,
    /// Recorded before and closed or completed now.
    pub progressed: u64,
    pub corrected: u64,
    pub unchanged: u64,
    pub refused: u64,
}

impl ImportReport {
    fn tell(&mut self, fault: Fault) {
        let count = match fault.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if usize::try_from(*count).is_ok_and(|count| count <= TOLD) {
            self.findings.push(fault);
        }
    }
}

/// Takes in everything that `book` holds, in one transaction. `progress` is told the rows read so far.
pub fn import(
    db: &Db,
    keys: &Keys,
    book: &Book,
    options: &ImportOptions<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<ImportReport, Error> {
    let mut report = ImportReport::default();
    let kept = db.write_blocking(|tx| {
        let (organs, measure) = (organs::load(tx, None)?, Measure::of(tx)?);
        let mut run = Run::new(keys, options, (&organs, measure), &mut report, progress)?;
        run.whole(book, &mut Place::Whole(tx))?;
        let refused = report.cases.refused + report.challenges.refused > 0;
        let keep = !options.dry_run
            && (!refused || options.rejects.is_some() || options.leave_out_refused);
        if keep { Ok(()) } else { Err(Error::NotKept) }
    });
    match kept {
        Ok(()) => report.written = true,
        Err(Error::NotKept) => {}
        Err(error) => return Err(error),
    }
    Ok(report)
}

/// The same in many short transactions, so that those who write meanwhile never wait for all of it. Refused rows are
/// left out. Run again after a crash it goes on where it was: what is recorded already is unchanged.
pub fn import_in_parts(
    db: &Db,
    keys: &Keys,
    book: &Book,
    options: &ImportOptions<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<ImportReport, Error> {
    let mut report = ImportReport::default();
    let read = |conn: &mut AnyConn| Ok((organs::load(conn, None)?, Measure::of(conn)?));
    let (organs, measure) = db.scan_blocking(read)?;
    let mut run = Run::new(keys, options, (&organs, measure), &mut report, progress)?;
    run.whole(book, &mut Place::Parts { db, keep: !options.dry_run })?;
    report.written = !options.dry_run;
    Ok(report)
}

/// One import under way.
struct Run<'r> {
    measure: Measure,
    keys: &'r Keys,
    options: &'r ImportOptions<'r>,
    organ_of: Organ<'r>,
    organs: &'r Organs,
    report: &'r mut ImportReport,
    /// The file of refused rows and the sheet it stands at.
    rejects: Option<(Rejects, String)>,
    /// Row keys seen in this register, with the row of the first.
    numbers: HashMap<[u8; 16], u32>,
    progress: &'r mut dyn FnMut(u64),
}

impl<'r> Run<'r> {
    fn new(
        keys: &'r Keys,
        options: &'r ImportOptions<'r>,
        (organs, measure): (&'r Organs, Measure),
        report: &'r mut ImportReport,
        progress: &'r mut dyn FnMut(u64),
    ) -> Result<Self, Error> {
        let of_code =
            |code: &str| organs.by_code(code).ok_or_else(|| Error::NoSuchOrgan(code.to_owned()));
        let default = options.organ.map(of_code).transpose()?;
        let organ_of = Organ::new(organs, default, options.allowed);
        let (rejects, numbers) = (None, HashMap::new());
        Ok(Self { measure, keys, options, organ_of, organs, report, rejects, numbers, progress })
    }

    fn whole(&mut self, book: &Book, place: &mut Place<'_, '_>) -> Result<(), Error> {
        for warning in book.warnings() {
            self.report.tell(warning.clone());
        }
        self.cases(book, place)?;
        self.challenges(book, place)?;
        place.part(|tx| self.link_challenges(tx))?;
        Ok(self.close_rejects()?)
    }

    /// Puts a refused row into the rejects file, if there is one.
    fn reject<C: Columns>(
        &mut self,
        register: &Register<C>,
        cells: &[String],
        reasons: &str,
    ) -> Result<(), Error> {
        let Some(path) = self.options.rejects.filter(|_| !self.options.dry_run) else {
            return Ok(());
        };
        let (mut rejects, begun) = match self.rejects.take() {
            Some(open) => open,
            None => {
                (Rejects::create(path, &register.name, &register.headings)?, register.name.clone())
            }
        };
        if begun != register.name {
            rejects.begin_sheet(&register.name, &register.headings)?;
        }
        rejects.push(cells, reasons)?;
        self.rejects = Some((rejects, register.name.clone()));
        Ok(())
    }

    fn close_rejects(&mut self) -> Result<(), NotWritten> {
        self.rejects.take().map_or(Ok(()), |(rejects, _)| rejects.finish())
    }
}
