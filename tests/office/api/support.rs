//! A service for each test: the real door over a database of its own, with a clock that stands still. Nothing goes in
//! or out that `openapi.yaml` does not know.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use actix_web::body::to_bytes;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{App as WebApp, rt, test};
use chrono::{DateTime, Utc};
use gongkai::actions::people::{self, NewAccount};
use gongkai::actions::{Error, organs, setup};
use gongkai::app::App;
use gongkai::clock::Clock;
use gongkai::config::Config;
use gongkai::crypto::password::{self, Cost};
use gongkai::crypto::{Keys, MasterKey};
use gongkai::db::Db;
use gongkai::domain::people::Role;
use gongkai::domain::permission::Grant;
use gongkai::http::Door;
use jsonschema::Validator;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::outbox::Outbox;
use crate::support::{Database, url_of};

/// The day on which every service opens: a Monday, 10:00 in Beijing.
pub const OPENING: &str = "2026-03-02T02:00:00Z";

/// Everybody's password.
pub const PASSWORD: &str = "银杏树下 37 级台阶";

/// A key for tests: base64 of 32 bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Where calls come from that say nothing else; the limits of the public side do not hold for it.
const HOME: std::net::Ipv4Addr = std::net::Ipv4Addr::LOCALHOST;

pub struct TestService {
    pub app: App,
    door: Door,
    /// Before the folder, which the database stands in.
    _outbox: Outbox,
    _folder: TempDir,
}

/// What the service answered.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The body as JSON; null if it is none.
    pub body: Value,
}

impl Reply {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn etag(&self) -> String {
        self.header("etag").to_owned()
    }
}

/// A call that is being put together.
pub struct Call {
    method: Method,
    uri: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    /// Whether the contract knows such a request; the reply must keep to it anyway.
    is_known: bool,
    /// A page for people, of which the contract says nothing.
    is_page: bool,
    peer: Option<std::net::SocketAddr>,
}

impl Call {
    pub fn new(method: Method, uri: &str) -> Self {
        Self {
            method,
            uri: uri.to_owned(),
            headers: Vec::new(),
            body: None,
            is_known: true,
            is_page: false,
            peer: None,
        }
    }

    pub fn get(uri: &str) -> Self {
        Self::new(Method::GET, uri)
    }

    pub fn post(uri: &str, body: &Value) -> Self {
        Self::new(Method::POST, uri).json(body)
    }

    /// Sends a file, of which nothing is said but its name.
    pub fn post_file(uri: &str, bytes: &[u8]) -> Self {
        Self::new(Method::POST, uri).bytes("application/octet-stream", bytes)
    }

    pub fn put(uri: &str, body: &Value) -> Self {
        Self::new(Method::PUT, uri).json(body)
    }

    pub fn delete(uri: &str) -> Self {
        Self::new(Method::DELETE, uri)
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string().into_bytes());
        self.with("content-type", "application/json")
    }

    pub fn bytes(mut self, kind: &str, body: &[u8]) -> Self {
        self.body = Some(body.to_vec());
        self.with("content-type", kind)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Comes from an address.
    pub fn from(mut self, address: &str) -> Self {
        self.peer = Some((address.parse::<std::net::IpAddr>().unwrap(), 40_000).into());
        self
    }

    /// Asks for a page for people.
    pub fn page(mut self) -> Self {
        self.is_page = true;
        self
    }

    /// Sends what the contract forbids, to see it refused.
    pub fn against_the_contract(mut self) -> Self {
        self.is_known = false;
        self
    }
}

impl TestService {
    /// A migrated database with the organs of the demo.
    pub fn open(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url_of(database, &folder);
        let db = Db::migrate(url.parse().unwrap()).unwrap();
        let keys = Keys::new(&KEY.parse::<MasterKey>().unwrap());
        setup::unlock(&db, &keys).unwrap();
        let opening: DateTime<Utc> = OPENING.parse().unwrap();
        let list = folder.path().join("organs.csv");
        std::fs::write(&list, gongkai::demo::ORGANS).unwrap();
        organs::import(&db, gongkai::ledger::read_organs(&list).unwrap(), opening).unwrap();
        let config = Config {
            cheap_passwords: true,
            secure_cookies: false,
            unlimited_addresses: "127.0.0.1".parse().unwrap(),
            files: folder.path().join("files").display().to_string(),
            ..Config::default()
        };
        let app = App::new(db, keys, Clock::standing(opening), config);
        let outbox = Outbox(app.clone());
        Self { door: Door::new(app.clone()), app, _outbox: outbox, _folder: folder }
    }

    /// The same database, served otherwise.
    pub fn with(self, app: App) -> Self {
        Self { door: Door::new(app.clone()), app, ..self }
    }

    /// Moves the clock to 10:00 in Beijing on `day`.
    pub fn on(&self, day: &str) {
        self.at(&format!("{day}T02:00:00Z"));
    }

    /// Moves the clock.
    pub fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().unwrap());
    }

    /// Sends a call and holds it and its reply against the contract.
    pub async fn send(&self, call: Call) -> Reply {
        let operation = operation(&call.method, &call.uri);
        if call.is_known {
            let operation = operation
                .unwrap_or_else(|| panic!("{} {}: not in the contract", call.method, call.uri));
            check_request(operation, &call);
        }
        let door = self.door.clone();
        let service =
            test::init_service(WebApp::new().configure(move |service| door.configure(service)))
                .await;
        let mut request = test::TestRequest::with_uri(&call.uri).method(call.method.clone());
        for (name, value) in &call.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        request = request.peer_addr(call.peer.unwrap_or_else(|| (HOME, 40_000).into()));
        if let Some(body) = call.body {
            request = request.set_payload(body);
        }
        let response = test::call_service(&service, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body()).await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let reply = Reply { status, headers, bytes, body };
        match operation {
            Some(operation) => check_reply(operation, (&call.method, &call.uri), &reply),
            None if call.is_page => {}
            None => assert_valid(
                &json!({"$ref": "#/components/schemas/Problem"}),
                &reply.body,
                &call.uri,
            ),
        }
        reply
    }

    /// Somebody who holds roles in organs and signs in; the password is [`PASSWORD`].
    pub async fn person(&self, login_name: &str, held: &[(Role, &str)]) -> Person<'_> {
        self.account(login_name, held, false);
        self.signs_in(login_name).await
    }

    /// An account, without signing in.
    pub fn account(&self, login_name: &str, held: &[(Role, &str)], must_change_password: bool) {
        let password_hash = password::hash(PASSWORD, Cost::Cheap).unwrap();
        let (login_name, name) = (login_name.to_owned(), format!("{login_name}的姓名"));
        let account = NewAccount { login_name, name, password_hash, must_change_password };
        let now = self.app.clock.now();
        self.app
            .db()
            .write_blocking::<_, Error>(|tx| {
                let id = people::insert(tx, account, now)?;
                for (role, organ) in held {
                    let organ = gongkai::db::organs::find(tx, organ)?.unwrap();
                    people::grant_right(
                        tx,
                        id,
                        Grant { role: *role, organ, department: None },
                        now,
                    )?;
                }
                Ok(())
            })
            .unwrap();
    }

    pub async fn signs_in(&self, login_name: &str) -> Person<'_> {
        let body = json!({"login_name": login_name, "password": PASSWORD});
        let reply = self.send(Call::post("/api/v1/session", &body)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let token = |name: &str| reply.body[name].as_str().unwrap().to_owned();
        Person { service: self, access: token("access_token"), refresh: token("refresh_token") }
    }

    /// Reads what nobody needs to sign in for.
    pub async fn get(&self, uri: &str) -> Reply {
        self.send(Call::get(uri)).await
    }
}

/// Somebody who is signed in.
pub struct Person<'a> {
    pub service: &'a TestService,
    pub access: String,
    pub refresh: String,
}

impl Person<'_> {
    pub async fn sends(&self, call: Call) -> Reply {
        self.service.send(call.with("authorization", &format!("Bearer {}", self.access))).await
    }

    pub async fn reads(&self, uri: &str) -> Reply {
        self.sends(Call::get(uri)).await
    }
}

/// `openapi.yaml`.
pub fn contract() -> &'static Value {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.yaml");
        serde_saphyr::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    })
}

/// The operation that a call asks for.
fn operation(method: &Method, uri: &str) -> Option<&'static Value> {
    let path = uri.split('?').next().unwrap();
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let fits = |template: &str| {
        let (wanted, given) = (template.split('/'), path.split('/'));
        wanted.clone().count() == given.clone().count()
            && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
    };
    let paths = contract()["paths"].as_object().unwrap();
    // A path without variables wins over one with them, as in the routes.
    let mut fitting: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
    fitting.sort_by_key(|(template, _)| template.matches('{').count());
    fitting.iter().find_map(|(_, item)| item.get(method.as_str().to_lowercase()))
}

/// What a reference stands for.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(target) => {
            contract().pointer(target.trim_start_matches('#')).unwrap_or_else(|| panic!("{target}"))
        }
        None => value,
    }
}

fn check_request(operation: &'static Value, call: &Call) {
    let known: Vec<&str> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| resolved(parameter)["name"].as_str().unwrap())
        .collect();
    let query = call.uri.split_once('?').map(|(_, query)| query).unwrap_or_default();
    for (name, _) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        assert!(known.contains(&name), "{}: parameter {name} is not in the contract", call.uri);
    }
    let Some(body) = &call.body else { return };
    let schema = operation.pointer("/requestBody/content/application~1json/schema");
    if let (Some(schema), Ok(body)) = (schema, serde_json::from_slice(body)) {
        assert_valid(schema, &body, &format!("{} {}", call.method, call.uri));
    }
}

fn check_reply(operation: &'static Value, (method, uri): (&Method, &str), reply: &Reply) {
    let place = format!("{method} {uri} -> {} {}", reply.status, reply.body);
    let responses = &operation["responses"];
    let range = format!("{}XX", reply.status.as_u16() / 100);
    let response = responses.get(reply.status.as_str()).or_else(|| responses.get(range));
    let response = resolved(response.unwrap_or_else(|| panic!("{place}: not in the contract")));
    let Some(contents) = response.get("content") else {
        assert!(reply.bytes.is_empty(), "{place}: has a body");
        return;
    };
    let kind =
        reply.headers.get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap();
    let content =
        contents.get(kind).unwrap_or_else(|| panic!("{place}: {kind:?} not in the contract"));
    if kind.ends_with("json") {
        assert_valid(&content["schema"], &reply.body, &place);
    }
}

/// What holds values against a schema of the contract; each is made once, since that takes longer than most tests.
fn validator(schema: &Value) -> Arc<Validator> {
    static MADE: Mutex<BTreeMap<String, Arc<Validator>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    let validator = made.entry(schema.to_string()).or_insert_with(|| {
        let mut root = schema.clone();
        root["components"] = contract()["components"].clone();
        Arc::new(jsonschema::draft202012::new(&root).unwrap())
    });
    Arc::clone(validator)
}

/// Holds a value against a schema of the contract.
fn assert_valid(schema: &Value, value: &Value, place: &str) {
    let validator = validator(schema);
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{place}\n{}", faults.join("\n"));
}

/// Runs a test over both databases; PostgreSQL must be there, never skipped.
pub fn on_both<F: Future<Output = ()>>(test: impl Fn(TestService) -> F) {
    insta::allow_duplicates! {
        for database in [Database::Sqlite, Database::Postgres] {
            rt::System::new().block_on(test(TestService::open(database)));
        }
    }
}
