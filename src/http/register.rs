//! The list of cases as a workbook, 申请台账: the same cases as the list shows, all of them.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse};

use super::Problem;
use super::annual_tables::XLSX;
use crate::actions::register::MOST;
use crate::db::Id;
use crate::db::cases::page::CaseRow;
use crate::domain::life_cycle::Stage;
use crate::letters::register::{self, Line};

/// Whether the caller wants a workbook.
pub fn is_wanted(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.split(',').any(|kind| kind.trim() == XLSX))
}

/// One register does not hold everything.
pub fn too_many() -> Problem {
    let detail = format!("超过 {MOST} 件，请缩小查询范围再导出");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_cases", detail)
}

/// The workbook of some cases.
pub fn workbook(
    rows: Vec<CaseRow>,
    mut identities: HashMap<Id, String>,
) -> Result<Vec<u8>, Problem> {
    let line = |row: CaseRow| Line {
        identity_number: identities.remove(&row.id),
        number: row.number,
        organ: row.organ,
        received_on: row.received_on,
        channel: row.channel.and_then(|channel| channel.parse().ok()),
        requester_kind: row.requester_kind.0,
        requester: row.requester.unwrap_or_default(),
        content: row.content.unwrap_or_default(),
        result_row: row.result_row.map(|row| row.0),
        closed_on: row.closed_on,
        document_number: row.document_number,
        registration_number: row.registration_number,
        stage: row.stage.parse::<Stage>().map_or("", Stage::label),
        due_on: row.due_on,
        department: row.department,
        handler: row.handler,
    };
    let lines: Vec<Line> = rows.into_iter().map(line).collect();
    register::write(&lines).map_err(|error| Problem::internal(&error))
}

/// The answer.
pub fn answer(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"register.xlsx\""))
        .body(bytes)
}
