//! An office for each test: the program itself, run as a process, on a database of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use gongkai::actions::people::{self, NewAccount};
use gongkai::crypto::password::{self, Cost};
use gongkai::db::{AnyConn, Db, Id, Instant, QueryResult, Tx};
use gongkai::domain::people::Role;
use gongkai::domain::permission::Grant;
use serde_json::Value;
use tempfile::TempDir;

use crate::served::Served;

/// Which database an office has.
#[derive(Clone, Copy, Debug)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Everybody's password.
pub const PASSWORD: &str = "银杏树下 37 级台阶";

/// A key for tests: base64 of 32 bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

pub struct Office {
    folder: TempDir,
    url: String,
}

/// What a command answered.
pub struct Answer {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}\n{}", self.out, self.err))
    }
}

impl Office {
    /// A migrated database with the organs of the demo.
    pub fn open(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url_of(database, &folder);
        Self::at(url, folder)
    }

    /// The same, in a database that is there already.
    pub fn at(url: String, folder: TempDir) -> Self {
        let office = Self { folder, url };
        office.must(&["migrate"]);
        let organs = office.file("organs.csv", gongkai::demo::ORGANS.as_bytes());
        office.must(&["organ", "import", organs.to_str().unwrap()]);
        office
    }

    /// A database that an office has already, with its organs and all.
    pub fn found(url: String, folder: TempDir) -> Self {
        Self { folder, url }
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Writes a file into the office's folder.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command with the office's key and database.
    pub fn runs(&self, arguments: &[&str]) -> Answer {
        self.runs_with_key(arguments, KEY)
    }

    pub fn runs_with_key(&self, arguments: &[&str], key: &str) -> Answer {
        self.runs_in(arguments, &[("GONGKAI_KEY", key)])
    }

    pub fn runs_with_new_key(&self, arguments: &[&str], new: &str) -> Answer {
        self.runs_in(arguments, &[("GONGKAI_KEY", KEY), ("GONGKAI_NEW_KEY", new)])
    }

    /// `gongkai serve` at an address of its own, started by way of `before` if that says something.
    pub fn serves(&self, before: &str) -> Served {
        let program = env!("CARGO_BIN_EXE_gongkai");
        let line = format!("{before} exec '{program}' serve --listen 127.0.0.1:0");
        let mut command = Command::new("sh");
        let command =
            command.args(["-c", &line]).env("GONGKAI_KEY", KEY).env("GONGKAI_LOG_FILTER", "off");
        Served::start(command.env("DATABASE_URL", &self.url).current_dir(self.folder.path()))
    }

    /// Somebody who takes in cases; the password is [`PASSWORD`].
    pub fn hires_registrar(&self) {
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        let password_hash = password::hash(PASSWORD, Cost::Cheap).unwrap();
        let (login_name, name) = ("dengji".to_owned(), "邓登记".to_owned());
        let account = NewAccount { login_name, name, password_hash, must_change_password: false };
        let hire = |tx: &mut Tx<'_>| {
            let now = gongkai::clock::Clock::Real.now();
            let id = people::insert(tx, account, now)?;
            let organ = gongkai::db::organs::find(tx, "620402")?.unwrap();
            let grant = Grant { role: Role::Registrar, organ, department: None };
            people::grant_right(tx, id, grant, now).map(drop)
        };
        db.write_blocking(hire).unwrap();
    }

    fn runs_in(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Answer {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .env("DATABASE_URL", &self.url)
            .envs(environment.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        Answer {
            status: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs a command that must succeed.
    pub fn must(&self, arguments: &[&str]) -> Answer {
        let answer = self.runs(arguments);
        assert_eq!(answer.status, 0, "{arguments:?}: {}{}", answer.out, answer.err);
        answer
    }

    /// Imports a register in csv and gives the report.
    pub fn imports(&self, csv: &str, more: &[&str]) -> (i32, Value) {
        let path = self.file("register.csv", csv.as_bytes());
        let mut arguments = vec!["import", path.to_str().unwrap(), "--json"];
        arguments.extend(more);
        let answer = self.runs(&arguments);
        (answer.status, answer.json())
    }

    /// The year table as JSON.
    pub fn report(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["report"];
        all.extend(arguments);
        all.extend(["--output", "json"]);
        self.runs(&all).json()
    }

    /// Everything that an import may write, row by row; the links of the chains stand for their events.
    pub fn digest(&self) -> String {
        use gongkai::db::schema::{cases, challenges, events, organ_versions};
        self.looks(|conn| {
            let seen = (cases::id, cases::version, cases::event_count, cases::event_link);
            let cases: Vec<(Id, i32, i32, Vec<u8>)> =
                cases::table.select(seen).order(cases::id).load(conn)?;
            let seen = (challenges::id, challenges::result, challenges::superseded_at);
            let challenges: Vec<(Id, Option<String>, Option<Instant>)> =
                challenges::table.select(seen).order(challenges::id).load(conn)?;
            let events: i64 = events::table.count().get_result(conn)?;
            let organs: i64 = organ_versions::table.count().get_result(conn)?;
            Ok(format!("{cases:?} {challenges:?} {events} {organs} {:?}", requesters(conn)?))
        })
    }

    /// The numbers of all cases.
    pub fn numbers(&self) -> Vec<String> {
        use gongkai::db::schema::cases;
        self.looks(|conn| cases::table.select(cases::number).order(cases::number).load(conn))
    }

    /// Every message with its state, whether some instance holds it, and what went wrong.
    pub fn messages(&self) -> Vec<(Id, String, bool, Option<String>)> {
        use gongkai::db::schema::jobs;
        let seen = (jobs::id, jobs::state, jobs::claimed_by.is_not_null(), jobs::fault);
        self.looks(|conn| jobs::table.select(seen).order(jobs::id).load(conn))
    }

    /// Lets messages go out at every hour, whenever the tests run.
    pub fn never_rests(&self) {
        self.tampers(
            "INSERT INTO organ_settings (organ_id, name, value, changed_at) SELECT id, 'messages', \
             '{\"quiet_hours\":{\"from\":\"00:00\",\"to\":\"00:00\"}}', '2026-03-01T00:00:00.000000Z' \
             FROM organs WHERE code = '620402'",
        );
    }

    /// How long the longest file of the office's folder is.
    pub fn longest_file(&self) -> u64 {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).max().unwrap()
    }

    /// The names of all requesters, byte for byte.
    pub fn requesters(&self) -> Vec<String> {
        self.looks(requesters)
    }

    /// Takes the migration `name` back and runs it again over what is stored.
    pub fn migrates_again(&self, name: &str) {
        use diesel::connection::SimpleConnection;
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        let folder = if self.url.starts_with("sqlite:") { "sqlite" } else { "postgres" };
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder).join(name);
        for file in ["down.sql", "up.sql"] {
            let sql = std::fs::read_to_string(folder.join(file)).unwrap();
            db.write_blocking(|tx| tx.batch_execute(&sql)).unwrap();
        }
    }

    /// Changes what is stored behind the program's back.
    pub fn tampers(&self, sql: &str) {
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        let change = sql.to_owned();
        let changed = db.write_blocking::<_, gongkai::actions::Error>(move |tx| {
            Ok(diesel::sql_query(change).execute(&mut **tx)?)
        });
        assert_ne!(changed.unwrap(), 0, "{sql}");
    }

    /// The same for statements that change the tables themselves, or perhaps nothing.
    pub fn tampers_batch(&self, sql: &str) {
        use diesel::connection::SimpleConnection;
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        db.write_blocking(|tx| tx.batch_execute(sql)).unwrap();
    }

    /// Writes to the database past the program.
    pub fn writes<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> T + Send + 'static,
    ) -> T {
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        db.write_blocking::<_, gongkai::actions::Error>(|tx| Ok(work(tx))).unwrap()
    }

    pub fn looks<T>(&self, query: impl FnOnce(&mut AnyConn) -> QueryResult<T>) -> T {
        let db = Db::open(self.url.parse().unwrap()).unwrap();
        db.scan_blocking(query).unwrap()
    }
}

fn requesters(conn: &mut AnyConn) -> QueryResult<Vec<String>> {
    use gongkai::db::schema::requesters::dsl::{case_id, name, ordinal, requesters};
    requesters.select(name).order((case_id, ordinal)).load(conn)
}

/// Runs a test on both databases; PostgreSQL must be there, never skipped.
pub fn on_both(test: impl Fn(Office)) {
    insta::allow_duplicates! {
        for database in [Database::Sqlite, Database::Postgres] {
            test(Office::open(database));
        }
    }
}

/// The URL of a database that does not exist yet, or is empty.
pub fn url_of(database: Database, folder: &TempDir) -> String {
    match database {
        Database::Sqlite => format!("sqlite:{}", folder.path().join("office.db").display()),
        Database::Postgres => fresh_postgres(),
    }
}

/// A new database on the server that `scripts/with-postgres.sh` started.
fn fresh_postgres() -> String {
    use diesel::{Connection, PgConnection};
    let server = std::env::var("TEST_DATABASE_URL").expect("run the tests by `make test`");
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let mut conn = PgConnection::establish(&server).unwrap();
    diesel::sql_query(format!("CREATE DATABASE {name}")).execute(&mut conn).unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}
