//! Which words name somebody, somewhere, some time, some amount?
//!
//! In come the [`Sentences`] of a document; out come
//! [`Mentions`]: every actor, place, time and amount that it names, each with
//! its words and with what they were resolved to, or why they were not.
//! Invariant: mentions of one kind never overlap, and each lies in one sentence.

pub(crate) mod actor;
mod amount;
mod atom;
mod coreference;
mod numeral;
#[cfg(test)]
mod parsed;
pub(crate) mod phrase;
pub(crate) mod place;
mod relative;
pub(crate) mod time;

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

pub use self::relative::{GeoPrecision, RelativePlace};
use crate::{
    document::Document,
    knowledge::{
        Knowledge,
        actor::{ActorId, Role},
    },
    sentence::{Sentences, Tree},
    terms::{Interval, LonLat, Range, Slot, Span},
};

/// Everything that a document names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// Somebody: people, forces, institutions; in order.
    pub actors: Vec<ActorMention>,
    /// The pronouns that stand for one of the actors; in order.
    pub references: Vec<Reference>,
    /// Somewhere; in order.
    pub places: Vec<PlaceMention>,
    /// Some time; in order.
    pub times: Vec<TimeMention>,
    /// Some number of something; in order.
    pub amounts: Vec<AmountMention>,
    /// The day of the report, from which words like "yesterday" are seen: said where it was given
    /// with the report, inferred where its dateline has the full date.
    pub report: Slot<Date>,
    /// The day that its dateline names.
    pub filed: Option<Filed>,
    /// The place that the title tells of, where the text does not open with the title.
    pub title: Option<ResolvedPlace>,
}

/// Words that name somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// The whole phrase: "a Syrian military source".
    pub span: Span,
    /// Its head word, as an index into the document's tokens.
    pub head: usize,
    /// All its words, as a range of tokens.
    pub tokens: std::ops::Range<usize>,
    /// Who it is, where a name or a name's short form tells.
    pub actor: Slot<ActorId>,
    /// What kind of somebody, from the name or the head noun.
    pub role: Role,
    /// The country that the phrase ties them to (ISO 3166-1 alpha-2), as "Syrian" does.
    pub country: Option<SmolStr>,
}

/// What ontologies call somebody. What one lacks, or what the words do not tell, is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorCodes {
    /// PLOVER's sector: "REB".
    pub plover: Option<SmolStr>,
    /// CAMEO's code, a country and a sector where the actor has none of its own: "SYRREB".
    pub cameo: Option<SmolStr>,
    /// ACLED's kind of actor ("inter"), 1 to 8. A state's forces are its own kind wherever they act,
    /// though ACLED calls them external abroad: that needs the place.
    pub acled_inter: Option<u8>,
}

impl ActorMention {
    /// What ontologies call the one who is named: by the list of actors where it knows them, else by
    /// the words.
    pub fn codes(&self, knowledge: &Knowledge) -> ActorCodes {
        let known = self.actor.value().and_then(|id| knowledge.actors().get(id));
        let own = known.map(|actor| &actor.codes);
        let plover = own
            .and_then(|codes| codes.plover.clone())
            .or_else(|| self.role.plover.clone());
        let codes = knowledge.ontology().codes();
        let built = || {
            let country = knowledge.countries().three(self.country.as_deref()?)?;
            let sector = codes.cameo_sector(plover.as_deref()?)?;
            Some(format_smolstr!("{country}{sector}"))
        };
        let kind = known.map_or(&self.role.kind, |actor| &actor.kind);
        ActorCodes {
            cameo: own.and_then(|codes| codes.cameo.clone()).or_else(built),
            acled_inter: codes.inter(kind).map(|inter| inter.code),
            plover,
        }
    }
}

/// A pronoun that stands for somebody named before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The pronoun.
    pub span: Span,
    /// Likewise, as an index into the document's tokens.
    pub token: usize,
    /// Whom it stands for, as an index into [`Mentions::actors`].
    pub to: usize,
}

/// Words that name a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The name as written.
    pub span: Span,
    /// Its head word, as an index into the document's tokens.
    pub head: usize,
    /// All its words, as a range of tokens.
    pub tokens: std::ops::Range<usize>,
    /// What the name was resolved to.
    pub place: Slot<ResolvedPlace>,
    /// How likely that is, from 0 to 1, calibrated on news that people annotated; `None`
    /// where the name was not resolved.
    pub confidence: Option<f32>,
    /// The next likeliest place that lies elsewhere, if the name may mean one.
    pub runner_up: Option<ResolvedPlace>,
    /// Why these words do not say where something happened, if they do not.
    pub use_: PlaceUse,
    /// What the words around the name lay to it, where they do: "10 km south of X".
    pub relative: Option<RelativePlace>,
    /// How precisely all these words say where; `None` where a place is not resolved.
    pub precision: Option<GeoPrecision>,
}

/// What part a place name plays in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlaceUse {
    /// It says where something is or happens.
    #[default]
    Literal,
    /// It says where the report was filed.
    Dateline,
    /// It stands for those who govern there ("Washington said").
    Metonym,
    /// It is a word for a country's people or things ("Syrian forces"), and says whose
    /// they are, not where.
    Demonym,
    /// It is part of the name of somebody or something else ("Damascus University").
    Name,
}

/// A point or area of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPlace {
    /// The GeoNames id, where the place has one.
    pub geoname_id: Option<u32>,
    /// The gazetteer's name for it.
    pub name: SmolStr,
    /// ISO 3166-1 alpha-2, where it lies in one country.
    pub country: Option<SmolStr>,
    /// First-level administrative area, by name.
    pub admin1: Option<SmolStr>,
    /// What kind of place, in the gazetteer's word ("settlement", "river").
    pub kind: &'static str,
    /// Its representative point.
    pub at: LonLat,
    /// Half its extent in kilometres.
    pub radius_km: f64,
}

/// Words that name a time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// The expression as written.
    pub span: Span,
    /// Its head word, as an index into the document's tokens.
    pub head: usize,
    /// All its words, as a range of tokens.
    pub tokens: std::ops::Range<usize>,
    /// The TIMEX3 class.
    pub class: TimeClass,
    /// The TIMEX3 value ("2017-10-06", "XXXX-WXX-5", "PT48H").
    pub value: SmolStr,
    /// The days it covers; [`Slot::Unresolved`] without an anchor.
    pub days: Slot<Interval>,
    /// UCDP `date_prec`, 1 to 5, where the words fix it.
    pub precision: Option<u8>,
    /// What is wrong with it by the calendar.
    pub fault: Option<TimeFault>,
}

/// Why a date cannot be as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFault {
    /// There is no such day: "31 February".
    NoSuchDay,
    /// The day is another day of the week than the one that is named with it.
    OtherWeekday,
}

/// The day that a dateline names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The day; without a year the one nearest to publication.
    pub day: Date,
    /// Its words, or the dateline's where they do not stand apart.
    pub span: Span,
}

/// The TIMEX3 classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeClass {
    /// A day or longer.
    Date,
    /// Shorter than a day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

/// Words that name a number of something.
#[derive(Clone, Debug, PartialEq)]
pub struct AmountMention {
    /// The number with its modifiers: "at least 12".
    pub span: Span,
    /// All its words, as a range of tokens.
    pub tokens: std::ops::Range<usize>,
    /// The noun that is counted or the unit, or the number itself where it stands for whoever it
    /// counts ("killed 12"); as an index into the document's tokens.
    pub of: Option<usize>,
    /// The range that the words allow.
    pub range: Range,
    /// The unit, where it is a measure: "km", "mi", "percent".
    pub unit: Option<SmolStr>,
}

/// Everything that a document names.
pub(crate) fn find(knowledge: &Knowledge, document: &Document, sentences: &Sentences) -> Mentions {
    let tree = Tree::of(sentences);
    let (filed, report) = time::report(knowledge, document, sentences);
    let times = time::find(knowledge, report.value().copied(), sentences);
    let (mut actors, names) = actor::find(knowledge, document.published, sentences, &tree, &times);
    let (places, title) = place::find(knowledge, document, sentences, &tree, &actors, &names);
    actor::by_story(knowledge, document.published, &tree, &places, &mut actors);
    let amounts = amount::find(knowledge, sentences, &times);
    let mut mentions = Mentions {
        references: coreference::find(sentences, &tree, &actors),
        actors,
        places,
        times,
        amounts,
        report,
        filed,
        title,
    };
    relative::fill(knowledge, sentences, &tree, &mut mentions);
    mentions
}
