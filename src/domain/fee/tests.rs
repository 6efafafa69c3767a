use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// rules.md section 4.
#[test]
fn the_sums_are_those_of_the_rules() {
    let requests =
        [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (55, 9000)];
    for (requests, yuan) in requests {
        assert_eq!(fee_by_request(requests), yuan, "{requests} requests");
    }
    for (pages, yuan) in
        [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)]
    {
        assert_eq!(fee_by_page(pages), yuan, "{pages} pages");
    }
}

#[test]
fn the_price_rises_by_blocks() {
    let price = |nth: u32| Counted { before: nth - 1, units: 1 }.fee();
    let blocks =
        [(1, 10, 0), (11, 30, 100), (31, 40, 200), (41, 50, 300), (51, 60, 400), (101, 110, 900)];
    for (first, last, yuan) in blocks {
        for nth in first..=last {
            assert_eq!(price(nth), yuan, "request {nth}");
        }
    }
}

/// One request received on a day, published or not, handed over in a way, as the nth of its month, with its pages.
#[test]
fn when_a_request_may_be_charged_for() {
    use Method::{ByPage, ByRequest};
    use Provision::{CopiedData, Email, Other, Paper};
    let mut table = Vec::new();
    for (received_on, is_public_already, provision, method) in [
        ("2020-12-31", false, Paper, ByRequest),
        ("2020-12-31", false, Paper, ByPage),
        ("2021-01-01", false, Paper, ByRequest),
        ("2021-01-01", false, Paper, ByPage),
        ("2025-03-03", false, Email, ByPage),
        ("2025-03-03", false, CopiedData, ByPage),
        ("2025-03-03", false, Other, ByPage),
        ("2025-03-03", false, Other, ByRequest),
        ("2025-03-03", true, Paper, ByPage),
        ("2025-03-03", true, Paper, ByRequest),
    ] {
        let counted = Counted { before: 30, units: 1 };
        let received_on = day(received_on);
        let request = Chargeable { received_on, is_public_already, provision, counted, pages: 201 };
        let fee =
            request.fee(method).map_or_else(|why| why.to_string(), |yuan| format!("{yuan}元"));
        let public = if is_public_already { "public" } else { "-" };
        table.push(format!("{received_on} {public:6} {provision:11} {method:10} {fee}"));
    }
    insta::assert_snapshot!(table.join("\n"), @r"
    2020-12-31 -      paper       by_request 信息处理费自2021年1月1日起施行，此前收到的申请不收费
    2020-12-31 -      paper       by_page    信息处理费自2021年1月1日起施行，此前收到的申请不收费
    2021-01-01 -      paper       by_request 200元
    2021-01-01 -      paper       by_page    2740元
    2025-03-03 -      email       by_page    2740元
    2025-03-03 -      copied_data by_page    2740元
    2025-03-03 -      other       by_page    不是提供纸质件、发送电子邮件或者复制电子数据的，不按量计收
    2025-03-03 -      other       by_request 200元
    2025-03-03 public paper       by_page    已经主动公开的信息，不按量计收
    2025-03-03 public paper       by_request 200元
    ");
}

fn eleven(last_on: &str) -> Months<u32> {
    let first = (1..=10).map(|n| (day("2025-03-03"), n, 1));
    Months::new(first.chain([(day(last_on), 11, 1), (day("2025-04-01"), 12, 1)]))
}

/// rules.md section 7, edge case 11.
#[test]
fn the_eleventh_of_a_month_costs_100_until_its_date_is_corrected() {
    let fees = |months: &Months<u32>| [10, 11, 12].map(|n| months.counted(&n).unwrap().fee());
    assert_eq!(fees(&eleven("2025-03-31")), [0, 100, 0]);
    let corrected = eleven("2025-04-01");
    assert_eq!(fees(&corrected), [0, 0, 0]);
    assert_eq!(corrected.counted(&12), Some(Counted { before: 1, units: 1 }));
    assert_eq!(eleven("2025-03-01").counted(&10), Some(Counted { before: 10, units: 1 }));
    assert_eq!(corrected.counted(&13), None);
}

#[test]
fn a_paper_that_is_split_counts_as_several() {
    let months = Months::new([(day("2025-03-03"), "a", 9), (day("2025-03-04"), "b", 3)]);
    let split = months.counted(&"b").unwrap();
    assert_eq!((split, split.fee()), (Counted { before: 9, units: 3 }, 200));
}

proptest! {
    #[test]
    fn a_month_costs_the_same_however_it_is_split(units in prop::collection::vec(1_u32..9, 0..40)) {
        let requests = units.iter().zip(0_u32..).map(|(units, n)| (day("2025-03-03"), n, *units));
        let months = Months::new(requests);
        let each = (0_u32..).map_while(|n| months.counted(&n)).map(Counted::fee).sum::<u64>();
        prop_assert_eq!(each, fee_by_request(units.iter().sum()));
    }

    #[test]
    fn more_never_costs_less(n in 0_u32..5_000) {
        prop_assert!(fee_by_request(n) <= fee_by_request(n + 1));
        prop_assert!(fee_by_page(n) <= fee_by_page(n + 1));
    }
}
