//! How much two requests ask for the same, by the pairs of characters that both have. A hint for people, never a
//! decision.

use std::collections::BTreeSet;

use super::wording::half_width;

/// From here on two texts ask for the same, in percent.
pub const SAME: u8 = 80;
/// From here on they are alike, in percent.
pub const ALIKE: u8 = 50;
/// The most that two texts with other numbers in them (years, document numbers) come to.
const OTHER_NUMBERS: u8 = 70;

/// Words that every request has.
const COMMON: [&str; 24] = [
    "政府信息",
    "复印件",
    "贵单位",
    "贵机关",
    "有关于",
    "申请",
    "公开",
    "获取",
    "提供",
    "信息",
    "关于",
    "贵局",
    "本人",
    "有关",
    "相关",
    "情况",
    "以及",
    "的",
    "及",
    "和",
    "与",
    "等",
    "请",
    "我",
];

/// What a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pairs: BTreeSet<(char, char)>,
    numbers: BTreeSet<String>,
}

impl Shape {
    /// The shape of what is asked for.
    pub fn of(text: &str) -> Self {
        let phrases = phrases(text);
        let pairs = phrases.iter().flat_map(|phrase| phrase.chars().zip(phrase.chars().skip(1)));
        let numbers = phrases.iter().flat_map(|phrase| phrase.split(|c: char| !c.is_ascii_digit()));
        Self {
            pairs: pairs.collect(),
            numbers: numbers.filter(|number| !number.is_empty()).map(str::to_owned).collect(),
        }
    }

    /// How much is in both, in percent.
    pub fn likeness(&self, other: &Self) -> u8 {
        let (both, all) =
            (self.pairs.intersection(&other.pairs).count(), self.pairs.len() + other.pairs.len());
        let percent = (200 * both).checked_div(all).unwrap_or(0);
        let percent = u8::try_from(percent).unwrap_or(100);
        if self.numbers == other.numbers { percent } else { percent.min(OTHER_NUMBERS) }
    }
}

/// What to look for to find requests like this one: its longest phrases, the ends of those that are very long.
pub fn sought(text: &str) -> Vec<String> {
    /// Phrases that are looked for at most.
    const MOST: usize = 4;
    /// Characters of a phrase that somebody else may well have written alike.
    const LONG: usize = 6;
    let mut sought: Vec<String> = Vec::new();
    for phrase in phrases(text) {
        let chars: Vec<char> = phrase.chars().collect();
        if chars.len() > LONG {
            sought.extend(chars.first_chunk::<4>().map(|head| head.iter().collect()));
            sought.extend(chars.last_chunk::<4>().map(|tail| tail.iter().collect()));
        } else if chars.len() > 1 {
            sought.push(phrase);
        }
    }
    sought.sort_by_key(|phrase| std::cmp::Reverse(phrase.chars().count()));
    sought.dedup();
    sought.truncate(MOST);
    sought
}

/// Letters and digits in a row, narrow and in lower case, without what every request has.
fn phrases(text: &str) -> Vec<String> {
    let narrow: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let told = COMMON.iter().fold(narrow, |text, common| text.replace(common, " "));
    let parts = told.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_the_same_is_told_from_what_is_only_alike() {
        let table: Vec<String> = [
            ("2025年老旧小区改造的资金安排", "申请公开2025年老旧小区改造资金安排"),
            ("2025年老旧小区改造的资金安排", "２０２５年老旧小区改造的资金安排情况"),
            ("2025年老旧小区改造的资金安排", "2024年老旧小区改造的资金安排"),
            ("2025年老旧小区改造的资金安排", "老旧小区改造的中标结果"),
            ("2025年老旧小区改造的资金安排", "幼儿园招生计划"),
            ("的", "申请公开"),
        ]
        .into_iter()
        .map(|(one, other)| {
            format!("{:3} {one} / {other}", Shape::of(one).likeness(&Shape::of(other)))
        })
        .collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn the_longest_phrases_are_sought() {
        assert_eq!(
            sought("申请公开2025年老旧小区改造的资金安排"),
            ["2025", "小区改造", "资金安排"].map(str::to_owned)
        );
        assert!(sought("请公开").is_empty());
    }
}
