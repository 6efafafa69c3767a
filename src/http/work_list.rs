//! `/work-list`: what is to be done, what comes next first.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::auth::SignedIn;
use super::case_view::{CaseView, Seen};
use super::{Cursor, Limit, Page, Problem, Query};
use crate::actions::work_list::{self, List};
use crate::actions::{Actor, Error, reading};
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
        let size = limit.with_one_more();
        reading::apart(listed(conn, &actor, (list, organ.as_deref(), below), (after, size)))
    };
    let (rows, seen) = app.scan(query).await??;
    let Page { items, next } = Page::of(rows, limit, |row| row.mark(Order::Next));
    let items = items.into_iter().map(|row| CaseView::of(row, &seen)).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

fn listed(
    conn: &mut AnyConn,
    actor: &Actor,
    (list, organ, below): (List, Option<&str>, bool),
    (after, size): (Option<Mark>, i64),
) -> Result<(Vec<CaseRow>, Seen), Error> {
    let organs = reading::organs_to_list(conn, actor, (organ, below))??;
    let seen = Seen::by(conn, actor, &organs)?;
    let filter = work_list::filter(list, actor, organs, &seen.days);
    if work_list::is_empty(list, &filter) {
        return Ok((Vec::new(), seen));
    }
    Ok((page::page(conn, &filter, (Order::Next, after), size)?, seen))
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
    let query =
        move |conn: &mut AnyConn| reading::apart(counted(conn, &actor, (organ.as_deref(), below)));
    Ok(HttpResponse::Ok().json(app.scan(query).await??))
}

fn counted(
    conn: &mut AnyConn,
    actor: &Actor,
    of: (Option<&str>, bool),
) -> Result<BTreeMap<String, i64>, Error> {
    let organs = reading::organs_to_list(conn, actor, of)??;
    let seen = Seen::by(conn, actor, &organs)?;
    let mut numbers = BTreeMap::new();
    for list in work_list::all() {
        let filter = work_list::filter(*list, actor, organs.clone(), &seen.days);
        let empty = work_list::is_empty(*list, &filter);
        let count = if empty { 0 } else { page::count_to_do(conn, &filter, COUNTED)? };
        numbers.insert(list.to_string(), count);
    }
    Ok(numbers)
}
