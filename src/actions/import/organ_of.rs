//! Which organ a row means: by code, by the name it bore on the day, or the organ of the whole register.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::organ::{OrganId, Organs};
use crate::domain::wording::half_width;
use crate::ledger::FaultCode;

/// Finds organs as registers write them.
pub struct Organ<'a> {
    organs: &'a Organs,
    default: Option<OrganId>,
    /// Those for which whoever hands the register in may record; `None` where nobody asks.
    allowed: Option<&'a BTreeSet<OrganId>>,
}

/// Why no organ was found: what kind of fault, and the sentence.
pub type NoOrgan = (FaultCode, String);

impl<'a> Organ<'a> {
    /// `default` is the organ of rows that name none.
    pub fn new(
        organs: &'a Organs,
        default: Option<OrganId>,
        allowed: Option<&'a BTreeSet<OrganId>>,
    ) -> Self {
        Self { organs, default, allowed }
    }

    /// The organ that `written` means for a row of `day`.
    pub fn find(&self, written: Option<&str>, day: NaiveDate) -> Result<OrganId, NoOrgan> {
        let organ = self.meant(written, day)?;
        if self.allowed.is_none_or(|allowed| allowed.contains(&organ)) {
            return Ok(organ);
        }
        let name = self.organs.nearest(organ, day).map_or("", |version| version.name.as_str());
        Err((FaultCode::OrganNotAllowed, format!("没有为“{name}”登记的权限")))
    }

    fn meant(&self, written: Option<&str>, day: NaiveDate) -> Result<OrganId, NoOrgan> {
        let Some(written) = written else {
            let default = self.default.ok_or_else(|| {
                (FaultCode::UnknownOrgan, "没有写明机关；请填写，或者用 --organ 指定".to_owned())
            })?;
            return self.existing(default, day);
        };
        let code: String = written.chars().map(half_width).collect();
        match self.organs.by_code(&code) {
            Some(organ) => self.existing(organ, day),
            None => self.named(written, day),
        }
    }

    fn named(&self, name: &str, day: NaiveDate) -> Result<OrganId, NoOrgan> {
        let candidates = self.organs.by_name(name);
        let living: Vec<OrganId> = candidates
            .iter()
            .copied()
            .filter(|organ| self.organs.on(*organ, day).is_some())
            .collect();
        match (living.as_slice(), candidates.first()) {
            ([organ], _) => Ok(*organ),
            ([], None) => Err((FaultCode::UnknownOrgan, "机关名录中没有这个名称或代码".to_owned())),
            ([], Some(gone)) => self.existing(*gone, day),
            (several, _) => self.nearest_to_default(name, several, day),
        }
    }

    /// Of several organs of one name the one under the organ of the register, if there is just one.
    fn nearest_to_default(
        &self,
        name: &str,
        several: &[OrganId],
        day: NaiveDate,
    ) -> Result<OrganId, NoOrgan> {
        let below =
            self.default.map(|organ| self.organs.tree(organ, day).organs()).unwrap_or_default();
        let inside: Vec<_> = several.iter().filter(|organ| below.contains(organ)).collect();
        if let [organ] = inside.as_slice() {
            return Ok(**organ);
        }
        let codes: Vec<&str> = several
            .iter()
            .filter_map(|organ| self.organs.on(*organ, day))
            .map(|version| version.code.as_str())
            .collect();
        let text = format!("有多个机关叫“{name}”（代码 {}），请改填代码", codes.join("、"));
        Err((FaultCode::AmbiguousOrgan, text))
    }

    fn existing(&self, organ: OrganId, day: NaiveDate) -> Result<OrganId, NoOrgan> {
        if self.organs.on(organ, day).is_some() {
            return Ok(organ);
        }
        let name = self.organs.nearest(organ, day).map_or("", |version| version.name.as_str());
        Err((FaultCode::OrganNotThen, format!("“{name}”在 {day} 尚未设立或者已经撤销")))
    }
}
