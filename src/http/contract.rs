//! `openapi.yaml`, which the service answers with and answers by: what it does not know is not there.

use std::sync::OnceLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get};
use serde_json::Value;

use super::Problem;

/// The contract as it is written.
pub const YAML: &str = include_str!("../../openapi.yaml");

/// The contract as it is written.
#[get("/openapi.yaml")]
pub async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/yaml; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(YAML)
}

/// The contract as a value.
pub fn value() -> &'static Value {
    static VALUE: OnceLock<Value> = OnceLock::new();
    VALUE.get_or_init(|| serde_saphyr::from_str(YAML).unwrap_or_default())
}

/// The methods of the contract, in its order.
pub const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// What no route took: a method that the contract does not have there, or nothing at all.
pub async fn elsewhere(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let allowed = allowed(request.path());
    let known = allowed.iter().any(|method| method == request.method().as_str());
    if allowed.is_empty() || known {
        return Err(Problem::not_found());
    }
    Err(Problem::method_not_allowed(allowed.join(", ")))
}

/// The methods that the contract has for a path.
fn allowed(path: &str) -> Vec<String> {
    let Some(paths) = value().get("paths").and_then(Value::as_object) else { return Vec::new() };
    let fits = paths.iter().find(|(template, _)| fits(template, path));
    let Some((_, operations)) = fits else { return Vec::new() };
    let known = METHODS.iter().filter(|method| operations.get(**method).is_some());
    known.map(|method| method.to_uppercase()).collect()
}

/// Whether a path is one of those that a template stands for.
fn fits(template: &str, path: &str) -> bool {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}
