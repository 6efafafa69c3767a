//! Edge cases of rules.md section 7, each told in deeds.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::domain::case::CaseFacts;

const TODAY: &str = "2026-12-31";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A case that was told so far, and its log.
struct Told {
    case: Dossier,
    log: Vec<Done>,
}

fn office(calendar: &Calendar, periods: &Periods, run: impl FnOnce(&Office<'_>)) {
    run(&Office { calendar, periods, review_steps: 0, today: day(TODAY), person: None });
}

impl Told {
    /// A case received and registered on a day, with that many items.
    fn received(on: &str, items: usize, office: &Office<'_>) -> Self {
        let items: Vec<String> = (1..=items).map(|n| format!("第{n}项")).collect();
        let arrive = json!({
            "kind": "arrive", "channel": "counter", "requester_kind": "natural_person", "items": items,
        });
        let deed: Deed = serde_json::from_value(arrive).unwrap();
        let case = Dossier::begin(&deed, day(on), office).unwrap();
        let mut told = Self { case, log: vec![Done { deed, on: day(on) }] };
        told.does(on, json!({"kind": "confirm_receipt", "evidence": "当面"}), office);
        told.does(on, json!({"kind": "register", "registration_number": "1"}), office);
        told.does(on, json!({"kind": "assign", "department": Uuid::from_u128(1)}), office);
        told
    }

    fn tries(&mut self, on: &str, deed: Value, office: &Office<'_>) -> Result<(), Refusal> {
        let deed: Deed = serde_json::from_value(deed).unwrap();
        self.case = self.case.after(&deed, day(on), office)?;
        self.log.push(Done { deed, on: day(on) });
        // The log says what the case is, at every step.
        assert_eq!(Dossier::replay(self.log.clone()).as_ref(), Some(&self.case));
        Ok(())
    }

    fn does(&mut self, on: &str, deed: Value, office: &Office<'_>) {
        self.tries(on, deed, office).unwrap();
    }

    /// Drafts, signs and posts an answer to these items.
    fn answers(&mut self, on: &str, items: &[(u16, &str)], part: bool, office: &Office<'_>) {
        let evidence = json!({
            "what_was_given": "预算表", "form_given": "纸质", "case_file": "卷宗",
        });
        let decisions: Vec<Value> = items
            .iter()
            .map(|(item, outcome)| {
                json!({"item": item, "outcome": outcome, "reason": "理由", "evidence": evidence})
            })
            .collect();
        self.does(on, json!({"kind": "draft", "decisions": decisions, "part": part}), office);
        let sign = json!({"kind": "sign_on_paper", "signer": "钱", "filed_at": "柜", "document_number": "1"});
        self.does(on, sign, office);
        self.does(on, json!({"kind": "deliver", "dispatch": {"way": "post"}}), office);
    }

    fn due_on(&self, office: &Office<'_>) -> Option<NaiveDate> {
        self.case.deadline(office.calendar, office.periods)?.due_on
    }

    fn facts(&self) -> CaseFacts {
        self.case.facts().unwrap()
    }
}

fn notice() -> Value {
    json!({"kind": "send_amendment_notice", "missing": ["身份证明"], "dispatch": {"way": "post"}})
}

/// Edge cases 3 and 19: waiting is not late; amended in January, the request is still one of last year.
#[test]
fn an_amended_request_begins_anew_and_stays_in_its_year() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2025-12-26", 1, office);
        told.does("2025-12-30", notice(), office);
        assert_eq!(told.due_on(office), None);
        told.does("2026-01-09", json!({"kind": "take_amendment", "text": "补正材料"}), office);
        let from = |on: &str| calendar.nth_working_day_after(day(on), 20).day;
        assert_eq!(told.due_on(office), Some(from("2026-01-09")));
        assert_eq!(told.facts().received_on, day("2025-12-26"));
    });
}

/// Edge case 20: a notice that went out late leaves the date where it was.
#[test]
fn a_late_notice_moves_nothing() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2026-03-02", 1, office);
        let before = told.due_on(office);
        told.does("2026-03-13", notice(), office);
        assert_eq!((before, told.due_on(office)), (Some(day("2026-03-30")), before));
    });
}

/// Edge cases 7 and 23: items answered on two days close with the last, and given beside withheld is 部分公开.
#[test]
fn the_last_item_closes_and_a_part_swallows_refusals() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2026-03-02", 2, office);
        told.answers("2026-03-09", &[(1, "provided")], true, office);
        assert_eq!(told.facts().closing, None);
        told.answers("2026-03-16", &[(2, "enforcement_case_file")], false, office);
        let closing = told.facts().closing.unwrap();
        assert_eq!(
            (closing.row.to_string().as_str(), closing.closed_on),
            ("granted_in_part", day("2026-03-16"))
        );
    });
}

/// Edge case 24: a quashed reply that is answered again moves no cell; where there never was a reply, the later one counts.
#[test]
fn a_new_round_counts_nowhere_but_after_an_annulled_closing() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    for (ends, row, closed_on) in [
        ("reopen", "granted", "2026-03-09"),
        ("annul_closing", "refused_enforcement_case_file", "2026-06-08"),
    ] {
        office(&calendar, &periods, |office| {
            let mut told = Told::received("2026-03-02", 1, office);
            told.answers("2026-03-09", &[(1, "provided")], false, office);
            let order = json!({"kind": ends, "forum": "review", "effective_on": "2026-06-01", "decision": "复议1号"});
            told.does("2026-06-01", order, office);
            told.answers("2026-06-08", &[(1, "enforcement_case_file")], false, office);
            let closing = told.facts().closing.unwrap();
            assert_eq!(
                (closing.row.to_string().as_str(), closing.closed_on),
                (row, day(closed_on)),
                "{ends}"
            );
        });
    }
}

/// Edge case 7 of product.md: no 信息不存在 without a search.
#[test]
fn an_outcome_without_its_evidence_is_not_signed() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2026-03-02", 1, office);
        let decision = json!({"item": 1, "outcome": "does_not_exist", "reason": "未检索到"});
        told.does("2026-03-09", json!({"kind": "draft", "decisions": [decision]}), office);
        let sign = json!({"kind": "sign_on_paper", "signer": "钱", "filed_at": "柜"});
        let refused = told.tries("2026-03-09", sign, office).unwrap_err();
        assert_eq!(refused.code(), "evidence_missing");
    });
}

/// Edge case 1: silence is a task; a person finds no good reason before the case ends.
#[test]
fn silence_ends_nothing_by_itself() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2026-03-02", 1, office);
        told.does("2026-03-04", notice(), office);
        let ran_out = json!({"kind": "amendment_ran_out"});
        let early = told.tries("2026-03-10", ran_out.clone(), office).unwrap_err();
        assert_eq!(early.code(), "period_runs");
        told.does("2026-04-01", ran_out, office);
        let end = json!({"kind": "end_without_reply", "dispatch": {"way": "post"}});
        assert_eq!(told.tries("2026-04-02", end, office).unwrap_err().code(), "out_of_turn");
        assert_eq!(told.facts().closing, None);
    });
}

/// Edge case 10: withdrawn stays in what was received.
#[test]
fn what_is_withdrawn_is_closed_and_still_received() {
    let (calendar, periods) = (Calendar::shipped(), Periods::default());
    office(&calendar, &periods, |office| {
        let mut told = Told::received("2026-03-02", 1, office);
        let withdraw =
            json!({"kind": "withdraw", "evidence": "书面", "identity_checked": "身份证"});
        let numbered = json!({"way": "post", "document_number": "公开补〔2026〕1号"});
        let notice =
            json!({"kind": "send_amendment_notice", "missing": ["证明"], "dispatch": numbered});
        told.does("2026-03-04", notice, office);
        told.does("2026-03-05", withdraw, office);
        assert_eq!(told.case.document_number, None, "a notice is no answer");
        let facts = told.facts();
        assert_eq!(
            (facts.received_on, facts.closing.unwrap().row.to_string().as_str()),
            (day("2026-03-02"), "other_other")
        );
    });
}
