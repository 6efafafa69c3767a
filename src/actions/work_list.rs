//! The work list: what a person, a department or an office has to do, what comes next first.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::Actor;
use super::casebook::turn;
use crate::db::Id;
use crate::db::cases::filter::{Filter, Span, Turn};
use crate::domain::dossier::Awaited;
use crate::domain::life_cycle::Stage;
use crate::domain::light::LightDays;
use crate::domain::organ::OrganId;
use crate::domain::people::Role;

/// A part of the work.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum List {
    /// What waits for an act of the asker.
    #[default]
    Mine,
    /// What the departments of the asker handle.
    Department,
    /// 已逾期未办结.
    Overdue,
    /// Orange and yellow.
    DueSoon,
    /// Somebody outside is waited for.
    Waiting,
    /// The wait is over and nobody has decided yet: 已逾期未补正 and the like.
    RanOut,
    /// Arrived, not yet received.
    Arrived,
    /// Closed, and yet something is to be done: a letter came back.
    AfterClosing,
    /// All that is open.
    Open,
}

/// What stands on a list.
pub fn filter(list: List, actor: &Actor, organs: Vec<OrganId>, days: &LightDays) -> Filter {
    let open = Filter { open: Some(true), ..Filter::default() };
    let before = |day: NaiveDate| Span { from: None, before: Some(day) };
    let narrowed = match list {
        List::Mine => Filter { turns: turns(actor, &organs), ..Filter::default() },
        List::Department => Filter { departments: departments(actor), ..open },
        List::Overdue => Filter { due: before(days.today), ..open },
        List::DueSoon => {
            let due = Span { from: Some(days.today), before: Some(days.yellow_before) };
            Filter { due, ..open }
        }
        List::Waiting => {
            let waiting_for = Awaited::VARIANTS.iter().map(ToString::to_string).collect();
            Filter { waiting_for, ..open }
        }
        List::RanOut => Filter { waits_until: before(days.today), ..open },
        List::Arrived => Filter { stage: Some(Stage::Arrived.to_string()), ..open },
        List::AfterClosing => Filter { open: Some(false), ..Filter::default() },
        List::Open => open,
    };
    Filter { organs, ..narrowed }
}

/// Whether the asker has such a list at all: without a role that acts nothing is mine, without a department nothing
/// is ours.
pub fn is_empty(list: List, filter: &Filter) -> bool {
    match list {
        List::Mine => filter.turns.is_empty(),
        List::Department => filter.departments.is_empty(),
        List::Overdue
        | List::DueSoon
        | List::Waiting
        | List::RanOut
        | List::Arrived
        | List::AfterClosing
        | List::Open => false,
    }
}

/// The turns of the asker in some organs.
fn turns(actor: &Actor, organs: &[OrganId]) -> Vec<Turn> {
    let held = actor.standing.0.iter().filter(|grant| organs.contains(&grant.organ));
    let acting = held.filter(|grant| turn(grant.role) != 0);
    acting
        .map(|grant| Turn {
            organ: grant.organ,
            bit: turn(grant.role),
            handlers: (grant.role == Role::Handler)
                .then(|| (actor.people.clone(), grant.department.map(Id))),
            waited_until_before: (grant.role == Role::Registrar).then_some(actor.today),
        })
        .collect()
}

fn departments(actor: &Actor) -> Vec<Id> {
    let handlers = actor.standing.0.iter().filter(|grant| grant.role == Role::Handler);
    handlers.filter_map(|grant| grant.department).map(Id).collect()
}

/// Every list, in the order of the menu.
pub fn all() -> &'static [List] {
    List::VARIANTS
}
