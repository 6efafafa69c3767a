//! The import law: a module may use only what stands above it, so that there is no cycle by construction.

use std::fs;
use std::path::{Path, PathBuf};

/// Module, what of ours it may use, outside crates it may never use.
const LAW: &[(&str, &[&str], &[&str])] = &[
    (
        "domain",
        &["domain"],
        &[
            "diesel",
            "actix_web",
            "serde_json",
            "tokio",
            "std::env",
            "std::fs",
            "std::net",
            "std::io",
            "Utc::now",
        ],
    ),
    ("crypto", &["crypto", "domain"], &["diesel", "std::env", "std::fs"]),
    ("db", &["db", "domain", "crypto", "clock"], &["calamine", "clap"]),
    ("ledger", &["ledger", "domain"], &["diesel", "clap"]),
    ("letters", &["letters", "domain"], &["diesel", "clap", "std::fs"]),
    ("clock", &[], &["diesel"]),
    ("config", &["config", "db", "crypto", "domain"], &["clap"]),
    ("carriers", &["carriers", "config", "crypto"], &["diesel", "clap", "std::fs"]),
    (
        "app",
        &["app", "actions", "db", "crypto", "clock", "config", "files"],
        &["diesel", "clap", "actix_web"],
    ),
    (
        "http",
        &[
            "http", "app", "actions", "db", "crypto", "letters", "ledger", "domain", "files",
            "config",
        ],
        &["diesel", "clap", "std::env", "std::fs"],
    ),
    (
        "jobs",
        &[
            "jobs", "app", "actions", "carriers", "letters", "config", "clock", "db", "crypto",
            "domain",
        ],
        &["diesel", "clap", "std::fs"],
    ),
    (
        "files",
        &["files", "config", "crypto"],
        &["diesel", "clap", "actix_web", "std::env", "Utc::now"],
    ),
    (
        "actions",
        &["actions", "domain", "db", "crypto", "ledger", "files"],
        &["diesel", "clap", "calamine"],
    ),
    ("demo", &["demo", "domain"], &["diesel", "clap", "std::fs"]),
    (
        "cli",
        &[
            "cli", "http", "jobs", "app", "actions", "demo", "config", "clock", "letters",
            "ledger", "db", "crypto", "domain",
        ],
        &["diesel"],
    ),
];

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let mut breaches = Vec::new();
    for (module, may_use, never) in LAW {
        for file in files_of(module) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
            for used in words_after(code, "crate::") {
                if !may_use.contains(&used.as_str()) {
                    breaches.push(format!("{}: {module} may not use {used}", file.display()));
                }
            }
            for banned in never.iter().filter(|banned| mentions(code, banned)) {
                breaches.push(format!("{}: {module} may not use {banned}", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn every_module_of_the_crate_stands_in_the_law() {
    let root =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for module in words_after(&root, "pub mod ") {
        assert!(
            LAW.iter().any(|(known, ..)| *known == module),
            "{module} is not in the import law"
        );
    }
}

/// Whether code outside comments uses the path `banned`.
fn mentions(code: &str, banned: &str) -> bool {
    code.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.contains(&format!("{banned}::")) || line.contains(&format!("use {banned}"))
    })
}

/// The identifier after every occurrence of `mark`, comments left out.
fn words_after(code: &str, mark: &str) -> Vec<String> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split(mark).skip(1))
        .map(|rest| {
            rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a file holds tests only, which may use what they like.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs")
}

/// The source files of a top-level module.
fn files_of(module: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let single = src.join(format!("{module}.rs"));
    if single.is_file() {
        return vec![single];
    }
    let mut found = Vec::new();
    let mut folders = vec![src.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !is_test(&path) {
                found.push(path);
            }
        }
    }
    found
}
