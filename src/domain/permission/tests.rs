use super::*;

const COUNTY: OrganId = 7;
const CITY: OrganId = 3;

fn about() -> About<'static> {
    About::organ(&[COUNTY, CITY])
}

fn one(role: Role, organ: OrganId) -> Standing {
    Standing(vec![Grant { role, organ, department: None }], Vec::new())
}

/// A lawyer reads this: R 登记员 H 承办人 V 审核人 S 签发人 U 主管部门 and the three administrators 系 安 审.
#[test]
fn who_may_do_what() {
    let marks = ["R", "H", "V", "S", "U", "系", "安", "审"];
    let acts = Act::all().map(|act| (act.to_string(), Operation::Act(act)));
    let matters =
        Matter::VARIANTS.iter().map(|matter| (matter.to_string(), Operation::Other(*matter)));
    let table: Vec<String> = acts
        .chain(matters)
        .map(|(name, operation)| {
            let held = Role::VARIANTS.iter().zip(marks);
            let held = held.map(|(role, mark)| {
                if may(&one(*role, COUNTY), operation, &about()).is_ok() { mark } else { "-" }
            });
            format!("{name:28} {}", held.collect::<Vec<_>>().join(" "))
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn a_role_holds_in_its_organ_and_a_supervisor_below_it() {
    let read = Operation::Other(Matter::ReadCases);
    assert_eq!(may(&one(Role::Registrar, CITY), read, &about()), Err(Forbidden::NoRole));
    assert_eq!(may(&one(Role::Supervisor, CITY), read, &about()), Ok(()));
    assert_eq!(may(&one(Role::Supervisor, 99), read, &about()), Err(Forbidden::NoRole));
    assert_eq!(may(&Standing::default(), read, &about()), Err(Forbidden::NoRole));
}

#[test]
fn nobody_signs_an_own_draft_but_in_a_small_unit() {
    let sign = Operation::Act(Act::Sign);
    let own = About { is_own_draft: true, ..about() };
    assert_eq!(may(&one(Role::Signer, COUNTY), sign, &own), Err(Forbidden::OwnDraft));
    let small = About { is_small_unit: true, ..own };
    assert_eq!(may(&one(Role::Signer, COUNTY), sign, &small), Ok(()));
}

#[test]
fn a_handler_handles_what_the_department_has() {
    let mine = Uuid::from_u128(1);
    let grant = Grant { role: Role::Handler, organ: COUNTY, department: Some(mine) };
    let draft = Operation::Act(Act::Draft);
    let standing = Standing(vec![grant], Vec::new());
    assert_eq!(may(&standing, draft, &about()), Err(Forbidden::OtherDepartment));
    let assigned = About { department: Some(mine), ..about() };
    assert_eq!(may(&standing, draft, &assigned), Ok(()));
}

#[test]
fn a_system_does_what_its_scopes_say_in_its_organ_and_nothing_else() {
    let operation = |name| Operation::of_scope(name).unwrap();
    let scope = Scope { operation: operation("take_in"), organ: COUNTY };
    let standing = Standing(Vec::new(), vec![scope]);
    assert_eq!(may(&standing, operation("take_in"), &about()), Ok(()));
    assert_eq!(organs(&standing, operation("take_in")), [(COUNTY, Reach::Organ)]);
    let above = About::organ(&[CITY]);
    assert_eq!(may(&standing, operation("take_in"), &above), Err(Forbidden::NoRole));
    let below = About::organ(&[99, COUNTY, CITY]);
    assert_eq!(may(&standing, operation("take_in"), &below), Err(Forbidden::NoRole));
    for other in ["read_cases", "confirm_receipt", "read_organs"] {
        assert_eq!(may(&standing, operation(other), &about()), Err(Forbidden::NoRole), "{other}");
        assert!(organs(&standing, operation(other)).is_empty());
    }
}

#[test]
fn what_a_system_may_be_let_do() {
    let acts = Act::all().map(|act| act.to_string());
    let matters = Matter::VARIANTS.iter().map(ToString::to_string);
    let (for_all, for_people): (Vec<String>, Vec<String>) =
        acts.chain(matters).partition(|name| Operation::of_scope(name).is_some());
    insta::assert_snapshot!(format!(
        "{}\n\nonly people:\n{}",
        for_all.join("\n"),
        for_people.join("\n")
    ));
    assert_eq!(Operation::of_scope("everything"), None);
    assert_eq!(Operation::of_scope(""), None);
}
