//! Files beside a case: which are taken, how they are kept, who sees them.

use std::io::{Cursor, Write};

use gongkai::crypto::file::CHUNK;
use gongkai::domain::people::Role;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::office::{ORGAN, arrival, does, requester, takes_in, verified};
use super::support::{Call, Person, Reply, TestService, on_both};

async fn clerk(service: &TestService) -> Person<'_> {
    let roles = [Role::Registrar, Role::Handler, Role::Reviewer, Role::Signer];
    service.person("clerk", &roles.map(|role| (role, ORGAN))).await
}

async fn attaches(who: &Person<'_>, number: &str, query: &str, kind: &str, bytes: &[u8]) -> Reply {
    let uri = format!("/api/v1/cases/{number}/attachments?{query}");
    who.sends(Call::new(actix_web::http::Method::POST, &uri).bytes(kind, bytes)).await
}

fn archive(files: &[(&str, usize)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, size) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&vec![0; *size]).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Every file below the folder of the service.
fn kept(service: &TestService) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(&service.app.config.files);
    let files = super::public::kept(folder);
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn a_file_of_any_length_comes_back_and_is_never_kept_in_the_clear() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "某文件")).await;
        let line = "机密以外的公开内容，一行一行。\n".as_bytes();
        for size in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7] {
            let mut bytes = line.repeat(size / line.len() + 1);
            bytes.truncate(size);
            // A character may not be cut.
            bytes.iter_mut().rev().take(2).for_each(|byte| *byte = b'.');
            let reply = attaches(&clerk, &number, "name=a.txt", "text/plain", &bytes).await;
            assert_eq!((reply.status.as_u16(), &reply.body["size"]), (201, &json!(size)));
            let read = clerk.reads(reply.header("location")).await;
            assert!(read.bytes == bytes, "{size}");
            assert_eq!(read.header("content-type"), "application/octet-stream");
            assert_eq!(read.header("content-security-policy"), "default-src 'none'; sandbox");
        }
        let kept = kept(&service);
        assert_eq!(kept.len(), 6);
        assert!(kept.iter().all(|bytes| !bytes.windows(12).any(|part| part == &line[..12])));
        verified(&service);
    });
}

/// Name, declared type, bytes; status and code.
fn bad() -> Vec<(&'static str, &'static str, Vec<u8>, u16, &'static str)> {
    let pdf = b"%PDF-1.7\n".to_vec();
    let bomb = archive(&[("word/document.xml", 40 << 20)]);
    vec![
        ("a.pdf", "application/pdf", Vec::new(), 422, "empty_file"),
        ("a.png", "image/png", pdf.clone(), 422, "file_type_mismatch"),
        ("a.pdf", "image/png", pdf.clone(), 422, "file_type_mismatch"),
        ("a.pdf", "text/html", pdf.clone(), 415, "unknown_file_type"),
        ("a.exe", "application/octet-stream", b"MZ\x90\x00\x03".to_vec(), 422, "unknown_file_type"),
        ("a.docx", "application/octet-stream", bomb, 422, "archive_bomb"),
        ("a.docx", "application/octet-stream", archive(&[("a.txt", 5)]), 422, "file_type_mismatch"),
        ("a", "application/pdf", pdf.clone(), 422, "invalid"),
        ("..%2F..", "application/pdf", pdf, 422, "invalid"),
        ("a.txt", "text/plain", vec![b'a'; 2_000_001], 413, "too_large"),
    ]
}

#[test]
fn what_is_not_taken_is_told_apart_and_leaves_nothing() {
    on_both(async |service| {
        let config =
            gongkai::config::Config { file_limit: 2_000_000, ..(*service.app.config).clone() };
        let gongkai::app::App { keys, clock, .. } = service.app.clone();
        let app = gongkai::app::App::new(service.app.db().clone(), keys, clock, config);
        let service = service.with(app);
        let clerk = clerk(&service).await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "某文件")).await;
        for (name, kind, bytes, status, code) in bad() {
            let query = format!("name={name}");
            let uri = format!("/api/v1/cases/{number}/attachments?{query}");
            let call = Call::new(actix_web::http::Method::POST, &uri).bytes(kind, &bytes);
            let reply = clerk.sends(call.against_the_contract()).await;
            assert_eq!((reply.status.as_u16(), reply.code()), (status, code), "{name} {kind}");
        }
        assert!(kept(&service).is_empty());
        let listed = clerk.reads(&format!("/api/v1/cases/{number}/attachments")).await.body;
        assert_eq!(listed, json!([]));
        let fine =
            attaches(&clerk, &number, "name=..%2F..%2Fetc%2Fpasswd.txt", "text/plain", b"x").await;
        assert_eq!(fine.body["name"], "passwd.txt");
        let docx = archive(&[("[Content_Types].xml", 100), ("word/document.xml", 100)]);
        let fine =
            attaches(&clerk, &number, "name=a.docx", "application/octet-stream", &docx).await;
        assert_eq!(fine.status, 201, "{}", fine.body);
        let nowhere =
            attaches(&clerk, "620402-2026-999999", "name=a.txt", "text/plain", b"x").await;
        assert_eq!(nowhere.status, 404);
        verified(&service);
    });
}

#[test]
fn identity_papers_are_for_the_registrar_alone_and_never_for_a_supervisor() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "某文件")).await;
        let uri = format!("/api/v1/cases/{number}/attachments");
        let attach = async |kind: &str| -> String {
            let query = format!("name=%E7%8E%8B%E4%BA%94.txt&kind={kind}");
            let reply = attaches(&clerk, &number, &query, "text/plain", b"x").await;
            reply.body["id"].as_str().unwrap().to_owned()
        };
        let (paper, scan) = (attach("identity_paper").await, attach("scan").await);
        let reviewer = service.person("reviewer", &[(Role::Reviewer, ORGAN)]).await;
        let supervisor = service.person("supervisor", &[(Role::Supervisor, "620400")]).await;
        let elsewhere = service.person("elsewhere", &[(Role::Registrar, "620403")]).await;
        let seen = async |who: &Person<'_>, id: &str| {
            who.reads(&format!("{uri}/{id}")).await.status.as_u16()
        };
        for (who, papers, others, list) in [
            (&clerk, 200, 200, 200),
            (&reviewer, 403, 200, 200),
            (&supervisor, 403, 403, 403),
            (&elsewhere, 404, 404, 404),
        ] {
            let got = (
                seen(who, &paper).await,
                seen(who, &scan).await,
                who.reads(&uri).await.status.as_u16(),
            );
            assert_eq!(got, (papers, others, list));
        }
        let listed = reviewer.reads(&uri).await.body;
        assert_eq!((&listed[0]["name"], &listed[1]["name"]), (&Value::Null, &json!("王五.txt")));
        let events = clerk.reads(&format!("/api/v1/cases/{number}/events")).await;
        let kinds: Vec<&str> =
            events.body.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["arrive", "attach", "attach", "download_attachment"]);
        assert!(!String::from_utf8_lossy(&events.bytes).contains("王五"));
        verified(&service);
    });
}

#[test]
fn a_file_is_attached_without_disturbing_who_works_on_the_case_and_stays_once_it_is_closed() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let number = takes_in(&clerk, &arrival(&requester("王䶮"), "某文件")).await;
        let case = format!("/api/v1/cases/{number}");
        let etag = clerk.reads(&case).await.etag();
        let reply = attaches(&clerk, &number, "name=a.txt", "text/plain", b"x").await;
        assert_eq!(clerk.reads(&case).await.etag(), etag);
        does(&clerk, &number, "receipt-confirmation", json!({"evidence": "当面"})).await;
        does(
            &clerk,
            &number,
            "withdrawal",
            json!({"evidence": "撤回书", "identity_checked": "身份证"}),
        )
        .await;
        let uri = format!("{}/removal", reply.header("location"));
        let etag = clerk.reads(&case).await.etag();
        let call = Call::post(&uri, &json!({"reason": "附错了"})).with("if-match", &etag);
        let kept = clerk.sends(call).await;
        assert_eq!((kept.status.as_u16(), kept.code()), (409, "attachment_stays"));
        verified(&service);
    });
}
