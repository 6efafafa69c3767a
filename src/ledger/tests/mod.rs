//! The ledger as an office meets it: files in, rows and faults out.

mod bad_files;
mod fixtures;
mod rejects;
mod rows;
mod workbooks;

use std::fmt::Write;
use std::path::Path;

use tempfile::TempDir;

use super::{Book, CaseRow, Fault, ReadOptions, RegisterKind, Unreadable, open};

/// The headings of a small register, and one good row.
pub(super) const HEAD: &str =
    "申请编号,收到日期,申请渠道,申请人类型,申请人,证件号码,联系电话,申请内容,办理结果,办结日期";
pub(super) const GOOD: &str = "〔2020〕1号,2020-01-05,当面,自然人,张三,11010519491231002X,13912345678,征地批文,予以公开,2020-02-03";

/// A file of these bytes; the folder lives as long as the test holds it.
pub(super) fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Opens a file without options.
pub(super) fn opened(path: &Path) -> Result<Book, Unreadable> {
    open(path, &ReadOptions::default())
}

/// Why these bytes cannot be read.
pub(super) fn refusal(bytes: impl AsRef<[u8]>) -> String {
    let (_folder, path) = file("台账.csv", bytes);
    opened(&path).err().unwrap().to_string()
}

/// Good rows and the faults of bad ones.
pub(super) fn read(book: &Book) -> (Vec<CaseRow>, Vec<Fault>) {
    let (mut good, mut faults) = (Vec::new(), Vec::new());
    for row in book.case_rows().unwrap().unwrap() {
        match row.unwrap() {
            Ok(row) => good.push(row),
            Err(bad) => faults.extend(bad.faults),
        }
    }
    (good, faults)
}

/// What is wrong with the rows of a csv under [`HEAD`], one line a fault.
pub(super) fn faults_of(rows: &str) -> String {
    let (_folder, path) = file("台账.csv", format!("{HEAD}\n{rows}\n"));
    let book = opened(&path).unwrap();
    let mut lines = String::new();
    let mut all = book.case_rows().unwrap().unwrap();
    for row in &mut all {
        let faults = row.unwrap().map_or_else(|bad| bad.faults, |good| good.warnings);
        list(&faults, &mut lines);
    }
    list(all.skipped(), &mut lines);
    lines
}

/// One line for each fault.
pub(super) fn list(faults: &[Fault], lines: &mut String) {
    for fault in faults {
        let value = fault.value.as_deref().unwrap_or("-");
        let Fault { row, column, code, severity, text, .. } = fault;
        writeln!(lines, "{row} {column} [{value}] {severity} {code}: {text}").unwrap();
    }
}

/// The rows of a file, or its refusal, for tests that only want to come out alive.
pub(super) fn survives(path: &Path) {
    for kind in [None, Some(RegisterKind::Challenges)] {
        let Ok(book) = open(path, &ReadOptions { kind, ..ReadOptions::default() }) else {
            continue;
        };
        for row in book.case_rows().ok().flatten().into_iter().flatten() {
            let _ = row.map(|row| row.map(|row| row.warnings));
        }
        for row in book.challenge_rows().ok().flatten().into_iter().flatten() {
            let _ = row.map(|row| row.map(|row| row.warnings));
        }
    }
}
