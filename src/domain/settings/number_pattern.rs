//! The patterns of numbers: text with `{year}` and `{seq}` or `{seq:4}`. Two patterns never make the same number, so that
//! a series may be changed and changed back without a repeat.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::domain::dossier::Form;

/// The pattern of one series, such as `白政公开复〔{year}〕{seq}号`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberPattern {
    before: String,
    between: String,
    /// Zeros fill the serial up to so many digits.
    width: usize,
    after: String,
}

/// Why a pattern was not taken; read by people after the name of the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    #[error("编号格式：应依次含有 {{year}} 和 {{seq}}（或 {{seq:4}}）各一次，两者之间有文字")]
    Placeholders,
    #[error("编号格式：{{seq:}} 之后应为 1 至 6")]
    Width,
    #[error("编号格式：除 {{year}} 和 {{seq}} 以外不能有数字，以免编号重复")]
    Digits,
    #[error("编号格式：不超过 60 字，不含空格和控制字符")]
    Text,
    #[error("编号格式：发文字号的年份应当用六角括号，写作 〔{{year}}〕")]
    Brackets,
    #[error("编号格式：登记编号与发文字号不能用同一格式")]
    SameAsLetters,
}

impl TryFrom<String> for NumberPattern {
    type Error = BadPattern;

    fn try_from(text: String) -> Result<Self, BadPattern> {
        let (before, rest) = text.split_once("{year}").ok_or(BadPattern::Placeholders)?;
        let (between, rest) = rest.split_once("{seq").ok_or(BadPattern::Placeholders)?;
        let (width, after) = rest.split_once('}').ok_or(BadPattern::Placeholders)?;
        let width = match width.strip_prefix(':') {
            None if width.is_empty() => 1,
            None => return Err(BadPattern::Placeholders),
            Some(digits) => digits.parse().map_err(|_| BadPattern::Width)?,
        };
        if !(1..=6).contains(&width) {
            return Err(BadPattern::Width);
        }
        if between.is_empty() || [before, between, after].iter().any(|t| t.contains(['{', '}'])) {
            return Err(BadPattern::Placeholders);
        }
        if [before, between, after].iter().any(|text| text.chars().any(char::is_numeric)) {
            return Err(BadPattern::Digits);
        }
        if text.chars().count() > 60 || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(BadPattern::Text);
        }
        let (before, between, after) = (before.to_owned(), between.to_owned(), after.to_owned());
        Ok(Self { before, between, width, after })
    }
}

impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> Self {
        let NumberPattern { before, between, width, after } = pattern;
        let width = if width == 1 { String::new() } else { format!(":{width}") };
        format!("{before}{{year}}{between}{{seq{width}}}{after}")
    }
}

impl NumberPattern {
    /// What is used where an organ set nothing: 〔2026〕1号 after a mark.
    fn usual(mark: &str) -> Self {
        let (between, after) = ("〕".to_owned(), "号".to_owned());
        Self { before: format!("{mark}〔"), between, width: 1, after }
    }

    /// The number of a year and a serial.
    pub fn number(&self, year: i32, serial: i32) -> String {
        let Self { before, between, width, after } = self;
        let mut number = format!("{before}{year}{between}");
        // Writing into a text cannot fail.
        let _ = write!(number, "{serial:0width$}{after}");
        number
    }

    /// The series that it counts in: patterns that differ in nothing but zeros share one.
    pub fn series(&self) -> String {
        let Self { before, between, after, .. } = self;
        format!("{before}{{year}}{between}{{seq}}{after}")
    }

    fn has_year_in_brackets(&self) -> bool {
        self.before.ends_with('〔') && self.between.starts_with('〕')
    }
}

/// The patterns of an organ: its registration number, and the document number of each form of letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SaidPatterns")]
pub struct Patterns {
    registration: Option<NumberPattern>,
    /// Forms with the same pattern run through in one series.
    documents: BTreeMap<Form, NumberPattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidPatterns {
    registration: Option<NumberPattern>,
    #[serde(default)]
    documents: BTreeMap<Form, NumberPattern>,
}

impl TryFrom<SaidPatterns> for Patterns {
    type Error = BadPattern;

    fn try_from(said: SaidPatterns) -> Result<Self, BadPattern> {
        let SaidPatterns { registration, documents } = said;
        let patterns = Self { registration, documents };
        if patterns.documents.values().any(|pattern| !pattern.has_year_in_brackets()) {
            return Err(BadPattern::Brackets);
        }
        // Registrations would leave gaps in the numbers of the letters.
        let registration = patterns.registration().series();
        let shared = |form: &Form| patterns.document(*form).series() == registration;
        if <Form as strum::VariantArray>::VARIANTS.iter().any(shared) {
            return Err(BadPattern::SameAsLetters);
        }
        Ok(patterns)
    }
}

impl Patterns {
    /// That of 登记编号.
    pub fn registration(&self) -> NumberPattern {
        self.registration.clone().unwrap_or_else(|| NumberPattern::usual("依申请"))
    }

    /// That of the document numbers of a form.
    pub fn document(&self, form: Form) -> NumberPattern {
        self.documents.get(&form).cloned().unwrap_or_else(|| NumberPattern::usual(form.mark()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Result<NumberPattern, BadPattern> {
        NumberPattern::try_from(text.to_owned())
    }

    #[test]
    fn a_pattern_makes_numbers() {
        for (text, number) in [
            ("白政公开复〔{year}〕{seq}号", "白政公开复〔2026〕7号"),
            ("{year}-{seq:4}", "2026-0007"),
            ("公开〔{year}〕第{seq:3}号（依）", "公开〔2026〕第007号（依）"),
        ] {
            assert_eq!(pattern(text).unwrap().number(2026, 7), number);
            assert_eq!(String::from(pattern(text).unwrap()), text);
        }
        assert_eq!(pattern("{year}-{seq:2}").unwrap().number(2026, 123), "2026-123");
        assert_eq!(Patterns::default().registration().number(2026, 1), "依申请〔2026〕1号");
        assert_eq!(Patterns::default().document(Form::Reply).number(2026, 1), "公开复〔2026〕1号");
    }

    #[test]
    fn what_could_repeat_a_number_is_no_pattern() {
        for (text, why) in [
            ("公开〔{year}〕号", BadPattern::Placeholders),
            ("公开{seq}号", BadPattern::Placeholders),
            ("公开〔{seq}〕{year}号", BadPattern::Placeholders),
            ("公开{year}{seq}号", BadPattern::Placeholders),
            ("公开〔{year}〕{seq}号{seq}", BadPattern::Placeholders),
            ("公开〔{year}〕{month}{seq}号", BadPattern::Placeholders),
            ("公开〔{year}〕{seq:0}号", BadPattern::Width),
            ("公开〔{year}〕{seq:9}号", BadPattern::Width),
            ("公开〔{year}〕1{seq}号", BadPattern::Digits),
            ("公开 〔{year}〕{seq}号", BadPattern::Text),
        ] {
            assert_eq!(pattern(text), Err(why), "{text}");
        }
        let (one, other) = (pattern("甲〔{year}〕{seq}号"), pattern("甲〔{year}〕{seq:4}号"));
        assert_eq!(one.unwrap().series(), other.unwrap().series());
    }

    #[test]
    fn letters_bear_the_year_in_brackets_and_are_not_counted_with_registrations() {
        let said = |registration: Option<&str>, reply: &str| {
            let registration = registration.map(|text| pattern(text).unwrap());
            let documents = BTreeMap::from([(Form::Reply, pattern(reply).unwrap())]);
            Patterns::try_from(SaidPatterns { registration, documents }).map(|_| ())
        };
        assert_eq!(said(Some("{year}-{seq}"), "甲〔{year}〕{seq}号"), Ok(()));
        assert_eq!(said(None, "{year}-{seq}"), Err(BadPattern::Brackets));
        assert_eq!(said(None, "依申请〔{year}〕{seq:3}号"), Err(BadPattern::SameAsLetters));
    }
}
