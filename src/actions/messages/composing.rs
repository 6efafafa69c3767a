//! A message as it is sent: to whom, from whom, and what is filled in. The contact of a requester is opened here and
//! nowhere else, and goes no further than the mail server.

use chrono::NaiveDate;

use super::reminding::overdue_of;
use crate::actions::casebook::{self, Measure};
use crate::actions::requesters::person::Agent;
use crate::actions::sealed::opened;
use crate::actions::{Error, calendar, contacts};
use crate::crypto::Keys;
use crate::db::cases::filter::Order;
use crate::db::cases::log::{self, SealedRequester};
use crate::db::cases::page::{self, CaseRow};
use crate::db::jobs::Job;
use crate::db::{AnyConn, Id, message_templates, organ_settings, organs, people};
use crate::domain::calendar::written::Chinese;
use crate::domain::delivery::Way;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::dates::DateKind;
use crate::domain::dossier::deed::{Deed, Dispatch};
use crate::domain::light::days_left;
use crate::domain::message::{MessageKind, Placeholder, Value, Values};
use crate::domain::organ::OrganId;
use crate::domain::settings::{Messages, SetPeriods, is_email, is_phone};

/// How this service calls itself, and where it is reached.
#[derive(Clone, Debug)]
pub struct Instance {
    pub name: String,
    /// Of the page where a requester looks a request up.
    pub status_page: Option<String>,
    /// Of the pages of the staff.
    pub desk: Option<String>,
}

/// What comes of a job.
pub enum Composed {
    Message(Box<Message>),
    /// There is nothing to tell any more, or nobody to tell it to; the word for the list.
    Needless(&'static str),
}

/// Something to be told to somebody.
pub struct Message {
    pub to: Contact,
    pub values: Values,
    /// Subject and text as the organ wrote them.
    pub own_words: Option<(String, String)>,
    /// The name of the organ.
    pub organ: String,
    pub settings: Messages,
}

/// Where somebody is reached.
#[derive(Clone, Default)]
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl Contact {
    /// What can be written to of what somebody told.
    pub fn usable(email: Option<String>, phone: Option<String>) -> Self {
        Self {
            email: email.filter(|email| is_email(email)),
            phone: phone.filter(|phone| is_phone(phone)),
        }
    }

    fn is_none(&self) -> bool {
        self.email.is_none() && self.phone.is_none()
    }
}

/// Makes the message of a job, as things stand on `today`.
pub fn compose(
    conn: &mut AnyConn,
    keys: &Keys,
    instance: &Instance,
    (job, today): (&Job, NaiveDate),
) -> Result<Composed, Error> {
    let settings = organ_settings::of(conn, job.organ)?.0;
    let organ = organs::name(conn, job.organ, today)?;
    let told = match job.person {
        Some(person) => to_staff(conn, keys, (job, person), today)?,
        None => to_requester(conn, keys, job, settings.periods)?,
    };
    let (to, mut values) = match told {
        Told::This(to, values) => (to, values),
        Told::Needless(why) => return Ok(Composed::Needless(why)),
    };
    if to.is_none() {
        return Ok(Composed::Needless("no_contact"));
    }
    let link = if job.person.is_some() { &instance.desk } else { &instance.status_page };
    values.extend(link.clone().map(|link| (Placeholder::Address, Value::Link(link))));
    values.insert(Placeholder::Instance, Value::Text(instance.name.clone()));
    values.insert(Placeholder::Organ, Value::Text(organ.clone()));
    let stored = message_templates::find(conn, job.organ, job.kind.0)?;
    let own_words = stored.and_then(|stored| Some((stored.subject?, stored.text?)));
    let settings = settings.messages;
    Ok(Composed::Message(Box::new(Message { to, values, own_words, organ, settings })))
}

enum Told {
    This(Contact, Values),
    Needless(&'static str),
}

/// The words for the list where the case went on in the meantime.
const OVER: Told = Told::Needless("no_longer_due");

fn text(values: &mut Values, placeholder: Placeholder, text: impl Into<String>) {
    values.insert(placeholder, Value::Text(text.into()));
}

fn day(values: &mut Values, placeholder: Placeholder, day: Option<NaiveDate>) {
    if let Some(day) = day {
        text(values, placeholder, Chinese(day).to_string());
    }
}

/// The case as it stood after the event that is told.
fn to_requester(
    conn: &mut AnyConn,
    keys: &Keys,
    job: &Job,
    set: SetPeriods,
) -> Result<Told, Error> {
    let (Some(id), Some(seq)) = (job.case, job.event) else { return Err(unreadable()) };
    let row = row(conn, id)?;
    let mut events = log::events(conn, id)?;
    let now = casebook::replay(&events)?;
    events.retain(|event| event.seq <= seq);
    let last = casebook::log(&events)?.pop().ok_or_else(unreadable)?;
    let case = casebook::replay(&events)?;
    let stored = log::requesters(conn, id)?;
    let represents = i32::from(now.parties.contact);
    let one = stored.into_iter().find(|one| one.ordinal == represents);
    let Some(one) = one else { return Ok(Told::Needless("no_contact")) };
    let measure = Measure::with(calendar::of(conn)?, [(job.organ, set)].into());
    let mut values = Values::new();
    text(&mut values, Placeholder::Number, row.number);
    text(&mut values, Placeholder::Recipient, one.name.clone());
    of_case(&mut values, &case, &measure, job.organ);
    of_deed(&mut values, &last.deed);
    Ok(Told::This(contact(keys, (id, &one))?, values))
}

fn row(conn: &mut AnyConn, id: Id) -> Result<CaseRow, Error> {
    page::of_ids(conn, &[id])?.pop().ok_or(Error::NoSuchCase)
}

fn unreadable() -> Error {
    Error::StoredEvent("消息所指的办理记录不在".to_owned())
}

fn of_case(values: &mut Values, case: &Dossier, measure: &Measure, organ: OrganId) {
    let (calendar, periods) = (&measure.calendar, measure.periods(organ));
    day(values, Placeholder::ArrivedOn, Some(case.arrival.arrived_on));
    day(values, Placeholder::ReceivedOn, case.received_on);
    let deadline = case.deadline(calendar, &periods);
    day(values, Placeholder::DueOn, deadline.and_then(|deadline| deadline.due_on));
    let dates = case.running_dates(calendar, &periods);
    let amend_by = dates.iter().find(|date| date.kind == DateKind::Amendment);
    day(values, Placeholder::AmendmentBy, amend_by.map(|date| date.due_on));
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others tell nothing more")]
fn of_deed(values: &mut Values, deed: &Deed) {
    match deed {
        Deed::SendAmendmentNotice(notice) => {
            let missing = notice.missing.iter().zip(1..);
            let lines = missing.map(|(text, nth)| format!("{nth}. {}", text.as_str()));
            text(values, Placeholder::Amendment, lines.collect::<Vec<_>>().join("\n"));
        }
        Deed::Deliver(deliver) => text(values, Placeholder::Way, way(&deliver.dispatch)),
        _ => {}
    }
}

fn way(dispatch: &Dispatch) -> String {
    let way = match dispatch.way {
        Way::Direct => "当面领取或者直接送达",
        Way::Post => "邮政企业邮寄",
        Way::Courier => "快递",
        Way::Electronic => "电子送达",
    };
    match &dispatch.postal_number {
        Some(number) => format!("{way}，邮件号 {}", number.as_str()),
        None => way.to_owned(),
    }
}

/// Where the requester is reached, else the agent.
fn contact(keys: &Keys, (case, one): (Id, &SealedRequester)) -> Result<Contact, Error> {
    let open = |column, sealed: &Option<Vec<u8>>| {
        opened(keys, (case, one.ordinal), column, sealed.as_deref())
    };
    let own = Contact::usable(open("email", &one.email)?, open("phone", &one.phone)?);
    if !own.is_none() {
        return Ok(own);
    }
    let agent = open("agent", &one.agent)?.map(|text| Agent::read(&text)).transpose()?;
    Ok(agent.map_or(own, |agent| Contact::usable(agent.email, agent.phone)))
}

fn to_staff(
    conn: &mut AnyConn,
    keys: &Keys,
    (job, person): (&Job, Id),
    today: NaiveDate,
) -> Result<Told, Error> {
    let account = people::find(conn, person)?.filter(|account| account.closed_at.is_none());
    let Some(account) = account else { return Ok(Told::Needless("no_contact")) };
    let mut values = Values::new();
    text(&mut values, Placeholder::Recipient, account.name.clone());
    let told = match (job.kind.0, job.case) {
        (MessageKind::Overdue, _) => list(conn, &mut values, (job, today))?,
        (_, Some(case)) => of_staff_case(conn, &mut values, (job, case), today)?,
        (_, None) => return Err(unreadable()),
    };
    Ok(if told { Told::This(contacts::of(keys, &account)?, values) } else { OVER })
}

/// A case that somebody on the staff is told of; false where that is over.
fn of_staff_case(
    conn: &mut AnyConn,
    values: &mut Values,
    (job, case): (&Job, Id),
    today: NaiveDate,
) -> Result<bool, Error> {
    let row = row(conn, case)?;
    let calendar = calendar::of(conn)?;
    let left = row.due_on.map(|due_on| days_left(due_on, today, &calendar));
    text(values, Placeholder::Number, row.number);
    day(values, Placeholder::DueOn, row.due_on);
    text(values, Placeholder::DaysLeft, left.unwrap_or_default().to_string());
    text(values, Placeholder::Department, row.department.unwrap_or_default());
    let is_current = match job.kind.0 {
        MessageKind::DueToday => left == Some(0),
        MessageKind::DueSoon => left.is_some_and(|left| left > 0) && job.day == Some(today),
        MessageKind::Arrived
        | MessageKind::Received
        | MessageKind::AmendmentAsked
        | MessageKind::Extended
        | MessageKind::ReplyReady
        | MessageKind::Assigned
        | MessageKind::Overdue => true,
    };
    Ok(row.open && is_current)
}

/// The overdue cases of the organ on the day of the list; false where there are none, or the day is over.
fn list(
    conn: &mut AnyConn,
    values: &mut Values,
    (job, today): (&Job, NaiveDate),
) -> Result<bool, Error> {
    /// The others are seen in the program.
    const LISTED: i64 = 50;
    const COUNTED: i64 = 1000;
    let filter = overdue_of(job.organ, today);
    let rows = page::page(conn, &filter, (Order::Next, None), LISTED)?;
    if rows.is_empty() || job.day != Some(today) {
        return Ok(false);
    }
    let count = page::count_to_do(conn, &filter, COUNTED)?;
    let line = |row: &CaseRow| {
        let due_on = row.due_on.map(|due_on| Chinese(due_on).to_string()).unwrap_or_default();
        format!("{}　{due_on}", row.number)
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if count > LISTED {
        lines.push("……".to_owned());
    }
    text(values, Placeholder::Count, count.to_string());
    text(values, Placeholder::List, lines.join("\n"));
    Ok(true)
}
