//! One case of a register: what its row says, checked.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::outcome::ResultRow;
use crate::domain::receipt::Channel;
use crate::domain::requester::{self, IdentityCheck, RequesterKind};
use crate::domain::{channel_label, result_label};

use super::fault::{BadRow, Fault, FaultCode};
use super::headings::CaseColumn as Column;
use super::record::{Record, Records};
use super::register::Register;
use super::sheet::Source;
use super::unreadable::Unreadable;
use super::values::narrow;

/// A row of the register of cases that can be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The row as Excel numbers it.
    pub row: u32,
    /// 申请编号.
    pub number: Option<String>,
    /// The organ asked, by name or by code as written.
    pub organ: Option<String>,
    /// 收到日期: the legal date of receipt (art. 31).
    pub received_on: NaiveDate,
    pub channel: Option<Channel>,
    pub kind: RequesterKind,
    pub requester: String,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub content: String,
    /// `None` while the case is open.
    pub closing: Option<Closing>,
    pub document_number: Option<String>,
    pub remark: Option<String>,
    /// What is worth a look, and keeps nobody from taking the row.
    pub warnings: Vec<Fault>,
}

/// How and when a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    pub row: ResultRow,
    pub closed_on: NaiveDate,
}

/// The cases of a register in the order of its rows.
///
/// An item is a row that can be taken, or a bad row with all its faults; `Unreadable` ends the reading.
pub struct CaseRows<'a> {
    records: Records<'a, Column>,
    words: Words,
    is_over: bool,
}

impl<'a> CaseRows<'a> {
    pub(super) fn new(
        source: &'a Source,
        register: &'a Register<Column>,
    ) -> Result<Self, Unreadable> {
        Ok(Self {
            records: Records::new(source, register)?,
            words: Words::default(),
            is_over: false,
        })
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

impl Iterator for CaseRows<'_> {
    type Item = Result<Result<CaseRow, BadRow>, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let item = match self.records.next_record(Column::ReceivedOn) {
            Ok(record) => record.map(|record| Ok(case_row(record, &mut self.words))),
            Err(broken) => Some(Err(broken)),
        };
        self.is_over = !matches!(item, Some(Ok(_)));
        item
    }
}

/// The labels of a register, which has few different ones: each is looked up once.
#[derive(Default)]
struct Words {
    kinds: HashMap<String, Result<RequesterKind, requester::UnknownKind>>,
    results: HashMap<String, Result<ResultRow, result_label::UnknownResult>>,
    channels: HashMap<String, Option<Channel>>,
}

/// Reads all columns before the verdict, so that no fault hides another.
fn case_row(mut record: Record<'_, Column>, words: &mut Words) -> Result<CaseRow, BadRow> {
    let number = record.number(Column::Number);
    let organ = owned(record.text(Column::Organ));
    let received_on = record.required_date(Column::ReceivedOn);
    let channel = channel(&mut record, words);
    let kind = kind(&mut record, words);
    let requester = owned(record.required(Column::Requester));
    let identity_number = identity_number(&mut record, kind);
    let phone = narrowed(&mut record, Column::Phone);
    let email = narrowed(&mut record, Column::Email);
    let address = owned(record.text(Column::Address));
    let content = owned(record.required(Column::Content));
    let closing = closing(&mut record, words, received_on);
    let document_number = owned(record.text(Column::DocumentNumber));
    let remark = owned(record.text(Column::Remark));
    let row = record.row();
    let warnings = record.verdict(number.clone())?;
    // Each of these is there, or its absence is an error and the verdict was against the row.
    let (Some(received_on), Some(kind), Some(requester), Some(content)) =
        (received_on, kind, requester, content)
    else {
        return Err(BadRow { row, number, faults: warnings });
    };
    Ok(CaseRow {
        row,
        number,
        organ,
        received_on,
        channel,
        kind,
        requester,
        identity_number,
        phone,
        email,
        address,
        content,
        closing,
        document_number,
        remark,
        warnings,
    })
}

fn channel(record: &mut Record<'_, Column>, words: &mut Words) -> Option<Channel> {
    let text = record.text(Column::Channel)?;
    let channel = known(&mut words.channels, &text, channel_label::recognise);
    if channel.is_none() {
        record.warn(Column::Channel, FaultCode::UnknownChannel, "无法识别的申请渠道，按未填处理");
    }
    channel
}

fn kind(record: &mut Record<'_, Column>, words: &mut Words) -> Option<RequesterKind> {
    let text = record.required(Column::Kind)?;
    let kind = known(&mut words.kinds, &text, requester::recognise);
    kind.map_err(|why| {
        record.error(Column::Kind, FaultCode::UnknownRequesterKind, &why.to_string());
    })
    .ok()
}

/// Real registers mask identity numbers, so what cannot be checked is a warning; what Excel cut off is left out.
fn identity_number(record: &mut Record<'_, Column>, kind: Option<RequesterKind>) -> Option<String> {
    const COLUMN: Column = Column::IdentityNumber;
    if record.has_lost_digits(COLUMN) {
        record.warn(
            COLUMN,
            FaultCode::PrecisionLost,
            "Excel 已丢失这个号码的末几位，证件号码未录入",
        );
        return None;
    }
    let number = narrowed(record, COLUMN)?;
    match IdentityCheck::of(kind?, &number) {
        IdentityCheck::Fine | IdentityCheck::OtherDocument => {}
        IdentityCheck::Masked => {
            record.warn(COLUMN, FaultCode::IdentityMasked, "证件号码经过遮盖，无法校验");
        }
        IdentityCheck::BadChecksum => {
            record.warn(COLUMN, FaultCode::IdentityChecksum, "证件号码校验位或出生日期不对");
        }
    }
    Some(number)
}

/// Result and date are both there or both blank, and no case ends before it begins.
fn closing(
    record: &mut Record<'_, Column>,
    words: &mut Words,
    received_on: Option<NaiveDate>,
) -> Option<Closing> {
    let result = result(record, words);
    let closed_on = record.date(Column::ClosedOn);
    match (record.is_blank(Column::Result), record.is_blank(Column::ClosedOn)) {
        (false, true) => {
            record.error(
                Column::ClosedOn,
                FaultCode::ResultWithoutDate,
                "有办理结果而没有办结日期",
            );
        }
        (true, false) => {
            record.error(Column::Result, FaultCode::DateWithoutResult, "有办结日期而没有办理结果");
        }
        (true, true) | (false, false) => {}
    }
    if received_on.zip(closed_on).is_some_and(|(received_on, closed_on)| closed_on < received_on) {
        record.error(Column::ClosedOn, FaultCode::ClosedBeforeReceived, "办结日期早于收到日期");
    }
    Some(Closing { row: result?, closed_on: closed_on? })
}

fn result(record: &mut Record<'_, Column>, words: &mut Words) -> Option<ResultRow> {
    let text = record.text(Column::Result)?;
    let result = known(&mut words.results, &text, result_label::recognise);
    result
        .map_err(|why| record.error(Column::Result, FaultCode::UnknownResult, &why.to_string()))
        .ok()
}

/// The meaning of a label, looked up once; a register with thousands of different labels is not remembered.
fn known<T: Clone>(words: &mut HashMap<String, T>, text: &str, look_up: impl Fn(&str) -> T) -> T {
    const MOST: usize = 1_000;
    if let Some(meaning) = words.get(text) {
        return meaning.clone();
    }
    if words.len() >= MOST {
        words.clear();
    }
    let meaning = look_up(text);
    words.insert(text.to_owned(), meaning.clone());
    meaning
}

fn owned(text: Option<Cow<'_, str>>) -> Option<String> {
    text.map(Cow::into_owned)
}

fn narrowed(record: &mut Record<'_, Column>, column: Column) -> Option<String> {
    record.text(column).map(|text| narrow(&text).into_owned())
}
