//! The rows of a register of cases.

use std::collections::HashMap;

use chrono::Datelike;
use serde_json::json;

use super::place::Place;
use super::record::{self, ORIGIN};
use super::{BATCH, Error, Run};
use crate::actions::casebook;
use crate::actions::entry::{Entry, head};
use crate::actions::sealed::{self, Sealed};
use crate::crypto::Keys;
use crate::db::Tx;
use crate::db::cases::{self, Batch, Change, KnownCase, log};
use crate::domain::annual_report::Severity;
use crate::domain::dossier::Dossier;
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::{RequesterKind, guarded};
use crate::ledger::{BadRow, Book, CaseColumn, CaseRow, Columns, Fault, FaultCode, Register};

/// A row that passed every check but the comparison with the records.
struct Checked {
    organ: OrganId,
    key: [u8; 16],
    row: CaseRow,
    cells: Vec<String>,
}

/// What one column says otherwise than the record; `None` in the record is progress, not contradiction.
struct Difference {
    column: CaseColumn,
    recorded: Option<String>,
    says: String,
}

impl Run<'_> {
    /// Takes in the cases of `book`.
    pub fn cases(&mut self, book: &Book, place: &mut Place<'_, '_>) -> Result<(), Error> {
        let (Some(mut rows), Some(register)) = (book.case_rows()?, book.cases()) else {
            return Ok(());
        };
        let keep_cells = self.options.rejects.is_some();
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(item) = rows.next() {
            self.report.cases.read += 1;
            self.bearable()?;
            let cells = if keep_cells { rows.raw_cells() } else { Vec::new() };
            match item?.and_then(|row| self.check(register, row)) {
                Ok((organ, key, row)) => batch.push(Checked { organ, key, row, cells }),
                Err(bad) => self.refuse_case(register, bad, &cells)?,
            }
            if batch.len() == BATCH {
                let checked = std::mem::take(&mut batch);
                place.part(|tx| self.take(tx, register, checked))?;
                (self.progress)(self.report.cases.read);
            }
        }
        place.part(|tx| self.take(tx, register, batch))?;
        for fault in rows.skipped() {
            self.report.tell(fault.clone());
        }
        Ok(())
    }

    /// Whether the register is not too long yet.
    fn bearable(&self) -> Result<(), Error> {
        match self.options.most_rows.filter(|most| self.report.cases.read > *most) {
            Some(most) => Err(Error::TooManyRows(most)),
            None => Ok(()),
        }
    }

    fn refuse_case(
        &mut self,
        register: &Register<CaseColumn>,
        bad: BadRow,
        cells: &[String],
    ) -> Result<(), Error> {
        self.report.cases.refused += 1;
        self.reject(register, cells, &bad.reasons())?;
        for fault in bad.faults {
            self.report.tell(fault);
        }
        Ok(())
    }

    /// Checks a row against the organs, the year and the rows above it.
    fn check(
        &mut self,
        register: &Register<CaseColumn>,
        mut row: CaseRow,
    ) -> Result<(OrganId, [u8; 16], CaseRow), BadRow> {
        let mut faults = std::mem::take(&mut row.warnings);
        self.check_days(register, &row, &mut faults);
        let organ = self.organ_of.find(row.organ.as_deref(), row.received_on);
        if let Err((code, text)) = &organ {
            let value = row.organ.clone();
            let column = register.heading(CaseColumn::Organ);
            faults.push(error(row.row, column, value, *code, text.clone()));
        }
        let key = organ.as_ref().ok().map(|organ| self.key_of(register, *organ, &row, &mut faults));
        match (organ, key) {
            (Ok(organ), Some(key)) if !faults.iter().any(|f| f.severity == Severity::Error) => {
                for fault in faults {
                    self.report.tell(fault);
                }
                Ok((organ, key, row))
            }
            _ => Err(BadRow { row: row.row, number: row.number, faults }),
        }
    }

    fn check_days(&self, register: &Register<CaseColumn>, row: &CaseRow, faults: &mut Vec<Fault>) {
        let closed_on = row.closing.as_ref().map(|closing| closing.closed_on);
        let mut put = |column, day: chrono::NaiveDate, code, text| {
            faults.push(error(
                row.row,
                register.heading(column),
                Some(day.to_string()),
                code,
                text,
            ));
        };
        if row.received_on > self.options.today {
            put(
                CaseColumn::ReceivedOn,
                row.received_on,
                FaultCode::InFuture,
                "这一天还没有到".to_owned(),
            );
        }
        if let Some(day) = closed_on.filter(|day| *day > self.options.today) {
            put(CaseColumn::ClosedOn, day, FaultCode::InFuture, "这一天还没有到".to_owned());
        }
        let Some(year) = self.options.year else { return };
        if row.received_on.year() > year {
            let text = format!("在{year}年以后收到，不属于{year}年的台账");
            put(CaseColumn::ReceivedOn, row.received_on, FaultCode::OutsideYear, text);
        }
        if let Some(day) = closed_on.filter(|day| day.year() < year) {
            let text = format!("在{year}年以前已经办结，不属于{year}年的台账");
            put(CaseColumn::ClosedOn, day, FaultCode::OutsideYear, text);
        }
    }

    /// The key of a row; a number that stands in an earlier row is a fault.
    fn key_of(
        &mut self,
        register: &Register<CaseColumn>,
        organ: OrganId,
        row: &CaseRow,
        faults: &mut Vec<Fault>,
    ) -> [u8; 16] {
        let code = self.organs.nearest(organ, row.received_on).map_or("", |v| v.code.as_str());
        let received_on = row.received_on.to_string();
        let arrival =
            [received_on.as_str(), row.kind.into(), row.requester.as_str(), row.content.as_str()];
        for ordinal in 0.. {
            let key = record::row_key(code, row.number.as_deref(), &arrival, ordinal);
            let first = *self.numbers.entry(key).or_insert(row.row);
            if first == row.row {
                return key;
            }
            if let Some(number) = &row.number {
                let text = format!("申请编号与第{first}行重复");
                let code = FaultCode::DuplicateNumber;
                let column = register.heading(CaseColumn::Number);
                faults.push(error(row.row, column, Some(number.clone()), code, text));
                return key;
            }
        }
        [0; 16]
    }

    /// Compares a batch with the records and writes what is new.
    fn take(
        &mut self,
        tx: &mut Tx<'_>,
        register: &Register<CaseColumn>,
        checked: Vec<Checked>,
    ) -> Result<(), Error> {
        let keys: Vec<Vec<u8>> = checked.iter().map(|row| row.key.to_vec()).collect();
        let known = cases::by_keys(tx, &keys)?;
        let mut known: HashMap<Vec<u8>, KnownCase> =
            known.into_iter().map(|case| (case.row_key.clone(), case)).collect();
        let mut batch = Batch::default();
        for row in checked {
            if let Some(case) = known.remove(row.key.as_slice()) {
                self.again(tx, register, &case, row)?;
            } else {
                let by = (self.options.now, self.options.actor, &self.measure);
                record::add(&mut batch, self.keys, row.row, (row.organ, row.key), by)?;
                self.report.cases.new += 1;
            }
        }
        if !batch.cases.is_empty() {
            cases::insert(tx, &batch)?;
        }
        Ok(())
    }

    /// A case that is recorded already: the same, further on, or contradicted.
    fn again(
        &mut self,
        tx: &mut Tx<'_>,
        register: &Register<CaseColumn>,
        case: &KnownCase,
        row: Checked,
    ) -> Result<(), Error> {
        let differences = differences(self.keys, case, &row.row)?;
        if differences.is_empty() {
            self.report.cases.unchanged += 1;
            return Ok(());
        }
        let contradicts = differences.iter().any(|difference| difference.recorded.is_some());
        if contradicts && !self.options.update {
            let faults = differences
                .into_iter()
                .filter_map(|difference| {
                    let text = contradiction(&difference.recorded?);
                    let value = Some(difference.says);
                    Some(error(
                        row.row.row,
                        register.heading(difference.column),
                        value,
                        FaultCode::Contradiction,
                        text,
                    ))
                })
                .collect();
            let bad = BadRow { row: row.row.row, number: row.row.number, faults };
            return self.refuse_case(register, bad, &row.cells);
        }
        let counts = &mut self.report.cases;
        *(if contradicts { &mut counts.corrected } else { &mut counts.progressed }) += 1;
        let kind = if contradicts { "corrected" } else { "progressed" };
        let change = self.change(tx, case, (row.organ, row.row), kind, &differences)?;
        if cases::change(tx, &change)? { Ok(()) } else { Err(Error::Stale) }
    }

    fn change(
        &mut self,
        tx: &mut Tx<'_>,
        case: &KnownCase,
        (organ, row): (OrganId, CaseRow),
        kind: &'static str,
        differences: &[Difference],
    ) -> Result<Change, Error> {
        let mut facts = record::facts(&row);
        facts.closing = facts.closing.or(case.facts.closing);
        let sealed = Sealed::of(self.keys, (case.id, 1), record::personal(&row))?;
        let changes: Vec<_> = differences
            .iter()
            .map(|d| json!({"column": d.column.name(), "before": d.recorded, "after": d.says}))
            .collect();
        let document_number = row.document_number.or_else(|| case.document_number.clone());
        let payload = json!({
            "facts": facts, "requester": row.requester, "content": row.content,
            "document_number": document_number, "changes": changes, "sealed": sealed.in_event(),
        });
        let happened_on = facts.closing.map_or(facts.received_on, |closing| closing.closed_on);
        let (now, actor) = (self.options.now, self.options.actor);
        let entry = Entry { kind, happened_on, now, actor, origin: ORIGIN, payload };
        let (event, head) =
            entry.chain(self.keys, case.id, head(case.event_count, &case.event_link));
        let mut log = casebook::log(&log::events(tx, case.id)?)?;
        log.push(record::said(&facts, &row.content, document_number.as_deref()));
        let after = Dossier::replay(log).ok_or(Error::NotByHand)?;
        Ok(Change {
            id: case.id,
            version: case.version,
            copies: casebook::copies(&after, organ, &self.measure),
            requester: row.requester,
            content: row.content,
            identity: sealed.identity_number.map(|number| (number, sealed.identity_hash)),
            phone: sealed.phone.map(|phone| (phone, sealed.phone_hash)),
            email: sealed.email.map(|email| (email, sealed.email_hash)),
            address: sealed.address,
            event_count: event.seq,
            event_link: head.link.as_bytes().to_vec(),
            event,
        })
    }
}

/// An error about one cell of a row.
pub fn error(
    row: u32,
    column: String,
    value: Option<String>,
    code: FaultCode,
    text: String,
) -> Fault {
    let value = value.map(|value| guarded(&value).into_owned());
    Fault { row, column, value, code, severity: Severity::Error, text }
}

/// The sentence about a record that says otherwise.
pub fn contradiction(recorded: &str) -> String {
    format!("与已登记的“{}”不一致；确需更正请加 --update", guarded(recorded))
}

/// What the row says otherwise than the record; a blank cell says nothing.
fn differences(keys: &Keys, case: &KnownCase, row: &CaseRow) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut compare = |column, recorded: Option<String>, says: Option<String>| {
        if let Some(says) = says.filter(|says| recorded.as_ref() != Some(says)) {
            found.push(Difference { column, recorded, says });
        }
    };
    let recorded = case.facts.closing;
    let closing = row.closing.as_ref();
    compare(
        CaseColumn::ReceivedOn,
        Some(case.facts.received_on.to_string()),
        Some(row.received_on.to_string()),
    );
    let label = |kind: RequesterKind| Some(kind.label().to_owned());
    compare(CaseColumn::Kind, label(case.facts.kind), label(row.kind));
    compare(CaseColumn::Requester, Some(case.requester.clone()), Some(row.requester.clone()));
    compare(CaseColumn::Content, Some(case.content.clone()), Some(row.content.clone()));
    let label = |row: ResultRow| row.label().to_owned();
    compare(CaseColumn::Result, recorded.map(|c| label(c.row)), closing.map(|c| label(c.row)));
    compare(
        CaseColumn::ClosedOn,
        recorded.map(|c| c.closed_on.to_string()),
        closing.map(|c| c.closed_on.to_string()),
    );
    compare(CaseColumn::DocumentNumber, case.document_number.clone(), row.document_number.clone());
    for (column, name, sealed, plain) in [
        (CaseColumn::Phone, "phone", &case.phone, &row.phone),
        (CaseColumn::Email, "email", &case.email, &row.email),
        (CaseColumn::Address, "address", &case.address, &row.address),
    ] {
        if let Some(plain) = plain
            && sealed::opened(keys, (case.id, 1), name, sealed.as_deref())?.as_deref()
                != Some(plain)
        {
            let recorded = sealed.as_ref().map(|_| "（已加密的原值）".to_owned());
            found.push(Difference { column, recorded, says: "（新值）".to_owned() });
        }
    }
    Ok(identity_difference(keys, case, row).into_iter().chain(found).collect())
}

/// Identity numbers are compared by their hashes; a masked one says nothing.
fn identity_difference(keys: &Keys, case: &KnownCase, row: &CaseRow) -> Option<Difference> {
    let number = row.identity_number.as_deref()?;
    let hash = keys.lookup().hash(crate::crypto::Sought::Identity, number)?;
    let same = case.identity_hash.as_deref() == Some(hash.as_slice());
    (!same).then(|| Difference {
        column: CaseColumn::IdentityNumber,
        recorded: case.identity_hash.as_ref().map(|_| "（已加密的原值）".to_owned()),
        says: "（新值）".to_owned(),
    })
}
