//! The database server goes away and comes back, the service stays.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::{CASES, arrival, assert_unavailable, number, registrar, stored};
use crate::support::Office;

/// A PostgreSQL of its own, which does what it is told and is gone afterwards.
struct Server {
    child: Child,
    told: Option<ChildStdin>,
    out: BufReader<ChildStdout>,
    url: String,
}

/// Says where the server is, and then does one step for each line that it hears.
const STEPS: &str = r#"echo "$TEST_DATABASE_URL"
while read -r step; do sh -c "$TEST_POSTGRES_CTL $step" </dev/null >/dev/null 2>&1; echo "$?"; done"#;

impl Server {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/with-postgres.sh");
        let mut command = Command::new(script);
        let command = command.args(["sh", "-c", STEPS]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let told = child.stdin.take();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, told, out, url: String::new() };
        server.url = server.hears();
        server
    }

    fn does(&mut self, step: &str) {
        writeln!(self.told.as_ref().unwrap(), "{step}").unwrap();
        assert_eq!(self.hears(), "0", "{step}");
    }

    fn hears(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The script ends with its input, and takes the server with it.
        drop(self.told.take());
        drop(self.child.wait());
    }
}

#[test]
fn a_server_that_goes_away_and_comes_back_costs_nothing_that_was_acknowledged() {
    let mut postgres = Server::start();
    let office = Office::at(postgres.url.clone(), tempfile::tempdir().unwrap());
    office.hires_registrar();
    let served = office.serves("");
    let mut client = registrar(&served);
    let mut acknowledged = Vec::new();
    for n in 0..5 {
        let told = client.posts(CASES, &arrival(&format!("之前 {n}")), &[]).unwrap();
        acknowledged.push(number(&told).unwrap());
    }
    let case = format!("{CASES}/{}", acknowledged[0]);

    postgres.does("stop -m fast");
    for n in 0..3 {
        let asked = Instant::now();
        assert_unavailable(&client.posts(CASES, &arrival(&format!("期间 {n}")), &[]).unwrap());
        assert!(asked.elapsed() < Duration::from_secs(15), "nobody waits for long");
    }
    assert_unavailable(&client.gets(&case).unwrap());
    assert_unavailable(&client.gets("/readyz").unwrap());
    assert_eq!(client.gets("/healthz").unwrap().status, 200);

    postgres.does("start");
    let told = client.posts(CASES, &arrival("之后"), &[]).unwrap();
    acknowledged.push(number(&told).unwrap_or_else(|| panic!("{}", told.body)));
    assert_eq!(client.gets(&case).unwrap().status, 200);
    let mut there = stored(&office);
    there.sort();
    acknowledged.sort();
    assert_eq!(there, acknowledged);
}
