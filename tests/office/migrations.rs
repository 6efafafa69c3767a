//! The two migration folders are twins, and `schema.rs` says what both databases hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn folder(database: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database)
}

fn names(database: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder(database)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Table and column of every `CREATE TABLE` and `ADD COLUMN`, with whether it may be null.
fn columns(sql: &str) -> BTreeSet<(String, String, bool)> {
    let mut found = BTreeSet::new();
    let mut table = None;
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split(' ').next().map(str::to_owned);
        } else if let Some((altered, column)) =
            line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN "))
        {
            let name = column.split(' ').next().unwrap().to_owned();
            found.insert((altered.to_owned(), name, !column.contains("NOT NULL")));
        } else if line.starts_with(')') {
            table = None;
        } else if let (Some(table), Some(word)) = (&table, line.split_whitespace().next())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        {
            found.insert((table.clone(), word.to_owned(), !line.contains("NOT NULL")));
        }
    }
    found
}

/// Table and column of every `DROP NOT NULL`.
fn eased() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in names("postgres") {
        let sql = fs::read_to_string(folder("postgres").join(name).join("up.sql")).unwrap();
        for line in sql.lines().filter(|line| line.ends_with(" DROP NOT NULL;")) {
            let words: Vec<_> = line.split(' ').collect();
            found.push((words[2].to_owned(), words[5].to_owned()));
        }
    }
    found
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
    for name in names("sqlite") {
        for direction in ["up.sql", "down.sql"] {
            let read = |database| {
                fs::read_to_string(folder(database).join(&name).join(direction)).unwrap()
            };
            let (one, other) = (read("sqlite"), read("postgres"));
            let differs = one.starts_with("-- differs: ") && other.starts_with("-- differs: ");
            assert!(one == other || differs, "{name}/{direction} differs and does not say why");
            assert_eq!(columns(&one), columns(&other), "{name}/{direction}");
        }
    }
}

#[test]
fn the_schema_says_what_the_migrations_make() {
    let mut made: BTreeSet<_> = names("sqlite")
        .iter()
        .flat_map(|name| {
            columns(&fs::read_to_string(folder("postgres").join(name).join("up.sql")).unwrap())
        })
        .collect();
    // Later migrations may let a column be empty.
    for (table, column) in eased() {
        made.remove(&(table.clone(), column.clone(), false));
        made.insert((table, column, true));
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs");
    let mut said = BTreeSet::new();
    let mut table = String::new();
    for line in fs::read_to_string(schema).unwrap().lines().map(str::trim) {
        let column = line.split_once(" -> ").filter(|(name, _)| !name.contains('!'));
        if let Some((name, kind)) = column {
            said.insert((table.clone(), name.to_owned(), kind.starts_with("Nullable")));
        } else if line.ends_with(") {") && !line.contains('!') {
            table = line.split(' ').next().unwrap().to_owned();
        }
    }
    assert_eq!(said, made);
}
