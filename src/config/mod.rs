//! Settings from the environment and an optional TOML file, read in one place; every mistake is told at once.

mod network;
mod outgoing;
mod secret;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::str::FromStr;

use ::config::{Environment, File, FileFormat, Value};

use crate::crypto::{BadKey, MasterKey};

pub use network::Networks;
pub use outgoing::{Gateway, MailSecurity, MailServer, Outgoing};
pub use secret::Secret;

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
    /// Proxies whose word on the address of a caller is taken.
    pub trusted_proxies: Networks,
    /// Addresses that the public limits do not hold for: benches, another system of the office.
    pub unlimited_addresses: Networks,
    /// Whether the public form asks a question before it takes a request.
    pub captcha: Captcha,
    /// Where files are kept: a folder, or `s3://bucket/prefix`.
    pub files: String,
    /// The address of a store that speaks S3, where it is not Amazon's.
    pub s3_endpoint: Option<String>,
    pub s3_region: String,
    pub s3_access_key_id: String,
    pub s3_secret_access_key: Secret,
    /// The largest file from the office, in bytes.
    pub file_limit: u64,
    /// The largest file from a requester, in bytes.
    pub public_file_limit: u64,
    /// The virus scanner ClamAV: `unix:/path` or `tcp:host:port`.
    pub clamav: Option<String>,
}

/// What the public form asks to tell people from programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Captcha {
    Off,
    /// A sum in words.
    Question,
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
            trusted_proxies: Networks::default(),
            unlimited_addresses: Networks::default(),
            captcha: Captcha::Off,
            files: "data/files".to_owned(),
            s3_endpoint: None,
            s3_region: "us-east-1".to_owned(),
            s3_access_key_id: String::new(),
            s3_secret_access_key: Secret::default(),
            file_limit: 100 * 1024 * 1024,
            public_file_limit: 20 * 1024 * 1024,
            clamav: None,
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
const OTHERS: [&str; 7] =
    ["key", "new_key", "config", "bench_cases", "bench_organs", "bench_rows", "database"];

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
        let outside = given.take_outside(default.clone());
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
            outgoing: Outgoing::of(&mut given),
            ..outside
        };
        given.nothing_left()?;
        Ok(config)
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

    /// What the public side and its files need.
    fn take_outside(&mut self, default: Config) -> Config {
        let networks = "应为地址或者网段，用逗号隔开，如 10.0.0.1,192.168.0.0/16";
        Config {
            trusted_proxies: self.take("trusted_proxies", default.trusted_proxies, networks),
            unlimited_addresses: self.take(
                "unlimited_addresses",
                default.unlimited_addresses,
                networks,
            ),
            captcha: self.take("captcha", default.captcha, "应为 off 或者 question"),
            files: self.take("files", default.files, "应为文件夹，或者 s3://桶/前缀"),
            s3_endpoint: self.text("s3_endpoint"),
            s3_region: self.take("s3_region", default.s3_region, "应为区域名"),
            s3_access_key_id: self.take("s3_access_key_id", default.s3_access_key_id, "应为文字"),
            s3_secret_access_key: self.take(
                "s3_secret_access_key",
                default.s3_secret_access_key,
                "应为文字",
            ),
            file_limit: self.take("file_limit", default.file_limit, "应为字节数"),
            public_file_limit: self.take(
                "public_file_limit",
                default.public_file_limit,
                "应为字节数",
            ),
            clamav: self.text("clamav"),
            ..default
        }
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

    pub(super) fn of(settings: &[(&str, &str)]) -> Result<Config, Mistakes> {
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
}
