//! The directory at the end of a ZIP archive, which office files are too: what is inside, and whether it swells beyond
//! measure. Nothing is unpacked.

use super::Media;

/// How much of the end is kept to read the directory from: room for some ten thousand files.
pub(super) const TAIL: usize = 1024 * 1024;

/// Why an archive is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bomb {
    /// It would swell beyond measure, or holds too many files.
    TooMuch,
    /// No directory that can be read.
    Unreadable,
}

/// Files in one archive.
const MOST_FILES: usize = 10_000;
/// Bytes unpacked.
const MOST: u64 = 1024 * 1024 * 1024;
/// Below this an archive may be as dense as it likes; office files of empty sheets are.
const HARMLESS: u64 = 32 * 1024 * 1024;
/// Times the size of the archive.
const DENSEST: u64 = 100;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// What an archive is, by the names in its directory.
pub(super) fn media(tail: &[u8], size: u64) -> Result<Media, Bomb> {
    let mut directory = directory(tail).ok_or(Bomb::Unreadable)?;
    let (mut unpacked, mut files, mut is) = (0_u64, 0, Media::Zip);
    while let Some(entry) = Entry::read(&mut directory)? {
        files += 1;
        unpacked = unpacked.saturating_add(entry.unpacked);
        is = match entry.name {
            b"word/document.xml" => Media::Docx,
            b"xl/workbook.xml" | b"xl/workbook.bin" => Media::Xlsx,
            b"OFD.xml" => Media::Ofd,
            _ => is,
        };
    }
    let dense = unpacked > HARMLESS && unpacked / DENSEST > size;
    if files > MOST_FILES || unpacked > MOST || dense { Err(Bomb::TooMuch) } else { Ok(is) }
}

/// The bytes of the directory. An archive so large that it needs the 64-bit form is refused as unreadable.
fn directory(tail: &[u8]) -> Option<&[u8]> {
    let at = tail.windows(END.len()).rposition(|window| window == END)?;
    let end = tail.get(at..)?;
    let length = usize::try_from(number::<4>(end, 12)?).ok()?;
    tail.get(at.checked_sub(length)?..at)
}

/// A file in the directory.
struct Entry<'a> {
    unpacked: u64,
    name: &'a [u8],
}

impl<'a> Entry<'a> {
    /// The next entry, if there is one.
    fn read(directory: &mut &'a [u8]) -> Result<Option<Self>, Bomb> {
        if directory.is_empty() {
            return Ok(None);
        }
        let (entry, rest) = Self::first(directory).ok_or(Bomb::Unreadable)?;
        *directory = rest;
        Ok(Some(entry))
    }

    fn first(directory: &'a [u8]) -> Option<(Self, &'a [u8])> {
        directory.starts_with(ENTRY).then_some(())?;
        let [name, extra, comment] = [28, 30, 32].map(|at| number::<2>(directory, at));
        let length = |part: Option<u64>| usize::try_from(part?).ok();
        let (name, extra, comment) = (length(name)?, length(extra)?, length(comment)?);
        let unpacked = number::<4>(directory, 24)?;
        let entry = Self { unpacked, name: directory.get(46..46 + name)? };
        Some((entry, directory.get(46 + name + extra + comment..)?))
    }
}

/// A little-endian number of `N` bytes.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(N)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, usize)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![0; *size]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn is(bytes: &[u8]) -> Result<Media, Bomb> {
        media(bytes, u64::try_from(bytes.len()).unwrap())
    }

    #[test]
    fn office_files_are_known_by_what_they_hold() {
        for (name, kind) in [
            ("word/document.xml", Media::Docx),
            ("xl/workbook.xml", Media::Xlsx),
            ("OFD.xml", Media::Ofd),
            ("材料.txt", Media::Zip),
        ] {
            assert_eq!(
                is(&archive(&[("[Content_Types].xml", 10), (name, 10)])),
                Ok(kind),
                "{name}"
            );
        }
    }

    #[test]
    fn a_bomb_is_known_without_unpacking_it() {
        assert_eq!(is(&archive(&[("a", 40 << 20)])), Err(Bomb::TooMuch), "dense");
        assert_eq!(is(&archive(&[("a", 20 << 20)])), Ok(Media::Zip), "small enough");
        let many: Vec<_> = (0..=MOST_FILES).map(|at| (at.to_string(), 0)).collect();
        let many: Vec<_> = many.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        assert_eq!(is(&archive(&many)), Err(Bomb::TooMuch), "many");
    }

    #[test]
    fn a_broken_directory_is_no_panic() {
        let whole = archive(&[("word/document.xml", 100), ("b", 5)]);
        for cut in 0..whole.len() {
            let _ = is(&whole[..cut]);
            let _ = is(&whole[cut..]);
        }
        assert_eq!(is(&whole[..whole.len() - 30]), Err(Bomb::Unreadable));
    }
}
