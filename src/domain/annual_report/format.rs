//! The two official layouts of the year table, 2019 and 2021, as data.

use serde::{Deserialize, Serialize};

use super::cell::{Column, Row, Standing};
use crate::domain::challenge::{ChallengeKind, ChallengeResult};
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// Which official layout a report follows: a property of the report, since some organs kept the old one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum Format {
    /// 国办公开办函〔2019〕60号: 其他处理 is one row.
    #[serde(rename = "2019")]
    #[strum(serialize = "2019")]
    Of2019,
    /// 国办公开办函〔2021〕30号: 其他处理 is three rows.
    #[serde(rename = "2021")]
    #[strum(serialize = "2021")]
    Of2021,
}

impl Format {
    /// The layout in force for the report on `year`.
    pub fn for_year(year: i32) -> Self {
        if year <= 2020 { Self::Of2019 } else { Self::Of2021 }
    }

    /// The document of the State Council office that issued the layout.
    pub fn document_number(self) -> &'static str {
        match self {
            Self::Of2019 => "国办公开办函〔2019〕60号",
            Self::Of2021 => "国办公开办函〔2021〕30号",
        }
    }

    /// The rows that hold numbers, in official order: 23 or 25.
    pub fn rows(self) -> impl Iterator<Item = Row> {
        use strum::VariantArray;
        let head = [Row::ReceivedNew, Row::CarriedOverFromLastYear];
        let results = ResultRow::VARIANTS.iter().copied().filter(move |row| self.prints(*row));
        let tail = [Row::ResultsTotal, Row::CarriedForwardToNextYear];
        head.into_iter().chain(results.map(Row::Result)).chain(tail)
    }

    /// Whether the layout has a row for `row`.
    pub fn prints(self, row: ResultRow) -> bool {
        self.fold(row) == row
    }

    /// [`Self::fold`] for any row of the table.
    pub fn fold_row(self, row: Row) -> Row {
        match row {
            Row::Result(result) => Row::Result(self.fold(result)),
            Row::ReceivedNew
            | Row::CarriedOverFromLastYear
            | Row::ResultsTotal
            | Row::CarriedForwardToNextYear => row,
        }
    }

    /// The row of this layout in which a case recorded under `row` is printed.
    pub fn fold(self, row: ResultRow) -> ResultRow {
        use ResultRow::{OtherFeeNotPaid, OtherNotAmended, OtherOther, OtherProcessing};
        match (self, row) {
            (Self::Of2019, OtherNotAmended | OtherFeeNotPaid | OtherOther) => OtherProcessing,
            (Self::Of2021, OtherProcessing) => OtherOther,
            (Self::Of2019 | Self::Of2021, row) => row,
        }
    }
}

/// The heading of section three, the same in both layouts.
pub const SECTION_THREE_TITLE: &str = "三、收到和处理政府信息公开申请情况";

/// The heading of section four, the same in both layouts.
pub const SECTION_FOUR_TITLE: &str = "四、政府信息公开行政复议、行政诉讼情况";

/// The identity that the layout prints in the corner of section three.
pub const CORNER_NOTE: &str =
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/// The head over all seven columns of section three.
pub const APPLICANT_HEAD: &str = "申请人情况";

/// The head over the five kinds of organization.
pub const ORGANIZATION_HEAD: &str = "法人或其他组织";

/// The head over both blocks of lawsuits in section four.
pub const LITIGATION_HEAD: &str = "行政诉讼";

/// A heading of section three that only gathers rows and has no cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Group {
    Results,
    Refused,
    Unable,
    NotProcessed,
    OtherProcessing,
}

/// What a printed line of section three heads: a group of lines, or a row of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    Group(Group),
    Row(Row),
}

impl Heading {
    /// The id of the official tables as data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Group(group) => group.into(),
            Self::Row(row) => row.id(),
        }
    }
}

/// A numbered label of section three and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub heading: Heading,
    /// The number as printed, its punctuation included: 一、 or （一） or 1.
    pub number: &'static str,
    pub label: &'static str,
    /// The group it stands in; `None` for the four main items.
    pub under: Option<Group>,
}

impl Line {
    /// Number and label as printed.
    pub fn text(&self) -> String {
        format!("{}{}", self.number, self.label)
    }
}

impl Format {
    /// Every labelled line of section three in official order, groups included.
    pub fn lines(self) -> impl Iterator<Item = &'static Line> {
        let other: &[Line] = match self {
            Self::Of2019 => &OTHER_UNDIVIDED,
            Self::Of2021 => &OTHER_DIVIDED,
        };
        BEFORE_OTHER.iter().chain(other).chain(&AFTER_OTHER)
    }

    /// The line that heads a row; a row of the other layout has that layout's line.
    pub fn line_of(self, row: Row) -> Option<&'static Line> {
        let every = self.lines().chain(Self::Of2019.lines()).chain(Self::Of2021.lines());
        every.into_iter().find(|line| line.heading == Heading::Row(row))
    }

    /// The lines from the main item down to the row itself: one, two or three.
    pub fn path_to(self, row: Row) -> Vec<&'static Line> {
        let mut path: Vec<_> = self.line_of(row).into_iter().collect();
        while let Some(group) = path.first().and_then(|line| line.under) {
            let every = self.lines().chain(Self::Of2021.lines());
            let Some(above) = every.into_iter().find(|l| l.heading == Heading::Group(group)) else {
                break;
            };
            path.insert(0, above);
        }
        path
    }

    /// The row in words, under its group where its own label does not say enough.
    pub fn name_of(self, row: Row) -> String {
        let path = self.path_to(row);
        let below = path.iter().skip(usize::from(path.len() > 1));
        below.map(|line| line.text()).collect::<Vec<_>>().join(" ")
    }
}

impl Column {
    /// The official head of the column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requester(RequesterKind::NaturalPerson) => "自然人",
            Self::Requester(RequesterKind::CommercialEnterprise) => "商业企业",
            Self::Requester(RequesterKind::ResearchInstitution) => "科研机构",
            Self::Requester(RequesterKind::PublicWelfareOrganization) => "社会公益组织",
            Self::Requester(RequesterKind::LegalServiceInstitution) => "法律服务机构",
            Self::Requester(RequesterKind::OtherOrganization) => "其他",
            Self::Total => "总计",
        }
    }
}

impl Standing {
    /// The official head of the column in section four.
    pub fn label(self) -> &'static str {
        match self {
            Self::Concluded(ChallengeResult::Upheld) => "结果维持",
            Self::Concluded(ChallengeResult::Corrected) => "结果纠正",
            Self::Concluded(ChallengeResult::OtherResult) => "其他结果",
            Self::Pending => "尚未审结",
            Self::Total => "总计",
        }
    }
}

/// The official head of a block of section four.
pub fn block_label(block: ChallengeKind) -> &'static str {
    match block {
        ChallengeKind::Review => "行政复议",
        ChallengeKind::LitigationDirect => "未经复议直接起诉",
        ChallengeKind::LitigationAfterReview => "复议后起诉",
    }
}

/// One of the main items 一、 二、 四、.
const fn main_item(number: &'static str, label: &'static str, row: Row) -> Line {
    Line { heading: Heading::Row(row), number, label, under: None }
}

/// A heading without cells.
const fn group(
    under: Option<Group>,
    number: &'static str,
    label: &'static str,
    group: Group,
) -> Line {
    Line { heading: Heading::Group(group), number, label, under }
}

/// A row of numbers within a group.
const fn row(under: Group, number: &'static str, label: &'static str, row: ResultRow) -> Line {
    Line { heading: Heading::Row(Row::Result(row)), number, label, under: Some(under) }
}

/// The lines that both layouts share, up to 其他处理.
#[rustfmt::skip]
const BEFORE_OTHER: [Line; 24] = [
    main_item("一、", "本年新收政府信息公开申请数量", Row::ReceivedNew),
    main_item("二、", "上年结转政府信息公开申请数量", Row::CarriedOverFromLastYear),
    group(None, "三、", "本年度办理结果", Group::Results),
    row(Group::Results, "（一）", "予以公开", ResultRow::Granted),
    row(Group::Results, "（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）", ResultRow::GrantedInPart),
    group(Some(Group::Results), "（三）", "不予公开", Group::Refused),
    row(Group::Refused, "1.", "属于国家秘密", ResultRow::RefusedStateSecret),
    row(Group::Refused, "2.", "其他法律行政法规禁止公开", ResultRow::RefusedForbiddenByLaw),
    row(Group::Refused, "3.", "危及“三安全一稳定”", ResultRow::RefusedThreeSecuritiesOneStability),
    row(Group::Refused, "4.", "保护第三方合法权益", ResultRow::RefusedThirdPartyRights),
    row(Group::Refused, "5.", "属于三类内部事务信息", ResultRow::RefusedInternalAffairs),
    row(Group::Refused, "6.", "属于四类过程性信息", ResultRow::RefusedProcessInformation),
    row(Group::Refused, "7.", "属于行政执法案卷", ResultRow::RefusedEnforcementCaseFile),
    row(Group::Refused, "8.", "属于行政查询事项", ResultRow::RefusedAdministrativeQuery),
    group(Some(Group::Results), "（四）", "无法提供", Group::Unable),
    row(Group::Unable, "1.", "本机关不掌握相关政府信息", ResultRow::UnableNotHeld),
    row(Group::Unable, "2.", "没有现成信息需要另行制作", ResultRow::UnableNeedsCreation),
    row(Group::Unable, "3.", "补正后申请内容仍不明确", ResultRow::UnableStillUnclearAfterAmendment),
    group(Some(Group::Results), "（五）", "不予处理", Group::NotProcessed),
    row(Group::NotProcessed, "1.", "信访举报投诉类申请", ResultRow::NotProcessedPetitionComplaint),
    row(Group::NotProcessed, "2.", "重复申请", ResultRow::NotProcessedRepeated),
    row(Group::NotProcessed, "3.", "要求提供公开出版物", ResultRow::NotProcessedPublication),
    row(Group::NotProcessed, "4.", "无正当理由大量反复申请", ResultRow::NotProcessedExcessive),
    row(Group::NotProcessed, "5.", "要求行政机关确认或重新出具已获取信息", ResultRow::NotProcessedConfirmOrReissue),
];

/// 其他处理 in the layout of 2019.
const OTHER_UNDIVIDED: [Line; 1] =
    [row(Group::Results, "（六）", "其他处理", ResultRow::OtherProcessing)];

/// 其他处理 in the layout of 2021.
#[rustfmt::skip]
const OTHER_DIVIDED: [Line; 4] = [
    group(Some(Group::Results), "（六）", "其他处理", Group::OtherProcessing),
    row(Group::OtherProcessing, "1.", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ResultRow::OtherNotAmended),
    row(Group::OtherProcessing, "2.", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", ResultRow::OtherFeeNotPaid),
    row(Group::OtherProcessing, "3.", "其他", ResultRow::OtherOther),
];

/// The last two lines of both layouts.
const AFTER_OTHER: [Line; 2] = [
    Line {
        heading: Heading::Row(Row::ResultsTotal),
        number: "（七）",
        label: "总计",
        under: Some(Group::Results),
    },
    main_item("四、", "结转下年度继续办理", Row::CarriedForwardToNextYear),
];

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use strum::VariantArray;

    use super::*;

    /// The official layout as data that this file must agree with.
    fn official(format: Format) -> Value {
        let text = match format {
            Format::Of2019 => include_str!("../../../tests/data/annual_report_2019.json"),
            Format::Of2021 => include_str!("../../../tests/data/annual_report_2021.json"),
        };
        serde_json::from_str(text).unwrap()
    }

    fn table(format: Format, id: &str) -> Value {
        let tables = official(format)["tables"].clone();
        tables.as_array().unwrap().iter().find(|t| t["id"] == id).unwrap().clone()
    }

    #[test]
    fn every_line_is_that_of_the_official_table() {
        for &format in Format::VARIANTS {
            let ours: Vec<_> = format
                .lines()
                .map(|l| {
                    let parent = l.under.map(|group| Heading::Group(group).id().to_owned());
                    (l.heading.id().to_owned(), l.number.to_owned(), l.label.to_owned(), parent)
                })
                .collect();
            let table = table(format, "section_three_table");
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let official: Vec<_> = table["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| {
                    let [id, number, label] =
                        ["id", "number", "label"].map(|key| text(&r[key]).unwrap());
                    (id, number, label, text(&r["parent"]))
                })
                .collect();
            assert_eq!(ours, official, "{format}");
            assert!(
                table["rows"].as_array().unwrap().iter().zip(1..).all(|(r, n)| r["order"] == n)
            );
        }
    }

    #[test]
    fn the_rows_with_numbers_are_the_lines_that_are_no_groups() {
        for (format, count) in [(Format::Of2019, 23), (Format::Of2021, 25)] {
            let lines = format.lines().filter_map(|line| match line.heading {
                Heading::Row(row) => Some(row),
                Heading::Group(_) => None,
            });
            assert_eq!(lines.collect::<Vec<_>>(), format.rows().collect::<Vec<_>>());
            assert_eq!(format.rows().count(), count);
            assert_eq!(table(format, "section_three_table")["layout"]["data_rows"], count);
        }
    }

    #[test]
    fn heads_titles_and_notes_are_the_official_ones() {
        for &format in Format::VARIANTS {
            let whole = official(format);
            assert_eq!(whole["document_number"], format.document_number());
            assert_eq!(whole["sections"][2]["label"], SECTION_THREE_TITLE);
            assert_eq!(whole["sections"][3]["label"], SECTION_FOUR_TITLE);
            let three = table(format, "section_three_table");
            assert_eq!(three["corner_note"], CORNER_NOTE);
            assert_eq!(three["column_groups"][0]["label"], APPLICANT_HEAD);
            assert_eq!(three["column_groups"][1]["label"], ORGANIZATION_HEAD);
            let columns = three["columns"].as_array().unwrap();
            assert!(
                Column::all()
                    .zip(columns)
                    .all(|(c, o)| o["id"] == c.id() && o["label"] == c.label())
            );
            let four = table(format, "section_four_table");
            let official = four["columns"].as_array().unwrap();
            let ours =
                ChallengeKind::VARIANTS.iter().flat_map(|b| Standing::all().map(move |s| (b, s)));
            for ((block, standing), column) in ours.zip(official) {
                assert_eq!(column["id"], format!("{block}_{}", standing.id()));
                assert_eq!(column["label"], standing.label());
            }
            let heads = four["header_groups"].as_array().unwrap();
            for (id, label) in [
                ("review", block_label(ChallengeKind::Review)),
                ("litigation", LITIGATION_HEAD),
                ("litigation_direct", block_label(ChallengeKind::LitigationDirect)),
                ("litigation_after_review", block_label(ChallengeKind::LitigationAfterReview)),
            ] {
                assert!(
                    heads.iter().any(|head| head["id"] == id && head["label"] == label),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn a_row_is_named_with_its_group() {
        let name = |row: &str| Format::Of2021.name_of(row.parse().unwrap());
        assert_eq!(name("received_new"), "一、本年新收政府信息公开申请数量");
        assert_eq!(name("granted"), "（一）予以公开");
        assert_eq!(name("refused_state_secret"), "（三）不予公开 1.属于国家秘密");
        assert_eq!(name("other_other"), "（六）其他处理 3.其他");
        assert_eq!(name("other_processing"), "（六）其他处理");
    }
}
