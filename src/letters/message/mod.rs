//! Messages to requesters and staff: the texts where an organ has written none, and what a template makes of values.

use crate::domain::message::{BadTemplate, MessageKind, Part, Template, Value, Values};

/// A subject and a text as somebody writes them, with words in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub subject: String,
    pub text: String,
}

/// A message as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The wording of a kind where an organ has set none.
pub fn usual(kind: MessageKind) -> Wording {
    let file = match kind {
        MessageKind::Arrived => include_str!("arrived.txt"),
        MessageKind::Received => include_str!("received.txt"),
        MessageKind::AmendmentAsked => include_str!("amendment_asked.txt"),
        MessageKind::Extended => include_str!("extended.txt"),
        MessageKind::ReplyReady => include_str!("reply_ready.txt"),
        MessageKind::Assigned => include_str!("assigned.txt"),
        MessageKind::DueSoon => include_str!("due_soon.txt"),
        MessageKind::DueToday => include_str!("due_today.txt"),
        MessageKind::Overdue => include_str!("overdue.txt"),
    };
    let (subject, text) = file.split_once("\n\n").unwrap_or((file, ""));
    Wording { subject: subject.to_owned(), text: text.trim_end().to_owned() }
}

/// Fills the values into a wording.
pub fn write(kind: MessageKind, said: &Wording, values: &Values) -> Result<Written, BadTemplate> {
    let subject = Template::read(kind, &said.subject)?.fill(values);
    let lines = Template::read(kind, &said.text)?.fill(values);
    let subject = subject.iter().flatten().map(Part::text).collect::<String>();
    // A value may have several lines; a subject has one.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let blocks = blocks(&lines);
    let html = html(&subject, &blocks);
    Ok(Written { subject, text: text(&blocks), html })
}

type Line<'a> = &'a [Part];

/// The lines in paragraphs. One of which nothing is left leaves no gap.
fn blocks(lines: &[Vec<Part>]) -> Vec<Vec<Line<'_>>> {
    let paragraphs = lines.split(Vec::is_empty).filter(|block| !block.is_empty());
    paragraphs.map(|block| block.iter().map(Vec::as_slice).collect()).collect()
}

fn text(blocks: &[Vec<Line<'_>>]) -> String {
    let line = |line: &Line<'_>| line.iter().map(Part::text).collect::<String>();
    let block = |block: &Vec<Line<'_>>| block.iter().map(line).collect::<Vec<_>>().join("\n");
    let mut text = blocks.iter().map(block).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

fn html(subject: &str, blocks: &[Vec<Line<'_>>]) -> String {
    let line = |line: &Line<'_>| line.iter().map(marked_up).collect::<String>();
    let block = |block: &Vec<Line<'_>>| {
        format!("<p>{}</p>\n", block.iter().map(line).collect::<Vec<_>>().join("<br>\n"))
    };
    let body = blocks.iter().map(block).collect::<String>();
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
         <body style=\"font-size: 16px; line-height: 1.7\">\n{body}</body>\n</html>\n",
        escaped(subject)
    )
}

fn marked_up(part: &Part) -> String {
    match part {
        Part::Filled(Value::Link(address)) => {
            let address = escaped(address);
            format!("<a href=\"{address}\">{address}</a>")
        }
        Part::Words(text) | Part::Filled(Value::Text(text)) => {
            escaped(text).replace('\n', "<br>\n")
        }
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
