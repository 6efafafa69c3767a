//! What people write into a case: never empty, never longer than a page can show.

use serde::{Deserialize, Serialize};

/// A text that says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

/// Why a text was not taken; read by people after the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    #[error("文本：不能为空")]
    Empty,
    #[error("文本：不能超过 20000 字")]
    TooLong,
    #[error("文本：含有不能显示的控制字符")]
    Control,
}

/// The longest text in characters.
const LONGEST: usize = 20_000;

impl TryFrom<String> for Text {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadText::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(BadText::TooLong);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(BadText::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl Text {
    /// A text of our own.
    pub(super) fn of(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_that_can_be_shown() {
        let kept = |text: &str| Text::try_from(text.to_owned()).map(String::from);
        assert_eq!(kept(" 𠮷野䶮😀<b>'; DROP TABLE "), Ok("𠮷野䶮😀<b>'; DROP TABLE".to_owned()));
        assert_eq!(kept(" \n"), Err(BadText::Empty));
        assert_eq!(kept("a\u{7}b"), Err(BadText::Control));
        assert_eq!(kept(&"长".repeat(20_001)), Err(BadText::TooLong));
    }
}
