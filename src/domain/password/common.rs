//! How few guesses a password is: words that everybody uses, walks over the keyboard, runs, sequences and years count as
//! one character each.

/// Words of which passwords are made, in English and in pinyin, with the numbers that stand for words. `0` is read as o,
/// `@` as a and so on.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "pass",
    "pwd",
    "secret",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "demo",
    "login",
    "welcome",
    "letmein",
    "hello",
    "master",
    "super",
    "manager",
    "system",
    "server",
    "office",
    "service",
    "public",
    "government",
    "china",
    "chinese",
    "beijing",
    "shanghai",
    "guangzhou",
    "shenzhen",
    "lanzhou",
    "baiyin",
    "gansu",
    "zhongguo",
    "zhonghua",
    "renmin",
    "zhengfu",
    "gongkai",
    "shenqing",
    "yishenqing",
    "xinxi",
    "zhengwu",
    "gongwu",
    "bangong",
    "bangongshi",
    "jiguan",
    "danwei",
    "keshi",
    "juzhang",
    "kezhang",
    "zhuren",
    "guanli",
    "guanliyuan",
    "xitong",
    "denglu",
    "yonghu",
    "mima",
    "wodemima",
    "kouling",
    "ceshi",
    "kaishi",
    "nihao",
    "woaini",
    "woaizhongguo",
    "woai",
    "aini",
    "baobao",
    "baobei",
    "laopo",
    "laogong",
    "mama",
    "baba",
    "jiating",
    "xingfu",
    "kuaile",
    "pingan",
    "jiankang",
    "facai",
    "gongxi",
    "xinnian",
    "iloveyou",
    "love",
    "baby",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "football",
    "shadow",
    "superman",
    "batman",
    "trustno",
    "qwerty",
    "asdf",
    "zxcv",
    "abc",
    "xyz",
    "zhang",
    "wang",
    "zhao",
    "qian",
    "zhou",
    "chen",
    "yang",
    "huang",
    "liu",
    "sun",
    "jing",
    "ming",
    "xiao",
    "wei",
    "fang",
    "qiang",
    "lei",
    "jun",
    "yong",
    "5201314",
    "1314520",
    "520520",
    "1314",
    "520",
    "7758521",
    "7758258",
    "147258",
    "147852",
    "159357",
    "112233",
    "11223344",
    "123321",
    "123",
    "888",
    "666",
    "000",
];

/// Rows and columns of keyboards, walked either way.
const WALKS: &[&str] = &[
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "~!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "147258369",
    "741852963",
];

/// Characters that a walk, a run or a sequence has at least.
const AT_LEAST: usize = 4;

/// How many pieces a password in small letters has, each of which is guessed as one.
pub fn pieces(password: &str) -> usize {
    let all: Vec<char> = password.chars().collect();
    let unit = all.get(..period(&all)).unwrap_or(&all);
    let repeated = usize::from(unit.len() < all.len());
    let (mut rest, mut count) = (unit, repeated);
    while !rest.is_empty() {
        let (_, after) = rest.split_at(piece(rest).min(rest.len()));
        rest = after;
        count += 1;
    }
    count
}

/// The shortest beginning of which the whole is a repetition.
fn period(all: &[char]) -> usize {
    let repeats =
        |size: &usize| all.iter().zip(all.iter().skip(*size)).all(|(one, other)| one == other);
    (1..=all.len() / 2).find(repeats).unwrap_or(all.len())
}

/// The length of the longest piece that the rest begins with.
fn piece(rest: &[char]) -> usize {
    [word(rest), walk(rest), steps(rest, 0), steps(rest, 1), steps(rest, -1), year(rest), 1]
        .into_iter()
        .max()
        .unwrap_or(1)
}

fn word(rest: &[char]) -> usize {
    let begins = |word: &&&str| {
        let mut chars = rest.iter();
        word.chars().all(|c| chars.next().is_some_and(|given| *given == c || meant(*given) == c))
    };
    WORDS.iter().filter(begins).map(|word| word.len()).max().unwrap_or(0)
}

/// The letter for which a digit or a sign stands in.
fn meant(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn walk(rest: &[char]) -> usize {
    let longest = |row: Vec<char>| {
        let from = |start: usize| {
            row.iter().skip(start).zip(rest).take_while(|(key, given)| key == given).count()
        };
        (0..row.len()).map(from).max().unwrap_or(0)
    };
    let ways = WALKS.iter().flat_map(|row| [row.chars().collect(), row.chars().rev().collect()]);
    long_enough(ways.map(longest).max().unwrap_or(0))
}

/// Characters of which each is `step` after the one before: `1111`, `abcd`, `9876`.
fn steps(rest: &[char], step: i64) -> usize {
    let code = |c: char| i64::from(u32::from(c));
    let follows = |(one, other): &(&char, &char)| code(**other) - code(**one) == step;
    long_enough(1 + rest.iter().zip(rest.iter().skip(1)).take_while(follows).count())
}

fn long_enough(length: usize) -> usize {
    if length >= AT_LEAST { length } else { 0 }
}

/// A year of somebody's life, with month and day if they follow.
fn year(rest: &[char]) -> usize {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let century: String = rest.iter().take(2).collect();
    match digits {
        _ if century != "19" && century != "20" => 0,
        8.. => 8,
        6 | 7 => 6,
        4 | 5 => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_as_one_counts_once() {
        let table: Vec<String> = [
            "password-2026",
            "p@ssw0rd",
            "admin12345",
            "woaini5201314",
            "zhangwei19900101",
            "1qaz2wsx3edc",
            "poiuytrewq1",
            "abcdefgh9876",
            "ab1ab1ab1ab1",
            "aaaaaaaaaa1",
            "!@#$%^&*()a",
            "tall-ginkgo-37",
            "银杏树下 37 级台阶",
            "demo-ginkgo-37",
            "kx7#pqm2vz",
        ]
        .iter()
        .map(|password| format!("{password}: {}", pieces(password)))
        .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        password-2026: 3
        p@ssw0rd: 1
        admin12345: 2
        woaini5201314: 2
        zhangwei19900101: 3
        1qaz2wsx3edc: 1
        poiuytrewq1: 2
        abcdefgh9876: 2
        ab1ab1ab1ab1: 4
        aaaaaaaaaa1: 2
        !@#$%^&*()a: 2
        tall-ginkgo-37: 14
        银杏树下 37 级台阶: 11
        demo-ginkgo-37: 11
        kx7#pqm2vz: 10
        ");
        assert_eq!(pieces(""), 0);
    }
}
