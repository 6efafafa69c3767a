//! Settings from the environment and an optional TOML file, read in one place; every mistake is told at once.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::str::FromStr;

use ::config::{Environment, File, FileFormat, Value};

use crate::crypto::{BadKey, MasterKey};

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
            self.mistakes.push(format!("{name}：{expected}"));
            default
        })
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
}
