//! A printed number: full-width digits, thousands separators, spaces, and the marks that stand for a blank.

/// What a cell that should hold a number says instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

/// The number in a cell; `None` is a blank or a dash.
pub fn number(text: &str) -> Result<Option<i64>, NotANumber> {
    let text: String = text.chars().filter(|c| !is_space(*c)).map(half_width).collect();
    if text.chars().all(|c| matches!(c, '-' | '—' | '–' | '―' | '─' | '−' | '/')) {
        return Ok(None);
    }
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let digits = ungrouped(digits).ok_or(NotANumber)?;
    format!("{sign}{digits}").parse().map(Some).map_err(|_| NotANumber)
}

/// The digits without thousands separators; `None` if there is anything else or a group is not of three.
fn ungrouped(digits: &str) -> Option<String> {
    let groups: Vec<&str> = digits.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    let all: String = groups.concat();
    let is_digits = !first.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
    (is_grouped && is_digits).then_some(all)
}

/// A full-width digit, comma, sign or slash as its ASCII twin.
pub fn half_width(character: char) -> char {
    match character {
        '！'..='～' => {
            u32::from(character).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(character)
        }
        other => other,
    }
}

/// White space, and the marks without width that pages and documents carry.
pub fn is_space(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_are_read() {
        for (text, expected) in [
            ("148", Some(148)),
            (" 1 48\u{a0}", Some(148)),
            ("１４８", Some(148)),
            ("1,234", Some(1234)),
            ("1，234，567", Some(1_234_567)),
            ("0", Some(0)),
            ("007", Some(7)),
            ("-3", Some(-3)),
            ("－3", Some(-3)),
            ("", None),
            ("\u{3000}", None),
            ("-", None),
            ("—", None),
            ("——", None),
            ("/", None),
            ("／", None),
            ("\u{200b}5", Some(5)),
        ] {
            assert_eq!(number(text), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in [
            "3件",
            "1.5",
            "1,23",
            ",123",
            "1234,567",
            "abc",
            "--3",
            "+3",
            "〇",
            "99999999999999999999",
        ] {
            assert_eq!(number(text), Err(NotANumber), "{text:?}");
        }
    }
}
