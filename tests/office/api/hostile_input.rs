//! Bad input at every operation, made from the contract itself: each answer is a problem that names the field, and what
//! was refused has left no trace.

use diesel::{QueryableByName, RunQueryDsl};
use gongkai::db::AnyConn;
use serde_json::{Value, json};

use super::operations::{Operation, kind, operations, resolved};
use super::scene::Scene;
use super::support::{Call, Person, Reply, TestService, on_both};

/// Rows of every table but those that a refusal may touch, and the versions of the cases.
pub fn digest(service: &TestService) -> String {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let schema = include_str!("../../../src/db/schema.rs");
    let names = schema.lines().filter_map(|line| line.trim().strip_suffix(") {"));
    let tables = names.filter_map(|line| line.split_once(" (")).map(|(table, _)| table);
    let kept = tables.filter(|table| !["sessions", "sign_in_failures"].contains(table));
    let mut asked: Vec<String> = kept.map(|table| format!("count(*) AS n FROM {table}")).collect();
    asked.push("CAST(coalesce(sum(version), 0) AS BIGINT) AS n FROM cases".to_owned());
    let count = |conn: &mut AnyConn| {
        let mut told = Vec::new();
        for what in &asked {
            let found: Count = diesel::sql_query(format!("SELECT {what}")).get_result(conn)?;
            told.push(format!("{} {what}", found.n));
        }
        Ok(told.join("\n"))
    };
    service.app.db().scan_blocking(count).unwrap()
}

/// The operations that take a body, with a call of theirs that fits.
fn with_body() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.schema().is_some())
}

/// Sends a body of `operation` as bytes.
async fn sends(
    scene: &Scene<'_>,
    clerk: &Person<'_>,
    operation: &Operation,
    (kind, body): (&str, &[u8]),
) -> Reply {
    let uri = scene.uri(operation, Some(clerk));
    let mut call = Call::new(operation.method.clone(), &uri);
    if operation.has("If-Match") {
        call = call.with("if-match", &scene.etag(operation, &uri).await);
    }
    clerk.sends(call.bytes(kind, body).against_the_contract()).await
}

pub fn names(reply: &Reply) -> Vec<String> {
    let fields = reply.body["fields"].as_array().into_iter().flatten();
    fields.map(|field| field["name"].as_str().unwrap().to_owned()).collect()
}

/// Changes of a good body of which none is allowed, each with the field that must be named.
fn spoiled(operation: &Operation) -> Vec<(String, Value)> {
    let body = operation.full_body().unwrap();
    let mut found = Vec::new();
    spoil(operation.schema().unwrap(), &mut Vec::new(), &body, &mut found);
    found
}

fn spoil(
    schema: &'static Value,
    at: &mut Vec<String>,
    whole: &Value,
    found: &mut Vec<(String, Value)>,
) {
    let schema = resolved(schema);
    let place = |at: &[String], more: &str| {
        let path = at.iter().map(String::as_str).chain([more]).collect::<Vec<_>>();
        path.join(".").replace(".[", "[")
    };
    let put = |at: &[String], value: Option<Value>| {
        let mut spoiled = whole.clone();
        let (last, before) = at.split_last().unwrap();
        let mut holder = &mut spoiled;
        for step in before {
            holder = match step.strip_prefix('[') {
                Some(_) => &mut holder[0],
                None => &mut holder[step.as_str()],
            };
        }
        match (value, last.starts_with('[')) {
            (Some(value), true) => holder[0] = value,
            (Some(value), false) => holder[last.as_str()] = value,
            (None, _) => drop(holder.as_object_mut().unwrap().shift_remove(last)),
        }
        spoiled
    };
    if schema.get("oneOf").is_some() {
        return;
    }
    if kind(schema) == "array" {
        at.push("[0]".to_owned());
        spoil(&schema["items"], at, whole, found);
        at.pop();
    }
    let Some(properties) = schema["properties"].as_object() else { return };
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    at.push("colour".to_owned());
    found.push((place(at, "").trim_end_matches('.').to_owned(), put(at, Some(json!("red")))));
    at.pop();
    for (name, of) in properties {
        at.push(name.clone());
        let field = place(at, "").trim_end_matches('.').to_owned();
        let of_kind = kind(resolved(of));
        let wrong = if of_kind == "string" { json!({"a": 1}) } else { json!("文字") };
        found.push((field.clone(), put(at, Some(wrong))));
        if required.contains(&name.as_str()) {
            found.push((field, put(at, None)));
        }
        if ["object", "array"].contains(&of_kind) {
            spoil(of, at, whole, found);
        }
        at.pop();
    }
}

#[test]
fn a_wrong_field_is_named_at_every_operation() {
    on_both(async |service| {
        let scene = Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        let mut unnamed = Vec::new();
        for operation in with_body() {
            // Where the call goes to is made before the rows are counted.
            let before = digest(&service);
            for (field, body) in spoiled(&operation) {
                let bytes = body.to_string().into_bytes();
                let reply = sends(&scene, &clerk, &operation, ("application/json", &bytes)).await;
                let told = names(&reply);
                if reply.status != 422 || !told.iter().any(|name| name.starts_with(&field)) {
                    unnamed.push(format!("{} {field}: {} {body}", operation.id, reply.body));
                }
            }
            let now = digest(&service);
            assert_eq!(
                digest_without_people(&now),
                digest_without_people(&before),
                "{}",
                operation.id
            );
        }
        assert_eq!(unnamed, Vec::<String>::new());
    });
}

/// The scene makes people and departments so that an address finds something.
pub fn digest_without_people(digest: &str) -> String {
    let made = ["people", "password_history", "rights", "deputies", "departments", "challenges"];
    let line = |line: &&str| !made.iter().any(|table| line.ends_with(&format!("FROM {table}")));
    digest.lines().filter(line).collect::<Vec<_>>().join("\n")
}

/// What is no JSON of ours at all, with the status and the code that it gets.
fn no_json(limit: usize) -> Vec<(&'static str, Vec<u8>, u16, &'static str)> {
    let json = "application/json";
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(limit));
    vec![
        (json, long.into_bytes(), 413, "too_large"),
        (json, b"{\"text\":\"\xff\xfe\"}".to_vec(), 400, "not_utf8"),
        (json, b"{".to_vec(), 400, "not_json"),
        (json, b"".to_vec(), 400, "not_json"),
        (json, "{\"text\":\"\\u0000\"}".into(), 400, "null_character"),
        (json, "{\"text\":\"\0\"}".into(), 400, "null_character"),
        (json, "[".repeat(100_000).into_bytes(), 400, "unreadable"),
        (json, format!("{{\"text\":{}", "[".repeat(100_000)).into_bytes(), 422, "invalid"),
        (json, b"[]".to_vec(), 400, "unreadable"),
        (json, b"null".to_vec(), 400, "unreadable"),
        (json, b"\"text\"".to_vec(), 400, "unreadable"),
        ("text/plain", b"{}".to_vec(), 415, "not_json"),
        ("application/x-www-form-urlencoded", b"text=a".to_vec(), 415, "not_json"),
    ]
}

#[test]
fn what_is_no_json_is_refused_at_every_operation() {
    on_both(async |service| {
        let scene = Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        let before = digest(&service);
        let mut wrong = Vec::new();
        for operation in with_body() {
            for (kind, bytes, status, code) in no_json(10 << 20) {
                let reply = sends(&scene, &clerk, &operation, (kind, &bytes)).await;
                let as_told = reply.status == status && reply.code() == code;
                // Where the words are a list, or there are none, the depth is met first.
                let is_deep = (100_000..200_000).contains(&bytes.len());
                let as_told = as_told || is_deep && reply.status == 400;
                if !as_told {
                    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(30)]).into_owned();
                    wrong
                        .push(format!("{} {start}: {} {}", operation.id, reply.status, reply.body));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(digest_without_people(&digest(&service)), digest_without_people(&before));
    });
}
