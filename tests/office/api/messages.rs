//! What requesters and staff are told, as it is written and delivered: to a real mail server and a real gateway.

use gongkai::carriers::Carriers;
use gongkai::config::Outgoing;
use gongkai::db::jobs::{JobState, SeenJob, page};
use gongkai::domain::people::Role;
use gongkai::jobs::{Deliverer, remind};
use serde_json::{Value, json};

use super::handling::staff;
use super::office::{EMAIL, ORGAN, PHONE, SECRETS, arrival, does, requester, takes_in};
use super::support::{Call, Person, TestService, on_both};
use crate::sinks::{HttpSink, MailSink};

/// All jobs, the first put down first.
pub fn jobs(service: &TestService) -> Vec<SeenJob> {
    let all = |conn: &mut gongkai::db::AnyConn| {
        let organ = gongkai::db::organs::find(conn, ORGAN)?.unwrap();
        page(conn, (&[organ], None), None, 1000)
    };
    let mut jobs = service.app.db().scan_blocking(all).unwrap();
    jobs.reverse();
    jobs
}

/// The kinds and states of all jobs.
fn states(service: &TestService) -> Vec<(String, String)> {
    let one = |job: SeenJob| (job.kind.0.to_string(), job.state.0.to_string());
    jobs(service).into_iter().map(one).collect()
}

/// Settings with a mail server that is reached without encryption, with the patience of a second.
pub fn mail(port: u16) -> Outgoing {
    outgoing(&[
        ("smtp_host", "127.0.0.1".to_owned()),
        ("smtp_port", port.to_string()),
        ("smtp_security", "none".to_owned()),
        ("smtp_from", "gk@example.gov.cn".to_owned()),
        ("smtp_timeout_seconds", "1".to_owned()),
        ("public_address", "https://gk.example.gov.cn".to_owned()),
    ])
}

pub fn gateway(port: u16) -> Outgoing {
    outgoing(&[
        ("webhook_url", format!("http://127.0.0.1:{port}/send")),
        ("webhook_secret", SECRET.to_owned()),
        ("webhook_timeout_seconds", "1".to_owned()),
    ])
}

const SECRET: &str = "0123456789abcdef";

fn outgoing(settings: &[(&str, String)]) -> Outgoing {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gongkai.toml");
    let line = |(name, value): &(&str, String)| format!("{name} = {value:?}\n");
    std::fs::write(&file, settings.iter().map(line).collect::<String>()).unwrap();
    gongkai::config::Config::load(Some(&file)).unwrap().outgoing
}

/// Delivers everything that is due now.
pub async fn delivers(service: &TestService, outgoing: &Outgoing) -> usize {
    let mut app = service.app.clone();
    let mut config = (*app.config).clone();
    config.outgoing = outgoing.clone();
    app.config = std::sync::Arc::new(config);
    let deliverer = Deliverer::new(app, Carriers::of(outgoing).unwrap());
    let mut delivered = 0;
    while deliverer.step().await.unwrap() {
        delivered += 1;
    }
    delivered
}

/// Somebody with this address, and nothing else that is personal.
fn writes_from(email: &str) -> Value {
    json!({"name": "王䶮", "email": email})
}

#[test]
fn a_requester_is_told_by_mail_at_every_turn() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let department = staff(&service);
        let clerk = service.signs_in("dengji").await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "资金安排")).await;
        let notice = json!({"missing": ["所需信息的名称", "<b>身份证明</b>"], "dispatch": {"way": "post", "postal_number": "EA1"}});
        for (act, told) in [
            ("receipt-confirmation", json!({"evidence": "当面"})),
            ("registration", json!({})),
            ("assignment", json!({"department": department})),
            ("amendment-notice", notice),
        ] {
            does(&clerk, &number, act, told).await;
        }
        let kinds: Vec<_> = states(&service).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["arrived", "received", "amendment_asked"]);
        assert_eq!(delivers(&service, &mail(sink.port)).await, 3);
        assert!(states(&service).iter().all(|(_, state)| state == "sent"));
        let mails = sink.waits_for(before + 3);
        for (mail, job) in mails[before..].iter().zip(jobs(&service)) {
            well_formed(mail, &format!("<{}@example.gov.cn>", job.id.0));
            assert!(mail["subject"].as_str().unwrap().ends_with(&format!("申请编号 {number}")));
        }
        let text = |nth: usize| mails[before + nth]["parts"][0]["text"].as_str().unwrap();
        assert!(text(0).contains("2026年3月2日到达"), "{}", text(0));
        assert!(text(1).contains("最迟于2026年3月30日答复您"), "{}", text(1));
        assert!(text(1).contains("https://gk.example.gov.cn/status"), "{}", text(1));
        assert!(text(2).contains("1. 所需信息的名称\n2. <b>身份证明</b>"), "{}", text(2));
        assert!(text(2).contains("请于2026年3月23日以前补正"), "{}", text(2));
        let html = mails[before + 2]["parts"][1]["text"].as_str().unwrap();
        assert!(html.contains("2. &lt;b&gt;身份证明&lt;/b&gt;"), "{html}");
    });
}

/// What is the same in every mail.
fn well_formed(mail: &Value, message_id: &str) {
    assert_eq!(mail["message_id"], message_id);
    assert_eq!((&mail["to"], &mail["envelope_from"]), (&json!(EMAIL), &json!("gk@example.gov.cn")));
    let from = mail["from"].as_str().unwrap();
    assert!(from.contains("白银区") && from.contains("gk@example.gov.cn"), "{from}");
    assert_eq!(mail["automatic"], "auto-generated");
    assert_eq!(mail["is_ascii"], true, "every server takes it");
    assert_eq!(mail["type"], "multipart/alternative");
    let types = [&mail["parts"][0], &mail["parts"][1]].map(|part| &part["type"]);
    assert_eq!(types, ["text/plain", "text/html"]);
    for part in mail["parts"].as_array().unwrap() {
        assert_eq!(part["charset"], "utf-8");
        assert!(part["text"].as_str().unwrap().contains("王䶮"));
    }
}

#[test]
fn of_an_extension_and_a_reply_the_requester_is_told_without_what_it_says() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let department = staff(&service);
        let number = super::handling::arrives(&service, "registered_post", "2026-03-02").unwrap();
        let confirm = json!({"kind": "confirm_receipt", "evidence": "EMS 签收单"});
        super::handling::does(&service, "dengji", &number, "2026-03-02", confirm).unwrap();
        for deed in
            [json!({"kind": "register"}), json!({"kind": "assign", "department": department})]
        {
            super::handling::does(&service, "dengji", &number, "2026-03-02", deed).unwrap();
        }
        let sign = json!({"kind": "sign_for"});
        super::handling::does(&service, "chengban", &number, "2026-03-02", sign).unwrap();
        let ask = json!({"kind": "ask_extension", "working_days": 10, "reason": "需要检索"});
        super::handling::does(&service, "chengban", &number, "2026-03-02", ask).unwrap();
        let approve = json!({"kind": "approve_extension", "approver": "钱主任"});
        super::handling::does(&service, "qianfa", &number, "2026-03-02", approve).unwrap();
        let tell = json!({"kind": "tell_extension", "dispatch": {"way": "electronic"}});
        super::handling::does(&service, "dengji", &number, "2026-03-02", tell).unwrap();
        let kinds: Vec<_> = states(&service).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["arrived", "received", "extended"]);
        // By telephone only, and there is nobody who sends SMS.
        delivers(&service, &mail(sink.port)).await;
        assert!(jobs(&service).iter().all(|job| job.fault.as_deref() == Some("no_carrier")));
        assert_eq!(sink.mails().len(), before);
    });
}

#[test]
fn who_has_no_mail_is_told_by_sms_through_a_signed_call() {
    on_both(async |service| {
        let sink = HttpSink::start(vec![503]);
        staff(&service);
        let number = super::handling::arrives(&service, "registered_post", "2026-03-02").unwrap();
        delivers(&service, &gateway(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.tries), (JobState::Waiting, 1));
        assert_eq!((job.fault.as_deref(), job.fault_status), (Some("refused"), Some(503)));
        service.app.clock.set(job.due_at.0);
        delivers(&service, &gateway(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
        let posted = sink.posted();
        assert_eq!(posted.len(), 2);
        let bodies: Vec<Value> =
            posted.iter().map(|one| serde_json::from_slice(&one.body).unwrap()).collect();
        assert_eq!(bodies[0]["id"], bodies[1]["id"], "the gateway can tell that it is the same");
        assert_eq!(bodies[1]["to"], json!({"phone": "13800000000"}));
        assert!(bodies[1]["text"].as_str().unwrap().contains(&number));
        for one in &posted {
            let seconds = one.header("x-gongkai-timestamp");
            assert_eq!(one.header("x-gongkai-signature"), signed(seconds, &one.body));
        }
    });
}

/// The signature as the other side works it out.
fn signed(seconds: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_mail_server_that_is_away_slow_or_refuses_is_asked_again_and_given_up() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        for user in ["refused", "busy", "slow"] {
            let who = writes_from(&format!("{user}@{}.example", uuid::Uuid::now_v7().simple()));
            takes_in(&clerk, &arrival(&who, user)).await;
        }
        delivers(&service, &mail(sink.port)).await;
        let seen: Vec<_> = jobs(&service)
            .into_iter()
            .map(|job| (job.state.0, job.fault.unwrap(), job.fault_status, job.tries))
            .collect();
        let expected = [
            (JobState::Failed, "refused".to_owned(), Some(550), 1),
            (JobState::Waiting, "refused".to_owned(), Some(451), 1),
            (JobState::Waiting, "timeout".to_owned(), None, 1),
        ];
        assert_eq!(seen, expected);
        let busy = &jobs(&service)[1];
        let waited = busy.due_at.0 - service.app.clock.now();
        assert!((48..=72).contains(&waited.num_seconds()), "{waited}");
        service.app.clock.set(busy.due_at.0 + chrono::Duration::minutes(1));
        // In the meantime nobody is there.
        delivers(&service, &mail(1)).await;
        let waiting: Vec<_> = jobs(&service).into_iter().skip(1).collect();
        for job in &waiting {
            assert_eq!((job.fault.as_deref(), job.tries), (Some("away"), 2));
        }
        for tries in 3..=6 {
            let next = jobs(&service)[1].due_at.0.max(jobs(&service)[2].due_at.0);
            service.app.clock.set(next);
            while let Some(morning) = gongkai::domain::message::quiet::QuietHours::default()
                .until(gongkai::clock::office_time(service.app.clock.now()))
            {
                service.app.clock.set(gongkai::clock::at_office_time(morning));
            }
            delivers(&service, &mail(1)).await;
            assert_eq!(jobs(&service)[1].tries, tries);
        }
        assert!(jobs(&service).iter().all(|job| job.state.0 == JobState::Failed));
    });
}

#[test]
fn a_mail_whose_receipt_was_not_heard_comes_again_under_the_same_id() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        let email = format!("cut@{}.example", uuid::Uuid::now_v7().simple());
        takes_in(&clerk, &arrival(&writes_from(&email), "断线")).await;
        delivers(&service, &mail(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.fault.as_deref()), (JobState::Waiting, Some("away")));
        service.app.clock.set(job.due_at.0);
        delivers(&service, &mail(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
        let mails = sink.waits_for(before + 2);
        assert_eq!(mails[before]["message_id"], mails[before + 1]["message_id"]);
        assert_eq!(mails[before]["parts"], mails[before + 1]["parts"]);
    });
}

#[test]
fn at_night_nobody_is_disturbed() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        takes_in(&clerk, &arrival(&writes_from("wang@example.com"), "夜里")).await;
        service.at("2026-03-02T13:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.tries), (JobState::Waiting, 0));
        assert_eq!(job.due_at.0.to_rfc3339(), "2026-03-03T00:00:00+00:00");
        assert_eq!(sink.mails().len(), before);
        service.at("2026-03-03T00:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
    });
}

/// Somebody on the staff who is reached by mail.
async fn reached<'a>(service: &'a TestService, login_name: &str) -> Person<'a> {
    let person = service.signs_in(login_name).await;
    let contact = json!({"email": format!("{login_name}@office.example")});
    let uri = format!("/api/v1/people/{login_name}/contact");
    assert_eq!(person.sends(Call::put(&uri, &contact)).await.status, 204);
    person
}

#[test]
fn staff_are_told_what_came_to_them_and_what_is_due_once_a_day() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let department = staff(&service);
        for name in ["dengji", "chengban", "qianfa"] {
            reached(&service, name).await;
        }
        let clerk = service.signs_in("dengji").await;
        let nobody = json!({"name": "王䶮"});
        let number = takes_in(&clerk, &arrival(&nobody, "没有联系方式")).await;
        for (act, told) in [
            ("receipt-confirmation", json!({"evidence": "当面"})),
            ("registration", json!({})),
            ("assignment", json!({"department": department})),
        ] {
            does(&clerk, &number, act, told).await;
        }
        let told = |mails: Vec<Value>| -> Vec<String> {
            let one = |mail: &Value| format!("{} {}", mail["to"], mail["subject"]);
            mails[before..].iter().map(one).collect()
        };
        delivers(&service, &mail(sink.port)).await;
        let mut expected =
            vec![format!("\"chengban@office.example\" \"【新交办】申请件 {number}\"")];
        assert_eq!(told(sink.waits_for(before + 1)), expected);
        // Due on 30 March: 20 and 23 March are five working days and the like before it.
        for (day, subject) in [
            ("2026-03-20", None),
            ("2026-03-23", Some("\"【临近到期】申请件 N：还有 5 个工作日\"")),
            ("2026-03-24", None),
            ("2026-03-26", Some("\"【临近到期】申请件 N：还有 2 个工作日\"")),
            ("2026-03-28", None),
            ("2026-03-30", Some("\"【今天到期】申请件 N\"")),
        ] {
            service.on(day);
            remind(&service.app).await.unwrap();
            remind(&service.app).await.unwrap();
            delivers(&service, &mail(sink.port)).await;
            let subject = subject.map(|subject| subject.replace('N', &number));
            expected
                .extend(subject.map(|subject| format!("\"chengban@office.example\" {subject}")));
            assert_eq!(told(sink.waits_for(before + expected.len())), expected, "{day}");
        }
        for day in ["2026-03-31", "2026-04-01"] {
            service.on(day);
            remind(&service.app).await.unwrap();
            remind(&service.app).await.unwrap();
            delivers(&service, &mail(sink.port)).await;
            expected.push(
                "\"qianfa@office.example\" \"【逾期】白银区人民政府有 1 件申请件逾期未办结\""
                    .to_owned(),
            );
            assert_eq!(told(sink.waits_for(before + expected.len())), expected, "{day}");
        }
        let list = sink.mails().pop().unwrap();
        let text = list["parts"][0]["text"].as_str().unwrap();
        assert!(text.contains(&format!("{number}　2026年3月30日")), "{text}");
        assert!(!text.contains("王䶮") && !text.contains("没有联系方式"), "{text}");
    });
}

#[test]
fn what_failed_is_seen_without_what_is_personal_and_sent_again() {
    on_both(async |service| {
        staff(&service);
        let system = service.person("xitong", &[(Role::SystemAdministrator, "620400")]).await;
        let elsewhere = service.person("bieren", &[(Role::SystemAdministrator, "620403")]).await;
        let clerk = service.signs_in("dengji").await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "失败")).await;
        let sink = HttpSink::start(vec![422, 422]);
        delivers(&service, &gateway(sink.port)).await;
        let failed = system.reads("/api/v1/jobs?state=failed").await;
        let text = String::from_utf8_lossy(&failed.bytes).into_owned();
        for secret in SECRETS.into_iter().chain(["王䶮", EMAIL, PHONE]) {
            assert!(!text.contains(secret), "{text}");
        }
        let job = &failed.body["items"][0];
        assert_eq!((&job["number"], &job["fault_status"]), (&json!(number), &json!(422)));
        assert_eq!(clerk.reads("/api/v1/jobs").await.code(), "forbidden");
        assert_eq!(elsewhere.reads("/api/v1/jobs").await.body["items"], json!([]));
        let metrics = service.get("/metrics").await;
        let metrics = String::from_utf8(metrics.bytes).unwrap();
        assert!(metrics.contains("gongkai_messages{state=\"failed\"} 1"), "{metrics}");
        let uri = |act: &str| format!("/api/v1/jobs/{}/{act}", job["id"].as_str().unwrap());
        let post = |act: &str| Call::new(actix_web::http::Method::POST, &uri(act));
        assert_eq!(elsewhere.sends(post("retry")).await.code(), "not_found");
        assert_eq!(system.sends(post("retry")).await.body["state"], "waiting");
        assert_eq!(system.sends(post("retry")).await.code(), "not_failed");
        delivers(&service, &gateway(sink.port)).await;
        assert_eq!(system.sends(post("dismissal")).await.body["state"], "dismissed");
        assert_eq!(system.sends(post("dismissal")).await.code(), "not_failed");
        assert_eq!(system.reads("/api/v1/jobs?state=failed").await.body["items"], json!([]));
        let auditor = service.person("shenji", &[(Role::AuditAdministrator, "620400")]).await;
        let log = auditor.reads("/api/v1/audit-log?kind=job_retried").await.body;
        assert_eq!(log["items"][0]["details"]["organ"], ORGAN);
    });
}

const TEMPLATE: &str = "/api/v1/organs/620402/message-templates/arrived";

#[test]
fn an_organ_writes_its_own_words_and_sees_what_they_make() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        staff(&service);
        let system = service.person("xitong", &[(Role::SystemAdministrator, "620400")]).await;
        let clerk = service.signs_in("dengji").await;
        assert_eq!(clerk.reads(TEMPLATE).await.code(), "forbidden");
        let usual = system.reads(TEMPLATE).await;
        assert_eq!((usual.etag(), &usual.body["is_own"]), ("\"0\"".to_owned(), &json!(false)));
        let put = |words: &Value, etag: &str| Call::put(TEMPLATE, words).with("if-match", etag);
        for (words, field, said) in [
            (json!({"subject": "到件", "text": "{查询码}"}), "text", "没有 {查询码} 这个占位符"),
            (json!({"subject": "{件数}", "text": "x"}), "subject", "没有 {件数} 这个占位符"),
            (json!({"subject": "到件\r\nBcc: a@b", "text": "x"}), "subject", "不含换行"),
            (json!({"subject": "到件", "text": "{"}), "text", "花括号不成对"),
        ] {
            let refused = system.sends(put(&words, "\"0\"")).await;
            assert_eq!(refused.body["fields"][0]["name"], field, "{}", refused.body);
            assert!(refused.body["detail"].as_str().unwrap().contains(said), "{}", refused.body);
            let tried = Call::post(&format!("{TEMPLATE}/preview"), &words);
            assert_eq!(system.sends(tried).await.status, 422);
        }
        let words = json!({"subject": "来件 {申请编号}", "text": "{姓名}，到了。\n{查询网址}"});
        let tried = Call::post(&format!("{TEMPLATE}/preview"), &words);
        let seen = system.sends(tried).await.body;
        assert_eq!(seen["subject"], "来件 620402-2026-00017");
        assert!(seen["html"].as_str().unwrap().contains("<a href=\"https://"));
        let changed = system.sends(put(&words, "\"0\"")).await;
        assert_eq!((changed.etag(), &changed.body["is_own"]), ("\"1\"".to_owned(), &json!(true)));
        assert_eq!(system.sends(put(&words, "\"0\"")).await.code(), "stale");
        let settings = json!({"messages": {"sender_name": "白银区政务公开办", "sender_email": "bg@example.gov.cn"}});
        let set = Call::put("/api/v1/organs/620402/settings", &settings).with("if-match", "\"0\"");
        assert_eq!(system.sends(set).await.status, 200);
        let number = takes_in(&clerk, &arrival(&writes_from("wang@example.com"), "来件")).await;
        delivers(&service, &mail(sink.port)).await;
        let sent = &sink.waits_for(before + 1)[before];
        assert_eq!(sent["subject"], format!("来件 {number}"));
        assert_eq!(sent["from"], "白银区政务公开办 <bg@example.gov.cn>");
        assert!(sent["message_id"].as_str().unwrap().ends_with("@example.gov.cn>"));
        let back = system.sends(Call::delete(TEMPLATE).with("if-match", "\"1\"")).await;
        assert_eq!(
            (&back.body["subject"], back.etag()),
            (&usual.body["subject"], "\"2\"".to_owned())
        );
        let all = system.reads("/api/v1/organs/620402/message-templates").await.body;
        assert_eq!(all.as_array().unwrap().len(), 9);
        let unknown = Call::get("/api/v1/organs/620402/message-templates/poem");
        assert_eq!(system.sends(unknown.against_the_contract()).await.code(), "not_found");
    });
}

#[test]
fn where_staff_are_reached_is_sealed_and_shown_masked() {
    on_both(async |service| {
        staff(&service);
        let system = service.person("xitong", &[(Role::SystemAdministrator, "620400")]).await;
        let handler = reached(&service, "chengban").await;
        let uri = "/api/v1/people/dengji/contact";
        let contact = json!({"email": "deng@office.example", "phone": "0943-8221234"});
        assert_eq!(handler.sends(Call::put(uri, &contact)).await.code(), "forbidden");
        assert_eq!(system.sends(Call::put(uri, &contact)).await.status, 204);
        let seen = system.reads("/api/v1/people/dengji").await.body;
        assert_eq!(
            (&seen["email"], &seen["phone"]),
            (&json!("d***@office.example"), &json!("094*******34"))
        );
        let listed = system.reads("/api/v1/people").await;
        assert!(!String::from_utf8_lossy(&listed.bytes).contains("deng@office"));
        for bad in
            [json!({"email": "deng"}), json!({"email": "a@b\r\nc"}), json!({"phone": "打电话"})]
        {
            let call = Call::put(uri, &bad).against_the_contract();
            assert_eq!(system.sends(call).await.status, 422, "{bad}");
        }
        let rotated = gongkai::crypto::Keys::new(&gongkai::crypto::MasterKey::generate().unwrap());
        gongkai::actions::rotation::rotate(service.app.db(), &service.app.keys, &rotated).unwrap();
        let find =
            |conn: &mut gongkai::db::AnyConn| gongkai::db::people::by_login_name(conn, "dengji");
        let account = service.app.db().scan_blocking(find).unwrap().unwrap();
        let contact = gongkai::actions::contacts::of(&rotated, &account).unwrap();
        assert_eq!(contact.phone.as_deref(), Some("0943-8221234"));
    });
}
