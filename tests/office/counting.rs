//! What the database counts is what the rules count, case by case, on any day of any year.

use chrono::{Datelike, Days, NaiveDate};
use gongkai::domain::annual_report::Format;
use gongkai::domain::annual_report::tally::{Period, Tally};
use gongkai::domain::case::{CaseFacts, Closing};
use gongkai::domain::outcome::ResultRow;
use gongkai::domain::requester::RequesterKind;
use serde_json::json;
use strum::VariantArray;

use crate::support::on_both;

/// Numbers that look like chance and are the same each time (a linear congruential generator, Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len().try_into().unwrap())).unwrap()]
    }

    /// A case received in 2020 to 2022, closed within days or more than a year later, or not at all.
    fn case(&mut self) -> CaseFacts {
        let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let received_on = first + Days::new(self.below(1096));
        let long = self.of(&[1, 40, 40, 40, 500]);
        let closing = (self.below(8) > 0).then(|| Closing {
            row: self.of(ResultRow::VARIANTS),
            closed_on: received_on + Days::new(self.below(long)),
        });
        CaseFacts { kind: self.of(RequesterKind::VARIANTS), received_on, closing }
    }
}

fn row(n: usize, case: &CaseFacts) -> String {
    let closed =
        case.closing.map(|closing| (closing.row.to_string(), closing.closed_on.to_string()));
    let (result, closed_on) = closed.unwrap_or_default();
    let organ = ["620402", "620403", "620421"][n % 3];
    let CaseFacts { kind, received_on, .. } = case;
    format!("{n},{organ},{received_on},{kind},申请人,内容,{result},{closed_on}")
}

#[test]
fn the_database_counts_as_the_rules_do() {
    let mut chance = Chance(20_201_231);
    let cases: Vec<CaseFacts> = (0..700).map(|_| chance.case()).collect();
    let rows: Vec<String> = cases.iter().enumerate().map(|(n, case)| row(n, case)).collect();
    let head =
        "申请编号,被申请公开的行政机关,收到日期,申请人类型,申请人,申请内容,办理结果,办结日期";
    let register = format!("{head}\n{}\n", rows.join("\n"));
    on_both(|office| {
        let agrees = |day: &str| {
            let as_of: NaiveDate = day.parse().unwrap();
            let year = as_of.year().to_string();
            let tree = ["--organ", "620400", "--scope", "government"];
            let cut = [&year, "--as-of", day, "--format", "2021"];
            let report = office.report(&[cut.as_slice(), tree.as_slice()].concat());
            let period = Period::new(as_of.year(), Some(as_of), as_of).unwrap();
            let expected = Tally::of(period, &cases).section_three(Format::Of2021);
            assert_eq!(report["section_three"]["rows"], json!(expected.rows), "{day}");
        };
        let (status, imported) = office.imports(&register, &[]);
        assert_eq!((status, &imported["cases"]["new"]), (0, &json!(700)), "{imported}");
        for day in
            ["2020-12-31", "2021-02-28", "2021-06-30", "2021-12-31", "2022-01-01", "2022-12-31"]
        {
            agrees(day);
        }
        // What an earlier version stored is counted alike, and the stored copies are proved.
        office.tampers_batch("DROP INDEX cases_taken");
        office.migrates_again("2026-11-24-120000_year_table_indexes");
        agrees("2021-06-30");
        assert_eq!(office.must(&["audit", "verify", "--json"]).json()["cases"], 700);
    });
}
