//! The rows of a register of reviews and lawsuits.

use super::cases::error;
use super::record::row_key;
use super::{Error, Run};
use crate::db::challenges::{self, Challenge};
use crate::domain::annual_report::Severity;
use crate::ledger::{BadRow, Book, ChallengeColumn, ChallengeRow, FaultCode, Register};

impl Run<'_, '_> {
    /// Takes in the reviews and lawsuits of `book`.
    pub fn challenges(&mut self, book: &Book) -> Result<(), Error> {
        let (Some(mut rows), Some(register)) = (book.challenge_rows()?, book.challenges()) else {
            return Ok(());
        };
        while let Some(item) = rows.next() {
            self.report.challenges.read += 1;
            let taken = match item? {
                Ok(row) => self.take_challenge(register, row)?,
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
        self.record_challenge(register, challenge, row)
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
        })
    }

    fn record_challenge(
        &mut self,
        register: &Register<ChallengeColumn>,
        new: Challenge,
        row: ChallengeRow,
    ) -> Result<Result<(), BadRow>, Error> {
        let now = self.options.now;
        let counts = &mut self.report.challenges;
        let Some(known) = challenges::by_key(self.tx, &new.row_key)? else {
            counts.new += 1;
            challenges::record(self.tx, &new, now)?;
            return Ok(Ok(()));
        };
        // A blank result says nothing against a recorded one.
        let new = Challenge { conclusion: new.conclusion.or(known.conclusion), ..new };
        if new == known {
            counts.unchanged += 1;
            return Ok(Ok(()));
        }
        let contradicts =
            Challenge { conclusion: known.conclusion.or(new.conclusion), ..known.clone() } != new;
        if contradicts && !self.options.update {
            let text = "与已登记的内容不一致；确需更正请加 --update".to_owned();
            let fault = error(
                row.row,
                register.heading(ChallengeColumn::Number),
                row.number.clone(),
                FaultCode::Contradiction,
                text,
            );
            return Ok(Err(BadRow { row: row.row, number: row.number, faults: vec![fault] }));
        }
        *(if contradicts { &mut counts.corrected } else { &mut counts.progressed }) += 1;
        challenges::record(self.tx, &new, now)?;
        Ok(Ok(()))
    }
}
