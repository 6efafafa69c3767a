//! Who asks, as it is typed in: checked, sealed, and told to the log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::actions::Error;
use crate::actions::sealed::{Personal, Sealed};
use crate::crypto::Keys;
use crate::db::Id;
use crate::db::cases::NewRequester;
use crate::domain::requester::{IdentityCheck, RequesterKind};

/// Who asks. What is personal is sealed before it is stored.
#[derive(Clone, Default)]
pub struct Requester {
    pub name: String,
    /// The column; that of the case for the first-named, and for others who name none.
    pub kind: Option<RequesterKind>,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub agent: Option<Agent>,
    /// Those who ask together with this one, the first-named.
    pub joint: Vec<Requester>,
}

/// 代理人, sealed whole; the principal decides on the column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    pub name: String,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    /// The paper of authority, and what it covers.
    pub authority: String,
}

impl Agent {
    /// As it is sealed.
    pub fn written(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::StoredEvent(error.to_string()))
    }

    /// As it was sealed.
    pub fn read(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::StoredEvent(error.to_string()))
    }
}

/// Those who may ask together.
const MOST: usize = 200;

/// Checks all who ask. A failed checksum in a form is an error; a missing proof is a matter for amendment
/// (rules.md section 1).
pub fn check(first: &Requester, kind: RequesterKind) -> Result<(), Error> {
    check_one(first, kind, "requester.")?;
    if first.joint.len() >= MOST {
        return Err(wrong("joint", format!("共同申请的不超过 {MOST} 人")));
    }
    let mut joint = first.joint.iter().enumerate();
    joint.try_for_each(|(at, one)| {
        check_one(one, one.kind.unwrap_or(kind), &format!("joint[{at}]."))
    })
}

/// Checks that what is written of all who ask can be stored and shown; whether a number is right is another question.
pub fn check_forms(first: &Requester) -> Result<(), Error> {
    check_form(first, "requester.")?;
    let mut joint = first.joint.iter().enumerate();
    joint.try_for_each(|(at, one)| check_form(one, &format!("joint[{at}].")))
}

/// Checks one of them; `at` is the beginning of its fields' paths.
pub fn check_one(one: &Requester, kind: RequesterKind, at: &str) -> Result<(), Error> {
    check_form(one, at)?;
    check_identity(one.identity_number.as_deref(), kind, at)?;
    let number = one.agent.as_ref().and_then(|agent| agent.identity_number.as_deref());
    check_identity(number, RequesterKind::NaturalPerson, &format!("{at}agent."))
}

fn check_form(one: &Requester, at: &str) -> Result<(), Error> {
    check_text(&one.name, &format!("{at}name"), 200)?;
    let number = one.identity_number.as_deref().unwrap_or("-");
    check_text(number, &format!("{at}identity_number"), 100)?;
    check_contact([&one.phone, &one.email, &one.address], at)?;
    let Some(agent) = &one.agent else { return Ok(()) };
    let at = format!("{at}agent.");
    check_text(&agent.name, &format!("{at}name"), 200)?;
    check_text(&agent.authority, &format!("{at}authority"), 2000)?;
    let number = agent.identity_number.as_deref().unwrap_or("-");
    check_text(number, &format!("{at}identity_number"), 100)?;
    check_contact([&agent.phone, &agent.email, &agent.address], &at)
}

fn check_contact([phone, email, address]: [&Option<String>; 3], at: &str) -> Result<(), Error> {
    for (name, value, longest) in
        [("phone", phone, 100), ("email", email, 200), ("address", address, 500)]
    {
        if let Some(value) = value {
            check_text(value, &format!("{at}{name}"), longest)?;
        }
    }
    let is_email = |email: &String| {
        email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
    };
    if email.as_ref().is_some_and(|email| !is_email(email)) {
        return Err(wrong(format!("{at}email"), "不是电子邮箱地址"));
    }
    Ok(())
}

fn check_identity(written: Option<&str>, kind: RequesterKind, at: &str) -> Result<(), Error> {
    let Some(written) = written else { return Ok(()) };
    let name = format!("{at}identity_number");
    match IdentityCheck::of(kind, written) {
        IdentityCheck::BadChecksum => Err(wrong(name, "校验位不对，请核对证件号码")),
        IdentityCheck::Fine | IdentityCheck::Masked | IdentityCheck::OtherDocument => Ok(()),
    }
}

fn check_text(text: &str, name: &str, longest: usize) -> Result<(), Error> {
    let fits = !text.trim().is_empty()
        && text.chars().count() <= longest
        && !text.chars().any(char::is_control);
    if fits {
        Ok(())
    } else {
        Err(wrong(name, format!("应为 1 至 {longest} 字，不含控制字符")))
    }
}

/// A field with a wrong value.
pub fn wrong(name: impl Into<String>, text: impl Into<String>) -> Error {
    Error::Field { name: name.into(), text: text.into() }
}

/// The rows of all who ask, the first-named first; what is personal is sealed.
pub fn sealed(
    keys: &Keys,
    (case, kind): (Id, RequesterKind),
    first: &Requester,
) -> Result<Vec<NewRequester>, Error> {
    let all = std::iter::once(first).chain(&first.joint).zip(1..);
    all.map(|(one, ordinal)| {
        let kind = if ordinal == 1 { kind } else { one.kind.unwrap_or(kind) };
        let sealed = seal(keys, (case, ordinal), one)?;
        Ok(sealed.into_row((case, ordinal), kind.into(), one.name.trim()))
    })
    .collect()
}

/// What is personal of one of them, sealed.
pub fn seal(keys: &Keys, place: (Id, i32), one: &Requester) -> Result<Sealed, Error> {
    let agent = one.agent.as_ref().map(Agent::written).transpose()?;
    let personal = Personal {
        identity_number: one.identity_number.as_deref(),
        phone: one.phone.as_deref(),
        email: one.email.as_deref(),
        address: one.address.as_deref(),
        agent: agent.as_deref(),
    };
    Ok(Sealed::of(keys, place, personal)?)
}

/// What the event tells of them: names, and the rest as ciphertext.
pub fn told(rows: &[NewRequester]) -> Map<String, Value> {
    let mut told = Map::new();
    let Some((first, others)) = rows.split_first() else { return told };
    told.insert("requester".to_owned(), json!(first.name));
    told.insert("sealed".to_owned(), Value::Object(Sealed::from(first).in_event()));
    if !others.is_empty() {
        let others = others.iter().map(|one| {
            let sealed = Sealed::from(one).in_event();
            json!({"ordinal": one.ordinal, "requester": one.name, "sealed": sealed})
        });
        told.insert("joint".to_owned(), others.collect());
    }
    told
}
