//! The contract and the program say the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::support::contract;

/// Method and path of every operation in `openapi.yaml`.
fn promised() -> BTreeSet<(String, String)> {
    let paths = contract()["paths"].as_object().unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in paths {
        for method in ["get", "put", "post", "patch", "delete"] {
            if item.get(method).is_some() {
                found.insert((method.to_owned(), path.clone()));
            }
        }
    }
    found
}

/// Method and path of every route attribute in `src/http`.
fn routed() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http")) {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let Some(rest) = line.trim().strip_prefix("#[") else { continue };
            let Some((method, rest)) = rest.split_once("(\"") else { continue };
            if ["get", "put", "post", "patch", "delete"].contains(&method) {
                let path = rest.split('"').next().unwrap();
                // Patterns of actix stand in the braces after a colon; the contract has names only.
                let parts = path.split('/').map(|part| match part.split_once(':') {
                    Some((name, _)) if part.starts_with('{') => format!("{name}}}"),
                    _ => part.to_owned(),
                });
                found.insert((method.to_owned(), parts.collect::<Vec<_>>().join("/")));
            }
        }
    }
    // The page for people is no operation.
    found.remove(&("get".to_owned(), "/docs".to_owned()));
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_contract_has_the_routes_and_no_others() {
    assert_eq!(promised(), routed());
}

#[test]
fn every_operation_says_what_it_is() {
    let mut lacking = Vec::new();
    for (path, item) in contract()["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "patch", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            for word in ["operationId", "summary", "tags", "responses"] {
                if operation.get(word).is_none() {
                    lacking.push(format!("{method} {path}: {word}"));
                }
            }
        }
    }
    for (name, schema) in contract()["components"]["schemas"].as_object().unwrap() {
        if schema.get("description").is_none() {
            lacking.push(format!("{name}: description"));
        }
        for (field, of) in schema["properties"].as_object().into_iter().flatten() {
            let told = of.get("description").is_some() || of.get("$ref").is_some();
            let told = told || of.pointer("/items/$ref").is_some();
            if !told {
                lacking.push(format!("{name}.{field}: description"));
            }
        }
    }
    assert_eq!(lacking, Vec::<String>::new());
}

#[test]
fn operations_are_named_once() {
    let paths = contract()["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|item| item.as_object().unwrap().values());
    let names: Vec<&str> =
        operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    let once: BTreeSet<_> = names.iter().collect();
    assert_eq!(once.len(), names.len());
}

#[test]
fn every_object_that_is_sent_refuses_what_it_does_not_know() {
    fn walk(at: &str, schema: &Value, open: &mut Vec<String>) {
        if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            open.push(at.to_owned());
        }
        if let Some(properties) = schema["properties"].as_object() {
            for (name, property) in properties {
                walk(&format!("{at}.{name}"), property, open);
            }
        }
        if let Some(items) = schema.get("items") {
            walk(&format!("{at}[]"), items, open);
        }
    }
    let mut open = Vec::new();
    for (name, schema) in contract()["components"]["schemas"].as_object().unwrap() {
        walk(name, schema, &mut open);
    }
    assert_eq!(open, Vec::<String>::new());
}
