//! A table is made from the part of the tree around its organ; that part says the same as the whole tree would.

use chrono::NaiveDate;
use gongkai::actions::reporting::tree;
use gongkai::db::{Tx, organs};
use gongkai::domain::organ::{OrganId, OrganKind, OrganVersion};
use strum::VariantArray;

use crate::support::on_both;

/// Countries and the organs of each.
const COUNTRIES: usize = 30;
const ORGANS: usize = 14;

/// Numbers that look thrown, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// One of those before it, one time in `rarity`.
    fn maybe(&mut self, rarity: usize, before: &[OrganId]) -> Option<OrganId> {
        if before.is_empty() || self.below(rarity) > 0 {
            return None;
        }
        before.get(self.below(before.len())).copied()
    }
}

fn day(year: u64) -> NaiveDate {
    format!("{year}-01-01").parse().unwrap()
}

/// An organ below one of those before it, which may have moved, ended, been taken over or report elsewhere.
fn founded(tx: &mut Tx<'_>, dice: &mut Dice, country: usize, before: &mut Vec<OrganId>) {
    let code = format!("c{country}-{}", before.len());
    let id = organs::id_of(tx, &code).unwrap();
    let moved = dice.below(3) == 0;
    for (from, to) in
        [(2015, moved.then_some(2018)), (2019, None)].into_iter().take(1 + usize::from(moved))
    {
        let ended = to.is_none() && dice.below(4) == 0;
        let kinds = OrganKind::VARIANTS;
        let version = OrganVersion {
            id,
            code: code.clone(),
            name: code.clone(),
            parent: before.last().and_then(|_| dice.maybe(1, before)),
            kind: kinds[dice.below(kinds.len())],
            valid_from: day(from),
            valid_to: to.or(ended.then_some(2020)).map(|year| day(year).pred_opt().unwrap()),
            merged_into: if ended { dice.maybe(2, before) } else { None },
            rolls_up_to: dice.maybe(6, before),
        };
        organs::record(tx, &version, "2021-01-01T00:00:00Z".parse().unwrap()).unwrap();
    }
    before.push(id);
}

#[test]
fn the_part_around_an_organ_says_what_the_whole_tree_says() {
    on_both(|office| {
        office.writes(|tx| {
            let mut dice = Dice(711);
            for country in 0..COUNTRIES {
                let mut before = Vec::new();
                for _ in 0..ORGANS {
                    founded(tx, &mut dice, country, &mut before);
                }
            }
        });
        let (larger, smaller) = office.looks(|conn| {
            let whole = organs::load(conn, None)?;
            let (mut larger, mut smaller) = (0, 0);
            for organ in whole.all().filter(|version| version.code.starts_with('c')) {
                for day in [day(2016), day(2020), day(2022)] {
                    let part = tree::around(conn, &organ.code, day, None)?;
                    assert_eq!(
                        part.tree(organ.id, day),
                        whole.tree(organ.id, day),
                        "{}",
                        organ.code
                    );
                    assert_eq!(
                        part.unit(organ.id, day),
                        whole.unit(organ.id, day),
                        "{}",
                        organ.code
                    );
                    let heir = whole.taken_over_by(organ.id, day);
                    assert_eq!(part.taken_over_by(organ.id, day), heir, "{}", organ.code);
                    larger += whole.all().count();
                    smaller += part.all().count();
                }
            }
            Ok((larger, smaller))
        });
        assert!(smaller * 10 < larger, "{smaller} of {larger} organs were read");
    });
}
