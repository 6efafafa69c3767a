//! Whether the service lives, and whether it can work: for those who watch over it.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde_json::json;

use super::Problem;
use crate::app::App;
use crate::db::settings;

/// The process answers.
#[get("/healthz")]
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "alive"}))
}

/// The database answers too.
#[get("/readyz")]
pub async fn ready(app: Data<App>) -> Result<HttpResponse, Problem> {
    app.read(|conn| settings::get(conn, settings::KEY_FINGERPRINT)).await?;
    Ok(HttpResponse::Ok().json(json!({"status": "ready"})))
}
