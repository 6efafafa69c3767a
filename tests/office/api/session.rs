//! Signing in, staying signed in, signing out.

use gongkai::db::people as accounts;
use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::support::{Call, PASSWORD, Reply, TestService, on_both};

const SESSION: &str = "/api/v1/session";

async fn tries(service: &TestService, login_name: &str, password: &str) -> Reply {
    let body = json!({"login_name": login_name, "password": password});
    service.send(Call::post(SESSION, &body)).await
}

async fn refreshes(service: &TestService, token: &str) -> Reply {
    let body = json!({"refresh_token": token});
    service.send(Call::post("/api/v1/session/refresh", &body)).await
}

/// The kinds of the audit log, newest first; its chain must hold.
fn audited(service: &TestService) -> Vec<String> {
    let (db, keys) = (service.app.db(), service.app.keys.clone());
    db.scan_blocking(|conn| {
        gongkai::actions::audit::verify(conn, &keys).unwrap().unwrap();
        let entries = gongkai::db::audit::page(conn, None, None, 50)?;
        Ok(entries.into_iter().map(|entry| entry.kind).collect())
    })
    .unwrap()
}

#[test]
fn a_person_signs_in_and_sees_what_they_hold() {
    on_both(async |service| {
        let clerk = service
            .person("li.wei", &[(Role::Registrar, "620402"), (Role::Signer, "620402")])
            .await;
        let me = clerk.reads(SESSION).await;
        assert_eq!((me.status.as_u16(), &me.body["name"]), (200, &json!("li.wei的姓名")));
        let roles: Vec<&str> = me.body["rights"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["role_label"].as_str().unwrap())
            .collect();
        assert_eq!(roles, ["登记员", "签发人"]);
        assert_eq!(clerk.reads("/api/v1/sessions").await.body[0]["is_this"], true);
        assert_eq!(audited(&service), ["signed_in"]);
    });
}

#[test]
fn nobody_is_told_whether_a_name_or_a_password_is_wrong() {
    on_both(async |service| {
        service.account("li.wei", &[], false);
        let wrong_password = tries(&service, "li.wei", "not this one 1").await;
        let wrong_name = tries(&service, "nobody", PASSWORD).await;
        assert_eq!(wrong_password.status, 401);
        assert_eq!(wrong_password.body, wrong_name.body);
        assert_eq!(wrong_password.code(), "wrong_password");
        assert_eq!(audited(&service), ["sign_in_failed", "sign_in_failed"]);
    });
}

#[test]
fn five_failures_lock_for_half_an_hour_and_the_lock_opens_by_itself() {
    on_both(async |service| {
        service.account("li.wei", &[], false);
        for _ in 0..5 {
            assert_eq!(tries(&service, "li.wei", "not this one 1").await.code(), "wrong_password");
        }
        assert_eq!(tries(&service, "li.wei", PASSWORD).await.code(), "locked");
        service.at("2026-03-02T02:29:59Z");
        assert_eq!(tries(&service, "li.wei", PASSWORD).await.code(), "locked");
        service.at("2026-03-02T02:30:01Z");
        assert_eq!(tries(&service, "li.wei", PASSWORD).await.status, 200);
    });
}

#[test]
fn a_name_that_nobody_bears_is_locked_like_one_that_somebody_does() {
    on_both(async |service| {
        service.account("li.wei", &[], false);
        for name in ["li.wei", "nobody", "李伟"] {
            let mut told = Vec::new();
            for second in 0..7 {
                service.at(&format!("2026-03-02T02:00:0{second}Z"));
                let reply = tries(&service, name, "not this one 1").await;
                told.push((reply.status, reply.body));
            }
            let codes: Vec<_> =
                told.iter().map(|(_, body)| body["code"].as_str().unwrap()).collect();
            assert_eq!(codes[..5], ["wrong_password"; 5], "{name}");
            assert_eq!(codes[5..], ["locked"; 2], "{name}");
            insta::assert_snapshot!(told[5].1["detail"].as_str().unwrap(), @"登录失败次数过多，这个登录名暂时锁定；30 分钟后自动解锁");
            service.at("2026-03-02T02:30:03Z");
            assert_eq!(tries(&service, name, "not this one 1").await.code(), "locked");
            service.at("2026-03-02T02:30:05Z");
            assert_eq!(tries(&service, name, "not this one 1").await.code(), "wrong_password");
        }
        let forget = |now: &str| {
            let now = now.parse().unwrap();
            let forget = |tx: &mut gongkai::db::Tx<'_>| gongkai::actions::sign_in::forget(tx, now);
            service.app.db().write_blocking::<_, gongkai::actions::Error>(forget).unwrap()
        };
        assert_eq!(forget("2026-03-02T02:30:04Z"), 0);
        assert_eq!(forget("2026-03-02T03:30:00Z"), 4, "a lock and a failure for each of two");
    });
}

#[test]
fn a_token_ends_after_ten_minutes_and_is_renewed() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        service.at("2026-03-02T02:10:00Z");
        assert_eq!(clerk.reads(SESSION).await.code(), "signed_out");
        let renewed = refreshes(&service, &clerk.refresh).await;
        let bearer = format!("Bearer {}", renewed.body["access_token"].as_str().unwrap());
        let me = service.send(Call::get(SESSION).with("authorization", &bearer)).await;
        assert_eq!(me.status, 200);
    });
}

#[test]
fn a_refresh_token_that_comes_back_ends_the_whole_family() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        let renewed = refreshes(&service, &clerk.refresh).await;
        assert_eq!(renewed.status, 200);
        assert_eq!(refreshes(&service, &clerk.refresh).await.code(), "signed_out");
        // The thief's token and the owner's are both dead.
        let token = renewed.body["refresh_token"].as_str().unwrap();
        assert_eq!(refreshes(&service, token).await.code(), "signed_out");
        assert_eq!(clerk.reads(SESSION).await.code(), "signed_out");
        assert_eq!(audited(&service), ["refresh_token_reused", "signed_in"]);
    });
}

#[test]
fn signing_out_ends_one_session_or_all() {
    on_both(async |service| {
        let here = service.person("li.wei", &[]).await;
        let there = service.signs_in("li.wei").await;
        assert_eq!(here.sends(Call::delete(SESSION)).await.status, 204);
        assert_eq!(here.reads(SESSION).await.status, 401);
        assert_eq!(there.reads(SESSION).await.status, 200);
        assert_eq!(there.sends(Call::delete("/api/v1/sessions")).await.status, 204);
        assert_eq!(there.reads(SESSION).await.status, 401);
    });
}

#[test]
fn a_first_password_is_changed_before_anything_else() {
    on_both(async |service| {
        service.account("li.wei", &[(Role::Registrar, "620402")], true);
        service.at("2026-03-02T02:05:00Z");
        let clerk = service.signs_in("li.wei").await;
        assert_eq!(clerk.reads(SESSION).await.body["must_change_password"], true);
        let change = |password: &str| {
            let body = json!({"old_password": PASSWORD, "password": password});
            clerk.sends(Call::post("/api/v1/session/password", &body).against_the_contract())
        };
        for (password, why) in [
            ("short-1", "密码至少 10 个字符"),
            ("li.wei 在 2026", "密码不能包含登录名"),
            (PASSWORD, "不能再用最近 5 次用过的密码"),
        ] {
            let reply = change(password).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]),
                (422, &json!({"name": "password", "text": why}))
            );
        }
        assert_eq!(change("另一棵树下 38 级台阶").await.status, 204);
        assert_eq!(clerk.reads(SESSION).await.status, 401, "every session ends");
        assert_eq!(tries(&service, "li.wei", "另一棵树下 38 级台阶").await.status, 200);
        assert_eq!(tries(&service, "li.wei", PASSWORD).await.code(), "wrong_password");
    });
}

#[test]
fn a_browser_keeps_cookies_and_proves_its_page() {
    on_both(async |service| {
        service.account("li.wei", &[], false);
        let body = json!({"login_name": "li.wei", "password": PASSWORD, "keep": "cookie"});
        let reply = service.send(Call::post(SESSION, &body)).await;
        assert_eq!(
            (&reply.body["access_token"], &reply.body["refresh_token"]),
            (&Value::Null, &Value::Null)
        );
        let set: Vec<String> =
            reply.headers.get_all("set-cookie").map(|c| c.to_str().unwrap().to_owned()).collect();
        assert!(
            set.iter().all(|c| c.contains("HttpOnly") && c.contains("SameSite=Strict")),
            "{set:?}"
        );
        let cookies: Vec<&str> =
            set.iter().map(|cookie| cookie.split(';').next().unwrap()).collect();
        let cookies = cookies.join("; ");
        assert_eq!(service.send(Call::get(SESSION).with("cookie", &cookies)).await.status, 200);
        let bare = Call::delete(SESSION).with("cookie", &cookies);
        assert_eq!(service.send(bare).await.code(), "csrf");
        let token = reply.body["csrf_token"].as_str().unwrap();
        let proved = Call::delete(SESSION).with("cookie", &cookies).with("x-csrf-token", token);
        assert_eq!(service.send(proved).await.status, 204);
    });
}

#[test]
fn a_closed_account_is_signed_out_at_once() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        let closed_at = Some(service.app.clock.now());
        let close = |tx: &mut gongkai::db::Tx<'_>| {
            let account = accounts::by_login_name(tx, "li.wei")?.unwrap();
            Ok::<_, gongkai::actions::Error>(accounts::close(tx, account.id, closed_at)?)
        };
        service.app.db().write_blocking(close).unwrap();
        assert_eq!(clerk.reads(SESSION).await.code(), "signed_out");
        assert_eq!(tries(&service, "li.wei", PASSWORD).await.code(), "wrong_password");
    });
}

#[test]
fn what_cannot_be_read_is_told_with_the_field_and_without_the_value() {
    on_both(async |service| {
        let sends = |body: &str| {
            service.send(
                Call::new(actix_web::http::Method::POST, SESSION)
                    .bytes("application/json", body.as_bytes())
                    .against_the_contract(),
            )
        };
        for (body, status, code, field) in [
            (r#"{"login_name":"a"}"#, 422, "invalid", "password"),
            (r#"{"login_name":"a","password":"b","colour":"red"}"#, 422, "invalid", "colour"),
            (r#"{"login_name":1,"password":"secret"}"#, 422, "invalid", "login_name"),
            (r#"{"login_name":"a","password":"b","keep":"nowhere"}"#, 422, "invalid", "keep"),
            (r#"{"login_name":"a","password":"#, 400, "not_json", ""),
            ("[]", 400, "unreadable", ""),
            (r#"{"login_name":"a\u0000","password":"b"}"#, 400, "null_character", ""),
        ] {
            let reply = sends(body).await;
            let named = reply.body["fields"][0]["name"].as_str().unwrap_or_default();
            assert_eq!(
                (reply.status.as_u16(), reply.code(), named),
                (status, code, field),
                "{body}: {}",
                reply.body
            );
            assert!(!reply.body.to_string().contains("secret"));
        }
        let large = format!(r#"{{"login_name":"{}","password":"b"}}"#, "a".repeat(10 << 20));
        assert_eq!(sends(&large).await.code(), "too_large");
        let odd = Call::new(actix_web::http::Method::POST, SESSION).against_the_contract();
        assert_eq!(
            service.send(odd.bytes("application/json", b"{\"login_name\":\"\xff\"}")).await.code(),
            "not_utf8"
        );
        let form = Call::new(actix_web::http::Method::POST, SESSION).against_the_contract();
        assert_eq!(service.send(form.bytes("text/plain", b"{}")).await.status, 415);
    });
}
