//! What does marsad know?
//!
//! In go the files of `data/` as (name, bytes); out comes [`Knowledge`]: the
//! syntax model, the gazetteer, the actors, the ontology of actions, the words
//! and the patterns, all checked and indexed. It is a value, not a global: two
//! versions can live in one process. Invariant: whatever is loaded is whole;
//! anything missing, misspelt or contradictory is an [`Error`] that names the
//! file and the place in it. Nothing else in the library can fail.

pub mod action;
pub mod actor;
mod allegiance;
pub mod amounts;
pub mod casing;
pub mod codes;
pub mod control;
pub mod country;
pub mod datelines;
pub mod dictionary;
pub mod error;
pub mod family;
pub mod gazetteer;
pub mod interest;
pub mod lexicon;
pub mod light_verb;
pub mod likeness;
pub mod location;
pub mod modal;
pub mod orthography;
pub mod pattern;
pub(crate) mod relative;
pub mod seats;
pub mod spelling;
pub mod times;
pub mod war;
pub mod weights;
pub mod wording;

use marsad_syntax::Pipeline;
use smol_str::SmolStr;

pub use error::{Error, ErrorKind};

/// Everything that marsad knows.
pub struct Knowledge {
    version: SmolStr,
    syntax: Pipeline,
    gazetteer: gazetteer::Gazetteer,
    ontology: action::Ontology,
    actors: actor::Actors,
    amounts: amounts::Amounts,
    times: times::Times,
    casing: casing::Casing,
    orthography: orthography::Orthography,
    datelines: datelines::Datelines,
    agents: lexicon::Agents,
    reporting: lexicon::Reporting,
    locations: location::Locations,
    light_verbs: light_verb::LightVerbs,
    patterns: pattern::Patterns,
    wars: war::Wars,
    interests: interest::Interests,
    likenesses: likeness::Likenesses,
    control: control::Control,
    families: family::Families,
    wording: wording::Wording,
    modals: modal::Modals,
    countries: country::Countries,
    dictionary: dictionary::Dictionary,
    seats: seats::Seats,
    spellings: spelling::Spellings,
    place_names: weights::Weights,
    place_choices: weights::Weights,
    event_places: weights::Weights,
    cues: weights::Weights,
    sources: weights::Weights,
    continuations: weights::Weights,
    plover_types: weights::Classes,
    acled_types: weights::Classes,
    contents: weights::Classes,
}

/// What marsad learned from texts that people annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learned {
    /// Which words are names of places.
    PlaceNames,
    /// Which of several places a name means.
    PlaceChoices,
    /// Which of the places named is where a deed happened.
    EventPlaces,
    /// Which words say that something is said.
    Cues,
    /// Which of the words around such a word are for whoever says it.
    Sources,
    /// Whether what is said goes on in the next sentence.
    Continuations,
}

impl Learned {
    /// The file with its weights, relative to `data/`.
    pub const fn file(self) -> &'static str {
        match self {
            Self::PlaceNames => "models/en/place_names.tsv",
            Self::PlaceChoices => "models/en/place_choices.tsv",
            Self::EventPlaces => "models/en/event_places.tsv",
            Self::Cues => "models/en/cues.tsv",
            Self::Sources => "models/en/sources.tsv",
            Self::Continuations => "models/en/continuations.tsv",
        }
    }
}

/// Of what marsad learned which of several classes it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearnedClasses {
    /// A deed: PLOVER's types.
    Plover,
    /// A deed: ACLED's sub-event types.
    Acled,
    /// A part of a sentence: whether it is among what is said.
    Contents,
}

impl LearnedClasses {
    /// The file with its weights, relative to `data/`.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Plover => "models/en/plover_types.tsv",
            Self::Acled => "models/en/acled_types.tsv",
            Self::Contents => "models/en/contents.tsv",
        }
    }
}

impl Knowledge {
    /// Loads the files of `data/`.
    ///
    /// Each is given by its path relative to `data/` with forward slashes, such as
    /// `"ontology/actors.toml"`; the order does not matter. Model and gazetteer are
    /// used in place, hence the static lifetime.
    ///
    /// # Errors
    ///
    /// [`Error`] names the file that is missing or wrong, the place in it and what to do.
    pub fn from_files(files: &[(&'static str, &'static [u8])]) -> Result<Self, Error> {
        let files = Files(files);
        let version = files.text("VERSION")?.trim().into();
        let actors =
            actor::Actors::read("ontology/actors.toml", files.text("ontology/actors.toml")?)?;
        let wars = files.read("ontology/wars.toml", war::Wars::read)?;
        wars.check(
            "ontology/actors.toml",
            files.text("ontology/actors.toml")?,
            &actors,
        )?;
        let codes = files.read("ontology/codes.toml", codes::Codes::read)?;
        let ontology = files.read("ontology/actions.toml", |file, text| {
            action::Ontology::read(file, text, codes.clone())
        })?;
        let patterns = files.patterns(&ontology)?;
        Ok(Self {
            version,
            syntax: Pipeline::load(files.bytes("models/en/en_core_web_sm-3.8.0.marsad")?)
                .map_err(|e| files.binary("models/en/en_core_web_sm-3.8.0.marsad", &e))?,
            gazetteer: gazetteer::Gazetteer::from_static(files.bytes("gazetteer/world.gazetteer")?)
                .map_err(|e| files.binary("gazetteer/world.gazetteer", &e))?,
            interests: files.read("ontology/interests.toml", |file, text| {
                interest::Interests::read(file, text, &ontology)
            })?,
            likenesses: files.read("ontology/likeness.toml", |file, text| {
                likeness::Likenesses::read(file, text, &ontology)
            })?,
            control: files.read("ontology/control.toml", |file, text| {
                control::Control::read(file, text, &ontology)
            })?,
            families: files.read("ontology/families.toml", |file, text| {
                family::Families::read(file, text, &ontology)
            })?,
            wording: files.read("lexicon/en/wording.toml", |file, text| {
                wording::Wording::read(file, text, &ontology)
            })?,
            ontology,
            wars,
            modals: files.read("lexicon/en/modality.toml", modal::Modals::read)?,
            countries: files.read("ontology/countries.tsv", country::Countries::read)?,
            patterns,
            dictionary: files.read("lexicon/en/dictionary.tsv", |file, text| {
                dictionary::Dictionary::read(file, text, &codes)
            })?,
            seats: files.read("ontology/seats.tsv", seats::Seats::read)?,
            spellings: files.read(spelling::FILE, spelling::Spellings::read)?,
            place_names: files.read(Learned::PlaceNames.file(), weights::Weights::read)?,
            place_choices: files.read(Learned::PlaceChoices.file(), weights::Weights::read)?,
            event_places: files.read(Learned::EventPlaces.file(), weights::Weights::read)?,
            cues: files.read(Learned::Cues.file(), weights::Weights::read)?,
            sources: files.read(Learned::Sources.file(), weights::Weights::read)?,
            continuations: files.read(Learned::Continuations.file(), weights::Weights::read)?,
            plover_types: files.read(LearnedClasses::Plover.file(), weights::Classes::read)?,
            acled_types: files.read(LearnedClasses::Acled.file(), weights::Classes::read)?,
            contents: files.read(LearnedClasses::Contents.file(), weights::Classes::read)?,
            agents: files.read("lexicon/en/agents.toml", lexicon::Agents::read)?,
            reporting: files.read("lexicon/en/reporting.toml", lexicon::Reporting::read)?,
            locations: files.read("lexicon/en/locations.toml", location::Locations::read)?,
            light_verbs: files.read("lexicon/en/light_verbs.toml", light_verb::LightVerbs::read)?,
            casing: casing::Casing::read(
                "lexicon/en/casing.tsv",
                files.text("lexicon/en/casing.tsv")?,
                &actors,
            )?,
            orthography: orthography::Orthography::read(
                "lexicon/en/orthography.toml",
                files.text("lexicon/en/orthography.toml")?,
            )?,
            datelines: datelines::Datelines::read(
                "lexicon/en/datelines.toml",
                files.text("lexicon/en/datelines.toml")?,
                &actors,
            )?,
            amounts: amounts::Amounts::read(
                "lexicon/en/amounts.toml",
                files.text("lexicon/en/amounts.toml")?,
            )?,
            times: times::Times::read(
                "lexicon/en/times.toml",
                files.text("lexicon/en/times.toml")?,
            )?,
            actors,
        })
    }

    /// The same with the places of another gazetteer behind its own.
    ///
    /// Whoever adds places gets other claims, so the version says so: the layer's
    /// fingerprint follows it, as in `2026.11.1+5f3a01c2`.
    ///
    /// # Errors
    ///
    /// If both have a number of marsad's own for different places.
    pub fn with_gazetteer(
        self,
        layer: gazetteer::Gazetteer,
    ) -> Result<Self, gazetteer::GazetteerError> {
        Ok(Self {
            version: format!("{}+{}", self.version, layer.fingerprint()).into(),
            gazetteer: self.gazetteer.with(layer)?,
            spellings: self.spellings.anew(),
            ..self
        })
    }

    /// The version of the data, stamped on every claim.
    pub fn version(&self) -> &SmolStr {
        &self.version
    }

    /// For whom it is good and for whom bad that something was done.
    pub fn interests(&self) -> &interest::Interests {
        &self.interests
    }

    /// Which kinds of deed may be one happening, and how happenings are weighed.
    pub fn likenesses(&self) -> &likeness::Likenesses {
        &self.likenesses
    }

    /// What deeds mean for who holds the place where they were done.
    pub fn control(&self) -> &control::Control {
        &self.control
    }

    /// The families of kinds of deed, and what adds up over events.
    pub fn families(&self) -> &family::Families {
        &self.families
    }

    /// How deeds are told in sentences of marsad's own.
    pub fn wording(&self) -> &wording::Wording {
        &self.wording
    }

    /// The wars and their sides.
    pub fn wars(&self) -> &war::Wars {
        &self.wars
    }

    /// The words for what is tried, fails, hangs on another deed or is one of many.
    pub fn modals(&self) -> &modal::Modals {
        &self.modals
    }

    /// The three-letter codes of countries.
    pub fn countries(&self) -> &country::Countries {
        &self.countries
    }

    /// The syntax pipeline.
    pub fn syntax(&self) -> &Pipeline {
        &self.syntax
    }

    /// Where places are.
    pub fn gazetteer(&self) -> &gazetteer::Gazetteer {
        &self.gazetteer
    }

    /// The kinds of action.
    pub fn ontology(&self) -> &action::Ontology {
        &self.ontology
    }

    /// The words that give numbers.
    pub fn amounts(&self) -> &amounts::Amounts {
        &self.amounts
    }

    /// The words and patterns that name times.
    pub fn times(&self) -> &times::Times {
        &self.times
    }

    /// The known actors.
    pub fn actors(&self) -> &actor::Actors {
        &self.actors
    }

    /// The nouns that stand for somebody.
    pub fn agents(&self) -> &lexicon::Agents {
        &self.agents
    }

    /// The words by which a text says who says so.
    pub fn reporting(&self) -> &lexicon::Reporting {
        &self.reporting
    }

    /// The nouns that stand for places, and the words for spatial relations.
    pub fn locations(&self) -> &location::Locations {
        &self.locations
    }

    /// The verbs that only carry a deed.
    pub fn light_verbs(&self) -> &light_verb::LightVerbs {
        &self.light_verbs
    }

    /// The cities whose names stand for governments.
    pub fn seats(&self) -> &seats::Seats {
        &self.seats
    }

    /// Which places may be meant by a spelling that no source lists.
    pub fn spellings(&self) -> &spelling::Spellings {
        &self.spellings
    }

    /// How much each sign counts for words to be the name of a place.
    pub fn place_names(&self) -> &weights::Weights {
        &self.place_names
    }

    /// How much each sign counts for a name to mean one place rather than another.
    pub fn place_choices(&self) -> &weights::Weights {
        &self.place_choices
    }

    /// How much each sign counts for a place to be where a deed happened.
    pub fn event_places(&self) -> &weights::Weights {
        &self.event_places
    }

    /// How much each sign counts for a word to say that something is said.
    pub fn cues(&self) -> &weights::Weights {
        &self.cues
    }

    /// How much each sign counts for a word to head those for whoever says something.
    pub fn sources(&self) -> &weights::Weights {
        &self.sources
    }

    /// How much each sign counts for what is said to go on in the next sentence.
    pub fn continuations(&self) -> &weights::Weights {
        &self.continuations
    }

    /// Whether a part of a sentence is among what is said.
    pub fn contents(&self) -> &weights::Classes {
        &self.contents
    }

    /// Puts other weights in the place of what was learned: how one learns what difference
    /// they make.
    pub fn relearn(&mut self, what: Learned, weights: weights::Weights) {
        match what {
            Learned::PlaceNames => self.place_names = weights,
            Learned::PlaceChoices => self.place_choices = weights,
            Learned::EventPlaces => self.event_places = weights,
            Learned::Cues => self.cues = weights,
            Learned::Sources => self.sources = weights,
            Learned::Continuations => self.continuations = weights,
        }
    }

    /// What coders' dictionaries say that verbs mean.
    pub fn dictionary(&self) -> &dictionary::Dictionary {
        &self.dictionary
    }

    /// Which type of PLOVER a deed is of.
    pub fn plover_types(&self) -> &weights::Classes {
        &self.plover_types
    }

    /// Which sub-event type of ACLED a deed is of. Classes whose names begin with a hyphen lie
    /// outside ACLED.
    pub fn acled_types(&self) -> &weights::Classes {
        &self.acled_types
    }

    /// Puts another table in the place of a learned one.
    pub fn relearn_classes(&mut self, what: LearnedClasses, classes: weights::Classes) {
        match what {
            LearnedClasses::Plover => self.plover_types = classes,
            LearnedClasses::Acled => self.acled_types = classes,
            LearnedClasses::Contents => self.contents = classes,
        }
    }

    /// How sentences say that something was done.
    pub fn patterns(&self) -> &pattern::Patterns {
        &self.patterns
    }

    /// How words are usually cased.
    pub fn casing(&self) -> &casing::Casing {
        &self.casing
    }

    /// How text is usually written.
    pub fn orthography(&self) -> &orthography::Orthography {
        &self.orthography
    }

    /// The words around the prose of a report.
    pub fn datelines(&self) -> &datelines::Datelines {
        &self.datelines
    }
}

/// The files as given.
struct Files<'f>(&'f [(&'static str, &'static [u8])]);

impl Files<'_> {
    fn bytes(&self, name: &str) -> Result<&'static [u8], Error> {
        let found = self.0.iter().find(|(given, _)| *given == name);
        found
            .map(|(_, bytes)| *bytes)
            .ok_or_else(|| Error::new(name, ErrorKind::Missing))
    }

    fn text(&self, name: &str) -> Result<&'static str, Error> {
        std::str::from_utf8(self.bytes(name)?).map_err(|_| Error::new(name, ErrorKind::NotText))
    }

    fn read<T>(
        &self,
        name: &str,
        parse: impl Fn(&str, &str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        parse(name, self.text(name)?)
    }

    /// Every file of `patterns/en/`, in the order of their names.
    fn patterns(&self, ontology: &action::Ontology) -> Result<pattern::Patterns, Error> {
        let mut names: Vec<&str> = self
            .0
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| name.starts_with("patterns/en/"))
            .collect();
        names.sort_unstable();
        let sets = self.read("lexicon/en/sets.toml", pattern::Sets::read)?;
        let mut patterns = Vec::new();
        for name in names {
            let family = name
                .trim_start_matches("patterns/en/")
                .trim_end_matches(".toml");
            patterns.extend(pattern::read(
                name,
                family,
                self.text(name)?,
                ontology,
                &sets,
            )?);
        }
        Ok(pattern::Patterns::new(patterns))
    }

    fn binary(&self, name: &str, error: &impl std::fmt::Display) -> Error {
        Error::new(name, ErrorKind::Binary(error.to_string()))
    }
}
