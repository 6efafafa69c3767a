//! 公开指南: what an organ tells those who want to ask.

use serde::{Deserialize, Serialize};

use super::BadSettings;
use crate::domain::dossier::Text;

/// What the guide of an organ says; an organ that says nothing takes requests all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Guide {
    /// Whether the public form names it.
    pub takes_requests: bool,
    pub telephone: Option<Line>,
    pub address: Option<Line>,
    pub postcode: Option<Line>,
    pub email: Option<Line>,
    pub office_hours: Option<Line>,
    /// 申请须知.
    pub text: Option<Text>,
}

impl Default for Guide {
    fn default() -> Self {
        Self {
            takes_requests: true,
            telephone: None,
            address: None,
            postcode: None,
            email: None,
            office_hours: None,
            text: None,
        }
    }
}

/// A line of text that says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

impl Line {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Line {
    type Error = BadSettings;

    fn try_from(text: String) -> Result<Self, BadSettings> {
        let fits = !text.trim().is_empty()
            && text.chars().count() <= 200
            && !text.chars().any(char::is_control);
        if fits { Ok(Self(text)) } else { Err(BadSettings::Line) }
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}
