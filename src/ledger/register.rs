//! A register found in a sheet: where its headings stand, which column is which, what is hidden and merged.

use crate::domain::annual_report::Severity;
use crate::domain::requester::guarded;

use super::fault::{Fault, FaultCode};
use super::headings::{Columns, Heading, MISLEADING, are_equal, is_ignored, recognise};
use super::mapping::Mapping;
use super::record::shortened;
use super::sheet::{Cell, Merge, RawRow, SheetName, Source};
use super::unreadable::Unreadable;
use super::values::clean;

/// How far down the headings are looked for.
const LAST_HEADING_ROW: u32 = 30;

/// A sheet that holds a register.
#[derive(Clone, Debug)]
pub struct Register<C: Columns> {
    /// The name on its tab.
    pub name: String,
    /// The row of the headings, as Excel numbers it.
    pub heading_row: u32,
    /// The headings as the file has them, from the first column on; blank where there is none.
    pub headings: Vec<String>,
    /// What is worth a look in the sheet as a whole: unknown headings, hidden rows.
    pub warnings: Vec<Fault>,
    pub(super) sheet: usize,
    pub(super) first_row: u32,
    pub(super) places: Vec<(C, usize)>,
    pub(super) merges: Vec<Merge>,
}

impl<C: Columns> Register<C> {
    /// The column in which a value stands.
    pub(super) fn place(&self, column: C) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == column).map(|(_, place)| *place)
    }

    /// The heading of a column as the file has it; our own name where the file has none.
    pub fn heading(&self, column: C) -> String {
        let place = self.place(column).and_then(|place| self.headings.get(place));
        place.map_or_else(
            || column.name().to_owned(),
            |heading| clean(heading).replace(['\n', '\r'], ""),
        )
    }

    /// The column that stands in a place, if it is one of ours.
    pub(super) fn column_at(&self, place: usize) -> Option<C> {
        self.places.iter().find(|(_, known)| *known == place).map(|(column, _)| *column)
    }
}

/// A sheet looked over once: its first rows, its merged cells, its hidden rows.
pub(super) struct Survey {
    pub(super) sheet: usize,
    pub(super) name: SheetName,
    /// The rows in which headings may stand: number and cells as text.
    top: Vec<(u32, Vec<String>)>,
    merges: Vec<Merge>,
    hidden: Vec<u32>,
    hidden_count: usize,
}

impl Survey {
    /// Reads a sheet from end to end; of formats without layout only the top.
    pub(super) fn of(source: &Source, sheet: usize, name: &SheetName) -> Result<Self, Unreadable> {
        let mut survey = Self {
            sheet,
            name: name.clone(),
            top: Vec::new(),
            merges: Vec::new(),
            hidden: Vec::new(),
            hidden_count: 0,
        };
        let mut rows = source.rows(sheet)?;
        let mut row = RawRow::default();
        while rows.next_row(&mut row)? {
            survey.note(&row);
            if row.number > LAST_HEADING_ROW {
                if !source.has_layout() {
                    return Ok(survey);
                }
                rows.leave_texts();
            }
        }
        survey.merges = rows.merges()?;
        survey.merges.sort_by_key(|merge| *merge.rows.start());
        Ok(survey)
    }

    fn note(&mut self, row: &RawRow) {
        /// So many hidden rows are named, the rest counted.
        const NAMED: usize = 20;
        if row.number <= LAST_HEADING_ROW {
            self.top.push((row.number, row.cells().map(|cell| text_of(cell).to_owned()).collect()));
        }
        if row.is_hidden && !row.is_blank() {
            self.hidden_count = self.hidden_count.saturating_add(1);
            if self.hidden.len() < NAMED {
                self.hidden.push(row.number);
            }
        }
    }

    /// The register of this kind, if the sheet has its headings.
    pub(super) fn register<C: Columns>(
        &self,
        mapping: Option<&Mapping>,
    ) -> Result<Register<C>, Unreadable> {
        let candidates: Vec<Candidate<C>> = (0..self.top.len())
            .map(|at| Candidate::new(self.headings_at(at), at, mapping))
            .collect();
        let complete = candidates.iter().filter(|candidate| candidate.missing().is_empty());
        // Of equals the first: a heading may be printed again on the second page.
        let best = |one: &&Candidate<C>, other: &&Candidate<C>| {
            one.places.len().cmp(&other.places.len()).then(other.at.cmp(&one.at))
        };
        match complete.max_by(best) {
            Some(candidate) => candidate.settle(self),
            None => Err(Self::missing(candidates.iter().max_by(best))),
        }
    }

    fn missing<C: Columns>(nearest: Option<&Candidate<C>>) -> Unreadable {
        let nothing = Candidate { at: 0, headings: Vec::new(), places: Vec::new() };
        let nearest = nearest.unwrap_or(&nothing);
        let missing = nearest.missing();
        // A row without any heading of ours may be a person's, and so is not told.
        let told = nearest.headings.iter().filter(|_| !nearest.places.is_empty());
        let found: Vec<String> =
            told.filter(|heading| !heading.is_empty()).map(|heading| told_of(heading)).collect();
        let misleads = |heading: &String| {
            let (_, name) = MISLEADING.iter().find(|(known, _)| are_equal(known, heading))?;
            let hint = format!(
                "。“{heading}”不一定是“{name}”；如确是，请用对应表（--mapping）写明：{name}={heading}"
            );
            missing.contains(name).then_some(hint)
        };
        let hint = found.iter().find_map(misleads).unwrap_or_default();
        Unreadable::MissingHeadings { what: C::WHAT, missing, found, hint }
    }

    /// The headings in a row; under cells merged downwards into it, those of the rows above.
    fn headings_at(&self, at: usize) -> Vec<String> {
        let Some((number, cells)) = self.top.get(at) else {
            return Vec::new();
        };
        let mut headings = cells.clone();
        let row = number.saturating_sub(1);
        for merge in self
            .merges
            .iter()
            .filter(|merge| merge.rows.contains(&row) && *merge.rows.start() < row)
        {
            if let Some((place, text)) = self.heading_of(merge) {
                if headings.len() <= place {
                    headings.resize(place.saturating_add(1), String::new());
                }
                if let Some(blank) = headings.get_mut(place).filter(|heading| heading.is_empty()) {
                    text.clone_into(blank);
                }
            }
        }
        headings
    }

    /// The text of cells merged downwards in one column.
    fn heading_of(&self, merge: &Merge) -> Option<(usize, &str)> {
        let place = *merge.columns.start();
        let is_one_column = place == *merge.columns.end();
        let (_, cells) =
            self.top.iter().find(|(number, _)| number.saturating_sub(1) == *merge.rows.start())?;
        cells.get(place).filter(|_| is_one_column).map(|text| (place, text.as_str()))
    }

    /// One warning for all hidden rows below the headings.
    fn hidden_rows(&self) -> Option<Fault> {
        let first = *self.hidden.first()?;
        let mut named = self.hidden.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
        if self.hidden_count > self.hidden.len() {
            named.push_str("……");
        }
        let text = format!("有{}行被隐藏，已照常读取：第{named}行", self.hidden_count);
        Some(self.warning(first, FaultCode::HiddenRows, text))
    }

    fn warning(&self, row: u32, code: FaultCode, text: String) -> Fault {
        Fault {
            row,
            column: self.name.name.clone(),
            value: None,
            code,
            severity: Severity::Warning,
            text,
        }
    }
}

/// A row that may be the row of the headings.
struct Candidate<C: Columns> {
    at: usize,
    headings: Vec<String>,
    places: Vec<(&'static Heading<C>, usize)>,
}

impl<C: Columns> Candidate<C> {
    fn new(headings: Vec<String>, at: usize, mapping: Option<&Mapping>) -> Self {
        let recognised = |heading: &str| recognised::<C>(heading, &headings, mapping);
        let places =
            headings.iter().zip(0..).filter_map(|(text, place)| Some((recognised(text)?, place)));
        Self { at, places: places.collect(), headings }
    }

    /// The mandatory columns that the row does not have.
    fn missing(&self) -> Vec<&'static str> {
        let has = |heading: &Heading<C>| {
            self.places.iter().any(|(found, _)| found.column == heading.column)
        };
        C::HEADINGS
            .iter()
            .filter(|heading| heading.is_mandatory && !has(heading))
            .map(|heading| heading.name)
            .collect()
    }

    /// The register under these headings, unless one of them stands twice.
    fn settle(&self, survey: &Survey) -> Result<Register<C>, Unreadable> {
        for known in C::HEADINGS {
            let same = self.places.iter().filter(|(found, _)| found.column == known.column);
            let headings: Vec<String> = same
                .filter_map(|(_, place)| self.headings.get(*place))
                .map(|heading| told_of(heading))
                .collect();
            if headings.len() > 1 {
                return Err(Unreadable::HeadingTwice {
                    what: C::WHAT,
                    column: known.name,
                    headings,
                });
            }
        }
        let heading_row = survey.top.get(self.at).map_or(1, |(number, _)| *number);
        let row = heading_row.saturating_sub(1);
        let below = survey
            .merges
            .iter()
            .filter(|merge| merge.rows.contains(&row))
            .map(|merge| *merge.rows.end());
        let first_row = below.max().unwrap_or(row).saturating_add(2);
        let unknown = self
            .unknown()
            .map(|names| survey.warning(heading_row, FaultCode::UnknownHeading, names));
        Ok(Register {
            name: survey.name.name.clone(),
            heading_row,
            headings: self.headings.clone(),
            warnings: unknown.into_iter().chain(survey.hidden_rows()).collect(),
            sheet: survey.sheet,
            first_row,
            places: self.places.iter().map(|(heading, place)| (heading.column, *place)).collect(),
            merges: survey
                .merges
                .iter()
                .filter(|merge| self.concerns(merge, first_row))
                .cloned()
                .collect(),
        })
    }

    /// Whether merged cells lie in the rows below the headings and in a column of ours.
    fn concerns(&self, merge: &Merge, first_row: u32) -> bool {
        let is_ours = self.places.iter().any(|(_, place)| merge.columns.contains(place));
        is_ours && *merge.rows.end() >= first_row.saturating_sub(1)
    }

    fn unknown(&self) -> Option<String> {
        let is_known = |at: usize| self.places.iter().any(|(_, place)| *place == at);
        let unknown =
            self.headings.iter().zip(0..).filter(|(heading, at)| {
                !heading.is_empty() && !is_known(*at) && !is_ignored(heading)
            });
        let names: Vec<String> = unknown.map(|(heading, _)| told_of(heading)).collect();
        (!names.is_empty())
            .then(|| format!("以下列不在本系统的列名中，未读取：{}", names.join("、")))
    }
}

/// The column of a heading; what the mapping says of a column goes before every synonym.
fn recognised<C: Columns>(
    heading: &str,
    all: &[String],
    mapping: Option<&Mapping>,
) -> Option<&'static Heading<C>> {
    let Some(mapping) = mapping else {
        return recognise::<C>(heading);
    };
    let mapped = |known: &&Heading<C>| {
        mapping.heading_for(known).filter(|theirs| all.iter().any(|text| are_equal(text, theirs)))
    };
    let own = C::HEADINGS
        .iter()
        .find(|known| mapped(known).is_some_and(|theirs| are_equal(theirs, heading)));
    own.or_else(|| recognise::<C>(heading).filter(|known| mapped(known).is_none()))
}

/// A heading for a message: it may turn out to be no heading.
fn told_of(heading: &str) -> String {
    shortened(&guarded(heading))
}

/// A cell as a heading.
fn text_of(cell: Cell<'_>) -> &str {
    match cell {
        Cell::Text(text) => clean(text),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Error(_) | Cell::Unvalued => "",
    }
}
