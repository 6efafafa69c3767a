//! Proofs of identity: the checksums of the resident number and of the credit code, masked values, masking.

use std::ops::Range;

use chrono::NaiveDate;

use super::RequesterKind;
use crate::domain::wording::half_width;

/// What can be said of a written number without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityCheck {
    /// A resident number or credit code whose checksum holds.
    Fine,
    /// Parts are hidden; nothing can be checked.
    Masked,
    /// It has the form of a resident number or credit code, and its checksum or its date of birth is wrong.
    BadChecksum,
    /// A passport, an old registration number, some other proof: nothing to check.
    OtherDocument,
}

impl IdentityCheck {
    /// Checks the number of a requester of this kind. No region code is checked: 居住证 of Hong Kong, Macao and
    /// Taiwan residents (81, 82, 83) and 永居证 (9…) follow the same checksum (GB 11643).
    pub fn of(kind: RequesterKind, written: &str) -> Self {
        let number: String =
            written.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
        if is_masked(&number) {
            return Self::Masked;
        }
        let number = number.to_ascii_uppercase();
        match kind {
            RequesterKind::NaturalPerson => of_person(&number),
            RequesterKind::CommercialEnterprise
            | RequesterKind::ResearchInstitution
            | RequesterKind::PublicWelfareOrganization
            | RequesterKind::LegalServiceInstitution
            | RequesterKind::OtherOrganization => of_organization(&number),
        }
    }
}

/// A personal value for display: enough to tell two apart, too little to use.
pub fn masked(value: &str) -> String {
    if let Some((name, host)) = value.split_once('@') {
        let first: String = name.chars().take(1).collect();
        return format!("{first}***@{host}");
    }
    let length = value.chars().count();
    let head = (length / 4).min(3);
    let tail = (length / 6).min(2);
    let hidden = head..length.saturating_sub(tail);
    value.chars().enumerate().map(|(at, c)| if hidden.contains(&at) { '*' } else { c }).collect()
}

/// A person's number; a 个体工商户 is a natural person with a credit code that begins with 92, as a 永居证 may.
fn of_person(number: &str) -> IdentityCheck {
    if number.starts_with("92") && has_form_of_code(number) {
        return graded(is_credit_code(number) || is_resident_number(number));
    }
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    match (number.len(), digits) {
        (18, 17 | 18) => graded(is_resident_number(number)),
        (15, 15) => graded(number.get(6..12).is_some_and(|day| is_birthday(&format!("19{day}")))),
        // Nothing but a mistyped resident number has so many digits.
        (16 | 17 | 19 | 20, 16..) => IdentityCheck::BadChecksum,
        _ => IdentityCheck::OtherDocument,
    }
}

/// An organization's credit code; it may instead show the number of its representative, or an old registration.
fn of_organization(number: &str) -> IdentityCheck {
    if !has_form_of_code(number) || is_resident_number(number) {
        return IdentityCheck::OtherDocument;
    }
    graded(is_credit_code(number))
}

fn has_form_of_code(number: &str) -> bool {
    number.len() == 18 && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn graded(holds: bool) -> IdentityCheck {
    if holds { IdentityCheck::Fine } else { IdentityCheck::BadChecksum }
}

/// Whether parts of the number are hidden: a sign no number has, or a run of x.
fn is_masked(number: &str) -> bool {
    let signs = ['*', '×', '✱', '∗', '•', '●', '■', '□', '#', '?'];
    number.contains(signs) || number.to_ascii_lowercase().contains("xx")
}

/// GB 11643: 17 digits with a real date of birth, and the check character (ISO 7064, MOD 11-2).
fn is_resident_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &str = "10X98765432";
    let digits: Option<Vec<u32>> = number.chars().take(17).map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 17 && number.len() == 18) else {
        return false;
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = CHECKS.chars().zip(0..).find(|(_, remainder)| *remainder == sum % 11);
    check.map(|(check, _)| check) == number.chars().last()
        && number.get(6..14).is_some_and(is_birthday)
}

/// Eight digits that are a day; nobody who asks was born before 1850, and no clock is needed for the rest.
fn is_birthday(digits: &str) -> bool {
    let number = |range: Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else {
        return false;
    };
    let year = i32::try_from(year).unwrap_or(0);
    (1850..2100).contains(&year) && NaiveDate::from_ymd_opt(year, month, day).is_some()
}

/// GB 32100: 17 characters of 31 (no I, O, S, V, Z) with powers of 3 mod 31 as weights, and the check character.
fn is_credit_code(code: &str) -> bool {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let value = |c| ALPHABET.chars().zip(0_u32..).find(|(known, _)| *known == c).map(|(_, n)| n);
    let values: Option<Vec<u32>> = code.chars().map(value).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else {
        return false;
    };
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    values.last() == Some(&((31 - sum % 31) % 31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentityCheck::*;
    use RequesterKind::{CommercialEnterprise, NaturalPerson};
    use proptest::prelude::*;

    #[test]
    fn numbers_of_persons() {
        for (number, check) in [
            ("11010519491231002X", Fine),
            ("11010519491231002x", Fine),
            ("１１０１０５１９４９１２３１００２Ｘ", Fine),
            ("440524188001010014", Fine),
            ("110105 19491231 002X", Fine),
            ("110105194912310021", BadChecksum),
            ("110105194902300020", BadChecksum),
            ("130503670401001", Fine),
            ("130503671301001", BadChecksum),
            ("1101051949123100", BadChecksum),
            ("1101051949123100211", BadChecksum),
            ("110105********002X", Masked),
            ("110105＊＊＊＊＊＊＊＊002X", Masked),
            ("110105xxxxxxxx0021", Masked),
            ("E12345678", OtherDocument),
            ("护照 G1234567", OtherDocument),
            ("ABC123456789012", OtherDocument),
        ] {
            assert_eq!(IdentityCheck::of(NaturalPerson, number), check, "{number}");
        }
    }

    /// 居住证 of Hong Kong, Macao and Taiwan residents, and 永居证; the check characters were computed by a second
    /// program.
    #[test]
    fn numbers_of_residents_from_elsewhere() {
        for (number, check) in [
            ("810000199001010019", Fine),
            ("820000199001010029", Fine),
            ("830000199001010039", Fine),
            ("830000199001010030", BadChecksum),
            ("810000********0019", Masked),
            ("911156199001010045", Fine),
            ("940440198812240077", Fine),
            ("940440198812240078", BadChecksum),
            ("940440198813240077", BadChecksum),
            // The passes and the older 永居证, which have no checksum.
            ("H12345678", OtherDocument),
            ("CHN110123456789", OtherDocument),
        ] {
            assert_eq!(IdentityCheck::of(NaturalPerson, number), check, "{number}");
        }
    }

    #[test]
    fn a_sole_trader_is_a_natural_person_with_a_credit_code() {
        for (number, check) in [
            ("92620402MA70000001", Fine),
            ("92620402ma70000001", Fine),
            ("92620402MA70000002", BadChecksum),
            ("92620402MA7OOOOOO1", BadChecksum),
            (resident("92011519900101002").as_str(), Fine),
        ] {
            assert_eq!(IdentityCheck::of(NaturalPerson, number), check, "{number}");
        }
    }

    /// The check character of 17 digits, computed apart from the code under test.
    fn resident(digits: &str) -> String {
        let sum: u32 =
            digits.chars().rev().zip(1..).map(|(c, i)| c.to_digit(10).unwrap() * (1 << i)).sum();
        let check = (12 - sum % 11) % 11;
        format!("{digits}{}", if check == 10 { "X".to_owned() } else { check.to_string() })
    }

    #[test]
    fn codes_of_organizations() {
        for (code, check) in [
            ("91350100M000100Y43", Fine),
            ("91350100m000100y43", Fine),
            ("914403001922038216", Fine),
            // 事业单位, 社会团体, 律师事务所, 机关, 基金会, 农民专业合作社; computed by a second program.
            ("12100000400000624D", Fine),
            ("511000005000001238", Fine),
            ("31110000E00000123L", Fine),
            ("11620400013800123B", Fine),
            ("53100000500020789C", Fine),
            ("N2350100M000100Y4J", Fine),
            ("31110000E00000123M", BadChecksum),
            ("91350100M000100Y44", BadChecksum),
            ("91350100M000100I43", BadChecksum),
            ("9135****M000100Y43", Masked),
            ("110000001234567", OtherDocument),
            ("11010519491231002X", OtherDocument),
            ("12345678-9", OtherDocument),
        ] {
            assert_eq!(IdentityCheck::of(CommercialEnterprise, code), check, "{code}");
        }
    }

    #[test]
    fn display_hides_the_middle() {
        for (value, shown) in [
            ("11010519491231002X", "110*************2X"),
            ("13912345678", "13********8"),
            ("zhang.san@example.com", "z***@example.com"),
            ("白银市白银区人民路1号", "白银********号"),
            ("12", "**"),
            ("", ""),
        ] {
            assert_eq!(masked(value), shown);
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_seen(day in 0_u64..20_000, serial in 0_u32..1000, at in 1_usize..17, by in 1_u32..10) {
            let born = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Days::new(day);
            let number = resident(&format!("620402{}{serial:03}", born.format("%Y%m%d")));
            prop_assert_eq!(IdentityCheck::of(NaturalPerson, &number), Fine);
            let wrong: String = number.chars().enumerate().map(|(i, c)| match c.to_digit(10) {
                Some(digit) if i == at => char::from_digit((digit + by) % 10, 10).unwrap(),
                _ => c,
            }).collect();
            prop_assert_eq!(IdentityCheck::of(NaturalPerson, &wrong), BadChecksum);
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC*") {
            let _ = IdentityCheck::of(NaturalPerson, &text);
            let _ = IdentityCheck::of(CommercialEnterprise, &text);
            prop_assert_eq!(masked(&text).is_empty(), text.is_empty());
        }
    }
}
