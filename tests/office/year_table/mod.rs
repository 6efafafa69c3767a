//! The year table through all its writers and readers: every file holds the same numbers.

mod pages;
mod word;

use chrono::NaiveDate;
use gongkai::domain::annual_report::check::check;
use gongkai::domain::annual_report::sheet::Sheet;
use gongkai::domain::annual_report::{AnnualTable, OrganName, Scope};
use gongkai::ledger::published::{self, PublishedTable};
use gongkai::letters::annual_table::{csv, html, json, terminal, xlsx};
use serde_json::Value;

const BAIYIN: &str = include_str!("../../data/reports/baiyin-2020.json");
const HONGZE: &str = include_str!("../../data/reports/hongze-2023.json");
const HUAIAN: &str = include_str!("../../data/reports/huaian-2024.json");
const SHANGHAI: &str = include_str!("../../data/reports/shanghai-general-office-2019.json");

/// A published table as if we had derived it.
fn derived(report: &str, scope: Scope) -> AnnualTable {
    let PublishedTable { organ, year, format, section_three, section_four, .. } =
        published::read(report.as_bytes()).unwrap();
    let year = year.unwrap();
    AnnualTable {
        organ: OrganName { code: "620400".to_owned(), name: organ.unwrap() },
        year,
        scope,
        format,
        as_of: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
        known_at: None,
        findings: check(&section_three, &section_four, format),
        section_three,
        section_four,
    }
}

fn every_table() -> Vec<AnnualTable> {
    let reports = [BAIYIN, HONGZE, HUAIAN, SHANGHAI].map(|r| derived(r, Scope::Government));
    let mut tables = reports.to_vec();
    let mut own = derived(BAIYIN, Scope::Organ);
    own.section_four.blocks.values_mut().for_each(|numbers| *numbers = [None; 5]);
    tables.push(own);
    tables
}

/// What a reader must make of a table's file.
fn expected(table: &AnnualTable) -> PublishedTable {
    PublishedTable {
        organ: Some(table.organ.name.clone()),
        year: Some(table.year),
        scope: Some(table.scope),
        format: table.format,
        section_three: table.section_three.clone(),
        section_four: table.section_four.clone(),
    }
}

#[test]
fn json_html_and_xlsx_are_read_back_equal() {
    for table in every_table() {
        let files = [
            ("json", json::write(&table).unwrap()),
            ("html", html::write(&table).unwrap().into_bytes()),
            ("xlsx", xlsx::write(&table).unwrap()),
        ];
        for (kind, bytes) in files {
            let read = published::read(&bytes).unwrap();
            assert_eq!(read, expected(&table), "{kind} of {}", table.organ.name);
        }
    }
}

#[test]
fn docx_is_read_back_equal() {
    for table in every_table() {
        let read = published::read(&word::document(&table)).unwrap();
        assert_eq!(read, PublishedTable { scope: None, ..expected(&table) });
    }
}

/// The numbers of both sections in official order; a blank is empty.
fn numbers(table: &AnnualTable) -> Vec<String> {
    let three = Sheet::of_section_three(&table.section_three, table.format);
    let four = Sheet::of_section_four(&table.section_four);
    let lines = three.lines.into_iter().chain(four.lines);
    lines
        .flat_map(|line| line.numbers)
        .map(|n| n.map_or_else(String::new, |n| n.to_string()))
        .collect()
}

#[test]
fn csv_holds_the_same_numbers() {
    for table in every_table() {
        let text = String::from_utf8(csv::write(&table).unwrap()).unwrap();
        let values = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned());
        assert_eq!(values.collect::<Vec<_>>(), numbers(&table));
    }
}

#[test]
fn the_terminal_holds_the_same_numbers() {
    for table in every_table() {
        let text = terminal::print(&table).unwrap();
        let (three, four) = text.split_once("\n四、").unwrap();
        let cells = |text: &str, count: usize| {
            let lines = text.lines().filter(|line| line.starts_with('│'));
            let lines = lines.map(|line| {
                let mut cells: Vec<_> = line.split('│').rev().skip(1).take(count).collect();
                cells.reverse();
                cells.into_iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
            });
            let is_number = |cell: &String| cell.bytes().all(|byte| byte.is_ascii_digit());
            lines.filter(|l| l.len() == count && l.iter().all(is_number)).collect::<Vec<_>>()
        };
        // A label on two lines leaves a line without numbers, and so does a row without any.
        let printed = [cells(three, 7), cells(four, 15)].concat();
        let printed: Vec<_> =
            printed.into_iter().flatten().filter(|cell| !cell.is_empty()).collect();
        let all: Vec<_> = numbers(&table).into_iter().filter(|number| !number.is_empty()).collect();
        assert_eq!(printed, all);
    }
}

#[test]
fn what_is_read_back_has_the_same_findings() {
    for table in every_table() {
        let read = published::read(&xlsx::write(&table).unwrap()).unwrap();
        let found = check(&read.section_three, &read.section_four, read.format);
        assert_eq!(found, check(&table.section_three, &table.section_four, table.format));
    }
}

#[test]
fn cut_files_are_refused_in_words() {
    let table = derived(HUAIAN, Scope::Government);
    for bytes in [xlsx::write(&table).unwrap(), word::document(&table)] {
        for cut in [30, bytes.len() / 2, bytes.len() - 10] {
            let error = published::read(&bytes[..cut]).unwrap_err();
            assert_eq!(error.to_string(), "文件不完整或已损坏，可能没有下载完，请重新取得原文件");
        }
    }
    let page = html::write(&table).unwrap();
    let (cut, _) = page.split_once("<tr data-row=\"unable_not_held\">").unwrap();
    let error = published::read(cut.as_bytes()).unwrap_err();
    assert!(error.to_string().starts_with("没有找到第三部分的表格"), "{error}");
}

/// The client lays the table out by a copy of the official one, and it is a copy.
#[test]
fn the_client_lays_out_the_official_table() {
    let client: Value =
        serde_json::from_str(include_str!("../../../web/src/shared/year-table.json")).unwrap();
    for (format, official) in [
        ("2019", include_str!("../../data/annual_report_2019.json")),
        ("2021", include_str!("../../data/annual_report_2021.json")),
    ] {
        let official: Value = serde_json::from_str(official).unwrap();
        let tables = official["tables"].as_array().unwrap().iter();
        let table = tables.clone().find(|table| table["id"] == "section_three_table").unwrap();
        for (part, keys) in [
            ("rows", &["id", "label", "number", "level", "parent", "kind"][..]),
            ("columns", &["id", "label"][..]),
        ] {
            let told = |lines: &Value| -> Vec<Value> {
                let lines = lines.as_array().unwrap().iter();
                lines.map(|line| keys.iter().map(|key| line[key].clone()).collect()).collect()
            };
            assert_eq!(told(&client[format][part]), told(&table[part]), "{format} {part}");
        }
    }
}
