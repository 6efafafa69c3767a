//! Files that cannot be read, each with its sentence.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::fixtures::{sheet_xml, xlsx_of, zip_of};
use super::*;

#[test]
fn what_is_no_register_is_named() {
    let bytes = |start: &[u8]| [start, &[7_u8; 4000]].concat();
    for (bytes, says) in [
        (Vec::new(), "文件是空的"),
        (b"%PDF-1.4".to_vec(), "这是PDF 文件，"),
        (b"<html><table></table></html>".to_vec(), "这是网页（有的系统把网页存成 .xls），"),
        (b"\xEF\xBB\xBF<?xml version=\"1.0\"?><Workbook/>".to_vec(), "这是XML 表格，"),
        (bytes(&[0, 1, 2, 3]), "文件不是文本，"),
        (bytes(&[0xFF, 0xD8, 0xFF, 0xE0]), "文件不是文本，"),
        (b"PK\x03\x04nonsense".to_vec(), "文件不完整或已损坏"),
        (bytes(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), "文件不完整或已损坏"),
        (compound(&["EncryptionInfo", "EncryptedPackage"]), "文件设有打开密码"),
        (compound(&["WordDocument"]), "这是Word 文档，"),
        (compound(&["Workbook"]), "文件不完整或已损坏"),
        (
            zip_of(&[("word/document.xml", "<a/>"), ("[Content_Types].xml", "<a/>")]),
            "这是Word 文档，",
        ),
        (zip_of(&[("xl/workbook.bin", "")]), "这是xlsb 文件，"),
        (zip_of(&[("readme.txt", "")]), "这是压缩包，"),
        (
            b"\n\n\n".to_vec(),
            "申请台账缺少必填列：收到日期、申请人类型、申请人、申请内容；读到的表头是：（没有读到表头）",
        ),
    ] {
        let refused = refusal(&bytes);
        assert!(refused.starts_with(says), "{refused} instead of {says}");
    }
    assert_eq!(opened(Path::new("/nowhere/x.csv")).err().unwrap().to_string(), "找不到文件");
}

/// The header of a compound file and directory entries of these names.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0_u8; 512];
    bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for name in names {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len()).unwrap();
        bytes.extend(entry);
    }
    bytes
}

#[test]
fn a_line_without_end_is_refused() {
    let line = format!("{HEAD}\n{}", "字,".repeat(3 << 20));
    assert_eq!(refusal(line), "第2行超过 1 MiB：可能没有换行，或者引号没有成对");
    let quote = format!("{HEAD}\n\"{}", format!("{GOOD}\n").repeat(20_000));
    assert_eq!(refusal(quote), "第2行超过 1 MiB：可能没有换行，或者引号没有成对");
}

#[test]
fn missing_and_doubled_headings_are_named() {
    assert_eq!(
        refusal("登记编号,申请日期,申请人,申请内容\n1,2020-01-05,张三,内容\n"),
        "申请台账缺少必填列：收到日期、申请人类型；读到的表头是：登记编号、申请日期、申请人、申请内容\
         。“申请日期”不一定是“收到日期”；如确是，请用对应表（--mapping）写明：收到日期=申请日期"
    );
    assert_eq!(
        refusal(format!("{HEAD},收到时间\n{GOOD},2020-01-05\n")),
        "申请台账的“收到日期”出现了2次：收到日期、收到时间；请删去多余的列，或者用对应表（--mapping）指明用哪一列"
    );
    assert_eq!(
        refusal(format!("{HEAD},申请人\n{GOOD},张三\n")),
        "申请台账的“申请人”出现了2次：申请人、申请人；请删去多余的列，或者用对应表（--mapping）指明用哪一列"
    );
}

#[test]
fn a_truncated_xlsx_is_refused_wherever_it_ends() {
    let whole = xlsx_of(&sheet_xml(&[HEAD, GOOD], ""));
    for part in 1..20 {
        let end = whole.len() * part / 20;
        let refused = refusal(&whole[..end]);
        assert!(refused.starts_with("文件不完整或已损坏"), "{end}: {refused}");
    }
}

#[test]
fn a_changed_byte_in_a_sheet_is_seen() {
    let mut bytes = xlsx_of(&sheet_xml(&[HEAD, GOOD], ""));
    let at = bytes.windows(6).position(|bytes| bytes == "张三".as_bytes()).unwrap();
    bytes[at + 2] ^= 1;
    assert!(refusal(bytes).starts_with("文件不完整或已损坏"));
}

#[test]
fn a_zip_bomb_goes_off_nowhere() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![b' '; 1 << 20];
    writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..100 {
        writer.write_all(&zeros).unwrap();
    }
    let honest = writer.finish().unwrap().into_inner();
    assert!(honest.len() < 200_000);
    assert_eq!(
        refusal(&honest),
        "文件展开后过大（压缩比异常，疑似压缩炸弹），已停止读取；如确是台账，请另存为 csv"
    );
    // The same, with a table of contents that says that the part is small.
    let size = u32::to_le_bytes(100 << 20);
    let lie = |at: usize| [&honest[..at], &1000_u32.to_le_bytes(), &honest[at + 4..]].concat();
    let mut lying = honest.clone();
    while let Some(at) = lying.windows(4).position(|bytes| bytes == size) {
        lying[at..at + 4].copy_from_slice(&lie(at)[at..at + 4]);
    }
    let refused = refusal(&lying);
    assert!(
        refused.starts_with("文件展开后过大") || refused.starts_with("文件不完整"),
        "{refused}"
    );
}

#[test]
fn a_sheet_longer_than_excel_has_is_refused() {
    let beyond = "<row r=\"1048577\"><c><v>1</v></c></row></sheetData>";
    let sheet = sheet_xml(&[HEAD, GOOD], "").replace("</sheetData>", beyond);
    assert!(refusal(xlsx_of(&sheet)).starts_with("文件展开后过大（超过 1048576 行）"));
}

#[test]
fn a_cell_without_end_is_refused() {
    // Random enough to pass for text, so that only its length betrays it.
    let text: String = (0_u32..900_000)
        .map(|n| char::from_u32(0x4E00 + n.wrapping_mul(2_654_435_761) % 20_000).unwrap())
        .collect();
    let refused = refusal(xlsx_of(&sheet_xml(&[HEAD, &text], "")));
    assert_eq!(
        refused,
        "文件展开后过大（一个单元格超过 1 MiB），已停止读取；如确是台账，请另存为 csv"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(start in 0_usize..5, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], &[0xFF, 0xFE], HEAD.as_bytes()];
        let (_folder, path) = file("台账", [starts[start], &bytes].concat());
        survives(&path);
    }

    #[test]
    fn arbitrary_text_in_the_columns_never_panics(rows in prop::collection::vec("[\\PC,\"\n]{0,60}", 0..20)) {
        let (_folder, path) = file("台账.csv", format!("{HEAD}\n{}", rows.join("\n")));
        survives(&path);
    }

    #[test]
    fn a_damaged_office_file_never_panics(which in 0_usize..3, at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let fixtures: [&[u8]; 3] = [
            include_bytes!("../../../tests/data/register.xls"),
            include_bytes!("../../../tests/data/register.ods"),
            include_bytes!("../../../tests/data/register.xlsx"),
        ];
        let mut bytes = fixtures[which].to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        let (_folder, path) = file("台账", bytes);
        survives(&path);
    }
}
