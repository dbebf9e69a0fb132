//! Which places may a name mean that nobody bears in that spelling?
//!
//! In: `data/gazetteer/spelling.toml`, the gazetteer, and a name as a report spells it.
//! Out: the places whose main names come to the same when what transliterations vary in
//! is levelled: "Sukhna" and "As Sukhnah", "Deir Ezzor" and "Dayr az Zawr". Invariant: only
//! places of the countries that the caller names are found, and none by a spelling that
//! some place bears as it stands is ever put behind one that is not.
//!
//! The table of levelled names is made when it is first asked for, from the main names
//! of the countries listed; it is the same however often and from wherever it is asked.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{
    error::Error,
    gazetteer::{Candidate, CountryCode, Gazetteer, NameKind, PlaceId, PlaceKind, fold, prior},
};

/// The file with the rules, relative to `data/`.
pub const FILE: &str = "gazetteer/spelling.toml";

/// How short a levelled name may be: shorter ones come to the same by chance.
const SHORTEST: usize = 4;

/// How spellings vary, and the places by levelled name.
#[derive(Debug, Default)]
pub struct Spellings {
    rules: Rules,
    places: OnceLock<Vec<(String, PlaceId)>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    countries: Vec<String>,
    articles: Vec<String>,
    letters: Vec<(String, String)>,
}

impl Spellings {
    /// Reads the rules.
    ///
    /// # Errors
    ///
    /// Where the text is no TOML, or has other keys than its head explains.
    pub fn read(file: &str, text: &str) -> Result<Self, Error> {
        Ok(Self {
            rules: toml::from_str(text).map_err(|e| Error::new(file, e))?,
            places: OnceLock::new(),
        })
    }

    /// The same rules, to be applied to another gazetteer.
    pub(super) fn anew(&self) -> Self {
        Self {
            rules: self.rules.clone(),
            places: OnceLock::new(),
        }
    }

    /// The places in these countries whose main name may be spelled like this, the likeliest
    /// first. Empty for a name that is too short to tell.
    pub fn find(
        &self,
        gazetteer: &Gazetteer,
        name: &str,
        countries: &[CountryCode],
    ) -> Vec<Candidate> {
        let wanted = self.rules.level(&fold(name));
        if wanted.len() < SHORTEST || countries.is_empty() {
            return Vec::new();
        }
        let places = self.places.get_or_init(|| self.rules.places(gazetteer));
        let first = places.partition_point(|(level, _)| *level < wanted);
        let mut found: Vec<Candidate> = places[first..]
            .iter()
            .take_while(|(level, _)| *level == wanted)
            .filter_map(|(_, id)| gazetteer.place(*id))
            .filter(|place| place.countries.iter().any(|code| countries.contains(code)))
            .map(|place| Candidate {
                place: place.id,
                matched: NameKind::Spelling,
                prior: prior(place.kind, place.population, 0),
            })
            .collect();
        found.sort_by_key(|candidate| (std::cmp::Reverse(candidate.prior), candidate.place));
        found
    }
}

impl Rules {
    fn places(&self, gazetteer: &Gazetteer) -> Vec<(String, PlaceId)> {
        let here = |code: &CountryCode| self.countries.iter().any(|known| known == code.as_str());
        let mut places: Vec<(String, PlaceId)> = gazetteer
            .places()
            .filter(|place| place.kind != PlaceKind::Country)
            .filter(|place| place.country.as_ref().is_some_and(here))
            .map(|place| (self.level(&fold(place.name)), place.id))
            .filter(|(level, _)| level.len() >= SHORTEST)
            .collect();
        places.sort_unstable();
        places
    }

    /// A folded name without what spellings vary in.
    fn level(&self, folded: &str) -> String {
        let words: Vec<&str> = folded.split(' ').collect();
        let mut level = String::with_capacity(folded.len());
        for word in &words {
            // A name may be an article by itself, but no part of one.
            let article = words.len() > 1 && self.articles.iter().any(|article| article == word);
            if !article {
                self.level_word(word, &mut level);
            }
        }
        level
    }

    fn level_word(&self, word: &str, level: &mut String) {
        let start = level.len();
        let mut rest = without_assimilated_article(word);
        while let Some(letter) = rest.chars().next() {
            let rule = self
                .letters
                .iter()
                .find(|(from, _)| !from.is_empty() && rest.starts_with(from.as_str()));
            let (written, length) = match rule {
                Some((from, to)) => (to.clone(), from.len()),
                None => (letter.to_string(), letter.len_utf8()),
            };
            for letter in written.chars() {
                // Doubled letters are one, but not across words.
                if level.len() == start || !level.ends_with(letter) {
                    level.push(letter);
                }
            }
            rest = &rest[length..];
        }
        if level.len() > start + 2 && level.ends_with('h') {
            level.pop();
        }
    }
}

/// "Ezzor" and "Assukhna" are written with their article, which shows by the letter behind
/// it being doubled.
fn without_assimilated_article(word: &str) -> &str {
    let bytes = word.as_bytes();
    match bytes {
        [b'a' | b'e', second, third, _, _, ..]
            if second == third && second.is_ascii_lowercase() && !b"aeiou".contains(second) =>
        {
            &word[2..]
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::knowledge::gazetteer::{Entry, World};

    fn spellings() -> Spellings {
        let text = include_str!("../../../../data/gazetteer/spelling.toml");
        Spellings::read("spelling.toml", text).expect("the shipped rules")
    }

    #[test]
    fn spellings_of_one_name_level_alike() {
        let rules = spellings().rules;
        for (one, other) in [
            ("Deir Ezzor", "Dayr az Zawr"),
            ("Hodeidah", "Al Ḩudaydah"),
            ("Sukhna", "As Sukhnah"),
            ("Maarat al-Numan", "Ma‘arrat an Nu‘mān"),
            ("Jisr al-Shughur", "Jisr ash Shughūr"),
            ("Deir al-Balah", "Dayr al Balaḩ"),
            ("Qamishli", "Al Qāmishlī"),
        ] {
            assert_eq!(rules.level(&fold(one)), rules.level(&fold(other)), "{one}");
        }
        for (one, other) in [("Kivu", "Kyiv"), ("Hama", "Homs"), ("Idlib", "Aleppo")] {
            assert_ne!(rules.level(&fold(one)), rules.level(&fold(other)), "{one}");
        }
    }

    #[test]
    fn a_spelling_leads_only_into_the_countries_asked_for() {
        let entry = |number, code: &str, population| Entry {
            id: PlaceId::own(number),
            name: "As Sukhnah".into(),
            alternates: Vec::new(),
            countries: vec![CountryCode::parse(code).expect("two capitals")],
            admin1: None,
            kind: PlaceKind::Settlement,
            lon: 38.9,
            lat: 34.9,
            population,
            radius_km: None,
            prior: 100,
        };
        let world = World {
            version: "small".into(),
            places: vec![entry(1, "SY", 0), entry(2, "YE", 90_000)],
            demonyms: Vec::new(),
        };
        let gazetteer = Gazetteer::from_bytes(world.assemble().expect("fits")).expect("reads");
        let syria = CountryCode::parse("SY").expect("two capitals");
        let found = spellings().find(&gazetteer, "Sukhna", &[syria]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].place, found[0].matched),
            (PlaceId::own(1), NameKind::Spelling)
        );
        assert!(spellings().find(&gazetteer, "Sukhna", &[]).is_empty());
    }

    proptest! {
        #[test]
        fn any_name_can_be_levelled(name in "\\PC{0,40}") {
            let level = spellings().rules.level(&fold(&name));
            prop_assert!(!level.contains(' '));
        }
    }
}
