//! How an organ writes to requesters and staff.

use serde::{Deserialize, Serialize};

use crate::domain::message::quiet::QuietHours;
use crate::domain::people::is_name;

/// Who a message is from, and when nobody is disturbed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SaidMessages")]
pub struct Messages {
    pub quiet_hours: QuietHours,
    /// The name beside the address; the organ's own where none is set.
    pub sender_name: Option<String>,
    /// An e-mail address that the mail server lets this service write from; the service's own where none is set.
    pub sender_email: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidMessages {
    #[serde(default)]
    quiet_hours: QuietHours,
    #[serde(default)]
    sender_name: Option<String>,
    #[serde(default)]
    sender_email: Option<String>,
}

/// Why settings of messages were not taken; read by people after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMessages {
    #[error("消息：发件人名称应为 1 至 100 个字，前后没有空格，不含控制字符")]
    Name,
    #[error("消息：发件人地址不是电子邮箱地址")]
    Email,
}

impl TryFrom<SaidMessages> for Messages {
    type Error = BadMessages;

    fn try_from(said: SaidMessages) -> Result<Self, BadMessages> {
        let SaidMessages { quiet_hours, sender_name, sender_email } = said;
        if sender_name.as_deref().is_some_and(|name| !is_name(name)) {
            return Err(BadMessages::Name);
        }
        if sender_email.as_deref().is_some_and(|email| !is_email(email)) {
            return Err(BadMessages::Email);
        }
        Ok(Self { quiet_hours, sender_name, sender_email })
    }
}

/// Whether a text can be an e-mail address that mail is sent to; as forms of the web have it.
pub fn is_email(text: &str) -> bool {
    let of_user = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    text.len() <= 200
        && text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && user.chars().all(of_user) && host.split('.').all(is_label)
        })
}

/// A part of the name of a host.
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text can be a telephone number that a message is sent to: 5 to 20 digits, blanks and hyphens.
pub fn is_phone(text: &str) -> bool {
    let text = text.strip_prefix('+').unwrap_or(text);
    let is_digit = |c: char| c.is_ascii_digit();
    (5..=20).contains(&text.len())
        && text.starts_with(is_digit)
        && text.ends_with(is_digit)
        && text.chars().all(|c| is_digit(c) || c == '-' || c == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_can_be_written_to() {
        assert!(is_email("gk@baiyin.gov.cn") && is_email("o'brien+1@a-b.example"));
        for bad in [
            "",
            "a",
            "@a",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\r\nRCPT",
            "<a@b>",
            "a@b,c",
            "a@-b",
            "a@b..c",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_phone("13800001234") && is_phone("+86 0943-8221234"));
        assert!(!is_phone("1380000123a") && !is_phone("110"));
    }
}
