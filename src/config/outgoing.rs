//! Settings of what leaves the service: mail, and messages by a gateway.

use super::{Given, Secret};
use crate::domain::settings::is_email;

/// How messages leave the service. Without a mail server and a gateway nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Under which address requesters and staff reach this service, as it stands in messages; no slash at the end.
    pub public_address: Option<String>,
    /// How the service calls itself in messages to staff.
    pub instance_name: String,
    pub smtp: Option<MailServer>,
    pub webhook: Option<Gateway>,
    /// How long a message is held by the instance that sends it, before another may take it up.
    pub job_lease_seconds: u64,
}

/// The mail server that takes messages in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    pub login: Option<(String, Secret)>,
    /// The address that messages are from where an organ has set none.
    pub from: String,
    pub timeout_seconds: u64,
}

/// How the connection to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the beginning.
    Tls,
    /// TLS by STARTTLS, or not at all.
    Starttls,
    /// None, for a mail server on the same machine.
    None,
}

/// An HTTP address that takes messages in, such as an SMS gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    pub url: String,
    /// Signs what is sent.
    pub secret: Secret,
    pub timeout_seconds: u64,
}

impl Default for Outgoing {
    fn default() -> Self {
        Self {
            public_address: None,
            instance_name: "政府信息依申请公开系统".to_owned(),
            smtp: None,
            webhook: None,
            job_lease_seconds: 120,
        }
    }
}

impl Outgoing {
    pub(super) fn of(given: &mut Given) -> Self {
        let default = Self::default();
        let public_address = given.url("public_address");
        let instance_name = given.text("instance_name").unwrap_or(default.instance_name);
        let lease = default.job_lease_seconds;
        let outgoing = Self {
            public_address: public_address.map(|url| url.trim_end_matches('/').to_owned()),
            instance_name,
            smtp: MailServer::of(given),
            webhook: Gateway::of(given),
            job_lease_seconds: given.take("job_lease_seconds", lease, "应为秒数"),
        };
        let mail = outgoing.smtp.as_ref().map_or(0, |smtp| smtp.timeout_seconds);
        let other = outgoing.webhook.as_ref().map_or(0, |gateway| gateway.timeout_seconds);
        if outgoing.job_lease_seconds <= mail.max(other) {
            given.wrong(
                "job_lease_seconds",
                "应大于 smtp_timeout_seconds 和 webhook_timeout_seconds",
            );
        }
        outgoing
    }
}

impl MailServer {
    fn of(given: &mut Given) -> Option<Self> {
        let security =
            given.take("smtp_security", MailSecurity::Starttls, "应为 starttls、tls 或者 none");
        let usual = match security {
            MailSecurity::Tls => 465,
            MailSecurity::Starttls => 587,
            MailSecurity::None => 25,
        };
        let port = given.take("smtp_port", usual, "应为端口号");
        let timeout_seconds = given.take("smtp_timeout_seconds", 30, "应为秒数");
        let (user, password) = (given.text("smtp_user"), given.text("smtp_password"));
        let (host, from) = (given.text("smtp_host"), given.text("smtp_from"));
        let login = match (user, password) {
            (Some(user), Some(password)) => Some((user, Secret::of(password))),
            (None, None) => None,
            _ => {
                given.wrong("smtp_user", "应与 smtp_password 一并设置");
                None
            }
        };
        let host = host?;
        let Some(from) = from.filter(|from| is_email(from)) else {
            given.wrong("smtp_from", "设置 smtp_host 的，应设置为发件人的电子邮箱地址");
            return None;
        };
        Some(Self { host, port, security, login, from, timeout_seconds })
    }
}

impl Gateway {
    /// A secret that is shorter can be tried out.
    const SHORTEST: usize = 16;

    fn of(given: &mut Given) -> Option<Self> {
        let timeout_seconds = given.take("webhook_timeout_seconds", 10, "应为秒数");
        let (secret, url) = (given.text("webhook_secret"), given.url("webhook_url"));
        let url = url?;
        let Some(secret) = secret.filter(|secret| secret.len() >= Self::SHORTEST) else {
            given.wrong("webhook_secret", "设置 webhook_url 的，应设置至少 16 个字符的密钥");
            return None;
        };
        Some(Self { url, secret: Secret::of(secret), timeout_seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;

    #[test]
    fn a_mail_server_and_a_gateway_are_set_whole_or_not_at_all() {
        let whole = of(&[
            ("smtp_host", "mail.example.gov.cn"),
            ("smtp_from", "gk@example.gov.cn"),
            ("smtp_user", "gk"),
            ("smtp_password", "geheim"),
            ("public_address", "https://gk.example.gov.cn/"),
            ("webhook_url", "https://sms.example.gov.cn/send"),
            ("webhook_secret", "0123456789abcdef"),
        ]);
        let outgoing = whole.unwrap().outgoing;
        assert_eq!(outgoing.public_address.as_deref(), Some("https://gk.example.gov.cn"));
        let printed = format!("{outgoing:?}");
        assert!(!printed.contains("geheim") && !printed.contains("0123456789"), "{printed}");
        let smtp = outgoing.smtp.unwrap();
        assert_eq!((smtp.port, smtp.security), (587, MailSecurity::Starttls));
        let mistakes = of(&[
            ("smtp_host", "mail"),
            ("smtp_user", "gk"),
            ("smtp_security", "maybe"),
            ("public_address", "gk.example.gov.cn"),
            ("webhook_url", "https://sms.example.gov.cn/send"),
            ("webhook_secret", "short"),
        ]);
        insta::assert_snapshot!(mistakes.unwrap_err(), @r"
        设置有误：
          public_address：应为以 https:// 或者 http:// 开头的网址
          smtp_security：应为 starttls、tls 或者 none
          smtp_user：应与 smtp_password 一并设置
          smtp_from：设置 smtp_host 的，应设置为发件人的电子邮箱地址
          webhook_secret：设置 webhook_url 的，应设置至少 16 个字符的密钥
        ");
        let hasty = of(&[
            ("webhook_url", "https://sms.example.gov.cn/send"),
            ("webhook_secret", "0123456789abcdef"),
            ("job_lease_seconds", "10"),
        ]);
        assert!(hasty.unwrap_err().to_string().contains("job_lease_seconds：应大于"));
    }
}
