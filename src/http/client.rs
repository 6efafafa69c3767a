//! The web client, embedded in the program: `/` for requesters, `/desk/` for the office. Knows nothing of what it shows.

use std::borrow::Cow;

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use super::{Problem, contract};
use crate::crypto::digits;

/// What `npm run build` made; nothing where it was not run.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// The pages load nothing from elsewhere, and nobody frames them. Element Plus sets styles on its elements.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Instead of the pages where the client was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=zh-CN><meta charset=utf-8>\
     <meta name=viewport content=\"width=device-width\"><title>政府信息依申请公开</title>\
     <h1>网页还没有构建</h1><p>服务在运行，但这个程序里没有网页。请用 <code>make run</code> 启动，\
     或者先运行 <code>make web</code> 再编译。</p><p><a href=\"/docs\">接口文档</a></p>";

/// What no other route took: a file of the client, one of its pages, or what the contract says of the address.
pub async fn page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    if !reads || path.starts_with("api/") {
        return contract::elsewhere(request).await;
    }
    let is_page = path.rsplit('.').next() == Some("html");
    match Built::get(path).filter(|_| !is_page) {
        Some(file) => Ok(sent(&request, path, file)),
        None if wants_page(&request) => Ok(entry(&request, path)),
        None => contract::elsewhere(request).await,
    }
}

/// Whether a person asks, and not for a file.
fn wants_page(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let last = request.path().rsplit('/').next().unwrap_or_default();
    accepted.is_some_and(|accepted| accepted.contains("text/html")) && !last.contains('.')
}

/// The client finds its own way from the address.
fn entry(request: &HttpRequest, path: &str) -> HttpResponse {
    let is_desk = path == "desk" || path.starts_with("desk/");
    let name = if is_desk { "desk/index.html" } else { "index.html" };
    match Built::get(name) {
        Some(file) => sent(request, name, file),
        None => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(NOT_BUILT),
    }
}

/// A file whose name holds its hash never changes; any other is asked for again each time.
fn sent(request: &HttpRequest, path: &str, file: rust_embed::EmbeddedFile) -> HttpResponse {
    let tag = format!("\"{}\"", digits(&file.metadata.sha256_hash()));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response =
        if known == Some(tag.as_str()) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let kept = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((ETAG, tag.clone()))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((X_FRAME_OPTIONS, "DENY"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .content_type(kind(path));
    if known == Some(tag.as_str()) {
        return response.finish();
    }
    match file.data {
        Cow::Borrowed(bytes) => response.body(bytes),
        Cow::Owned(bytes) => response.body(bytes),
    }
}

/// By the ending of its name; the build makes no others.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
