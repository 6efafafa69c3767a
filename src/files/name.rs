//! Names of files: without the path, without what a screen cannot show or a disk cannot keep.

/// The longest name that is kept, in characters.
const LONGEST: usize = 120;

/// A name that can be shown and kept, with its ending in small letters; `None` where nothing is left of it.
pub(super) fn cleaned(given: &str) -> Option<(String, String)> {
    let last = given.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let shown = |c: &char| !c.is_control() && !is_direction(*c) && !"<>\"|?*".contains(*c);
    let name: String = last.chars().filter(shown).collect();
    let name = name.trim().trim_start_matches('.');
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let (stem, fits) = (stem.trim(), ending.chars().all(|c| c.is_ascii_alphanumeric()));
    if stem.is_empty() || !fits || !(1..=8).contains(&ending.len()) {
        return None;
    }
    let stem: String = stem.chars().take(LONGEST - ending.len() - 1).collect();
    Some((format!("{stem}.{ending}"), ending))
}

/// Marks that turn the direction of writing, with which `txt.exe` can look like `exe.txt`.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_nothing_that_leads_elsewhere() {
        let long = format!("{}.pdf", "长".repeat(300));
        for (given, kept) in [
            ("身份证.JPG", Some("身份证.jpg")),
            ("../../etc/passwd.txt", Some("passwd.txt")),
            ("..\\..\\a.pdf", Some("a.pdf")),
            ("C:\\x\\答复 书.docx", Some("答复 书.docx")),
            ("a\r\nb\0.pdf", Some("ab.pdf")),
            ("fdp\u{202e}exe.pdf", Some("fdpexe.pdf")),
            ("...hidden.png", Some("hidden.png")),
            ("𠮷野.heic", Some("𠮷野.heic")),
            ("passwd", None),
            ("..", None),
            (".pdf", None),
            ("a.", None),
            ("", None),
            ("a.答复", None),
        ] {
            assert_eq!(cleaned(given).map(|(name, _)| name).as_deref(), kept, "{given:?}");
        }
        assert_eq!(cleaned(&long).unwrap().0.chars().count(), LONGEST);
    }
}
