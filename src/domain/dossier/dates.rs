//! Every date that runs in a case beside that of the reply: the organ's own, and those others are given.

use chrono::NaiveDate;
use serde::Serialize;

use super::deed::Whom;
use super::turn::Awaited;
use super::{ConsultationEnd, Dossier, Form, Letter};
use crate::domain::calendar::{Calendar, Reckoned};
use crate::domain::deadline::{Periods, Remedy, amendment_notice_due, remedy_due};
use crate::domain::life_cycle::{Extension, Wait};

/// What a date is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DateKind {
    /// The organ: the receipt of what arrived is to be confirmed.
    ReceiptConfirmation,
    /// The organ: the last day for an amendment notice (art. 30).
    AmendmentNotice,
    /// The organ: the extension is to be told before the period ends (art. 33).
    ExtensionNotice,
    /// The requester is waited for.
    Amendment,
    Fee,
    Reasons,
    /// Others are waited for.
    ThirdParty,
    OtherOrgan,
    /// The requester may ask for a review of the reply.
    Review,
    /// The requester may sue over the reply.
    Lawsuit,
    /// The organ answers the review organ.
    ReviewDefence,
    /// The organ answers the court.
    LawsuitDefence,
}

/// Whose date it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Organ,
    Requester,
    Other,
}

/// A date that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunningDate {
    pub kind: DateKind,
    pub whose: Whose,
    pub due_on: NaiveDate,
    /// It was counted through a year without a notice.
    pub provisional: bool,
    /// The article of the regulation, or another document with its article.
    pub article: &'static str,
    /// What it is, in words.
    pub text: String,
}

impl DateKind {
    fn whose(self) -> Whose {
        match self {
            Self::ReceiptConfirmation
            | Self::AmendmentNotice
            | Self::ExtensionNotice
            | Self::ReviewDefence
            | Self::LawsuitDefence => Whose::Organ,
            Self::Amendment | Self::Fee | Self::Reasons | Self::Review | Self::Lawsuit => {
                Whose::Requester
            }
            Self::ThirdParty | Self::OtherOrgan => Whose::Other,
        }
    }

    fn article(self) -> &'static str {
        match self {
            Self::ReceiptConfirmation => "31",
            Self::AmendmentNotice | Self::Amendment => "30",
            Self::ExtensionNotice => "33",
            Self::Fee => "42",
            Self::Reasons => "35",
            Self::ThirdParty => "32",
            Self::OtherOrgan => "34",
            Self::Review => "行政复议法第二十条",
            Self::Lawsuit => "行政诉讼法第四十六条",
            Self::ReviewDefence => "行政复议法第四十八条、第五十四条",
            Self::LawsuitDefence => "行政诉讼法第六十七条",
        }
    }

    /// A date of this kind.
    pub fn on(self, day: Reckoned, text: impl Into<String>) -> RunningDate {
        let Reckoned { day: due_on, provisional } = day;
        let (whose, article, text) = (self.whose(), self.article(), text.into());
        RunningDate { kind: self, whose, due_on, provisional, article, text }
    }
}

impl Dossier {
    /// Every date that runs beside that of the reply, the first due first.
    pub fn running_dates(&self, calendar: &Calendar, periods: &Periods) -> Vec<RunningDate> {
        let mut dates: Vec<RunningDate> = [
            self.confirmation(),
            self.notice_to_amend(calendar, periods),
            self.notice_to_extend(calendar, periods),
        ]
        .into_iter()
        .flatten()
        .collect();
        dates.extend(self.asked_of_the_requester(calendar, periods));
        dates.extend(self.asked_of_others(calendar, periods));
        dates.extend(self.remedies(calendar));
        dates.sort_by_key(|date| date.due_on);
        dates
    }

    /// What arrived is taken in on the same day (product.md, life of a case).
    fn confirmation(&self) -> Option<RunningDate> {
        if self.received_on.is_some() || !self.is_open() {
            return None;
        }
        let day = Reckoned { day: self.arrival.arrived_on, provisional: false };
        Some(DateKind::ReceiptConfirmation.on(day, "到件当日确认收到、登记"))
    }

    fn notice_to_amend(&self, calendar: &Calendar, periods: &Periods) -> Option<RunningDate> {
        let asked = !self.clock.amendments.is_empty() || self.clock.fee.is_some();
        let received_on = self.received_on.filter(|_| self.is_open() && !asked)?;
        if !self.orders.is_empty() || self.signature.is_some() {
            return None;
        }
        let due = amendment_notice_due(received_on, calendar, periods);
        Some(DateKind::AmendmentNotice.on(due, "需要补正的，最迟于此日发出补正告知书"))
    }

    fn notice_to_extend(&self, calendar: &Calendar, periods: &Periods) -> Option<RunningDate> {
        let pending = matches!(self.progress.extension, Extension::Asked | Extension::Approved);
        let deadline = self.deadline(calendar, periods).filter(|_| pending && self.is_open())?;
        let due = Reckoned { day: deadline.due_on?, provisional: deadline.provisional };
        Some(DateKind::ExtensionNotice.on(due, "延期答复告知书最迟于此日发出，否则延期不生效"))
    }

    fn asked_of_the_requester(&self, calendar: &Calendar, periods: &Periods) -> Vec<RunningDate> {
        if !self.is_open() {
            return Vec::new();
        }
        let (waits, clock) = (self.progress.intervals, &self.clock);
        let all = [
            (DateKind::Amendment, waits.amendment, clock.amendments.last(), periods.amendment),
            (DateKind::Fee, waits.payment, clock.fee.as_ref(), periods.fee),
            (DateKind::Reasons, waits.reasons, clock.reasons.as_ref(), 0),
        ];
        let open = all.into_iter().filter(|(_, wait, ..)| *wait == Wait::Open);
        open.filter_map(|(kind, _, asked, length)| {
            let day = self.last_day(asked?, length, calendar);
            let provisional = calendar.first_year_without_notice(self.sent_on(asked?), day);
            let day = Reckoned { day, provisional: provisional.is_some() };
            Some(kind.on(day, format!("{}的最后一日", kind.asked()?.label())))
        })
        .collect()
    }

    fn asked_of_others(&self, calendar: &Calendar, periods: &Periods) -> Vec<RunningDate> {
        let round = self.consultations.iter().skip(self.clock.first_consultation);
        let out = round.filter(|asked| self.is_open() && asked.end == ConsultationEnd::Open);
        out.filter_map(|asked| {
            let letter = self.letter(asked.letter)?;
            let from = letter.signed_on.unwrap_or(letter.sent_on);
            let due = calendar.nth_working_day_after(from, periods.consultation);
            let kind = match asked.whom {
                Whom::ThirdParty => DateKind::ThirdParty,
                Whom::OtherOrgan => DateKind::OtherOrgan,
            };
            Some(kind.on(due, format!("{}答复征求意见函的最后一日", asked.name)))
        })
        .collect()
    }

    /// What the requester may do against the reply, from the day it counts as given.
    fn remedies(&self, calendar: &Calendar) -> Vec<RunningDate> {
        let replied = self.letters.iter().rev().find(|letter| letter.form == Form::Reply);
        let Some(known_on) = replied.filter(|_| !self.is_open()).and_then(Letter::given_on) else {
            return Vec::new();
        };
        vec![
            DateKind::Review
                .on(remedy_due(Remedy::Review, known_on, calendar), "申请人申请行政复议的最后一日"),
            DateKind::Lawsuit.on(
                remedy_due(Remedy::Lawsuit, known_on, calendar),
                "申请人提起行政诉讼的最后一日",
            ),
        ]
    }
}

impl DateKind {
    /// What is waited for until this date.
    fn asked(self) -> Option<Awaited> {
        match self {
            Self::Amendment => Some(Awaited::Amendment),
            Self::Fee => Some(Awaited::Fee),
            Self::Reasons => Some(Awaited::Reasons),
            Self::ThirdParty => Some(Awaited::ThirdParty),
            Self::OtherOrgan => Some(Awaited::OtherOrgan),
            Self::ReceiptConfirmation
            | Self::AmendmentNotice
            | Self::ExtensionNotice
            | Self::Review
            | Self::Lawsuit
            | Self::ReviewDefence
            | Self::LawsuitDefence => None,
        }
    }
}
