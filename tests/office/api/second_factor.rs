//! Codes from a phone: set, asked for, used once, reset, and owed by administrators where that is set.

use gongkai::crypto::second_factor::Secret;
use gongkai::crypto::{Keys, MasterKey};
use gongkai::domain::people::Role::{Registrar, SystemAdministrator};
use serde_json::{Value, json};

use super::support::{Call, PASSWORD, Person, Reply, TestService, on_both};

const SESSION: &str = "/api/v1/session";
const FACTOR: &str = "/api/v1/session/second-factor";

async fn tries(service: &TestService, password: &str, code: Option<&str>) -> Reply {
    let body = json!({"login_name": "li.wei", "password": password, "code": code});
    service.send(Call::post(SESSION, &body)).await
}

async fn prepares(person: &Person<'_>) -> Reply {
    person.sends(Call::new(actix_web::http::Method::POST, FACTOR)).await
}

async fn confirms(person: &Person<'_>, code: &str) -> Reply {
    person.sends(Call::put(FACTOR, &json!({"code": code}))).await
}

async fn removes(person: &Person<'_>, password: &str, code: &str) -> Reply {
    let body = json!({"password": password, "code": code});
    person.sends(Call::post(&format!("{FACTOR}/removal"), &body)).await
}

/// What the phone shows now.
struct Phone<'a>(&'a TestService, Secret);

impl Phone<'_> {
    fn shows(&self) -> String {
        self.1.code(self.0.app.clock.now())
    }
}

/// The secret as it is stored.
fn phone(service: &TestService) -> Phone<'_> {
    let (db, keys) = (service.app.db(), &service.app.keys);
    let found = db.scan_blocking(|conn| gongkai::db::people::by_login_name(conn, "li.wei"));
    let account = found.unwrap().unwrap();
    let place =
        gongkai::crypto::Place { table: "people", row: &account.id.bytes(), column: "totp_secret" };
    let bytes = keys.cipher().open(place, &account.totp_secret.unwrap()).unwrap();
    Phone(service, Secret::read(&bytes).unwrap())
}

/// Sets the second factor of somebody at 10:00:00.
async fn sets<'a>(service: &'a TestService, person: &Person<'_>) -> Phone<'a> {
    let told = prepares(person).await;
    assert_eq!(told.status, 201);
    let phone = phone(service);
    assert_eq!(told.body["secret"], phone.1.to_base32());
    assert_eq!(confirms(person, &phone.shows()).await.status, 204);
    phone
}

fn kinds(service: &TestService) -> Vec<String> {
    let entries =
        service.app.db().scan_blocking(|conn| gongkai::db::audit::page(conn, None, None, 50));
    entries.unwrap().into_iter().map(|entry| entry.kind).collect()
}

#[test]
fn a_code_is_asked_for_once_it_is_set_and_good_once() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[(Registrar, "620402")]).await;
        assert_eq!(confirms(&clerk, "123456").await.code(), "no_second_factor");
        let told = prepares(&clerk).await;
        let uri = told.body["uri"].as_str().unwrap();
        assert!(uri.starts_with("otpauth://totp/gongkai:li.wei?secret="), "{uri}");
        assert_eq!(tries(&service, PASSWORD, None).await.status, 200, "not confirmed yet");
        assert_eq!(confirms(&clerk, "000000").await.body["fields"][0]["name"], "code");
        let phone = sets(&service, &clerk).await;
        assert_eq!(prepares(&clerk).await.code(), "second_factor_set");
        assert_eq!(clerk.reads(SESSION).await.body["second_factor"], true);

        assert_eq!(tries(&service, PASSWORD, None).await.code(), "second_factor_due");
        assert_eq!(tries(&service, "not this one 1", None).await.code(), "wrong_password");
        let used = phone.shows();
        assert_eq!(
            tries(&service, PASSWORD, Some(&used)).await.code(),
            "wrong_code",
            "it confirmed"
        );
        service.at("2026-03-02T02:00:30Z");
        assert_eq!(tries(&service, PASSWORD, Some(&used)).await.code(), "wrong_code");
        let code = phone.shows();
        assert_eq!(tries(&service, PASSWORD, Some(&code)).await.status, 200);
        assert_eq!(tries(&service, PASSWORD, Some(&code)).await.code(), "wrong_code");
        service.at("2026-03-02T02:01:29Z");
        let late = phone.1.code("2026-03-02T02:01:00Z".parse().unwrap());
        assert_eq!(tries(&service, PASSWORD, Some(&late)).await.status, 200);
        assert!(!kinds(&service).iter().any(|kind| kind == "account_locked"));
    });
}

#[test]
fn wrong_codes_lock_like_wrong_passwords() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        let phone = sets(&service, &clerk).await;
        service.at("2026-03-02T02:02:00Z");
        for _ in 0..3 {
            assert_eq!(tries(&service, PASSWORD, Some("000000")).await.code(), "wrong_code");
        }
        assert_eq!(tries(&service, PASSWORD, None).await.code(), "second_factor_due");
        // In a session that somebody left open they count as well.
        let wrong = removes(&clerk, "not this one 1", &phone.shows()).await;
        assert_eq!(wrong.body["fields"][0]["name"], "password");
        assert_eq!(removes(&clerk, PASSWORD, "000000").await.body["fields"][0]["name"], "code");
        assert_eq!(removes(&clerk, PASSWORD, &phone.shows()).await.code(), "locked");
        assert_eq!(tries(&service, PASSWORD, Some(&phone.shows())).await.code(), "locked");
        service.at("2026-03-02T02:32:01Z");
        assert_eq!(tries(&service, PASSWORD, Some(&phone.shows())).await.status, 200);
    });
}

#[test]
fn it_is_taken_away_with_password_and_code_or_by_an_administrator() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[(Registrar, "620402")]).await;
        let system = service.person("xitong", &[(SystemAdministrator, "620400")]).await;
        let phone = sets(&service, &clerk).await;
        service.at("2026-03-02T02:01:00Z");
        assert_eq!(removes(&clerk, PASSWORD, &phone.shows()).await.status, 204);
        assert_eq!(removes(&clerk, PASSWORD, &phone.shows()).await.code(), "no_second_factor");
        assert_eq!(tries(&service, PASSWORD, None).await.status, 200);

        sets(&service, &clerk).await;
        let reset =
            |login_name: &str| Call::delete(&format!("/api/v1/people/{login_name}/second-factor"));
        assert_eq!(clerk.sends(reset("li.wei")).await.code(), "forbidden");
        assert_eq!(system.reads("/api/v1/people/li.wei").await.body["second_factor"], true);
        assert_eq!(system.sends(reset("li.wei")).await.status, 204);
        assert_eq!(system.sends(reset("li.wei")).await.code(), "no_second_factor");
        assert_eq!(system.sends(reset("xitong")).await.code(), "own_reset");
        assert_eq!(clerk.reads(SESSION).await.code(), "signed_out");
        assert_eq!(tries(&service, PASSWORD, None).await.status, 200);
        let wanted = [
            "signed_in",
            "second_factor_reset",
            "second_factor_set",
            "second_factor_prepared",
            "signed_in",
            "second_factor_removed",
        ];
        assert_eq!(kinds(&service)[..6], wanted);
    });
}

#[test]
fn where_it_is_required_an_administrator_without_one_can_only_set_it() {
    on_both(async |service| {
        let mut config = (*service.app.config).clone();
        config.require_second_factor = true;
        let mut app = service.app.clone();
        app.config = config.into();
        let service = service.with(app);
        let system = service.person("li.wei", &[(SystemAdministrator, "620400")]).await;
        assert_eq!(system.reads(SESSION).await.body["must_set_second_factor"], true);
        assert_eq!(system.reads("/api/v1/people").await.code(), "second_factor_missing");
        let clerk = service.person("dengji", &[(Registrar, "620402")]).await;
        assert_eq!(clerk.reads("/api/v1/cases").await.status, 200, "others need none");
        sets(&service, &system).await;
        assert_eq!(system.reads("/api/v1/people").await.status, 200);
        assert_eq!(system.reads(SESSION).await.body["must_set_second_factor"], false);
    });
}

#[test]
fn a_first_password_is_changed_before_a_second_factor_is_set() {
    on_both(async |service| {
        service.account("li.wei", &[], true);
        let person = service.signs_in("li.wei").await;
        assert_eq!(prepares(&person).await.code(), "password_change_due");
        assert_eq!(confirms(&person, "000000").await.code(), "password_change_due");
    });
}

#[test]
fn secrets_are_kept_sealed_and_move_to_another_key() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        let Phone(_, secret) = sets(&service, &clerk).await;
        let new = Keys::new(
            &"AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".parse::<MasterKey>().unwrap(),
        );
        gongkai::actions::rotation::rotate(service.app.db(), &service.app.keys, &new).unwrap();
        let mut app = service.app.clone();
        app.keys = new;
        let service = service.with(app);
        service.at("2026-03-02T02:01:00Z");
        let code = secret.code(service.app.clock.now());
        assert_eq!(tries(&service, PASSWORD, Some(&code)).await.status, 200);
    });
}

#[test]
fn a_code_is_six_digits() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[]).await;
        sets(&service, &clerk).await;
        for code in ["", "12345", "1234567", "12345x", "１２３４５６"] {
            let body: Value = json!({"login_name": "li.wei", "password": PASSWORD, "code": code});
            let call = Call::post(SESSION, &body).against_the_contract();
            assert_eq!(service.send(call).await.code(), "wrong_code", "{code}");
            service
                .app
                .db()
                .write_blocking::<_, gongkai::actions::Error>(|tx| {
                    let account = gongkai::db::people::by_login_name(tx, "li.wei")?.unwrap();
                    Ok(gongkai::db::people::forget_failures(tx, account.id)?)
                })
                .unwrap();
        }
    });
}
