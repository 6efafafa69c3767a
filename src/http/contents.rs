//! What a case holds: `/cases/{number}/items`, `/letters`, `/consultations`, `/searches`; and the catalogue `/outcomes`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use strum::VariantArray;

use super::auth::SignedIn;
use super::cases::Which;
use super::{Path, Problem, Query};
use crate::actions::{Actor, reading};
use crate::app::App;
use crate::db::AnyConn;
use crate::domain::dossier::deed::{Decision, Search};
use crate::domain::dossier::{Consultation, Dossier, Item, Letter};
use crate::domain::outcome::{Evidence, Outcome, ResultRow};

/// One thing that is asked for, and how it is answered.
#[derive(Serialize)]
struct ItemView {
    ordinal: u16,
    content: String,
    decision: Option<Decision>,
    outcome_label: Option<&'static str>,
    /// What must still be put down before the reply can be signed.
    missing_evidence: Vec<EvidenceView>,
    given_on: Option<NaiveDate>,
    letter: Option<u16>,
    withdrawn_on: Option<NaiveDate>,
    is_split: bool,
    is_open: bool,
}

impl ItemView {
    fn of(item: &Item, case: &Dossier) -> Self {
        let missing = item.decision.as_ref().filter(|_| item.is_open());
        let missing = missing.map(|decision| case.missing_evidence(decision)).unwrap_or_default();
        Self {
            ordinal: item.ordinal,
            content: item.content.clone(),
            outcome_label: item.decision.as_ref().map(|decision| decision.outcome.label()),
            decision: item.decision.clone(),
            missing_evidence: missing.into_iter().map(EvidenceView::of).collect(),
            given_on: item.given_on,
            letter: item.letter,
            withdrawn_on: item.withdrawn_on,
            is_split: item.is_split,
            is_open: item.is_open(),
        }
    }
}

/// Something that proves an outcome.
#[derive(Serialize)]
struct EvidenceView {
    evidence: Evidence,
    label: &'static str,
    /// Only an act shows it; words do not.
    by_act: bool,
}

impl EvidenceView {
    fn of(evidence: Evidence) -> Self {
        Self { evidence, label: evidence.label(), by_act: evidence.is_shown_by_deed() }
    }
}

/// A letter that went out.
#[derive(Serialize)]
struct LetterView {
    label: &'static str,
    #[serde(flatten)]
    letter: Letter,
    given_on: Option<NaiveDate>,
    /// It went by a courier, which counts only when it was signed for.
    is_flagged: bool,
}

impl LetterView {
    fn of(letter: &Letter) -> Self {
        let letter = letter.clone();
        let (label, given_on, is_flagged) =
            (letter.form.label(), letter.given_on(), letter.is_flagged());
        Self { label, letter, given_on, is_flagged }
    }
}

/// The case that is asked for, as its log tells it.
async fn case(
    app: &App,
    actor: Actor,
    number: Path<String>,
    which: Query<Which>,
) -> Result<Dossier, Problem> {
    let query = move |conn: &mut AnyConn| {
        let which = (number.as_str(), which.organ.as_deref());
        reading::apart(reading::dossier(conn, &actor, which))
    };
    Ok(app.read(query).await??)
}

/// The items.
#[get("/cases/{number}/items")]
pub async fn items(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let case = case(&app, actor, number, which).await?;
    let items: Vec<_> = case.items.iter().map(|item| ItemView::of(item, &case)).collect();
    Ok(HttpResponse::Ok().json(items))
}

/// The letters.
#[get("/cases/{number}/letters")]
pub async fn letters(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let case = case(&app, actor, number, which).await?;
    let letters: Vec<_> = case.letters.iter().map(LetterView::of).collect();
    Ok(HttpResponse::Ok().json(letters))
}

/// The consultations.
#[get("/cases/{number}/consultations")]
pub async fn consultations(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let consultations: Vec<Consultation> = case(&app, actor, number, which).await?.consultations;
    Ok(HttpResponse::Ok().json(consultations))
}

/// The records of searches.
#[get("/cases/{number}/searches")]
pub async fn searches(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let searches: Vec<Search> = case(&app, actor, number, which).await?.searches;
    Ok(HttpResponse::Ok().json(searches))
}

/// An outcome with all that the regulation attaches to it.
#[derive(Serialize)]
struct OutcomeView {
    outcome: Outcome,
    label: &'static str,
    articles: &'static str,
    row: ResultRow,
    row_label: &'static str,
    evidence: Vec<EvidenceView>,
}

/// Every outcome that an item can have.
#[get("/outcomes")]
pub async fn outcomes(_: SignedIn) -> HttpResponse {
    let all = Outcome::VARIANTS.iter().map(|outcome| {
        let rule = outcome.rule();
        let evidence = rule.evidence.iter().copied().map(EvidenceView::of).collect();
        let (articles, row, row_label) = (rule.articles, rule.row, rule.row.label());
        OutcomeView { outcome: *outcome, label: rule.label, articles, row, row_label, evidence }
    });
    HttpResponse::Ok().json(all.collect::<Vec<_>>())
}
