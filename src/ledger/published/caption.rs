//! Whose table a document holds and of which year, as far as its own words tell.

use super::number::half_width;
use super::{Document, Grid};
use crate::domain::annual_report::Scope;

/// How many characters a line with a title or a fact may have; longer ones are running text.
const LINE_LIMIT: usize = 120;

/// How many characters the name of an organ may have.
const NAME_LIMIT: usize = 40;

/// What is known of a table beside its numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Caption {
    pub organ: Option<String>,
    pub year: Option<i32>,
    pub scope: Option<Scope>,
}

/// Reads titles like 某市2020年政府信息公开工作年度报告, and the facts that our own exports print.
pub fn find(document: &Document) -> Caption {
    let lines: Vec<String> = document.lines.iter().cloned().chain(cells(&document.grids)).collect();
    let mut titles = lines.iter().filter_map(|line| title(line));
    let (year, organ) = titles.next().map_or((None, None), |(year, organ)| (Some(year), organ));
    let named = fact(&lines, "统计机关").and_then(|name| {
        let (name, _code) = name.split_once('（').unwrap_or((&name, ""));
        (!name.is_empty()).then(|| name.to_owned())
    });
    let scope = fact(&lines, "统计口径").and_then(|scope| match scope {
        scope if scope.starts_with("政府汇总") => Some(Scope::Government),
        scope if scope.starts_with("本机关") => Some(Scope::Organ),
        _ => None,
    });
    Caption { organ: named.or(organ), year, scope }
}

/// The lines of text in the cells of tables, each cell once where it is merged.
fn cells(grids: &[Grid]) -> impl Iterator<Item = String> {
    let lines = grids.iter().flat_map(|grid| &grid.lines);
    lines.flat_map(|line| {
        let mut texts = line.clone();
        texts.dedup();
        let texts =
            texts.iter().flat_map(|text| text.lines()).filter(|text| !text.trim().is_empty());
        texts.map(str::to_owned).collect::<Vec<_>>()
    })
}

/// The year and the organ of a title.
fn title(line: &str) -> Option<(i32, Option<String>)> {
    let line: String = line.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let is_title =
        line.contains("政府信息公开") && (line.contains("报告") || line.contains("统计"));
    if !is_title || line.chars().count() > LINE_LIMIT {
        return None;
    }
    line.match_indices('年').find_map(|(at, _)| {
        let (before, after) = line.split_at_checked(at)?;
        let (name, digits) = before.split_at_checked(before.len().checked_sub(4)?)?;
        let year = digits.parse().ok().filter(|year| (2008..=2100).contains(year))?;
        let after = after.trim_start_matches(['年', '度']);
        Some((year, organ(name).or_else(|| organ(before_subject(after)?))))
    })
}

/// The name that stands between the year and the last 政府信息公开 of a title.
fn before_subject(rest: &str) -> Option<&str> {
    rest.rfind("政府信息公开").and_then(|at| rest.get(..at))
}

/// A name as it may stand before or after the year.
fn organ(name: &str) -> Option<String> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name = (2..=NAME_LIMIT).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || "()（）·".contains(c));
    // 某市人民政府信息公开: the word 政府 does for both.
    let whole = if name.ends_with("人民") { format!("{name}政府") } else { name.to_owned() };
    is_name.then_some(whole)
}

/// The value of a fact: behind its name on the same line, or on the next.
fn fact(lines: &[String], name: &str) -> Option<String> {
    let at = lines.iter().position(|line| line.contains(name))?;
    let (_, rest) = lines.get(at)?.split_once(name)?;
    let value = |text: &str| {
        let text = text.trim_start_matches(['：', ':', ' ', '\u{3000}']).trim_end();
        text.split(['\u{3000}', '\n']).next().unwrap_or_default().to_owned()
    };
    let here = value(rest);
    if here.is_empty() { lines.get(at + 1).map(|next| value(next)) } else { Some(here) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_organ_and_year() {
        for (line, expected) in [
            ("白银市人民政府2020年政府信息公开工作年度报告", Some((2020, Some("白银市人民政府")))),
            ("白银市２０２０年度政府信息公开工作年度报告", Some((2020, Some("白银市")))),
            (
                "2019年上海市人民政府办公厅政府信息公开工作年度报告",
                Some((2019, Some("上海市人民政府办公厅"))),
            ),
            ("2023年洪泽区人民政府信息公开工作年度报告", Some((2023, Some("洪泽区人民政府")))),
            ("2021年政府信息公开工作年度报告", Some((2021, None))),
            ("政府信息公开工作年度报告", None),
            ("2021年工作总结", None),
        ] {
            let expected = expected.map(|(year, organ)| (year, organ.map(str::to_owned)));
            assert_eq!(title(line), expected, "{line}");
        }
    }

    #[test]
    fn our_own_exports_tell_the_scope() {
        let lines = |texts: &[&str]| Document {
            lines: texts.iter().map(|text| (*text).to_owned()).collect(),
            ..Document::default()
        };
        let one_line = lines(&[
            "统计机关：白银市（620400）　统计口径：政府汇总（含部门和下级）　计量单位：件",
        ]);
        let caption = Caption {
            organ: Some("白银市".to_owned()),
            scope: Some(Scope::Government),
            year: None,
        };
        assert_eq!(find(&one_line), caption);
        let two_lines = lines(&["统计机关", "白银市（620400）", "统计口径", "本机关"]);
        assert_eq!(find(&two_lines), Caption { scope: Some(Scope::Organ), ..caption });
    }
}
