//! Files that hold no register: status 2, one sentence on stderr, nothing on stdout.

use std::path::Path;

use super::{GOOD, HEAD, begin, refused, register};
use crate::support::{Office, on_both};
use crate::workbooks::{with_sheet, workbook};

/// The sentence with which a file is refused as a whole.
fn sentence(office: &Office, path: &Path, more: &[&str]) -> String {
    let answer = refused(office, path, more);
    assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{}", answer.err);
    assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    answer.err.trim_end().strip_prefix("错误：").unwrap().to_owned()
}

/// A workbook whose first sheet has rows without end; packed it is small.
fn bomb() -> Vec<u8> {
    let good = workbook(&[HEAD, GOOD], |_| ());
    let row = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", " ".repeat(50_000));
    with_sheet(&good, |xml| xml.replace("</sheetData>", &(row.repeat(2_000) + "</sheetData>")))
}

#[test]
fn what_cannot_be_read_is_refused_whole() {
    let whole = workbook(&[HEAD, GOOD], |_| ());
    let truncated = &whole[..whole.len() * 2 / 3];
    let broken_inside = with_sheet(&whole, |xml| xml.replace("</sheetData>", ""));
    let no_newline = format!("{HEAD}{}", ",字".repeat(2_600_000));
    let twice = format!("{HEAD},收到时间\n{GOOD},2020-03-02\n");
    let cases: &[(&str, &[u8], &str)] = &[
        ("断.xlsx", truncated, "文件不完整或已损坏"),
        ("半.xlsx", &broken_inside, "文件不完整或已损坏"),
        ("弹.xlsx", &bomb(), "文件展开后过大（压缩比异常，疑似压缩炸弹）"),
        ("长.csv", no_newline.as_bytes(), "第1行超过 1 MiB：可能没有换行"),
        ("重.csv", twice.as_bytes(), "申请台账的“收到日期”出现了2次：收到日期、收到时间"),
        ("空.xlsx", b"", "文件是空的"),
        ("缺.csv", "申请编号,申请人\n1,李堃\n".as_bytes(), "申请台账缺少必填列：收到日期、"),
        ("图.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "文件不是文本"),
    ];
    on_both(|office| {
        begin(&office);
        for (name, bytes, says) in cases {
            let told = sentence(&office, &office.file(name, bytes), &[]);
            assert!(told.starts_with(says), "{name}: {told}");
        }
    });
}

#[test]
fn what_was_asked_for_in_vain_is_named() {
    on_both(|office| {
        begin(&office);
        let path = office.file("台账.csv", &register(&[GOOD]));
        let book = office.file("台账.xlsx", &workbook(&[HEAD, GOOD], |_| ()));
        let unmapped = office.file("对应.txt", "收到日期=来文日\n".as_bytes());
        let unknown = office.file("错.txt", "收文日期=来文日\n".as_bytes());
        let (unmapped, unknown) = (unmapped.to_str().unwrap(), unknown.to_str().unwrap());
        for (path, more, says) in [
            (&path, ["--organ", "999999"], "没有代码为 999999 的机关"),
            (&book, ["--sheet", "台帐"], "没有名为“台帐”的工作表；文件中有：Sheet1"),
            (&path, ["--mapping", unmapped], "对应表指明的列在文件中没有找到：来文日"),
            (&path, ["--mapping", unknown], "对应表中的“收文日期”不是本系统的列名"),
            (&office.path("没有.csv"), ["--year", "2020"], "找不到文件 /"),
            (&path, ["--mapping", "没有.txt"], "找不到文件 没有.txt"),
            (&office.path(""), ["--year", "2020"], "这是文件夹"),
            (&path, ["--rejects", "没有/退回.csv"], "写退回文件时出错"),
        ] {
            let bad = office.file("坏.csv", &register(&[&GOOD.replace("自然人", "外星人")]));
            let path = if more[0] == "--rejects" { &bad } else { path };
            let told = sentence(&office, path, &more);
            assert!(told.starts_with(says), "{more:?}: {told}");
        }
    });
}

#[test]
fn a_missing_file_is_named_by_every_command() {
    on_both(|office| {
        let hand_in = ["--organ", "620402", "--year", "2020", "--scope", "organ"];
        for (command, more) in [
            (&["import"][..], &[][..]),
            (&["check"], &[]),
            (&["organ", "import"], &[]),
            (&["calendar", "import"], &[]),
            (&["hand-in"], &hand_in),
        ] {
            let answer = office.runs(&[command, &["没有.json"], more].concat());
            let told = (answer.status, answer.out.as_str(), answer.err.as_str());
            assert_eq!(told, (2, "", "错误：找不到文件 没有.json\n"), "{command:?}");
        }
        let folder = office.path("");
        let answer = office.runs(&["check", folder.to_str().unwrap()]);
        assert!(answer.err.ends_with("：这是文件夹，不是文件\n"), "{}", answer.err);
    });
}
