//! Why the database could not do what it was asked, in words of its own.

/// A write that did not happen; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum WriteFailed {
    #[error("等待写入的请求太多，请稍后再试")]
    Busy,
    #[error("数据库没有写入")]
    Database(#[from] diesel::result::Error),
    #[error("数据库连接不上：{0}")]
    Away(String),
    #[error("程序内部错误，没有写入")]
    Panicked,
}

/// A read that gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadFailed {
    #[error("数据库读取出错")]
    Database(#[from] diesel::result::Error),
    #[error("数据库连接不上：{0}")]
    Away(String),
    #[error("程序内部错误")]
    Panicked,
}

/// Whether an error is one of the database as a whole (gone, full, locked), which passes, and not of the query.
pub fn is_away(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error};
    /// What SQLite and PostgreSQL say of a full disk, a locked file and a server that stops.
    const SIGNS: [&str; 9] = [
        "database is locked",
        "database or disk is full",
        "disk I/O error",
        "unable to open database",
        "readonly database",
        "No space left",
        "could not extend file",
        "terminating connection",
        "server closed the connection",
    ];
    if let Error::DatabaseError(kind, told) = error {
        let gone = matches!(
            kind,
            Kind::ClosedConnection | Kind::UnableToSendCommand | Kind::SerializationFailure
        );
        return gone || SIGNS.iter().any(|sign| told.message().contains(sign));
    }
    *error == Error::BrokenTransactionManager
}
