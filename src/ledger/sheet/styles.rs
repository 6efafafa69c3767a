//! Which cell formats of an xlsx show a number as a date.

use std::collections::HashMap;
use std::io::Read;

use super::Unreadable;
use super::xml::{Node, Xml, attribute};

/// For each cell format of `styles.xml`, in order, whether it is one of dates.
pub(super) fn date_formats(part: Box<dyn Read>) -> Result<Vec<bool>, Unreadable> {
    let mut xml = Xml::new(part);
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                    codes.extend(id.zip(attribute(&element, "formatCode")));
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id =
                        attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    formats.push(is_date(id, codes.get(&id).map(String::as_str)));
                }
                _ => {}
            },
            Node::End(element) if element.local_name().as_ref() == "cellXfs" => {
                in_cell_formats = false;
            }
            Node::Eof => return Ok(formats),
            Node::End(_) | Node::Characters(_) | Node::Other => {}
        }
    }
}

/// Built-in formats 14-22 are dates everywhere, 27-36 and 50-58 in East Asian Excel.
fn is_date(id: u32, code: Option<&str>) -> bool {
    match code {
        Some(code) => shows_date(code),
        None => matches!(id, 14..=22 | 27..=36 | 50..=58),
    }
}

/// Whether a format code shows a year or a day: letters outside quotes, brackets and escapes.
fn shows_date(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => drop(chars.next()),
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_dates() {
        for (code, is_date) in [
            ("yyyy\"年\"m\"月\"d\"日\";@", true),
            ("[$-804]yyyy/m/d", true),
            ("m/d", true),
            ("0.00", false),
            ("General", false),
            ("[Red]0\"day\"", false),
            ("0\\d", false),
            ("@", false),
        ] {
            assert_eq!(shows_date(code), is_date, "{code}");
        }
    }
}
