//! An Office file opened with care: truncated ones are named so, and no zip bomb is unpacked.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

/// The most bytes that the parts of a file may unpack to, together.
const UNPACKED_LIMIT: u64 = 128 << 20;

/// The most parts that a file may have; a workbook of offices has some dozens.
const PARTS_LIMIT: usize = 4096;

/// Why an Office file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    #[error("文件不完整或已损坏，可能没有下载完，请重新取得原文件")]
    Broken,
    #[error("文件解压后过大，不像正常的表格文件，已停止读取")]
    TooBig,
    #[error("文件设有密码，请去掉密码后再读取")]
    Locked,
}

/// The parts of an Office file.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens a file and unpacks all its XML once into nothing, so that later readers meet no surprise.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Broken)?;
        let mut package = Self { archive };
        package.weigh()?;
        Ok(package)
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part, unpacked.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, PackageError> {
        let part = self.archive.by_name(name).map_err(|_| PackageError::Broken)?;
        let mut bytes = Vec::new();
        part.take(UNPACKED_LIMIT).read_to_end(&mut bytes).map_err(|_| PackageError::Broken)?;
        Ok(bytes)
    }

    /// Counts what the parts really unpack to; their declared sizes may lie. Pictures are left alone: nobody here
    /// unpacks them.
    fn weigh(&mut self) -> Result<(), PackageError> {
        if self.archive.len() > PARTS_LIMIT {
            return Err(PackageError::TooBig);
        }
        let mut left = UNPACKED_LIMIT;
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(|_| PackageError::Broken)?;
            let is_locked = part.encrypted();
            let name = part.name_raw();
            let is_read = [&b".xml"[..], b".rels", b".bin"].iter().any(|end| name.ends_with(end));
            drop(part);
            if is_locked {
                return Err(PackageError::Locked);
            }
            if is_read {
                left -= self.unpacked_size(index, left)?;
            }
        }
        Ok(())
    }

    /// How much a part unpacks to; an error as soon as it is more than `left`.
    fn unpacked_size(&mut self, index: usize, left: u64) -> Result<u64, PackageError> {
        let part = self.archive.by_index(index).map_err(|_| PackageError::Broken)?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink());
        match size.map_err(|_| PackageError::Broken)? {
            size if size > left => Err(PackageError::TooBig),
            size => Ok(size),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_and_read() {
        let bytes = packed(&[("a.xml", b"<a/>"), ("media/b.png", b"x")]);
        let mut package = Package::open(&bytes).unwrap();
        assert!(package.has("a.xml") && !package.has("c.xml"));
        assert_eq!(package.part("a.xml").unwrap(), b"<a/>");
        assert_eq!(package.part("c.xml"), Err(PackageError::Broken));
    }

    #[test]
    fn a_truncated_file_is_named_so() {
        let bytes = packed(&[("a.xml", &[b'x'; 5000])]);
        for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
            let opened = Package::open(&bytes[..cut]).err();
            assert_eq!(opened, Some(PackageError::Broken), "cut at {cut}");
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![0; 45 << 20];
        let bytes = packed(&[("a.xml", &zeros), ("b.xml", &zeros), ("c.xml", &zeros)]);
        assert!(bytes.len() < 1 << 20);
        assert_eq!(Package::open(&bytes).err(), Some(PackageError::TooBig));
    }

    #[test]
    fn too_many_parts_are_too_big() {
        let names: Vec<_> = (0..=PARTS_LIMIT).map(|n| format!("{n}.xml")).collect();
        let parts: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(Package::open(&packed(&parts)).err(), Some(PackageError::TooBig));
    }
}
