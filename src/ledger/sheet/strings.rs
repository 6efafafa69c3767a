//! The shared strings of an xlsx: the few that are small stay in memory, the rest go to an unnamed temporary file.
//!
//! A register of a million rows has millions of them. They are asked for nearly in order, so that a few cached
//! blocks serve almost every request.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};

use super::Unreadable;
use super::xml::{Node, Xml, push_characters};

/// Up to this size the strings stay in memory.
const IN_MEMORY: usize = 8 << 20;
/// The cache of a spilled table: 256 blocks of 16 KiB, each at one place.
const BLOCK: u64 = 1 << 14;
const BLOCKS: usize = 256;

/// All shared strings of a workbook, by index.
pub(super) struct SharedStrings {
    /// Where each string ends; it begins where the one before it ends.
    ends: Vec<u32>,
    store: Store,
}

enum Store {
    Memory(String),
    Spilled(RefCell<Spilled>),
}

struct Spilled {
    file: File,
    blocks: Vec<Option<(u64, Vec<u8>)>>,
    bytes: Vec<u8>,
}

impl SharedStrings {
    /// A workbook without any.
    pub(super) fn none() -> Self {
        Self { ends: Vec::new(), store: Store::Memory(String::new()) }
    }

    /// Reads `sharedStrings.xml`. Phonetic guides (rPh) are not part of a string.
    pub(super) fn read(part: Box<dyn Read>) -> Result<Self, Unreadable> {
        let mut xml = Xml::new(part);
        let mut table = Building::default();
        let mut text = String::new();
        let (mut in_text, mut in_guide) = (false, false);
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "si" => text.clear(),
                    "t" => in_text = true,
                    "rPh" => in_guide = true,
                    _ => {}
                },
                Node::End(element) => match element.local_name().as_ref() {
                    "si" => table.push(&text)?,
                    "t" => in_text = false,
                    "rPh" => in_guide = false,
                    _ => {}
                },
                Node::Eof => return table.finish(),
                Node::Characters(part) if in_text && !in_guide => push_characters(&part, &mut text),
                Node::Characters(_) | Node::Other => {}
            }
        }
    }

    /// Adds the string at `index` to `text`; false if there is none.
    pub(super) fn push_to(&self, index: usize, text: &mut String) -> Result<bool, Unreadable> {
        let Some(end) = self.ends.get(index).copied() else {
            return Ok(false);
        };
        let before = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        match &self.store {
            Store::Memory(all) => {
                let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
                text.push_str(all.get(range).unwrap_or_default());
            }
            Store::Spilled(spilled) => {
                spilled.borrow_mut().push_to(start.into(), end.into(), text)?;
            }
        }
        Ok(true)
    }
}

/// A table that grows; it moves to a file when it grows too large.
#[derive(Default)]
struct Building {
    ends: Vec<u32>,
    end: u32,
    memory: String,
    file: Option<BufWriter<File>>,
}

impl Building {
    fn push(&mut self, text: &str) -> Result<(), Unreadable> {
        let too_large = || Unreadable::TooLarge("文字超过 4 GiB");
        let length = u32::try_from(text.len()).map_err(|_| too_large())?;
        self.end = self.end.checked_add(length).ok_or_else(too_large)?;
        self.ends.push(self.end);
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes())?,
            None => self.memory.push_str(text),
        }
        if self.memory.len() > IN_MEMORY {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), Unreadable> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        file.write_all(self.memory.as_bytes())?;
        self.memory = String::new();
        self.file = Some(file);
        Ok(())
    }

    fn finish(self) -> Result<SharedStrings, Unreadable> {
        let store = match self.file {
            None => Store::Memory(self.memory),
            Some(file) => {
                let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
                Store::Spilled(RefCell::new(Spilled {
                    file,
                    blocks: vec![None; BLOCKS],
                    bytes: Vec::new(),
                }))
            }
        };
        Ok(SharedStrings { ends: self.ends, store })
    }
}

impl Spilled {
    /// Adds the string from `start` to `end`, block by block; one character may lie in two.
    fn push_to(&mut self, start: u64, end: u64, text: &mut String) -> Result<(), Unreadable> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        let mut at = start;
        while at < end {
            let (number, offset) = (at / BLOCK, at % BLOCK);
            let stop = BLOCK.min(offset.saturating_add(end - at));
            let range = usize::try_from(offset).unwrap_or(0)..usize::try_from(stop).unwrap_or(0);
            bytes.extend_from_slice(self.block(number)?.get(range).ok_or(Unreadable::Damaged)?);
            at = at.saturating_add(stop - offset);
        }
        text.push_str(&String::from_utf8_lossy(&bytes));
        self.bytes = bytes;
        Ok(())
    }

    fn block(&mut self, number: u64) -> Result<&[u8], Unreadable> {
        let place = usize::try_from(number).unwrap_or(0) % BLOCKS;
        let slot = self.blocks.get_mut(place).ok_or(Unreadable::Damaged)?;
        if slot.as_ref().is_none_or(|(cached, _)| *cached != number) {
            let mut bytes = slot.take().map(|(_, bytes)| bytes).unwrap_or_default();
            bytes.clear();
            self.file.seek(SeekFrom::Start(number.saturating_mul(BLOCK)))?;
            Read::by_ref(&mut self.file).take(BLOCK).read_to_end(&mut bytes)?;
            *slot = Some((number, bytes));
        }
        slot.as_ref().map(|(_, bytes)| bytes.as_slice()).ok_or(Unreadable::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_from_memory_and_from_the_file() {
        for count in [10_usize, 60_000] {
            let mut table = Building::default();
            let text = |n: usize| format!("{n}：{}", "申请公开".repeat(n % 40));
            for n in 0..count {
                table.push(&text(n)).unwrap();
            }
            let strings = table.finish().unwrap();
            assert_eq!(matches!(strings.store, Store::Spilled(_)), count > 10);
            for n in (0..count).step_by(7).chain([count - 1, 0]) {
                let mut read = String::new();
                assert!(strings.push_to(n, &mut read).unwrap());
                assert_eq!(read, text(n));
            }
            assert!(!strings.push_to(count, &mut String::new()).unwrap());
        }
    }

    #[test]
    fn rich_text_is_joined_and_phonetic_guides_are_left_out() {
        let xml = "<sst><si><r><t>张</t></r><r><t xml:space=\"preserve\"> 三&amp;</t></r><rPh><t>zhang</t></rPh></si><si/></sst>";
        let strings = SharedStrings::read(Box::new(xml.as_bytes())).unwrap();
        let mut text = String::new();
        strings.push_to(0, &mut text).unwrap();
        assert_eq!(text, "张 三&");
        assert_eq!(strings.ends.len(), 2);
    }
}
