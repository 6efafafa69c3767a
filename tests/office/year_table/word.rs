//! A Word document as Word and WPS write it: merged cells by gridSpan and vMerge, runs split at will.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use gongkai::domain::annual_report::AnnualTable;
use gongkai::domain::annual_report::sheet::{Sheet, Span};
use zip::write::SimpleFileOptions;

/// The year table within a report with some text around it.
pub fn document(table: &AnnualTable) -> Vec<u8> {
    let title = format!("{}{}年政府信息公开工作年度报告", table.organ.name, table.year);
    let three = Sheet::of_section_three(&table.section_three, table.format);
    let four = Sheet::of_section_four(&table.section_four);
    let body = [
        paragraph(&title),
        paragraph("一、总体情况"),
        "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>".to_owned(),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("别的表")),
        paragraph(three.title),
        of_sheet(&three),
        paragraph(four.title),
        of_sheet(&four),
    ]
    .concat();
    packed(&format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}<w:sectPr/></w:body></w:document>"
    ))
}

/// A package with this main part.
pub fn packed(xml: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<Types/>").unwrap();
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(xml.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn of_sheet(sheet: &Sheet) -> String {
    let mut xml = "<w:tbl><w:tblPr/><w:tblGrid/>".to_owned();
    for row in 0..sheet.head.len() {
        write!(xml, "<w:tr>{}</w:tr>", merged(&sheet.head_spans(), row)).unwrap();
    }
    for (row, line) in sheet.lines.iter().enumerate() {
        let numbers = line.numbers.iter().map(|number| {
            let text = number.map_or_else(String::new, |number| number.to_string());
            format!("<w:tc>{}</w:tc>", paragraph(&text))
        });
        let labels = merged(&sheet.label_spans(), row);
        write!(xml, "<w:tr>{labels}{}</w:tr>", numbers.collect::<String>()).unwrap();
    }
    xml + "</w:tbl>"
}

/// The cells of a line: those that begin on it, and the empty continuations of those from above.
fn merged(spans: &[Span<'_>], row: usize) -> String {
    let mut cells: Vec<_> = spans.iter().filter(|span| span.covers(row, span.column)).collect();
    cells.sort_by_key(|span| span.column);
    cells.iter().map(|span| cell(span, row)).collect()
}

fn cell(span: &Span<'_>, row: usize) -> String {
    let across = match span.columns {
        1 => String::new(),
        columns => format!("<w:gridSpan w:val=\"{columns}\"/>"),
    };
    let (down, text) = match (span.rows, span.row == row) {
        (1, _) => ("", span.text),
        (_, true) => ("<w:vMerge w:val=\"restart\"/>", span.text),
        (_, false) => ("<w:vMerge/>", ""),
    };
    format!("<w:tc><w:tcPr>{across}{down}</w:tcPr>{}</w:tc>", paragraph(text))
}

/// A paragraph whose text is split over two runs in the middle.
fn paragraph(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (first, second) = characters.split_at(characters.len() / 2);
    let run = |part: &[char]| {
        format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", part.iter().collect::<String>())
    };
    format!("<w:p>{}<w:proofErr w:type=\"spellStart\"/>{}</w:p>", run(first), run(second))
}
