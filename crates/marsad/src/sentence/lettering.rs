//! Is a text written in capitals and small letters, or in one of them only?
//!
//! In comes a text; out comes its [`Lettering`], or none where it has too few words to
//! tell. Invariant: words without case, and single letters, have no say.

use super::Lettering;

/// Fewer words of capitals than this may be a name ("SANA").
const FEWEST_CAPITALS: usize = 2;

/// Fewer small words than this may be a list entry or a fragment.
const FEWEST_SMALL: usize = 10;

/// How many words there are to one that may stand out (a stray capital, a small "Mc").
const WORDS_PER_STRAY: usize = 50;

/// Words of a text by how their letters stand.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    small: usize,
    capital: usize,
    other: usize,
}

/// How the letters of a text stand; `None` where it is too short to say.
pub(super) fn lettering(text: &str) -> Option<Lettering> {
    let count = count(text);
    let words = count.small + count.capital + count.other;
    let strays = (words + WORDS_PER_STRAY / 2) / WORDS_PER_STRAY;
    if words - count.small <= strays {
        (words >= FEWEST_SMALL).then_some(Lettering::Lower)
    } else if words - count.capital <= strays {
        (words >= FEWEST_CAPITALS).then_some(Lettering::Upper)
    } else {
        Some(Lettering::Mixed)
    }
}

fn count(text: &str) -> Count {
    let mut count = Count::default();
    for word in text.split(|character: char| !character.is_alphabetic()) {
        let (mut small, mut capital) = (0_usize, 0_usize);
        for character in word.chars() {
            small += usize::from(character.is_lowercase());
            capital += usize::from(character.is_uppercase());
        }
        match (small, capital) {
            (0, 0) | (0, 1) | (1, 0) => {}
            (_, 0) => count.small += 1,
            (0, _) => count.capital += 1,
            _ => count.other += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_capital_does_not_make_a_text_mixed() {
        let small = "the ferry left the harbour before the rain began and ".repeat(6);
        assert_eq!(
            lettering(&format!("{small} Fenmark")),
            Some(Lettering::Lower)
        );
        assert_eq!(
            lettering(&format!("{} McOLE", small.to_uppercase())),
            Some(Lettering::Upper)
        );
        assert_eq!(
            lettering("The ferry left Fenmark before the rain began."),
            Some(Lettering::Mixed)
        );
    }

    #[test]
    fn a_few_words_tell_nothing() {
        assert_eq!(lettering("FENMARK"), None);
        assert_eq!(lettering("bread and water"), None);
        assert_eq!(lettering(""), None);
        assert_eq!(lettering("القوات في المدينة"), None);
        assert_eq!(lettering("FERRY LEAVES FENMARK"), Some(Lettering::Upper));
    }
}
