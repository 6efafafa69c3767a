//! Hints for people: earlier requests, the month's count, others who ask for the same. They decide nothing, and asking
//! for them stores nothing.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Serialize;

use super::auth::SignedIn;
use super::intake::Intake;
use super::requesters::OfOrgan;
use super::{Cursor, Json, Limit, Page, Path, Problem, Query};
use crate::actions::Error;
use crate::actions::hints::{self, Hints, Like, Month, Several};
use crate::actions::requesters::history;
use crate::app::App;
use crate::db::AnyConn;
use crate::db::requesters::Past;
use crate::domain::life_cycle::Stage;
use crate::domain::outcome::ResultRow;
use crate::domain::receipt::Receipt;
use crate::domain::requester::IdentityCheck;

/// An earlier request.
#[derive(Serialize)]
struct PastView {
    number: String,
    organ: String,
    subject: String,
    stage: String,
    stage_label: &'static str,
    content: Option<String>,
    arrived_on: NaiveDate,
    received_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    result_row: Option<ResultRow>,
    document_number: Option<String>,
}

impl From<Past> for PastView {
    fn from(past: Past) -> Self {
        Self {
            number: past.number,
            organ: past.organ,
            subject: past.subject,
            stage_label: past.stage.parse::<Stage>().map_or("", Stage::label),
            stage: past.stage,
            content: past.content,
            arrived_on: past.arrived_on,
            received_on: past.received_on,
            closed_on: past.closed_on,
            result_row: past.result_row.map(|row| row.0),
            document_number: past.document_number,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The requests of a requester, the last arrived first.
#[get("/requesters/{id}/cases")]
pub async fn requester_cases(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { limit, cursor } = wanted.0;
    let after = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        history::history(conn, &actor, (&id, after), limit.with_one_more())
    };
    let found: Result<Vec<Past>, Error> = app.scan(query).await?;
    let Page { items, next } = Page::of(found?, limit, Past::mark);
    let items = items.into_iter().map(PastView::from).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// Hints on a case.
#[get("/cases/{number}/hints")]
pub async fn on_case(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    of: Query<OfOrgan>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let query = move |conn: &mut AnyConn| {
        hints::on_case(conn, &keys, &actor, (&number, of.organ.as_deref()))
    };
    let found: Result<Hints, Error> = app.scan(query).await?;
    Ok(HttpResponse::Ok().json(View::from(found?)))
}

/// Hints on what is being typed in; nothing is stored.
#[post("/intake-hints")]
pub async fn on_intake(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    told: Json<Intake>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let Intake { organ, on, request, requester, joint } = told.0;
    let (requester, on) = (requester.with(joint), on.unwrap_or(actor.today));
    let query = move |conn: &mut AnyConn| {
        hints::on_intake(conn, &keys, &actor, &organ, (&request, &requester, on))
    };
    let found: Result<Hints, Error> = app.scan(query).await?;
    Ok(HttpResponse::Ok().json(View::from(found?)))
}

/// Hints as they are shown.
#[derive(Serialize)]
struct View {
    requester: EarlierView,
    month: Option<Month>,
    repeated: Vec<LikeView>,
    similar: Vec<LikeView>,
    several: Option<SeveralView>,
    identity: Option<IdentityView>,
    receipt: Option<ReceiptView>,
}

#[derive(Serialize)]
struct EarlierView {
    id: Option<String>,
    count: usize,
    cases: Vec<EarlierCase>,
}

#[derive(Serialize)]
struct EarlierCase {
    #[serde(flatten)]
    case: PastView,
    certain: bool,
}

#[derive(Serialize)]
struct LikeView {
    number: String,
    requester: Option<String>,
    content: String,
    received_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    result_row: Option<ResultRow>,
    document_number: Option<String>,
    likeness: u8,
}

#[derive(Serialize)]
struct SeveralView {
    requesters: usize,
    granted: usize,
    numbers: Vec<String>,
    text: String,
}

#[derive(Serialize)]
struct IdentityView {
    check: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct ReceiptView {
    received_on: Option<NaiveDate>,
    risk_on: Option<NaiveDate>,
    ground: &'static str,
    article: &'static str,
    text: String,
}

impl From<Hints> for View {
    fn from(hints: Hints) -> Self {
        let cases = hints.requester.cases.into_iter();
        let cases = cases.map(|(past, certain)| EarlierCase { case: past.into(), certain });
        let (id, count) = (hints.requester.id, hints.requester.count);
        Self {
            requester: EarlierView { id, count, cases: cases.collect() },
            month: hints.month,
            repeated: hints.repeated.into_iter().map(LikeView::from).collect(),
            similar: hints.similar.into_iter().map(LikeView::from).collect(),
            several: hints.several.map(SeveralView::from),
            identity: hints.identity.map(IdentityView::from),
            receipt: hints.receipt.map(ReceiptView::from),
        }
    }
}

impl From<Like> for LikeView {
    fn from(like: Like) -> Self {
        Self {
            number: like.number,
            requester: like.requester,
            content: like.content,
            received_on: like.received_on,
            closed_on: like.closed_on,
            result_row: like.result_row,
            document_number: like.document_number,
            likeness: like.likeness,
        }
    }
}

impl From<Several> for SeveralView {
    fn from(Several { requesters, granted, numbers }: Several) -> Self {
        let text = format!(
            "已有 {requesters} 名申请人申请公开相同的政府信息；属于可以公开的，可以纳入主动公开的范围（条例第四十四条）"
        );
        Self { requesters, granted, numbers, text }
    }
}

impl From<IdentityCheck> for IdentityView {
    fn from(check: IdentityCheck) -> Self {
        let (check, text) = match check {
            IdentityCheck::Fine => ("fine", "校验位无误"),
            IdentityCheck::Masked => ("masked", "号码有遮盖，无法校验，也查不到历次申请"),
            IdentityCheck::BadChecksum => ("bad_checksum", "校验位不对，请核对证件号码"),
            IdentityCheck::OtherDocument => ("other_document", "这种证件没有校验位，请人工核对"),
        };
        Self { check, text }
    }
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        Self {
            received_on: receipt.received_on,
            risk_on: receipt.risk_on,
            ground: receipt.ground.into(),
            article: receipt.article(),
            text: receipt.text(),
        }
    }
}
