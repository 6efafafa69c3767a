//! The year table as one complete HTML page: read by screen readers, printed on A4, scrolled on telephones.

use std::fmt::{self, Write};

use super::{Years, facts, printed, title, verdicts};
use crate::domain::annual_report::sheet::{Sheet, Span};
use crate::domain::annual_report::{AnnualTable, Severity};

/// The style of the page; it loads nothing from anywhere.
const STYLE: &str = include_str!("page.css");

/// The page as UTF-8 text. `Err` comes only from the formatter and never from a value.
pub fn write(table: &AnnualTable) -> Result<String, fmt::Error> {
    let mut page = String::new();
    let title = escaped(&title(table));
    writeln!(page, "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(page, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>")?;
    writeln!(page, "<h1>{}</h1>", title.replace("年政府信息", "年<wbr>政府信息"))?;
    write_facts(&mut page, table)?;
    let three = Sheet::of_section_three(&table.section_three, table.format);
    write_section(&mut page, "section_three", &three)?;
    write_section(&mut page, "section_four", &Sheet::of_section_four(&table.section_four))?;
    write_findings(&mut page, table)?;
    writeln!(page, "</main>\n</body>\n</html>")?;
    Ok(page)
}

fn write_facts(page: &mut String, table: &AnnualTable) -> fmt::Result {
    writeln!(page, "<dl class=\"facts\">")?;
    for (name, value) in facts(table) {
        writeln!(page, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&value))?;
    }
    writeln!(page, "</dl>")
}

/// A section: its heading, and its table within a region that scrolls sideways and takes the keyboard.
fn write_section(page: &mut String, id: &str, sheet: &Sheet) -> fmt::Result {
    let title = sheet.title;
    writeln!(page, "<section>\n<h2 id=\"{id}\">{title}</h2>")?;
    writeln!(
        page,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">"
    )?;
    writeln!(page, "<table class=\"{id}\" aria-labelledby=\"{id}\">")?;
    write_columns(page, sheet)?;
    write_head(page, sheet)?;
    write_body(page, sheet)?;
    writeln!(page, "</table>\n</div>\n</section>")
}

/// The column elements, by which the style gives the label columns their widths.
fn write_columns(page: &mut String, sheet: &Sheet) -> fmt::Result {
    let numbers = sheet.lines.first().map_or(0, |line| line.numbers.len());
    write!(page, "<colgroup>")?;
    for n in 1..=sheet.label_columns() {
        write!(page, "<col class=\"label{n}\">")?;
    }
    writeln!(page, "{}</colgroup>", "<col>".repeat(numbers))
}

fn write_head(page: &mut String, sheet: &Sheet) -> fmt::Result {
    let spans = sheet.head_spans();
    writeln!(page, "<thead>")?;
    for row in 0..sheet.head.len() {
        write!(page, "<tr>")?;
        for span in spans.iter().filter(|span| span.row == row) {
            let is_corner = span.column < sheet.label_columns();
            let (tag, attributes) =
                if is_corner { ("td", " class=\"note\"") } else { ("th", " scope=\"col\"") };
            write_cell(page, tag, attributes, span)?;
        }
        writeln!(page, "</tr>")?;
    }
    writeln!(page, "</thead>")
}

fn write_body(page: &mut String, sheet: &Sheet) -> fmt::Result {
    let labels = sheet.label_spans();
    writeln!(page, "<tbody>")?;
    for (row, line) in sheet.lines.iter().enumerate() {
        match line.row {
            Some(row) => write!(page, "<tr data-row=\"{row}\">")?,
            None => write!(page, "<tr>")?,
        }
        for span in labels.iter().filter(|span| span.row == row) {
            let class = if span.rows > 1 { " class=\"group\"" } else { "" };
            // With its rowspan, scope row reaches all its rows; rowgroup would reach the rest of the body.
            write_cell(page, "th", &format!(" scope=\"row\"{class}"), span)?;
        }
        for number in &line.numbers {
            write!(page, "<td>{}</td>", printed(*number))?;
        }
        writeln!(page, "</tr>")?;
    }
    writeln!(page, "</tbody>")
}

fn write_cell(page: &mut String, tag: &str, attributes: &str, span: &Span<'_>) -> fmt::Result {
    write!(page, "<{tag}{attributes}")?;
    if span.columns > 1 {
        write!(page, " colspan=\"{}\"", span.columns)?;
    }
    if span.rows > 1 {
        write!(page, " rowspan=\"{}\"", span.rows)?;
    }
    write!(page, ">{}</{tag}>", words(span).join("<wbr>"))
}

/// The words between which a narrow cell breaks: a group's number and name, a head's pairs of characters.
fn words(span: &Span<'_>) -> Vec<String> {
    const SHORTEST_HEAD: usize = 4;
    let is_label = span.text.contains(['.', '、', '（']);
    let characters: Vec<char> = span.text.chars().collect();
    match span.text.split_once('）') {
        Some((number, name)) if span.rows > 1 && !name.is_empty() => {
            vec![format!("{number}）"), escaped(name)]
        }
        None if span.columns == 1 && !is_label && characters.len() >= SHORTEST_HEAD => {
            characters.chunks(2).map(|word| escaped(&String::from_iter(word))).collect()
        }
        Some(_) | None => vec![escaped(span.text)],
    }
}

fn write_findings(page: &mut String, table: &AnnualTable) -> fmt::Result {
    writeln!(page, "<section class=\"checks\">\n<h2>核对结果</h2>\n<ul class=\"verdicts\">")?;
    for verdict in verdicts(&table.findings, Years::Alone) {
        let (class, mark, result) = match verdict.errors {
            0 => ("kept", "✓", "一致".to_owned()),
            errors => ("broken", "✗", format!("{errors}处不一致")),
        };
        let rule = verdict.rule;
        writeln!(
            page,
            "<li class=\"{class}\"><b aria-hidden=\"true\">{mark}</b> {rule}：{result}</li>"
        )?;
    }
    writeln!(page, "</ul>")?;
    if !table.findings.is_empty() {
        writeln!(page, "<ol class=\"findings\">")?;
        for finding in &table.findings {
            let (class, kind) = match finding.severity {
                Severity::Error => ("error", "错误"),
                Severity::Warning => ("warning", "提示"),
            };
            let text = escaped(&finding.text);
            writeln!(page, "<li class=\"{class}\"><b>{kind}</b> {text}</li>")?;
        }
        writeln!(page, "</ol>")?;
    }
    writeln!(page, "</section>")
}

/// Text that cannot become markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_page_is_headed_and_merged_as_the_layout() {
        let page = write(&sample::baiyin()).unwrap();
        let (_, body) = page.split_once("<main>").unwrap();
        let (head, _) = body.split_once("<tr data-row=\"refused_forbidden_by_law\">").unwrap();
        insta::assert_snapshot!(head, @r#"
        <h1>白银市人民政府2020年<wbr>政府信息公开工作年度报告</h1>
        <dl class="facts">
        <div><dt>统计机关</dt><dd>白银市人民政府（620400）</dd></div>
        <div><dt>统计口径</dt><dd>政府汇总（含部门和下级）</dd></div>
        <div><dt>统计截至</dt><dd>2020年12月31日</dd></div>
        <div><dt>报告格式</dt><dd>2019年格式（国办公开办函〔2019〕60号）</dd></div>
        <div><dt>计量单位</dt><dd>件</dd></div>
        </dl>
        <section>
        <h2 id="section_three">三、收到和处理政府信息公开申请情况</h2>
        <div class="scroll" role="region" aria-labelledby="section_three" tabindex="0">
        <table class="section_three" aria-labelledby="section_three">
        <colgroup><col class="label1"><col class="label2"><col class="label3"><col><col><col><col><col><col><col></colgroup>
        <thead>
        <tr><td class="note" colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><th scope="col" colspan="7">申请人情况</th></tr>
        <tr><th scope="col" rowspan="2">自然人</th><th scope="col" colspan="5">法人或其他组织</th><th scope="col" rowspan="2">总计</th></tr>
        <tr><th scope="col">商业<wbr>企业</th><th scope="col">科研<wbr>机构</th><th scope="col">社会<wbr>公益<wbr>组织</th><th scope="col">法律<wbr>服务<wbr>机构</th><th scope="col">其他</th></tr>
        </thead>
        <tbody>
        <tr data-row="received_new"><th scope="row" colspan="3">一、本年新收政府信息公开申请数量</th><td>148</td><td>3</td><td>2</td><td>0</td><td>0</td><td>0</td><td>153</td></tr>
        <tr data-row="carried_over_from_last_year"><th scope="row" colspan="3">二、上年结转政府信息公开申请数量</th><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
        <tr data-row="granted"><th scope="row" class="group" rowspan="20">三、本年度办理结果</th><th scope="row" colspan="2">（一）予以公开</th><td>69</td><td>1</td><td>1</td><td>0</td><td>0</td><td>0</td><td>71</td></tr>
        <tr data-row="granted_in_part"><th scope="row" colspan="2">（二）部分公开（区分处理的，只计这一情形，不计其他情形）</th><td>9</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>9</td></tr>
        <tr data-row="refused_state_secret"><th scope="row" class="group" rowspan="8">（三）<wbr>不予公开</th><th scope="row">1.属于国家秘密</th><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>
        "#);
    }

    #[test]
    fn findings_are_told_in_words() {
        let page = write(&sample::hongze()).unwrap();
        let (_, checks) = page.split_once("<section class=\"checks\">").unwrap();
        insta::assert_snapshot!(checks, @r#"
        <h2>核对结果</h2>
        <ul class="verdicts">
        <li class="kept"><b aria-hidden="true">✓</b> 表格行次齐全，数字不为负：一致</li>
        <li class="kept"><b aria-hidden="true">✓</b> 每行总计＝自然人＋五类法人或其他组织：一致</li>
        <li class="kept"><b aria-hidden="true">✓</b> 办理结果总计＝各项办理结果之和：一致</li>
        <li class="kept"><b aria-hidden="true">✓</b> 第一项＋第二项＝第三项＋第四项：一致</li>
        <li class="broken"><b aria-hidden="true">✗</b> 行政复议、行政诉讼各栏总计＝四项之和：2处不一致</li>
        </ul>
        <ol class="findings">
        <li class="error"><b>错误</b> “行政复议”的总计为0，四项之和为11</li>
        <li class="error"><b>错误</b> “复议后起诉”的总计为0，四项之和为5</li>
        </ol>
        </section>
        </main>
        </body>
        </html>
        "#);
    }

    #[test]
    fn a_name_cannot_become_markup() {
        let mut table = sample::baiyin();
        table.organ.name = "<script>alert(1)</script>&\"'".to_owned();
        let page = write(&table).unwrap();
        assert!(!page.contains("<script"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"));
    }

    #[test]
    fn rare_characters_stay() {
        let mut table = sample::baiyin();
        table.organ.name = "䶮喆堃㛃办公室".to_owned();
        assert!(write(&table).unwrap().contains("䶮喆堃㛃办公室2020年"));
    }
}
