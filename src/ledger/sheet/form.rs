//! Which format a file has, by its first bytes and its parts; the ending of its name is not asked.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::Unreadable;
use super::package::Package;

/// The formats that can hold a register.
pub(super) enum Form {
    Xlsx(Package),
    Ods(Package),
    Xls,
    Text,
}

/// Recognises a file, and names what cannot be read.
pub(super) fn of_file(path: &Path) -> Result<Form, Unreadable> {
    let mut start = Vec::new();
    File::open(path)?.take(1024).read_to_end(&mut start)?;
    match start.as_slice() {
        [] => Err(Unreadable::Empty),
        [b'P', b'K', 3 | 5 | 7, ..] => of_package(Package::open(path)?),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => of_compound(path),
        start => of_text(start),
    }
}

fn of_package(package: Package) -> Result<Form, Unreadable> {
    let other = |name| Err(Unreadable::OtherFormat(name));
    match package {
        package if package.has("xl/workbook.bin") => other("xlsb 文件"),
        package if package.has("xl/workbook.xml") || package.has("[Content_Types].xml") => {
            of_office(package)
        }
        package if package.has("META-INF/manifest.xml") && package.has("content.xml") => {
            of_open_document(package)
        }
        _ => other("压缩包"),
    }
}

fn of_office(package: Package) -> Result<Form, Unreadable> {
    let other = |name| Err(Unreadable::OtherFormat(name));
    match package {
        package if package.has("word/document.xml") => other("Word 文档"),
        package if package.has("ppt/presentation.xml") => other("演示文稿"),
        package => Ok(Form::Xlsx(package)),
    }
}

/// Text documents and drawings of LibreOffice look alike from outside; locked ones list their keys.
fn of_open_document(package: Package) -> Result<Form, Unreadable> {
    let read = |name: &str| -> Result<String, Unreadable> {
        let mut text = String::new();
        if let Some(part) = package.part(name)? {
            part.take(1 << 20).read_to_string(&mut text)?;
        }
        Ok(text)
    };
    if read("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(Unreadable::Encrypted);
    }
    match read("mimetype")?.trim() {
        "" => Ok(Form::Ods(package)),
        kind if kind.contains("spreadsheet") => Ok(Form::Ods(package)),
        _ => Err(Unreadable::OtherFormat("OpenDocument 文档（不是电子表格）")),
    }
}

/// Old Word, old Excel and every locked office file are compound files; the names of their streams tell.
fn of_compound(path: &Path) -> Result<Form, Unreadable> {
    /// xls ends at 65,536 rows; nothing larger is one.
    const LARGEST: u64 = 1 << 30;
    let file = File::open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Err(Unreadable::TooLarge("xls 文件超过 1 GiB"));
    }
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut entry = [0_u8; 128];
    let mut is_workbook = false;
    // Directory entries lie at multiples of 128 bytes.
    while file.read_exact(&mut entry).is_ok() {
        if is_entry(&entry, "EncryptedPackage") {
            return Err(Unreadable::Encrypted);
        }
        if is_entry(&entry, "WordDocument") {
            return Err(Unreadable::OtherFormat("Word 文档"));
        }
        is_workbook |= is_entry(&entry, "Workbook") || is_entry(&entry, "Book");
    }
    if is_workbook { Ok(Form::Xls) } else { Err(Unreadable::Damaged) }
}

/// Whether 128 bytes are the directory entry of a stream of this name ([MS-CFB] 2.6.1).
fn is_entry(entry: &[u8; 128], name: &str) -> bool {
    let mut expected = [0_u8; 64];
    let units = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    let length = expected.iter_mut().zip(units).map(|(place, byte)| *place = byte).count();
    entry.starts_with(&expected)
        && entry.get(64..66)
            == u16::try_from(length).ok().map(u16::to_le_bytes).as_ref().map(<[u8; 2]>::as_slice)
}

/// What begins like another well-known format, and otherwise text.
fn of_text(start: &[u8]) -> Result<Form, Unreadable> {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let other = |name| Err(Unreadable::OtherFormat(name));
    match text {
        text if text.starts_with("%pdf") => other("PDF 文件"),
        text if text.starts_with("{\\rtf") => other("RTF 文档"),
        text if text.starts_with("<?xml") || text.starts_with("<workbook") => other("XML 表格"),
        text if ["<!doctype html", "<html", "<table", "<meta", "<head"]
            .iter()
            .any(|tag| text.starts_with(tag)) =>
        {
            other("网页（有的系统把网页存成 .xls）")
        }
        _ => Ok(Form::Text),
    }
}
