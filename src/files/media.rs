//! What a file is, by what it holds. Neither its name nor what the sender says of it is believed.

use super::archive::{self, Bomb};

/// The types that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Media {
    Pdf,
    Doc,
    Docx,
    Xls,
    Xlsx,
    Ofd,
    Zip,
    Jpeg,
    Png,
    Heic,
    Text,
}

/// Bytes at the beginning by which a file is known.
pub(super) const HEAD: usize = 1024;

/// Why a file is not taken for what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Of no type that is taken.
    Unknown,
    Bomb,
}

impl Media {
    /// The media type, as it is stored and told.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ofd => "application/ofd",
            Self::Zip => "application/zip",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
            Self::Text => "text/plain",
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Doc => &["doc"],
            Self::Docx => &["docx"],
            Self::Xls => &["xls"],
            Self::Xlsx => &["xlsx"],
            Self::Ofd => &["ofd"],
            Self::Zip => &["zip"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Heic => &["heic", "heif"],
            Self::Text => &["txt"],
        }
    }

    /// Whether a name may end so.
    pub(super) fn may_end(self, ending: &str) -> bool {
        self.endings().contains(&ending)
    }

    /// Whether the sender may say so of it; `application/octet-stream` says nothing.
    pub(super) fn may_be_called(self, declared: &str) -> bool {
        let other: &[&str] = match self {
            Self::Jpeg => &["image/jpg", "image/pjpeg"],
            Self::Heic => &["image/heif"],
            Self::Zip => &["application/x-zip-compressed"],
            Self::Pdf
            | Self::Doc
            | Self::Docx
            | Self::Xls
            | Self::Xlsx
            | Self::Ofd
            | Self::Png
            | Self::Text => &[],
        };
        declared == NOTHING_SAID || declared == self.media_type() || other.contains(&declared)
    }

    /// Whether the sender says something that can be true.
    pub(super) fn is_declarable(declared: &str) -> bool {
        use strum::VariantArray;
        Self::VARIANTS.iter().any(|media| media.may_be_called(declared))
    }
}

/// What a sender says who knows nothing.
pub(super) const NOTHING_SAID: &str = "application/octet-stream";

/// What is kept of a file while it passes, to tell what it is.
#[derive(Default)]
pub(super) struct Look {
    head: Vec<u8>,
    /// The end, where the directory of an archive stands.
    tail: Vec<u8>,
    has_controls: bool,
}

impl Look {
    /// Sees the next bytes.
    pub fn see(&mut self, bytes: &[u8]) {
        let wanted = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend(bytes.iter().take(wanted));
        if self.head.starts_with(ARCHIVE) {
            self.tail.extend_from_slice(bytes);
            let over = self.tail.len().saturating_sub(archive::TAIL);
            // Moved seldom: only once as much again has come.
            if over > archive::TAIL {
                self.tail.drain(..over);
            }
        } else if !self.has_controls {
            self.has_controls = bytes.iter().any(|byte| is_control(*byte));
        }
    }

    /// What the whole was; an ending tells two apart that begin alike.
    pub fn media(&self, size: u64, ending: &str) -> Result<Media, Fault> {
        let head = self.head.as_slice();
        let at =
            |from: usize, mark: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(mark));
        if head.starts_with(ARCHIVE) {
            return archive::media(&self.tail, size).map_err(|fault| match fault {
                Bomb::TooMuch => Fault::Bomb,
                Bomb::Unreadable => Fault::Unknown,
            });
        }
        let brand = |brand: &&[u8]| at(8, brand);
        let heic: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"mif1", b"heis"];
        if at(0, b"%PDF-") {
            Ok(Media::Pdf)
        } else if at(0, &[0xff, 0xd8, 0xff]) {
            Ok(Media::Jpeg)
        } else if at(0, b"\x89PNG\r\n\x1a\n") {
            Ok(Media::Png)
        } else if at(4, b"ftyp") && heic.iter().any(brand) {
            Ok(Media::Heic)
        } else if at(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
            match ending {
                "doc" => Ok(Media::Doc),
                "xls" => Ok(Media::Xls),
                _ => Err(Fault::Unknown),
            }
        } else if !self.has_controls && is_text(head) {
            Ok(Media::Text)
        } else {
            Err(Fault::Unknown)
        }
    }
}

const ARCHIVE: &[u8] = b"PK\x03\x04";

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c) || byte == 0x7f
}

/// UTF-8 or GB 18030, as far as the beginning tells; a character may be cut at its end.
fn is_text(head: &[u8]) -> bool {
    let whole = |encoding: &'static encoding_rs::Encoding| {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text =
            String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(0));
        let (_, _, is_wrong) = decoder.decode_to_string(head, &mut text, false);
        !is_wrong
    };
    whole(encoding_rs::UTF_8) || whole(encoding_rs::GB18030)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(bytes: &[u8], ending: &str) -> Result<Media, Fault> {
        let mut look = Look::default();
        for part in bytes.chunks(7) {
            look.see(part);
        }
        look.media(u64::try_from(bytes.len()).unwrap(), ending)
    }

    #[test]
    fn a_file_is_what_it_holds() {
        let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
        let (gbk, ..) = encoding_rs::GB18030.encode("申请书\r\n𠮷");
        for (bytes, ending, is) in [
            (&b"%PDF-1.7\n\x00"[..], "pdf", Ok(Media::Pdf)),
            (&[0xff, 0xd8, 0xff, 0xe0, 0], "jpg", Ok(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\x00", "png", Ok(Media::Png)),
            (b"\x00\x00\x00\x18ftypheic\x00", "heic", Ok(Media::Heic)),
            (&ole, "doc", Ok(Media::Doc)),
            (&ole, "xls", Ok(Media::Xls)),
            (&ole, "msi", Err(Fault::Unknown)),
            ("申请书\r\n".as_bytes(), "txt", Ok(Media::Text)),
            (&gbk, "txt", Ok(Media::Text)),
            (b"MZ\x90\x00", "txt", Err(Fault::Unknown)),
            (b"\x7fELF", "txt", Err(Fault::Unknown)),
            (b"GIF89a\x01\x00", "png", Err(Fault::Unknown)),
            (b"\xff\xfe\x00\x01", "txt", Err(Fault::Unknown)),
            (b"PK\x03\x04 and no directory", "zip", Err(Fault::Unknown)),
        ] {
            assert_eq!(media(bytes, ending), is, "{ending} {bytes:?}");
        }
        let mut late = b"text ".repeat(1000);
        late.push(0);
        assert_eq!(media(&late, "txt"), Err(Fault::Unknown));
    }

    #[test]
    fn a_sender_may_say_nothing_or_the_truth() {
        assert!(Media::Pdf.may_be_called("application/octet-stream"));
        assert!(Media::Jpeg.may_be_called("image/jpg"));
        assert!(!Media::Pdf.may_be_called("image/png"));
        assert!(!Media::is_declarable("text/html"));
    }
}
