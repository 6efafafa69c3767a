//! What the service answers in a second and what each answer costs it, against the smallest answer that it gives, in
//! one run: ten thousand cases, then a million (`GONGKAI_BENCH_CASES`), on SQLite and, where `TEST_DATABASE_URL` names
//! a server, on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench may fail loudly, prints, and reads its settings"
)]

#[path = "../tests/office/client.rs"]
mod client;
mod load;
mod outside;
#[path = "../tests/office/served.rs"]
#[expect(dead_code, reason = "the tests kill and stop it")]
mod served;
#[expect(dead_code, reason = "the year table asks for counties")]
mod synthetic;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use client::Client;
use diesel::connection::SimpleConnection;
use gongkai::actions::people::{self, NewAccount};
use gongkai::actions::reporting::{ReportOptions, report};
use gongkai::actions::{Error, search, setup};
use gongkai::clock::Clock;
use gongkai::crypto::password::{self, Cost};
use gongkai::crypto::{Keys, MasterKey};
use gongkai::db::{Db, Location, Tx, organs};
use gongkai::domain::annual_report::Scope;
use gongkai::domain::people::Role;
use gongkai::domain::permission::Grant;
use load::{load, memory};
use served::Served;
use synthetic::Country;

/// A key for benches: base64 of 32 bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const PASSWORD: &str = "银杏树下 37 级台阶";
const TIME: Duration = Duration::from_secs(3);
const CLIENTS: u64 = 64;
const YEAR: i32 = 2024;
/// The smaller number of cases.
const FEW: u64 = 10_000;

/// What the requests cost, by name.
type Costs = BTreeMap<&'static str, f64>;

fn main() {
    let many = Country::from_environment();
    let few = Country { cases: FEW, organs: (FEW / 2000).max(40) };
    let file = |country: &Country| {
        Location::Sqlite(country.folder().join("service.db").display().to_string())
    };
    let before = measure("sqlite", &file(&few), &few);
    grown(&before, &measure("sqlite", &file(&many), &many), "sqlite");
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let url = |cases: u64| {
            let (base, _) = server.rsplit_once('/').unwrap();
            let name = format!("service_{cases}");
            let made: Location = server.parse().unwrap();
            let sql = format!("CREATE DATABASE {name}");
            made.connect(false).unwrap().batch_execute(&sql).unwrap();
            format!("{base}/{name}").parse::<Location>().unwrap()
        };
        let before = measure("postgres", &url(few.cases), &few);
        grown(&before, &measure("postgres", &url(many.cases), &many), "postgres");
    }
}

/// By how much a request costs more with more cases.
fn grown(before: &Costs, after: &Costs, database: &str) {
    for (name, cost) in after {
        let growth = (cost / before.get(name).unwrap() - 1.0) * 100.0;
        println!("service/{database}/growth/{name} {growth:+.0} %");
    }
}

/// Starts the service over a filled database and asks it everything.
fn measure(database: &str, location: &Location, country: &Country) -> Costs {
    let db = country.built(location.clone());
    furnish(&db);
    let url = url_of(location);
    let begun = Instant::now();
    let served = serve(&url);
    let mut first = served.client();
    assert_eq!(first.gets("/healthz").unwrap().status, 200);
    let name = format!("service/{database}/{}", country.cases);
    println!("{name}/start {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    println!("{name}/memory/idle {:.0} MiB", memory(served.pid()));
    let costs = ask(&name, &served);
    println!("{name}/memory/loaded {:.0} MiB", memory(served.pid()));
    year_table(&name, &served, &db);
    costs
}

fn url_of(location: &Location) -> String {
    match location {
        Location::Sqlite(path) => format!("sqlite:{path}"),
        Location::Postgres(url) => url.clone(),
    }
}

fn serve(url: &str) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let command = command.args(["serve", "--listen", "127.0.0.1:0"]).env("DATABASE_URL", url);
    let command = command.env("GONGKAI_UNLIMITED_ADDRESSES", "127.0.0.1");
    let command = command.env("GONGKAI_FILES", outside::folder());
    let command = command.env("GONGKAI_PUBLIC_FILE_LIMIT", (200 << 20).to_string());
    Served::start(command.env("GONGKAI_KEY", KEY).env("GONGKAI_LOG_FILTER", "off"))
}

/// People who ask, and words in every case for the search, unless they are there.
fn furnish(db: &Db) {
    let keys = Keys::new(&KEY.parse::<MasterKey>().unwrap());
    setup::unlock(db, &keys).unwrap();
    let is_there = |conn: &mut gongkai::db::AnyConn| {
        Ok(gongkai::db::people::by_login_name(conn, "dengji")?.is_some())
    };
    if db.scan_blocking(is_there).unwrap() {
        return;
    }
    db.write_blocking::<_, Error>(|tx| {
        hire(tx, "dengji", Role::Registrar, "7")?;
        hire(tx, "zhuguan", Role::Supervisor, "1")?;
        Ok(tx.batch_execute(WORDS)?)
    })
    .unwrap();
    while db.write_blocking(|tx| search::index_pending(tx, 5000)).unwrap() > 0 {}
    let settle = match db.location() {
        Location::Sqlite(_) => "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);",
        Location::Postgres(_) => "VACUUM ANALYZE",
    };
    db.location().connect(false).unwrap().batch_execute(settle).unwrap();
}

/// Names and contents: a common word in each, a rare one in one of ten thousand.
const WORDS: &str = "
INSERT INTO requesters (case_id, ordinal, kind, name)
SELECT id, 1, requester_kind, '申请人' || number FROM cases;
INSERT INTO case_items (case_id, ordinal, content)
SELECT id, 1, '某建设项目第' || number || '号环境影响评价文件及其批复'
    || CASE WHEN number LIKE '%4321' THEN '，含龘靐' ELSE '' END FROM cases;
";

fn hire(tx: &mut Tx<'_>, login_name: &str, role: Role, organ: &str) -> Result<(), Error> {
    let password_hash = password::hash(PASSWORD, Cost::Cheap).unwrap();
    let (name, login_name) = (login_name.to_owned(), login_name.to_owned());
    let account = NewAccount { login_name, name, password_hash, must_change_password: false };
    let now = Clock::Real.now();
    let id = people::insert(tx, account, now)?;
    let organ = organs::find(tx, organ)?.unwrap();
    people::grant_right(tx, id, Grant { role, organ, department: None }, now)?;
    Ok(())
}

/// The lists and searches, each by one client after the other: what a clerk waits for.
const LISTS: [(&str, &str, &str); 6] = [
    ("list_of_organ", "dengji", "/api/v1/cases"),
    (
        "list_filtered",
        "dengji",
        "/api/v1/cases?open=false&result_row=granted&received_from=2020-01-01",
    ),
    ("list_of_country", "zhuguan", "/api/v1/cases?below=true&organ=1"),
    (
        "list_of_country_filtered",
        "zhuguan",
        "/api/v1/cases?below=true&organ=1&result_row=granted_in_part&requester_kind=natural_person",
    ),
    ("search_rare", "zhuguan", "/api/v1/cases?q=%E9%BE%98%E9%9D%90"),
    ("search_common", "zhuguan", "/api/v1/cases?q=%E7%8E%AF%E5%A2%83"),
];

fn signed_in(served: &Served, login_name: &str) -> Client {
    let mut client = served.client();
    client.signs_in(login_name, PASSWORD).unwrap();
    client
}

fn ask(name: &str, served: &Served) -> Costs {
    let at = (served.address, served.pid());
    let mut costs = Costs::new();
    let clerk = signed_in(served, "dengji");
    let chief = signed_in(served, "zhuguan");
    let hello = load(at, CLIENTS, TIME, &clerk, |client, _| {
        assert_eq!(client.gets("/healthz").unwrap().status, 200);
    });
    println!("{name}/hello {:.0}/s", hello.per_second);
    let tell = |what: &str, load: &load::Load| {
        println!(
            "{name}/{what} {:.0}/s = {:.0} % of hello, {:.0} µs of processor, p50 {:.2} ms, p99 {:.2} ms",
            load.per_second,
            load.per_second / hello.per_second * 100.0,
            load.cost,
            load.median.as_secs_f64() * 1e3,
            load.p99.as_secs_f64() * 1e3,
        );
    };
    let numbers = Mutex::new(Vec::new());
    let taken = load(at, CLIENTS, TIME, &clerk, |client, n| {
        let told = client.posts("/api/v1/cases", &arrival(n), &[]).unwrap();
        assert_eq!(told.status, 201, "{}", told.body);
        numbers.lock().unwrap().push(told.body["number"].as_str().unwrap().to_owned());
    });
    tell("take_in", &taken);
    costs.insert("take_in", taken.cost);
    // The others have no log: a case is read by what was done to it.
    let numbers = numbers.into_inner().unwrap();
    let read = load(at, CLIENTS, TIME, &chief, |client, n| {
        let number =
            &numbers[usize::try_from(n.wrapping_mul(2_654_435_761)).unwrap() % numbers.len()];
        let told = client.gets(&format!("/api/v1/cases/{number}")).unwrap();
        assert_eq!(told.status, 200, "{}", told.body);
    });
    tell("read_case", &read);
    costs.insert("read_case", read.cost);
    for (what, who, uri) in LISTS {
        let who = if who == "dengji" { &clerk } else { &chief };
        let listed = load(at, 1, TIME, who, |client, _| {
            let told = client.gets(uri).unwrap();
            assert_eq!(told.status, 200, "{}", told.body);
        });
        tell(what, &listed);
        costs.insert(what, listed.cost);
    }
    costs.extend(outside::ask(at, &tell));
    outside::upload(name, at);
    costs
}

fn arrival(n: u64) -> serde_json::Value {
    serde_json::json!({
        "organ": "7",
        "requester": {"name": format!("申请人{n}"), "phone": "13800000000"},
        "request": {
            "channel": "internet", "requester_kind": "natural_person",
            "items": [format!("某建设项目第{n}号环境影响评价文件及其批复")],
        },
    })
}

/// The year table over HTTP, one client, beside the same table in this process.
fn year_table(name: &str, served: &Served, db: &Db) {
    let mut chief = signed_in(served, "zhuguan");
    let uri = format!("/api/v1/annual-tables/{YEAR}?organ=1&scope=government&as_of={YEAR}-12-31");
    let options = ReportOptions {
        organ: "1",
        year: YEAR,
        scope: Scope::Government,
        format: None,
        as_of: Some("2024-12-31".parse().unwrap()),
        known_at: None,
        today: Clock::Real.today(),
    };
    let (mut asked, mut counted) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let begun = Instant::now();
        let told = chief.gets(&uri).unwrap();
        assert_eq!(told.status, 200, "{}", told.body);
        asked.push(begun.elapsed());
        let begun = Instant::now();
        report(db, &options).unwrap();
        counted.push(begun.elapsed());
    }
    let median = |took: &mut Vec<Duration>| {
        took.sort();
        took.get(took.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    let (asked, counted) = (median(&mut asked), median(&mut counted));
    println!("{name}/year_table {asked:.2} ms = {:+.2} ms over its count", asked - counted);
}
