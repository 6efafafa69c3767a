//! The organs that take requests, and what the guide of each tells.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::db::{AnyConn, QueryResult, organ_settings, organs};
use crate::domain::organ::{OrganId, OrganKind, OrganVersion, Organs};
use crate::domain::settings::{Guide, Line};

/// An organ in the list.
#[derive(Debug, Serialize)]
pub struct Listed {
    pub code: String,
    pub name: String,
    pub kind: OrganKind,
    pub kind_label: &'static str,
    pub parent: Option<String>,
    pub telephone: Option<Line>,
    pub address: Option<Line>,
}

/// An organ with its guide.
#[derive(Debug, Serialize)]
pub struct Guided {
    code: String,
    name: String,
    kind: OrganKind,
    kind_label: &'static str,
    parent: Option<String>,
    #[serde(flatten)]
    guide: Guide,
}

/// The organs that stand on a day and take requests, by code after `after`.
pub fn list(
    conn: &mut AnyConn,
    (q, after): (Option<&str>, Option<&str>),
    (day, size): (NaiveDate, usize),
) -> QueryResult<Vec<Listed>> {
    let (known, guides) = (organs::load(conn, None)?, organ_settings::guides(conn)?);
    let q = q.map(str::trim).unwrap_or_default();
    let fits = |version: &&OrganVersion| {
        after.is_none_or(|after| version.code.as_str() > after)
            && (version.name.contains(q) || version.code.contains(q))
            && guides.get(&version.id).is_none_or(|guide| guide.takes_requests)
    };
    let found = known.standing(day).into_iter().filter(fits).take(size);
    Ok(found.map(|version| listed(version, &known, &guides)).collect())
}

fn listed(version: &OrganVersion, known: &Organs, guides: &BTreeMap<OrganId, Guide>) -> Listed {
    let guide = guides.get(&version.id);
    Listed {
        code: version.code.clone(),
        name: version.name.clone(),
        kind: version.kind,
        kind_label: version.kind.label(),
        parent: parent(version, known),
        telephone: guide.and_then(|guide| guide.telephone.clone()),
        address: guide.and_then(|guide| guide.address.clone()),
    }
}

fn parent(version: &OrganVersion, known: &Organs) -> Option<String> {
    known.code(version.parent?).map(str::to_owned)
}

/// An organ that stands on a day, with its guide.
pub fn read(conn: &mut AnyConn, code: &str, day: NaiveDate) -> QueryResult<Option<Guided>> {
    let known = organs::load(conn, None)?;
    let standing = known.by_code(code).and_then(|organ| known.on(organ, day));
    let Some(version) = standing else { return Ok(None) };
    Ok(Some(Guided {
        code: version.code.clone(),
        name: version.name.clone(),
        kind: version.kind,
        kind_label: version.kind.label(),
        parent: parent(version, &known),
        guide: organ_settings::of(conn, version.id)?.0.guide,
    }))
}
