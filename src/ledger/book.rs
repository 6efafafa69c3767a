//! A file that an office hands in, with the registers found in it.

use std::path::Path;

use super::case_row::CaseRows;
use super::challenge_row::ChallengeRows;
use super::fault::Fault;
use super::headings::{CaseColumn, ChallengeColumn, Columns, are_equal};
use super::mapping::Mapping;
use super::register::{Register, Survey};
use super::sheet::Source;
use super::unreadable::Unreadable;

/// What to look for in a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// The one sheet to read; without it all visible sheets are looked at.
    pub sheet: Option<&'a str>,
    /// The headings of the file where they are not ours.
    pub mapping: Option<&'a Mapping>,
    /// The one kind of register to look for; without it both.
    pub kind: Option<RegisterKind>,
}

/// The two kinds of register.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Deserialize,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RegisterKind {
    Cases,
    Challenges,
}

/// A readable file with at least one register, which may be read as often as need be.
pub struct Book {
    source: Source,
    cases: Option<Register<CaseColumn>>,
    challenges: Option<Register<ChallengeColumn>>,
}

/// Opens a file, recognises its format by its content, and finds the registers in it.
pub fn open(path: &Path, options: &ReadOptions<'_>) -> Result<Book, Unreadable> {
    let source = Source::open(path)?;
    let surveys = surveys(&source, options.sheet)?;
    let cases = match options.kind {
        None | Some(RegisterKind::Cases) => Some(the_one::<CaseColumn>(&surveys, options.mapping)),
        Some(RegisterKind::Challenges) => None,
    };
    let challenges = match options.kind {
        None | Some(RegisterKind::Challenges) => {
            Some(the_one::<ChallengeColumn>(&surveys, options.mapping))
        }
        Some(RegisterKind::Cases) => None,
    };
    let (cases, challenges) = either(cases, challenges)?;
    let book = Book { source, cases, challenges };
    book.uses(options.mapping)?;
    Ok(book)
}

impl Book {
    /// The register of cases, if the file has one.
    pub fn cases(&self) -> Option<&Register<CaseColumn>> {
        self.cases.as_ref()
    }

    /// The register of reviews and lawsuits, if the file has one.
    pub fn challenges(&self) -> Option<&Register<ChallengeColumn>> {
        self.challenges.as_ref()
    }

    /// What is worth a look in the sheets as a whole.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        let cases = self.cases.iter().flat_map(|register| &register.warnings);
        cases.chain(self.challenges.iter().flat_map(|register| &register.warnings))
    }

    /// The cases from the first row on; `None` if the file has no register of them.
    pub fn case_rows(&self) -> Result<Option<CaseRows<'_>>, Unreadable> {
        self.cases.as_ref().map(|register| CaseRows::new(&self.source, register)).transpose()
    }

    /// The reviews and lawsuits from the first row on; `None` if the file has no register of them.
    pub fn challenge_rows(&self) -> Result<Option<ChallengeRows<'_>>, Unreadable> {
        self.challenges
            .as_ref()
            .map(|register| ChallengeRows::new(&self.source, register))
            .transpose()
    }

    /// Refuses a mapping that speaks of headings the file does not have.
    fn uses(&self, mapping: Option<&Mapping>) -> Result<(), Unreadable> {
        let cases = self.cases.iter().flat_map(|register| &register.headings);
        let challenges = self.challenges.iter().flat_map(|register| &register.headings);
        let found: Vec<&String> = cases.chain(challenges).collect();
        let is_missing = |heading: &&str| !found.iter().any(|known| are_equal(known, heading));
        let wanted = mapping.into_iter().flat_map(Mapping::headings);
        let missing: Vec<String> = wanted.filter(is_missing).map(str::to_owned).collect();
        if missing.is_empty() { Ok(()) } else { Err(Unreadable::MappedHeadingMissing(missing)) }
    }
}

/// The sheets to look at: the named one, or all that are visible.
fn surveys(source: &Source, named: Option<&str>) -> Result<Vec<Survey>, Unreadable> {
    let all = source.sheets().iter().enumerate();
    let wanted = all.filter(|(_, sheet)| {
        named.map_or(sheet.is_visible, |name| sheet.name.trim() == name.trim())
    });
    let surveys: Vec<Survey> =
        wanted.map(|(at, sheet)| Survey::of(source, at, sheet)).collect::<Result<_, _>>()?;
    match named.filter(|_| surveys.is_empty()) {
        Some(name) => Err(Unreadable::NoSuchSheet {
            name: name.to_owned(),
            sheets: source.sheets().iter().map(|sheet| sheet.name.clone()).collect(),
        }),
        None if surveys.is_empty() => Err(Unreadable::Empty),
        None => Ok(surveys),
    }
}

/// The one sheet that holds a register of this kind.
fn the_one<C: Columns>(
    surveys: &[Survey],
    mapping: Option<&Mapping>,
) -> Result<Register<C>, Unreadable> {
    let mut found: Vec<Register<C>> = Vec::new();
    let mut nearest: Option<Unreadable> = None;
    for survey in surveys {
        match survey.register::<C>(mapping) {
            Ok(register) => found.push(register),
            Err(why) => nearest = Some(nearer(nearest, why)),
        }
    }
    if found.len() > 1 {
        let sheets = found.iter().map(|register| register.name.clone()).collect();
        return Err(Unreadable::SeveralSheets { what: C::WHAT, sheets });
    }
    match (found.pop(), nearest) {
        // A doubled heading in a second sheet makes that sheet a register too, and a broken one.
        (_, Some(why @ Unreadable::HeadingTwice { .. })) => Err(why),
        (Some(register), _) => Ok(register),
        (None, why) => Err(why.unwrap_or(Unreadable::Empty)),
    }
}

/// Of two reasons the one that came nearer to a register: all headings but one of them twice, then fewest missing.
fn nearer(one: Option<Unreadable>, other: Unreadable) -> Unreadable {
    let missing = |why: &Unreadable| {
        if let Unreadable::MissingHeadings { missing, .. } = why { missing.len() } else { 0 }
    };
    match one {
        Some(one) if missing(&one) <= missing(&other) => one,
        Some(_) | None => other,
    }
}

type Found<C> = Result<Register<C>, Unreadable>;
type Both = (Option<Register<CaseColumn>>, Option<Register<ChallengeColumn>>);

/// One register is enough; a file of neither is told what its cases lack, a doubled heading is told in any case.
fn either(
    cases: Option<Found<CaseColumn>>,
    challenges: Option<Found<ChallengeColumn>>,
) -> Result<Both, Unreadable> {
    let (cases, no_cases) = apart(cases);
    let (challenges, no_challenges) = apart(challenges);
    let lacks =
        |why: &Unreadable| matches!(why, Unreadable::MissingHeadings { .. } | Unreadable::Empty);
    let is_nothing = cases.is_none() && challenges.is_none();
    let mut reasons = no_cases.into_iter().chain(no_challenges);
    match reasons.find(|why| is_nothing || !lacks(why)) {
        Some(why) => Err(why),
        None => Ok((cases, challenges)),
    }
}

fn apart<C: Columns>(found: Option<Found<C>>) -> (Option<Register<C>>, Option<Unreadable>) {
    match found {
        Some(Ok(register)) => (Some(register), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    }
}
