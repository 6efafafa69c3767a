//! Why a file as a whole cannot be read; each reason is a sentence that says what to do.

use std::io;

/// A file that holds no register this program can read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{}", of_io(.0))]
    Io(io::Error),
    #[error("文件是空的")]
    Empty,
    #[error("文件不完整或已损坏（可能没有下载完），请重新取得文件，或者用 Excel 打开后另存一份")]
    Damaged,
    #[error("文件设有打开密码，请去掉密码后另存一份")]
    Encrypted,
    #[error("文件展开后过大（{0}），已停止读取；如确是台账，请另存为 csv")]
    TooLarge(&'static str),
    /// A format that is none of ours, by its usual name.
    #[error("这是{0}，不是台账；请用 Excel 或 WPS 另存为 xlsx 或 csv")]
    OtherFormat(&'static str),
    #[error("文件不是文本，也不是 xlsx、xls、ods；请用 Excel 或 WPS 另存为 xlsx 或 csv")]
    NotText,
    #[error("第{row}行超过 1 MiB：可能没有换行，或者引号没有成对")]
    LongLine { row: u32 },
    #[error("没有名为“{name}”的工作表；文件中有：{}", .sheets.join("、"))]
    NoSuchSheet { name: String, sheets: Vec<String> },
    #[error("有多个工作表像{what}：{}；请用 --sheet 指定一个", .sheets.join("、"))]
    SeveralSheets { what: &'static str, sheets: Vec<String> },
    #[error("{what}缺少必填列：{}；读到的表头是：{}{hint}", .missing.join("、"), found_in(.found))]
    MissingHeadings {
        what: &'static str,
        missing: Vec<&'static str>,
        found: Vec<String>,
        hint: String,
    },
    #[error(
        "{what}的“{column}”出现了{}次：{}；请删去多余的列，或者用对应表（--mapping）指明用哪一列",
        .headings.len(),
        .headings.join("、")
    )]
    HeadingTwice { what: &'static str, column: &'static str, headings: Vec<String> },
    #[error("对应表指明的列在文件中没有找到：{}", .0.join("、"))]
    MappedHeadingMissing(Vec<String>),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        if matches!(error.kind(), UnexpectedEof | InvalidData | InvalidInput) {
            return Self::Damaged;
        }
        let limit =
            error.get_ref().and_then(|inner| inner.downcast_ref::<Limit>()).map(|limit| limit.0);
        limit.map_or(Self::Io(error), Self::TooLarge)
    }
}

/// A limit of reading that was passed, on its way through `std::io`.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Limit(pub(super) &'static str);

/// What the system says is English, and stays out.
fn of_io(error: &io::Error) -> &'static str {
    const KNOWN: &[(io::ErrorKind, &str)] = &[
        (io::ErrorKind::NotFound, "找不到文件"),
        (io::ErrorKind::PermissionDenied, "没有读取这个文件的权限"),
        (io::ErrorKind::IsADirectory, "这是文件夹，不是文件"),
    ];
    let known = KNOWN.iter().find(|(kind, _)| *kind == error.kind());
    known.map_or("读取文件时出错", |(_, sentence)| sentence)
}

/// The headings of the row that came nearest.
fn found_in(found: &[String]) -> String {
    const SHOWN: usize = 40;
    if found.is_empty() {
        return "（没有读到表头）".to_owned();
    }
    let shown = found.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("、");
    if found.len() > SHOWN { format!("{shown}……") } else { shown }
}
