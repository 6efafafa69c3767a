//! Help and refusals of the command line: all Chinese, help on stdout, refusals on stderr with status 2.

use std::process::Command;

use insta::assert_snapshot;

/// What the program says to arguments, as "status stdout stderr".
fn says(arguments: &str) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = program.env_remove("DATABASE_URL").args(arguments.split_whitespace()).output();
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn help(command: &str) -> String {
    let (status, out, err) = says(&format!("{command} --help"));
    assert_eq!((status, err.as_str()), (0, ""));
    out
}

const COMMANDS: [&str; 22] = [
    "audit",
    "audit verify",
    "audit seal",
    "calendar",
    "calendar show",
    "calendar import",
    "",
    "demo",
    "migrate",
    "key",
    "key new",
    "key rotate",
    "organ",
    "organ import",
    "import",
    "report",
    "deadline",
    "check",
    "hand-in",
    "backup",
    "restore",
    "copy",
];

#[test]
fn the_help_is_a_page_to_read() {
    assert_snapshot!("help", help(""));
    assert_snapshot!("help_report", help("report"));
    assert_snapshot!("help_organ_import", help("organ import"));
    assert_snapshot!("help_deadline", help("deadline"));
}

#[test]
fn no_page_has_an_english_word_or_a_long_line() {
    for command in COMMANDS {
        let page = help(command);
        for word in ["Usage", "OPTIONS", "COMMAND", "Arguments", "default:", "possible", "env:"] {
            assert!(!page.contains(word), "{command}: {page}");
        }
        for line in page.lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn what_is_not_understood_is_told() {
    let refusals = [
        "bogus",
        "imprt x",
        "report",
        "report x --organ 1",
        "report 2020 --organ 1 --output pdf",
        "report 2020 --organ 1 --scpe organ",
        "report 2020 --organ 1 --scope orgn",
        "report 2020 --organ 1 --known-at gestern",
        "report 2020 2021 --organ 1",
        "report 2020 --organ",
        "report 2020 --organ 1 --organ 2",
        "deadline --received 2020-13-01",
        "deadline --received 2020-01-02 --days zwei",
        "deadline --received 2020-01-02 --days 0",
        "deadline --received 2020-01-02 --days 1001",
        "deadline --received 2020-01-02 --consult 2020-01-03",
        "deadline --received 2020-01-02 --amended 2020-01-03",
        "check x --json=3",
    ];
    let mut told = String::new();
    for arguments in refusals {
        let (status, out, err) = says(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments}");
        told = format!("{told}$ gongkai {arguments}\n{err}");
    }
    assert_snapshot!("refusals", told);
}

#[test]
fn without_a_command_the_help_is_shown_and_nothing_is_done() {
    let (status, out, err) = says("");
    assert_eq!((status, out.as_str(), err), (2, "", help("")));
    assert_eq!(
        says("--version"),
        (0, format!("gongkai {}\n", env!("CARGO_PKG_VERSION")), String::new())
    );
}

#[test]
fn who_has_read_enough_is_told_nothing() {
    for arguments in [
        "calendar show 2020 --database sqlite:none.db",
        "check tests/data/reports/baiyin-2020.json",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        let output = program.args(arguments.split_whitespace()).stdout(writer).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{arguments}");
    }
}

#[test]
fn an_order_without_a_day_gives_twenty_working_days() {
    let database = "--database sqlite:none.db";
    let asked = format!("deadline --received 2025-01-02 --ordered 2025-06-02.. {database}");
    let (status, out, err) = says(&asked);
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(out.lines().last(), Some("最迟于2025年6月30日答复"), "{out}");
}
