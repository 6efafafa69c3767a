//! `/organs`: the tree of organs as it stands on a day, and the history of each.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post, put};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::auth::SignedIn;
use super::input::at_most;
use super::{Create, Cursor, IfMatch, Json, Limit, Page, Path, Problem, Query, created, tagged};
use crate::actions::idempotency::{Created, once};
use crate::actions::{Actor, Error, organs, reading};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::domain::organ::{OrganKind, OrganVersion, Organs};
use crate::ledger::OrganRow;

/// A version of an organ; others are named by code.
#[derive(Serialize)]
struct VersionView {
    code: String,
    name: String,
    kind: OrganKind,
    kind_label: &'static str,
    parent: Option<String>,
    rolls_up_to: Option<String>,
    merged_into: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl VersionView {
    fn of(version: &OrganVersion, organs: &Organs) -> Self {
        let code = |organ: Option<i32>| organs.code(organ?).map(str::to_owned);
        Self {
            code: version.code.clone(),
            name: version.name.clone(),
            kind: version.kind,
            kind_label: version.kind.label(),
            parent: code(version.parent),
            rolls_up_to: code(version.rolls_up_to),
            merged_into: code(version.merged_into),
            valid_from: version.valid_from,
            valid_to: version.valid_to,
        }
    }
}

/// Which organs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// A part of the name or of the code.
    q: Option<String>,
    below: Option<String>,
    kind: Option<OrganKind>,
    as_of: Option<NaiveDate>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

impl Wanted {
    /// A page and one more, by code.
    fn among(
        &self,
        organs: &Organs,
        day: NaiveDate,
        after: Option<&str>,
    ) -> Result<Vec<VersionView>, Error> {
        let below = match self.below.as_deref() {
            Some(code) => {
                let organ = organs.by_code(code);
                let organ = organ.ok_or_else(|| Error::NoSuchOrgan(code.to_owned()))?;
                Some(organs.commanded_by(organ, day))
            }
            None => None,
        };
        let q = self.q.as_deref().map(str::trim).unwrap_or_default();
        let fits = |version: &&OrganVersion| {
            after.is_none_or(|after| version.code.as_str() > after)
                && (version.name.contains(q) || version.code.contains(q))
                && self.kind.is_none_or(|kind| kind == version.kind)
                && below.as_ref().is_none_or(|below| below.binary_search(&version.id).is_ok())
        };
        let size = usize::try_from(self.limit.with_one_more()).unwrap_or(0);
        let found = organs.standing(day).into_iter().filter(fits).take(size);
        Ok(found.map(|version| VersionView::of(version, organs)).collect())
    }
}

/// The organs that stand on a day, by code.
#[get("/organs")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let (wanted, day) = (wanted.0, actor.today);
    at_most(100, "q", wanted.q.as_deref())?;
    let after: Option<String> = wanted.cursor.as_ref().map(Cursor::read).transpose()?;
    let (limit, day) = (wanted.limit, wanted.as_of.unwrap_or(day));
    let query = move |conn: &mut AnyConn| {
        let organs = reading::apart(organs::readable(conn, &actor))?;
        Ok(organs.and_then(|organs| wanted.among(&organs, day, after.as_deref())))
    };
    let found = app.scan(query).await??;
    let page = Page::of(found, limit, |version: &VersionView| version.code.clone());
    Ok(HttpResponse::Ok().json(page))
}

/// An organ with its history.
#[derive(Serialize)]
struct View {
    code: String,
    name: String,
    versions: Vec<VersionView>,
}

fn shown(conn: &mut AnyConn, actor: &Actor, code: &str) -> Result<(View, i32), Error> {
    let (organs, organ, version) = organs::seen(conn, actor, code)?;
    let name = organs.nearest(organ, actor.today).map(|version| version.name.clone());
    let versions = organs.history(organ).iter().map(|one| VersionView::of(one, &organs)).collect();
    let code = code.to_owned();
    Ok((View { code, name: name.unwrap_or_default(), versions }, version))
}

/// One organ.
#[get("/organs/{code}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(shown(conn, &actor, &code.0));
    let (view, version) = app.scan(query).await??;
    Ok(tagged(version, &view))
}

/// A version to be recorded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewVersion {
    name: String,
    kind: OrganKind,
    parent: Option<String>,
    rolls_up_to: Option<String>,
    merged_into: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl NewVersion {
    fn row(self, code: String) -> OrganRow {
        let Self { name, kind, parent, rolls_up_to, merged_into, valid_from, valid_to } = self;
        OrganRow {
            row: 0,
            code,
            name,
            parent,
            kind,
            valid_from,
            valid_to,
            merged_into,
            rolls_up_to,
        }
    }
}

/// An organ to be recorded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrgan {
    code: String,
    name: String,
    kind: OrganKind,
    parent: Option<String>,
    rolls_up_to: Option<String>,
    valid_from: NaiveDate,
}

/// Records a new organ.
#[post("/organs")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    create: Create<NewOrgan>,
) -> Result<HttpResponse, Problem> {
    let Create { body, once: mark } = create;
    let NewOrgan { code, name, kind, parent, rolls_up_to, valid_from } = body;
    let (merged_into, valid_to) = (None, None);
    let said = NewVersion { name, kind, parent, rolls_up_to, merged_into, valid_from, valid_to };
    let row = said.row(code.clone());
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        once(tx, &actor, mark.as_ref(), |tx| {
            organs::add(tx, &keys, &actor, &row)?;
            let (view, version) = shown(tx, &actor, &code)?;
            let body = serde_json::to_value(view).unwrap_or_default();
            Ok(Created { location: format!("/api/v1/organs/{code}"), version: Some(version), body })
        })
    };
    Ok(created(&app.write::<_, Error>(work).await?))
}

/// Records another version: renamed, moved, merged, closed.
#[put("/organs/{code}")]
pub async fn change(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
    version: IfMatch,
    body: Json<NewVersion>,
) -> Result<HttpResponse, Problem> {
    let row = body.0.row(code.0.clone());
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        organs::change(tx, &keys, &actor, (&row, version.0))?;
        shown(tx, &actor, &code.0)
    };
    let (view, version) = app.write::<_, Error>(work).await?;
    Ok(tagged(version, &view))
}
