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
    /// Files beside a case, but those that show who somebody is.
    ReadAttachments,
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
    /// What was told, what failed: see it, retry it.
    ManageJobs,
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

/// Whether a requester may do an act on the own request, which number and query code have proved to be that.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not listed is for the office")]
pub fn of_requester(act: Act) -> Result<(), Forbidden> {
    match act {
        Act::TakeAmendment | Act::TakeReasons | Act::Withdraw | Act::WithdrawPart | Act::Note => {
            Ok(())
        }
        _ => Err(Forbidden::NoRole),
    }
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
        Matter::ReadAttachments => &[Registrar, Handler, Reviewer, Signer],
        Matter::ReadCalendar | Matter::ReadOrgans => Role::VARIANTS,
        Matter::LoadCalendar
        | Matter::ChangeOrgans
        | Matter::ChangeSettings
        | Matter::ChangePeople
        | Matter::ManageJobs => &[SystemAdministrator],
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
mod tests;
