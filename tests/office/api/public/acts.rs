//! What a requester does to the own request, by the same rules as the office.

use serde_json::json;

use super::super::office::{acts, does, verified};
use super::super::support::on_both;
use super::{clerk, files, form, registers, status, uploads, visits};

#[test]
fn an_amendment_is_asked_for_in_words_and_starts_the_clock_anew() {
    on_both(async |service| {
        let by = files(&service, &form()).await;
        let clerk = clerk(&service).await;
        let early = visits(&service, &by, "amendment", json!({"text": "补正"})).await;
        assert_eq!((early.status.as_u16(), early.code()), (409, "out_of_turn"));
        does(&clerk, &by.0, "registration", json!({})).await;
        let notice =
            json!({"missing": ["文号或者名称", "身份证明"], "dispatch": {"way": "electronic"}});
        does(&clerk, &by.0, "amendment-notice", notice).await;
        let told = status(&service, &by).await;
        assert_eq!(
            (&told["due_on"], &told["awaited"][0]["what"], &told["awaited"][0]["missing"]),
            (&json!(null), &json!("amendment"), &json!(["文号或者名称", "身份证明"]))
        );
        assert_eq!(told["acts"], json!(["amendment", "additions", "withdrawal"]));
        service.on("2026-03-09");
        let file = uploads(&service, "id.txt", "身份证".as_bytes()).await;
        let brought = json!({"text": "文号是市政发〔2025〕3号", "attachments": [{"id": file, "kind": "identity_paper"}]});
        let amended = visits(&service, &by, "amendment", brought).await;
        assert_eq!(amended.status, 200, "{}", amended.body);
        assert_eq!(
            (&amended.body["due_on"], &amended.body["awaited"]),
            (&json!("2026-04-07"), &json!([]))
        );
        let steps: Vec<&str> = amended.body["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["text"].as_str().unwrap())
            .collect();
        assert_eq!(steps, ["提交申请", "机关收到申请", "登记", "请您补正", "收到您的补正"]);
        let clerk = service.signs_in("clerk").await;
        let listed = clerk.reads(&format!("/api/v1/cases/{}/attachments", by.0)).await.body;
        assert_eq!(listed[0]["kind"], "identity_paper");
        verified(&service);
    });
}

#[test]
fn what_is_added_is_a_note_or_the_reasons_that_were_asked_for() {
    on_both(async |service| {
        let by = files(&service, &form()).await;
        let clerk = clerk(&service).await;
        registers(&clerk, &by.0).await;
        let told = json!({"text": "补充一份材料"});
        assert_eq!(visits(&service, &by, "additions", told).await.status, 200);
        let ask =
            json!({"why": "数量明显过多", "answer_by": "2026-03-20", "dispatch": {"way": "post"}});
        does(&clerk, &by.0, "reasons-notice", ask).await;
        let waiting = status(&service, &by).await;
        assert_eq!(waiting["awaited"][0]["text"], "请您说明理由，至2026年3月20日");
        let told = visits(&service, &by, "additions", json!({"text": "理由是……"})).await;
        assert_eq!((told.status.as_u16(), &told.body["awaited"]), (200, &json!([])));
        let events = clerk.reads(&format!("/api/v1/cases/{}/events", by.0)).await.body;
        let kinds: Vec<&str> =
            events.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"note") && kinds.ends_with(&["take_reasons"]), "{kinds:?}");
        verified(&service);
    });
}

#[test]
fn a_request_is_withdrawn_in_part_and_whole_but_not_after_the_reply() {
    on_both(async |service| {
        let mut two = form();
        two["items"] =
            json!([{"title": "甲"}, {"document_number": "市政发〔2025〕3号", "description": "乙"}]);
        let by = files(&service, &two).await;
        let part = visits(&service, &by, "withdrawal", json!({"items": [1]})).await;
        assert_eq!(part.status, 200, "{}", part.body);
        assert_eq!(
            (&part.body["items"][0]["state"], &part.body["items"][1]["content"]),
            (&json!("withdrawn"), &json!("文号：市政发〔2025〕3号；乙"))
        );
        let whole = visits(&service, &by, "withdrawal", json!({"reason": "不需要了"})).await;
        assert_eq!(whole.body["stage"], "withdrawn", "{}", whole.body);
        assert_eq!((&whole.body["acts"], &whole.body["due_on"]), (&json!([]), &json!(null)));
        let again = visits(&service, &by, "withdrawal", json!({})).await;
        assert_eq!((again.status.as_u16(), again.code()), (409, "out_of_turn"));
        let late = visits(&service, &by, "additions", json!({"text": "还有"})).await;
        assert_eq!((late.status.as_u16(), late.code()), (409, "closed"));
        verified(&service);
    });
}

#[test]
fn a_lost_code_is_given_anew_and_the_old_one_is_dead() {
    on_both(async |service| {
        let by = files(&service, &form()).await;
        let clerk = clerk(&service).await;
        let etag = clerk.reads(&format!("/api/v1/cases/{}", by.0)).await.etag();
        let version: i32 = etag.trim_matches('"').parse().unwrap();
        let bare =
            acts(&clerk, &by.0, version, "query-code", json!({"identity_checked": " "})).await;
        assert_eq!(bare.status, 422);
        let told = json!({"identity_checked": "本人持身份证到窗口"});
        let reset = acts(&clerk, &by.0, version, "query-code", told.clone()).await;
        assert_eq!(reset.status, 200, "{}", reset.body);
        let fresh = (by.0.clone(), reset.body["query_code"].as_str().unwrap().to_owned());
        assert_ne!(fresh.1, by.1);
        assert_eq!(status(&service, &fresh).await["number"], by.0);
        assert_eq!(visits(&service, &by, "status", json!({})).await.code(), "no_such_request");
        let stale = acts(&clerk, &by.0, version, "query-code", told).await;
        assert_eq!((stale.status.as_u16(), stale.code()), (409, "stale"));
        let events = clerk.reads(&format!("/api/v1/cases/{}/events", by.0)).await;
        assert!(!String::from_utf8_lossy(&events.bytes).contains(&fresh.1));
        verified(&service);
    });
}
