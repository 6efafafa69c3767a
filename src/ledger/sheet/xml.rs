//! A part of an office file as a stream of XML events. Entities other than the five of XML are not expanded.

use std::borrow::Cow;
use std::io::{BufReader, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Unreadable;

/// The events of one part; `<a/>` comes as a start and an end.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Box<dyn Read + 'a>>>,
    buffer: Vec<u8>,
}

impl<'a> Xml<'a> {
    pub(super) fn new(part: Box<dyn Read + 'a>) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, part));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next node; `Node::Eof` at the end.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Unreadable> {
        self.buffer.clear();
        Ok(match self.reader.read_event_into(&mut self.buffer)? {
            Event::Start(element) | Event::Empty(element) => Node::Start(element),
            Event::End(element) => Node::End(element),
            part @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                Node::Characters(part)
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Node::Other,
            Event::Eof => Node::Eof,
        })
    }
}

/// What an XML stream is made of, as far as office files go.
pub(super) enum Node<'a> {
    Start(BytesStart<'a>),
    End(BytesEnd<'a>),
    /// Text, CDATA, or a reference to a character.
    Characters(Event<'a>),
    /// Comments, declarations and such.
    Other,
    Eof,
}

impl From<quick_xml::Error> for Unreadable {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
                Ok(error) => error.into(),
                Err(_) => Self::Damaged,
            },
            quick_xml::Error::Syntax(_)
            | quick_xml::Error::IllFormed(_)
            | quick_xml::Error::InvalidAttr(_)
            | quick_xml::Error::Encoding(_)
            | quick_xml::Error::Escape(_)
            | quick_xml::Error::Namespace(_) => Self::Damaged,
        }
    }
}

/// The attributes of an element under their names without prefix.
pub(super) fn attributes<'a>(
    element: &'a BytesStart<'_>,
) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        (attribute.key.local_name().into_inner(), value)
    })
}

/// One attribute of an element.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    attributes(element).find(|(known, _)| *known == name).map(|(_, value)| value.into_owned())
}

/// Adds what characters stand for to `text`; an entity that XML does not know stands for nothing.
pub(super) fn push_characters(part: &Event<'_>, text: &mut String) {
    if let Event::Text(part) = part {
        text.push_str(&part.xml10_content());
    } else if let Event::CData(part) = part {
        text.push_str(&part.xml10_content());
    } else if let Event::GeneralRef(reference) = part {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            text.push(character);
        } else {
            let named = resolve_predefined_entity(&reference.xml10_content());
            text.push_str(named.unwrap_or_default());
        }
    }
}
