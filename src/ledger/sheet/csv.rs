//! csv in the encodings and with the separators that Chinese offices write, looked over before it is read.

use std::fs::File;
use std::io::{BufReader, Chain, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use ::csv::{Reader, ReaderBuilder, StringRecord, Terminator};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::{RawRow, Rows, SheetName, Unreadable};

/// A text file whose encoding and separator are known.
pub(in crate::ledger) struct CsvFile {
    path: PathBuf,
    encoding: &'static Encoding,
    /// The length of the byte order mark.
    mark: u64,
    separator: u8,
    sheets: [SheetName; 1],
}

/// No record is longer: quotes included, so that an open quote cannot swallow the file.
const LONGEST_RECORD: usize = 1 << 20;
const CHUNK: usize = 1 << 16;
/// Put behind the text, so that its last line ends like the others.
const NEWLINE: &[u8] = b"\n";

impl CsvFile {
    /// Reads the whole file once: is it text, in which encoding, with which separator, in lines of decent length.
    pub(super) fn open(path: &Path) -> Result<Self, Unreadable> {
        let (encoding, mark) = encoding_of(path)?;
        let sheets = [SheetName { name: "csv".to_owned(), is_visible: true }];
        let mut file = Self { path: path.to_owned(), encoding, mark, separator: b',', sheets };
        file.separator = separator_of(file.text()?)?;
        Survey::new(file.separator).run(file.text()?)?;
        Ok(file)
    }

    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    pub(super) fn rows(&self) -> Result<CsvRows, Unreadable> {
        let reader = ReaderBuilder::new()
            .delimiter(self.separator)
            .has_headers(false)
            .flexible(true)
            // Only so does the count of lines stand behind each record; a carriage return comes off the last field.
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(CHUNK)
            .from_reader(self.text()?.chain(NEWLINE));
        Ok(CsvRows { reader, record: StringRecord::new(), broken_lines: 0 })
    }

    /// The text in UTF-8, without its byte order mark.
    fn text(&self) -> Result<Box<dyn Read>, Unreadable> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.mark))?;
        if self.encoding == UTF_8 {
            return Ok(Box::new(file));
        }
        let mut builder = DecodeReaderBytesBuilder::new();
        builder.encoding(Some(self.encoding)).bom_override(false).bom_sniffing(false);
        Ok(Box::new(builder.build(file)))
    }
}

/// The records as rows.
pub(super) struct CsvRows {
    reader: Reader<Chain<Box<dyn Read>, &'static [u8]>>,
    record: StringRecord,
    /// Line breaks inside quotes so far: Excel does not count them as rows.
    broken_lines: u64,
}

impl Rows for CsvRows {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Unreadable> {
        if !self.reader.read_record(&mut self.record).map_err(of_csv)? {
            return Ok(false);
        }
        let inside = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        self.broken_lines = self.broken_lines.saturating_add(u64::try_from(inside).unwrap_or(0));
        // The reader stands at the line behind the record; blank lines before the record are counted in it.
        let line = self.reader.position().line().saturating_sub(1);
        row.begin(u32::try_from(line.saturating_sub(self.broken_lines)).unwrap_or(u32::MAX));
        for (column, field) in self.record.iter().enumerate() {
            row.put_text(column, field.strip_suffix('\r').unwrap_or(field));
        }
        Ok(true)
    }
}

fn of_csv(error: ::csv::Error) -> Unreadable {
    if let ::csv::ErrorKind::Io(error) = error.into_kind() {
        error.into()
    } else {
        Unreadable::NotText
    }
}

/// The encoding by byte order mark, or UTF-8 if all of the file is, or GB18030 if all of it is.
fn encoding_of(path: &Path) -> Result<(&'static Encoding, u64), Unreadable> {
    let mut start = [0_u8; 3];
    let read = BufReader::new(File::open(path)?).read(&mut start)?;
    match start.get(..read).unwrap_or_default() {
        [0xEF, 0xBB, 0xBF] => {
            whole_file_is(path, UTF_8, 3)?.then_some((UTF_8, 3)).ok_or(Unreadable::NotText)
        }
        [0xFF, 0xFE, ..] => Ok((UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Ok((UTF_16BE, 2)),
        _ if whole_file_is(path, UTF_8, 0)? => Ok((UTF_8, 0)),
        _ if whole_file_is(path, GB18030, 0)? => Ok((GB18030, 0)),
        _ => Err(Unreadable::NotText),
    }
}

/// Whether every byte of the file makes sense in an encoding.
fn whole_file_is(path: &Path, encoding: &'static Encoding, mark: u64) -> Result<bool, Unreadable> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(mark))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut chunk, mut text) = (vec![0_u8; CHUNK], String::with_capacity(4 * CHUNK));
    loop {
        let read = file.read(&mut chunk)?;
        let bytes = chunk.get(..read).unwrap_or_default();
        text.clear();
        if bytes.contains(&0) {
            return Err(Unreadable::NotText);
        }
        let (_, _, has_errors) = decoder.decode_to_string(bytes, &mut text, read == 0);
        if has_errors {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// The separator that occurs most often in the first lines, or the one that Excel's `sep=` names.
fn separator_of(text: Box<dyn Read>) -> Result<u8, Unreadable> {
    let mut start = Vec::new();
    text.take(1 << 16).read_to_end(&mut start)?;
    if let [b's', b'e', b'p', b'=', named @ (b',' | b';' | b'\t'), ..] = start.as_slice() {
        return Ok(*named);
    }
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let mut in_quotes = false;
    for byte in start {
        in_quotes ^= byte == b'"';
        if let Some((_, count)) =
            counts.iter_mut().find(|(separator, _)| *separator == byte && !in_quotes)
        {
            *count = count.saturating_add(1);
        }
    }
    // Of equals the last would win, and the comma is the likeliest.
    Ok(counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator))
}

/// Walks over the bytes as a csv reader will, and stops where a record grows too long.
struct Survey {
    separator: u8,
    row: u32,
    length: usize,
    state: Place,
}

/// Where in a record the walk stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    FieldStart,
    Field,
    Quoted,
    /// Behind a quote inside quotes: the end of the field, or half of a doubled quote.
    AfterQuote,
}

impl Survey {
    fn new(separator: u8) -> Self {
        Self { separator, row: 1, length: 0, state: Place::FieldStart }
    }

    fn run(mut self, mut text: Box<dyn Read>) -> Result<(), Unreadable> {
        let mut chunk = vec![0_u8; CHUNK];
        loop {
            let read = text.read(&mut chunk)?;
            if read == 0 {
                return Ok(());
            }
            for byte in chunk.get(..read).unwrap_or_default() {
                self.step(*byte);
                if self.length > LONGEST_RECORD {
                    return Err(Unreadable::LongLine { row: self.row });
                }
                if *byte == 0 {
                    return Err(Unreadable::NotText);
                }
            }
        }
    }

    fn step(&mut self, byte: u8) {
        self.length = self.length.saturating_add(1);
        self.state = match (self.state, byte) {
            (Place::Quoted, b'"') => Place::AfterQuote,
            (Place::Quoted, _) | (Place::FieldStart | Place::AfterQuote, b'"') => Place::Quoted,
            (_, b'\n') => {
                self.row = self.row.saturating_add(1);
                self.length = 0;
                Place::FieldStart
            }
            (_, byte) if byte == self.separator => Place::FieldStart,
            (Place::FieldStart | Place::Field | Place::AfterQuote, _) => Place::Field,
        };
    }
}
