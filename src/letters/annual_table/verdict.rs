//! The result of every check of a table, for the foot of an export.

use crate::domain::annual_report::check::FindingCode;
use crate::domain::annual_report::{Finding, Severity};

/// A rule that the table was checked by, and how many findings broke it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule in words.
    pub rule: &'static str,
    /// How many findings of severity error fall under it.
    pub errors: usize,
}

/// The rules that every table is checked by, in the order of the checks.
const RULES: [(&str, &[FindingCode]); 5] = [
    ("表格行次齐全，数字不为负", &[FindingCode::MissingRow, FindingCode::NegativeCell]),
    ("每行总计＝自然人＋五类法人或其他组织", &[FindingCode::MissingTotal, FindingCode::RowTotal]),
    ("办理结果总计＝各项办理结果之和", &[FindingCode::OutcomeSum]),
    ("第一项＋第二项＝第三项＋第四项", &[FindingCode::Balance]),
    ("行政复议、行政诉讼各栏总计＝四项之和", &[FindingCode::SectionFourTotal]),
];

/// The rule across years.
const ACROSS_YEARS: (&str, FindingCode) =
    ("上年结转＝上年度报告的结转下年度", FindingCode::CrossYear);

/// Whether last year's table was at hand: one table alone cannot be checked across years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Years {
    Alone,
    WithPrevious,
}

/// The result of every check that was made.
pub fn verdicts(findings: &[Finding], years: Years) -> Vec<Verdict> {
    let errors = |codes: &[FindingCode]| {
        let found = findings.iter().filter(|finding| finding.severity == Severity::Error);
        found.filter(|finding| codes.contains(&finding.code)).count()
    };
    let always = RULES.iter().map(|(rule, codes)| Verdict { rule, errors: errors(codes) });
    let (rule, code) = ACROSS_YEARS;
    let across = Verdict { rule, errors: errors(&[code]) };
    let is_judged = years == Years::WithPrevious || across.errors > 0;
    always.chain(is_judged.then_some(across)).collect()
}
