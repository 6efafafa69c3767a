//! Whatever is wrong, no identity number, telephone number or address is told.

use super::{HEAD, begin, register};
use crate::support::{Answer, Office, on_both};

const IDENTITY: &str = "620402199001011237";
const PHONE: &str = "13900001234";
const ADDRESS: &str = "白银区人民路一百零八号三单元";

fn row(before: &str, after: &str) -> String {
    format!("{before},{IDENTITY},{PHONE},{ADDRESS},{after}")
}

fn tells_nothing(answer: &Answer, what: &str) {
    for secret in [IDENTITY, PHONE, ADDRESS] {
        let told = format!("{}{}", answer.out, answer.err);
        assert!(!told.contains(secret), "{what} tells {secret}: {told}");
    }
}

/// Imports and looks at all that is said, for machines and for people.
fn says_nothing_of(office: &Office, what: &str, bytes: &[u8], more: &[&str]) {
    let path = office.file("台账.csv", bytes);
    for json in [&["--json"][..], &[]] {
        let mut arguments = vec!["import", path.to_str().unwrap()];
        arguments.extend(more.iter().chain(json));
        let answer = office.runs(&arguments);
        assert_ne!(answer.status, 0, "{what}");
        tells_nothing(&answer, what);
    }
}

#[test]
fn no_error_tells_what_is_personal() {
    let rows = [
        row("1,620402,2020-03-02,外星人,李堃", "某方案,予以公开,2020-03-20"),
        row("2,没有的局,2020-02-30,自然人,李堃", "某方案,已办,2020-03-20"),
        // A cell too few and a cell too many: the personal values stand under other headings.
        row("2020-03-02,自然人,李堃", "某方案,予以公开,2020-03-20"),
        row("3,620402,2020-03-02,自然人", "某方案,予以公开,2020-03-20"),
        row("620402,2020-03-02,自然人", "某方案,予以公开,2020-03-20"),
        row("2020-03-02", "某方案,予以公开,2020-03-20"),
        format!("4,620402,{IDENTITY},{PHONE},{ADDRESS},,,,,{PHONE},{IDENTITY}"),
        format!("{IDENTITY},620402,2020-03-02,外星人,李堃,,,,某,,"),
        format!("5,{ADDRESS},2020-03-02,自然人,李堃,,,,某,{IDENTITY},{PHONE}"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    on_both(|office| {
        begin(&office);
        says_nothing_of(&office, "bad rows", &register(&rows), &[]);
        says_nothing_of(&office, "no headings", rows.join("\n").as_bytes(), &[]);
        let doubled = format!("{HEAD},{IDENTITY},收到日期\n{}", rows[0]);
        says_nothing_of(&office, "doubled headings", doubled.as_bytes(), &[]);
    });
}

#[test]
fn no_difference_tells_what_is_personal() {
    let first = row("1,620402,2020-03-02,自然人,李堃", "某方案,予以公开,2020-03-20");
    let other = first.replace(IDENTITY, "620402199001011253").replace(PHONE, "13900005678");
    on_both(|office| {
        let path = office.file("先.csv", &register(&[&other.replace(ADDRESS, "别处")]));
        office.must(&["import", path.to_str().unwrap()]);
        says_nothing_of(&office, "a contradiction", &register(&[&first]), &[]);
    });
}

#[test]
fn a_register_in_the_wrong_place_tells_nothing() {
    let register =
        register(&[&row("1,620402,2020-03-02,自然人,李堃", "某方案,予以公开,2020-03-20")]);
    on_both(|office| {
        let path = office.file("台账.csv", &register);
        let path = path.to_str().unwrap();
        let hand_in = ["--organ", "620402", "--year", "2020", "--scope", "organ"];
        for arguments in [
            vec!["check", path],
            vec!["organ", "import", path],
            vec!["import", path, "--mapping", path],
            [&["hand-in", path], &hand_in[..]].concat(),
        ] {
            let answer = office.runs(&arguments);
            assert_eq!(answer.status, 2, "{arguments:?}");
            tells_nothing(&answer, &arguments.join(" "));
        }
    });
}
