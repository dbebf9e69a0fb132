//! What has an archive done to this text?
//!
//! In comes a text; out comes its [`Wear`]: whether its marks were cut off from its
//! words, and whether its apostrophes were lost. Invariant: one pass, and an ordinary
//! text shows none.

/// What a text has been through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wear {
    /// Marks and words.
    pub(super) marks: Marks,
    /// Apostrophes.
    pub(super) apostrophes: Apostrophes,
}

/// Whether marks stand at their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// As usual.
    Attached,
    /// Each stands alone, as a tokenizer leaves it.
    Parted,
}

/// Whether words have their apostrophes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apostrophes {
    /// Some word has one.
    Kept,
    /// No word has one: perhaps there was none, perhaps they were lost.
    Absent,
}

/// What `text` has been through.
pub(super) fn wear(text: &str) -> Wear {
    let (mut parted, mut attached) = (0_usize, 0_usize);
    let mut apostrophes = Apostrophes::Absent;
    for chunk in text.split_whitespace() {
        let bytes = chunk.as_bytes();
        match chunk {
            "," | "." | "(" | ")" | ";" | "?" | "!" | "``" | "''" => parted += 1,
            _ if is_sign(chunk) => parted += 1,
            // Initials carry their stops in any text, so they tell nothing.
            _ if bytes.ends_with(b".") && bytes[..bytes.len() - 1].contains(&b'.') => {}
            _ if bytes.ends_with(b",") || bytes.ends_with(b".") || bytes.ends_with(b")") => {
                attached += 1;
            }
            _ => {}
        }
        if chunk.contains(['\'', '\u{2019}']) && chunk.contains(char::is_alphabetic) {
            let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
            let clitic = chunk.starts_with(['\'', '\u{2019}']) && chunk.chars().count() <= 3;
            if clitic || inner.contains(['\'', '\u{2019}']) {
                apostrophes = Apostrophes::Kept;
            }
        }
    }
    let marks = if parted > attached {
        Marks::Parted
    } else {
        Marks::Attached
    };
    Wear { marks, apostrophes }
}

/// Whether a chunk is an archive's sign for a bracket ("-LRB-").
fn is_sign(chunk: &str) -> bool {
    chunk.len() == 5 && chunk.starts_with('-') && chunk.ends_with("B-") | chunk.ends_with("b-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_shows_no_wear() {
        let wear = wear("The ferry (an old one) left at 9 a.m., and didn't return.");
        assert_eq!(wear.marks, Marks::Attached);
        assert_eq!(wear.apostrophes, Apostrophes::Kept);
    }

    #[test]
    fn marks_that_stand_alone_were_cut_off() {
        let wear = wear("the ferry -LRB- an old one -RRB- left , the u.s. board said .");
        assert_eq!(wear.marks, Marks::Parted);
        assert_eq!(wear.apostrophes, Apostrophes::Absent);
    }

    #[test]
    fn a_quotation_mark_is_no_apostrophe() {
        assert_eq!(
            wear("They called it 'the long wait' there.").apostrophes,
            Apostrophes::Absent
        );
        assert_eq!(wear("syria 's ferry").apostrophes, Apostrophes::Kept);
    }
}
