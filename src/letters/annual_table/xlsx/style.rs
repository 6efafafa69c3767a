//! The looks of the cells. Fonts are named, since every office has them, and never embedded.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Every look that the workbook uses.
pub struct Styles {
    pub title: Format,
    pub facts: Format,
    pub section: Format,
    pub head: Format,
    pub note: Format,
    /// A label over several rows.
    pub group: Format,
    pub label: Format,
    pub number: Format,
    pub text: Format,
    pub error: Format,
}

impl Styles {
    /// 宋体 for the table, 仿宋 for what is said around it.
    pub fn new() -> Self {
        let plain = || boxed(font("宋体", 10));
        Self {
            title: centered(font("宋体", 16).set_bold()),
            facts: centered(font("仿宋", 10)).set_text_wrap(),
            section: font("宋体", 12).set_bold().set_align(FormatAlign::VerticalCenter),
            head: centered(plain().set_bold()),
            note: centered(boxed(font("仿宋", 10))),
            group: centered(plain()),
            label: plain().set_align(FormatAlign::Left).set_indent(1),
            number: centered(plain()).set_num_format("0"),
            text: plain().set_indent(1),
            error: plain().set_indent(1).set_font_color(Color::RGB(0x00B4_2318)),
        }
    }
}

fn font(name: &str, size: u8) -> Format {
    Format::new().set_font_name(name).set_font_size(size)
}

fn boxed(style: Format) -> Format {
    style.set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

fn centered(style: Format) -> Format {
    style.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}
