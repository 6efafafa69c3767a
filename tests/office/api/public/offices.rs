//! What everybody may read: organs with their guides, published year tables.

use gongkai::domain::people::Role;
use serde_json::json;

use super::super::office::ORGAN;
use super::super::support::{Call, on_both};

#[test]
fn organs_stand_in_a_tree_with_what_their_guides_tell() {
    on_both(async |service| {
        let system = service.person("system", &[(Role::SystemAdministrator, "620400")]).await;
        let uri = format!("/api/v1/organs/{ORGAN}/settings");
        let guide = json!({
            "telephone": "0943-8221234", "address": "白银区人民路1号", "postcode": "730900",
            "office_hours": "周一至周五 9:00-12:00", "text": "请带身份证。\n可以委托他人。",
        });
        let put = Call::put(&uri, &json!({"guide": guide})).with("if-match", "\"0\"");
        assert_eq!(system.sends(put).await.status, 200);
        let bad = json!({"guide": {"telephone": "一\n二"}});
        let put = Call::put(&uri, &bad).with("if-match", "\"1\"").against_the_contract();
        let refused = system.sends(put).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let all = service.get("/api/v1/public/organs?limit=200").await.body;
        let all = all["items"].as_array().unwrap();
        let own = all.iter().find(|organ| organ["code"] == ORGAN).unwrap();
        assert_eq!((&own["telephone"], &own["parent"]), (&json!("0943-8221234"), &json!("620400")));
        let first = service.get("/api/v1/public/organs?limit=1").await.body;
        let next =
            format!("/api/v1/public/organs?limit=1&cursor={}", first["next"].as_str().unwrap());
        assert_ne!(service.get(&next).await.body["items"], first["items"]);
        let read = service.get(&format!("/api/v1/public/organs/{ORGAN}")).await.body;
        assert_eq!(
            (&read["office_hours"], &read["text"], &read["takes_requests"]),
            (&guide["office_hours"], &guide["text"], &json!(true))
        );
        assert_eq!(service.get("/api/v1/public/organs/nowhere").await.status, 404);
    });
}

#[test]
fn a_sealed_table_is_read_by_everybody_once_it_is_published() {
    on_both(async |service| {
        let clerk = service.person("clerk", &[(Role::Registrar, ORGAN)]).await;
        let uri = format!("/api/v1/public/reports/2025?organ={ORGAN}");
        let publish =
            || Call::post("/api/v1/annual-tables/2025/publication", &json!({"organ": ORGAN}));
        assert_eq!(clerk.sends(publish()).await.status, 404, "nothing is sealed");
        let seal = Call::post("/api/v1/annual-tables/2025/seal", &json!({"organ": ORGAN}));
        assert_eq!(clerk.sends(seal).await.status, 201);
        assert_eq!(service.get(&uri).await.status, 404, "sealed, not published");
        assert_eq!(service.send(publish()).await.status, 401);
        let published = clerk.sends(publish()).await;
        assert_eq!((published.status.as_u16(), &published.body), (200, &json!({"version": 1})));
        let again = clerk.sends(publish()).await;
        assert_eq!((again.status.as_u16(), again.code()), (409, "published_already"));
        let shown = service.get(&uri).await.body;
        let sealed = clerk.reads(&format!("/api/v1/annual-tables/2025/seal?organ={ORGAN}")).await;
        assert_eq!(shown, sealed.body["table"]);
        let listed = service.get("/api/v1/public/reports").await.body;
        assert_eq!(
            (&listed["items"][0]["organ"]["code"], &listed["items"][0]["version"]),
            (&json!(ORGAN), &json!(1))
        );
        let none = service.get("/api/v1/public/reports?organ=620400").await.body;
        assert_eq!(none["items"], json!([]));
        let audit = service.person("audit", &[(Role::AuditAdministrator, "620400")]).await;
        let told = audit.reads("/api/v1/audit-log?limit=200").await;
        assert!(String::from_utf8_lossy(&told.bytes).contains("report_published"));
    });
}
