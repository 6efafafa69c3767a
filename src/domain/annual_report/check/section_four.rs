//! The identities of section four.

use strum::VariantArray;

use super::super::cell::Standing;
use super::super::format::block_label;
use super::super::table::{SectionFour, Standings};
use super::{Finding, FindingCode, blank_cells, error, spoken, sum};
use crate::domain::challenge::ChallengeKind;

/// Counts below zero.
pub fn negative_standings(four: &SectionFour) -> Vec<Finding> {
    let places = ChallengeKind::VARIANTS
        .iter()
        .flat_map(|&block| Standing::all().map(move |standing| (block, standing)));
    places
        .filter_map(|(block, standing)| Some((block, standing, four.get(block, standing)?)))
        .filter(|(.., number)| *number < 0)
        .map(|(block, standing, number)| {
            let (head, label) = (block_label(block), standing.label());
            let text = format!("“{head}”的“{label}”是负数：{number}");
            let place = format!("{block}/{}", standing.id());
            error(FindingCode::NegativeCell, place, Some(number), None, text)
        })
        .collect()
}

/// The 总计 of a block against its four parts; a wholly blank block is only blank.
pub fn block_totals(four: &SectionFour) -> Vec<Finding> {
    let blocks = ChallengeKind::VARIANTS.iter().filter_map(|b| Some((b, four.blocks.get(b)?)));
    blocks
        .filter(|(_, numbers)| numbers.iter().any(Option::is_some))
        .filter_map(|(block, [parts @ .., total])| {
            let expected = sum(parts.iter().flatten().copied());
            let (head, says) = (block_label(*block), spoken(*total));
            let text = format!("“{head}”的总计{says}，四项之和为{expected}");
            let place = block.to_string();
            let finding = error(FindingCode::SectionFourTotal, place, *total, Some(expected), text);
            (*total != Some(expected)).then_some(finding)
        })
        .collect()
}

/// One warning for all blank parts.
pub fn blank_standings(four: &SectionFour) -> Option<Finding> {
    let is_blank = |numbers: Option<&Standings>| {
        numbers.is_none_or(|[parts @ .., _]| parts.iter().any(Option::is_none))
    };
    let blank = ChallengeKind::VARIANTS.iter().filter(|block| is_blank(four.blocks.get(block)));
    let names: Vec<_> = blank.map(|block| format!("“{}”", block_label(*block))).collect();
    blank_cells("section_four", "第四部分", &names)
}
