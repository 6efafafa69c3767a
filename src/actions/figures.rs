//! The figures of an office and of those below it; each opens the list of its cases.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use strum::VariantArray;

use super::{Actor, Error, calendar, reading, settings};
use crate::db::cases::figures::{self, Closed, Open};
use crate::db::{AnyConn, QueryResult, organs};
use crate::domain::life_cycle::Stage;
use crate::domain::light::{Light, LightDays};
use crate::domain::organ::{OrganId, Organs};
use crate::domain::outcome::ResultRow;
use crate::domain::permission::Matter;

/// The figures of an organ over a period, with those of the organs right below it.
#[derive(Debug, Serialize)]
pub struct Report {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub today: NaiveDate,
    #[serde(flatten)]
    pub own: OfOrgan,
    /// Each with all that stand below it.
    pub below: Vec<OfOrgan>,
}

/// The figures of one organ, alone or with those below it.
#[derive(Debug, Serialize)]
pub struct OfOrgan {
    pub organ: String,
    pub name: String,
    pub figures: Figures,
}

/// A number, and the query of `/cases` that lists what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub value: i64,
    pub cases: String,
}

/// How many cases, and how well they went.
#[derive(Debug, Serialize)]
pub struct Figures {
    pub received: Figure,
    pub closed: Figure,
    pub in_time: Figure,
    pub late: Figure,
    /// Closed by a register that does not tell what moved the clock.
    pub unknown: Figure,
    /// Of those of which it is known, in percent with one decimal; `None` where nothing is known.
    pub in_time_percent: Option<f64>,
    /// Working days from receipt to closing, with one decimal.
    pub mean_days: Option<f64>,
    pub results: Vec<OfRow>,
    pub open: Figure,
    pub arrived: Figure,
    pub green: Figure,
    pub yellow: Figure,
    pub orange: Figure,
    pub red: Figure,
    /// Somebody outside is waited for.
    pub waiting: Figure,
    /// The wait is over and nobody has decided.
    pub ran_out: Figure,
}

/// The closed cases of one result row.
#[derive(Debug, Serialize)]
pub struct OfRow {
    pub row: ResultRow,
    pub label: &'static str,
    #[serde(flatten)]
    pub figure: Figure,
}

/// Which figures are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub organ: &'a str,
    /// With the organs below it.
    pub below: bool,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The figures, where the actor may read them.
pub fn report(conn: &mut AnyConn, actor: &Actor, wanted: Wanted<'_>) -> Result<Report, Error> {
    let organ = organs::find(conn, wanted.organ)?;
    let organ = organ.ok_or_else(|| Error::NoSuchOrgan(wanted.organ.to_owned()))?;
    if wanted.to < wanted.from {
        return Err(Error::DaysReversed);
    }
    actor.may(conn, Matter::ReadFigures, organ)?;
    let tree = organs::load(conn, None)?;
    let reads_below = wanted.below && reading::reads_below(actor, Matter::ReadFigures);
    let all = if reads_below { tree.commanded_by(organ, actor.today) } else { vec![organ] };
    let counts = Counts::of(conn, &all, &wanted, actor.today)?;
    let own = counts.figures(&tree, (organ, &all, reads_below));
    let below = tree.right_below(organ, actor.today).into_iter();
    let below = below.filter(|_| reads_below).map(|child| {
        let all = tree.commanded_by(child, actor.today);
        counts.figures(&tree, (child, &all, true))
    });
    let below = below.collect();
    Ok(Report { from: wanted.from, to: wanted.to, today: actor.today, own, below })
}

/// What was counted, by organ.
struct Counts {
    received: BTreeMap<OrganId, i64>,
    closed: BTreeMap<OrganId, Vec<Closed>>,
    open: BTreeMap<OrganId, Vec<Open>>,
    days: LightDays,
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
}

impl Counts {
    fn of(
        conn: &mut AnyConn,
        organs: &[OrganId],
        wanted: &Wanted<'_>,
        today: NaiveDate,
    ) -> QueryResult<Self> {
        let (from, to) = (wanted.from, wanted.to);
        let mut closed: BTreeMap<OrganId, Vec<Closed>> = BTreeMap::new();
        for row in figures::closed(conn, organs, (from, to))? {
            closed.entry(row.organ).or_default().push(row);
        }
        let mut open: BTreeMap<OrganId, Vec<Open>> = BTreeMap::new();
        for row in figures::open(conn, organs)? {
            open.entry(row.organ).or_default().push(row);
        }
        let received = figures::received(conn, organs, (from, to))?.into_iter().collect();
        let calendar = calendar::of(conn)?;
        let days = settings::lights(conn, organs)?.days(today, &calendar);
        Ok(Self { received, closed, open, days, from, to, today })
    }

    fn figures(&self, tree: &Organs, (organ, all, below): (OrganId, &[OrganId], bool)) -> OfOrgan {
        let version = tree.nearest(organ, self.today);
        let code = version.map(|version| version.code.clone()).unwrap_or_default();
        let name = version.map(|version| version.name.clone()).unwrap_or_default();
        let of = if below { format!("organ={code}&below=true") } else { format!("organ={code}") };
        OfOrgan { organ: code, name, figures: self.summed(all, &of) }
    }

    fn summed(&self, organs: &[OrganId], of: &str) -> Figures {
        let received = organs.iter().filter_map(|organ| self.received.get(organ)).sum();
        let closed = organs.iter().filter_map(|organ| self.closed.get(organ)).flatten().collect();
        let open = organs.iter().filter_map(|organ| self.open.get(organ)).flatten().collect();
        Sums { counts: self, of, closed, open }.figures(received)
    }
}

/// The counts of some organs together, and the query that names them.
struct Sums<'a> {
    counts: &'a Counts,
    of: &'a str,
    closed: Vec<&'a Closed>,
    open: Vec<&'a Open>,
}

impl Sums<'_> {
    fn figures(&self, received: i64) -> Figures {
        let Counts { from, to, today, .. } = *self.counts;
        let arrived = Stage::Arrived.to_string();
        let closed = self.closed("", |_| true);
        let in_time = self.closed("&in_time=yes", |row| row.in_time == Some(true));
        let late = self.closed("&in_time=no", |row| row.in_time == Some(false));
        let days: i64 = self.closed.iter().map(|row| row.days_taken).sum();
        let is_over = |row: &Open| row.waits_until.is_some_and(|day| day < today);
        Figures {
            received: self.figure(received, &format!("received_from={from}&received_to={to}")),
            in_time_percent: ratio(in_time.value * 100, in_time.value + late.value),
            mean_days: ratio(days, closed.value),
            results: self.results(),
            closed,
            in_time,
            late,
            unknown: self.closed("&in_time=unknown", |row| row.in_time.is_none()),
            open: self.open("open=true", |_| true),
            arrived: self.open("stage=arrived", |row| row.stage == arrived),
            green: self.lit(Light::Green),
            yellow: self.lit(Light::Yellow),
            orange: self.lit(Light::Orange),
            red: self.lit(Light::Red),
            waiting: self.open("waiting=true", |row| row.waiting_for.is_some()),
            ran_out: self.open("ran_out=true", is_over),
        }
    }

    fn figure(&self, value: i64, query: &str) -> Figure {
        Figure { value, cases: format!("/cases?{}&{query}", self.of) }
    }

    fn closed(&self, query: &str, is_wanted: impl Fn(&Closed) -> bool) -> Figure {
        let Counts { from, to, .. } = self.counts;
        let value = self.closed.iter().filter(|row| is_wanted(row)).map(|row| row.cases).sum();
        self.figure(value, &format!("closed_from={from}&closed_to={to}{query}"))
    }

    fn open(&self, query: &str, is_wanted: impl Fn(&Open) -> bool) -> Figure {
        let value = self.open.iter().filter(|row| is_wanted(row)).map(|row| row.cases).sum();
        self.figure(value, &format!("{query}&order=next"))
    }

    fn lit(&self, light: Light) -> Figure {
        let days = self.counts.days;
        let is_lit = |row: &Open| row.due_on.map(|due_on| days.light(due_on)) == Some(light);
        self.open(&format!("light={light}"), is_lit)
    }

    fn results(&self) -> Vec<OfRow> {
        let of_row = |row: &ResultRow| {
            let query = format!("&result_row={row}");
            let figure = self.closed(&query, |closed| closed.row == Some(*row));
            OfRow { row: *row, label: row.label(), figure }
        };
        ResultRow::VARIANTS.iter().map(of_row).filter(|row| row.figure.value > 0).collect()
    }
}

/// One number by another, with one decimal; nothing by nothing.
fn ratio(value: i64, by: i64) -> Option<f64> {
    let tenths = (value * 20 + by).checked_div(by * 2)?;
    format!("{}.{}", tenths / 10, tenths % 10).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn numbers_are_rounded_to_one_decimal() {
        assert_eq!(ratio(200, 3), Some(66.7));
        assert_eq!(ratio(100, 1), Some(100.0));
        assert_eq!(ratio(1, 20), Some(0.1));
        assert_eq!(ratio(5, 0), None);
    }
}
