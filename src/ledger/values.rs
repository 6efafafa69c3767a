//! Cell values as offices type them: white space, apostrophes, full-width digits, numbers meant as text.

use std::borrow::Cow;

use crate::domain::wording::half_width;

/// Excel keeps 15 significant digits; a whole number from here on has lost the rest.
const EXACT_BELOW: f64 = 1e15;

/// The text without white space around it (U+3000 too) and without the apostrophe that forces text in Excel.
/// What is inside stays byte for byte.
pub fn clean(text: &str) -> &str {
    let text = trimmed(text);
    text.strip_prefix(['\'', '＇']).map_or(text, trimmed)
}

/// The text with full-width ASCII and digits in their usual width, for numbers and addresses of the net.
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| half_width(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(half_width).collect())
}

/// A number as the text that was meant: 13912345678.0 is 13912345678.
pub fn number_text(number: f64) -> String {
    format!("{number}")
}

/// Whether a number had more digits once than it has now.
pub fn has_lost_digits(number: f64) -> bool {
    number.abs() >= EXACT_BELOW
}

/// Whether a text is such a number as Excel shows it: 6.20402E+17.
pub fn shows_lost_digits(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(&mantissa.replacen('.', "", 1)) && digits(exponent)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_surrounds_a_value_goes_and_what_is_inside_stays() {
        for (typed, value) in [
            ("　张三 \n", "张三"),
            ("'00123", "00123"),
            ("＇00123", "00123"),
            ("欧阳 䶮 喆 堃 㛃", "欧阳 䶮 喆 堃 㛃"),
            ("\u{FEFF}编号\u{A0}", "编号"),
            ("'", ""),
            ("　", ""),
        ] {
            assert_eq!(clean(typed), value);
        }
    }

    #[test]
    fn numbers_become_the_text_that_was_meant() {
        assert_eq!(number_text(13_912_345_678.0), "13912345678");
        assert_eq!(number_text(1.5), "1.5");
        assert_eq!(narrow("１３９-１２３４ａｂ"), "139-1234ab");
        assert!(matches!(narrow("139"), Cow::Borrowed("139")));
    }

    #[test]
    fn lost_digits_are_seen() {
        assert!(has_lost_digits(620_402_199_001_011_200.0));
        assert!(!has_lost_digits(620_402_670_401_001.0));
        for (text, lost) in [
            ("6.20402E+17", true),
            ("6E+17", true),
            ("E+17", false),
            ("AE+17", false),
            ("620402", false),
        ] {
            assert_eq!(shows_lost_digits(text), lost, "{text}");
        }
    }
}
