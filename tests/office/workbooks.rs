//! Workbooks as offices make them, good and bad.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A workbook of one sheet of texts; `finish` may then write formulas, merge cells, hide rows.
pub fn workbook(rows: &[&str], finish: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, row) in rows.iter().zip(0_u32..) {
        for (cell, column) in line.split(',').zip(0_u16..).filter(|(cell, _)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    finish(sheet);
    workbook.save_to_buffer().unwrap()
}

/// The same workbook with another text in the XML of its first sheet.
pub fn with_sheet(workbook: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            text = change(text);
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
