//! What a password must be, and when an account is locked.

mod common;

use chrono::TimeDelta;

/// Characters a password has at least.
const AT_LEAST: usize = 10;
/// Characters a password has at most: hashing takes a passphrase, not a book.
const AT_MOST: usize = 128;
/// The last passwords that are not used again.
pub const REMEMBERED: i64 = 5;
/// Failed sign-ins that lock an account …
pub const FAILURES: i64 = 5;
/// … when they fall within this time …
pub const WITHIN: TimeDelta = TimeDelta::minutes(15);
/// … for this long; it opens by itself.
pub const LOCKED_FOR: TimeDelta = TimeDelta::minutes(30);

/// Pieces of which a password has at least so many, words that everybody uses counted as one.
const PIECES_AT_LEAST: usize = 6;

/// What is wrong with a password. Never repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    #[error("密码至少 {AT_LEAST} 个字符")]
    TooShort,
    #[error("密码最多 {AT_MOST} 个字符")]
    TooLong,
    #[error("密码应包含字母、数字、其他字符中的至少两种")]
    OneKind,
    #[error("密码不能包含登录名")]
    HoldsName,
    #[error("密码太常见，容易被猜中")]
    Common,
    #[error("不能再用最近 {REMEMBERED} 次用过的密码")]
    UsedBefore,
}

/// Whether `password` is good enough for the owner of `login_name`.
pub fn check(password: &str, login_name: &str) -> Result<(), BadPassword> {
    let length = password.chars().count();
    if length < AT_LEAST {
        return Err(BadPassword::TooShort);
    }
    if length > AT_MOST {
        return Err(BadPassword::TooLong);
    }
    let kinds = [
        password.chars().any(char::is_alphabetic),
        password.chars().any(char::is_numeric),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    if kinds.iter().filter(|kind| **kind).count() < 2 {
        return Err(BadPassword::OneKind);
    }
    let lower = password.to_lowercase();
    if lower.contains(&login_name.to_lowercase()) {
        return Err(BadPassword::HoldsName);
    }
    if common::pieces(&lower) < PIECES_AT_LEAST {
        return Err(BadPassword::Common);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_password_must_be() {
        let table: Vec<String> = [
            "short-1",
            "onlyletters",
            "7391846205",
            "白银市依申请公开办公室",
            "Password-2026",
            "Woaini5201314!",
            "1qaz2wsx#EDC",
            "li.wei-2026-ok",
            "银杏树下 37 级台阶",
            "tall-Ginkgo-37",
        ]
        .iter()
        .map(|password| {
            let verdict = check(password, "li.wei");
            format!(
                "{password}: {}",
                verdict.map_or_else(|why| why.to_string(), |()| "可用".to_owned())
            )
        })
        .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        short-1: 密码至少 10 个字符
        onlyletters: 密码应包含字母、数字、其他字符中的至少两种
        7391846205: 密码应包含字母、数字、其他字符中的至少两种
        白银市依申请公开办公室: 密码应包含字母、数字、其他字符中的至少两种
        Password-2026: 密码太常见，容易被猜中
        Woaini5201314!: 密码太常见，容易被猜中
        1qaz2wsx#EDC: 密码太常见，容易被猜中
        li.wei-2026-ok: 密码不能包含登录名
        银杏树下 37 级台阶: 可用
        tall-Ginkgo-37: 可用
        ");
        assert_eq!(check(&"长1".repeat(65), "x"), Err(BadPassword::TooLong));
    }
}
