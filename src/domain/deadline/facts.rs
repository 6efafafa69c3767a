//! What happened to a request, as far as its clock cares; the order in which it was recorded does not matter.

use chrono::NaiveDate;

use super::periods::Periods;
use crate::domain::calendar::written::Chinese;

/// The recorded facts of one request, or of one new round of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Day 0: the legal date of receipt (art. 31).
    pub received_on: NaiveDate,
    /// As a rule one; a second needs a recorded reason.
    pub amendments: Vec<Amendment>,
    /// At most one by law (art. 33).
    pub extension: Option<Extension>,
    /// One per third party or other organ.
    pub consultations: Vec<Consultation>,
    pub fee: Option<Fee>,
    pub delay: Option<Delay>,
    pub order: Option<Order>,
}

/// 补正 (art. 30): the requester was asked to make the request clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The day the notice was sent.
    pub notice_on: NaiveDate,
    /// The day the requester got it; the requester's period runs from here where it is known.
    pub notice_received_on: Option<NaiveDate>,
    /// The last day as named in the notice; else it is counted by the setting.
    pub amend_by: Option<NaiveDate>,
    /// The day the amended request came in.
    pub amended_on: Option<NaiveDate>,
}

/// 延期答复 (art. 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    pub working_days: u32,
    pub told: Told,
}

/// Whether the requester was told, which is what gives an extension or a delay its effect: posted or sent is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    On(NaiveDate),
    /// Taken as told in time, where the day is not asked for.
    InTime,
    /// Decided, but not told.
    NotYet,
}

/// 征求意见: a letter to a third party (art. 32) or another organ (art. 34).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consultation {
    pub with: Consulted,
    /// The day the letter went; it still counts.
    pub sent_on: NaiveDate,
    /// The day it is proved to have arrived.
    pub delivered_on: Option<NaiveDate>,
    pub end: ConsultationEnd,
}

/// Who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consulted {
    /// 第三方.
    ThirdParty,
    /// 共同制作的其他机关.
    OtherOrgan,
    /// One of the two; for the clock they are alike.
    Either,
}

/// How the asking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsultationEnd {
    /// Not yet, as far as is known.
    Open,
    Answered(NaiveDate),
    /// The letter came back.
    Returned(NaiveDate),
    /// A person recorded that the period ran out without an answer.
    Silent,
}

/// 收费 (art. 42).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// The day the notice was sent.
    pub notice_on: NaiveDate,
    /// The day the requester got it; the 20 working days run from the day after, from that of sending if unknown.
    pub notice_received_on: Option<NaiveDate>,
    /// The day it was paid in full; part payment is not payment.
    pub paid_on: Option<NaiveDate>,
}

/// 延迟答复 (art. 35), which is not 延期答复.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    pub until: NaiveDate,
    pub told: Told,
}

/// A judgment or review decision that orders a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub effective_on: NaiveDate,
    /// The day it states; else the period of 法释〔2025〕8号 art. 11 is counted.
    pub due_on: Option<NaiveDate>,
}

/// A dated fact, to say which two do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum Event {
    #[strum(to_string = "收到申请")]
    Receipt,
    #[strum(to_string = "发出补正告知书")]
    AmendmentNotice,
    #[strum(to_string = "补正告知书送达")]
    AmendmentNoticeReceived,
    #[strum(to_string = "补正期限")]
    AmendBy,
    #[strum(to_string = "收到补正")]
    Amended,
    #[strum(to_string = "告知延期")]
    ExtensionTold,
    #[strum(to_string = "发出征求意见函")]
    ConsultationSent,
    #[strum(to_string = "征求意见函送达")]
    ConsultationDelivered,
    #[strum(to_string = "收到答复意见")]
    ConsultationAnswered,
    #[strum(to_string = "征求意见函退回")]
    ConsultationReturned,
    #[strum(to_string = "发出收费通知")]
    FeeNotice,
    #[strum(to_string = "收费通知送达")]
    FeeNoticeReceived,
    #[strum(to_string = "缴费")]
    FeePaid,
    #[strum(to_string = "告知延迟答复")]
    DelayTold,
    #[strum(to_string = "延迟答复的日期")]
    DelayedTo,
    #[strum(to_string = "判决或者复议决定生效")]
    OrderEffective,
    #[strum(to_string = "判决或者复议决定限定的日期")]
    OrderDue,
}

/// Facts that cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    #[error("{event}（{}）早于{before}（{}）", Chinese(*.event_on), Chinese(*.before_on))]
    TooEarly { event: Event, event_on: NaiveDate, before: Event, before_on: NaiveDate },
    #[error("延长{working_days}个工作日，应当在1至{at_most}个工作日之间")]
    ExtensionOutOfRange { working_days: u32, at_most: u32 },
}

impl Facts {
    /// A request of which nothing is known but its receipt.
    pub fn received(received_on: NaiveDate) -> Self {
        Self {
            received_on,
            amendments: Vec::new(),
            extension: None,
            consultations: Vec::new(),
            fee: None,
            delay: None,
            order: None,
        }
    }

    /// Whether the facts can all be true.
    pub fn check(&self, periods: &Periods) -> Result<(), Contradiction> {
        if let Some(Extension { working_days, .. }) = self.extension
            && !(1..=periods.extension_at_most).contains(&working_days)
        {
            let at_most = periods.extension_at_most;
            return Err(Contradiction::ExtensionOutOfRange { working_days, at_most });
        }
        for ((before, before_on), (event, event_on)) in self.sequences() {
            if let (Some(before_on), Some(event_on)) = (before_on, event_on)
                && event_on < before_on
            {
                return Err(Contradiction::TooEarly { event, event_on, before, before_on });
            }
        }
        Ok(())
    }

    /// Every pair of facts of which the second cannot come before the first.
    fn sequences(&self) -> impl Iterator<Item = (Moment, Moment)> {
        let receipt = (Event::Receipt, Some(self.received_on));
        let amendments =
            self.amendments.iter().flat_map(move |amendment| amendment.sequence(receipt));
        let consultations =
            self.consultations.iter().flat_map(move |letter| letter.sequence(receipt));
        let fee = self.fee.iter().flat_map(move |fee| fee.sequence(receipt));
        let extended = self.extension.map(|e| (receipt, (Event::ExtensionTold, e.told.on())));
        let delayed = self.delay.into_iter().flat_map(move |delay| {
            let (told, until) =
                ((Event::DelayTold, delay.told.on()), (Event::DelayedTo, Some(delay.until)));
            [(receipt, told), (receipt, until), (told, until)]
        });
        let ordered = self.order.into_iter().flat_map(move |order| {
            let effective = (Event::OrderEffective, Some(order.effective_on));
            [(receipt, effective), (effective, (Event::OrderDue, order.due_on))]
        });
        amendments.chain(extended).chain(consultations).chain(fee).chain(delayed).chain(ordered)
    }
}

/// An event and its day, if it happened.
type Moment = (Event, Option<NaiveDate>);

impl Told {
    /// The recorded day.
    pub fn on(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::InTime | Self::NotYet => None,
        }
    }
}

impl Amendment {
    fn sequence(&self, receipt: Moment) -> [(Moment, Moment); 4] {
        let sent = (Event::AmendmentNotice, Some(self.notice_on));
        [
            (receipt, sent),
            (sent, (Event::AmendmentNoticeReceived, self.notice_received_on)),
            (sent, (Event::AmendBy, self.amend_by)),
            (sent, (Event::Amended, self.amended_on)),
        ]
    }
}

impl Consultation {
    fn sequence(&self, receipt: Moment) -> [(Moment, Moment); 4] {
        let sent = (Event::ConsultationSent, Some(self.sent_on));
        let delivered = (Event::ConsultationDelivered, self.delivered_on);
        let end = match self.end {
            ConsultationEnd::Answered(day) => (Event::ConsultationAnswered, Some(day)),
            ConsultationEnd::Returned(day) => (Event::ConsultationReturned, Some(day)),
            ConsultationEnd::Open | ConsultationEnd::Silent => (Event::ConsultationAnswered, None),
        };
        [(receipt, sent), (sent, delivered), (sent, end), (delivered, end)]
    }
}

impl Fee {
    fn sequence(&self, receipt: Moment) -> [(Moment, Moment); 3] {
        let sent = (Event::FeeNotice, Some(self.notice_on));
        [
            (receipt, sent),
            (sent, (Event::FeeNoticeReceived, self.notice_received_on)),
            (sent, (Event::FeePaid, self.paid_on)),
        ]
    }
}
