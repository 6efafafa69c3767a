//! The departments of an organ (科室), which handle its cases.

use serde_json::json;

use super::session::by;
use super::{Actor, Error};
use crate::crypto::Keys;
use crate::db::rights::{self, Department};
use crate::db::{AnyConn, Id, Tx, organs};
use crate::domain::organ::OrganId;
use crate::domain::people::is_name;
use crate::domain::permission::Matter;

/// The departments of an organ.
pub fn list(conn: &mut AnyConn, actor: &Actor, organ: &str) -> Result<Vec<Department>, Error> {
    let organ = known(conn, organ)?;
    actor.may(conn, Matter::ReadOrgans, organ)?;
    Ok(rights::departments_of(conn, organ)?)
}

/// Makes a department.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    organ: &str,
    name: String,
) -> Result<Department, Error> {
    let organ_id = known(tx, organ)?;
    actor.may(tx, Matter::ChangeSettings, organ_id)?;
    if !is_name(&name) {
        return Err(Error::BadName);
    }
    if rights::departments_of(tx, organ_id)?.iter().any(|known| known.name == name) {
        return Err(Error::DepartmentTaken);
    }
    let id = rights::add_department(tx, organ_id, &name, actor.now)?;
    by(tx, keys, actor, "department_added", json!({"organ": organ, "name": name}))?;
    Ok(Department { id, organ: organ_id, name })
}

/// Closes a department: nothing new is assigned to it.
pub fn close(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    organ: &str,
    department: Id,
) -> Result<(), Error> {
    let organ_id = known(tx, organ)?;
    actor.may(tx, Matter::ChangeSettings, organ_id)?;
    if !rights::close_department(tx, organ_id, department, actor.now)? {
        return Err(Error::DepartmentGone);
    }
    by(tx, keys, actor, "department_closed", json!({"organ": organ, "department": department.0}))
}

fn known(conn: &mut AnyConn, organ: &str) -> Result<OrganId, Error> {
    organs::find(conn, organ)?.ok_or_else(|| Error::NoSuchOrgan(organ.to_owned()))
}
