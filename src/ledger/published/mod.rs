//! A year table that somebody published, read from JSON, xlsx, docx or html. Reads tolerantly and mends nothing.
//!
//! The kind of a file is told by its content, never by its name. Blank cells stay blank; a document without section
//! four has three blank blocks, which the checks report.

mod caption;
mod docx;
mod grid;
mod html;
mod json;
mod number;
mod section_four;
mod section_three;
mod xlsx;

use std::rc::Rc;

use self::grid::Grid;
use crate::domain::annual_report::{Format, Scope, SectionFour, SectionThree};
use crate::ledger::package::{Package, PackageError};

/// The most bytes that a published table may have, pictures of a report included.
pub const SIZE_LIMIT: usize = 64 << 20;

/// How much of a cell's or a label's text an error repeats.
const QUOTED: usize = 20;

/// A published table and what the document says of whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedTable {
    /// The name of the organ, if the document tells it.
    pub organ: Option<String>,
    pub year: Option<i32>,
    pub scope: Option<Scope>,
    /// The layout that the table is printed in, whatever its year.
    pub format: Format,
    pub section_three: SectionThree,
    pub section_four: SectionFour,
}

/// Why a file cannot be read as a year table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("文件是空的")]
    Empty,
    #[error("文件超过64MB，不像年度报告的表格")]
    FileTooBig,
    #[error("无法识别的文件，可以读取的格式是：JSON、xlsx、docx、html")]
    UnknownKind,
    #[error("这是旧版 Office 或加密的文件（xls、doc），请另存为 xlsx 或 docx（不设密码）后再读取")]
    OldOffice,
    #[error("PDF 文件不能读取，请使用原来的 Word、Excel 文件或网页")]
    Pdf,
    #[error(transparent)]
    Package(#[from] PackageError),
    #[error("表格过大，不像年度报告的表格，已停止读取")]
    TableTooBig,
    #[error("JSON 第{line}行第{column}列有语法错误")]
    Json { line: usize, column: usize },
    #[error("JSON 中缺少“{0}”")]
    MissingKey(String),
    #[error("JSON 中“{key}”的类型不对，应为{wanted}")]
    WrongType { key: String, wanted: &'static str },
    #[error("JSON 中“columns”与官方表格的七列不一致")]
    Columns,
    #[error("JSON 中“{row}”行应有7个数，实有{found}个")]
    RowLength { row: String, found: usize },
    #[error("JSON 中“{0}”不是官方表格的行")]
    UnknownRow(String),
    #[error("“{row}”行不属于{format}年格式的表格")]
    RowOfOtherFormat { row: String, format: Format },
    #[error("没有找到第三部分的表格（从“本年新收政府信息公开申请数量”到“结转下年度继续办理”）")]
    NoSectionThree,
    #[error(
        "第三部分的表格有{found}行数据，且“{label}”不是官方表格的行：2019年格式应为23行，2021年格式应为25行"
    )]
    UnknownLabel { label: String, found: usize },
    #[error("第三部分的表格中“{0}”出现了两次")]
    RepeatedRow(String),
    #[error("第三部分的表格中“{0}”不在应在的位置，无法确定各行是什么")]
    RowOutOfPlace(String),
    #[error("第四部分的表格不是15列数据")]
    SectionFourColumns,
    #[error("“{row}”行“{column}”列不是数：{text}")]
    NotANumber { row: String, column: String, text: String },
}

/// What a document of any kind is made of.
#[derive(Debug, Default)]
struct Document {
    grids: Vec<Grid>,
    /// Lines of text outside tables.
    lines: Vec<String>,
}

/// Reads a published table from the bytes of a file.
pub fn read(bytes: &[u8]) -> Result<PublishedTable, Error> {
    if bytes.len() > SIZE_LIMIT {
        return Err(Error::FileTooBig);
    }
    match bytes {
        [b'P', b'K', 3 | 5, ..] => table(&office(bytes)?),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Error::OldOffice),
        [b'%', b'P', b'D', b'F', ..] => Err(Error::Pdf),
        _ => text(bytes),
    }
}

/// A zipped Office file by the part that it has.
fn office(bytes: &[u8]) -> Result<Document, Error> {
    let mut package = Package::open(bytes)?;
    if package.has(docx::MAIN_PART) {
        docx::read(&mut package)
    } else if package.has(xlsx::MAIN_PART) {
        xlsx::read(bytes)
    } else {
        Err(Error::UnknownKind)
    }
}

/// JSON or HTML by its first sign.
fn text(bytes: &[u8]) -> Result<PublishedTable, Error> {
    let text = html::decoded(bytes);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty() {
        return Err(Error::Empty);
    }
    if start.starts_with(['{', '[']) {
        return json::read(start);
    }
    if start.starts_with('<') || text.to_ascii_lowercase().contains("<table") {
        return table(&html::read(&text)?);
    }
    Err(Error::UnknownKind)
}

/// The year table of a document.
fn table(document: &Document) -> Result<PublishedTable, Error> {
    let (format, section_three) = section_three::find(&document.grids)?;
    let section_four = section_four::find(&document.grids)?;
    let caption = caption::find(document);
    Ok(PublishedTable {
        organ: caption.organ,
        year: caption.year,
        scope: caption.scope,
        format,
        section_three,
        section_four,
    })
}

/// A label without numbering, spaces and marks, so that printed variants of it are equal.
fn normalised(label: &str) -> String {
    let bare: String = label
        .chars()
        .map(number::half_width)
        .filter(|c| !number::is_space(*c))
        .collect::<String>()
        .trim_start_matches(is_numbering)
        .to_owned();
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a character belongs to the number before a label: 一、 （一） 1. ① and so on.
fn is_numbering(character: char) -> bool {
    character.is_ascii_digit()
        || "一二三四五六七八九十".contains(character)
        || "、.．()（）。:：-".contains(character)
        || ('①'..='⑳').contains(&character)
        || ('㈠'..='㈩').contains(&character)
}

/// The beginning of a text, for an error.
fn quoted(text: &str) -> String {
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if short.chars().count() <= QUOTED {
        return short;
    }
    short.chars().take(QUOTED).chain(['…']).collect()
}

/// The numbers of a line, or an error that names row and column.
fn numbers<'a>(
    cells: impl Iterator<Item = (Option<&'a Rc<str>>, String)>,
    row: &str,
) -> Result<Vec<Option<i64>>, Error> {
    cells
        .map(|(cell, column)| {
            let text = cell.map_or("", |text| &**text);
            number::number(text).map_err(|_| Error::NotANumber {
                row: row.to_owned(),
                column,
                text: quoted(text),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_numbers_and_marks() {
        for (label, expected) in [
            ("（三） 不予公开", "不予公开"),
            ("1.属于国家秘密", "属于国家秘密"),
            ("１．属于国家秘密", "属于国家秘密"),
            ("3.危及“三安全一稳定”", "危及三安全一稳定"),
            ("二、上年结转政府信息公开申请数量", "上年结转政府信息公开申请数量"),
            ("(七)\u{3000}总 计", "总计"),
            ("①重复申请", "重复申请"),
        ] {
            assert_eq!(normalised(label), expected, "{label}");
        }
    }

    #[test]
    fn other_files_are_named() {
        for (bytes, error) in [
            (&b""[..], Error::Empty),
            (b" \n\t", Error::Empty),
            (b"hello", Error::UnknownKind),
            (b"%PDF-1.7", Error::Pdf),
            (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], Error::OldOffice),
            (b"PK\x03\x04rubbish", PackageError::Broken.into()),
            (b"<html><p>nothing", Error::NoSectionThree),
            (b"{", Error::Json { line: 1, column: 1 }),
        ] {
            assert_eq!(read(bytes), Err(error), "{bytes:?}");
        }
    }
}
