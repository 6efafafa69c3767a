//! Labels as offices write them, brought to one form: width, white space, quotes, brackets, numbering.

/// One form for a written label: ASCII width and case, `(` `)` for every bracket, `-` for every separator,
/// no white space and no quotes.
pub fn compact(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    for c in text.chars().map(half_width) {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '〖' => compact.push('('),
            ')' | ']' | '}' | '】' | '〕' | '〗' => compact.push(')'),
            '①'..='⑳' => push_circled(&mut compact, c),
            c if is_separator(c) => push_separator(&mut compact),
            c if is_dropped(c) => {}
            c => compact.push(c.to_ascii_lowercase()),
        }
    }
    while compact.ends_with('-') {
        compact.pop();
    }
    compact
}

/// What is left of a compact label when brackets and separators go as well: the form in which labels are compared.
pub fn plain(compact: &str) -> String {
    compact.chars().filter(|c| !matches!(c, '(' | ')' | '-')).collect()
}

/// A compact label without its leading numbering (`(三)`, `1-`, `三(三)1`), and the innermost number dropped.
pub fn without_numbering(compact: &str) -> Option<(&str, &str)> {
    let text = compact.trim_start_matches('-');
    if let Some((number, rest)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        return is_number(number).then_some((number, rest.trim_start_matches('-')));
    }
    let end = text.find(|c| !is_numeral(c))?;
    let (number, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix(')').unwrap_or(rest).trim_start_matches('-');
    is_number(number).then_some((number, rest))
}

/// What follows `group` in a compact label, if a bracket, a separator or a number parts the two.
pub fn within<'a>(compact: &'a str, group: &str) -> Option<&'a str> {
    let rest = compact.strip_prefix(group)?;
    let parted = rest.starts_with(|c: char| matches!(c, '(' | '-') || c.is_ascii_digit());
    parted.then(|| rest.trim_start_matches('-'))
}

/// The full-width forms of ASCII in their usual width; other characters as they are.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        c => c,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_numeral)
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

fn is_separator(c: char) -> bool {
    "-—–−‐_/\\|>→、,，;:：；.。·".contains(c)
}

fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || "\"'“”‘’「」『』《》〈〉*※".contains(c)
        || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{00AD}')
}

fn push_separator(compact: &mut String) {
    if !compact.ends_with('-') {
        compact.push('-');
    }
}

/// ① stands for `1-`.
fn push_circled(compact: &mut String, c: char) {
    let number = u32::from(c).saturating_sub(u32::from('①')).saturating_add(1);
    compact.push_str(&number.to_string());
    push_separator(compact);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_come_to_one_form() {
        for (written, expected) in [
            ("（三）1.属于国家秘密", "(三)1-属于国家秘密"),
            ("危及“三安全一稳定”", "危及三安全一稳定"),
            (" 【收到　日期】\n* ", "(收到日期)"),
            ("１、予以公开。", "1-予以公开"),
            ("③其他", "3-其他"),
            ("不予公开——属于", "不予公开-属于"),
        ] {
            assert_eq!(compact(written), expected, "{written}");
        }
    }

    #[test]
    fn numbering_comes_off_one_level_at_a_time() {
        for (compact, expected) in [
            ("(三)1-属于国家秘密", Some(("三", "1-属于国家秘密"))),
            ("1-属于国家秘密", Some(("1", "属于国家秘密"))),
            ("1)属于国家秘密", Some(("1", "属于国家秘密"))),
            ("三(三)1属于", Some(("三", "(三)1属于"))),
            ("(信访)", None),
            ("属于国家秘密", None),
        ] {
            assert_eq!(without_numbering(compact), expected, "{compact}");
        }
    }

    proptest! {
        #[test]
        fn compacting_twice_changes_nothing(text in "\\PC*") {
            let once = compact(&text);
            prop_assert_eq!(compact(&once), once);
        }
    }
}
