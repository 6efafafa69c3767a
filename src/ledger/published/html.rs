//! The tables of an HTML page, nested ones apart, however its tags are nested or left open.
//!
//! Only the tokenizer of html5ever is used: tables close their own cells and rows, and no tree is built that a
//! hostile page could make deep.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use encoding_rs::{Encoding, GB18030, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::grid::{Grid, Spanning};
use super::{Document, Error};

/// How far into a page its encoding may be declared.
const DECLARATION_LIMIT: usize = 4096;

/// How many tables may stand within one another.
const DEPTH_LIMIT: usize = 64;

/// How many cells a page may have.
const CELLS_LIMIT: usize = 200_000;

/// Elements whose text is not read, and how they are tokenized.
const UNREAD: [(&str, RawKind); 4] = [
    ("script", RawKind::ScriptData),
    ("style", RawKind::Rawtext),
    ("title", RawKind::Rcdata),
    ("textarea", RawKind::Rcdata),
];

/// Elements that break a line of text.
const BREAKING: [&str; 14] =
    ["p", "br", "div", "li", "dt", "dd", "h1", "h2", "h3", "h4", "section", "ul", "dl", "hr"];

/// The tables and the lines of text of a page.
pub fn read(text: &str) -> Result<Document, Error> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    let tokenizer = Tokenizer::new(Page::default(), TokenizerOpts::default());
    // Scripts are never handed out, so the first feed runs to the end.
    let _done = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.state.into_inner().finish()
}

/// The page as text: by its byte order mark, else as UTF-8, else as it declares, else as GB 18030.
pub fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let declared = declared(bytes).filter(|encoding| *encoding != UTF_8);
    declared.unwrap_or(GB18030).decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that the head of the page names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION_LIMIT).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let label: String =
        label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

/// The sink of the tokenizer; it may only be borrowed for the length of a token.
#[derive(Default)]
struct Page {
    state: RefCell<Reading>,
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    /// The tables that are open, the innermost last.
    open: Vec<Table>,
    tables: Vec<Vec<Vec<Spanning>>>,
    /// Lines of text outside tables.
    lines: Vec<String>,
    line: String,
    /// The element whose text is skipped.
    unread: Option<&'static str>,
    cells: usize,
    is_too_big: bool,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    lines: Vec<Vec<Spanning>>,
    cell: Option<Cell>,
}

/// A cell that is open.
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.take_text(&text),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return state.start(&tag),
                TagKind::EndTag => state.end(&tag.name),
            },
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => (),
        }
        TokenSinkResult::Continue
    }
}

impl Reading {
    fn take_text(&mut self, text: &str) {
        match (self.unread, self.open.last_mut()) {
            (Some(_), _) => (),
            (None, Some(table)) => {
                if let Some(cell) = &mut table.cell {
                    cell.text.push_str(text);
                }
            }
            (None, None) => self.line.push_str(text),
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if let Some((unread, kind)) = UNREAD.into_iter().find(|(unread, _)| *unread == name) {
            self.unread = Some(unread);
            return TokenSinkResult::RawData(kind);
        }
        match name {
            "table" if self.open.len() >= DEPTH_LIMIT => self.is_too_big = true,
            "table" => {
                self.end_line();
                self.open.push(Table::default());
            }
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_cell();
                    table.lines.push(Vec::new());
                }
            }
            "td" | "th" => self.start_cell(tag),
            other if BREAKING.contains(&other) => self.break_line(),
            _ => (),
        }
        TokenSinkResult::Continue
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.cells += 1;
        self.is_too_big |= self.cells > CELLS_LIMIT;
        let Some(table) = self.open.last_mut().filter(|_| !self.is_too_big) else { return };
        table.end_cell();
        if table.lines.is_empty() {
            table.lines.push(Vec::new());
        }
        // A rowspan of zero reaches to the end of the table.
        let rows = match span(tag, "rowspan") {
            0 => usize::MAX,
            rows => rows,
        };
        table.cell = Some(Cell { text: String::new(), columns: span(tag, "colspan").max(1), rows });
    }

    fn end(&mut self, name: &str) {
        if self.unread.take_if(|unread| *unread == name).is_some() {
            return;
        }
        match name {
            "table" => {
                if let Some(table) = self.open.pop() {
                    self.tables.push(table.finish());
                }
            }
            "td" | "th" | "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_cell();
                }
            }
            other if BREAKING.contains(&other) => self.break_line(),
            _ => (),
        }
    }

    fn break_line(&mut self) {
        match self.open.last_mut() {
            Some(table) => {
                if let Some(cell) = &mut table.cell {
                    cell.text.push('\n');
                }
            }
            None => self.end_line(),
        }
    }

    fn end_line(&mut self) {
        let line = mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.lines.push(line);
        }
    }

    fn finish(mut self) -> Result<Document, Error> {
        self.end_line();
        while let Some(table) = self.open.pop() {
            self.tables.push(table.finish());
        }
        if self.is_too_big {
            return Err(Error::TableTooBig);
        }
        let grids = self.tables.iter().map(|lines| Grid::of_spanning(lines));
        Ok(Document { grids: grids.collect::<Result<_, _>>()?, lines: self.lines })
    }
}

impl Table {
    fn end_cell(&mut self) {
        if let (Some(cell), Some(line)) = (self.cell.take(), self.lines.last_mut()) {
            let Cell { text, columns, rows } = cell;
            line.push(Spanning { text: Rc::from(text.trim()), columns, rows });
        }
    }

    fn finish(mut self) -> Vec<Vec<Spanning>> {
        self.end_cell();
        self.lines
    }
}

/// A span of a cell; what is no number counts as one.
fn span(tag: &Tag, name: &str) -> usize {
    let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    attribute.and_then(|attribute| attribute.value.trim().parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(page: &str) -> Vec<Vec<String>> {
        let document = read(page).unwrap();
        let joined = |line: &Vec<Rc<str>>| line.join("|");
        document.grids.iter().map(|grid| grid.lines.iter().map(joined).collect()).collect()
    }

    #[test]
    fn cells_need_no_end_tags() {
        assert_eq!(tables("<table><tr><td>1<th>2<tr><td colspan=2>3"), [["1|2", "3|3"]]);
    }

    #[test]
    fn a_nested_table_is_a_table_of_its_own() {
        let page = "<table><tr><td>外<table><tr><td>内</table>层<td>右</table>";
        assert_eq!(tables(page), [["内"], ["外层|右"]]);
    }

    #[test]
    fn scripts_and_comments_are_no_text() {
        let page = "<script>'<table><tr><td>9'</script><style>td{}</style><!--<table>-->\
                    <table><tr><td>1<script>2</script>&#51;&amp;&nbsp;</table>";
        assert_eq!(tables(page), [["13&"]]);
    }

    #[test]
    fn open_cells_and_stray_ends_do_no_harm() {
        assert_eq!(tables("</table></td><td>x</td><tr><table><td>1</td></td></tr></tr>"), [["1"]]);
    }

    #[test]
    fn hostile_pages_are_refused() {
        let deep = "<table><tr><td>".repeat(10_000);
        assert!(matches!(read(&deep), Err(Error::TableTooBig)));
        let divs = format!("{}<table><tr><td>1", "<div>".repeat(100_000));
        assert_eq!(tables(&divs), [["1"]]);
        let wide = format!("<table>{}", "<tr><td colspan=1000 rowspan=60000>x".repeat(2000));
        assert!(matches!(read(&wide), Err(Error::TableTooBig)));
    }

    #[test]
    fn the_encoding_is_found() {
        let page = "<meta charset=\"gb2312\"><table><tr><td>喆堃镕</table>";
        let (bytes, ..) = GB18030.encode(page);
        assert_eq!(tables(&decoded(&bytes)), [["喆堃镕"]]);
        let (undeclared, ..) = GB18030.encode("<table><tr><td>本年新收</table>");
        assert!(decoded(&undeclared).contains("本年新收"));
        let (wrong, ..) = GB18030.encode("<meta charset=utf-8><table><tr><td>本年新收</table>");
        assert!(decoded(&wrong).contains("本年新收"));
        assert!(decoded("\u{feff}本年".as_bytes()).starts_with('本'));
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("本年".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decoded(&utf16), "本年");
    }
}
