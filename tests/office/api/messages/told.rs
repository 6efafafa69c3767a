//! Who is told what, and when, in mails as a mail server takes them.

use gongkai::jobs::remind;
use serde_json::{Value, json};

use super::{delivers, jobs, mail, reached, states};
use crate::api::handling::{self, staff};
use crate::api::office::{EMAIL, arrival, does, requester, takes_in};
use crate::api::support::{Call, TestService, on_both};
use crate::sinks::MailSink;

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
        let number = handling::arrives(&service, "registered_post", "2026-03-02").unwrap();
        let confirm = json!({"kind": "confirm_receipt", "evidence": "EMS 签收单"});
        handling::does(&service, "dengji", &number, "2026-03-02", confirm).unwrap();
        for deed in
            [json!({"kind": "register"}), json!({"kind": "assign", "department": department})]
        {
            handling::does(&service, "dengji", &number, "2026-03-02", deed).unwrap();
        }
        let sign = json!({"kind": "sign_for"});
        handling::does(&service, "chengban", &number, "2026-03-02", sign).unwrap();
        let ask = json!({"kind": "ask_extension", "working_days": 10, "reason": "需要检索"});
        handling::does(&service, "chengban", &number, "2026-03-02", ask).unwrap();
        let approve = json!({"kind": "approve_extension", "approver": "钱主任"});
        handling::does(&service, "qianfa", &number, "2026-03-02", approve).unwrap();
        let tell = json!({"kind": "tell_extension", "dispatch": {"way": "electronic"}});
        handling::does(&service, "dengji", &number, "2026-03-02", tell).unwrap();
        let kinds: Vec<_> = states(&service).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["arrived", "received", "extended"]);
        // By telephone only, and there is nobody who sends SMS.
        delivers(&service, &mail(sink.port)).await;
        assert!(jobs(&service).iter().all(|job| job.fault.as_deref() == Some("no_carrier")));
        assert_eq!(sink.mails().len(), before);
    });
}

/// A case of somebody who cannot be reached, assigned to a department of people who can.
async fn assigned(service: &TestService) -> String {
    let department = staff(service);
    for name in ["dengji", "chengban", "qianfa"] {
        reached(service, name).await;
    }
    let clerk = service.signs_in("dengji").await;
    let number = takes_in(&clerk, &arrival(&json!({"name": "王䶮"}), "没有联系方式")).await;
    for (act, told) in [
        ("receipt-confirmation", json!({"evidence": "当面"})),
        ("registration", json!({})),
        ("assignment", json!({"department": department})),
    ] {
        does(&clerk, &number, act, told).await;
    }
    number
}

/// Received on 2 March and due on the 30th.
const DAYS: [(&str, Option<&str>); 9] = [
    ("2026-03-02", Some("chengban 【新交办】申请件 N")),
    ("2026-03-20", None),
    ("2026-03-23", Some("chengban 【临近到期】申请件 N：还有 5 个工作日")),
    ("2026-03-24", None),
    ("2026-03-26", Some("chengban 【临近到期】申请件 N：还有 2 个工作日")),
    ("2026-03-28", None),
    ("2026-03-30", Some("chengban 【今天到期】申请件 N")),
    ("2026-03-31", Some("qianfa 【逾期】白银区人民政府有 1 件申请件逾期未办结")),
    ("2026-04-01", Some("qianfa 【逾期】白银区人民政府有 1 件申请件逾期未办结")),
];

#[test]
fn staff_are_told_what_came_to_them_and_what_is_due_once_a_day() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let number = assigned(&service).await;
        let mut expected: Vec<String> = Vec::new();
        for (day, told) in DAYS {
            service.on(day);
            remind(&service.app).await.unwrap();
            remind(&service.app).await.unwrap();
            delivers(&service, &mail(sink.port)).await;
            expected.extend(told.map(|told| told.replace('N', &number)));
            let mails = sink.waits_for(before + expected.len());
            let one = |mail: &Value| {
                let (to, subject) =
                    (mail["to"].as_str().unwrap(), mail["subject"].as_str().unwrap());
                format!("{} {subject}", to.trim_end_matches("@office.example"))
            };
            assert_eq!(mails[before..].iter().map(one).collect::<Vec<_>>(), expected, "{day}");
        }
        let list = sink.mails().pop().unwrap();
        let text = list["parts"][0]["text"].as_str().unwrap();
        assert!(text.contains(&format!("{number}　2026年3月30日")), "{text}");
        assert!(!text.contains("王䶮") && !text.contains("没有联系方式"), "{text}");
    });
}

#[test]
fn an_agent_is_told_for_a_requester_and_a_deputy_beside_the_one_who_is_away() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let department = staff(&service);
        let handler = reached(&service, "chengban").await;
        reached(&service, "shenhe").await;
        let deputy = json!({"deputy": "shenhe", "from_on": "2026-03-01", "to_on": "2026-03-08"});
        let named = handler.sends(Call::post("/api/v1/people/chengban/deputies", &deputy)).await;
        assert_eq!(named.status, 201, "{}", named.body);
        let clerk = service.signs_in("dengji").await;
        let agent =
            json!({"name": "张律师", "email": "zhang@law.example", "authority": "代为申请"});
        let who = json!({"name": "王䶮", "agent": agent});
        let number = takes_in(&clerk, &arrival(&who, "代理")).await;
        for (act, told) in [
            ("receipt-confirmation", json!({"evidence": "当面"})),
            ("registration", json!({})),
            ("assignment", json!({"department": department})),
        ] {
            does(&clerk, &number, act, told).await;
        }
        delivers(&service, &mail(sink.port)).await;
        let mails = sink.waits_for(before + 4);
        let mut to: Vec<&str> =
            mails[before..].iter().map(|mail| mail["to"].as_str().unwrap()).collect();
        to.sort_unstable();
        let (agent, staff) = ("zhang@law.example", ["chengban", "shenhe"]);
        let [handler, deputy] = staff.map(|name| format!("{name}@office.example"));
        assert_eq!(to, [handler.as_str(), deputy.as_str(), agent, agent]);
    });
}

#[test]
fn what_is_over_by_the_morning_is_not_told() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        let number = assigned(&service).await;
        service.at("2026-03-02T14:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        let withdraw = json!({"evidence": "撤回申请书", "identity_checked": "核对身份证"});
        let clerk = service.signs_in("dengji").await;
        does(&clerk, &number, "withdrawal", withdraw).await;
        service.at("2026-03-03T00:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        assert_eq!(jobs(&service)[0].fault.as_deref(), Some("no_longer_due"));
        assert_eq!(sink.mails().len(), before);
    });
}
