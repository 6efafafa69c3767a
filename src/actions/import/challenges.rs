//! The rows of a register of reviews and lawsuits.

use super::cases::{contradiction, error};
use super::place::Place;
use super::record::row_key;
use super::{Error, Run};
use crate::actions::challenges::{listed, touched};
use crate::db::Tx;
use crate::db::cases::unrecorded;
use crate::db::challenges::{self, Challenge, Own};
use crate::domain::annual_report::Severity;
use crate::domain::organ::OrganId;
use crate::domain::requester::guarded;
use crate::ledger::{BadRow, Book, ChallengeColumn, ChallengeRow, Fault, FaultCode, Register};

impl Run<'_> {
    /// Takes in the reviews and lawsuits of `book`.
    pub fn challenges(&mut self, book: &Book, place: &mut Place<'_, '_>) -> Result<(), Error> {
        let (Some(mut rows), Some(register)) = (book.challenge_rows()?, book.challenges()) else {
            return Ok(());
        };
        while let Some(item) = rows.next() {
            self.report.challenges.read += 1;
            let taken = match item? {
                Ok(row) => place.part(|tx| self.take_challenge(tx, register, row))?,
                Err(bad) => Err(bad),
            };
            if let Err(bad) = taken {
                self.report.challenges.refused += 1;
                let cells = rows.raw_cells();
                self.reject(register, &cells, &bad.reasons())?;
                for fault in bad.faults {
                    self.report.tell(fault);
                }
            }
        }
        for fault in rows.skipped() {
            self.report.tell(fault.clone());
        }
        Ok(())
    }

    fn take_challenge(
        &mut self,
        tx: &mut Tx<'_>,
        register: &Register<ChallengeColumn>,
        mut row: ChallengeRow,
    ) -> Result<Result<(), BadRow>, Error> {
        let mut faults = std::mem::take(&mut row.warnings);
        let organ = self.organ_of.find(Some(&row.defendant), row.accepted_on);
        if let Err((code, text)) = &organ {
            faults.push(error(
                row.row,
                register.heading(ChallengeColumn::Defendant),
                Some(row.defendant.clone()),
                *code,
                text.clone(),
            ));
        }
        let concluded_on = row.conclusion.as_ref().map(|conclusion| conclusion.concluded_on);
        for (column, day) in [
            (ChallengeColumn::AcceptedOn, Some(row.accepted_on)),
            (ChallengeColumn::ConcludedOn, concluded_on),
        ] {
            if let Some(day) = day.filter(|day| *day > self.options.today) {
                let text = "这一天还没有到".to_owned();
                faults.push(error(
                    row.row,
                    register.heading(column),
                    Some(day.to_string()),
                    FaultCode::InFuture,
                    text,
                ));
            }
        }
        let defendant = organ.as_ref().ok().copied();
        faults.extend(self.unknown_cases(tx, register, defendant, &row)?);
        let organ = match organ {
            Ok(organ) if !faults.iter().any(|fault| fault.severity == Severity::Error) => organ,
            _ => return Ok(Err(BadRow { row: row.row, number: row.number, faults })),
        };
        for fault in faults {
            self.report.tell(fault);
        }
        let challenge = match self.challenge(register, organ, &row) {
            Ok(challenge) => challenge,
            Err(bad) => return Ok(Err(bad)),
        };
        self.record_challenge(tx, register, challenge, row)
    }

    /// A warning for every case of a row that is not recorded here; its number is kept as it stands.
    fn unknown_cases(
        &mut self,
        tx: &mut Tx<'_>,
        register: &Register<ChallengeColumn>,
        defendant: Option<OrganId>,
        row: &ChallengeRow,
    ) -> Result<Vec<Fault>, Error> {
        let mut unknown = unrecorded(tx, &row.case_numbers)?;
        // A register that is only checked in parts has written none of its cases.
        if let Some(organ) = defendant.and_then(|organ| self.organs.nearest(organ, row.accepted_on))
        {
            let key = |number: &str| row_key(&organ.code, Some(number), &[], 0);
            unknown.retain(|number| !self.numbers.contains_key(&key(number)));
        }
        let fault = |number: String| Fault {
            row: row.row,
            column: register.heading(ChallengeColumn::CaseNumbers),
            value: Some(guarded(&number).into_owned()),
            code: FaultCode::UnknownCase,
            severity: Severity::Warning,
            text: "没有登记过这个编号的申请件，编号照原样录入，请核对".to_owned(),
        };
        Ok(unknown.into_iter().map(fault).collect())
    }

    /// The record that a row makes; a number that stands in an earlier row is refused.
    fn challenge(
        &mut self,
        register: &Register<ChallengeColumn>,
        organ: i32,
        row: &ChallengeRow,
    ) -> Result<Challenge, BadRow> {
        let code = self.organs.nearest(organ, row.accepted_on).map_or("", |v| v.code.as_str());
        let case_numbers = row.case_numbers.join("、");
        let accepted_on = row.accepted_on.to_string();
        let arrival = ["challenge", accepted_on.as_str(), row.kind.into(), case_numbers.as_str()];
        let named = row.number.as_ref().map(|number| format!("challenge {number}"));
        let mut ordinal = 0;
        let key = loop {
            let key = row_key(code, named.as_deref(), &arrival, ordinal);
            let first = *self.numbers.entry(key).or_insert(row.row);
            if first == row.row {
                break key;
            }
            if row.number.is_some() {
                let text = format!("案号与第{first}行重复");
                let fault = error(
                    row.row,
                    register.heading(ChallengeColumn::Number),
                    row.number.clone(),
                    FaultCode::DuplicateNumber,
                    text,
                );
                return Err(BadRow {
                    row: row.row,
                    number: row.number.clone(),
                    faults: vec![fault],
                });
            }
            ordinal += 1;
        };
        Ok(Challenge {
            organ,
            row_key: key.to_vec(),
            number: row.number.clone(),
            kind: row.kind,
            accepted_on: row.accepted_on,
            conclusion: row.conclusion.as_ref().map(|c| (c.result, c.concluded_on)),
            case_numbers,
            own: Own { recorded_by: Some(self.options.actor.to_owned()), ..Own::default() },
        })
    }

    fn record_challenge(
        &mut self,
        tx: &mut Tx<'_>,
        register: &Register<ChallengeColumn>,
        new: Challenge,
        row: ChallengeRow,
    ) -> Result<Result<(), BadRow>, Error> {
        let now = self.options.now;
        let counts = &mut self.report.challenges;
        let known = match (challenges::by_key(tx, &new.row_key)?, &new.number) {
            // What was recorded by hand may have got its number later.
            (None, Some(number)) => challenges::by_number(tx, new.organ, number)?,
            (known, _) => known,
        };
        let Some(known) = known else {
            counts.new += 1;
            let cases = touched(tx, new.organ, &row.case_numbers)?;
            challenges::record(tx, &new, &cases, now)?;
            return Ok(Ok(()));
        };
        let new = completed(new, &known);
        if new == known {
            counts.unchanged += 1;
            return Ok(Ok(()));
        }
        let contradictions = contradictions(&known, &new);
        let contradicts = !contradictions.is_empty();
        if contradicts && !self.options.update {
            let fault = |(column, recorded, says): (ChallengeColumn, String, String)| {
                let text = contradiction(&recorded);
                let column = register.heading(column);
                error(row.row, column, Some(says), FaultCode::Contradiction, text)
            };
            let faults = contradictions.into_iter().map(fault).collect();
            return Ok(Err(BadRow { row: row.row, number: row.number, faults }));
        }
        *(if contradicts { &mut counts.corrected } else { &mut counts.progressed }) += 1;
        let cases = touched(tx, new.organ, &listed(&new.case_numbers))?;
        challenges::record(tx, &new, &cases, now)?;
        Ok(Ok(()))
    }

    /// Links the reviews and lawsuits whose cases came in with this register.
    pub fn link_challenges(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        if self.report.cases.new == 0 {
            return Ok(());
        }
        for (version, organ, numbers) in challenges::unlinked(tx)? {
            let cases = touched(tx, organ, &listed(&numbers))?;
            challenges::link(tx, version, &cases)?;
        }
        Ok(())
    }
}

/// What a row leaves blank says nothing against the record.
fn completed(new: Challenge, known: &Challenge) -> Challenge {
    let case_numbers =
        if new.case_numbers.is_empty() { known.case_numbers.clone() } else { new.case_numbers };
    let conclusion = new.conclusion.or(known.conclusion);
    let row_key = known.row_key.clone();
    let mut own = known.own.clone();
    if conclusion != known.conclusion {
        own.endings.clear();
    }
    Challenge { row_key, conclusion, case_numbers, own, ..new }
}

/// Column, record and row where they differ; what the record leaves blank is progress.
fn contradictions(known: &Challenge, new: &Challenge) -> Vec<(ChallengeColumn, String, String)> {
    let facts = |challenge: &Challenge| {
        let result = challenge.conclusion.map(|(result, _)| result.label().to_owned());
        let concluded_on = challenge.conclusion.map(|(_, day)| day.to_string());
        let case_numbers = challenge.case_numbers.clone();
        [
            (ChallengeColumn::Kind, Some(challenge.kind.label().to_owned())),
            (ChallengeColumn::AcceptedOn, Some(challenge.accepted_on.to_string())),
            (ChallengeColumn::Result, result),
            (ChallengeColumn::ConcludedOn, concluded_on),
            (ChallengeColumn::CaseNumbers, Some(case_numbers).filter(|text| !text.is_empty())),
        ]
    };
    let pairs = facts(known).into_iter().zip(facts(new));
    pairs
        .filter_map(|((column, old), (_, says))| Some((column, old?, says?)))
        .filter(|(_, old, says)| old != says)
        .collect()
}
