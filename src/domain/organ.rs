//! The tree of organs as it stood on a day: renamed, moved, merged, closed.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use chrono::NaiveDate;
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

impl OrganKind {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Government => "人民政府",
            Self::Office => "政府办公厅（室）",
            Self::Department => "政府部门",
            Self::Town => "乡镇",
            Self::Subdistrict => "街道办事处",
            Self::Zone => "开发区管委会",
            Self::Agency => "派出机构",
            Self::Authorised => "法律、法规授权的组织",
            Self::Party => "加挂行政机关牌子的党委机构",
            Self::Vertical => "垂直管理机构",
        }
    }
}

/// Whether a code can stand in an address: 1 to 64 letters, digits and `. _ -`.
pub fn is_code(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    (1..=64).contains(&text.len()) && text.chars().all(fits)
}

/// The number an organ goes by inside one database.
pub type OrganId = i32;

/// One dated version of an organ: a rename or a move makes another version under the same code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganVersion {
    pub id: OrganId,
    pub code: String,
    pub name: String,
    /// The organ above it in the tree of command.
    pub parent: Option<OrganId>,
    pub kind: OrganKind,
    pub valid_from: NaiveDate,
    /// The last day on which this version held; `None` while it holds.
    pub valid_to: Option<NaiveDate>,
    /// The organ that took over when this one ended.
    pub merged_into: Option<OrganId>,
    /// 汇总上级: to whom its figures go when that is not the organ above it.
    pub rolls_up_to: Option<OrganId>,
}

impl OrganVersion {
    /// Whether this version held on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// All organs with all their versions.
#[derive(Clone, Debug, Default)]
pub struct Organs {
    /// By organ and, within it, by day.
    versions: Vec<OrganVersion>,
    /// Every organ, in order, and where its versions lie.
    places: Vec<(OrganId, Range<usize>)>,
}

/// An organ of a roll-up: itself and all whose cases count as its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub organ: OrganId,
    /// The organ itself, its office or government, and the ended organs it is heir to.
    pub counts: BTreeSet<OrganId>,
    /// The units right below it in the roll-up.
    pub below: Vec<Unit>,
}

impl Organs {
    /// Takes the versions in any order.
    pub fn new(all: impl IntoIterator<Item = OrganVersion>) -> Self {
        let mut versions: Vec<_> = all.into_iter().collect();
        versions.sort_by_key(|version| (version.id, version.valid_from));
        let mut places: Vec<(OrganId, Range<usize>)> = Vec::new();
        for (at, version) in versions.iter().enumerate() {
            match places.last_mut().filter(|(organ, _)| *organ == version.id) {
                Some((_, place)) => place.end = at + 1,
                None => places.push((version.id, at..at + 1)),
            }
        }
        Self { versions, places }
    }

    fn ids(&self) -> impl Iterator<Item = OrganId> {
        self.places.iter().map(|(organ, _)| *organ)
    }

    /// The versions of one organ by day.
    pub fn history(&self, organ: OrganId) -> &[OrganVersion] {
        let found = self.places.binary_search_by_key(&organ, |(other, _)| *other).ok();
        let place = found.and_then(|at| self.places.get(at)).map(|(_, place)| place.clone());
        place.and_then(|place| self.versions.get(place)).unwrap_or_default()
    }

    /// The code of an organ.
    pub fn code(&self, organ: OrganId) -> Option<&str> {
        self.history(organ).first().map(|version| version.code.as_str())
    }

    /// The versions that hold on `day`, by code.
    pub fn standing(&self, day: NaiveDate) -> Vec<&OrganVersion> {
        let mut found: Vec<_> = self.ids().filter_map(|organ| self.on(organ, day)).collect();
        found.sort_by(|one, other| one.code.cmp(&other.code));
        found
    }

    /// The organ with this code, whenever it existed.
    pub fn by_code(&self, code: &str) -> Option<OrganId> {
        self.all().find(|version| version.code == code).map(|version| version.id)
    }

    /// The organs that ever bore this name.
    pub fn by_name(&self, name: &str) -> BTreeSet<OrganId> {
        self.all().filter(|version| version.name == name).map(|version| version.id).collect()
    }

    /// Every version of every organ.
    pub fn all(&self) -> impl Iterator<Item = &OrganVersion> {
        self.versions.iter()
    }

    /// The version that held on `day`; where two touch on one day, the later one.
    pub fn on(&self, organ: OrganId, day: NaiveDate) -> Option<&OrganVersion> {
        self.history(organ).iter().rfind(|version| version.holds_on(day))
    }

    /// The version on `day`, else the last one before it, else the first.
    pub fn nearest(&self, organ: OrganId, day: NaiveDate) -> Option<&OrganVersion> {
        let history = self.history(organ);
        history.iter().rfind(|version| version.valid_from <= day).or_else(|| history.first())
    }

    /// The organ under which the cases of `organ` count on `day`: itself while it exists, else its successor by
    /// the chain, else its last parent (rules.md section 5).
    pub fn heir(&self, organ: OrganId, day: NaiveDate) -> OrganId {
        self.heir_on(organ, day).0
    }

    /// The heir with the version that holds on `day`; without one where nobody is left to take over.
    fn heir_on(&self, organ: OrganId, day: NaiveDate) -> (OrganId, Option<&OrganVersion>) {
        let mut at = organ;
        for _ in 0..=self.places.len() {
            if let Some(version) = self.on(at, day) {
                return (at, Some(version));
            }
            let ended = self.nearest(at, day).filter(|version| version.valid_from <= day);
            match ended.and_then(|version| version.merged_into.or(version.parent)) {
                Some(next) => at = next,
                None => return (at, None),
            }
        }
        (at, None)
    }

    /// An organ that stands above itself, adds its figures to itself or took itself over, by however many links.
    pub fn in_circle(&self) -> Option<&OrganVersion> {
        self.all().find(|version| {
            // A circle begins on the day on which the last of its links begins.
            let day = version.valid_from;
            let above = |organ| self.on(organ, day).and_then(|version| version.parent);
            let heir = |organ| self.history(organ).last()?.merged_into;
            self.returns(version.id, above)
                || self.returns(version.id, |organ| self.rolls_up_to(organ, day))
                || self.returns(version.id, heir)
        })
    }

    fn returns(&self, organ: OrganId, next: impl Fn(OrganId) -> Option<OrganId>) -> bool {
        let links = iter::successors(next(organ), |at| next(*at));
        links.take(self.places.len()).any(|at| at == organ)
    }

    /// Whether `organ` had ended by `day` and nobody was named to succeed it: a finding.
    pub fn ended_without_successor(&self, organ: OrganId, day: NaiveDate) -> bool {
        self.on(organ, day).is_none()
            && self
                .nearest(organ, day)
                .is_some_and(|version| version.valid_from <= day && version.merged_into.is_none())
    }

    /// The organ in whose own table the cases of `organ` stand on `day`: requests to a government are kept under
    /// the government, so its office counts with it.
    pub fn table_of(&self, organ: OrganId, day: NaiveDate) -> OrganId {
        let (heir, version) = self.heir_on(organ, day);
        let office = version.filter(|version| version.kind == OrganKind::Office);
        let government = office.and_then(|version| version.parent).filter(|parent| {
            self.on(*parent, day).is_some_and(|version| version.kind == OrganKind::Government)
        });
        government.unwrap_or(heir)
    }

    /// The organ in whose table the cases of `organ` stand because it had ended by `day`; `None` while it exists, and
    /// where nobody is left to take them over.
    pub fn taken_over_by(&self, organ: OrganId, day: NaiveDate) -> Option<OrganId> {
        (self.heir(organ, day) != organ).then(|| self.table_of(organ, day))
    }

    /// Whose figures those of `organ` are added to on `day`. A vertically led organ goes up its own system only,
    /// unless its 汇总上级 is named.
    pub fn rolls_up_to(&self, organ: OrganId, day: NaiveDate) -> Option<OrganId> {
        let version = self.on(organ, day)?;
        let up = match version.rolls_up_to {
            Some(named) => named,
            None => version.parent.filter(|parent| {
                version.kind != OrganKind::Vertical
                    || self.nearest(*parent, day).is_some_and(|up| up.kind == OrganKind::Vertical)
            })?,
        };
        Some(self.table_of(up, day)).filter(|up| *up != organ)
    }

    /// One organ with everybody whose cases count as its own on `day`, without the organs below it.
    pub fn unit(&self, organ: OrganId, day: NaiveDate) -> Unit {
        let own = self.table_of(organ, day);
        let counts = self.ids().filter(|other| self.table_of(*other, day) == own);
        Unit { organ: own, counts: counts.chain([organ]).collect(), below: Vec::new() }
    }

    /// The organ and all that stand below it in the tree of command on `day`.
    pub fn commanded_by(&self, organ: OrganId, day: NaiveDate) -> Vec<OrganId> {
        let parent = |other| self.nearest(other, day).and_then(|version| version.parent);
        let is_below = |other| {
            let line = iter::successors(Some(other), |at| parent(*at));
            line.take(self.places.len() + 1).any(|at| at == organ)
        };
        self.ids().filter(|other| is_below(*other)).collect()
    }

    /// Those right below the organ in the tree of command on `day`, by code.
    pub fn right_below(&self, organ: OrganId, day: NaiveDate) -> Vec<OrganId> {
        let versions = self.ids().filter_map(|other| self.on(other, day));
        let mut below: Vec<_> = versions.filter(|version| version.parent == Some(organ)).collect();
        below.sort_by(|one, other| one.code.cmp(&other.code));
        below.into_iter().map(|version| version.id).collect()
    }

    /// The whole tree that reports through `organ` on `day`.
    pub fn tree(&self, organ: OrganId, day: NaiveDate) -> Unit {
        let tables = self.ids().map(|other| (self.table_of(other, day), other));
        let counts: Vec<_> = tables.collect();
        let heads = counts.iter().filter(|(own, other)| own == other).map(|(own, _)| *own);
        let links = heads.filter_map(|head| Some((self.rolls_up_to(head, day)?, head)));
        let top = self.table_of(organ, day);
        // The top is below nobody, so that a circle of parents ends instead of going round.
        let below = links.filter(|(_, head)| *head != top).collect();
        Links { counts: sorted(counts), below: sorted(below) }.unit(top)
    }
}

/// Who counts under whom and who stands below whom, each by the organ above.
struct Links {
    counts: Vec<(OrganId, OrganId)>,
    below: Vec<(OrganId, OrganId)>,
}

impl Links {
    fn unit(&self, organ: OrganId) -> Unit {
        let mut counts: BTreeSet<_> = linked(&self.counts, organ).collect();
        if counts.is_empty() {
            counts.insert(organ);
        }
        let below = linked(&self.below, organ).map(|below| self.unit(below)).collect();
        Unit { organ, counts, below }
    }
}

fn sorted(mut links: Vec<(OrganId, OrganId)>) -> Vec<(OrganId, OrganId)> {
    links.sort_unstable();
    links
}

fn linked(links: &[(OrganId, OrganId)], organ: OrganId) -> impl Iterator<Item = OrganId> {
    let begin = links.partition_point(|(above, _)| *above < organ);
    links.iter().skip(begin).take_while(move |(above, _)| *above == organ).map(|(_, other)| *other)
}

impl Unit {
    /// Every organ of the unit and of those below it.
    pub fn organs(&self) -> BTreeSet<OrganId> {
        let below = self.below.iter().flat_map(Self::organs);
        self.counts.iter().copied().chain(below).collect()
    }
}

#[cfg(test)]
mod tests;
