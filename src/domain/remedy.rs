//! Which way of review or lawsuit a reply must name, and the words for it. Follows the organ that signs.

use chrono::{Datelike, NaiveDate};

use super::outcome::{Letter, Outcome, RemedyClass};

/// The first year of the 行政复议法 of 2023, by whose art. 23 a refusal must go to review before it goes to court.
const REVIEW_FIRST_SINCE: i32 = 2024;

/// To whom a decision of one organ can be taken, while this entry is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyBodies {
    /// The code of the organ that signs (署名机关), which need not be the one that was asked (申请对象).
    pub organ: String,
    /// The first day it is in force.
    pub from: NaiveDate,
    /// The first day it is in force no longer; `None` is open.
    pub until: Option<NaiveDate>,
    /// The review organ.
    pub review: String,
    /// A second one that the requester may choose instead.
    pub review_alternative: Option<String>,
    /// The court that hears lawsuits against the organ.
    pub court: String,
    /// Where a review can be applied for on the internet (行政复议法 art. 22).
    pub internet_channel: Option<String>,
}

impl RemedyBodies {
    fn in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }

    fn review_organs(&self) -> String {
        match &self.review_alternative {
            Some(alternative) => format!("{}或者{alternative}", self.review),
            None => self.review.clone(),
        }
    }
}

/// Why no clause can be written; each is mended in the table of review organs and courts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRemedy {
    #[error("没有登记机关 {organ} 在 {on} 的复议机关和管辖法院")]
    NoBodies { organ: String, on: NaiveDate },
    #[error(
        "机关 {organ} 没有登记行政复议的互联网申请渠道，而电子送达的答复必须载明（行政复议法第二十二条）"
    )]
    NoInternetChannel { organ: String },
    #[error("机关 {organ} 登记的复议机关和管辖法院的有效期在 {on} 重叠")]
    Overlap { organ: String, on: NaiveDate },
    #[error("机关 {organ} 登记的复议机关和管辖法院的失效日期不晚于生效日期 {from}")]
    NeverInForce { organ: String, from: NaiveDate },
}

/// The review organs and courts of all organs over time; on any day at most one entry for each organ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemedyTable {
    /// By organ, then by first day.
    entries: Vec<RemedyBodies>,
}

impl RemedyTable {
    /// Refuses entries that contradict one another.
    pub fn new(mut entries: Vec<RemedyBodies>) -> Result<Self, NoRemedy> {
        entries.sort_by(|a, b| (&a.organ, a.from).cmp(&(&b.organ, b.from)));
        let never = entries.iter().find(|e| e.until.is_some_and(|until| until <= e.from));
        if let Some(entry) = never {
            return Err(NoRemedy::NeverInForce { organ: entry.organ.clone(), from: entry.from });
        }
        let overlap = entries
            .iter()
            .zip(entries.iter().skip(1))
            .find(|(earlier, later)| earlier.organ == later.organ && earlier.in_force(later.from));
        match overlap {
            Some((_, later)) => {
                Err(NoRemedy::Overlap { organ: later.organ.clone(), on: later.from })
            }
            None => Ok(Self { entries }),
        }
    }

    /// What is in force for the organ that signs on the day it signs.
    pub fn bodies(&self, organ: &str, on: NaiveDate) -> Result<&RemedyBodies, NoRemedy> {
        let found = self.entries.iter().find(|entry| entry.organ == organ && entry.in_force(on));
        found.ok_or_else(|| NoRemedy::NoBodies { organ: organ.to_owned(), on })
    }
}

/// How a letter reaches the requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// By hand or by post.
    OnPaper,
    /// By e-mail or by download: the letter must also name the internet channel of review.
    Electronic,
}

/// One item as a letter decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedItem<'a> {
    /// Its number in the letter.
    pub number: u32,
    pub outcome: Outcome,
    /// For [`Outcome::PartlyProvided`]: on what grounds the rest is withheld.
    pub withheld_for: &'a [Outcome],
}

/// A letter that decides: its remedy clause depends on nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision<'a> {
    pub letter: Letter,
    /// The code of the organ that signs.
    pub signed_by: &'a str,
    /// The day it is signed.
    pub on: NaiveDate,
    pub service: Service,
    pub items: &'a [DecidedItem<'a>],
}

/// The remedy clause of a letter; `None` where nothing is decided that could be challenged.
///
/// One sentence for each way that stands open. Where there are two, each names its items.
pub fn clause(table: &RemedyTable, decision: &Decision<'_>) -> Result<Option<String>, NoRemedy> {
    let ways = [Way::ReviewFirst, Way::Free].map(|way| (way, parts(decision, way)));
    let open: Vec<_> = ways.iter().filter(|(_, parts)| !parts.is_empty()).collect();
    if open.is_empty() {
        return Ok(None);
    }
    let bodies = table.bodies(decision.signed_by, decision.on)?;
    let letter = name(decision.letter);
    let mut text = String::new();
    for (way, parts) in &open {
        let challenged = match open.len() {
            1 => letter.to_owned(),
            _ => format!("{letter}{}", parts.join("、")),
        };
        text += &sentence(*way, &challenged, letter, bodies);
    }
    text += &internet_sentence(bodies, decision)?;
    Ok(Some(text))
}

/// What a handler is told of an outcome that courts do not take; never printed in the letter.
pub fn hint(class: RemedyClass) -> Option<&'static str> {
    match class {
        RemedyClass::NotSuable => Some(
            "对此类答复提起行政诉讼，法院一般不予立案（法释〔2025〕8号第十条）；答复书仍应当载明救济途径",
        ),
        RemedyClass::NotSuableIfGivenBefore => Some(
            "此前的答复已经提供信息的，对重复申请的答复提起行政诉讼，法院一般不予立案（法释〔2025〕8号第十条）；答复书仍应当载明救济途径",
        ),
        RemedyClass::Free | RemedyClass::ReviewFirst | RemedyClass::ByItem | RemedyClass::None => {
            None
        }
    }
}

/// A way of remedy that a letter prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Free,
    ReviewFirst,
}

/// The parts of a decision against which `way` stands open, as the letter names them.
fn parts(decision: &Decision<'_>, way: Way) -> Vec<String> {
    let named = |item: &DecidedItem<'_>| {
        let ways = ways(item, decision.on);
        let number = item.number;
        let part = match (ways.as_slice(), way) {
            ([_, _], Way::ReviewFirst) => format!("第{number}项中不予公开的部分"),
            ([_, _], Way::Free) => format!("第{number}项中的其他部分"),
            _ => format!("第{number}项"),
        };
        ways.contains(&way).then_some(part)
    };
    decision.items.iter().filter_map(named).collect()
}

/// The ways against one item; two where parts of it are withheld on grounds of both kinds.
fn ways(item: &DecidedItem<'_>, on: NaiveDate) -> Vec<Way> {
    let class = item.outcome.rule().remedy;
    let by_ground = class == RemedyClass::ByItem && !item.withheld_for.is_empty();
    let mut ways: Vec<_> = if by_ground {
        item.withheld_for.iter().filter_map(|ground| printed(ground.rule().remedy)).collect()
    } else {
        printed(class).into_iter().collect()
    };
    if on.year() < REVIEW_FIRST_SINCE {
        ways.fill(Way::Free);
    }
    ways.sort_by_key(|way| *way == Way::ReviewFirst);
    ways.dedup();
    ways
}

/// What the letter prints for a class: a way that a court declines harms nobody, one left out stretches the time
/// limits to a year.
fn printed(class: RemedyClass) -> Option<Way> {
    match class {
        RemedyClass::Free | RemedyClass::NotSuable | RemedyClass::NotSuableIfGivenBefore => {
            Some(Way::Free)
        }
        // Withheld is withheld: without a stated ground it is the 不予公开 of art. 23.
        RemedyClass::ReviewFirst | RemedyClass::ByItem => Some(Way::ReviewFirst),
        RemedyClass::None => None,
    }
}

/// One way in words, with its periods and bodies.
fn sentence(way: Way, challenged: &str, letter: &str, bodies: &RemedyBodies) -> String {
    let (review, court) = (bodies.review_organs(), &bodies.court);
    match way {
        Way::ReviewFirst => format!(
            "对{challenged}不服的，应当自收到{letter}之日起60日内先向{review}申请行政复议；对行政复议决定不服的，\
             可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼。\
             根据《中华人民共和国行政复议法》第二十三条的规定，未经行政复议，不能直接提起行政诉讼。"
        ),
        Way::Free => format!(
            "对{challenged}不服的，可以自收到{letter}之日起60日内向{review}申请行政复议，\
             或者自收到{letter}之日起6个月内向{court}提起行政诉讼。"
        ),
    }
}

/// 行政复议法 art. 22: what is served electronically names the internet channel of review too.
fn internet_sentence(bodies: &RemedyBodies, decision: &Decision<'_>) -> Result<String, NoRemedy> {
    if decision.service == Service::OnPaper || decision.on.year() < REVIEW_FIRST_SINCE {
        return Ok(String::new());
    }
    let channel = bodies.internet_channel.as_ref();
    let channel =
        channel.ok_or_else(|| NoRemedy::NoInternetChannel { organ: bodies.organ.clone() })?;
    Ok(format!("行政复议申请书也可以通过互联网渠道提交：{channel}。"))
}

/// How a letter speaks of itself.
fn name(letter: Letter) -> &'static str {
    match letter {
        Letter::Reply | Letter::PartialReply | Letter::Refusal => "本答复书",
        Letter::WithdrawalConfirmation => "本确认书",
        Letter::NotHeldNotice
        | Letter::OtherOrganNotice
        | Letter::Notice
        | Letter::RepeatedNotice
        | Letter::ReasonsNotice
        | Letter::ClosingNotice
        | Letter::ThirdPartyNotice => "本告知书",
    }
}

#[cfg(test)]
mod tests;
