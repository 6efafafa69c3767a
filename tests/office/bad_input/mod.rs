//! Bad input, tried through the program itself: each gets a clear answer and leaves the database as it was.

mod files;
mod personal;
mod rows;
mod tolerated;

use std::path::Path;

use serde_json::Value;

use crate::support::{Answer, Office};

pub const HEAD: &str = "申请编号,受理机关,收到日期,申请人类型,申请人,证件号码,联系电话,通信地址,申请内容,办理结果,办结日期";

/// A row of [`HEAD`] with which nothing is wrong.
pub const GOOD: &str = "1,620402,2020-03-02,自然人,李堃,,,,某方案,予以公开,2020-03-20";

/// A row that stands in the database before anything bad comes.
const RECORDED: &str = "旧1,620402,2020-01-02,自然人,王喆,,,,旧方案,予以公开,2020-01-20";

/// A register in csv.
pub fn register(rows: &[&str]) -> Vec<u8> {
    format!("{HEAD}\n{}\n", rows.join("\n")).into_bytes()
}

/// Records one case, so that there is something to spoil.
pub fn begin(office: &Office) {
    let path = office.file("旧台账.csv", &register(&[RECORDED]));
    office.must(&["import", path.to_str().unwrap()]);
}

/// Runs `import --json` on a file that must be refused, and looks that nothing has changed.
pub fn refused(office: &Office, path: &Path, more: &[&str]) -> Answer {
    let before = office.digest();
    let answer = imports(office, path, more);
    assert_ne!(answer.status, 0, "{} was taken: {}", path.display(), answer.out);
    assert_eq!(office.digest(), before, "{}", path.display());
    answer
}

/// Runs `import --json`.
pub fn imports(office: &Office, path: &Path, more: &[&str]) -> Answer {
    let mut arguments = vec!["import", path.to_str().unwrap(), "--json"];
    arguments.extend(more);
    office.runs(&arguments)
}

/// Row, column, value and code of every finding, a line each.
pub fn findings(report: &Value) -> String {
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap_or("").to_owned();
    let line = |finding: &Value| {
        let fields = ["column", "value", "severity", "code"].map(|field| text(finding, field));
        format!("{} {}", finding["row"], fields.join(" "))
    };
    report["findings"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
}
