//! `/batches/{act}`: the same act on many cases, all or nothing; `/letters/{id}`: a letter that answers several.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::acts::After;
use super::auth::SignedIn;
use super::{Json, Path, Problem, unclear};
use crate::actions::Error;
use crate::actions::batches::{Done, One, perform_all};
use crate::actions::letters::{self, Shared};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::domain::dossier::Letter;
use crate::domain::dossier::deed::Deed;

/// Cases that may be named at once.
const MOST: usize = 500;

/// What is done to which cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    on: Option<NaiveDate>,
    /// One letter answers all of them: one number, one delivery.
    #[serde(default)]
    one_letter: bool,
    /// What the act must tell, for every case that tells nothing else.
    #[serde(default = "nothing")]
    told: Value,
    cases: Vec<Named>,
}

fn nothing() -> Value {
    Value::Object(serde_json::Map::new())
}

/// A case as its version was seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    number: String,
    organ: Option<String>,
    version: i32,
    told: Option<Value>,
}

/// A case after the act.
#[derive(Serialize)]
struct DoneView {
    #[serde(flatten)]
    case: After,
    version: i32,
}

/// Does an act to many cases.
#[post("/batches/{act}")]
pub async fn perform(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    act: Path<String>,
    batch: Json<Batch>,
) -> Result<HttpResponse, Problem> {
    let Batch { on, one_letter, told, cases } = batch.0;
    if cases.is_empty() || cases.len() > MOST {
        return Err(Problem::field("cases", format!("应有 1 至 {MOST} 件")));
    }
    if one_letter && !["signature", "paper-approval", "delivery"].contains(&act.as_str()) {
        return Err(Problem::field("one_letter", "只用于签发、代录纸质审批、送达"));
    }
    let mut all = Vec::with_capacity(cases.len());
    for (at, Named { number, organ, version, told: own }) in cases.into_iter().enumerate() {
        let deed = match &own {
            Some(own) => deed(&act, own, &format!("cases[{at}].told"))?,
            None => deed(&act, &told, "told")?,
        };
        all.push(One { number, organ, version, deed });
    }
    let (keys, on) = (app.keys.clone(), on.unwrap_or(actor.today));
    let work = move |tx: &mut Tx<'_>| perform_all(tx, &keys, &actor, (all, on), one_letter);
    let done = app.write::<Vec<Done>, Error>(work).await?;
    let done = done
        .into_iter()
        .map(|Done { number, case, version }| DoneView { case: After::of(number, case), version });
    Ok(HttpResponse::Ok().json(serde_json::json!({"cases": done.collect::<Vec<_>>()})))
}

/// The deed of an act, as it is told.
fn deed(act: &str, told: &Value, at: &str) -> Result<Deed, Problem> {
    Ok(match act {
        "receipt-confirmation" => Deed::ConfirmReceipt(read(told, at)?),
        "registration" => Deed::Register(read(told, at)?),
        "assignment" => Deed::Assign(read(told, at)?),
        "signing-for" => Deed::SignFor(read(told, at)?),
        "searches" => Deed::RecordSearch(read(told, at)?),
        "draft" => Deed::Draft(read(told, at)?),
        "submission" => Deed::Submit(read(told, at)?),
        "reviews" => Deed::Approve(read(told, at)?),
        "signature" => Deed::Sign(read(told, at)?),
        "paper-approval" => Deed::SignOnPaper(read(told, at)?),
        "delivery" => Deed::Deliver(read(told, at)?),
        "archive" => Deed::Archive(read(told, at)?),
        "notes" => Deed::Note(read(told, at)?),
        "telephone-notes" => Deed::TelephoneNote(read(told, at)?),
        _ => return Err(Problem::not_found()),
    })
}

fn read<T: DeserializeOwned>(told: &Value, at: &str) -> Result<T, Problem> {
    serde_path_to_error::deserialize(told).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { at.to_owned() } else { format!("{at}.{path}") };
        unclear::problem(&path, &error.inner().to_string())
    })
}

/// A letter that answers several cases.
#[derive(Serialize)]
struct LetterView {
    id: Uuid,
    document_number: String,
    label: &'static str,
    #[serde(flatten)]
    went: Went,
    cases: Vec<CaseOfLetter>,
}

/// How it went.
#[derive(Serialize)]
struct Went {
    way: crate::domain::delivery::Way,
    postal_number: Option<String>,
    sent_on: NaiveDate,
    given_on: Option<NaiveDate>,
    signed_on: Option<NaiveDate>,
    returned_on: Option<NaiveDate>,
    sent_again_on: Option<NaiveDate>,
}

#[derive(Serialize)]
struct CaseOfLetter {
    number: String,
    organ: String,
}

/// One letter with the cases that it answers.
#[get("/letters/{id}")]
pub async fn read_letter(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| letters::read(conn, &actor, id.0);
    let found: Result<Shared, Error> = app.read(query).await?;
    let Shared { stored, letter, cases } = found?;
    let cases = cases.into_iter();
    Ok(HttpResponse::Ok().json(LetterView {
        id: stored.id.0,
        document_number: stored.document_number,
        label: letter.form.label(),
        went: Went::of(letter),
        cases: cases.map(|case| CaseOfLetter { number: case.number, organ: case.organ }).collect(),
    }))
}

impl Went {
    fn of(letter: Letter) -> Self {
        Self {
            given_on: letter.given_on(),
            way: letter.way,
            postal_number: letter.postal_number,
            sent_on: letter.sent_on,
            signed_on: letter.signed_on,
            returned_on: letter.returned_on,
            sent_again_on: letter.sent_again_on,
        }
    }
}
