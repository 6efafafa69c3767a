//! The contract as a page to read, made on the server from `openapi.yaml`; needs no script and nothing from outside.

use std::fmt::Write;
use std::sync::OnceLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::{HttpResponse, get};
use serde_json::Value;

use super::contract;

const STYLE: &str = include_str!("docs.css");

/// The page.
#[get("/docs")]
pub async fn page() -> HttpResponse {
    static PAGE: OnceLock<String> = OnceLock::new();
    let page = PAGE.get_or_init(|| {
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = write_page(&mut out, contract::value());
        out
    });
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(page.as_str())
}

fn write_page(out: &mut String, contract: &Value) -> std::fmt::Result {
    let title = text(contract, "/info/summary");
    write!(
        out,
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{title} · 接口文档</title><style>{STYLE}</style><h1>{title}</h1><pre>{}</pre>\
         <p><a href=\"/api/v1/openapi.yaml\">openapi.yaml</a></p>",
        coded(&text(contract, "/info/description"))
    )?;
    for tag in contract.pointer("/tags").and_then(Value::as_array).into_iter().flatten() {
        let name = tag.get("name").and_then(Value::as_str).unwrap_or_default();
        write!(out, "<h2>{}</h2>", text(tag, "/description"))?;
        for (path, method, operation) in operations(contract) {
            if operation.pointer("/tags/0").and_then(Value::as_str) == Some(name) {
                write_operation(out, contract, (path, method), operation)?;
            }
        }
    }
    write_schemas(out, contract)
}

/// Path with what its operations share, method and operation, in the order of the contract.
fn operations(contract: &Value) -> impl Iterator<Item = ((&str, &Value), &'static str, &Value)> {
    let paths = contract.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let known = contract::METHODS.into_iter();
        known.filter_map(move |method| Some(((path.as_str(), item), method, item.get(method)?)))
    })
}

fn write_operation(
    out: &mut String,
    contract: &Value,
    ((path, shared), method): ((&str, &Value), &str),
    operation: &Value,
) -> std::fmt::Result {
    let (path, id) = (escaped(path), text(operation, "/operationId"));
    write!(
        out,
        "<section id=\"{id}\"><h3><code class={method}>{}</code> <code>{path}</code> {}</h3>",
        method.to_uppercase(),
        text(operation, "/summary")
    )?;
    let description = text(operation, "/description");
    if !description.is_empty() {
        write!(out, "<p>{description}</p>")?;
    }
    let parameters = [shared, operation].into_iter().filter_map(|at| at.get("parameters"));
    for parameter in parameters.filter_map(Value::as_array).flatten() {
        let parameter = resolved(contract, parameter);
        let (name, place) = (text(parameter, "/name"), text(parameter, "/in"));
        write!(
            out,
            "<p><code>{name}</code> <small>{place}</small> {}</p>",
            text(parameter, "/description")
        )?;
    }
    if let Some(body) = operation.pointer("/requestBody/content/application~1json/schema") {
        write!(out, "<p>内容：{}</p>", name_of(body))?;
    }
    write!(out, "<dl>")?;
    let responses = operation.get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten() {
        let response = resolved(contract, response);
        write!(out, "<dt>{}</dt><dd>{}", escaped(status), text(response, "/description"))?;
        for (kind, content) in
            response.get("content").and_then(Value::as_object).into_iter().flatten()
        {
            let schema = content.get("schema").map(name_of).unwrap_or_default();
            write!(out, " <small>{}</small> {schema}", escaped(kind))?;
        }
        write!(out, "</dd>")?;
    }
    write!(out, "</dl></section>")
}

fn write_schemas(out: &mut String, contract: &Value) -> std::fmt::Result {
    write!(out, "<h2>数据结构</h2>")?;
    let schemas = contract.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let name = escaped(name);
        write!(
            out,
            "<section id=\"schema-{name}\"><h3>{name}</h3><p>{}</p><dl>",
            text(schema, "/description")
        )?;
        let properties = schema.get("properties").and_then(Value::as_object);
        for (field, of) in properties.into_iter().flatten() {
            write!(
                out,
                "<dt><code>{}</code> {}</dt><dd>{}",
                escaped(field),
                name_of(of),
                text(of, "/description")
            )?;
            write_choices(out, of)?;
            write!(out, "</dd>")?;
        }
        write_choices(out, schema)?;
        write!(out, "</dl></section>")?;
    }
    Ok(())
}

/// The values that a field may have, where they are few.
fn write_choices(out: &mut String, schema: &Value) -> std::fmt::Result {
    for choice in schema.get("enum").and_then(Value::as_array).into_iter().flatten() {
        write!(out, " <code>{}</code>", escaped(choice.as_str().unwrap_or("null")))?;
    }
    Ok(())
}

/// A link to a schema, or what type it is.
fn name_of(schema: &Value) -> String {
    if let Some(name) =
        schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next())
    {
        let name = escaped(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    match schema.get("type") {
        Some(Value::String(kind)) if kind == "array" => {
            format!("[{}]", schema.get("items").map(name_of).unwrap_or_default())
        }
        Some(Value::String(kind)) => format!("<small>{}</small>", escaped(kind)),
        Some(Value::Array(kinds)) => {
            let kinds: Vec<_> = kinds.iter().filter_map(Value::as_str).map(escaped).collect();
            format!("<small>{}</small>", kinds.join(" | "))
        }
        _ => String::new(),
    }
}

/// What a reference stands for.
fn resolved<'a>(contract: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
    target.and_then(|pointer| contract.pointer(pointer)).unwrap_or(value)
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).map(escaped).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text in which backticks set names apart.
fn coded(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let coded = parts
        .map(|(n, part)| if n % 2 == 1 { ["<code>", part, "</code>"] } else { ["", part, ""] });
    coded.flatten().collect()
}
