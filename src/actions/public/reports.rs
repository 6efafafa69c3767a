//! Published year tables: which there are, one of them, and the act that publishes.

use serde::Serialize;
use serde_json::{Value, json};

use crate::actions::reporting::seal::{Report, stored};
use crate::actions::session::by;
use crate::actions::{Actor, Error};
use crate::crypto::Keys;
use crate::db::published_reports::{self, Mark, Published};
use crate::db::{AnyConn, Instant, QueryResult, Tx, organs, sealed_reports};
use crate::domain::annual_report::Scope;
use crate::domain::permission::Matter;

/// A published table in the list.
#[derive(Debug, Serialize)]
pub struct Listed {
    pub organ: Named,
    pub year: i32,
    pub scope: Scope,
    pub version: i32,
    pub published_at: chrono::DateTime<chrono::Utc>,
}

/// An organ by code and name.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    pub code: String,
    pub name: String,
}

impl Listed {
    /// Where it stands in the list.
    pub fn mark(&self) -> Mark {
        Mark(self.year, self.organ.code.clone(), self.scope.to_string())
    }
}

/// The next published tables after `after`.
pub fn list(
    conn: &mut AnyConn,
    organ: Option<&str>,
    (after, size): (Option<&Mark>, i64),
) -> QueryResult<Result<Vec<Listed>, Error>> {
    let organ_id = match organ {
        Some(code) => match organs::find(conn, code)? {
            Some(organ) => Some(organ),
            None => return Ok(Err(Error::NoSuchOrgan(code.to_owned()))),
        },
        None => None,
    };
    let found = published_reports::page(conn, organ_id, after, size)?;
    found.into_iter().map(|one| listed(conn, one)).collect::<QueryResult<_>>().map(Ok)
}

fn listed(conn: &mut AnyConn, one: Published) -> QueryResult<Listed> {
    let name = organs::name(conn, one.organ, one.published_at.0.date_naive())?;
    let organ = Named { code: one.code, name };
    let (year, scope, version) = (one.year, one.scope.0, one.version);
    Ok(Listed { organ, year, scope, version, published_at: one.published_at.0 })
}

/// The table of a report that was published last.
pub fn read(conn: &mut AnyConn, report: &Report) -> QueryResult<Result<Value, Error>> {
    let Some(organ) = organs::find(conn, &report.organ)? else {
        return Ok(Err(Error::NotPublished));
    };
    let body = published_reports::body(conn, (organ, report.year, report.scope))?;
    Ok(body.ok_or(Error::NotPublished).and_then(|body| stored(&body)))
}

/// Publishes a sealed version, by default the last; gives which.
pub fn publish(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    report: &Report,
    version: Option<i32>,
) -> Result<i32, Error> {
    let Report { organ, year, scope } = report;
    let organ_id = organs::find(tx, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.clone()))?;
    actor.may(tx, Matter::SealReport, organ_id)?;
    let all = sealed_reports::versions(tx, (organ_id, *year, *scope))?;
    let wanted = all.into_iter().find(|one| version.is_none_or(|wanted| wanted == one.version));
    let sealed = wanted.ok_or(Error::NotSealed)?;
    if !published_reports::publish(tx, sealed.id, &actor.name, Instant(actor.now))? {
        return Err(Error::PublishedAlready);
    }
    let version = sealed.version;
    let told = json!({"organ": organ, "year": year, "scope": scope, "version": version});
    by(tx, keys, actor, "report_published", told)?;
    Ok(version)
}
