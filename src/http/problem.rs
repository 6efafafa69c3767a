//! Errors as the service answers them (RFC 9457): the only place that knows statuses. What went wrong inside is logged
//! here, once, and never told.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::actions::Error;
use crate::db::{DbError, ReadFailed, WriteFailed, is_away};
use crate::domain::dossier::Refusal;
use crate::files::{Fault, NotReceived};

/// An error answer. `code` is the contract; `detail` is Chinese, a help for people, never a cause.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    pub code: &'static str,
    pub detail: String,
    pub fields: Vec<Field>,
    allow: Option<String>,
    /// Seconds after which another try may do.
    retry_after: Option<i64>,
}

/// A problem as it is written.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[Field]>::is_empty")]
    fields: &'a [Field],
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The path of the field, as in `items[0].content`.
    pub name: String,
    /// What is wrong, in Chinese; never what was sent.
    pub text: String,
}

impl Problem {
    /// An answer with its status, its stable code and a sentence for people.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            fields: Vec::new(),
            allow: None,
            retry_after: None,
        }
    }

    /// Readable, but a field has a wrong value.
    pub fn field(name: impl Into<String>, text: impl Into<String>) -> Self {
        let field = Field { name: name.into(), text: text.into() };
        let detail = format!("{}：{}", field.name, field.text);
        let fields = vec![field];
        Self { fields, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail) }
    }

    /// The rules say no: because of how the case stands, or because of what was told.
    fn refused(refusal: &Refusal) -> Self {
        let status = if refusal.is_of_state() {
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let text = refusal.to_string();
        let field = refusal.at().map(|name| Field { name: name.to_owned(), text: text.clone() });
        Self { fields: field.into_iter().collect(), ..Self::new(status, refusal.code(), text) }
    }

    /// The rules say no of some of many cases: the first decides on status and code, each is a field.
    fn of_cases(refused: Vec<(Option<usize>, String, Box<Error>)>, text: String) -> Self {
        let mut first: Option<Self> = None;
        let mut fields = Vec::new();
        for (at, number, error) in refused {
            let problem = Self::from(*error);
            let place = at.map_or_else(|| format!("case {number}"), |at| format!("cases[{at}]"));
            let inner = problem.fields.first().map(|field| format!(".{}", field.name));
            fields.push(Field {
                name: format!("{place}{}", inner.unwrap_or_default()),
                text: format!("申请件 {number}：{}", problem.detail),
            });
            first = first.or(Some(problem));
        }
        match first {
            Some(problem) => Self { detail: text, fields, ..problem },
            None => Self::internal(&text),
        }
    }

    /// Nothing here, or nothing that the asker may know of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "没有找到")
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "请先登录")
    }

    /// A first password must be changed before anything else.
    pub fn password_change_due() -> Self {
        Self::new(StatusCode::FORBIDDEN, "password_change_due", "请先修改初始密码")
    }

    /// An administrator must set a second factor before anything else.
    pub fn second_factor_missing() -> Self {
        Self::new(StatusCode::FORBIDDEN, "second_factor_missing", "管理员请先设置第二因素")
    }

    /// Asked too often; `wait` is in seconds.
    pub fn too_many(wait: i64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", "请求过多，请稍后再试");
        Self { retry_after: Some(wait), ..problem }
    }

    /// Files cannot be kept or had; `cause` goes to the log and nowhere else.
    fn files_unavailable(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "files unavailable");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "files_unavailable",
            "文件存储暂时不可用，没有办理；请稍后再试",
        )
    }

    /// The resource has other methods only.
    pub fn method_not_allowed(allow: String) -> Self {
        let problem = Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            format!("这个地址只接受 {allow}"),
        );
        Self { allow: Some(allow), ..problem }
    }

    /// Something broke; `cause` goes to the log and nowhere else.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "系统内部出错，没有办理；请稍后再试",
        )
    }

    /// The database is away or has too much to do.
    pub fn unavailable(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "database unavailable");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "数据库暂时不可用，没有办理；请稍后再试",
        )
    }
}

/// The title of a status, for people.
fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "请求无法读取",
        401 => "没有登录",
        403 => "没有权限",
        404 => "没有找到",
        405 => "方法不对",
        406 => "没有这种格式",
        409 => "与现状冲突",
        413 => "内容过大",
        415 => "内容类型不对",
        422 => "内容有误",
        428 => "缺少版本",
        429 => "请求过多",
        503 => "暂时不可用",
        _ => "系统出错",
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let body = Body {
            r#type: "about:blank",
            title: title(self.status),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            fields: &self.fields,
        };
        let mut response = HttpResponse::build(self.status).json(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
            }
            _ => {}
        }
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait));
        }
        if let Some(allow) = self.allow.as_deref().and_then(|allow| allow.parse().ok()) {
            headers.insert(ALLOW, allow);
        }
        response
    }
}

impl From<ReadFailed> for Problem {
    fn from(failed: ReadFailed) -> Self {
        match failed {
            ReadFailed::Database(error) => of_database(&error),
            ReadFailed::Away(why) => Self::unavailable(&why),
            ReadFailed::Panicked => Self::internal(&"a query panicked"),
        }
    }
}

impl From<WriteFailed> for Problem {
    fn from(failed: WriteFailed) -> Self {
        match failed {
            WriteFailed::Busy => Self::unavailable(&"the queue of writes is full"),
            WriteFailed::Database(error) => of_database(&error),
            WriteFailed::Away(why) => Self::unavailable(&why),
            WriteFailed::Panicked => Self::internal(&"a write panicked"),
        }
    }
}

/// A fault of the database itself (full disk, gone, locked) passes; what it says of our SQL is never told.
fn of_database(error: &DbError) -> Problem {
    if *error == DbError::NotFound {
        Problem::not_found()
    } else if is_away(error) {
        Problem::unavailable(error)
    } else {
        Problem::internal(error)
    }
}

impl From<NotReceived> for Problem {
    fn from(why: NotReceived) -> Self {
        use StatusCode as S;
        let text = why.to_string();
        let (status, code) = match why {
            NotReceived::Cut => (S::BAD_REQUEST, "unreadable"),
            NotReceived::TooLarge(_) => (S::PAYLOAD_TOO_LARGE, "too_large"),
            NotReceived::Empty => (S::UNPROCESSABLE_ENTITY, "empty_file"),
            NotReceived::BadName => return Self::field("name", text),
            NotReceived::BadType => (S::UNSUPPORTED_MEDIA_TYPE, "unknown_file_type"),
            NotReceived::UnknownType => (S::UNPROCESSABLE_ENTITY, "unknown_file_type"),
            NotReceived::Mismatch => (S::UNPROCESSABLE_ENTITY, "file_type_mismatch"),
            NotReceived::Bomb => (S::UNPROCESSABLE_ENTITY, "archive_bomb"),
            NotReceived::Infected => (S::UNPROCESSABLE_ENTITY, "infected"),
            NotReceived::ScannerAway(_) => {
                tracing::error!(cause = %text, "virus scanner unavailable");
                let detail = "病毒检查暂时不可用，没有保存；请稍后再试";
                return Self::new(S::SERVICE_UNAVAILABLE, "scanner_unavailable", detail);
            }
            NotReceived::Store(Fault::Away(cause)) => return Self::files_unavailable(&cause),
            NotReceived::Store(Fault::Unseal(_)) | NotReceived::Seal(_) => {
                return Self::internal(&text);
            }
        };
        Self::new(status, code, text)
    }
}

impl From<Error> for Problem {
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn from(error: Error) -> Self {
        use StatusCode as S;
        let text = error.to_string();
        let (status, code) = match error {
            Error::Database(error) => return of_database(&error),
            Error::Write(failed) => return failed.into(),
            Error::Read(failed) => return failed.into(),
            Error::Open(_)
            | Error::WrongKey
            | Error::DemoKey
            | Error::Seal(_)
            | Error::Unseal(_)
            | Error::Broken(_)
            | Error::AuditBroken(_)
            | Error::SealsBroken(_)
            | Error::BadSealList(_)
            | Error::RowDiffers(_)
            | Error::StoredEvent(_)
            | Error::StoredTable(_)
            | Error::NotWritten(_)
            | Error::NoRandomness(_)
            | Error::BadToken(_)
            | Error::Files(Fault::Unseal(_))
            | Error::NoScratch(_)
            | Error::NotKept => return Self::internal(&text),
            Error::NoSuchOrgan(_) => (S::UNPROCESSABLE_ENTITY, "no_such_organ"),
            Error::OrganNotRecorded(..) => (S::UNPROCESSABLE_ENTITY, "organ_not_recorded"),
            Error::OrganNotThen(..) => (S::UNPROCESSABLE_ENTITY, "organ_not_then"),
            Error::OrganInCircle(_) => (S::UNPROCESSABLE_ENTITY, "organ_in_circle"),
            Error::DayOutsideYear(..) => (S::UNPROCESSABLE_ENTITY, "day_outside_year"),
            Error::YearNotBegun(_) => (S::UNPROCESSABLE_ENTITY, "year_not_begun"),
            Error::Files(Fault::Away(cause)) => return Self::files_unavailable(&cause),
            Error::NoSuchRequest => (S::NOT_FOUND, "no_such_request"),
            Error::PublishedAlready => (S::CONFLICT, "published_already"),
            Error::NoSuchCell(_) => (S::NOT_FOUND, "no_such_cell"),
            Error::Unreadable(_) => (S::UNPROCESSABLE_ENTITY, "unreadable"),
            Error::BadNotice(_) => (S::UNPROCESSABLE_ENTITY, "bad_notice"),
            Error::PartOfYear(_) => (S::UNPROCESSABLE_ENTITY, "part_of_year"),
            Error::Contradiction(_) => (S::UNPROCESSABLE_ENTITY, "contradiction"),
            Error::InCases(refused) => return Self::of_cases(refused, text),
            Error::Stale => (S::CONFLICT, "stale"),
            Error::Forbidden(_) => (S::FORBIDDEN, "forbidden"),
            Error::WrongPassword => (S::UNAUTHORIZED, "wrong_password"),
            Error::WrongOldPassword => return Self::field("old_password", text),
            Error::Locked => (S::UNAUTHORIZED, "locked"),
            Error::SecondFactorDue => (S::UNAUTHORIZED, "second_factor_due"),
            Error::WrongCode => (S::UNAUTHORIZED, "wrong_code"),
            Error::BadOrganCode | Error::BadCode => return Self::field("code", text),
            Error::SecondFactorSet => (S::CONFLICT, "second_factor_set"),
            Error::NoSecondFactor => (S::CONFLICT, "no_second_factor"),
            Error::OwnReset => (S::CONFLICT, "own_reset"),
            Error::SignedOut => return Self::signed_out(),
            Error::NameTaken | Error::ServiceNameTaken => (S::CONFLICT, "name_taken"),
            Error::RolesExclude(..) => (S::CONFLICT, "roles_exclude"),
            Error::NoSuchDepartment => (S::UNPROCESSABLE_ENTITY, "no_such_department"),
            Error::OwnDeputy => (S::UNPROCESSABLE_ENTITY, "own_deputy"),
            Error::DaysReversed => (S::UNPROCESSABLE_ENTITY, "days_reversed"),
            Error::BadLoginName => return Self::field("login_name", text),
            Error::BadName => return Self::field("name", text),
            Error::NoParent => return Self::field("parent", text),
            Error::BadTable(_) => (S::UNPROCESSABLE_ENTITY, "bad_table"),
            Error::SealedAlready => (S::CONFLICT, "sealed_already"),
            Error::ChallengeTaken => (S::CONFLICT, "challenge_taken"),
            Error::NotFailed => (S::CONFLICT, "not_failed"),
            Error::DoneAlready => (S::CONFLICT, "done_already"),
            Error::OrganTaken => (S::CONFLICT, "organ_taken"),
            Error::BadTitle => return Self::field("title", text),
            Error::BadScope => return Self::field("scopes", text),
            Error::DepartmentTaken => (S::CONFLICT, "department_taken"),
            Error::BadPassword(_) | Error::WrongOwnPassword => {
                return Self::field("password", text);
            }
            Error::Refused(refusal) => return Self::refused(&refusal),
            Error::NotByHand => (S::CONFLICT, "out_of_turn"),
            Error::Field { name, text } => return Self::field(name, text),
            Error::AmbiguousNumber => (S::CONFLICT, "ambiguous_number"),
            Error::NoSuchSession
            | Error::NoSuchPerson
            | Error::NoSuchRight
            | Error::NoSuchCase
            | Error::NoSuchDeputy
            | Error::DepartmentGone
            | Error::NoSuchChallenge
            | Error::NoSuchTable
            | Error::NotSealed
            | Error::NoSuchRequester
            | Error::NoSuchLetter
            | Error::NoSuchJob
            | Error::NoSuchAttachment
            | Error::NotPublished
            | Error::NoSuchServiceAccount
            | Error::NoSuchImport
            | Error::NoSuchPhrase => (S::NOT_FOUND, "not_found"),
            Error::TooManyRows(_) => (S::UNPROCESSABLE_ENTITY, "too_many_rows"),
            Error::ImportNotWaiting => (S::CONFLICT, "import_not_waiting"),
            Error::ImportHasErrors(_) => (S::CONFLICT, "import_has_errors"),
            Error::KeyUsedOtherwise => (S::CONFLICT, "key_used_otherwise"),
        };
        Self::new(status, code, text)
    }
}
