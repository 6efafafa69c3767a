//! Proves the records: every log is what was written, and every case row still says what its log says.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::calendar::measures;
use super::casebook::{self, Measure};
use super::entry::{bytes, head};
use super::{Error, audit, seals};
use crate::crypto::{EventText, Kept, Keys, Mark};
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::log::{self, LogHead, StoredEvent};
use crate::db::seals::{self as sealed, SealedHead};
use crate::db::{AnyConn, Db, Id, QueryResult};
use crate::domain::case::CaseFacts;

/// Cases read at a time.
const PAGE: i64 = 500;
/// How many faults are told in full; the rest by count.
const TOLD: usize = 1000;

/// What a verification found.
#[derive(Debug, Default, Serialize)]
pub struct Verification {
    pub cases: u64,
    /// Entries of sign-ins, rights and settings, which have a chain of their own.
    pub audit_entries: i64,
    /// Seals over the logs.
    pub seals: u64,
    /// Whether the list that was kept elsewhere was made under another key, so that only part of it can be compared.
    pub list_of_other_key: bool,
    pub faults: u64,
    /// The first thousand.
    pub findings: Vec<Fault>,
}

/// What is wrong with one case; nothing personal.
#[derive(Debug, Serialize)]
pub struct Fault {
    pub number: String,
    pub text: String,
}

/// Verifies every case of `db` and the seals in one state. `progress` is told the cases done so far.
pub fn verify(db: &Db, keys: &Keys, progress: &mut dyn FnMut(u64)) -> Result<Verification, Error> {
    verify_against(db, keys, None, progress)
}

/// The same, with a list of the seals that was kept elsewhere.
pub fn verify_against(
    db: &Db,
    keys: &Keys,
    kept: Option<&str>,
    progress: &mut dyn FnMut(u64),
) -> Result<Verification, Error> {
    db.scan_blocking(|conn| {
        let mut found = Verification::default();
        if let Err(error) = found.apart_from_cases(conn, keys, kept) {
            return Ok(Err(error));
        }
        let measures = match measures(conn) {
            Ok(measures) => measures,
            Err(error) => return Ok(Err(error)),
        };
        let mut after = None;
        loop {
            let page = log::page(conn, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(Ok(found)) };
            after = Some(last.id);
            found.page(conn, &page, (keys, &measures))?;
            progress(found.cases);
        }
    })?
}

impl Verification {
    fn apart_from_cases(
        &mut self,
        conn: &mut AnyConn,
        keys: &Keys,
        kept: Option<&str>,
    ) -> Result<(), Error> {
        self.audit(conn, keys)?;
        let proof = seals::prove(conn, keys, TOLD)?;
        self.seals = proof.seals;
        for fault in proof.faults {
            self.tell(fault);
        }
        if let Some(list) = kept {
            let (faults, same_key) = seals::list::compare(conn, keys, list)??;
            self.list_of_other_key = !same_key;
            for fault in faults {
                self.tell(fault);
            }
        }
        Ok(())
    }

    fn tell(&mut self, fault: Fault) {
        self.faults += 1;
        if self.findings.len() < TOLD {
            self.findings.push(fault);
        }
    }

    fn audit(&mut self, conn: &mut AnyConn, keys: &Keys) -> Result<(), Error> {
        match audit::verify(conn, keys)? {
            Ok(entries) => self.audit_entries = entries,
            Err(broken) => {
                self.tell(Fault { number: "审计记录".to_owned(), text: broken.to_string() });
            }
        }
        Ok(())
    }

    fn page(
        &mut self,
        conn: &mut AnyConn,
        page: &[LogHead],
        by: (&Keys, &[Measure]),
    ) -> QueryResult<()> {
        let ids: Vec<Id> = page.iter().map(|case| case.id).collect();
        let mut rows = handled::copies(conn, &ids)?;
        let mut logs: HashMap<Id, Vec<StoredEvent>> = HashMap::new();
        for (case, event) in log::events_of(conn, &ids)? {
            logs.entry(case).or_default().push(event);
        }
        let mut heads: HashMap<Id, Vec<SealedHead>> = HashMap::new();
        for head in sealed::of_cases(conn, &ids)? {
            heads.entry(head.case_id).or_default().push(head);
        }
        for case in page {
            self.cases += 1;
            let events = logs.remove(&case.id).unwrap_or_default();
            let heads = heads.remove(&case.id).unwrap_or_default();
            let verdict = verify_case(case, rows.remove(&case.id).as_ref(), &events, by)
                .map_err(|error| error.to_string())
                .and_then(|()| seals::fits(case, &events, &heads));
            if let Err(text) = verdict {
                self.tell(Fault { number: case.number.clone(), text });
            }
        }
        Ok(())
    }
}

/// Whether the log of a case is what was written, and the case still says what the log does.
pub(super) fn verify_case(
    case: &LogHead,
    row: Option<&Copies>,
    events: &[StoredEvent],
    (keys, measures): (&Keys, &[Measure]),
) -> Result<(), Error> {
    let kept = events.iter().map(|event| Kept {
        seq: event.seq.into(),
        text: text_of(event),
        mark: Mark::from(bytes(&event.mark)),
    });
    let head = head(case.event_count, &case.event_link);
    keys.chain().verify(case.id.bytes(), kept, head).map_err(Error::Broken)?;
    let told = Told::last(events)?;
    let dossier = casebook::replay(events)?;
    // While a recount is under way, a row may still say what it said before.
    let says = |measure| row == Some(&casebook::copies(&dossier, case.organ, measure));
    let same = told.facts == dossier.facts()
        && told.requester == case.requester
        && told.content == case.content
        && measures.iter().any(says);
    if same { Ok(()) } else { Err(Error::RowDiffers(case.number.clone())) }
}

/// What a log says of its case in the end.
#[derive(Default, Deserialize)]
struct Told {
    facts: Option<CaseFacts>,
    requester: Option<String>,
    content: Option<String>,
}

impl Told {
    fn last(events: &[StoredEvent]) -> Result<Self, Error> {
        let mut last = Self::default();
        for event in events {
            let told: Self = serde_json::from_str(&event.payload)
                .map_err(|error| Error::StoredEvent(error.to_string()))?;
            last.facts = told.facts.or(last.facts);
            last.requester = told.requester.or(last.requester);
            last.content = told.content.or(last.content);
        }
        Ok(last)
    }
}

/// The part of an event that is chained.
pub(super) fn text_of(event: &StoredEvent) -> EventText<'_> {
    EventText {
        kind: &event.kind,
        happened_on: event.happened_on,
        recorded_at: event.recorded_at.0,
        actor: &event.actor,
        origin: &event.origin,
        payload: &event.payload,
    }
}
