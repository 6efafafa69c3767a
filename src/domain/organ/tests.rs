use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn organ(id: OrganId, kind: OrganKind, parent: Option<OrganId>) -> OrganVersion {
    OrganVersion {
        id,
        code: id.to_string(),
        name: format!("机关{id}"),
        parent,
        kind,
        valid_from: day("2019-01-01"),
        valid_to: None,
        merged_into: None,
        rolls_up_to: None,
    }
}

/// 1 city, 2 its office, 3 a bureau, 4 a county, 5 a county bureau, 6 the county's tax office.
fn city() -> Vec<OrganVersion> {
    vec![
        organ(1, OrganKind::Government, None),
        organ(2, OrganKind::Office, Some(1)),
        organ(3, OrganKind::Department, Some(1)),
        organ(4, OrganKind::Government, Some(1)),
        organ(5, OrganKind::Department, Some(4)),
        organ(6, OrganKind::Vertical, Some(4)),
    ]
}

#[test]
fn a_government_counts_with_its_office_and_leaves_vertical_organs_out() {
    let organs = Organs::new(city());
    let tree = organs.tree(1, day("2020-12-31"));
    assert_eq!(tree.counts, BTreeSet::from([1, 2]));
    assert_eq!(tree.organs(), BTreeSet::from([1, 2, 3, 4, 5]));
    assert_eq!(organs.unit(2, day("2020-12-31")).counts, BTreeSet::from([1, 2]));
}

#[test]
fn a_merged_organ_counts_under_its_successor_and_a_closed_one_under_its_parent() {
    let mut versions = city();
    versions[4].valid_to = Some(day("2020-06-30"));
    versions[4].merged_into = Some(3);
    let organs = Organs::new(versions.clone());
    assert_eq!(organs.unit(3, day("2020-12-31")).counts, BTreeSet::from([3, 5]));
    assert_eq!(organs.unit(3, day("2020-06-30")).counts, BTreeSet::from([3]));
    assert_eq!(organs.taken_over_by(5, day("2020-12-31")), Some(3));
    assert_eq!(organs.taken_over_by(5, day("2020-06-30")), None);
    assert_eq!(organs.taken_over_by(2, day("2020-12-31")), None);
    versions[4].merged_into = None;
    let organs = Organs::new(versions);
    assert_eq!(organs.unit(4, day("2020-12-31")).counts, BTreeSet::from([4, 5]));
    assert!(organs.ended_without_successor(5, day("2020-12-31")));
}

#[test]
fn figures_go_to_the_organ_named_for_them() {
    let mut versions = city();
    versions[5].rolls_up_to = Some(1);
    let organs = Organs::new(versions);
    let tree = organs.tree(1, day("2020-12-31"));
    assert!(tree.below.iter().any(|unit| unit.organ == 6));
    assert!(!organs.tree(4, day("2020-12-31")).organs().contains(&6));
}

#[test]
fn an_organ_is_known_by_each_of_its_names_on_its_day() {
    let mut versions = city();
    versions[2].valid_to = Some(day("2020-03-31"));
    let renamed = OrganVersion {
        name: "新名称".into(),
        valid_from: day("2020-04-01"),
        valid_to: None,
        ..versions[2].clone()
    };
    versions.push(renamed);
    let organs = Organs::new(versions);
    assert_eq!(organs.by_name("新名称"), BTreeSet::from([3]));
    assert_eq!(organs.on(3, day("2020-03-31")).unwrap().name, "机关3");
    assert_eq!(organs.on(3, day("2020-04-01")).unwrap().name, "新名称");
}
