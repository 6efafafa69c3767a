//! `/calendar/{year}`: which days are worked, and the notices that say so.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Deserialize;

use super::auth::SignedIn;
use super::input::a_year;
use super::{Json, Path, Problem, Query};
use crate::actions::calendar;
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::{AnyConn, Id, Tx};
use crate::domain::calendar::{Dating, Notice};
use crate::domain::dossier::Text;
use crate::letters;

/// The arrangement of a year.
#[get("/calendar/{year}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    year: Path<i32>,
) -> Result<HttpResponse, Problem> {
    a_year(year.0)?;
    let query = move |conn: &mut AnyConn| reading::apart(calendar::readable(conn, &actor));
    let found = app.read(query).await??;
    Ok(HttpResponse::Ok().json(letters::calendar::json(&found.year(year.0))))
}

/// A notice as it is typed in; always the whole arrangement of its year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNotice {
    number: Option<Text>,
    published_on: Option<NaiveDate>,
    days_off: BTreeMap<NaiveDate, Text>,
    #[serde(default)]
    working_weekends: BTreeMap<NaiveDate, Text>,
}

impl NewNotice {
    fn notice(self, year: i32, today: NaiveDate) -> Result<Notice, Problem> {
        let named = |days: BTreeMap<NaiveDate, Text>| {
            days.into_iter().map(|(day, name)| (day, name.into())).collect()
        };
        let dating = self.published_on.map_or(Dating::Loaded(today), Dating::Published);
        let number = self.number.map(String::from);
        let (days_off, working_weekends) = (named(self.days_off), named(self.working_weekends));
        let notice = Notice::new(year, number, dating, days_off, working_weekends);
        notice.map_err(|fault| Error::from(fault).into())
    }
}

/// Whether only to tell what would happen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct How {
    #[serde(default)]
    preview: bool,
}

/// Loads a notice; gives the open cases whose due dates it moves.
#[post("/calendar/{year}/notices")]
pub async fn load(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    year: Path<i32>,
    how: Query<How>,
    body: Json<NewNotice>,
) -> Result<HttpResponse, Problem> {
    let notice = body.0.notice(year.0, actor.today)?;
    let (asker, wanted) = (actor.clone(), notice.clone());
    let query = move |conn: &mut AnyConn| calendar::preview(conn, &asker, &wanted);
    let mut loaded = app.scan(query).await??;
    if !how.preview {
        let keys = app.keys.clone();
        let work = move |tx: &mut Tx<'_>| calendar::store(tx, &keys, &actor, &notice);
        let recount = app.write::<_, Error>(work).await?;
        if let Some(recount) = recount {
            loaded.entered = recounted(&app, recount).await?;
        }
        loaded.written = loaded.new || loaded.entered > 0;
    }
    Ok(HttpResponse::Ok().json(loaded))
}

/// Carries a recount on to its end in small parts, between which others write. One that is cut off is taken up later.
pub(super) async fn recounted(app: &App, recount: Id) -> Result<usize, Problem> {
    let mut entered = 0;
    loop {
        let (keys, now) = (app.keys.clone(), app.clock.now());
        let part = app.write(move |tx| calendar::carry_on(tx, &keys, recount, now)).await;
        match part {
            Ok(part) if part.is_last => return Ok(entered),
            Ok(part) => entered += part.entered,
            // Somebody handled one of the cases meanwhile.
            Err(Error::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
