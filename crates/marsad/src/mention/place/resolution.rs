//! Which place does a name mean?
//!
//! In come the names of places that a document has, each with the gazetteer's
//! candidates; out comes for each how likely every candidate is, and how likely it is
//! that none is meant. Candidates are weighed against each other by what the document
//! supports: the countries, areas and neighbourhoods of its other places, what stands
//! behind a comma, the kind of place that a noun beside the name says. This is done
//! twice, the second time with what the first found likely. What counts how much was
//! learned; the table is `models/en/place_choices.tsv`. Invariant: a name means one
//! place throughout a document, unless the words beside it say another kind.

use smol_str::SmolStr;

use super::support::{Support, around, strength, touches};
use crate::{
    knowledge::{
        Knowledge,
        gazetteer::{Candidate, NameKind, Place, PlaceKind, fold},
        weights::{Features, count, softmax},
    },
    terms::LonLat,
};

/// How often the candidates are weighed.
const ROUNDS: [&str; 2] = ["first", "second"];
/// How many candidates are told apart from many.
const COUNTED: usize = 12;
/// How many candidates of a name are looked at, the likeliest before context first.
const MOST: usize = 40;
/// How fast likelihood falls with the prior, whose 6 points stand for a doubling of
/// inhabitants: half as fast as the numbers of inhabitants.
const PRIOR_SCALE: f32 = 6.0 * 2.0 / std::f32::consts::LN_2;

/// How much less it counts that a name may mean nothing in the gazetteer, where a list
/// that the user added has it. What counts how much was learned with the shipped
/// gazetteer, which lacks most villages, so that a name that only a village bears mostly
/// meant something else there; whoever adds a country's villages says that it is theirs.
/// The logarithm of 100: a list is taken to hold all but one in a hundred.
const ADDED: f32 = 4.6;

/// A name as a document has it, maybe many times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    /// The name, folded.
    pub(crate) text: String,
    /// What the gazetteer has under it.
    pub(crate) candidates: Vec<Candidate>,
    /// How often it stands in the document.
    pub(crate) times: usize,
    /// What a noun beside it says that it is.
    pub(crate) kind: Option<Noun>,
    /// The kinds of place that this noun stands for, where it tells ("province").
    pub(crate) kinds: Vec<SmolStr>,
    /// Whether it stands as a word for people or things ("Syrian").
    pub(crate) demonym: bool,
    /// The names that stand behind it after a comma ("Paris, Texas").
    pub(crate) behind: Vec<usize>,
    /// The names that it stands behind.
    pub(crate) before: Vec<usize>,
    /// Whether it is the first of the document, or stands in its dateline.
    pub(crate) opens: bool,
}

/// What a noun beside a name says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Noun {
    /// "the city of X"
    Settlement,
    /// "X province"
    Area,
    /// "the X river"
    Feature,
    /// "X airport"
    Site,
}

impl Noun {
    fn word(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::Area => "area",
            Self::Feature => "feature",
            Self::Site => "site",
        }
    }
}

/// How likely each candidate of a name is; what is missing to 1 is that it means none.
pub(crate) type Likely = Vec<f32>;

/// A candidate with its place.
pub(crate) struct Choice<'k> {
    pub(crate) candidate: Candidate,
    pub(crate) place: Place<'k>,
    /// The square of one degree that it lies in, and that of four.
    pub(super) cell: (i32, i32),
    pub(super) wide: (i32, i32),
    /// Whether it is small enough to lie in a square.
    pub(super) local: bool,
    /// Whether a government sits there.
    seat: bool,
    /// Whether its main name begins like the name in the text.
    alike: bool,
    /// Whether a list that the user added has it, and the shipped gazetteer has not.
    added: bool,
}

/// A document's names with their candidates' places.
pub(crate) struct Names<'n, 'k> {
    pub(crate) names: &'n [Name],
    pub(crate) options: Vec<Vec<Choice<'k>>>,
}

impl<'n, 'k> Names<'n, 'k> {
    pub(crate) fn new(knowledge: &'k Knowledge, names: &'n [Name]) -> Self {
        let option = |text: &str, candidate: &Candidate| {
            let place = knowledge.gazetteer().place(candidate.place)?;
            let seat = place.kind == PlaceKind::Settlement
                && knowledge.seats().country(place.name).is_some_and(|code| {
                    place
                        .country
                        .is_some_and(|country| country.as_str() == code)
                })
                && place.population >= SEAT_PEOPLE;
            let cell = |degrees: f64| {
                (
                    (place.lon / degrees).floor() as i32,
                    (place.lat / degrees).floor() as i32,
                )
            };
            Some(Choice {
                candidate: *candidate,
                cell: cell(1.0),
                wide: cell(4.0),
                seat,
                alike: alike(text, place.name),
                added: knowledge.gazetteer().is_added(place.id),
                local: !matches!(
                    place.kind,
                    PlaceKind::Country | PlaceKind::Region | PlaceKind::Sea
                ),
                place,
            })
        };
        let options = names
            .iter()
            .map(|name| {
                let candidates = name.candidates.iter().take(MOST);
                candidates
                    .filter_map(|candidate| option(&name.text, candidate))
                    .collect()
            })
            .collect();
        Self { names, options }
    }

    /// How likely the candidates are before any context.
    fn before_context(&self) -> Vec<Likely> {
        self.options
            .iter()
            .map(|options| {
                let sums = options
                    .iter()
                    .map(|option| f32::from(option.candidate.prior) / PRIOR_SCALE);
                softmax(sums.collect())
            })
            .collect()
    }

    /// How likely the candidates are, all told.
    pub(crate) fn likely(&self, knowledge: &Knowledge) -> Vec<Likely> {
        self.until(knowledge, ROUNDS.len())
    }

    /// What was known before a round: the likelihoods of the round before it.
    pub(crate) fn until(&self, knowledge: &Knowledge, round: usize) -> Vec<Likely> {
        let mut likely = self.before_context();
        for round in 0..round {
            likely = self.weigh(knowledge, round, &likely);
        }
        likely
    }

    fn weigh(&self, knowledge: &Knowledge, round: usize, likely: &[Likely]) -> Vec<Likely> {
        let weights = knowledge.place_choices();
        let support = Support::new(self, likely);
        (0..self.names.len())
            .map(|name| {
                if self.options[name].is_empty() {
                    return Vec::new();
                }
                let mut sums: Vec<f32> = (0..self.options[name].len())
                    .map(|option| {
                        weights.sum(|sum| self.features(round, &support, likely, name, option, sum))
                    })
                    .collect();
                let none = weights.sum(|sum| self.features_of_none(round, &support, name, sum));
                let added = self.options[name].iter().any(|option| option.added);
                sums.push(if added { none - ADDED } else { none });
                let mut likely = softmax(sums);
                likely.pop();
                likely
            })
            .collect()
    }

    /// What speaks for a candidate.
    pub(crate) fn features(
        &self,
        round: usize,
        support: &Support,
        likely: &[Likely],
        name: usize,
        option: usize,
        to: &mut impl Features,
    ) {
        let round = ROUNDS[round];
        let this = &self.names[name];
        let options = &self.options[name];
        let Choice {
            candidate, place, ..
        } = &options[option];
        let kind = place.kind.word();
        let best = options
            .iter()
            .map(|option| option.candidate.prior)
            .max()
            .unwrap_or(0);
        to.put(&[round, "prior"], f32::from(candidate.prior) / 50.0);
        to.put(
            &[round, "prior below best"],
            f32::from(best - candidate.prior) / 50.0,
        );
        if option == 0 {
            to.holds(&[round, "best", count(options.len(), COUNTED)]);
        }
        let matched = match candidate.matched {
            NameKind::Main => "main",
            NameKind::Alternate => "alternate",
            NameKind::Spelling => "spelling",
        };
        to.holds(&[round, "matched", matched]);
        if candidate.matched == NameKind::Alternate {
            to.holds(&[
                round,
                "alike",
                if options[option].alike { "yes" } else { "no" },
                kind,
            ]);
        }
        if options[option].seat {
            to.holds(&[round, "seat"]);
        }
        to.holds(&[round, "kind", kind]);
        to.holds(&[
            round,
            "kind",
            kind,
            if this.demonym { "demonym" } else { "" },
        ]);
        let noun = this.kind.map_or("none", Noun::word);
        to.holds(&[round, "noun", noun, kind]);
        if !this.kinds.is_empty() {
            let meant = this.kinds.iter().any(|meant| meant == kind);
            to.holds(&[round, "noun says", if meant { "this" } else { "another" }]);
        }
        to.put(
            &[round, "people"],
            place.population.max(100).ilog2() as f32 / 12.0,
        );

        // What the rest of the document speaks of.
        let own = |same: &dyn Fn(&Choice<'_>) -> bool| -> f32 {
            let pairs = options.iter().zip(&likely[name]);
            pairs
                .filter(|(other, _)| same(other))
                .map(|(_, likely)| likely)
                .sum()
        };
        let country = place.country.map_or(0.0, |code| {
            let own = own(&|other| other.place.country == Some(code));
            support.part(support.countries.get(&code).copied(), own, name)
        });
        let area = place.admin1.as_ref().map_or(0.0, |area| {
            let same = |other: &Choice<'_>| {
                other
                    .place
                    .admin1
                    .as_ref()
                    .is_some_and(|other| other.code == area.code)
            };
            support.part(support.areas.get(area.code).copied(), own(&same), name)
        });
        let this_choice = &options[option];
        let near = around(&support.cells, this_choice.cell);
        let near = support.part(
            near,
            own(&|other| other.local && touches(other.cell, this_choice.cell)),
            name,
        );
        let wide = around(&support.wide, this_choice.wide);
        let wide = support.part(
            wide,
            own(&|other| other.local && touches(other.wide, this_choice.wide)),
            name,
        );
        // A name that stands alone is neither supported nor opposed.
        let alone = support.total <= support.masses[name];
        if alone {
            to.holds(&[round, "alone", kind]);
        }
        if !alone {
            for (what, share) in [
                ("country", country),
                ("area", area),
                ("near", near),
                ("wide", wide),
            ] {
                to.put(&[round, what], share);
                to.holds(&[round, what, strength(share)]);
            }
            let country_named = place.country.is_some_and(|code| {
                place.kind != PlaceKind::Country && support.named_countries.contains_key(&code)
            });
            let area_named = place.kind != PlaceKind::Admin1
                && place
                    .admin1
                    .as_ref()
                    .and_then(|area| area.place)
                    .is_some_and(|id| support.named_areas.contains_key(&id));
            to.holds(&[
                round,
                "named",
                if country_named { "country" } else { "" },
                if area_named { "area" } else { "" },
            ]);
        }

        // What stands behind a comma, and what this stands behind.
        if !this.behind.is_empty() {
            let within = self.most(likely, &this.behind, |outer| lies_in(place, outer));
            to.put(&[round, "lies in what is behind"], within);
            to.holds(&[round, "behind", strength(within)]);
        }
        if !this.before.is_empty() {
            let holds = self.most(likely, &this.before, |inner| lies_in(inner, place));
            to.put(&[round, "holds what is before"], holds);
            to.holds(&[round, "before", strength(holds), kind]);
        }
        if let Some((_, at)) = support.first.filter(|(first, _)| *first != name) {
            let km = LonLat {
                lon: place.lon,
                lat: place.lat,
            }
            .km_to(at);
            let far = match km {
                km if km < 30.0 => "30 km",
                km if km < 150.0 => "150 km",
                km if km < 500.0 => "500 km",
                km if km < 2000.0 => "2000 km",
                _ => "far",
            };
            to.holds(&[round, "from the first", far]);
        }
    }

    /// What speaks for the name to mean no place that the gazetteer has.
    pub(crate) fn features_of_none(
        &self,
        round: usize,
        support: &Support,
        name: usize,
        to: &mut impl Features,
    ) {
        let round = ROUNDS[round];
        let this = &self.names[name];
        let options = &self.options[name];
        to.holds(&[round, "none"]);
        to.holds(&[round, "none of", count(options.len(), COUNTED)]);
        to.holds(&[round, "none", this.kind.map_or("", Noun::word)]);
        if let Some(best) = options.first() {
            to.put(
                &[round, "none", "prior"],
                f32::from(best.candidate.prior) / 50.0,
            );
            to.holds(&[round, "none", best.place.kind.word()]);
        }
        let supported = options.iter().any(|option| {
            let mass = option
                .place
                .country
                .and_then(|code| support.countries.get(&code).copied());
            support.part(mass, 0.0, name) > 0.3
        });
        let support = match (support.total <= support.masses[name], supported) {
            (true, _) => "alone",
            (false, true) => "supported",
            (false, false) => "unsupported",
        };
        to.holds(&[round, "none", support]);
    }

    /// The greatest likelihood of a candidate of one of these names for which `holds`.
    fn most(&self, likely: &[Likely], names: &[usize], holds: impl Fn(&Place<'_>) -> bool) -> f32 {
        let mut most = 0.0_f32;
        for &name in names {
            for (option, likely) in self.options[name].iter().zip(&likely[name]) {
                if holds(&option.place) {
                    most = most.max(*likely);
                }
            }
        }
        most
    }
}

/// How many live at least in the seat of a government, which tells it from its namesakes.
const SEAT_PEOPLE: u64 = 20_000;

/// Whether one of the words of the main name begins like the first word of a name.
fn alike(text: &str, main: &str) -> bool {
    let first: String = text.chars().take(3).collect();
    fold(main).split(' ').any(|word| word.starts_with(&first))
}

fn lies_in(inner: &Place<'_>, outer: &Place<'_>) -> bool {
    if inner.id == outer.id {
        return false;
    }
    match outer.kind {
        PlaceKind::Country => outer
            .country
            .is_some_and(|code| inner.countries.contains(&code)),
        PlaceKind::Admin1 => {
            inner.kind != PlaceKind::Country
                && inner
                    .admin1
                    .is_some_and(|area| area.place == Some(outer.id))
        }
        _ => {
            inner.kind != PlaceKind::Country
                && inner.kind != PlaceKind::Admin1
                && inner.country == outer.country
                && point(inner).km_to(point(outer)) <= outer.radius_km + 20.0
        }
    }
}

pub(super) fn point(place: &Place<'_>) -> LonLat {
    LonLat {
        lon: place.lon,
        lat: place.lat,
    }
}
