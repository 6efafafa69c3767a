//! Who hangs together with whom, by whatever link was ever recorded: parent, successor, 汇总上级. So a county's table is
//! made without reading the organs of the whole country.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Integer;

use super::AnyConn;
use crate::domain::organ::OrganId;

#[derive(QueryableByName)]
struct Linked {
    #[diesel(sql_type = Integer)]
    organ_id: OrganId,
}

/// The organ and all to which links lead from it, by however many.
pub fn above(conn: &mut AnyConn, organ: OrganId) -> QueryResult<Vec<OrganId>> {
    // Each version has three links; the row of numbers makes three rows of it.
    found(
        conn,
        format!(
            "WITH RECURSIVE above (organ_id) AS (VALUES ({organ}) UNION \
             SELECT CASE link.n WHEN 1 THEN v.parent_id WHEN 2 THEN v.merged_into_id ELSE v.rolls_up_to_id END \
             FROM above JOIN organ_versions AS v ON v.organ_id = above.organ_id \
             CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS link) \
             SELECT organ_id FROM above WHERE organ_id IS NOT NULL"
        ),
    )
}

/// The organs and all from which links lead to one of them, by however many; with the parents of all these, since an
/// office counts with its government wherever else its figures go.
pub fn below(conn: &mut AnyConn, organs: [OrganId; 2]) -> QueryResult<Vec<OrganId>> {
    let [one, other] = organs;
    found(
        conn,
        format!(
            "WITH RECURSIVE below (organ_id) AS (VALUES ({one}), ({other}) UNION \
             SELECT linked.organ_id FROM below JOIN organ_versions AS linked \
             ON linked.parent_id = below.organ_id OR linked.merged_into_id = below.organ_id \
             OR linked.rolls_up_to_id = below.organ_id) SELECT organ_id FROM below UNION \
             SELECT v.parent_id FROM below JOIN organ_versions AS v ON v.organ_id = below.organ_id \
             WHERE v.parent_id IS NOT NULL"
        ),
    )
}

fn found(conn: &mut AnyConn, query: String) -> QueryResult<Vec<OrganId>> {
    let rows: Vec<Linked> = sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|row| row.organ_id).collect())
}
