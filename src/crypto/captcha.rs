//! A small sum in words that a screen reader reads out too: asked and answered without anything being stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::key::{MasterKey, NoRandomness, Purpose};

/// How long a question may be answered.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(10);

/// A question with what proves, later on, that it was ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// Names a question, so that it is answered once.
pub type Nonce = [u8; 16];

/// Signs questions.
pub struct Captcha {
    keyed: Hmac<Sha256>,
}

impl Captcha {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    pub(super) fn new(master: &MasterKey) -> Self {
        let key = master.derive::<32>(Purpose::Captcha);
        Self { keyed: Hmac::new_from_slice(&*key).expect("HMAC takes a key of any length") }
    }

    /// A new question.
    pub fn ask(&self, now: DateTime<Utc>) -> Result<Question, NoRandomness> {
        let mut random = [0; 18];
        getrandom::fill(&mut random).map_err(|_| NoRandomness)?;
        let (nonce, rest) = random.split_first_chunk::<16>().ok_or(NoRandomness)?;
        let [one, other] = [0, 1].map(|at| u32::from(rest.get(at).copied().unwrap_or(0)) % 10 + 1);
        let expires_at = now + GOOD_FOR;
        let seconds = expires_at.timestamp().to_be_bytes();
        let mac = self.mac(seconds, nonce, one + other);
        let token = URL_SAFE_NO_PAD.encode([&seconds[..], nonce, &mac].concat());
        let text = format!("{}加{}等于几？", word(one), word(other));
        Ok(Question { text, token, expires_at })
    }

    /// The name of a question that is ours and still good.
    pub fn nonce(token: &str, now: DateTime<Utc>) -> Option<Nonce> {
        let (seconds, nonce, _) = parts(token)?;
        (i64::from_be_bytes(seconds) > now.timestamp()).then_some(nonce)
    }

    /// Whether an answer is right.
    pub fn is_right(&self, token: &str, answer: &str) -> bool {
        let (Some((seconds, nonce, given)), Some(sum)) = (parts(token), number(answer)) else {
            return false;
        };
        self.mac(seconds, &nonce, sum).ct_eq(&given).into()
    }

    fn mac(&self, seconds: [u8; 8], nonce: &Nonce, sum: u32) -> [u8; 32] {
        let mac = self.keyed.clone().chain_update(seconds).chain_update(nonce);
        mac.chain_update(sum.to_be_bytes()).finalize().into_bytes().into()
    }
}

fn parts(token: &str) -> Option<([u8; 8], Nonce, [u8; 32])> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (seconds, rest) = bytes.split_first_chunk()?;
    let (nonce, mac) = rest.split_first_chunk()?;
    Some((*seconds, *nonce, mac.try_into().ok()?))
}

const WORDS: [&str; 21] = [
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三",
    "十四", "十五", "十六", "十七", "十八", "十九", "二十",
];

fn word(number: u32) -> &'static str {
    usize::try_from(number).ok().and_then(|at| WORDS.get(at).copied()).unwrap_or_default()
}

/// The number that was written: in digits, full-width ones too, or in words.
fn number(answer: &str) -> Option<u32> {
    let answer = answer.trim();
    if let Some((_, number)) = WORDS.iter().zip(0..).find(|(word, _)| **word == answer) {
        return Some(number);
    }
    let digit = |c: char| c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')));
    let digits = answer.chars().map(|c| char::from_digit(digit(c)?, 10));
    let digits: String = digits.collect::<Option<_>>()?;
    (1..=3).contains(&digits.len()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(text: &str) -> u32 {
        let (one, other) = text.trim_end_matches("等于几？").split_once('加').unwrap();
        number(one).unwrap() + number(other).unwrap()
    }

    #[test]
    fn only_the_right_sum_answers_and_only_in_time() {
        let captcha = Captcha::new(&MasterKey::demo());
        let now: DateTime<Utc> = "2026-03-02T02:00:00Z".parse().unwrap();
        for _ in 0..50 {
            let question = captcha.ask(now).unwrap();
            let right = sum(&question.text);
            assert!(captcha.is_right(&question.token, &right.to_string()), "{question:?}");
            assert!(captcha.is_right(&question.token, word(right)), "{question:?}");
            assert!(!captcha.is_right(&question.token, &(right + 1).to_string()));
            assert!(Captcha::nonce(&question.token, now + TimeDelta::minutes(9)).is_some());
            assert!(Captcha::nonce(&question.token, now + TimeDelta::minutes(10)).is_none());
            let other = Captcha::new(&MasterKey::generate().unwrap());
            assert!(!other.is_right(&question.token, &right.to_string()));
        }
        for token in ["", "x", "AAAA", &"A".repeat(75)] {
            assert!(!captcha.is_right(token, "8"), "{token}");
        }
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (answer, read) in [
            ("8", Some(8)),
            (" １２ ", Some(12)),
            ("十二", Some(12)),
            ("", None),
            ("八个", None),
            ("-8", None),
        ] {
            assert_eq!(number(answer), read, "{answer}");
        }
    }
}
