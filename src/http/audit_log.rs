//! `/audit-log`: sign-ins, rights and settings, and the seals over all logs, for the audit administrator.

use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::auth::SignedIn;
use super::input::at_most;
use super::{Cursor, Limit, Page, Problem, Query};
use crate::actions::{audit, reading, seals};
use crate::app::App;
use crate::db::AnyConn;
use crate::db::audit::AuditEntry;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    kind: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

#[derive(Serialize)]
struct View {
    seq: i32,
    kind: String,
    happened_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    actor: String,
    origin: String,
    details: Value,
}

impl View {
    fn of(entry: AuditEntry) -> Self {
        let details = serde_json::from_str(&entry.payload).unwrap_or(Value::Null);
        Self {
            seq: entry.seq,
            kind: entry.kind,
            happened_on: entry.happened_on,
            recorded_at: entry.recorded_at.0,
            actor: entry.actor,
            origin: entry.origin,
            details,
        }
    }
}

/// The log, newest first.
#[get("/audit-log")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { kind, limit, cursor } = wanted.0;
    at_most(64, "kind", kind.as_deref())?;
    let before: Option<i32> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let which = (before, kind.as_deref());
        reading::apart(audit::page(conn, &actor, which, limit.with_one_more()))
    };
    let found = app.scan(query).await??;
    let Page { items, next } = Page::of(found, limit, |entry: &AuditEntry| entry.seq);
    Ok(HttpResponse::Ok().json(Page { items: items.into_iter().map(View::of).collect(), next }))
}

/// The list of seals as a small text, to be kept elsewhere.
#[get("/audit-log/seals")]
pub async fn read_seals(
    app: Data<App>,
    SignedIn(actor): SignedIn,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let query = move |conn: &mut AnyConn| match seals::list::may_read(&actor) {
        Ok(()) => seals::list::write(conn, &keys).map(Ok),
        Err(error) => Ok(Err(error)),
    };
    let list = app.scan(query).await??;
    let name = (CONTENT_DISPOSITION, "attachment; filename=\"gongkai-seals.txt\"");
    Ok(HttpResponse::Ok().content_type(ContentType::plaintext()).insert_header(name).body(list))
}
