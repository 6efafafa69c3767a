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
