//! The tree of organs as it stood on a day: renamed, moved, merged, closed.

use serde::{Deserialize, Serialize};

/// What an organ is; decides how it reports (rules.md section 5).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OrganKind {
    /// 人民政府.
    Government,
    /// 政府办公厅（室）: it and its government have the same organ table.
    Office,
    /// 政府部门.
    Department,
    /// 乡镇.
    Town,
    /// 街道办事处.
    Subdistrict,
    /// 开发区管委会.
    Zone,
    /// 派出机构.
    Agency,
    /// 法律、法规授权的组织.
    Authorised,
    /// 加挂行政机关牌子的党委机构.
    Party,
    /// 垂直管理机构 (税务, 海关, 气象 …): reports up its own system.
    Vertical,
}
