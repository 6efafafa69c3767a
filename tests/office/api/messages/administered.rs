//! What administrators see and set: what failed, the words of an organ, where staff are reached.

use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::{delivers, gateway, mail, reached, writes_from};
use crate::api::handling::staff;
use crate::api::office::{EMAIL, ORGAN, PHONE, SECRETS, arrival, requester, takes_in};
use crate::api::support::{Call, on_both};
use crate::sinks::{HttpSink, MailSink};

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
        let mail_sent = &sink.waits_for(before + 1)[before];
        assert_eq!(mail_sent["subject"], format!("来件 {number}"));
        assert_eq!(mail_sent["from"], "白银区政务公开办 <bg@example.gov.cn>");
        assert!(mail_sent["message_id"].as_str().unwrap().ends_with("@example.gov.cn>"));
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

#[test]
fn quiet_hours_and_senders_that_make_no_sense_are_refused() {
    on_both(async |service| {
        let system = service.person("xitong", &[(Role::SystemAdministrator, "620400")]).await;
        for messages in [
            json!({"quiet_hours": {"from": "24:00", "to": "08:00"}}),
            json!({"quiet_hours": {"from": "21:00"}}),
            json!({"quiet_hours": {"from": "9:00", "to": "10:00"}}),
            json!({"sender_email": "nobody"}),
            json!({"sender_name": "a\nb"}),
            json!({"colour": "red"}),
        ] {
            let body = json!({"messages": messages});
            let call = Call::put("/api/v1/organs/620402/settings", &body).with("if-match", "\"0\"");
            let refused = system.sends(call.against_the_contract()).await;
            assert_eq!(refused.status, 422, "{body} {}", refused.body);
            let field = refused.body["fields"][0]["name"].as_str().unwrap();
            assert!(field.starts_with("messages"), "{field}");
        }
        let settings = system.reads("/api/v1/organs/620402/settings").await.body;
        let usual = json!({"from": "21:00", "to": "08:00"});
        assert_eq!(settings["messages"]["quiet_hours"], usual);
    });
}
