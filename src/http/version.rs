//! Versions: every reply about a thing that changes bears its version, every change names the one it saw.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderValue, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use super::Problem;

/// The version that the caller saw, from `If-Match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i32);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(IF_MATCH);
        ready(header.ok_or_else(missing).and_then(|header| read(header).ok_or_else(malformed)))
    }
}

fn read(header: &HeaderValue) -> Option<IfMatch> {
    let text = header.to_str().ok()?.trim();
    let digits = text.strip_prefix('"')?.strip_suffix('"')?;
    digits.parse().ok().map(IfMatch)
}

fn missing() -> Problem {
    let detail = "请带上所见版本：请求头 If-Match 取自最近一次读取的 ETag";
    Problem::new(StatusCode::PRECONDITION_REQUIRED, "version_missing", detail)
}

fn malformed() -> Problem {
    let detail = "请求头 If-Match 应当原样取自最近一次读取的 ETag，如 \"3\"";
    Problem::new(StatusCode::BAD_REQUEST, "version_malformed", detail)
}

/// 200 with `body` and its version in the header `ETag`.
pub fn tagged(version: i32, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, format!("\"{version}\""))).json(body)
}
