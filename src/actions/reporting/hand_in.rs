//! Takes in the table of an organ that keeps no cases here: as it is, its faults shown and never repaired.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::actions::Error;
use crate::db::handed_in_tables::{self, HandedIn};
use crate::db::{Db, organs};
use crate::domain::annual_report::check::check;
use crate::domain::annual_report::{
    Cells, Finding, Format, Row, Scope, SectionFour, SectionThree, Standings,
};
use crate::domain::challenge::ChallengeKind;
use crate::domain::organ::OrganId;

/// A handed-in table, read.
#[derive(Clone, Debug)]
pub struct Body {
    pub organ: OrganId,
    pub three: SectionThree,
    pub four: SectionFour,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    rows: BTreeMap<Row, Cells>,
    blocks: BTreeMap<ChallengeKind, Standings>,
}

/// Reads a stored table.
pub fn read_body(table: &HandedIn) -> Result<Body, Error> {
    let stored: Stored =
        serde_json::from_str(&table.body).map_err(|error| Error::StoredTable(error.to_string()))?;
    Ok(Body {
        organ: table.organ,
        three: SectionThree { rows: stored.rows },
        four: SectionFour { blocks: stored.blocks },
    })
}

/// Records a table for `organ`, in place of the one it handed in before; gives what is wrong with it.
pub fn hand_in(
    db: &Db,
    organ: &str,
    (year, scope, format): (i32, Scope, Format),
    three: SectionThree,
    four: SectionFour,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, Error> {
    let findings = check(&three, &four, format);
    let stored = Stored { rows: three.rows, blocks: four.blocks };
    let body =
        serde_json::to_string(&stored).map_err(|error| Error::StoredTable(error.to_string()))?;
    db.write_blocking(|tx| {
        let known = organs::load(tx, None)?;
        let id = known.by_code(organ).ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
        let table = HandedIn { organ: id, scope, format, body };
        Ok::<_, Error>(handed_in_tables::record(tx, year, &table, now)?)
    })?;
    Ok(findings)
}
