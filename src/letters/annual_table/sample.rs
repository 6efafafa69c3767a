//! Year tables for the writers' tests, made of published ones.

use serde_json::Value;

use crate::domain::annual_report::check::check;
use crate::domain::annual_report::{
    AnnualTable, OrganName, Scope, SectionFour, SectionThree, Standing,
};

/// 白银市 2020: the layout of 2019, without a fault.
pub fn baiyin() -> AnnualTable {
    published("620400", include_str!("../../../tests/data/reports/baiyin-2020.json"))
}

/// 淮安市 2024: the layout of 2021.
pub fn huaian() -> AnnualTable {
    published("320800", include_str!("../../../tests/data/reports/huaian-2024.json"))
}

/// 上海市人民政府办公厅 2019: totals left blank.
pub fn shanghai() -> AnnualTable {
    published(
        "310000",
        include_str!("../../../tests/data/reports/shanghai-general-office-2019.json"),
    )
}

/// 洪泽区 2023: wrong totals in section four.
pub fn hongze() -> AnnualTable {
    published("320813", include_str!("../../../tests/data/reports/hongze-2023.json"))
}

fn published(code: &str, text: &str) -> AnnualTable {
    let json: Value = serde_json::from_str(text).unwrap();
    let rows = json["rows"].as_object().unwrap().iter().map(|(id, cells)| {
        let cells: Vec<_> = cells.as_array().unwrap().iter().map(Value::as_i64).collect();
        (id.parse().unwrap(), cells.try_into().unwrap())
    });
    let blocks = json["section_four"].as_object().unwrap().iter().map(|(id, numbers)| {
        let numbers: Vec<_> = Standing::all().map(|s| numbers[s.id()].as_i64()).collect();
        (id.parse().unwrap(), numbers.try_into().unwrap())
    });
    let section_three = SectionThree { rows: rows.collect() };
    let section_four = SectionFour { blocks: blocks.collect() };
    let format = json["format"].as_str().unwrap().parse().unwrap();
    let year = i32::try_from(json["year"].as_i64().unwrap()).unwrap();
    AnnualTable {
        organ: OrganName {
            code: code.to_owned(),
            name: json["organ"].as_str().unwrap().to_owned(),
        },
        year,
        scope: Scope::Government,
        format,
        as_of: chrono::NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
        known_at: None,
        findings: check(&section_three, &section_four, format),
        section_three,
        section_four,
    }
}
