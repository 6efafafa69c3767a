//! A country of invented cases: ten years, a tree of organs of which each heads three others, made inside the database.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::{QueryDsl, RunQueryDsl};
use gongkai::db::schema::organs;
use gongkai::db::{AnyConn, Db, Location};

/// How many cases and organs there are.
pub struct Country {
    pub cases: u64,
    pub organs: u64,
}

impl Country {
    /// A million cases, or as many as `GONGKAI_BENCH_CASES` says, a two-thousandth as many organs, or as many as
    /// `GONGKAI_BENCH_ORGANS` says.
    pub fn from_environment() -> Self {
        let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
        let cases = asked("GONGKAI_BENCH_CASES").unwrap_or(1_000_000);
        let organs = asked("GONGKAI_BENCH_ORGANS").unwrap_or((cases / 2000).max(40));
        Self { cases, organs }
    }

    /// Where its files lie.
    pub fn folder(&self) -> PathBuf {
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("country-{}", self.cases));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The code of an organ that heads three others, none of which heads any: about 1,000 cases a year.
    pub fn county(&self) -> u64 {
        (self.organs - 4) / 3
    }

    /// The database at `location`, filled unless it was before.
    pub fn built(&self, location: Location) -> Db {
        let db = Db::migrate(location).unwrap();
        if db.scan_blocking(|conn| organs::table.count().get_result::<i64>(conn)).unwrap() > 0 {
            return db;
        }
        db.write_blocking(|tx| {
            let sql = self.sql(tx);
            tx.batch_execute(&sql)
        })
        .unwrap();
        let settle = match db.location() {
            Location::Sqlite(_) => "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);",
            Location::Postgres(_) => "VACUUM ANALYZE",
        };
        db.location().connect(false).unwrap().batch_execute(settle).unwrap();
        db
    }

    fn sql(&self, conn: &AnyConn) -> String {
        let (text, series, days) = match conn {
            AnyConn::Sqlite(_) => {
                (include_str!("fill.sql"), SERIES, "date('2015-01-01', '+' || ({n}) || ' days')")
            }
            AnyConn::Postgres(_) => (
                include_str!("fill.sql"),
                "SELECT generate_series(1::bigint, last) AS n",
                "DATE '2015-01-01' + ({n})::int",
            ),
        };
        // In order, as ids made one after another are; in disorder ten million take a quarter of an hour.
        let (id, key, bytes) = match conn {
            AnyConn::Sqlite(_) => {
                ("CAST(printf('%016d', n) AS BLOB)", "CAST(printf('%016d', n) AS BLOB)", "x'00'")
            }
            AnyConn::Postgres(_) => {
                ("lpad(to_hex(n), 32, '0')::uuid", "int8send(n::bigint)", "'\\x00'::bytea")
            }
        };
        let day = |day: &str| days.replace("{n}", day);
        text.replace("{organs}", &series.replace("last", &self.organs.to_string()))
            .replace("{cases}", &series.replace("last", &self.cases.to_string()))
            .replace("{count_of_organs}", &self.organs.to_string())
            .replace("{count_of_cases}", &self.cases.to_string())
            .replace("{id}", id)
            .replace("{key}", key)
            .replace("{bytes}", bytes)
            .replace("{received_on}", &day("received"))
            .replace("{closed_on}", &day("closed"))
            .replace("{instant}", "'2025-01-01T00:00:00.000000Z'")
    }
}

const SERIES: &str = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < last) SELECT n FROM s";
