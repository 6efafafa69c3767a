//! An office that is backed up while it works, brought back, and moved to PostgreSQL when it has grown.

use serde_json::{Value, json};

use crate::support::{Database, Office, PASSWORD, url_of};

const CASES: &str = "/api/v1/cases";

fn arrival(n: u32) -> Value {
    json!({
        "organ": "620402",
        "requester": {"name": "王䶮", "identity_number": "11010519491231002X"},
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": [format!("第{n}号\\文件\n\"引号\"")]},
    })
}

/// An office with a register, cases of its own, and people.
fn filled(office: &Office) {
    office.hires_registrar();
    let register = "申请编号,收到日期,申请人类型,申请人,证件号码,申请内容,办理结果,办结日期\n\
        1,2026-01-05,自然人,王䶮,11010519491231002X,预算,予以公开,2026-01-20\n\
        2,2026-02-25,自然人,李四,,名单,,\n";
    let (status, report) = office.imports(register, &["--organ", "620402"]);
    assert_eq!(status, 0, "{report}");
}

#[test]
fn an_office_is_backed_up_while_it_works_and_brought_back() {
    let office = Office::open(Database::Sqlite);
    filled(&office);
    let served = office.serves("");
    let mut client = served.client();
    client.signs_in("dengji", PASSWORD).unwrap();
    let first = client.posts(CASES, &arrival(1), &[]).unwrap();
    assert_eq!(first.status, 201, "{}", first.body);
    let files = office.path("files");
    std::fs::create_dir_all(files.join("ab")).unwrap();
    std::fs::write(files.join("ab/one"), b"sealed").unwrap();

    let backup = office.path("backup");
    let (backup, files) = (backup.to_str().unwrap(), files.to_str().unwrap());
    let nowhere = office.path("nowhere");
    let nowhere = office.runs(&["backup", backup, "--files", nowhere.to_str().unwrap()]);
    assert_eq!(nowhere.status, 2, "files that are meant and not there are not passed over");
    office.must(&["backup", backup, "--files", files]);
    assert_eq!(office.runs(&["backup", backup]).status, 2, "nothing is overwritten");
    let later = client.posts(CASES, &arrival(2), &[]).unwrap();
    assert_eq!(later.status, 201, "the service goes on");
    drop(served);

    let there = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", there.path().join("office.db").display());
    let back = there.path().join("files");
    let restore = ["restore", backup, "--files", back.to_str().unwrap(), "--database", &url];
    office.must(&restore);
    assert_eq!(std::fs::read(back.join("ab/one")).unwrap(), b"sealed");
    let again = office.runs(&restore);
    assert_eq!(again.status, 2, "what is there is not overwritten: {}", again.err);
    let restored = Office::found(url, there);
    restored.must(&["audit", "verify"]);
    let mut expected = office.numbers();
    expected.retain(|number| later.body["number"] != number.as_str());
    assert_eq!(restored.numbers(), expected);
}

#[test]
fn a_damaged_backup_is_not_brought_back() {
    let office = Office::open(Database::Sqlite);
    filled(&office);
    let backup = office.path("backup");
    office.must(&["backup", backup.to_str().unwrap()]);
    let database = backup.join("database.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    let target = office.path("restored.db");
    let url = format!("sqlite:{}", target.display());
    let told = office.runs(&["restore", backup.to_str().unwrap(), "--database", &url]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("database.db") && told.err.contains("改动"), "{}", told.err);
    assert!(!target.exists());
}

#[test]
fn a_grown_office_moves_to_postgres_with_everything() {
    let office = Office::open(Database::Sqlite);
    filled(&office);
    let served = office.serves("");
    let mut client = served.client();
    client.signs_in("dengji", PASSWORD).unwrap();
    for n in 0..5 {
        assert_eq!(client.posts(CASES, &arrival(n), &[]).unwrap().status, 201);
    }
    drop(served);
    office.must(&["audit", "seal"]);
    let (source, folder) = (office.url().to_owned(), tempfile::tempdir().unwrap());
    let target = url_of(Database::Postgres, &folder);
    let copy = ["copy", "--from", &source, "--to", &target];
    assert_eq!(office.runs(&copy).status, 2, "the target is not migrated");
    office.must(&["migrate", "--database", &target]);
    office.must(&copy);

    let moved = Office::found(target.clone(), folder);
    moved.must(&["audit", "verify"]);
    assert_eq!(moved.numbers(), office.numbers());
    assert_eq!(moved.requesters(), office.requesters());
    let table = |office: &Office| office.report(&["2026", "--organ", "620402"]);
    assert_eq!(table(&moved)["section_three"], table(&office)["section_three"]);
    // People, sessions and numbers came along, and work goes on.
    let served = moved.serves("");
    let mut client = served.client();
    client.signs_in("dengji", PASSWORD).unwrap();
    let next = client.posts(CASES, &arrival(9), &[]).unwrap();
    assert_eq!(next.status, 201, "{}", next.body);
    assert!(!office.numbers().contains(&next.body["number"].as_str().unwrap().to_owned()));
    let again = office.runs(&copy);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("已经有数据"), "{}", again.err);
}

#[test]
fn a_copy_that_was_cut_off_goes_on_where_it_was() {
    let office = Office::open(Database::Sqlite);
    filled(&office);
    let folder = tempfile::tempdir().unwrap();
    let target = url_of(Database::Postgres, &folder);
    office.must(&["migrate", "--database", &target]);
    let moved = Office::found(target.clone(), folder);
    // As a copy leaves it that was killed: organs copied, their versions not.
    moved.tampers_batch("ALTER TABLE organ_versions RENAME TO organ_versions_away");
    let copy = ["copy", "--from", office.url(), "--to", &target];
    let cut = office.runs(&copy);
    assert_eq!(cut.status, 2, "{}", cut.err);
    moved.tampers_batch("ALTER TABLE organ_versions_away RENAME TO organ_versions");
    office.must(&copy);
    moved.must(&["audit", "verify"]);
    assert_eq!(moved.numbers(), office.numbers());
}
