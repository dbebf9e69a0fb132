//! In which of the three scripts that are kept is a name written?
//!
//! In: a name, or the list of languages of a country. Out: whether one suits the other.
//! Invariant: Latin always suits, since the press everywhere is quoted in it.

use marsad::knowledge::gazetteer::is_latin;

/// Languages that are written in Cyrillic letters, by their two-letter code.
const CYRILLIC: &[&str] = &[
    "ab", "ba", "be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "os", "ru", "sr", "tg", "tt", "uk",
];
/// Languages that are written in Arabic letters, by their two- or three-letter code.
const ARABIC: &[&str] = &["ar", "ckb", "fa", "ku", "ks", "prs", "ps", "sd", "ug", "ur"];

/// Which scripts are in use besides Latin; by default none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scripts {
    cyrillic: bool,
    arabic: bool,
}

impl Scripts {
    /// All three.
    pub(super) const ALL: Self = Self {
        cyrillic: true,
        arabic: true,
    };

    /// The scripts of these languages, listed as GeoNames does: `uk,ru-UA,rom,pl,hu`.
    pub(super) fn of(languages: &str) -> Self {
        let any = |known: &[&str]| {
            let mut codes = languages
                .split(',')
                .map(|tag| tag.split('-').next().unwrap_or_default());
            codes.any(|code| known.contains(&code))
        };
        Self {
            cyrillic: any(CYRILLIC),
            arabic: any(ARABIC),
        }
    }

    /// Whether all letters of a name are in these scripts.
    pub(super) fn hold(self, name: &str) -> bool {
        name.chars()
            .filter(|character| character.is_alphabetic())
            .all(|letter| {
                is_latin(letter)
                    || self.cyrillic && matches!(letter, '\u{400}'..='\u{52F}')
                    || self.arabic && is_arabic(letter)
            })
    }
}

fn is_arabic(letter: char) -> bool {
    matches!(
        letter,
        '\u{600}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_keeps_names_in_its_own_scripts() {
        let (syria, ukraine) = (
            Scripts::of("ar-SY,ku,hy,arc,fr,en"),
            Scripts::of("uk,ru-UA,rom,pl,hu"),
        );
        assert!(syria.hold("الميادين") && syria.hold("Mayādīn") && !syria.hold("Маядін"));
        assert!(ukraine.hold("Авдіївка") && !ukraine.hold("أفدييفكا"));
        assert!(!Scripts::ALL.hold("アレッポ") && Scripts::of("en-US").hold("Aleppo 2"));
    }
}
