//! One review or lawsuit of a register: what its row says, checked.

use chrono::NaiveDate;

use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::challenge_label;

use super::fault::{BadRow, Fault, FaultCode};
use super::headings::ChallengeColumn as Column;
use super::record::{Record, Records};
use super::register::Register;
use super::sheet::Source;
use super::unreadable::Unreadable;
use super::values::clean;

/// A row of the register of reviews and lawsuits that can be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeRow {
    /// The row as Excel numbers it.
    pub row: u32,
    /// 案号.
    pub number: Option<String>,
    pub kind: ChallengeKind,
    pub accepted_on: NaiveDate,
    /// `None` while it is pending.
    pub conclusion: Option<Conclusion>,
    /// 申请编号 of the cases that it touches; none where no request was answered at all.
    pub case_numbers: Vec<String>,
    /// The organ whose act is attacked, by name or by code as written.
    pub defendant: String,
    /// What is worth a look, and keeps nobody from taking the row.
    pub warnings: Vec<Fault>,
}

/// How and when a review or lawsuit ended, by its effective result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conclusion {
    pub result: ChallengeResult,
    pub concluded_on: NaiveDate,
}

/// The reviews and lawsuits of a register in the order of its rows; items as in [`super::CaseRows`].
pub struct ChallengeRows<'a> {
    records: Records<'a, Column>,
    is_over: bool,
}

impl<'a> ChallengeRows<'a> {
    pub(super) fn new(
        source: &'a Source,
        register: &'a Register<Column>,
    ) -> Result<Self, Unreadable> {
        Ok(Self { records: Records::new(source, register)?, is_over: false })
    }

    /// The cells of the row that came last, one for each heading, for the rejects file.
    pub fn raw_cells(&self) -> Vec<String> {
        self.records.raw_cells()
    }

    /// The rows passed over so far (合计, 填表人 …), as warnings.
    pub fn skipped(&self) -> &[Fault] {
        self.records.skipped()
    }
}

impl Iterator for ChallengeRows<'_> {
    type Item = Result<Result<ChallengeRow, BadRow>, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let item = match self.records.next_record(Column::AcceptedOn) {
            Ok(record) => record.map(|record| Ok(challenge_row(record))),
            Err(broken) => Some(Err(broken)),
        };
        self.is_over = !matches!(item, Some(Ok(_)));
        item
    }
}

/// Reads all columns before the verdict, so that no fault hides another.
fn challenge_row(mut record: Record<'_, Column>) -> Result<ChallengeRow, BadRow> {
    let number = record.number(Column::Number);
    let kind = kind(&mut record);
    let accepted_on = record.required_date(Column::AcceptedOn);
    let conclusion = conclusion(&mut record, accepted_on);
    let case_numbers =
        record.number(Column::CaseNumbers).map(|text| several(&text)).unwrap_or_default();
    let defendant = record.required(Column::Defendant).map(std::borrow::Cow::into_owned);
    let row = record.row();
    let warnings = record.verdict(number.clone())?;
    // Each of these is there, or its absence is an error and the verdict was against the row.
    let (Some(kind), Some(accepted_on), Some(defendant)) = (kind, accepted_on, defendant) else {
        return Err(BadRow { row, number, faults: warnings });
    };
    Ok(ChallengeRow {
        row,
        number,
        kind,
        accepted_on,
        conclusion,
        case_numbers,
        defendant,
        warnings,
    })
}

fn kind(record: &mut Record<'_, Column>) -> Option<ChallengeKind> {
    let text = record.required(Column::Kind)?;
    challenge_label::recognise_kind(&text)
        .map_err(|why| {
            record.error(Column::Kind, FaultCode::UnknownChallengeKind, &why.to_string());
        })
        .ok()
}

/// A result and its date are both there, or it is pending: blank, or 尚未审结.
fn conclusion(
    record: &mut Record<'_, Column>,
    accepted_on: Option<NaiveDate>,
) -> Option<Conclusion> {
    let text = record.text(Column::Result);
    let result = text.as_deref().map_or(Some(None), challenge_label::recognise_result);
    let concluded_on = record.date(Column::ConcludedOn);
    let is_dated = !record.is_blank(Column::ConcludedOn);
    match result {
        None => record.error(
            Column::Result,
            FaultCode::UnknownConclusion,
            "应为结果维持、结果纠正、其他结果、尚未审结之一，或者复议决定、裁判的具体结果",
        ),
        Some(Some(_)) if !is_dated => {
            record.error(Column::ConcludedOn, FaultCode::ResultWithoutDate, "有结果而没有审结日期");
        }
        Some(None) if is_dated => {
            record.error(Column::Result, FaultCode::DateWithoutResult, "有审结日期而没有结果");
        }
        Some(_) => {}
    }
    if accepted_on
        .zip(concluded_on)
        .is_some_and(|(accepted_on, concluded_on)| concluded_on < accepted_on)
    {
        record.error(Column::ConcludedOn, FaultCode::ClosedBeforeReceived, "审结日期早于受理日期");
    }
    Some(Conclusion { result: result??, concluded_on: concluded_on? })
}

/// Several numbers in one cell.
fn several(text: &str) -> Vec<String> {
    let numbers = text.split(['、', ',', '，', ';', '；', '\n', '\r', '\t']).map(clean);
    numbers.filter(|number| !number.is_empty()).map(str::to_owned).collect()
}
