//! What do the words of this language usually look like?
//!
//! In: the casing table, the orthography and the gazetteer. Out: [`Letters`], the three
//! together, which answers what mending asks. Invariant: it only answers, and the same
//! word has the same answer everywhere.

use crate::knowledge::{
    Knowledge,
    casing::{Casing, Usual},
    gazetteer::{Gazetteer, PlaceKind},
    orthography::Orthography,
};

/// How many inhabitants make a place of ordinary words ("Long Beach") a name that counts.
const WELL_KNOWN: u64 = 400_000;

/// How many inhabitants make a town one that a report may name by an ordinary word ("in Homs").
const KNOWN: u64 = 100_000;

/// What is known about how words are written.
#[derive(Clone, Copy)]
pub(super) struct Letters<'k> {
    pub(super) casing: &'k Casing,
    pub(super) orthography: &'k Orthography,
    pub(super) gazetteer: &'k Gazetteer,
}

impl<'k> Letters<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            casing: knowledge.casing(),
            orthography: knowledge.orthography(),
            gazetteer: knowledge.gazetteer(),
        }
    }

    /// Whether a word in lower case is usually written with capitals.
    pub(super) fn has_form(&self, word: &str) -> bool {
        matches!(self.casing.usual(word), Usual::Form(_))
    }

    /// Whether a name is a place's.
    pub(super) fn is_place(&self, name: &str) -> bool {
        !self.gazetteer.find(name).is_empty()
    }

    /// Whether a word is the name of a town that reports may well speak of.
    pub(super) fn is_known_town(&self, name: &str) -> bool {
        self.gazetteer.find(name).iter().any(|candidate| {
            let place = self.gazetteer.place(candidate.place);
            place.is_some_and(|place| {
                place.kind == PlaceKind::Settlement && place.population >= KNOWN
            })
        })
    }

    /// Whether a name of ordinary words is a place that a report would name without more
    /// ado: a country, a feature, a great city; not the hamlet of Two Rivers.
    pub(super) fn is_well_known_place(&self, name: &str) -> bool {
        self.gazetteer.find(name).iter().any(|candidate| {
            let place = self.gazetteer.place(candidate.place);
            place.is_some_and(|place| match place.kind {
                PlaceKind::Settlement => place.population >= WELL_KNOWN,
                PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Neighbourhood => false,
                _ => true,
            })
        })
    }

    /// Whether a word in lower case that the table lacks is yet no name: a regular form of
    /// an ordinary word, or two ordinary words in one.
    pub(super) fn is_ordinary_form(&self, word: &str) -> bool {
        let ordinary = |word: &str| self.casing.usual(word) == Usual::Ordinary;
        if self.orthography.stems(word).any(|stem| ordinary(&stem)) {
            return true;
        }
        // Shorter halves would make "bar" and "zani" of a name.
        const SHORTEST_HALF: usize = 4;
        word.is_ascii()
            && (SHORTEST_HALF..=word.len().saturating_sub(SHORTEST_HALF))
                .any(|at| ordinary(&word[..at]) && ordinary(&word[at..]))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::knowledge::{
        actor::Actors,
        gazetteer::{CountryCode, Entry, PlaceId, World},
    };

    const WORDS: &str = "an\nand\nback\nbarrier\nboard\nboat\nboats\ncame\ncountry\ndon't\nferries\nferry\nfront\nhe\nin\nit\nlate\nled\nleft\nmarch\nmay\nof\nold\non\npresident\nrebels\nred\nsaid\nsea\nshell\nsomali\tSomali\nsyria\tSyria\nsyrians\tSyrians\nthe\nthey\nto\ntwo\nu.s.\tU.S.\nus\nvillage\nwait\nwest\n";

    const ACTORS: &str = "[[actor]]\nid = \"xf.front\"\nname = \"Fenmark Front\"\nkind = \"armed group\"\nnames = [\"Front of Old Fenmark\", \"Fenmark Front\", \"FDQ\", \"Hamas\"]\n";

    /// A small world of letters.
    pub(in crate::sentence) struct Small {
        casing: Casing,
        orthography: Orthography,
        gazetteer: Gazetteer,
    }

    impl Small {
        pub(in crate::sentence) fn new() -> Self {
            let entry = |id: u32, name: &str, alternates: &[&str], kind| Entry {
                id: PlaceId::own(id),
                name: name.into(),
                alternates: alternates.iter().map(|name| (*name).into()).collect(),
                countries: vec![CountryCode::parse("XF").expect("two capitals")],
                admin1: None,
                kind,
                lon: 40.5,
                lat: 35.0,
                population: 54_000,
                radius_km: None,
                prior: 100,
            };
            let world = World {
                version: "small".into(),
                places: vec![
                    entry(1, "Fenmark", &["al-Fenmark"], PlaceKind::Settlement),
                    entry(2, "Deir ez-Fen", &["Deir al-Fen"], PlaceKind::Settlement),
                    entry(3, "Red Sea", &[], PlaceKind::Sea),
                    entry(4, "Two Ferries", &[], PlaceKind::Settlement),
                    entry(5, "Hama", &[], PlaceKind::Settlement),
                    Entry {
                        population: 120_000,
                        ..entry(6, "Late", &[], PlaceKind::Settlement)
                    },
                ],
                demonyms: vec![(
                    "Syrian".into(),
                    CountryCode::parse("SY").expect("two capitals"),
                )],
            };
            let gazetteer = Gazetteer::from_bytes(world.assemble().expect("fits")).expect("whole");
            let actors = Actors::read("actors.toml", ACTORS).expect("whole");
            Self {
                casing: Casing::read("casing.tsv", WORDS, &actors).expect("whole"),
                orthography: Orthography::read(
                    "orthography.toml",
                    include_str!("../../../../data/lexicon/en/orthography.toml"),
                )
                .expect("whole"),
                gazetteer,
            }
        }

        pub(in crate::sentence) fn letters(&self) -> Letters<'_> {
            Letters {
                casing: &self.casing,
                orthography: &self.orthography,
                gazetteer: &self.gazetteer,
            }
        }
    }

    #[test]
    fn regular_forms_of_ordinary_words_are_no_names() {
        let small = Small::new();
        assert!(small.letters().is_ordinary_form("shelled"));
        assert!(small.letters().is_ordinary_form("ferryboats"));
        assert!(!small.letters().is_ordinary_form("gilleran"));
    }

    #[test]
    fn a_hamlet_of_ordinary_words_is_not_well_known() {
        let small = Small::new();
        assert!(small.letters().is_well_known_place("red sea"));
        assert!(!small.letters().is_well_known_place("two ferries"));
    }
}
