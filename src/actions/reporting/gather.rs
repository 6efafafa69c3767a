//! Whose cases and whose handed-in tables make up a table. Missing is not zero, and nobody counts twice.

use std::collections::BTreeSet;
use std::iter;

use super::hand_in::{Body, read_body};
use super::{Error, Read, ReportOptions};
use crate::db::AnyConn;
use crate::db::cases::count;
use crate::db::handed_in_tables::{self, HandedIn};
use crate::domain::annual_report::check::{FindingCode, check};
use crate::domain::annual_report::tally::Period;
use crate::domain::annual_report::{Finding, Scope, Severity};
use crate::domain::organ::{OrganId, Organs, Unit};

/// What a table is the sum of.
#[derive(Default)]
pub struct Gathered {
    /// The organs whose cases count.
    pub organs: Vec<OrganId>,
    /// The tables that are added.
    pub tables: Vec<Body>,
    pub findings: Vec<Finding>,
}

/// Walks the tree from the top.
pub fn gather(
    conn: &mut AnyConn,
    organs: &Organs,
    unit: &Unit,
    options: &ReportOptions<'_>,
    period: Period,
) -> Read<Gathered> {
    let all = unit.organs();
    let tables = handed_in_tables::of_year(conn, &all, options.year, options.known_at)?;
    // Whose cases count is of interest only beside a table.
    let active =
        if tables.is_empty() { BTreeSet::new() } else { count::active_among(conn, &all, period)? };
    let keepers = count::keepers_among(conn, &all)?;
    let found = Gathered::default();
    let scope = options.scope;
    let mut walk = Walk { organs, period, scope, tables, keepers, active, found };
    Ok(walk.visit(unit).map(|()| walk.found))
}

struct Walk<'a> {
    organs: &'a Organs,
    period: Period,
    scope: Scope,
    tables: Vec<HandedIn>,
    /// The organs that keep cases here: what they received in the year is known, even if it was nothing.
    keepers: BTreeSet<OrganId>,
    /// Those of them whose cases count in the year.
    active: BTreeSet<OrganId>,
    found: Gathered,
}

impl Walk<'_> {
    fn visit(&mut self, unit: &Unit) -> Result<(), Error> {
        if self.scope == Scope::Government
            && let Some(table) = self.table(&self.standing(unit), Scope::Government)
        {
            let below = unit.organs();
            if !self.active.is_disjoint(&below) {
                self.both(unit.organ, "报送了汇总表，其下又有申请件；按汇总表计，请核对");
            }
            return self.add(&table);
        }
        self.own(unit)?;
        unit.below.iter().try_for_each(|below| self.visit(below))
    }

    /// The organ's own cases, or the table it handed in for them; so too for each organ that it is heir to.
    fn own(&mut self, unit: &Unit) -> Result<(), Error> {
        self.found.organs.extend(&unit.counts);
        let standing = self.standing(unit);
        let ended: Vec<_> = unit.counts.difference(&standing).copied().collect();
        let parts = ended.iter().map(|organ| (*organ, BTreeSet::from([*organ])));
        let mut silent = true;
        for (organ, part) in iter::once((unit.organ, standing)).chain(parts) {
            let table = self.figures(&part);
            silent &= table.is_none() && self.keepers.is_disjoint(&part);
            match table {
                Some(_) if !self.active.is_disjoint(&part) => {
                    self.both(organ, "既有申请件又报送了表格；按申请件计，表格没有加进来，请核对");
                }
                Some(table) => self.add(&table)?,
                None => {}
            }
        }
        if silent {
            let (code, name) = self.name(unit.organ);
            let text = format!("{name}（{code}）既没有申请件也没有报送表格；没有申请的应当报零");
            self.found.findings.push(Finding::warning(FindingCode::MissingOrgan, &code, text));
        }
        self.without_successor(&unit.counts);
        Ok(())
    }

    /// Tells of the organs that ended and whose figures nobody was named to take over.
    fn without_successor(&mut self, organs: &BTreeSet<OrganId>) {
        for organ in organs {
            let figures = self.keepers.contains(organ)
                || self.tables.iter().any(|table| table.organ == *organ);
            if figures && self.organs.ended_without_successor(*organ, self.period.as_of) {
                let (code, name) = self.name(*organ);
                let text = format!("{name}（{code}）已经撤销而没有写明并入何处，其申请件计入上级");
                self.found.findings.push(Finding::warning(FindingCode::NoSuccessor, &code, text));
            }
        }
    }

    /// The organ and its office, without the ended organs that it is heir to.
    fn standing(&self, unit: &Unit) -> BTreeSet<OrganId> {
        let stands = |organ: &OrganId| {
            *organ == unit.organ || self.organs.on(*organ, self.period.as_of).is_some()
        };
        unit.counts.iter().copied().filter(stands).collect()
    }

    /// The table of a part of a unit; that of a government which ended stands for all that was below it.
    fn figures(&self, part: &BTreeSet<OrganId>) -> Option<HandedIn> {
        let whole = self.scope == Scope::Government;
        let whole = whole.then(|| self.table(part, Scope::Government)).flatten();
        whole.or_else(|| self.table(part, Scope::Organ))
    }

    fn table(&self, counts: &BTreeSet<OrganId>, scope: Scope) -> Option<HandedIn> {
        let mut fitting = self
            .tables
            .iter()
            .filter(|table| table.scope == scope && counts.contains(&table.organ));
        fitting.next_back().cloned()
    }

    fn add(&mut self, table: &HandedIn) -> Result<(), Error> {
        let body = read_body(table)?;
        let (code, name) = self.name(table.organ);
        let faults = check(&body.three, &body.four, table.format);
        for fault in faults.into_iter().filter(|fault| fault.severity == Severity::Error) {
            self.found.findings.push(Finding {
                code: FindingCode::BrokenTable,
                severity: Severity::Error,
                place: format!("{code}:{}", fault.place),
                text: format!("{name}报送的表格有误：{}", fault.text),
                ..fault
            });
        }
        if !self.period.is_whole() {
            let text = format!("{name}（{code}）报送的是全年的表格，没有截到统计截至日");
            self.found.findings.push(Finding::warning(FindingCode::WholeYearTable, &code, text));
        }
        self.found.tables.push(body);
        Ok(())
    }

    fn both(&mut self, organ: OrganId, text: &str) {
        let (code, name) = self.name(organ);
        let finding =
            Finding::warning(FindingCode::CasesAndTable, &code, format!("{name}（{code}）{text}"));
        self.found.findings.push(Finding { severity: Severity::Error, ..finding });
    }

    fn name(&self, organ: OrganId) -> (String, String) {
        let version = self.organs.nearest(organ, self.period.as_of);
        version.map(|version| (version.code.clone(), version.name.clone())).unwrap_or_default()
    }
}
