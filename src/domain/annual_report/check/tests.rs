use proptest::prelude::*;
use serde_json::Value;

use strum::VariantArray;

use super::*;
use crate::domain::annual_report::Cells;
use crate::domain::annual_report::Standing;
use crate::domain::challenge::ChallengeKind;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// A table and what its publisher got wrong.
struct Report {
    three: SectionThree,
    four: SectionFour,
    format: Format,
    published_errors: Vec<(String, String, Value, Value)>,
}

fn report(text: &str) -> Report {
    let json: Value = serde_json::from_str(text).unwrap();
    let rows = json["rows"].as_object().unwrap().iter().map(|(id, cells)| {
        let cells: Vec<_> = cells.as_array().unwrap().iter().map(Value::as_i64).collect();
        (id.parse().unwrap(), cells.try_into().unwrap())
    });
    let blocks = json["section_four"].as_object().unwrap().iter().map(|(id, numbers)| {
        let numbers: Vec<_> = Standing::all().map(|s| numbers[s.id()].as_i64()).collect();
        (id.parse().unwrap(), numbers.try_into().unwrap())
    });
    let errors = json["published_errors"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Report {
        three: SectionThree { rows: rows.collect() },
        four: SectionFour { blocks: blocks.collect() },
        format: json["format"].as_str().unwrap().parse().unwrap(),
        published_errors: errors
            .filter(|e| e["code"] != "text_mismatch")
            .map(|e| {
                (text(&e["code"]), text(&e["where"]), e["published"].clone(), e["expected"].clone())
            })
            .collect(),
    }
}

fn baiyin() -> Report {
    report(include_str!("../../../../tests/data/reports/baiyin-2020.json"))
}

fn huaian() -> Report {
    report(include_str!("../../../../tests/data/reports/huaian-2024.json"))
}

#[test]
fn published_tables_have_exactly_their_known_errors() {
    let reports = [
        include_str!("../../../../tests/data/reports/baiyin-2020.json"),
        include_str!("../../../../tests/data/reports/hongze-2023.json"),
        include_str!("../../../../tests/data/reports/huaian-2024.json"),
        include_str!("../../../../tests/data/reports/shanghai-general-office-2019.json"),
    ];
    for text in reports {
        let report = report(text);
        let findings = check(&report.three, &report.four, report.format);
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
        let found: Vec<_> = findings
            .into_iter()
            .map(|f| (f.code.to_string(), f.place, f.published.into(), f.expected.into()))
            .collect();
        assert_eq!(found, report.published_errors);
    }
}

/// Every finding on a line: code, place, published, expected, sentence.
fn told(findings: &[Finding]) -> String {
    let number = |n: Option<i64>| n.map_or("-".to_owned(), |n| n.to_string());
    findings
        .iter()
        .map(|f| {
            let (published, expected) = (number(f.published), number(f.expected));
            format!("{} {} {} {published} {expected} {}", f.severity, f.code, f.place, f.text)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_kind_of_fault_is_told_in_order() {
    let Report { mut three, mut four, format, .. } = baiyin();
    let mut set = |row: &str, cells: Cells| three.rows.insert(row.parse().unwrap(), cells);
    set("granted", [Some(69), Some(1), Some(1), Some(0), Some(0), Some(0), None]);
    set("granted_in_part", [Some(9), None, Some(0), Some(0), Some(0), Some(0), Some(10)]);
    set("unable_needs_creation", [Some(3), Some(-1), Some(1), Some(0), Some(0), Some(0), Some(3)]);
    set("other_processing", [None; 7]);
    three.rows.remove(&Row::Result(ResultRow::RefusedInternalAffairs));
    four.blocks.insert(ChallengeKind::Review, [Some(1), Some(30), None, Some(0), None]);
    four.blocks.insert(ChallengeKind::LitigationDirect, [None; 5]);
    four.blocks.remove(&ChallengeKind::LitigationAfterReview);
    insta::assert_snapshot!(told(&check(&three, &four, format)), @r"
        error missing_row refused_internal_affairs - - 表格缺少“（三）不予公开 5.属于三类内部事务信息”一行
        error negative_cell unable_needs_creation/commercial_enterprise -1 - “（四）无法提供 2.没有现成信息需要另行制作”行“商业企业”列是负数：-1
        error missing_total granted - 71 “（一）予以公开”行的总计为空白，应为71
        error row_total granted_in_part 10 9 “（二）部分公开（区分处理的，只计这一情形，不计其他情形）”行的总计为10，六类申请人之和为9
        error outcome_sum results_total/natural_person 148 146 “自然人”列：三、本年度办理结果的（七）总计为148，各项办理结果之和为146
        error outcome_sum results_total/commercial_enterprise 3 1 “商业企业”列：三、本年度办理结果的（七）总计为3，各项办理结果之和为1
        error outcome_sum results_total/research_institution 2 3 “科研机构”列：三、本年度办理结果的（七）总计为2，各项办理结果之和为3
        error outcome_sum results_total/total 153 151 “总计”列：三、本年度办理结果的（七）总计为153，各项办理结果之和为151
        error section_four_total review - 31 “行政复议”的总计为空白，四项之和为31
        warning blank_cells section_three - - 第三部分有空白单元格，已按0计算：“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”、“（六）其他处理”
        warning blank_cells section_four - - 第四部分有空白单元格，已按0计算：“行政复议”、“未经复议直接起诉”、“复议后起诉”
        ");
}

#[test]
fn a_wholly_blank_row_is_only_blank() {
    let Report { mut three, four, format, .. } = baiyin();
    three.rows.insert(Row::Result(ResultRow::NotProcessedRepeated), [None; 7]);
    insta::assert_snapshot!(told(&check(&three, &four, format)), @"warning blank_cells section_three - - 第三部分有空白单元格，已按0计算：“（五）不予处理 2.重复申请”");
}

#[test]
fn a_blank_total_of_zeros_is_still_a_missing_total() {
    let Report { mut three, four, format, .. } = baiyin();
    let mut cells = [Some(0); 7];
    cells[6] = None;
    three.rows.insert(Row::Result(ResultRow::NotProcessedRepeated), cells);
    insta::assert_snapshot!(told(&check(&three, &four, format)), @"error missing_total not_processed_repeated - 0 “（五）不予处理 2.重复申请”行的总计为空白，应为0");
}

#[test]
fn the_years_chain() {
    let (last, this) = (baiyin().three, huaian().three);
    assert_eq!(check_against_previous(&last, &last), []);
    insta::assert_snapshot!(told(&check_against_previous(&this, &last)), @r"
        error cross_year natural_person 34 0 “自然人”列：本年的上年结转为34，上年度的结转下年度为0
        error cross_year total 34 0 “总计”列：本年的上年结转为34，上年度的结转下年度为0
        ");
    let mut cut = last.clone();
    cut.rows.remove(&Row::CarriedForwardToNextYear);
    insta::assert_snapshot!(told(&check_against_previous(&this, &cut)), @"error missing_row carried_forward_to_next_year - - 上年度的表格缺少“四、结转下年度继续办理”一行，无法核对上年结转");
    assert_eq!(check_against_previous(&SectionThree::default(), &last), []);
}

#[test]
fn a_blank_total_carried_forward_counts_as_its_sum() {
    let mut last = baiyin().three;
    let mut forward: Cells = [Some(0); 7];
    (forward[0], forward[6]) = (Some(34), None);
    last.rows.insert(Row::CarriedForwardToNextYear, forward);
    assert_eq!(check_against_previous(&huaian().three, &last), []);
}

/// One random request: who asked, whether in the year, and how it ended.
type Asked = (usize, bool, Option<usize>);

/// The table of random requests, counted in the plainest way.
fn counted(requests: &[Asked], format: Format) -> SectionThree {
    let mut rows: std::collections::BTreeMap<Row, Cells> =
        format.rows().map(|row| (row, [Some(0); 7])).collect();
    let mut count = |row: Row, kind: usize| {
        let cells = rows.get_mut(&row).unwrap();
        for place in [kind, 6] {
            cells[place] = cells[place].map(|n| n + 1);
        }
    };
    for &(kind, new, outcome) in requests {
        let kind = kind % RequesterKind::VARIANTS.len();
        count(if new { Row::ReceivedNew } else { Row::CarriedOverFromLastYear }, kind);
        match outcome {
            Some(n) => {
                let row = format.fold(ResultRow::VARIANTS[n % ResultRow::VARIANTS.len()]);
                count(Row::Result(row), kind);
                count(Row::ResultsTotal, kind);
            }
            None => count(Row::CarriedForwardToNextYear, kind),
        }
    }
    SectionThree { rows }
}

fn challenged(parts: [[u8; 4]; 3]) -> SectionFour {
    let blocks = ChallengeKind::VARIANTS.iter().zip(parts).map(|(block, [a, b, c, d])| {
        let [a, b, c, d] = [a, b, c, d].map(i64::from);
        (*block, [a, b, c, d, a + b + c + d].map(Some))
    });
    SectionFour { blocks: blocks.collect() }
}

fn any_format() -> impl Strategy<Value = Format> {
    prop::sample::select(Format::VARIANTS)
}

proptest! {
    #[test]
    fn identities_hold_for_every_set_of_requests(
        requests in prop::collection::vec(any::<Asked>(), 0..60),
        parts in any::<[[u8; 4]; 3]>(),
        format in any_format(),
    ) {
        prop_assert_eq!(check(&counted(&requests, format), &challenged(parts), format), []);
    }

    #[test]
    fn no_single_wrong_number_passes(
        requests in prop::collection::vec(any::<Asked>(), 0..60),
        parts in any::<[[u8; 4]; 3]>(),
        format in any_format(),
        place in 0_usize..190,
        by in prop_oneof![-5_i64..0, 1_i64..5],
    ) {
        let (mut three, mut four) = (counted(&requests, format), challenged(parts));
        let wide = three.rows.len() * 7;
        let cell = if place < wide {
            &mut three.rows.values_mut().nth(place / 7).unwrap()[place % 7]
        } else {
            let place = (place - wide) % 15;
            &mut four.blocks.values_mut().nth(place / 5).unwrap()[place % 5]
        };
        *cell = cell.map(|n| n + by);
        let found = check(&three, &four, format);
        prop_assert!(found.iter().any(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn no_table_makes_the_checks_overflow(
        cells in prop::collection::vec(any::<[Option<i64>; 7]>(), 25),
        format in any_format(),
    ) {
        let three = SectionThree { rows: format.rows().zip(cells).collect() };
        let findings = check(&three, &SectionFour::default(), format);
        prop_assert!(findings.iter().all(|finding| !finding.text.is_empty()));
        let chain = check_against_previous(&three, &three);
        prop_assert!(chain.len() <= 7);
    }
}
