//! 提交申请: a request over the internet, received the day it is filed (art. 31), with the code to come back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::reports::Named;
use crate::actions::attachments::{self, Upload};
use crate::actions::intake::{Agent, Requester, begin};
use crate::actions::{Actor, Error, query_code};
use crate::crypto::Keys;
use crate::db::{AnyConn, Id, Tx, organ_settings, organs};
use crate::domain::contact::Contact;
use crate::domain::dossier::Text;
use crate::domain::dossier::deed::{Arrive, Confirm, Deed, Subject, WantedWay};
use crate::domain::dossier::public::due_text;
use crate::domain::fee::Provision;
use crate::domain::receipt::Channel;
use crate::domain::requester::{IdentityKind, RequesterKind};
use crate::domain::settings::Line;

/// What a requester fills in.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub organ: String,
    pub requester_kind: RequesterKind,
    pub requester: Who,
    pub items: Vec<Item>,
    pub wanted_form: Provision,
    pub wanted_way: WantedWay,
    pub consent: bool,
}

/// Who asks.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    pub name: String,
    pub identity_kind: Option<IdentityKind>,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    /// 法定代表人或者负责人.
    pub representative: Option<String>,
    /// 联系人.
    pub contact_person: Option<String>,
    pub agent: Option<Agent>,
}

/// One thing that is asked for: any of its traits will do.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub title: Option<String>,
    pub document_number: Option<String>,
    pub description: Option<String>,
}

/// What is answered at once.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    pub number: String,
    pub query_code: String,
    pub organ: Named,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    pub due_text: String,
    pub telephone: Option<Line>,
    pub address: Option<Line>,
}

/// What is kept of an answer, so that it can be given once more: everything but the code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filed {
    pub case: uuid::Uuid,
    pub number: String,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
}

/// Things that one request may ask for.
const MOST_ITEMS: usize = 50;

fn wrong(name: impl Into<String>, text: impl Into<String>) -> Error {
    Error::Field { name: name.into(), text: text.into() }
}

impl Form {
    /// Checks what can be checked without asking anybody.
    pub fn check(&self) -> Result<(), Error> {
        if !self.consent {
            return Err(wrong("consent", "请阅读并同意个人信息告知"));
        }
        if self.items.is_empty() || self.items.len() > MOST_ITEMS {
            return Err(wrong("items", format!("应有 1 至 {MOST_ITEMS} 项")));
        }
        self.requester.check(self.requester_kind, self.wanted_way)
    }

    fn arrive(&self) -> Result<Arrive, Error> {
        let items = self.items.iter().enumerate().map(|(at, item)| item.text(at));
        Ok(Arrive {
            channel: Channel::Internet,
            subject: Subject::Request,
            requester_kind: self.requester_kind,
            requesters: 1,
            contact: 1,
            items: items.collect::<Result<_, _>>()?,
            identity_kind: self.requester.identity_kind,
            wanted_form: Some(self.wanted_form),
            wanted_way: Some(self.wanted_way),
            oral: false,
            consent: true,
            postal_number: None,
            taken_by: None,
        })
    }
}

impl Item {
    /// The traits in one text.
    fn text(&self, at: usize) -> Result<Text, Error> {
        let Self { title, document_number, description } = self;
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let number = said(document_number).map(|number| format!("文号：{number}"));
        let parts: Vec<String> =
            [said(title), number, said(description)].into_iter().flatten().collect();
        let text = Text::try_from(parts.join("；"));
        text.map_err(|_| {
            wrong(format!("items[{at}]"), "名称、文号、其他描述至少写一样，不含控制字符")
        })
    }
}

impl Who {
    fn check(&self, kind: RequesterKind, way: WantedWay) -> Result<(), Error> {
        self.check_identity(kind)?;
        let contact = Contact {
            by_phone: self.phone.is_some(),
            by_email: self.email.is_some(),
            by_address: self.address.is_some(),
        };
        match contact.missing(way) {
            Some(missing) => Err(wrong(format!("requester.{}", missing.field()), missing.text())),
            None => Ok(()),
        }
    }

    fn check_identity(&self, kind: RequesterKind) -> Result<(), Error> {
        match (self.identity_kind, self.identity_number.as_deref()) {
            (Some(shown), Some(number)) => match shown.fault(kind, number) {
                Some(fault) => Err(wrong("requester.identity_number", fault)),
                None => Ok(()),
            },
            (None, Some(_)) => Err(wrong("requester.identity_kind", "请选择证件类型")),
            (_, None) if kind == RequesterKind::NaturalPerson => {
                Err(wrong("requester.identity_number", "请填写证件号码"))
            }
            (_, None) => Ok(()),
        }
    }

    /// As the case keeps it. Who speaks for an organization is sealed with its agent.
    fn requester(&self) -> Requester {
        let Self { name, identity_number, phone, email, address, postcode, .. } = self.clone();
        let address = match (postcode, address) {
            (Some(postcode), Some(address)) => Some(format!("{postcode} {address}")),
            (None, address) => address,
            (Some(_), None) => None,
        };
        let agent = self.speaker();
        Requester { name, identity_number, phone, email, address, agent, ..Requester::default() }
    }

    fn speaker(&self) -> Option<Agent> {
        let Self { representative, contact_person, agent, .. } = self;
        let said = |label: &str, name: &Option<String>| {
            name.as_ref().map(|name| format!("{label}：{name}"))
        };
        let mut told = vec![said("法定代表人或者负责人", representative)];
        let agent = match (agent, contact_person.as_ref().or(representative.as_ref())) {
            (Some(agent), _) => {
                told.push(said("联系人", contact_person));
                told.insert(0, Some(agent.authority.clone()));
                agent.clone()
            }
            (None, Some(name)) => {
                told.insert(0, contact_person.as_ref().map(|_| "联系人".to_owned()));
                let (identity_number, phone, email, address) = (None, None, None, None);
                let (name, authority) = (name.clone(), String::new());
                Agent { name, identity_number, phone, email, address, authority }
            }
            (None, None) => return None,
        };
        let authority = told.into_iter().flatten().collect::<Vec<_>>().join("；");
        Some(Agent { authority, ..agent })
    }
}

/// Files a request; what is answered is made of it by [`receipt`].
pub fn file(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (form, uploads): (&Form, &[Upload]),
) -> Result<Filed, Error> {
    form.check()?;
    let organ = organs::find(tx, &form.organ)?;
    let organ = organ.ok_or_else(|| Error::NoSuchOrgan(form.organ.clone()))?;
    let guide = organ_settings::of(tx, organ)?.0.guide;
    let stands = organs::standing_name(tx, organ, actor.today)?.is_some();
    if !guide.takes_requests || !stands {
        return Err(wrong("organ", "这个机关不在网上受理申请，请看机关名录"));
    }
    let evidence = Text::try_from("网上提交成功，即为双方确认".to_owned());
    let evidence = evidence.map_err(|error| wrong("evidence", error.to_string()))?;
    let mut follow = vec![Deed::ConfirmReceipt(Confirm { passed_on: None, evidence })];
    follow.extend(attachments::deeds(tx, uploads, actor)?);
    let (arrive, requester) = (form.arrive()?, form.requester.requester());
    let what = (arrive, &requester, follow);
    let begun = begin(tx, keys, actor, (organ, &form.organ), what, actor.today)?;
    attachments::give(tx, begun.id, uploads, actor)?;
    let due_on = begun.due_on.unwrap_or(actor.today);
    Ok(Filed { case: begun.id.0, number: begun.number, received_on: actor.today, due_on })
}

/// What is answered to a request that was filed, with its first code: whoever repeats the call learns no later one.
pub fn receipt(
    conn: &mut AnyConn,
    keys: &Keys,
    organ: &str,
    filed: Filed,
) -> Result<Receipt, Error> {
    let id = organs::find(conn, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))?;
    let guide = organ_settings::of(conn, id)?.0.guide;
    let Filed { case, number, received_on, due_on } = filed;
    Ok(Receipt {
        query_code: query_code::of(conn, keys, (Id(case), 0))?,
        number,
        organ: Named { code: organ.to_owned(), name: organs::name(conn, id, received_on)? },
        received_on,
        due_on,
        due_text: due_text(due_on),
        telephone: guide.telephone,
        address: guide.address,
    })
}
