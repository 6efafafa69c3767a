//! A part of an office file as a stream of XML events. Entities other than the five of XML are not expanded.

use std::borrow::Cow;
use std::io::{BufReader, Read};

use quick_xml::events::{BytesStart, Event};
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

    /// The next event; `Event::Eof` at the end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        Ok(self.reader.read_event_into(&mut self.buffer)?)
    }
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

/// Adds the characters of an event, if it has any, to `text`.
pub(super) fn push_characters(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(character)) => text.push(character),
            Ok(None) | Err(_) => text.push_str(
                quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
                    .unwrap_or_default(),
            ),
        },
        _ => {}
    }
}
