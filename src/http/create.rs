//! Calls that make something: their body, and the key under which they may be repeated.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{Problem, input};
use crate::actions::idempotency::{Created, Once};

/// The header that marks a call as one and the same.
const HEADER: &str = "Idempotency-Key";

/// The body of a creating call, and its mark where it has one.
#[derive(Debug)]
pub struct Create<T> {
    pub body: T,
    pub once: Option<Once>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Create<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = key(request);
        let mut hash = Sha256::new();
        hash.update(request.method().as_str());
        hash.update([0]);
        hash.update(request.uri().to_string());
        hash.update([0]);
        let body = input::body(request, payload);
        Box::pin(async move {
            let key = key?;
            let bytes = body.await?;
            hash.update(&bytes);
            let request = hash.finalize().into();
            Ok(Self { body: input::parse(&bytes)?, once: key.map(|key| Once { key, request }) })
        })
    }
}

fn key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(header) = request.headers().get(HEADER) else { return Ok(None) };
    let key = header.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > 255 {
        let detail = "请求头 Idempotency-Key 应为 1 至 255 个可见字符";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "key_malformed", detail));
    }
    Ok(Some(key.to_owned()))
}

/// 201 with where it stands, its version and itself.
pub fn created(created: &Created) -> HttpResponse {
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, created.location.as_str()));
    if let Some(version) = created.version {
        response.insert_header((ETAG, format!("\"{version}\"")));
    }
    response.json(&created.body)
}
