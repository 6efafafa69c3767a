//! How long the whole year table takes, carry-over and subtree included: a country and a county, on SQLite and, where
//! `TEST_DATABASE_URL` names a server, on PostgreSQL. What it counted goes to a file beside the cases themselves, so
//! that `compare.sh` can have another program answer the same question in the same run.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench may fail loudly, prints, and reads its settings"
)]

mod synthetic;

use std::time::{Duration, Instant};

use gongkai::actions::reporting::{ReportOptions, report};
use gongkai::db::{Db, Location};
use gongkai::domain::annual_report::{AnnualTable, Scope};
use synthetic::Country;

/// Runs of which the median is told.
const RUNS: usize = 9;
const YEAR: i32 = 2024;

fn main() {
    let country = Country::from_environment();
    println!("cases {}, organs {}, year {YEAR}", country.cases, country.organs);
    let folder = country.folder();
    let path = folder.join("country.db");
    let sqlite = country.built(Location::Sqlite(path.display().to_string()));
    let table = times("sqlite", &sqlite, &country);
    std::fs::write(folder.join("counted.json"), serde_json::to_vec(&table).unwrap()).unwrap();
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let postgres = country.built(server.parse().unwrap());
        let same = times("postgres", &postgres, &country);
        assert_eq!(table.section_three, same.section_three, "the databases disagree");
    }
}

/// Times the tables of the country and of one county; gives that of the country.
fn times(database: &str, db: &Db, country: &Country) -> AnnualTable {
    let (whole, took) = median(db, "1");
    println!("year_table/{database}/country {:.3} ms", took.as_secs_f64() * 1e3);
    let (_, took) = median(db, &country.county().to_string());
    println!("year_table/{database}/county {:.3} ms", took.as_secs_f64() * 1e3);
    whole
}

fn median(db: &Db, organ: &str) -> (AnnualTable, Duration) {
    let options = ReportOptions {
        organ,
        year: YEAR,
        scope: Scope::Government,
        format: None,
        as_of: None,
        known_at: None,
        today: "2026-01-31".parse().unwrap(),
    };
    let mut took = Vec::new();
    let mut table = report(db, &options).unwrap();
    for _ in 0..RUNS {
        let begun = Instant::now();
        table = report(db, &options).unwrap();
        took.push(begun.elapsed());
    }
    took.sort();
    (table, took.get(RUNS / 2).copied().unwrap_or_default())
}
