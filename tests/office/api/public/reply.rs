//! The reply on the page of the requester: not before it was delivered, and who took it stands in the log.

use gongkai::actions::{attachments, rotation};
use gongkai::app::App;
use gongkai::crypto::{Keys, MasterKey};
use serde_json::{Value, json};

use super::super::office::{does, verified, verified_by};
use super::super::support::{Call, Person, TestService, on_both};
use super::{REQUESTS, clerk, files, form, registers, status, visits};

/// Drafts and signs; everything but the delivery.
async fn signs(clerk: &Person<'_>, number: &str) {
    registers(clerk, number).await;
    let evidence = json!({"what_was_given": "预算表", "form_given": "电子"});
    let decision =
        json!({"item": 1, "outcome": "provided", "reason": "见附件", "evidence": evidence});
    does(clerk, number, "draft", json!({"decisions": [decision]})).await;
    does(clerk, number, "paper-approval", json!({"signer": "张局长", "filed_at": "文件柜"})).await;
}

/// Attaches a file; gives its id.
pub async fn attaches(
    clerk: &Person<'_>,
    number: &str,
    (name, kind): (&str, &str),
    bytes: &[u8],
) -> String {
    let uri = format!("/api/v1/cases/{number}/attachments?name={name}&kind={kind}");
    let reply = clerk.sends(Call::post_file(&uri, bytes)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body["id"].as_str().unwrap().to_owned()
}

async fn kinds(clerk: &Person<'_>, number: &str) -> Vec<String> {
    let events = clerk.reads(&format!("/api/v1/cases/{number}/events")).await.body;
    events.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap().to_owned()).collect()
}

/// A request whose reply was delivered electronically; gives the file of the reply.
async fn replied(service: &TestService) -> ((String, String), String) {
    let by = files(service, &form()).await;
    let clerk = clerk(service).await;
    signs(&clerk, &by.0).await;
    attaches(&clerk, &by.0, ("a.txt", "scan"), "内部".as_bytes()).await;
    let id =
        attaches(&clerk, &by.0, ("%E7%AD%94%E5%A4%8D.txt", "reply"), "答复内容".as_bytes()).await;
    assert_eq!(status(service, &by).await["documents"], json!([]), "not before the delivery");
    let early = visits(service, &by, &format!("documents/{id}"), json!({})).await;
    assert_eq!(early.status, 404, "{}", early.body);
    does(&clerk, &by.0, "delivery", json!({"dispatch": {"way": "electronic"}})).await;
    (by, id)
}

#[test]
fn the_reply_is_downloaded_after_the_delivery_and_its_receipt_confirmed() {
    on_both(async |service| {
        let (by, id) = replied(&service).await;
        let told = status(&service, &by).await;
        assert_eq!((&told["stage"], &told["acts"]), (&json!("replied"), &json!(["reply_receipt"])));
        let documents = told["documents"].as_array().unwrap();
        assert_eq!(documents.len(), 1, "nothing of the office: {documents:?}");
        assert_eq!((&documents[0]["id"], &documents[0]["name"]), (&json!(id), &json!("答复.txt")));
        assert_eq!(told["items"][0]["outcome"].as_str().map(str::is_empty), Some(false));
        for _ in 0..2 {
            let file = visits(&service, &by, &format!("documents/{id}"), json!({})).await;
            assert_eq!((file.status.as_u16(), file.bytes.as_slice()), (200, "答复内容".as_bytes()));
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(file.header("content-disposition").starts_with("attachment; "));
        }
        let clerk = service.signs_in("clerk").await;
        let all = kinds(&clerk, &by.0).await;
        assert_eq!(all.iter().filter(|kind| *kind == "download_attachment").count(), 1, "{all:?}");
        let confirmed = visits(&service, &by, "reply-receipt", json!({})).await;
        assert_eq!((confirmed.status.as_u16(), &confirmed.body["acts"]), (200, &json!([])));
        let again = visits(&service, &by, "reply-receipt", json!({})).await;
        assert_eq!((again.status.as_u16(), again.code()), (409, "nothing_to_confirm"));
        verified(&service);
    });
}

#[test]
fn a_new_key_keeps_codes_and_files() {
    on_both(async |service| {
        let (by, id) = replied(&service).await;
        let old = service.app.keys.clone();
        let new = Keys::new(&MasterKey::generate().unwrap());
        rotation::rotate(service.app.db(), &old, &new).unwrap();
        let newer = Keys::new(&MasterKey::generate().unwrap());
        rotation::rotate(service.app.db(), &new, &newer).unwrap();
        let App { clock, config, .. } = service.app.clone();
        let app = App::new(service.app.db().clone(), newer.clone(), clock, (*config).clone());
        let service = service.with(app);
        assert_eq!(status(&service, &by).await["stage"], "replied");
        let file = visits(&service, &by, &format!("documents/{id}"), json!({})).await;
        assert_eq!(file.bytes, "答复内容".as_bytes());
        let (number, code) = files(&service, &form()).await;
        assert_eq!(status(&service, &(number, code)).await["stage"], "received");
        verified_by(&service, &newer);
    });
}

#[test]
fn a_second_reply_is_not_shown_before_its_own_delivery() {
    on_both(async |service| {
        let (by, first) = replied(&service).await;
        let clerk = service.signs_in("clerk").await;
        let order =
            json!({"forum": "review", "decision": "复议决定", "effective_on": "2026-03-02"});
        does(&clerk, &by.0, "rounds", order).await;
        let second = attaches(&clerk, &by.0, ("b.txt", "reply"), "第二次答复".as_bytes()).await;
        let shown = |told: &Value| -> Vec<String> {
            let all = told["documents"].as_array().unwrap().iter();
            all.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(shown(&status(&service, &by).await), [first.as_str()]);
        let reply = service
            .send(Call::post(
                &format!("{REQUESTS}/documents/{second}"),
                &json!({"number": by.0, "code": by.1}),
            ))
            .await;
        assert_eq!(reply.status, 404);
        verified(&service);
    });
}

#[test]
fn removed_files_and_forgotten_uploads_are_cleaned_away() {
    on_both(async |service| {
        let by = files(&service, &form()).await;
        let clerk = clerk(&service).await;
        let id = attaches(&clerk, &by.0, ("a.txt", "scan"), b"scan").await;
        super::uploads(&service, "b.txt", b"forgotten").await;
        let uri = format!("/api/v1/cases/{}/attachments/{id}", by.0);
        let etag = clerk.reads(&format!("/api/v1/cases/{}", by.0)).await.etag();
        let remove = |reason: &str| {
            let call = Call::post(&format!("{uri}/removal"), &json!({"reason": reason}));
            call.with("if-match", &etag)
        };
        let bare = clerk.sends(remove(" ")).await;
        assert_eq!(bare.status, 422, "{}", bare.body);
        assert_eq!(clerk.sends(remove("附错了")).await.status, 200);
        assert_eq!(clerk.reads(&uri).await.status, 404, "removed");
        // Files bear the time of the machine.
        service.app.clock.set(gongkai::clock::now() + chrono::TimeDelta::hours(25));
        let stray = std::path::Path::new(&service.app.config.files);
        let there = || walk(stray).len();
        assert_eq!(there(), 2);
        let unknown = uuid::Uuid::now_v7().simple().to_string();
        std::fs::write(stray.join(unknown.get(..5).unwrap()).join(&unknown), b"no row").unwrap();
        let cleaned =
            attachments::clean(service.app.db(), &service.app.files, service.app.clock.now());
        let cleaned = cleaned.await.unwrap();
        assert_eq!((cleaned.unnamed, cleaned.removed, cleaned.unknown), (1, 1, 1));
        assert_eq!(there(), 0);
        verified(&service);
    });
}

/// The files below a folder.
pub fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}
