//! What the public pages of the demo show: whom to ask where.

use super::Failure;
use crate::actions::Error;
use crate::clock;
use crate::db::{Db, Tx, organ_settings, organs};
use crate::domain::organ::OrganId;
use crate::domain::settings::Guide;

/// Sets a guide for every organ.
pub fn set_guides(db: &Db) -> Result<(), Failure> {
    Ok(db.write_blocking(|tx| {
        let standing = organs::load(tx, None)?;
        let each = standing.standing(clock::today()).into_iter();
        let each: Vec<_> = each.map(|organ| (organ.id, organ.name.clone())).collect();
        each.into_iter()
            .zip(1..)
            .try_for_each(|((organ, name), n)| set_guide(tx, (organ, &name), n))
    })?)
}

/// The telephone numbers are invented like everything else.
fn set_guide(tx: &mut Tx<'_>, (organ, name): (OrganId, &str), n: u32) -> Result<(), Error> {
    let line = |text: String| text.try_into().ok();
    let text = format!(
        "公民、法人或者其他组织可以向{name}申请获取政府信息：在网上填写，也可以邮寄或者当面提交。\
         请写清姓名或者名称、身份证明、联系方式，以及需要的信息的名称、文号或者便于查找的描述。（演示）"
    );
    let (mut settings, version) = organ_settings::of(tx, organ)?;
    settings.guide = Guide {
        telephone: line(format!("0943-8200{n:03}")),
        address: line("甘肃省白银市白银区示范路 1 号（演示）".to_owned()),
        postcode: line("730900".to_owned()),
        office_hours: line("工作日 8:30—12:00，14:30—18:00".to_owned()),
        text: text.try_into().ok(),
        ..Guide::default()
    };
    let put = organ_settings::put(tx, (organ, version), &settings, clock::now())?;
    if put { Ok(()) } else { Err(Error::Stale) }
}
