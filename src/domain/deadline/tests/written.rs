//! Facts as one line of text, and a deadline as a few.

use std::fmt::Write;

use super::*;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The date of receipt, then what happened, `-` for what is not known:
/// `amend=notice/received/by/amended`, `fee=notice/received/paid`, `extend=days/told`, `delay=until/told`,
/// `third=sent/delivered/end` and `organ=…` with the end `+day`, `returnedday`, `silent` or `open`,
/// `order=effective/due`.
pub fn facts(row: &str) -> Facts {
    let mut words = row.split(' ');
    let mut facts = Facts::received(day(words.next().unwrap()));
    for (word, parts) in words.map(|word| word.split_once('=').unwrap()) {
        let parts: Vec<&str> = parts.split('/').collect();
        let part = |i: usize| parts.get(i).copied().filter(|part| *part != "-");
        let on = |i: usize| part(i).map(day);
        let told = on(1).map_or(Told::NotYet, Told::On);
        match word {
            "amend" => facts.amendments.push(Amendment {
                notice_on: on(0).unwrap(),
                notice_received_on: on(1),
                amend_by: on(2),
                amended_on: on(3),
            }),
            "fee" => {
                let notice_on = on(0).unwrap();
                facts.fee = Some(Fee { notice_on, notice_received_on: on(1), paid_on: on(2) });
            }
            "extend" => {
                let working_days = part(0).unwrap().parse().unwrap();
                facts.extension = Some(Extension { working_days, told });
            }
            "delay" => facts.delay = Some(Delay { until: on(0).unwrap(), told }),
            "order" => {
                facts.order = Some(Order { effective_on: on(0).unwrap(), due_on: on(1) });
            }
            with => facts.consultations.push(Consultation {
                with: if with == "third" { Consulted::ThirdParty } else { Consulted::OtherOrgan },
                sent_on: on(0).unwrap(),
                delivered_on: on(1),
                end: end(part(2).unwrap()),
            }),
        }
    }
    facts
}

fn end(text: &str) -> ConsultationEnd {
    if let Some(answered) = text.strip_prefix('+') {
        return ConsultationEnd::Answered(day(answered));
    }
    match text.strip_prefix("returned") {
        Some(returned) => ConsultationEnd::Returned(day(returned)),
        None if text == "silent" => ConsultationEnd::Silent,
        None => ConsultationEnd::Open,
    }
}

/// A row with what follows from it: the last day or the wait, then the chain, breaches, alarms and doubts.
pub fn told(row: &str, calendar: &Calendar) -> String {
    let deadline = match reckon(&facts(row), calendar, &Periods::default()) {
        Ok(deadline) => deadline,
        Err(contradiction) => return format!("{row}\n    {contradiction}"),
    };
    let mut text = row.to_owned();
    match (deadline.due_on, deadline.waiting_for) {
        (Some(due_on), None) => write!(text, "\n  = {due_on}").unwrap(),
        (None, Some(waiting)) => write!(text, "\n  = {}", waiting.text()).unwrap(),
        both => panic!("{row}: {both:?}"),
    }
    let provisional = if deadline.provisional { " provisional" } else { "" };
    text.push_str(provisional);
    for reason in &deadline.chain {
        write!(text, "\n    {} [{}] {}", reason.effect(), reason.article(), reason.text()).unwrap();
    }
    for breach in &deadline.breaches {
        write!(text, "\n    ! {}", breach.text()).unwrap();
    }
    for alarm in &deadline.alarms {
        write!(text, "\n    alarm: {}", alarm.text()).unwrap();
    }
    for doubt in &deadline.doubts {
        write!(text, "\n    doubt: {}", doubt.text()).unwrap();
    }
    text
}
