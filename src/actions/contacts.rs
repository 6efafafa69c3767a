//! Where staff are reached: set by themselves or by the system administrator, sealed where it is kept.

use serde_json::json;

use super::messages::Contact;
use super::session::by;
use super::{Actor, Error, people as accounts};
use crate::crypto::{Keys, OpenError, Place};
use crate::db::Tx;
use crate::db::people::{self, Account};
use crate::domain::requester as domain;
use crate::domain::settings::{is_email, is_phone};

/// Where a column of a person is sealed.
fn place<'a>(id: &'a [u8; 16], column: &'static str) -> Place<'a> {
    Place { table: "people", row: id, column }
}

/// Where the person of an account is reached, in the clear.
pub fn of(keys: &Keys, account: &Account) -> Result<Contact, Error> {
    let id = account.id.bytes();
    let open = |column, sealed: &Option<Vec<u8>>| {
        let open = |sealed: &Vec<u8>| keys.cipher().open_text(place(&id, column), sealed);
        let plain = sealed.as_ref().map(open).transpose()?;
        Ok::<_, OpenError>(plain.map(|plain| plain.as_str().to_owned()))
    };
    Ok(Contact { email: open("email", &account.email)?, phone: open("phone", &account.phone)? })
}

/// The same for lists.
pub fn masked(keys: &Keys, account: &Account) -> Result<Contact, Error> {
    let Contact { email, phone } = of(keys, account)?;
    let masked = |plain: Option<String>| plain.as_deref().map(domain::masked);
    Ok(Contact { email: masked(email), phone: masked(phone) })
}

/// Sets where a person is reached: one's own, or that of somebody whose account one may change.
pub fn set(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (login_name, contact): (&str, &Contact),
) -> Result<(), Error> {
    let account = accounts::named(tx, login_name)?;
    if actor.person != Some(account.id) {
        accounts::may_change(tx, actor, account.id)?;
    }
    check(contact)?;
    seal(tx, keys, &account, contact)?;
    by(tx, keys, actor, "contact_changed", json!({"login_name": login_name}))
}

fn check(contact: &Contact) -> Result<(), Error> {
    let wrong =
        |name: &str, text: &str| Err(Error::Field { name: name.to_owned(), text: text.to_owned() });
    if contact.email.as_deref().is_some_and(|email| !is_email(email)) {
        return wrong("email", "不是电子邮箱地址");
    }
    if contact.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        return wrong("phone", "应为 5 至 20 位数字，可以含 - 和空格，开头可以有 +");
    }
    Ok(())
}

fn seal(tx: &mut Tx<'_>, keys: &Keys, account: &Account, contact: &Contact) -> Result<(), Error> {
    let id = account.id.bytes();
    let seal = |column, plain: &Option<String>| {
        let seal = |plain: &String| keys.cipher().seal_text(place(&id, column), plain);
        plain.as_ref().map(seal).transpose()
    };
    let sealed = (seal("email", &contact.email)?, seal("phone", &contact.phone)?);
    Ok(people::set_contact(tx, account.id, sealed)?)
}

/// Seals everything under another key.
pub(super) fn reseal(tx: &mut Tx<'_>, old: &Keys, new: &Keys) -> Result<(), Error> {
    for account in people::with_contact(tx)? {
        let contact = of(old, &account)?;
        seal(tx, new, &account, &contact)?;
    }
    Ok(())
}
