//! What the office does: one function, one use case, one transaction.

mod actor;
pub mod attachments;
pub mod audit;
pub mod backup;
pub mod batches;
pub mod calendar;
pub mod casebook;
pub mod challenges;
pub mod contacts;
pub mod deadlines;
pub mod departments;
mod entry;
pub mod figures;
pub mod handling;
pub mod hints;
pub mod idempotency;
pub mod import;
pub mod imports;
pub mod intake;
pub mod jobs;
pub mod letters;
pub mod messages;
mod numbers;
pub mod organs;
pub mod people;
pub mod public;
pub mod query_code;
pub mod reading;
pub mod register;
pub mod reporting;
pub mod requesters;
pub mod rotation;
mod sealed;
pub mod seals;
pub mod search;
pub mod second_factor;
pub mod service_accounts;
pub mod session;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod transfer;
pub mod verification;
pub mod work_list;

use chrono::{DateTime, FixedOffset, Utc};

pub use actor::Actor;

use crate::db::OpenError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("数据库出错，什么都没有写入：{0}")]
    Database(#[from] crate::db::DbError),
    #[error(transparent)]
    Write(#[from] crate::db::WriteFailed),
    #[error(transparent)]
    Read(#[from] crate::db::ReadFailed),
    #[error("密钥不对：这个数据库是用另一把密钥加密的")]
    WrongKey,
    #[error("演示密钥只能打开演示数据库；请设置 GONGKAI_KEY（用 gongkai key new 生成）")]
    DemoKey,
    #[error("没有代码为 {0} 的机关；请先用 gongkai organ import 导入机关名录")]
    NoSuchOrgan(String),
    /// The organ is recorded now, and was not at the instant asked for.
    #[error("当时（{at}）还没有登记机关 {0}", at = office_time(.1))]
    OrganNotRecorded(String, DateTime<Utc>),
    #[error("机关 {0} 在 {1} 还不存在")]
    OrganNotThen(String, chrono::NaiveDate),
    #[error("机关 {0} 的上级、汇总上级或者并入的机关绕回到它自己")]
    OrganInCircle(String),
    #[error("这个代码已经有机关使用")]
    OrganTaken,
    #[error("应为 1 至 64 个字母、数字或 . _ -")]
    BadOrganCode,
    #[error("新机关须有上级；没有上级的机关用 gongkai organ import 登记")]
    NoParent,
    #[error("截止日 {0} 不在 {1} 年内")]
    DayOutsideYear(chrono::NaiveDate, i32),
    #[error("{0}年还没有开始")]
    YearNotBegun(i32),
    #[error("没有这样的单元格：{0}；写法是 行/列，如 granted/total 或 review/upheld")]
    NoSuchCell(String),
    #[error(transparent)]
    Unreadable(#[from] crate::ledger::Unreadable),
    #[error(transparent)]
    NotWritten(#[from] crate::ledger::NotWritten),
    #[error("加密失败：{0}")]
    Seal(#[from] crate::crypto::SealError),
    #[error("数据解不开：{0}")]
    Unseal(#[from] crate::crypto::OpenError),
    #[error("办理记录被改动过：{0}")]
    Broken(crate::crypto::Broken),
    #[error("审计记录被改动过：{0}")]
    AuditBroken(crate::crypto::Broken),
    #[error("封存记录：{0}")]
    SealsBroken(String),
    #[error("封存清单第{0}行无法解读；应当是 gongkai audit seal -o 写出的文件")]
    BadSealList(usize),
    #[error("申请件 {0} 的登记内容与办理记录不一致")]
    RowDiffers(String),
    #[error("有人同时改动了同一申请件，请重新导入")]
    Stale,
    #[error("这份文件只列出了{0}年的一部分放假日，像是变更通知；请列出变更以后全年的安排")]
    PartOfYear(i32),
    #[error(transparent)]
    BadNotice(#[from] crate::domain::calendar::NoticeFault),
    #[error(transparent)]
    Contradiction(#[from] crate::domain::deadline::Contradiction),
    #[error("办理记录无法解读：{0}")]
    StoredEvent(String),
    #[error("报送的表格无法解读：{0}")]
    StoredTable(String),
    #[error("这个 Idempotency-Key 已经用于另一个请求，请换一个")]
    KeyUsedOtherwise,
    #[error(transparent)]
    Forbidden(#[from] crate::domain::permission::Forbidden),
    #[error("登录名或者密码不对")]
    WrongPassword,
    #[error("原密码不对")]
    WrongOldPassword,
    #[error("密码不对")]
    WrongOwnPassword,
    #[error("登录失败次数过多，这个登录名暂时锁定；30 分钟后自动解锁")]
    Locked,
    #[error("请输入第二因素的验证码")]
    SecondFactorDue,
    #[error("验证码不对，或者已经用过；请等下一个")]
    WrongCode,
    /// The same of somebody who is signed in.
    #[error("验证码不对，或者已经用过；请等下一个")]
    BadCode,
    #[error("已经设置第二因素；请先解除")]
    SecondFactorSet,
    #[error("没有设置第二因素")]
    NoSecondFactor,
    #[error("不能由本人重置；请由另一位系统管理员办理")]
    OwnReset,
    #[error("登录已经结束，请重新登录")]
    SignedOut,
    #[error("没有这个登录会话")]
    NoSuchSession,
    #[error("操作系统的随机数来源不可用")]
    NoRandomness(#[from] crate::crypto::NoRandomness),
    #[error(transparent)]
    BadToken(#[from] crate::crypto::token::BadToken),
    #[error("这个登录名已经有人使用")]
    NameTaken,
    #[error("应为 2 至 64 个小写字母、数字或 . _ -，以字母开头")]
    BadLoginName,
    #[error("应为 1 至 100 个字，前后没有空格，不含控制字符")]
    BadName,
    #[error("应为 1 至 100 个字，前后没有空格，不含控制字符")]
    BadTitle,
    #[error("没有这条常用语")]
    NoSuchPhrase,
    #[error("这个机关已经有同名的系统账号")]
    ServiceNameTaken,
    #[error("没有这个系统账号")]
    NoSuchServiceAccount,
    #[error("应为可以授予系统的权限，至少一项，如 take_in、read_cases")]
    BadScope,
    #[error("没有这个登录名")]
    NoSuchPerson,
    #[error("没有这项代理")]
    NoSuchDeputy,
    #[error("这个机关已经有同名的科室")]
    DepartmentTaken,
    #[error("这个机关没有这个科室，或者已经撤销")]
    DepartmentGone,
    #[error("{}与{}不能由同一人担任", .0.label(), .1.label())]
    RolesExclude(crate::domain::people::Role, crate::domain::people::Role),
    #[error("这个机关没有这个科室")]
    NoSuchDepartment,
    #[error("没有这项权限记录")]
    NoSuchRight,
    #[error("不能由本人代理本人")]
    OwnDeputy,
    #[error("结束日期早于开始日期")]
    DaysReversed,
    #[error(transparent)]
    BadPassword(#[from] crate::domain::password::BadPassword),
    #[error("没有这份报送的表格")]
    NoSuchTable,
    #[error(transparent)]
    BadTable(#[from] crate::ledger::published::Error),
    #[error("这份年报还没有定稿锁定")]
    NotSealed,
    #[error("与上一次定稿相比没有变化，不必再次锁定")]
    SealedAlready,
    #[error("没有这件复议、诉讼")]
    NoSuchChallenge,
    #[error("这个机关已经登记过这个案号")]
    ChallengeTaken,
    #[error("已经记录过了；记错的请更正")]
    DoneAlready,
    #[error("没有这个申请人")]
    NoSuchRequester,
    #[error("没有这封信")]
    NoSuchLetter,
    #[error("没有这条消息")]
    NoSuchJob,
    #[error("这条消息没有失败，不必处理")]
    NotFailed,
    /// What is refused of which case; of a batch, its place in the list.
    #[error("{}", of_cases(.0))]
    InCases(Vec<(Option<usize>, String, Box<Error>)>),
    #[error("没有这件申请")]
    NoSuchCase,
    /// Of a requester: which of the two is wrong is not told.
    #[error("申请编号或者查询码不对，请核对；忘记查询码的，可以向受理机关申请重置")]
    NoSuchRequest,
    #[error("没有这个附件")]
    NoSuchAttachment,
    #[error("没有这份已公布的年报表")]
    NotPublished,
    #[error("这一版已经公布")]
    PublishedAlready,
    #[error("文件保存不了：{0}")]
    Files(#[from] crate::files::Fault),
    #[error("几个机关都有这个编号的申请件，请用 organ 指明是哪个机关的")]
    AmbiguousNumber,
    #[error(transparent)]
    Refused(#[from] crate::domain::dossier::Refusal),
    #[error("这一步不能由人办理")]
    NotByHand,
    /// A field with a wrong value; never the value.
    #[error("{name}：{text}")]
    Field { name: String, text: String },
    #[error("临时文件写不了：{0}")]
    NoScratch(String),
    #[error("台账超过 {0} 行；请用命令行 gongkai import 导入")]
    TooManyRows(u64),
    #[error("没有这次导入")]
    NoSuchImport,
    #[error("这次导入还不能这样办：要等检查完、还没有导入的时候")]
    ImportNotWaiting,
    #[error("台账中有问题的行 {0} 处；请改正后重新上传，或者确认不导入这些行")]
    ImportHasErrors(i32),
    /// Ends a transaction that was not meant to last; carries nothing.
    #[error("未写入")]
    NotKept,
}

/// What is refused of which case, one sentence each.
fn of_cases(refused: &[(Option<usize>, String, Box<Error>)]) -> String {
    let each = refused.iter().map(|(_, number, error)| format!("申请件 {number}：{error}"));
    each.collect::<Vec<_>>().join("；")
}

/// An instant by the clock on the office's wall, to the minute.
fn office_time(instant: &DateTime<Utc>) -> String {
    const EIGHT_HOURS: i32 = 8 * 60 * 60;
    FixedOffset::east_opt(EIGHT_HOURS).map_or_else(
        || instant.to_rfc3339(),
        |offset| instant.with_timezone(&offset).format("%Y-%m-%d %H:%M").to_string(),
    )
}
