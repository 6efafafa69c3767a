//! An office for proofs that go over all operations: somebody for each role, and a case that is being handled.

use std::cell::{Cell, RefCell};

use gongkai::actions::handling::{Which, perform};
use gongkai::actions::intake::{Requester, take_in};
use gongkai::actions::{Actor, Error};
use gongkai::db::phrases::{self, Phrase};
use gongkai::db::{Tx, organs, people, rights};
use gongkai::domain::people::Role;
use gongkai::domain::settings::PhraseKind;
use serde_json::{Value, json};

use super::operations::Operation;
use super::support::{Call, PASSWORD, Person, TestService};

pub const ORGAN: &str = "620402";
const ABOVE: &str = "620400";
const ELSEWHERE: &str = "620403";

/// Everybody who may ask, by the name of the role; the last is of another organ.
pub const ASKERS: [(&str, Role, &str); 9] = [
    ("registrar", Role::Registrar, ORGAN),
    ("handler", Role::Handler, ORGAN),
    ("reviewer", Role::Reviewer, ORGAN),
    ("signer", Role::Signer, ORGAN),
    ("supervisor", Role::Supervisor, ABOVE),
    ("system", Role::SystemAdministrator, ABOVE),
    ("security", Role::SecurityAdministrator, ABOVE),
    ("audit", Role::AuditAdministrator, ABOVE),
    ("elsewhere", Role::Registrar, ELSEWHERE),
];

pub struct Scene<'a> {
    pub service: &'a TestService,
    department: String,
    /// Reads what is no case.
    reader: Person<'a>,
    number: RefCell<String>,
    requester: RefCell<String>,
    attachment: RefCell<String>,
    made: Cell<u32>,
}

impl<'a> Scene<'a> {
    /// People for every role, `clerk` who has all roles on cases, and a case that is signed for.
    pub async fn set(service: &'a TestService) -> Self {
        for (name, role, organ) in ASKERS {
            service.account(name, &[(role, organ)], false);
        }
        let clerk = [Role::Registrar, Role::Handler, Role::Reviewer, Role::Signer];
        service.account("clerk", &clerk.map(|role| (role, ORGAN)), false);
        service.account("deputy", &[], false);
        let scene = Self {
            service,
            department: String::new(),
            reader: service.person("watcher", &[(Role::SystemAdministrator, ABOVE)]).await,
            number: RefCell::default(),
            requester: RefCell::default(),
            attachment: RefCell::default(),
            made: Cell::new(0),
        };
        let department = scene.adds_department();
        let scene = Self { department, ..scene };
        scene.adds_import();
        scene.renews_case().await;
        scene
    }

    /// Another case takes the place of the one that is there.
    pub async fn renews_case(&self) {
        let clerk = self.service.signs_in("clerk").await;
        let body = json!({
            "organ": ORGAN,
            "requester": {"name": "王䶮", "identity_number": "11010519491231002X"},
            "request": {"channel": "counter", "requester_kind": "natural_person", "items": ["某文件"]},
        });
        let reply = clerk.sends(Call::post("/api/v1/cases", &body)).await;
        let number = reply.body["number"].as_str().unwrap().to_owned();
        for (act, body) in [
            ("receipt-confirmation", json!({"evidence": "当面"})),
            ("registration", json!({})),
            ("assignment", json!({"department": self.department})),
            ("signing-for", json!({})),
        ] {
            let uri = format!("/api/v1/cases/{number}");
            let etag = clerk.reads(&uri).await.etag();
            let call = Call::post(&format!("{uri}/{act}"), &body).with("if-match", &etag);
            let done = clerk.sends(call).await;
            assert_eq!(done.status, 200, "{act}: {}", done.body);
        }
        let shown = clerk.reads(&format!("/api/v1/cases/{number}/requester")).await.body;
        let requester = shown["requesters"][0]["id"].as_str().unwrap();
        self.requester.replace(requester.to_owned());
        let uri = format!("/api/v1/cases/{number}/attachments?name=a.txt");
        let attached = clerk.sends(Call::post_file(&uri, b"a")).await;
        let id = attached.body["id"].as_str().unwrap_or_else(|| panic!("{}", attached.body));
        self.attachment.replace(id.to_owned());
        *self.number.borrow_mut() = number;
    }

    /// The version of what an operation changes.
    pub async fn etag(&self, operation: &Operation, uri: &str) -> String {
        if !operation.path.contains("{number}") {
            // An act stands below what it changes, and what it changes is new.
            if operation.path.starts_with("/challenges/") {
                return "\"1\"".to_owned();
            }
            return self.reader.reads(uri).await.etag();
        }
        format!("\"{}\"", self.version())
    }

    /// The version of the case.
    fn version(&self) -> i32 {
        let number = self.number.borrow().clone();
        let find =
            |conn: &mut gongkai::db::AnyConn| gongkai::db::cases::page::numbered(conn, &number);
        self.service.app.db().scan_blocking(find).unwrap()[0].version
    }

    /// A call of `operation` with which nothing is wrong, by somebody who is signed in, or by nobody.
    pub async fn good(&self, operation: &Operation, asker: Option<&Person<'_>>) -> Call {
        let uri = self.uri(operation, asker);
        let body = self.body(operation, asker);
        let mut call = operation.call(&uri, body.as_ref());
        if operation.takes_file() {
            call = call.bytes("text/plain", "附件".as_bytes());
        }
        if operation.has("If-Match") {
            call = call.with("if-match", &self.etag(operation, &uri).await);
        }
        call
    }

    /// Where `operation` finds something.
    pub fn uri(&self, operation: &Operation, asker: Option<&Person<'_>>) -> String {
        let person = if operation.path.contains("{login_name}") {
            self.adds_person()
        } else {
            String::new()
        };
        operation.uri(|name| match name {
            "number" => self.number.borrow().clone(),
            "code" | "organ" => ORGAN.to_owned(),
            "login_name" => person.clone(),
            "year" if operation.id == "load_notice" => "2027".to_owned(),
            "year" => "2026".to_owned(),
            "act" => "notes".to_owned(),
            "row" => "granted".to_owned(),
            "column" => "total".to_owned(),
            "scope" => "organ".to_owned(),
            "name" => "a.txt".to_owned(),
            "file_name" => "register.csv".to_owned(),
            "kind" => "received".to_owned(),
            "id" => self.record(operation, &person, asker),
            other => panic!("{}: say here what {{{other}}} stands for", operation.path),
        })
    }

    /// A body of `operation` that fits what there is.
    pub fn body(&self, operation: &Operation, asker: Option<&Person<'_>>) -> Option<Value> {
        let mut body = operation.body()?;
        match operation.id {
            "sign_in" => body = json!({"login_name": "clerk", "password": PASSWORD}),
            "refresh_session" => {
                let token = asker.map_or("没有这个令牌", |asker| asker.refresh.as_str());
                body = json!({"refresh_token": token});
            }
            "change_password" => {
                body = json!({"old_password": PASSWORD, "password": "另一棵树下 38 级台阶"});
            }
            "add_person" => body["login_name"] = json!(format!("neu{}", self.next())),
            "add_organ" => body["code"] = json!(format!("620402-{}", self.next())),
            "change_organ" => body["parent"] = json!(ABOVE),
            "load_notice" => body["published_on"] = json!("2026-02-10"),
            "add_department" => body["name"] = json!(format!("科室{}", self.next())),
            "name_deputy" => body["deputy"] = json!("deputy"),
            "perform_batch" => {
                let case = json!({"number": *self.number.borrow(), "version": self.version()});
                body = json!({"told": {"text": "已电话告知"}, "cases": [case]});
            }
            "assign" => body["department"] = json!(self.department),
            "file_request" => body["attachments"] = json!([]),
            _ => {}
        }
        if body.get("organ").is_some() {
            body["organ"] = json!(ORGAN);
        }
        if body.get("code").is_some() && body.get("number").is_some() {
            body["number"] = json!(*self.number.borrow());
            body["code"] = json!(self.query_code());
            if body.get("attachments").is_some() {
                body["attachments"] = json!([]);
            }
        }
        Some(body)
    }

    /// The id at the end of an address.
    fn record(&self, operation: &Operation, person: &str, asker: Option<&Person<'_>>) -> String {
        if operation.path.contains("/departments/") {
            self.adds_department()
        } else if operation.path.contains("/rights/") {
            self.of_person(person, |tx, id| Ok(rights::of_person(tx, id)?[0].id.0.to_string()))
        } else if operation.path.contains("/deputies/") {
            let (now, today) = (self.service.app.clock.now(), self.service.app.clock.today());
            self.of_person(person, |tx, id| {
                let deputy = people::by_login_name(tx, "deputy")?.unwrap().id;
                Ok(rights::name_deputy(tx, (id, deputy), (today, today), now)?.0.to_string())
            })
        } else if operation.path.contains("/service-accounts/") {
            uuid::Uuid::now_v7().to_string()
        } else if operation.path.contains("/requesters/") {
            self.requester.borrow().clone()
        } else if operation.path.contains("/letters/") {
            self.adds_letter()
        } else if operation.path.contains("/attachments/") {
            self.attachment.borrow().clone()
        } else if operation.path.contains("/documents/") {
            uuid::Uuid::now_v7().to_string()
        } else if operation.path.contains("/challenges/") {
            self.adds_challenge()
        } else if operation.path.contains("/handed-in-tables/") {
            self.hands_in()
        } else if operation.path.contains("/jobs/") {
            self.adds_failed_job()
        } else if operation.path.contains("/phrases/") {
            self.adds_phrase()
        } else if operation.path.contains("/imports/") {
            self.adds_import()
        } else if operation.path.contains("/sessions/") {
            asker.map_or_else(|| uuid::Uuid::now_v7().to_string(), |asker| self.session(asker))
        } else {
            panic!("{}: say here what {{id}} stands for", operation.path)
        }
    }

    /// The session of somebody who is signed in.
    fn session(&self, asker: &Person<'_>) -> String {
        let hash = gongkai::crypto::token::hash(&asker.refresh);
        let find = |conn: &mut gongkai::db::AnyConn| gongkai::db::sessions::by_refresh(conn, &hash);
        self.service.app.db().scan_blocking(find).unwrap().unwrap().id.0.to_string()
    }

    fn next(&self) -> u32 {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }

    fn adds_department(&self) -> String {
        let (name, now) = (format!("科室{}", self.next()), self.service.app.clock.now());
        self.writes(|tx| {
            let organ = organs::find(tx, ORGAN)?.unwrap();
            Ok(rights::add_department(tx, organ, &name, now)?.0.to_string())
        })
    }

    /// A letter that answers a case of its own.
    fn adds_letter(&self) -> String {
        let at = (self.service.app.clock.now(), self.service.app.clock.today());
        let (keys, letter) = (self.service.app.keys.clone(), uuid::Uuid::now_v7().to_string());
        let decision = json!({"item": 1, "outcome": "provided", "reason": "见附件", "evidence": {"what_was_given": "预算表", "form_given": "纸质"}});
        let deeds = [
            json!({"kind": "confirm_receipt", "evidence": "当面"}),
            json!({"kind": "register"}),
            json!({"kind": "assign", "department": self.department}),
            json!({"kind": "sign_for"}),
            json!({"kind": "draft", "decisions": [decision]}),
            json!({"kind": "sign_on_paper", "signer": "张局长", "filed_at": "文件柜"}),
            json!({"kind": "deliver", "dispatch": {"way": "post"}, "letter": letter}),
        ];
        self.writes(|tx| {
            let clerk = people::by_login_name(tx, "clerk")?.unwrap().id;
            let clerk = Actor::of_person(tx, clerk, "127.0.0.1".to_owned(), at)?.unwrap();
            let arrive = json!({"channel": "counter", "requester_kind": "natural_person", "items": ["某文件"]});
            let arrive = serde_json::from_value(arrive).unwrap();
            let who = Requester { name: "王䶮".to_owned(), ..Requester::default() };
            let number = take_in(tx, &keys, &clerk, ORGAN, (arrive, &who), at.1)?;
            for (deed, version) in deeds.into_iter().zip(1..) {
                let which = Which { number: &number, organ: None, version };
                perform(tx, &keys, &clerk, which, (serde_json::from_value(deed).unwrap(), at.1))?;
            }
            Ok(())
        });
        letter
    }

    /// The code of the requester of the case.
    fn query_code(&self) -> String {
        let number = self.number.borrow().clone();
        let find =
            |conn: &mut gongkai::db::AnyConn| gongkai::db::cases::page::numbered(conn, &number);
        let case = self.service.app.db().scan_blocking(find).unwrap()[0].id;
        self.service.app.keys.query_codes().of(case.bytes(), 0)
    }

    /// A review that touches no case.
    fn adds_challenge(&self) -> String {
        use gongkai::db::challenges::{Challenge, Own, record};
        let (id, now) = (gongkai::db::Id::fresh(), self.service.app.clock.now());
        let today = self.service.app.clock.today();
        self.writes(|tx| {
            let challenge = Challenge {
                organ: organs::find(tx, ORGAN)?.unwrap(),
                row_key: id.bytes().to_vec(),
                number: None,
                kind: gongkai::domain::challenge::ChallengeKind::Review,
                accepted_on: today,
                conclusion: None,
                case_numbers: String::new(),
                own: Own { copy_received_on: Some(today), ..Own::default() },
            };
            record(tx, &challenge, &[], now)?;
            Ok(id.0.to_string())
        })
    }

    /// An empty table of 2025.
    fn hands_in(&self) -> String {
        use gongkai::db::handed_in_tables::{HandedIn, record};
        use gongkai::domain::annual_report::{Format, Scope};
        let now = self.service.app.clock.now();
        self.writes(|tx| {
            let table = HandedIn {
                organ: organs::find(tx, ORGAN)?.unwrap(),
                scope: Scope::Organ,
                format: Format::Of2021,
                body: r#"{"rows":{},"blocks":{}}"#.to_owned(),
            };
            Ok(record(tx, (2025, None), &table, now)?.0.to_string())
        })
    }

    /// A register that was looked at.
    fn adds_import(&self) -> String {
        use gongkai::db::imports::{NewImport, advance, begin, page};
        use gongkai::domain::import::ImportState::{Checked, Uploading};
        let now = self.service.app.clock.now();
        self.writes(|tx| {
            let organ = organs::find(tx, ORGAN)?.unwrap();
            if let Some(waits) =
                page(tx, &[organ], None, 1)?.into_iter().find(|i| i.state.0 == Checked)
            {
                return Ok(waits.id.0.to_string());
            }
            let new = NewImport {
                organ,
                file_name: "register.csv".to_owned(),
                kind: None,
                year: None,
                sheet: None,
                corrects: false,
                allowed: "[]".to_owned(),
                actor: "clerk".to_owned(),
            };
            let id = begin(tx, &new, now)?;
            advance(tx, id, (Uploading, Checked), false)?;
            Ok(id.0.to_string())
        })
    }

    fn adds_phrase(&self) -> String {
        let (id, now) = (gongkai::db::Id::fresh(), self.service.app.clock.now());
        self.writes(|tx| {
            let organ = organs::find(tx, ORGAN)?.unwrap();
            let kind = gongkai::db::types::Named(PhraseKind::General);
            let phrase =
                Phrase { id, kind, title: "常用语".to_owned(), text: "经检索".to_owned() };
            phrases::add(tx, organ, &phrase, now)?;
            Ok(id.0.to_string())
        })
    }

    /// A message to a requester that was given up.
    fn adds_failed_job(&self) -> String {
        use gongkai::db::jobs::{NewJob, claim, end, put};
        use gongkai::domain::message::JobState;
        let now = self.service.app.clock.now();
        self.writes(|tx| {
            let organ = organs::find(tx, ORGAN)?.unwrap();
            let kind = gongkai::domain::message::MessageKind::Received;
            let (case, event, person, day, once) = (None, None, None, None, None);
            put(tx, &[NewJob { kind, organ, case, event, person, day, once }], now)?;
            let job = claim(tx, now, now + chrono::Duration::minutes(1))?.unwrap();
            end(tx, &job, (JobState::Failed, Some(("refused", Some(550)))), now)?;
            Ok(job.id.0.to_string())
        })
    }

    /// Somebody who handles cases and may be changed.
    fn adds_person(&self) -> String {
        let name = format!("person{}", self.next());
        self.came_before(&name, (Role::Handler, ORGAN));
        name
    }

    /// An account of yesterday: no two passwords of a person are of one instant.
    pub fn came_before(&self, login_name: &str, held: (Role, &str)) {
        let now = self.service.app.clock.now();
        self.service.app.clock.set(now - chrono::Duration::days(1));
        self.service.account(login_name, &[held], false);
        self.service.app.clock.set(now);
    }

    fn of_person<T>(
        &self,
        login_name: &str,
        work: impl FnOnce(&mut Tx<'_>, gongkai::db::Id) -> Result<T, Error>,
    ) -> T {
        self.writes(|tx| {
            let id = people::by_login_name(tx, login_name)?.unwrap().id;
            work(tx, id)
        })
    }

    fn writes<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
        self.service.app.db().write_blocking(work).unwrap()
    }
}
