//! Office files made by hand, so that they can be wrong in just one way.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of these parts, not compressed.
pub(super) fn zip_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        writer.start_file(*name, stored).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The XML of a sheet whose rows are given as csv without quotes; `behind` stands behind the rows.
pub(super) fn sheet_xml(rows: &[&str], behind: &str) -> String {
    let mut xml = String::from("<worksheet><sheetData>");
    for row in rows {
        xml.push_str("<row>");
        for cell in row.split(',') {
            write!(xml, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>").unwrap();
        }
        xml.push_str("</row>");
    }
    write!(xml, "</sheetData>{behind}</worksheet>").unwrap();
    xml
}

/// A workbook of one sheet.
pub(super) fn xlsx_of(sheet: &str) -> Vec<u8> {
    workbook_of(&[("Sheet1", "", sheet)], "")
}

/// A workbook of sheets (name, attributes, XML) with properties.
pub(super) fn workbook_of(sheets: &[(&str, &str, &str)], properties: &str) -> Vec<u8> {
    let (mut listed, mut relations) = (String::new(), String::new());
    for (at, (name, attributes, _)) in sheets.iter().enumerate() {
        write!(listed, "<sheet name=\"{name}\" {attributes} r:id=\"r{at}\"/>").unwrap();
        write!(
            relations,
            "<Relationship Id=\"r{at}\" Type=\"x/worksheet\" Target=\"worksheets/s{at}.xml\"/>"
        )
        .unwrap();
    }
    relations.push_str("<Relationship Id=\"s\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/>");
    let workbook = format!("<workbook>{properties}<sheets>{listed}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let names: Vec<String> =
        (0..sheets.len()).map(|at| format!("xl/worksheets/s{at}.xml")).collect();
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", workbook.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/styles.xml", styles),
    ];
    parts.extend(names.iter().map(String::as_str).zip(sheets.iter().map(|(_, _, xml)| *xml)));
    zip_of(&parts)
}
