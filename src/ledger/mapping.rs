//! A mapping file: which heading of an office's register stands for which of our columns.

use std::path::Path;

use encoding_rs::GB18030;

use super::headings::{CaseColumn, ChallengeColumn, Columns, Heading, are_equal, recognise};
use super::unreadable::Unreadable;
use super::values::clean;

/// Pairs of our name and the heading of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    pairs: Vec<(String, String)>,
}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadMapping {
    #[error("读取对应表时出错")]
    Io(#[source] Unreadable),
    #[error("对应表不是文本文件，或者 JSON 有误")]
    NotText,
    #[error("对应表第{0}行应写成：本系统的列名=表中的列名")]
    NotAPair(usize),
    #[error("对应表中的“{name}”不是本系统的列名；列名有：{}", known_names().join("、"))]
    UnknownColumn { name: String },
    #[error("对应表中的“{0}”出现了两次")]
    Twice(String),
}

impl Mapping {
    /// Reads a mapping from a file: JSON `{"收到日期": "收件日"}`, or lines `收到日期=收件日` with `#` before remarks.
    pub fn read(path: &Path) -> Result<Self, BadMapping> {
        let bytes = std::fs::read(path).map_err(|error| BadMapping::Io(error.into()))?;
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text),
            Err(other) => {
                let (text, _, has_errors) = GB18030.decode(other.as_bytes());
                if has_errors { Err(BadMapping::NotText) } else { Self::parse(&text) }
            }
        }
    }

    /// Reads a mapping from its text.
    pub fn parse(text: &str) -> Result<Self, BadMapping> {
        let text = clean(text);
        let pairs = if text.starts_with('{') { of_json(text)? } else { of_lines(text)? };
        for (at, (name, _)) in pairs.iter().enumerate() {
            if recognise::<CaseColumn>(name).is_none()
                && recognise::<ChallengeColumn>(name).is_none()
            {
                return Err(BadMapping::UnknownColumn { name: name.clone() });
            }
            if pairs.iter().take(at).any(|(earlier, _)| are_equal(earlier, name)) {
                return Err(BadMapping::Twice(name.clone()));
            }
        }
        Ok(Self { pairs })
    }

    /// The heading that stands for a column, if the mapping speaks of it.
    pub(super) fn heading_for<C: Columns>(&self, column: &Heading<C>) -> Option<&str> {
        let means =
            |name: &str| recognise::<C>(name).is_some_and(|known| known.column == column.column);
        let pair = self.pairs.iter().find(|(name, _)| means(name));
        pair.map(|(_, heading)| heading.as_str())
    }

    /// All headings that the mapping expects in the file.
    pub(super) fn headings(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(_, heading)| heading.as_str())
    }
}

fn of_json(text: &str) -> Result<Vec<(String, String)>, BadMapping> {
    let pairs: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|_| BadMapping::NotText)?;
    let pair = |(name, heading): (String, serde_json::Value)| {
        heading.as_str().map(|heading| (name, heading.to_owned())).ok_or(BadMapping::NotText)
    };
    pairs.into_iter().map(pair).collect()
}

fn of_lines(text: &str) -> Result<Vec<(String, String)>, BadMapping> {
    let lines = text.lines().zip(1..).map(|(line, number)| (clean(line), number));
    let written = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    let pair = |(line, number): (&str, usize)| {
        let (name, heading) = line.split_once(['=', '＝']).ok_or(BadMapping::NotAPair(number))?;
        let (name, heading) = (clean(name), clean(heading));
        if name.is_empty() || heading.is_empty() {
            return Err(BadMapping::NotAPair(number));
        }
        Ok((name.to_owned(), heading.to_owned()))
    };
    written.map(pair).collect()
}

/// Our names of all columns, for people.
fn known_names() -> Vec<&'static str> {
    let cases = CaseColumn::HEADINGS.iter().map(|heading| heading.name);
    let challenges = ChallengeColumn::HEADINGS.iter().map(|heading| heading.name);
    let mut names: Vec<&str> = cases.collect();
    names.extend(
        challenges.filter(|name| !CaseColumn::HEADINGS.iter().any(|known| known.name == *name)),
    );
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let lines = "\u{FEFF}# 我办的台账\n收到日期 = 收件日\n\n申请人＝单位或个人\n";
        let json = r#"{"收到日期": "收件日", "申请人": "单位或个人"}"#;
        let mapping = Mapping::parse(lines).unwrap();
        assert_eq!(mapping, Mapping::parse(json).unwrap());
        assert_eq!(mapping.headings().collect::<Vec<_>>(), ["收件日", "单位或个人"]);
    }

    #[test]
    fn our_columns_may_go_by_any_of_their_names() {
        let mapping = Mapping::parse("受理机关=单位").unwrap();
        let organ = CaseColumn::HEADINGS.iter().find(|known| known.column == CaseColumn::Organ);
        assert_eq!(mapping.heading_for(organ.unwrap()), Some("单位"));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, says) in [
            ("收到日=收件日", "对应表中的“收到日”不是本系统的列名；列名有：申请编号、"),
            ("申请人=甲\n\n收到日期", "对应表第3行应写成：本系统的列名=表中的列名"),
            ("申请人=", "对应表第1行应写成"),
            ("申请人=甲\n申请人=乙", "对应表中的“申请人”出现了两次"),
            ("{\"申请人\": 1}", "对应表不是文本文件，或者 JSON 有误"),
        ] {
            let refused = Mapping::parse(text).unwrap_err().to_string();
            assert!(refused.starts_with(says), "{refused}");
        }
    }
}
