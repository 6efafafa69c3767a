//! `/work-list`: what is to be done, what comes next first.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::auth::SignedIn;
use super::case_view::{CaseView, Seen};
use super::{Cursor, Limit, Page, Problem, Query};
use crate::actions::work_list::{self, List};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::AnyConn;
use crate::db::cases::filter::{Mark, Order};
use crate::db::cases::page::{self, CaseRow};

/// Above this a list is as good as endless; nobody reads an exact number.
const COUNTED: i64 = 1000;

/// Which list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default)]
    list: List,
    organ: Option<String>,
    #[serde(default)]
    below: bool,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// A page of a list.
#[get("/work-list")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { list, organ, below, limit, cursor } = wanted.0;
    let after: Option<Mark> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let organs = match reading::organs_to_list(conn, &actor, (organ.as_deref(), below))? {
            Ok(organs) => organs,
            Err(error) => return Ok(Err(error)),
        };
        let seen = Seen::by(conn, &actor, &organs)?;
        let filter = work_list::filter(list, &actor, organs, &seen.days);
        let rows = if work_list::is_empty(list, &filter) {
            Vec::new()
        } else {
            page::page(conn, &filter, (Order::Next, after), limit.with_one_more())?
        };
        Ok(Ok((rows, seen)))
    };
    let found: Result<(Vec<CaseRow>, Seen), Error> = app.scan(query).await?;
    let (rows, seen) = found?;
    let Page { items, next } = Page::of(rows, limit, |row| row.mark(Order::Next));
    let items = items.into_iter().map(|row| CaseView::of(row, &seen)).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// Of which organ.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    organ: Option<String>,
    #[serde(default)]
    below: bool,
}

/// How many cases stand on each list, counted up to a thousand.
#[get("/work-list/counts")]
pub async fn counts(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    of: Query<Of>,
) -> Result<HttpResponse, Problem> {
    let Of { organ, below } = of.0;
    let query = move |conn: &mut AnyConn| {
        let organs = match reading::organs_to_list(conn, &actor, (organ.as_deref(), below))? {
            Ok(organs) => organs,
            Err(error) => return Ok(Err(error)),
        };
        let seen = Seen::by(conn, &actor, &organs)?;
        let mut counts = BTreeMap::new();
        for list in work_list::all() {
            let filter = work_list::filter(*list, &actor, organs.clone(), &seen.days);
            let empty = work_list::is_empty(*list, &filter);
            let count = if empty { 0 } else { page::count_to_do(conn, &filter, COUNTED)? };
            counts.insert(list.to_string(), count);
        }
        Ok(Ok(counts))
    };
    let counts: Result<BTreeMap<String, i64>, Error> = app.scan(query).await?;
    Ok(HttpResponse::Ok().json(counts?))
}
