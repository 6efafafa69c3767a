//! Who may do what: role × operation × relation to the organ and the case, in one function. What it does not grant is
//! refused.

use strum::VariantArray;
use uuid::Uuid;

use super::life_cycle::Act;
use super::organ::OrganId;
use super::people::Role;

/// Something that takes a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// An act on a case.
    Act(Act),
    Other(Matter),
}

/// What is no act on a case.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Matter {
    /// Take in what arrives, on every channel.
    TakeIn,
    /// Lists, work lists, search and cases, with what is personal masked.
    ReadCases,
    /// What is personal of a requester, unmasked; leaves an entry in the log of the case.
    ReadRequester,
    ReadFigures,
    ReadAnnualTable,
    HandInTable,
    SealReport,
    RecordChallenge,
    ReadCalendar,
    LoadCalendar,
    ReadOrgans,
    ChangeOrgans,
    /// Departments, number patterns, phrases, steps of review.
    ChangeSettings,
    ReadPeople,
    /// Accounts: make, close, reset.
    ChangePeople,
    /// Give and withdraw roles, name deputies.
    ChangeRights,
    ReadAuditLog,
}

/// A role that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub organ: OrganId,
    /// For handlers: the department whose cases they handle; without one, the whole organ's.
    pub department: Option<Uuid>,
}

/// One operation in one organ, which another system may do under its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    pub operation: Operation,
    pub organ: OrganId,
}

/// All that somebody holds, as a deputy of others too; or the scopes of another system, which holds no role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing(pub Vec<Grant>, pub Vec<Scope>);

/// What another system may be let do that is no act on a case: never accounts, rights, settings, seals or the audit log.
const MATTERS_OF_SYSTEMS: [Matter; 9] = [
    Matter::TakeIn,
    Matter::ReadCases,
    Matter::ReadRequester,
    Matter::ReadFigures,
    Matter::ReadAnnualTable,
    Matter::HandInTable,
    Matter::RecordChallenge,
    Matter::ReadCalendar,
    Matter::ReadOrgans,
];

/// Acts of a registrar that a person answers for.
const DECIDED_BY_PEOPLE: [Act; 7] = [
    Act::GiveUpForAmendment,
    Act::GiveUpForFee,
    Act::SignOnPaper,
    Act::AnswerOnTheSpot,
    Act::Reopen,
    Act::AnnulClosing,
    Act::CorrectFact,
];

impl Operation {
    /// The operation of a scope; `None` for what names nothing and for what only people do. Of the acts another system
    /// may do those of a registrar in which nothing is decided, never a draft, a review or a signature.
    pub fn of_scope(name: &str) -> Option<Self> {
        let matter = name.parse().ok().filter(|matter| MATTERS_OF_SYSTEMS.contains(matter));
        let act = name.parse().ok().filter(|act| {
            actors(*act).contains(&Role::Registrar) && !DECIDED_BY_PEOPLE.contains(act)
        });
        matter.map(Self::Other).or(act.map(Self::Act))
    }
}

/// What an operation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// The organ, then those above it up the tree of command.
    pub organs: &'a [OrganId],
    /// The department that handles the case.
    pub department: Option<Uuid>,
    /// Whether the asker drafted the reply.
    pub is_own_draft: bool,
    /// 小单位模式: one person may draft, review and sign.
    pub is_small_unit: bool,
}

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    #[error("没有办理这件事的权限")]
    NoRole,
    #[error("这件申请由别的科室承办")]
    OtherDepartment,
    #[error("拟办的人不能审核、签发自己拟办的答复（未设为小单位模式）")]
    OwnDraft,
}

impl About<'_> {
    /// An operation on an organ as a whole.
    pub fn organ(organs: &[OrganId]) -> About<'_> {
        About { organs, department: None, is_own_draft: false, is_small_unit: false }
    }
}

/// Whether `standing` allows `operation` on what it is about. The only place that decides.
pub fn may(standing: &Standing, operation: Operation, about: &About<'_>) -> Result<(), Forbidden> {
    if standing.1.iter().any(|scope| covers(*scope, operation, about)) {
        return Ok(());
    }
    let mut refusal = Forbidden::NoRole;
    for grant in &standing.0 {
        if !reaches(grant, operation, about) || !allows(grant.role, operation) {
            continue;
        }
        match hindrance(grant, operation, about) {
            None => return Ok(()),
            Some(why) => refusal = why,
        }
    }
    Err(refusal)
}

/// The organs in which somebody may do something; a supervisor and those who may only read hold down the tree.
pub fn organs(standing: &Standing, operation: Operation) -> Vec<(OrganId, Reach)> {
    let granted = standing.0.iter().filter(|grant| allows(grant.role, operation));
    let granted = granted.map(|grant| (grant.organ, reach(grant.role)));
    let scoped = standing.1.iter().filter(|scope| scope.operation == operation);
    granted.chain(scoped.map(|scope| (scope.organ, Reach::Organ))).collect()
}

/// Whether a scope is for this operation in this organ.
fn covers(scope: Scope, operation: Operation, about: &About<'_>) -> bool {
    let here = about.organs.first() == Some(&scope.organ) || is_everybodys(operation);
    here && scope.operation == operation
}

/// The calendar and the tree of organs are everybody's.
fn is_everybodys(operation: Operation) -> bool {
    matches!(operation, Operation::Other(Matter::ReadCalendar | Matter::ReadOrgans))
}

/// How far a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Organ,
    Subtree,
}

fn reach(role: Role) -> Reach {
    match role {
        Role::Supervisor
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => Reach::Subtree,
        Role::Registrar | Role::Handler | Role::Reviewer | Role::Signer => Reach::Organ,
    }
}

fn reaches(grant: &Grant, operation: Operation, about: &About<'_>) -> bool {
    if is_everybodys(operation) {
        return true;
    }
    match reach(grant.role) {
        Reach::Organ => about.organs.first() == Some(&grant.organ),
        Reach::Subtree => about.organs.contains(&grant.organ),
    }
}

/// The table of rights.
fn allows(role: Role, operation: Operation) -> bool {
    match operation {
        Operation::Act(act) => actors(act).contains(&role),
        Operation::Other(matter) => holders(matter).contains(&role),
    }
}

/// Who does an act.
#[expect(clippy::too_many_lines, reason = "a table")]
fn actors(act: Act) -> &'static [Role] {
    use Role::{Handler, Registrar, Reviewer, Signer};
    match act {
        Act::HandOver
        | Act::RecordFailedTry
        | Act::ConfirmReceipt
        | Act::EndAsUnreachable
        | Act::EndAsMisdirected
        | Act::Register
        | Act::Split
        | Act::Assign
        | Act::SendAmendmentNotice
        | Act::SendAmendmentNoticeAgain
        | Act::TakeAmendment
        | Act::AmendmentRanOut
        | Act::GiveUpForAmendment
        | Act::TakeReasons
        | Act::ReasonsRanOut
        | Act::SendFeeNotice
        | Act::TakePayment
        | Act::FeeRanOut
        | Act::GiveUpForFee
        | Act::CallOffFee
        | Act::TellExtension
        | Act::DeliverPart
        | Act::DeliverLast
        | Act::EndWithoutReply
        | Act::Withdraw
        | Act::WithdrawPart
        | Act::RequesterLeft
        | Act::RecordReturnedMail
        | Act::SendAgain
        | Act::Archive
        | Act::Reopen
        | Act::AnnulClosing
        | Act::CorrectFact => &[Registrar],
        Act::SignFor
        | Act::ReturnToOffice
        | Act::RecordSearch
        | Act::Draft
        | Act::Submit { .. } => &[Handler],
        Act::AskReasons
        | Act::Delay
        | Act::ConsultThirdParty
        | Act::ThirdPartyAnswered
        | Act::ThirdPartySilent
        | Act::ThirdPartyLetterReturned
        | Act::CallOffThirdParty
        | Act::ConsultOrgan
        | Act::OrganAnswered
        | Act::OrganSilent
        | Act::CallOffOrgan
        | Act::AskExtension
        | Act::SignOnPaper
        | Act::AnswerOnTheSpot => &[Registrar, Handler],
        Act::ApproveExtension | Act::DeclineExtension | Act::Sign => &[Signer],
        Act::Approve => &[Reviewer],
        Act::SendBack => &[Reviewer, Signer],
        Act::Note => &[Registrar, Handler, Reviewer, Signer],
    }
}

/// Who deals with what is no act on a case.
fn holders(matter: Matter) -> &'static [Role] {
    use Role::{
        AuditAdministrator, Handler, Registrar, Reviewer, SecurityAdministrator, Signer,
        Supervisor, SystemAdministrator,
    };
    match matter {
        Matter::TakeIn | Matter::ReadRequester | Matter::RecordChallenge => &[Registrar],
        Matter::HandInTable | Matter::SealReport => &[Registrar, Supervisor],
        Matter::ReadCases | Matter::ReadFigures | Matter::ReadAnnualTable => {
            &[Registrar, Handler, Reviewer, Signer, Supervisor]
        }
        Matter::ReadCalendar | Matter::ReadOrgans => Role::VARIANTS,
        Matter::LoadCalendar
        | Matter::ChangeOrgans
        | Matter::ChangeSettings
        | Matter::ChangePeople => &[SystemAdministrator],
        Matter::ChangeRights => &[SecurityAdministrator],
        Matter::ReadPeople => {
            &[SystemAdministrator, SecurityAdministrator, AuditAdministrator, Registrar]
        }
        Matter::ReadAuditLog => &[AuditAdministrator],
    }
}

/// What stands in the way of a role that would do.
fn hindrance(grant: &Grant, operation: Operation, about: &About<'_>) -> Option<Forbidden> {
    let Operation::Act(act) = operation else { return None };
    let decides = matches!(act, Act::Approve | Act::Sign | Act::SendBack);
    if decides && about.is_own_draft && !about.is_small_unit {
        return Some(Forbidden::OwnDraft);
    }
    let elsewhere = grant.department.is_some() && grant.department != about.department;
    (grant.role == Role::Handler && elsewhere).then_some(Forbidden::OtherDepartment)
}

#[cfg(test)]
mod tests {
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
            assert_eq!(
                may(&standing, operation(other), &about()),
                Err(Forbidden::NoRole),
                "{other}"
            );
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
}
