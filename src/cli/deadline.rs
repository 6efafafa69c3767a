//! `gongkai deadline`: when a reply is due, and why.

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::values::{date, days, period};
use super::{Failure, put};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{
    Alarm, Amendment, Breach, Consultation, ConsultationEnd, Consulted, Delay, Extension, Facts,
    Fee, Order, Periods, Told, reckon,
};

#[derive(Args)]
pub struct DeadlineArgs {
    /// 收到日期
    #[arg(long, value_name = "日期", value_parser = date)]
    received: NaiveDate,
    /// 答复期限（工作日）
    #[arg(long, default_value_t = 20, value_name = "天数", value_parser = period)]
    days: u32,
    /// 补正告知书发出日期
    #[arg(long, value_name = "日期", value_parser = date)]
    amendment_notice: Option<NaiveDate>,
    /// 收到补正的日期
    #[arg(long, value_name = "日期", value_parser = date, requires = "amendment_notice")]
    amended: Option<NaiveDate>,
    /// 延期天数（1至20个工作日）
    #[arg(long, value_name = "天数", value_parser = days)]
    extend: Option<u32>,
    /// 征求意见：发出..答复，可接 ,delivered=送达；可以多次
    #[arg(long, value_name = "起止", value_parser = consultation)]
    consult: Vec<Consultation>,
    /// 收费通知送达日期
    #[arg(long, value_name = "日期", value_parser = date)]
    fee_notice: Option<NaiveDate>,
    /// 缴清日期
    #[arg(long, value_name = "日期", value_parser = date, requires = "fee_notice")]
    fee_paid: Option<NaiveDate>,
    /// 延迟答复到哪一天（第三十五条）
    #[arg(long, value_name = "日期", value_parser = date)]
    delayed_to: Option<NaiveDate>,
    /// 判决或复议决定：生效..期限；没有写明期限的，写成 生效..
    #[arg(long, value_name = "起止", value_parser = order)]
    ordered: Option<Order>,
    /// 只打印 JSON
    #[arg(long)]
    json: bool,
}

/// One date of several in an argument.
fn day(text: &str) -> Result<NaiveDate, String> {
    date(text).map_err(|why| format!("“{text}”{why}"))
}

fn consultation(text: &str) -> Result<Consultation, String> {
    let (span, delivered) = match text.split_once(",delivered=") {
        Some((span, delivered)) => (span, Some(day(delivered)?)),
        None => (text, None),
    };
    let (sent, answered) = span.split_once("..").ok_or("请写成 发出..答复")?;
    let end = match answered {
        "" => ConsultationEnd::Open,
        answered => ConsultationEnd::Answered(day(answered)?),
    };
    Ok(Consultation { with: Consulted::Either, sent_on: day(sent)?, delivered_on: delivered, end })
}

fn order(text: &str) -> Result<Order, String> {
    let (from, to) = text.split_once("..").ok_or("请写成 生效..期限")?;
    let due_on = if to.is_empty() { None } else { Some(day(to)?) };
    Ok(Order { effective_on: day(from)?, due_on })
}

/// Derives the due date from what was typed, by the calendar that is known, and prints it.
pub fn run(args: &DeadlineArgs, calendar: &Calendar) -> Result<(), Failure> {
    let mut facts = Facts::received(args.received);
    facts.amendments.extend(args.amendment_notice.map(|notice_on| Amendment {
        notice_on,
        notice_received_on: None,
        amend_by: None,
        amended_on: args.amended,
    }));
    facts.extension =
        args.extend.map(|working_days| Extension { working_days, told: Told::InTime });
    facts.consultations.clone_from(&args.consult);
    facts.fee = args.fee_notice.map(|notice_on| Fee {
        notice_on,
        notice_received_on: Some(notice_on),
        paid_on: args.fee_paid,
    });
    facts.delay = args.delayed_to.map(|until| Delay { until, told: Told::InTime });
    facts.order = args.ordered;
    let periods = Periods { reply: args.days, ..Periods::default() };
    let deadline = reckon(&facts, calendar, &periods)?;
    if args.json {
        return put(format!("{}\n", json!(deadline)).as_bytes());
    }
    for reason in &deadline.chain {
        put(format!("{} 至 {}  {}\n", reason.from, reason.to, reason.text()).as_bytes())?;
    }
    let breaches = deadline.breaches.iter().map(Breach::text);
    let alarms = deadline.alarms.iter().map(Alarm::text);
    let doubts = deadline.doubts.iter().map(|doubt| format!("暂定：{}", doubt.text()));
    for remark in breaches.chain(alarms).chain(doubts) {
        put(format!("！ {remark}\n").as_bytes())?;
    }
    let provisional = if deadline.provisional { "（暂定）" } else { "" };
    let last = match (&deadline.due_on, &deadline.waiting_for) {
        (Some(due_on), _) => {
            format!("最迟于{}答复{provisional}\n", due_on.format("%Y年%-m月%-d日"))
        }
        (None, Some(waiting)) => format!("{}\n", waiting.text()),
        (None, None) => "没有答复期限\n".to_owned(),
    };
    put(last.as_bytes())
}
