//! `/annual-tables`: the year table as the records give it, and what stands behind each of its numbers.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::auth::SignedIn;
use super::{Path, Problem, Query};
use crate::actions::reporting::{ReportOptions, behind_from, report_from};
use crate::actions::{Actor, Error};
use crate::app::App;
use crate::db::{AnyConn, QueryResult, organs};
use crate::domain::annual_report::{AnnualTable, Cell, Format, Scope};
use crate::domain::permission::Matter;
use crate::letters::annual_table::{csv, html, json, xlsx};

/// Which table.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    organ: String,
    #[serde(default = "own")]
    scope: Scope,
    format: Option<Format>,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
}

fn own() -> Scope {
    Scope::Organ
}

impl Which {
    fn options(&self, year: i32, today: NaiveDate) -> ReportOptions<'_> {
        let Self { organ, scope, format, as_of, known_at } = self;
        let (scope, format, as_of, known_at) = (*scope, *format, *as_of, *known_at);
        ReportOptions { organ, year, scope, format, as_of, known_at, today }
    }

    /// Whether the asker may read the tables of this organ.
    fn may_be_read(&self, conn: &mut AnyConn, actor: &Actor) -> QueryResult<Result<(), Error>> {
        let Some(organ) = organs::find(conn, &self.organ)? else {
            return Ok(Err(Error::NoSuchOrgan(self.organ.clone())));
        };
        match actor.may(conn, Matter::ReadAnnualTable, organ) {
            Err(Error::Database(error)) => Err(error),
            verdict => Ok(verdict),
        }
    }
}

/// The table, in the form that was asked for.
#[get("/annual-tables/{year}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    request: HttpRequest,
    year: Path<i32>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let form = Form::asked(&request)?;
    let (year, which) = (year.0, which.0);
    let query = move |conn: &mut AnyConn| match which.may_be_read(conn, &actor)? {
        Ok(()) => report_from(conn, &which.options(year, actor.today)),
        Err(error) => Ok(Err(error)),
    };
    form.answer(&app.scan(query).await??)
}

/// What stands behind one number.
#[get("/annual-tables/{year}/cells/{row}/{column}")]
pub async fn cell(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(i32, String, String)>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let ((year, row, column), which) = (place.0, which.0);
    let named = format!("{row}/{column}");
    let cell: Cell = named.parse().map_err(|_| Error::NoSuchCell(named))?;
    let query = move |conn: &mut AnyConn| match which.may_be_read(conn, &actor)? {
        Ok(()) => behind_from(conn, &which.options(year, actor.today), cell),
        Err(error) => Ok(Err(error)),
    };
    Ok(HttpResponse::Ok().json(app.scan(query).await??))
}

/// The forms in which a table is given.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Csv,
    Xlsx,
    Html,
}

/// The content type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Form {
    /// The first form of ours that `Accept` names; JSON where it names none in particular.
    fn asked(request: &HttpRequest) -> Result<Self, Problem> {
        let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let kinds = accept.unwrap_or("*/*").split(',');
        let mut kinds = kinds.map(|kind| kind.split(';').next().unwrap_or_default().trim());
        let form = kinds.find_map(|kind| match kind {
            "application/json" | "application/*" | "*/*" | "" => Some(Self::Json),
            "text/csv" => Some(Self::Csv),
            "text/html" | "text/*" => Some(Self::Html),
            kind if kind == XLSX => Some(Self::Xlsx),
            _ => None,
        });
        form.ok_or_else(|| {
            let detail = "年报表可以是 application/json、text/csv、text/html 或者 xlsx";
            Problem::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", detail)
        })
    }

    fn answer(self, table: &AnnualTable) -> Result<HttpResponse, Problem> {
        let broken = |error: &dyn std::fmt::Display| Problem::internal(error);
        let (kind, ending, bytes) = match self {
            Self::Json => ("application/json", None, json::write(table).map_err(|e| broken(&e))?),
            Self::Csv => {
                ("text/csv; charset=utf-8", Some("csv"), csv::write(table).map_err(|e| broken(&e))?)
            }
            Self::Xlsx => (XLSX, Some("xlsx"), xlsx::write(table).map_err(|e| broken(&e))?),
            Self::Html => {
                let page = html::write(table).map_err(|e| broken(&e))?;
                ("text/html; charset=utf-8", None, page.into_bytes())
            }
        };
        let mut response = HttpResponse::Ok();
        response.content_type(kind);
        if let Some(ending) = ending {
            let name = format!("annual-table-{}-{}.{ending}", table.organ.code, table.year);
            response
                .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
        }
        Ok(response.body(bytes))
    }
}
