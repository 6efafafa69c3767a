//! What comes in: bodies, queries and paths, each refused with a problem that names the field.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use super::{Problem, unclear};
use crate::app::App;

/// A body of JSON.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// What follows the question mark.
#[derive(Debug)]
pub struct Query<T>(pub T);

/// The variable parts of the path.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body(request, payload);
        Box::pin(async move { parse(&body.await?).map(Json) })
    }
}

/// The bytes of a body of JSON, not larger than is set.
pub(super) fn body(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<web::Bytes, Problem>> + use<> {
    let typed = is_json(request);
    let limit = request.app_data::<Data<App>>().map_or(0, |app| app.config.body_limit);
    let payload = web::Payload::from_request(request, payload);
    async move {
        typed?;
        let payload = payload.await.map_err(|_| unreadable())?;
        match payload.to_bytes_limited(limit).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(_)) => Err(unreadable()),
            Err(_) => Err(too_large(limit)),
        }
    }
}

/// The value of a body.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Problem::new(StatusCode::BAD_REQUEST, "not_utf8", "请求内容不是 UTF-8 文本")
    })?;
    if text.contains("\\u0000") || text.contains('\0') {
        let detail = "请求内容含有空字符（U+0000），无法保存";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "null_character", detail));
    }
    // serde takes a list for the fields of a struct in their order; the contract does not.
    if !matches!(text.trim_start().chars().next(), Some('{') | None) {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "unreadable",
            "请求内容应为一个 JSON 对象",
        ));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().is_syntax() || error.inner().is_eof() {
            return Problem::new(StatusCode::BAD_REQUEST, "not_json", "请求内容不是完整的 JSON");
        }
        unclear::problem(&error.path().to_string(), &error.inner().to_string())
    })?;
    json.end().map_err(|_| {
        Problem::new(StatusCode::BAD_REQUEST, "not_json", "请求内容在 JSON 之后还有别的内容")
    })?;
    Ok(value)
}

fn is_json(request: &HttpRequest) -> Result<(), Problem> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    match kind {
        Some(kind) if kind.eq_ignore_ascii_case("application/json") => Ok(()),
        _ => {
            let detail = "请求内容应为 JSON（Content-Type: application/json）";
            Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", detail))
        }
    }
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "请求内容没有传完")
}

fn too_large(limit: usize) -> Problem {
    let detail = format!("请求内容过大，最多 {limit} 字节");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = web::Query::<T>::from_query(request.query_string());
        ready(query.map(|query| Self(query.into_inner())).map_err(|error| {
            let text = error.to_string();
            let text = text.strip_prefix("Query deserialize error: ").unwrap_or(&text);
            match unclear::problem("", text) {
                problem if problem.code == "unreadable" => {
                    let detail =
                        "网址中 ? 之后的参数有误：数字、日期（如 2026-01-29）或者可选的值不对";
                    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail)
                }
                problem => problem,
            }
        }))
    }
}

/// Refuses the parameter `name` of a query if it is empty or longer than the contract has it.
pub(super) fn at_most(
    characters: usize,
    name: &'static str,
    text: Option<&str>,
) -> Result<(), Problem> {
    match text.map(|text| text.chars().count()) {
        Some(count) if count == 0 || count > characters => {
            Err(Problem::field(name, format!("应为 1 至 {characters} 字")))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a year before the regulation, or too far away for a calendar.
pub(super) fn a_year(year: i32) -> Result<(), Problem> {
    if (2008..=2100).contains(&year) {
        Ok(())
    } else {
        Err(Problem::field("year", "应为 2008 至 2100 年"))
    }
}

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // A path that cannot be read names nothing.
        let path = web::Path::<T>::from_request(request, payload).into_inner();
        ready(path.map(|path| Self(path.into_inner())).map_err(|_| Problem::not_found()))
    }
}
