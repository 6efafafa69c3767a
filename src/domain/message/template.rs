//! Templates of messages: plain text with words in braces, such as `{申请编号}`. A line whose word has no value is left out,
//! so that one template does with and without an address.

use std::collections::BTreeMap;

use super::{MessageKind, Placeholder};

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// An address that can be opened.
    Link(String),
}

impl Value {
    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link(text) => text,
        }
    }
}

/// What is known when a message is sent.
pub type Values = BTreeMap<Placeholder, Value>;

/// A part of a filled line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words of the template.
    Words(String),
    Filled(Value),
}

impl Part {
    /// The words, wherever they come from.
    pub fn text(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Filled(value) => value.text(),
        }
    }
}

/// A text for one kind of message, which names nothing else than that kind has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Vec<Piece>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Named(Placeholder),
}

/// Why a template was not taken; read by people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    #[error("没有 {{{0}}} 这个占位符；可以用：{1}")]
    Unknown(String, String),
    #[error("花括号不成对；占位符写作 {{申请编号}}")]
    Braces,
}

impl Template {
    /// Reads a template for messages of `kind`.
    pub fn read(kind: MessageKind, text: &str) -> Result<Self, BadTemplate> {
        text.lines().map(|text| line(kind, text)).collect::<Result<_, _>>().map(Self)
    }

    /// The lines with the values filled in. A line that names what is not known is left out.
    pub fn fill(&self, values: &Values) -> Vec<Vec<Part>> {
        self.0.iter().filter_map(|pieces| filled(pieces, values)).collect()
    }
}

fn line(kind: MessageKind, mut text: &str) -> Result<Vec<Piece>, BadTemplate> {
    let mut pieces = Vec::new();
    while let Some((words, rest)) = text.split_once('{') {
        let (word, rest) = rest.split_once('}').ok_or(BadTemplate::Braces)?;
        if words.contains('}') || word.contains('{') {
            return Err(BadTemplate::Braces);
        }
        pieces.extend((!words.is_empty()).then(|| Piece::Words(words.to_owned())));
        pieces.push(Piece::Named(named(kind, word)?));
        text = rest;
    }
    if text.contains('}') {
        return Err(BadTemplate::Braces);
    }
    pieces.extend((!text.is_empty()).then(|| Piece::Words(text.to_owned())));
    Ok(pieces)
}

fn named(kind: MessageKind, word: &str) -> Result<Placeholder, BadTemplate> {
    let known = word.parse().ok().filter(|named| kind.placeholders().contains(named));
    known.ok_or_else(|| {
        let all = kind.placeholders().iter().map(|one| format!("{{{}}}", one.word()));
        BadTemplate::Unknown(word.to_owned(), all.collect())
    })
}

fn filled(pieces: &[Piece], values: &Values) -> Option<Vec<Part>> {
    let fill = |piece: &Piece| match piece {
        Piece::Words(words) => Some(Part::Words(words.clone())),
        Piece::Named(placeholder) => values.get(placeholder).cloned().map(Part::Filled),
    };
    pieces.iter().map(fill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(template: &str, values: &Values) -> String {
        let template = Template::read(MessageKind::Received, template).unwrap();
        let lines = template.fill(values);
        let words = lines.iter().map(|line| line.iter().map(Part::text).collect::<String>());
        words.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_line_without_its_value_is_left_out() {
        let number = (Placeholder::Number, Value::Text("620402-2026-1".to_owned()));
        let values = Values::from([number]);
        assert_eq!(
            text("编号 {申请编号}。\n\n{查询网址}\n此致", &values),
            "编号 620402-2026-1。\n\n此致"
        );
    }

    #[test]
    fn what_is_filled_in_is_no_template() {
        let number = (Placeholder::Number, Value::Text("{机关名称}".to_owned()));
        assert_eq!(text("{申请编号}", &Values::from([number])), "{机关名称}");
    }

    #[test]
    fn a_word_that_the_kind_has_not_is_named() {
        let refused = Template::read(MessageKind::Overdue, "{申请编号}").unwrap_err().to_string();
        assert!(
            refused.starts_with("没有 {申请编号} 这个占位符；可以用：{机关名称}{姓名}"),
            "{refused}"
        );
        for bad in ["{", "}", "a}b{申请编号}", "{申请{编号}", "{{申请编号}}"] {
            assert_eq!(
                Template::read(MessageKind::Received, bad),
                Err(BadTemplate::Braces),
                "{bad}"
            );
        }
    }
}
