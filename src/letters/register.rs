//! 申请台账 as a workbook, with the headings by which `gongkai import` knows it again. What is personal comes masked.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::domain::outcome::ResultRow;
use crate::domain::receipt::Channel;
use crate::domain::requester::RequesterKind;

/// One case of the register.
#[derive(Clone, Debug)]
pub struct Line {
    pub number: String,
    /// The code of the organ.
    pub organ: String,
    pub received_on: Option<NaiveDate>,
    pub channel: Option<Channel>,
    pub requester_kind: RequesterKind,
    pub requester: String,
    /// Masked.
    pub identity_number: Option<String>,
    pub content: String,
    pub result_row: Option<ResultRow>,
    pub closed_on: Option<NaiveDate>,
    pub document_number: Option<String>,
    pub registration_number: Option<String>,
    pub stage: &'static str,
    pub due_on: Option<NaiveDate>,
    pub department: Option<String>,
    pub handler: Option<String>,
}

/// Heading and width of each column; the first eleven are those of an import.
const COLUMNS: [(&str, f64); 16] = [
    ("申请编号", 22.0),
    ("被申请公开的行政机关", 12.0),
    ("收到日期", 12.0),
    ("申请渠道", 12.0),
    ("申请人类型", 14.0),
    ("申请人", 16.0),
    ("证件号码", 20.0),
    ("申请内容", 48.0),
    ("办理结果", 30.0),
    ("办结日期", 12.0),
    ("答复文号", 22.0),
    ("登记流水号", 20.0),
    ("阶段", 10.0),
    ("答复期限", 12.0),
    ("承办科室", 14.0),
    ("承办人", 10.0),
];

/// The workbook as bytes; written row by row, so that a long register takes little memory.
pub fn write(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let styles = Styles::new();
    let page = workbook.add_worksheet_with_constant_memory()?;
    page.set_name("申请台账")?.set_freeze_panes(1, 1)?.set_landscape().set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    for ((heading, width), column) in COLUMNS.into_iter().zip(0..) {
        page.set_column_width(column, width)?;
        page.write_with_format(0, column, heading, &styles.head)?;
    }
    let last = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    page.autofilter(0, 0, last, 15)?;
    for (line, row) in lines.iter().zip(1..) {
        write_line(page, row, line, &styles)?;
    }
    workbook.save_to_buffer()
}

fn write_line(
    page: &mut Worksheet,
    row: u32,
    line: &Line,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let day = |day: Option<NaiveDate>| (day.map(|day| day.to_string()), true);
    let text = |text: Option<&str>| (text.map(str::to_owned), false);
    let cells = [
        text(Some(&line.number)),
        text(Some(&line.organ)),
        day(line.received_on),
        text(line.channel.map(Channel::label)),
        text(Some(line.requester_kind.label())),
        text(Some(&line.requester)),
        text(line.identity_number.as_deref()),
        text(Some(&line.content)),
        text(line.result_row.map(ResultRow::label)),
        day(line.closed_on),
        text(line.document_number.as_deref()),
        text(line.registration_number.as_deref()),
        text(Some(line.stage)),
        day(line.due_on),
        text(line.department.as_deref()),
        text(line.handler.as_deref()),
    ];
    for ((value, is_day), column) in cells.into_iter().zip(0..) {
        match value {
            Some(day) if is_day => {
                let day = ExcelDateTime::parse_from_str(&day)?;
                page.write_with_format(row, column, &day, &styles.day)?;
            }
            // Always as text: what begins with = is no formula here.
            Some(text) => {
                page.write_string_with_format(row, column, text, &styles.text)?;
            }
            None => {
                page.write_blank(row, column, &styles.text)?;
            }
        }
    }
    Ok(())
}

struct Styles {
    head: Format,
    text: Format,
    day: Format,
}

impl Styles {
    fn new() -> Self {
        let plain = || {
            Format::new()
                .set_font_name("宋体")
                .set_font_size(10)
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
        };
        Self {
            head: plain()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00EE_F2F7)),
            text: plain(),
            day: plain().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}
