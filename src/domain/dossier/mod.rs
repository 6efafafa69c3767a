//! A case as its log tells it: every event is a deed, and the case is what the deeds come to.
//!
//! [`Dossier::after`] checks a deed and records it; [`Dossier::replay`] records what was accepted once, and never
//! refuses it. Reads no clock and no database.

mod act;
mod attached;
mod check;
pub mod dates;
mod days;
pub mod deed;
mod evidence;
mod facts;
mod label;
mod parties;
pub mod public;
mod record;
mod refusal;
mod text;
mod turn;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use attached::Attached;
pub use deed::Deed;
use deed::{Decision, Dispatch, Forum, Search, Subject, WantedWay, Whom};
pub use label::label_of;
pub use parties::Parties;
pub use refusal::Refusal;
pub use text::Text;
pub use turn::{Awaited, Awaiting};

use super::calendar::Calendar;
use super::case::Closing;
use super::deadline::{Facts, Periods};
use super::delivery::{Delivery, Way};
use super::life_cycle::Progress;
use super::receipt;
use super::requester::RequesterKind;

/// What deeds are measured with.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    pub calendar: &'a Calendar,
    pub periods: &'a Periods,
    /// How many steps of review a draft passes.
    pub review_steps: u8,
    pub today: NaiveDate,
    /// Who does it.
    pub person: Option<Uuid>,
}

/// All that is known of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    pub progress: Progress,
    pub subject: Subject,
    pub requester_kind: RequesterKind,
    pub parties: Parties,
    pub arrival: receipt::Arrival,
    /// The legal date of receipt; `None` for what has only arrived.
    pub received_on: Option<NaiveDate>,
    pub registration_number: Option<String>,
    /// Numbers under which the case was known before, or elsewhere.
    pub former_numbers: Vec<String>,
    pub fee_units: u16,
    pub wanted_form: Option<super::fee::Provision>,
    pub wanted_way: Option<WantedWay>,
    pub items: Vec<Item>,
    pub letters: Vec<Letter>,
    pub consultations: Vec<Consultation>,
    pub searches: Vec<Search>,
    pub assignment: Option<Assignment>,
    pub clock: RoundClock,
    pub draft: Option<DraftState>,
    pub signature: Option<Signature>,
    /// The first closing; what later rounds bring counts nowhere.
    pub closing: Option<Closing>,
    /// The day of the closing of the round that runs, which in the first round is that of `closing`.
    pub closed_on: Option<NaiveDate>,
    pub document_number: Option<String>,
    /// What decided on the rounds after the first.
    pub orders: Vec<RoundOrder>,
    /// A register told of the closing, but not of what moved the clock before it.
    pub is_closed_by_register: bool,
    /// What the clock of the first closing rests on, once a further round has begun.
    pub first_clock: Option<Facts>,
    pub attachments: Vec<Attached>,
    /// How often the query code was given anew.
    pub code_resets: u16,
}

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    pub ordinal: u16,
    pub content: String,
    pub decision: Option<Decision>,
    /// The day its answer was given.
    pub given_on: Option<NaiveDate>,
    /// The letter that answers it, by ordinal.
    pub letter: Option<u16>,
    pub withdrawn_on: Option<NaiveDate>,
    /// Became other items.
    pub is_split: bool,
}

/// What a letter is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Form {
    AmendmentNotice,
    ReasonsNotice,
    DelayNotice,
    FeeNotice,
    Consultation,
    ExtensionNotice,
    Reply,
    ClosingNotice,
    WithdrawalConfirmation,
}

impl Form {
    /// The name of the form (rules.md section 6).
    pub fn label(self) -> &'static str {
        match self {
            Self::AmendmentNotice => "补正告知书",
            Self::ReasonsNotice => "说明理由告知书",
            Self::DelayNotice => "延迟答复告知书",
            Self::FeeNotice => "收费通知书",
            Self::Consultation => "征求意见函",
            Self::ExtensionNotice => "延期答复告知书",
            Self::Reply => "答复书",
            Self::ClosingNotice => "不再处理告知书",
            Self::WithdrawalConfirmation => "撤回确认书",
        }
    }

    /// Whether it is the last word on a request or a part of it.
    fn ends_a_case(self) -> bool {
        match self {
            Self::Reply | Self::ClosingNotice | Self::WithdrawalConfirmation => true,
            Self::AmendmentNotice
            | Self::ReasonsNotice
            | Self::DelayNotice
            | Self::FeeNotice
            | Self::Consultation
            | Self::ExtensionNotice => false,
        }
    }

    /// What stands before the year in its number, where an organ has set nothing else.
    pub fn mark(self) -> &'static str {
        match self {
            Self::AmendmentNotice => "公开补",
            Self::ReasonsNotice => "公开理",
            Self::DelayNotice => "公开迟",
            Self::FeeNotice => "公开费",
            Self::Consultation => "公开征",
            Self::ExtensionNotice => "公开延",
            Self::Reply => "公开复",
            Self::ClosingNotice => "公开结",
            Self::WithdrawalConfirmation => "公开撤",
        }
    }
}

/// A letter that went out, with every try to bring it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    pub ordinal: u16,
    pub form: Form,
    /// The same in every case that it answers.
    pub id: Option<Uuid>,
    pub document_number: Option<String>,
    pub way: Way,
    pub postal_number: Option<String>,
    pub sent_on: NaiveDate,
    pub signed_on: Option<NaiveDate>,
    pub returned_on: Option<NaiveDate>,
    /// The last try after it came back.
    pub sent_again_on: Option<NaiveDate>,
}

impl Letter {
    /// The day it counts as given.
    pub fn given_on(&self) -> Option<NaiveDate> {
        let Self { way, signed_on, .. } = *self;
        Delivery { way, sent_on: Some(self.sent_on), signed_on }.given_on()
    }

    /// It went by a courier, which only counts when it was signed for.
    pub fn is_flagged(&self) -> bool {
        !self.way.may_be_planned()
    }

    fn new(ordinal: u16, form: Form, dispatch: &Dispatch, sent_on: NaiveDate) -> Self {
        let text = |text: &Option<Text>| text.clone().map(String::from);
        Self {
            ordinal,
            form,
            id: None,
            document_number: text(&dispatch.document_number),
            way: dispatch.way,
            postal_number: text(&dispatch.postal_number),
            sent_on,
            signed_on: dispatch.signed_on,
            returned_on: None,
            sent_again_on: None,
        }
    }
}

/// Somebody's opinion was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consultation {
    pub ordinal: u16,
    pub whom: Whom,
    pub name: String,
    /// By ordinal.
    pub letter: u16,
    pub end: ConsultationEnd,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum ConsultationEnd {
    Open,
    Answered { on: NaiveDate, agrees: bool },
    Silent { on: NaiveDate },
    Returned { on: NaiveDate },
    CalledOff { on: NaiveDate },
}

/// Who handles the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Assignment {
    pub department: Uuid,
    pub handler: Option<Uuid>,
    pub signed_for: bool,
}

/// What the requester was asked for in the round that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundClock {
    pub amendments: Vec<Asked>,
    pub fee: Option<Asked>,
    pub reasons: Option<Asked>,
    pub extension: Option<Extension>,
    pub delay: Option<(NaiveDate, NaiveDate)>,
    /// Where the consultations of this round begin.
    pub first_consultation: usize,
}

/// Something the requester was asked for by a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// By ordinal.
    pub letter: u16,
    pub by: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub amount: u32,
}

/// The extension of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    pub working_days: u32,
    pub approved_on: Option<NaiveDate>,
    pub told_on: Option<NaiveDate>,
}

/// A draft on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftState {
    pub drafter: Option<Uuid>,
    /// The items it answers.
    pub items: Vec<u16>,
    pub part: bool,
}

/// The draft was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub on: NaiveDate,
    pub document_number: Option<String>,
}

/// Why there is a further round, or why the closing did not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundOrder {
    pub forum: Forum,
    pub effective_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
}

/// An event as it is replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub deed: Deed,
    /// The legal day.
    pub on: NaiveDate,
}

impl Dossier {
    /// What a first deed makes: an arrival, or what a register says.
    pub fn begin(deed: &Deed, on: NaiveDate, office: &Office<'_>) -> Result<Self, Refusal> {
        check::first(deed, on, office)?;
        Self::recorded_first(deed, on).ok_or(Refusal::NotTheBeginning)
    }

    /// The case after `deed` of the legal day `on`, or why that cannot be.
    pub fn after(&self, deed: &Deed, on: NaiveDate, office: &Office<'_>) -> Result<Self, Refusal> {
        self.check_days(deed, on, office)?;
        if let Some(act) = self.act(deed) {
            self.progress.after(act)?;
        }
        self.check(deed, on, office)?;
        let after = self.recorded(deed, on);
        after.check_clock(office)?;
        Ok(after)
    }

    /// What the deeds of a log come to; `None` where the log does not begin with an arrival or a register.
    pub fn replay(log: impl IntoIterator<Item = Done>) -> Option<Self> {
        let mut log = log.into_iter();
        let first = log.next()?;
        let begun = Self::recorded_first(&first.deed, first.on)?;
        Some(log.fold(begun, |case, done| case.recorded(&done.deed, done.on)))
    }

    /// The item with this ordinal.
    pub fn item(&self, ordinal: u16) -> Option<&Item> {
        self.items.iter().find(|item| item.ordinal == ordinal)
    }

    /// Items that still want an answer.
    pub fn open_items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_open())
    }

    /// The letter with this ordinal.
    pub fn letter(&self, ordinal: u16) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.ordinal == ordinal)
    }

    /// The consultation with this ordinal.
    pub fn consultation(&self, ordinal: u16) -> Option<&Consultation> {
        self.consultations.iter().find(|consultation| consultation.ordinal == ordinal)
    }
}

impl Item {
    fn new(ordinal: u16, content: &str) -> Self {
        Self {
            ordinal,
            content: content.to_owned(),
            decision: None,
            given_on: None,
            letter: None,
            withdrawn_on: None,
            is_split: false,
        }
    }

    /// Whether it still wants an answer.
    pub fn is_open(&self) -> bool {
        self.given_on.is_none() && self.withdrawn_on.is_none() && !self.is_split
    }
}

#[cfg(test)]
mod tests;
