//! Personal values where nobody expects them: a row whose cells have slipped has a telephone number as its result.

use std::borrow::Cow;

use super::masked;
use crate::domain::wording::half_width;

/// A value for a message: masked if it looks like a number of identity or telephone, or a way to reach somebody.
pub fn guarded(value: &str) -> Cow<'_, str> {
    if looks_personal(value) { Cow::Owned(masked(value)) } else { Cow::Borrowed(value) }
}

fn looks_personal(value: &str) -> bool {
    let plain: String = value.chars().map(half_width).collect();
    plain.contains('@') || is_address(&plain) || plain.split(is_between).any(is_number_of_person)
}

/// What parts one number from the next; signs that stand inside numbers do not.
fn is_between(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '-' | ' ' | '+'))
}

/// A resident number (15 or 18 places), a credit code, a mobile or a landline telephone.
fn is_number_of_person(run: &str) -> bool {
    let number: String = run.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_telephone = number.starts_with(['1', '0']) && digits == number.len();
    match number.len() {
        11 | 12 => is_telephone,
        13 => number.starts_with("861"),
        15..=20 => digits >= 8,
        _ => false,
    }
}

/// A house, a room or a village group: what an organ's name has not.
fn is_address(plain: &str) -> bool {
    const PLACES: &[&str] = &["单元", "号楼", "小区", "栋", "室", "号院", "路", "街", "巷", "村"];
    let has_place = PLACES.iter().any(|place| plain.contains(place));
    let is_numeral = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c);
    let mut pairs = plain.chars().zip(plain.chars().skip(1));
    has_place && pairs.any(|(one, next)| is_numeral(one) && "号栋室组单楼".contains(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_is_masked_wherever_it_stands() {
        for value in [
            "620402199001011237",
            "６２０４０２１９９００１０１１２３７",
            "62040219900101123X",
            "620402900101123",
            "91620400MA71234567",
            "13900001234",
            "139 0000 1234",
            "+86 139-0000-1234",
            "0943-8221234",
            "电话：13900001234（本人）",
            "lizhe@example.com",
            "白银区人民路一百零八号三单元",
            "王岘镇三合村2组17号",
        ] {
            assert_ne!(guarded(value), value);
        }
    }

    #[test]
    fn what_is_not_is_told_whole() {
        for value in [
            "2020-0007",
            "20200105",
            "2020年1月5日",
            "620402",
            "20200302001",
            "外星人",
            "人民路街道办事处",
            "国办函〔2021〕30号",
            "信息不存在",
            "甘0402行初17号",
            "",
        ] {
            assert_eq!(guarded(value), value);
        }
    }
}
