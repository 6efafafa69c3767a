//! The demo: a register whose counts are those that 白银市 published for 2020. Only the counts are real; every person,
//! text and date is invented. It is written as an office would keep it, and taken in like any other register.

pub mod people;
mod words;

use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde::Deserialize;
use strum::VariantArray;

use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// The table that 白银市 published, in the shape that `gongkai check` reads.
pub const PUBLISHED: &str = include_str!("../../data/reports/baiyin-2020.json");

/// The organs of the demo, in the shape that `gongkai organ import` reads.
pub const ORGANS: &str = include_str!("organs.csv");

/// The code of the city.
pub const CITY: &str = "620400";

/// The year of the register.
pub const YEAR: i32 = 2020;

#[derive(Deserialize)]
struct Published {
    rows: std::collections::BTreeMap<String, Vec<u32>>,
    section_four: std::collections::BTreeMap<String, std::collections::BTreeMap<String, u32>>,
}

/// Why the demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    #[error("演示数据有误：{0}")]
    Counts(#[from] serde_json::Error),
    #[error("演示台账写不出来：{0}")]
    Written(#[from] XlsxError),
}

/// The register of 153 requests and 35 reviews and lawsuits as an xlsx file.
pub fn register() -> Result<Vec<u8>, NotMade> {
    let published: Published = serde_json::from_str(PUBLISHED)?;
    let mut book = Workbook::new();
    cases(book.add_worksheet(), &published)?;
    challenges(book.add_worksheet(), &published)?;
    Ok(book.save_to_buffer()?)
}

const HEADINGS: [&str; 15] = [
    "申请编号",
    "被申请公开的行政机关",
    "收到日期",
    "申请渠道",
    "申请人类型",
    "申请人",
    "证件号码",
    "联系电话",
    "电子邮箱",
    "通信地址",
    "申请内容",
    "办理结果",
    "办结日期",
    "答复文号",
    "备注",
];

fn cases(sheet: &mut Worksheet, published: &Published) -> Result<(), XlsxError> {
    sheet.set_name("申请台账")?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, "白银市2020年政府信息依申请公开登记台账（演示）", &title)?;
    let head = Format::new().set_bold();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_with_format(1, column, heading, &head)?;
        sheet.set_column_width(column, if column == 10 { 40.0 } else { 16.0 })?;
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (n, (row, kind)) in (0u32..).zip(spread(&outcomes(published))) {
        let line = n + 2;
        let received_on = received_on(n);
        let closed_on = received_on.checked_add_days(Days::new(u64::from(6 + n * 5 % 19)));
        let organ = words::organ_of(n);
        let request = words::request(n, kind);
        for (column, text) in (0..).zip(words::columns(n, organ, kind, &request)) {
            sheet.write(line, column, text)?;
        }
        sheet.write_with_format(line, 2, excel(received_on), &date)?;
        sheet.write(line, 11, row.label())?;
        if let Some(closed_on) = closed_on {
            sheet.write_with_format(line, 12, excel(closed_on), &date)?;
        }
        sheet.write(line, 13, format!("依申请复〔2020〕{}号", n + 1))?;
    }
    Ok(())
}

/// Every case's row and kind of requester, as often as was published.
fn outcomes(published: &Published) -> Vec<(ResultRow, RequesterKind)> {
    let mut all = Vec::new();
    for row in ResultRow::VARIANTS {
        let counts = published.rows.get(&row.to_string()).into_iter().flatten();
        for (kind, n) in RequesterKind::VARIANTS.iter().zip(counts) {
            all.extend((0..*n).map(|_| (*row, *kind)));
        }
    }
    all
}

/// Mixes the list the same way each time, so that the rows do not stand in blocks.
fn spread<T: Copy>(all: &[T]) -> Vec<T> {
    const STRIDE: usize = 47;
    let n = all.len().max(1);
    (0..all.len()).filter_map(|i| all.get(i * STRIDE % n).copied()).collect()
}

/// A day of 2020 that leaves time to answer within the year.
fn received_on(n: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(YEAR, 1, 6).unwrap_or_default();
    first.checked_add_days(Days::new(u64::from(n * 37 % 330))).unwrap_or(first)
}

fn challenges(sheet: &mut Worksheet, published: &Published) -> Result<(), XlsxError> {
    sheet.set_name("复议诉讼")?;
    let headings = ["案号", "类别", "受理日期", "结果", "审结日期", "申请编号", "被申请机关"];
    let head = Format::new().set_bold();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_with_format(0, column, heading, &head)?;
        sheet.set_column_width(column, 18.0)?;
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let mut line = 0u32;
    for (block, kind, mark) in [
        ("review", "行政复议", "市复决字"),
        ("litigation_direct", "未经复议直接起诉", "甘04行初"),
        ("litigation_after_review", "复议后起诉", "甘04行初"),
    ] {
        for (result, label) in
            [("upheld", "结果维持"), ("corrected", "结果纠正"), ("other_result", "其他结果")]
        {
            let n =
                published.section_four.get(block).and_then(|b| b.get(result)).copied().unwrap_or(0);
            for _ in 0..n {
                line += 1;
                let accepted_on = received_on(line);
                let concluded_on =
                    accepted_on.checked_add_days(Days::new(24)).unwrap_or(accepted_on);
                let number = format!("〔2020〕{mark}第{line}号");
                let texts = [number.as_str(), kind, "", label, "", "", words::organ_of(line)];
                for (column, text) in (0..).zip(texts) {
                    sheet.write(line, column, text)?;
                }
                sheet.write_with_format(line, 2, excel(accepted_on), &date)?;
                sheet.write_with_format(line, 4, excel(concluded_on), &date)?;
            }
        }
    }
    Ok(())
}

/// A day as Excel counts it: days since 1899-12-30.
fn excel(day: NaiveDate) -> f64 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    i32::try_from((day - zero).num_days()).map_or(0.0, f64::from)
}
