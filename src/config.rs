//! Settings from the environment and an optional TOML file, read in one place; every mistake is told at once.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::str::FromStr;

use ::config::{Environment, File, FileFormat, Value};

use crate::crypto::{BadKey, MasterKey};
use crate::domain::settings::is_email;

/// The database of an office that says nothing else.
pub const DEFAULT_DATABASE: &str = "sqlite:data/gongkai.db";

/// The key of `variable`, if it is set.
#[expect(clippy::disallowed_methods, reason = "this is the config that the others ask")]
pub fn key(variable: &str) -> Result<Option<MasterKey>, BadKey> {
    match std::env::var(variable) {
        Ok(text) if !text.trim().is_empty() => text.trim().parse().map(Some),
        _ => Ok(None),
    }
}

/// How the service runs. Each field is a setting of its name: in TOML as it stands, in the environment in capitals after
/// `GONGKAI_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Threads that answer requests; 0 is one per processor.
    pub workers: usize,
    /// How the log is written.
    pub log: LogForm,
    /// What is logged, as `tracing` filters say it.
    pub log_filter: String,
    /// Whether cookies go over TLS only; off for a trial on one machine.
    pub secure_cookies: bool,
    /// Seconds that requests in flight are given at the end.
    pub shutdown_seconds: u64,
    /// The largest body of a request that is not a file, in bytes.
    pub body_limit: usize,
    /// Whether the three administrators must have a second factor.
    pub require_second_factor: bool,
    /// Makes passwords cheap to check, for tests and the demo only.
    pub cheap_passwords: bool,
    /// What leaves the service: mail and other messages.
    pub outgoing: Outgoing,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum LogForm {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            workers: 0,
            log: LogForm::Text,
            log_filter: "info".to_owned(),
            secure_cookies: true,
            shutdown_seconds: 30,
            body_limit: 1024 * 1024,
            require_second_factor: false,
            cheap_passwords: false,
            outgoing: Outgoing::default(),
        }
    }
}

/// Everything that is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub struct Mistakes(Vec<String>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "设置有误：\n  {}", self.0.join("\n  "))
    }
}

/// Variables that are no settings of the service.
const OTHERS: [&str; 6] = ["key", "new_key", "config", "bench_cases", "bench_rows", "database"];

impl Config {
    /// Reads the environment over the file, if one is named.
    pub fn load(file: Option<&Path>) -> Result<Self, Mistakes> {
        let mut sources = ::config::Config::builder();
        if let Some(path) = file {
            sources = sources.add_source(File::from(path).format(FileFormat::Toml));
        }
        let sources = sources
            .add_source(Environment::with_prefix("GONGKAI").prefix_separator("_").separator("__"));
        let read = sources.build().and_then(::config::Config::try_deserialize);
        Self::of(read.map_err(|error| Mistakes(vec![format!("设置文件读不出：{error}")]))?)
    }

    /// Takes the settings out of what was read.
    fn of(values: BTreeMap<String, Value>) -> Result<Self, Mistakes> {
        let mut given = Given { values, mistakes: Vec::new() };
        let default = Self::default();
        let config = Self {
            listen: given.take("listen", default.listen, "应为“地址:端口”，如 127.0.0.1:8080"),
            workers: given.take("workers", default.workers, "应为线程数，0 表示与处理器数相同"),
            log: given.take("log", default.log, "应为 text 或者 json"),
            log_filter: given.take("log_filter", default.log_filter, "应为日志级别，如 info"),
            secure_cookies: given.take(
                "secure_cookies",
                default.secure_cookies,
                "应为 true 或者 false",
            ),
            shutdown_seconds: given.take("shutdown_seconds", default.shutdown_seconds, "应为秒数"),
            body_limit: given.take("body_limit", default.body_limit, "应为字节数"),
            require_second_factor: given.take(
                "require_second_factor",
                default.require_second_factor,
                "应为 true 或者 false",
            ),
            cheap_passwords: default.cheap_passwords,
            outgoing: Outgoing::of(&mut given),
        };
        given.nothing_left()?;
        Ok(config)
    }
}

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

/// A setting that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
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
    fn of(given: &mut Given) -> Self {
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
            (Some(user), Some(password)) => Some((user, Secret(password))),
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
        Some(Self { url, secret: Secret(secret), timeout_seconds })
    }
}

/// What was read, less what was taken.
struct Given {
    values: BTreeMap<String, Value>,
    mistakes: Vec<String>,
}

impl Given {
    /// The setting `name`, or `default` where it is not given. What was given is never repeated: it may be a secret.
    fn take<T: FromStr>(&mut self, name: &str, default: T, expected: &str) -> T {
        let Some(value) = self.values.remove(name) else { return default };
        let read = value.into_string().ok().and_then(|text| text.trim().parse().ok());
        read.unwrap_or_else(|| {
            self.wrong(name, expected);
            default
        })
    }

    /// A setting that is a text, if it is given.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.values.remove(name)?.into_string().unwrap_or_default();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A setting that is an address of the web, if it is given.
    fn url(&mut self, name: &str) -> Option<String> {
        let url = self.text(name)?;
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let is_url = host.is_some_and(|host| !host.is_empty())
            && !url.contains(|c: char| c.is_whitespace() || c.is_control());
        if !is_url {
            self.wrong(name, "应为以 https:// 或者 http:// 开头的网址");
        }
        is_url.then_some(url)
    }

    fn wrong(&mut self, name: &str, expected: &str) {
        self.mistakes.push(format!("{name}：{expected}"));
    }

    fn nothing_left(mut self) -> Result<(), Mistakes> {
        let unknown = self.values.keys().filter(|name| !OTHERS.contains(&name.as_str()));
        self.mistakes.extend(unknown.map(|name| format!("{name}：没有这项设置")));
        if self.mistakes.is_empty() { Ok(()) } else { Err(Mistakes(self.mistakes)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(settings: &[(&str, &str)]) -> Result<Config, Mistakes> {
        let value = |(name, text): &(&str, &str)| ((*name).to_owned(), Value::from(*text));
        Config::of(settings.iter().map(value).collect())
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        let config = of(&[("listen", "0.0.0.0:80"), ("workers", "3"), ("key", "…")]).unwrap();
        let expected = Config {
            listen: SocketAddr::from(([0, 0, 0, 0], 80)),
            workers: 3,
            ..Config::default()
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_no_value() {
        let mistakes = of(&[("listen", "everywhere"), ("log", "loud"), ("colour", "red")]);
        insta::assert_snapshot!(mistakes.unwrap_err(), @r"
        设置有误：
          listen：应为“地址:端口”，如 127.0.0.1:8080
          log：应为 text 或者 json
          colour：没有这项设置
        ");
    }

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
