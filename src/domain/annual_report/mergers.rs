//! The rule across years over a changing tree: what the organs carried forward, their heirs carry over, and all of it
//! is carried over once.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use strum::VariantArray;

use super::tally::{Period, Tally};
use super::{Column, Format, Row};
use crate::domain::case::{CaseFacts, Closing};
use crate::domain::organ::{OrganId, OrganKind, OrganVersion, Organs, Unit};
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

const YEARS: [i32; 3] = [2019, 2020, 2021];
/// 1 is the city; each of the others may end on a day and go into one that comes after it, or into nothing.
const ORGANS: i32 = 7;

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()
}

/// Whether and when an organ ends, and what it is merged into.
type End = Option<(u64, Option<OrganId>)>;

fn any_tree() -> impl Strategy<Value = Organs> {
    let ends = (2..=ORGANS).map(|id| {
        let heir = proptest::option::of(id + 1..=ORGANS + 1);
        let end = (0u64..1000, heir.prop_map(|heir| heir.filter(|heir| *heir <= ORGANS)));
        proptest::option::of(end)
    });
    let ends: Vec<_> = ends.collect();
    ends.prop_map(|ends: Vec<End>| {
        let others = (2..).zip(ends).map(|(id, end)| organ(id, end));
        Organs::new(std::iter::once(organ(1, None)).chain(others))
    })
}

fn organ(id: OrganId, end: End) -> OrganVersion {
    let (valid_to, merged_into) =
        end.map_or((None, None), |(day, heir)| (Some(start() + Days::new(day)), heir));
    OrganVersion {
        id,
        code: id.to_string(),
        name: id.to_string(),
        parent: (id > 1).then_some(1),
        kind: if id > 1 { OrganKind::Department } else { OrganKind::Government },
        valid_from: start(),
        valid_to,
        merged_into,
        rolls_up_to: None,
    }
}

fn any_case() -> impl Strategy<Value = (OrganId, CaseFacts)> {
    let closing = proptest::option::of((0u64..500, select(ResultRow::VARIANTS)));
    (1..=ORGANS, 0u64..1000, select(RequesterKind::VARIANTS), closing).prop_map(
        |(organ, came, kind, went)| {
            let received_on = start() + Days::new(came);
            let closing =
                went.map(|(days, row)| Closing { row, closed_on: received_on + Days::new(days) });
            (organ, CaseFacts { kind, received_on, closing })
        },
    )
}

/// The total of `row` in the table for year `y` of the cases of `organs`.
fn total(cases: &[(OrganId, CaseFacts)], organs: &Unit, y: i32, row: Row) -> i64 {
    let period = Period::new(y, None, NaiveDate::MAX).unwrap();
    let own = cases.iter().filter(|(organ, _)| organs.counts.contains(organ));
    let table = Tally::of(period, own.map(|(_, case)| case)).section_three(Format::Of2021);
    table.get(row, Column::Total).unwrap()
}

/// Every unit of the tree as it stood at the end of year `y`.
fn units(organs: &Organs, y: i32) -> Vec<Unit> {
    fn all(unit: Unit, into: &mut Vec<Unit>) {
        into.push(Unit { below: Vec::new(), ..unit.clone() });
        unit.below.into_iter().for_each(|below| all(below, into));
    }
    let mut found = Vec::new();
    all(organs.tree(1, NaiveDate::from_ymd_opt(y, 12, 31).unwrap()), &mut found);
    found
}

proptest! {
    #[test]
    fn carried_forward_is_carried_over_by_whoever_is_heir(
        organs in any_tree(),
        cases in prop::collection::vec(any_case(), 0..40),
    ) {
        for y in YEARS {
            let (before, after) = (units(&organs, y), units(&organs, y + 1));
            let sum = |units: &[Unit], y, row| units.iter().map(|unit| total(&cases, unit, y, row)).sum::<i64>();
            let forward = sum(&before, y, Row::CarriedForwardToNextYear);
            prop_assert_eq!(forward, sum(&after, y + 1, Row::CarriedOverFromLastYear), "{}", y);
            // No organ is counted twice and none is lost, so that each heir's part is the sum of its predecessors'.
            for heir in &after {
                let parts: Vec<Unit> = before.iter().filter(|unit| unit.counts.is_subset(&heir.counts)).cloned().collect();
                let whole: usize = parts.iter().map(|unit| unit.counts.len()).sum();
                prop_assert_eq!(whole, heir.counts.len());
                prop_assert_eq!(
                    sum(&parts, y, Row::CarriedForwardToNextYear),
                    total(&cases, heir, y + 1, Row::CarriedOverFromLastYear)
                );
            }
        }
    }
}
