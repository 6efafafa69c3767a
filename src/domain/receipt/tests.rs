use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Channel, arrival, `>` the day it was passed on, `+` a try that reached the requester, `-` one that failed.
fn arrival(written: &str) -> Arrival {
    let mut words = written.split_whitespace();
    let channel = words.next().unwrap().parse().unwrap();
    let mut arrival = Arrival::by(channel, day(words.next().unwrap()));
    for word in words {
        let (sign, on) =
            (word.chars().next().unwrap(), day(word.trim_start_matches(['>', '+', '-'])));
        match sign {
            '>' => arrival.passed_on = Some(on),
            '+' => arrival.attempts.push(Attempt { on, result: Contact::Reached }),
            _ => arrival.attempts.push(Attempt { on, result: Contact::Failed }),
        }
    }
    arrival
}

fn table(rows: &[&str]) -> String {
    let line = |row: &&str| match arrival(row).receipt() {
        Ok(receipt) => {
            let date = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
            let (received, risk) = (date(receipt.received_on), date(receipt.risk_on));
            format!("{row}\n    {received} risk {risk} {} {}", receipt.article(), receipt.text())
        }
        Err(contradiction) => format!("{row}\n    {contradiction}"),
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// rules.md section 1.
#[test]
fn each_channel_has_its_date() {
    let rows = [
        "counter 2025-03-03",
        "registered_post 2025-03-03",
        "internet 2025-03-08",
        "email 2025-03-08",
        // Nothing has to be confirmed here, so that tries do not matter.
        "registered_post 2025-03-03 -2025-03-03 +2025-03-05",
        "internet 2025-03-08 -2025-03-08 +2025-03-10",
    ];
    insta::assert_snapshot!(table(&rows), @r"
    counter 2025-03-03
        2025-03-03 risk - 第三十一条第（一）项 2025年3月3日当面提交，以提交之日为准
    registered_post 2025-03-03
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日签收邮件，以签收之日为准
    internet 2025-03-08
        2025-03-08 risk - 第三十一条第（三）项 2025年3月8日网上提交成功，即为双方确认（最高人民法院指导案例26号）
    email 2025-03-08
        2025-03-08 risk - 第三十一条第（三）项 2025年3月8日进入公布的邮箱，以进入之日为准
    registered_post 2025-03-03 -2025-03-03 +2025-03-05
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日签收邮件，以签收之日为准
    internet 2025-03-08 -2025-03-08 +2025-03-10
        2025-03-08 risk - 第三十一条第（三）项 2025年3月8日网上提交成功，即为双方确认（最高人民法院指导案例26号）
    ");
}

/// What nobody signs for: a try on the day of arrival decides.
#[test]
fn an_unsigned_letter_and_a_fax_are_confirmed() {
    let rows = [
        "ordinary_post 2025-03-03 +2025-03-03",
        "ordinary_post 2025-03-03 -2025-03-03 +2025-03-03",
        "ordinary_post 2025-03-03",
        "ordinary_post 2025-03-03 +2025-03-06",
        "ordinary_post 2025-03-03 -2025-03-04 +2025-03-06",
        "ordinary_post 2025-03-03 -2025-03-03",
        "ordinary_post 2025-03-03 -2025-03-03 -2025-03-04 +2025-03-06 +2025-03-07",
        "fax 2025-03-03 +2025-03-03",
        "fax 2025-03-03",
        "fax 2025-03-03 -2025-03-03 +2025-03-04",
    ];
    insta::assert_snapshot!(table(&rows), @r"
    ordinary_post 2025-03-03 +2025-03-03
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日到件，当日与申请人确认
    ordinary_post 2025-03-03 -2025-03-03 +2025-03-03
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日到件，当日与申请人确认
    ordinary_post 2025-03-03
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日到件，没有当日联系申请人的记录，以到件之日为准
    ordinary_post 2025-03-03 +2025-03-06
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日到件，没有当日联系申请人的记录，以到件之日为准
    ordinary_post 2025-03-03 -2025-03-04 +2025-03-06
        2025-03-03 risk - 第三十一条第（二）项 2025年3月3日到件，没有当日联系申请人的记录，以到件之日为准
    ordinary_post 2025-03-03 -2025-03-03
        - risk 2025-03-03 第三十一条第（二）项 2025年3月3日到件，当日联系申请人未果，待与申请人确认
    ordinary_post 2025-03-03 -2025-03-03 -2025-03-04 +2025-03-06 +2025-03-07
        2025-03-06 risk 2025-03-03 第三十一条第（二）项 2025年3月3日到件，当日联系申请人未果，2025年3月6日联系上，以确认之日为准
    fax 2025-03-03 +2025-03-03
        2025-03-03 risk - 第三十一条第（三）项 2025年3月3日到件，当日与申请人确认
    fax 2025-03-03
        2025-03-03 risk - 第三十一条第（三）项 2025年3月3日到件，没有当日联系申请人的记录，以到件之日为准
    fax 2025-03-03 -2025-03-03 +2025-03-04
        2025-03-04 risk 2025-03-03 第三十一条第（三）项 2025年3月3日到件，当日联系申请人未果，2025年3月4日联系上，以确认之日为准
    ");
}

/// A leader or another department of the same organ: the post room's day stays as the risk.
#[test]
fn what_went_to_the_wrong_desk_counts_from_the_right_one() {
    let rows = [
        "registered_post 2025-03-03 >2025-03-07",
        "registered_post 2025-03-03 >2025-03-03",
        "counter 2025-03-03 >2025-03-04",
        "email 2025-03-03 >2025-03-05",
        "ordinary_post 2025-03-03 >2025-03-07",
        "ordinary_post 2025-03-03 >2025-03-07 -2025-03-07 +2025-03-10",
        // How a form travels inside the organ is no business of the requester.
        "internet 2025-03-03 >2025-03-07",
    ];
    insta::assert_snapshot!(table(&rows), @r"
    registered_post 2025-03-03 >2025-03-07
        2025-03-07 risk 2025-03-03 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月7日转到政府信息公开工作机构，以实际收到之日为准
    registered_post 2025-03-03 >2025-03-03
        2025-03-03 risk - 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月3日转到政府信息公开工作机构，以实际收到之日为准
    counter 2025-03-03 >2025-03-04
        2025-03-04 risk 2025-03-03 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月4日转到政府信息公开工作机构，以实际收到之日为准
    email 2025-03-03 >2025-03-05
        2025-03-05 risk 2025-03-03 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月5日转到政府信息公开工作机构，以实际收到之日为准
    ordinary_post 2025-03-03 >2025-03-07
        2025-03-07 risk 2025-03-03 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月7日到件，没有当日联系申请人的记录，以到件之日为准
    ordinary_post 2025-03-03 >2025-03-07 -2025-03-07 +2025-03-10
        2025-03-10 risk 2025-03-03 国办公开办函〔2015〕207号 2025年3月3日由本机关其他部门或者个人收到，2025年3月7日到件，当日联系申请人未果，2025年3月10日联系上，以确认之日为准
    internet 2025-03-03 >2025-03-07
        2025-03-03 risk - 第三十一条第（三）项 2025年3月3日网上提交成功，即为双方确认（最高人民法院指导案例26号）
    ");
}

/// rules.md section 7, edge case 4.
#[test]
fn around_new_year_the_channel_decides_on_the_year() {
    let rows = [
        "ordinary_post 2024-12-31 -2024-12-31 +2025-01-02",
        "ordinary_post 2024-12-31",
        "ordinary_post 2024-12-31 +2025-01-02",
        "internet 2024-12-31",
    ];
    insta::assert_snapshot!(table(&rows), @r"
    ordinary_post 2024-12-31 -2024-12-31 +2025-01-02
        2025-01-02 risk 2024-12-31 第三十一条第（二）项 2024年12月31日到件，当日联系申请人未果，2025年1月2日联系上，以确认之日为准
    ordinary_post 2024-12-31
        2024-12-31 risk - 第三十一条第（二）项 2024年12月31日到件，没有当日联系申请人的记录，以到件之日为准
    ordinary_post 2024-12-31 +2025-01-02
        2024-12-31 risk - 第三十一条第（二）项 2024年12月31日到件，没有当日联系申请人的记录，以到件之日为准
    internet 2024-12-31
        2024-12-31 risk - 第三十一条第（三）项 2024年12月31日网上提交成功，即为双方确认（最高人民法院指导案例26号）
    ");
}

#[test]
fn what_cannot_be_is_refused() {
    let rows = ["ordinary_post 2025-03-03 +2025-03-02", "registered_post 2025-03-03 >2025-03-02"];
    insta::assert_snapshot!(table(&rows), @r"
    ordinary_post 2025-03-03 +2025-03-02
        联系申请人（2025年3月2日）早于到件（2025年3月3日）
    registered_post 2025-03-03 >2025-03-02
        转到政府信息公开工作机构（2025年3月2日）早于到件（2025年3月3日）
    ");
}

fn any_arrival() -> impl Strategy<Value = Arrival> {
    let later = |n: u64| day("2025-03-03") + chrono::Days::new(n);
    let attempt = (0_u64..9, prop::bool::ANY).prop_map(move |(n, is_reached)| {
        let result = if is_reached { Contact::Reached } else { Contact::Failed };
        Attempt { on: later(n), result }
    });
    let channels = <Channel as strum::VariantArray>::VARIANTS;
    let facts = (
        prop::sample::select(channels),
        prop::option::of(0_u64..9),
        prop::collection::vec(attempt, 0..5),
    );
    facts.prop_map(move |(channel, passed_on, attempts)| Arrival {
        passed_on: passed_on.map(later),
        attempts,
        ..Arrival::by(channel, later(0))
    })
}

proptest! {
    #[test]
    fn the_order_of_recording_does_not_matter(arrival in any_arrival()) {
        let mut reversed = arrival.clone();
        reversed.attempts.reverse();
        prop_assert_eq!(reversed.receipt(), arrival.receipt());
    }

    #[test]
    fn nothing_is_received_before_it_arrives(arrival in any_arrival()) {
        let receipt = arrival.receipt().unwrap();
        prop_assert!(receipt.received_on.is_none_or(|on| on >= arrival.arrived_on));
        prop_assert_eq!(receipt.risk_on.is_none(), receipt.received_on == Some(arrival.arrived_on));
    }
}
