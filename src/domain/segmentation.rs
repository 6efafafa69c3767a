//! How texts are cut up for the search, alike for every database: into overlapping pairs of characters, each spelled
//! in letters, so that a word of two characters, a part of a number and a rare character are all found.

use super::wording::half_width;

/// Letters a character takes; 26^5 is more than all of Unicode.
const LETTERS: u32 = 5;
/// Characters of one case that are found.
const AT_MOST: usize = 4000;

/// The tokens of a text: every pair of neighbours in a word, and its last character alone. A blank stands before each.
pub fn tokens(text: &str) -> String {
    let mut tokens = String::new();
    let mut left = AT_MOST;
    for mut word in words(text) {
        word.truncate(left);
        left = left.saturating_sub(word.len());
        let nexts = word.iter().skip(1).map(Some).chain([None]);
        for (one, next) in word.iter().zip(nexts) {
            tokens.push(' ');
            spell(&mut tokens, *one);
            if let Some(next) = next {
                spell(&mut tokens, *next);
            }
        }
    }
    tokens
}

/// What somebody looks for: every one of its words must stand in a text, wherever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought(Vec<String>);

impl Sought {
    /// `None` if there is nothing to look for but signs and blanks.
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<String> = words(text).iter().map(|word| run(word)).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// For each word the run of letters that the tokens of a text must hold.
    pub fn runs(&self) -> &[String] {
        &self.0
    }

    /// The tokens of all words.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|run| run.split_ascii_whitespace())
    }

    /// Whether the tokens of a text hold every word.
    pub fn stands_in(&self, tokens: &str) -> bool {
        self.0.iter().all(|run| tokens.contains(run.as_str()))
    }
}

/// A word as it stands in the tokens of a text: its pairs in a row; of a single character the beginning of a pair.
fn run(word: &[char]) -> String {
    let mut run = String::new();
    for pair in word.windows(2.min(word.len())) {
        run.push(' ');
        for c in pair {
            spell(&mut run, *c);
        }
    }
    run
}

/// Letters and digits in a row, narrow and in lower case; signs only part them.
fn words(text: &str) -> Vec<Vec<char>> {
    let narrow: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    narrow
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().collect())
        .collect()
}

fn spell(into: &mut String, c: char) {
    let mut rest = u32::from(c);
    for _ in 0..LETTERS {
        into.push(char::from_u32(u32::from('a') + rest % 26).unwrap_or('a'));
        rest /= 26;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_of_words_and_numbers_are_found() {
        let text = tokens("区政府〔２０２６〕3号 关于𠮷林路 Budget 的预算");
        for q in [
            "〔2026〕3号",
            "2026",
            "02",
            "3",
            "号",
            "𠮷",
            "𠮷林",
            "路",
            "BUDGET",
            "预算 区政",
            "的",
        ] {
            assert!(Sought::of(q).unwrap().stands_in(&text), "{q}");
        }
        for q in ["2027", "林𠮷", "预政", "算区", "4", "budget的x"] {
            assert!(!Sought::of(q).unwrap().stands_in(&text), "{q}");
        }
        assert_eq!(Sought::of(" 〔！〕'\";-- "), None);
    }

    proptest! {
        #[test]
        fn a_word_is_found_where_it_stands_and_nowhere_else(
            text in "[一-三a1𠮷 ]{0,30}", q in "[一-三a1𠮷]{1,4}"
        ) {
            prop_assert_eq!(Sought::of(&q).unwrap().stands_in(&tokens(&text)), text.contains(&q));
        }
    }
}
