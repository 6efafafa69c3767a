//! Text into lines of a given width, counted in terminal columns: a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that must not begin a line.
const CLOSING: &[char] = &['，', '。', '、', '）', '”', '；', '：', '》', '〕'];

/// The width of a character.
pub fn width_of(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The text in lines of at most `width`, each as full as it can be.
pub fn filled(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for character in text.chars() {
        if line.width() + width_of(character) > width && !line.is_empty() {
            // A closing mark takes the character before it along to the next line.
            let carried = if CLOSING.contains(&character) { line.pop() } else { None };
            lines.push(std::mem::take(&mut line));
            line.extend(carried);
        }
        line.push(character);
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

/// The text in as few lines of at most `width` as it needs, all about equally long: for heads.
pub fn balanced(text: &str, width: usize) -> Vec<String> {
    let whole = text.width();
    let lines = whole.div_ceil(width.max(1)).max(1);
    let even = whole.div_ceil(lines);
    filled(text, (even + even % 2).min(width))
}

/// Phrases joined by wide spaces into lines of at most `width`.
pub fn joined(phrases: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for phrase in phrases {
        match lines.last_mut() {
            Some(line) if line.width() + 2 + phrase.width() <= width => {
                line.push('　');
                line.push_str(phrase);
            }
            Some(_) | None => lines.push(phrase.clone()),
        }
    }
    lines
}

/// The text in the middle of `width` columns.
pub fn centered(text: &str, width: usize) -> String {
    let free = width.saturating_sub(text.width());
    format!("{}{text}{}", " ".repeat(free / 2), " ".repeat(free - free / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_width_and_their_closing_marks() {
        assert_eq!(filled("逾期不补正、行政机关", 10), ["逾期不补", "正、行政机", "关"]);
        assert_eq!(filled("", 10), [""; 0]);
        assert_eq!(filled("宽", 1), ["宽"]);
        assert_eq!(balanced("结果维持", 6), ["结果", "维持"]);
        assert_eq!(balanced("社会公益组织", 7), ["社会公", "益组织"]);
        assert_eq!(balanced("总计", 7), ["总计"]);
        assert_eq!(centered("总计", 7), " 总计  ");
    }
}
