//! Who is said to have done what to whom, where, when, and who says so?
//!
//! In come the [`Sentences`](crate::sentence::Sentences) and
//! [`Mentions`](crate::mention::Mentions) of a document; out come [`Claim`]s in
//! the order of their triggers. Invariant: everything a claim says lies in its
//! document and can be pointed at; what the text leaves unsaid stays unsaid.

pub(crate) mod attribution;
mod build;
pub(crate) mod cast;
mod certainty;
mod doer;
mod frame;
pub(crate) mod kind;
mod location;
pub(crate) mod matching;
pub(crate) mod modality;
mod place;
mod responsibility;
mod scope;
mod stake;
mod timing;
mod toll;
pub(crate) mod whereabouts;

use smol_str::SmolStr;

use crate::{
    knowledge::{
        action::{Acled, ActionId, Plover},
        actor::ActorId,
    },
    mention::{GeoPrecision, ResolvedPlace},
    terms::{Interval, LonLat, Range, Slot, Span, time_precision},
};
pub(crate) use build::{Found, find};
pub use certainty::{Certainty, Grade};
pub use responsibility::{Bearing, Dispute, Responsibility};
pub use stake::{Allegiance, Stake, Stand};

/// One statement that something was, is or will be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The document's id and the claim's place in it: "a1b2#3".
    pub id: String,
    /// What kind of deed.
    pub action: ActionId,
    /// What the ontologies that users work with call it.
    pub coding: Coding,
    /// In what sense it is stated.
    pub modality: Modality,
    /// Whether it sums up many deeds over a length of time ("has lost ground in recent months",
    /// "the toll rose to 29"), so that it is no single one.
    pub summary: bool,
    /// Who did it. Two sides that fight each other both stand here.
    pub actors: Vec<Party>,
    /// To whom or what it was done.
    pub targets: Vec<Party>,
    /// Where; the first is where it happened. Empty when unsaid.
    pub places: Vec<ClaimPlace>,
    /// When.
    pub when: Slot<When>,
    /// How many of what.
    pub amounts: Vec<ClaimAmount>,
    /// Who says so: the publisher first, whoever is quoted last.
    pub voices: Vec<Voice>,
    /// How far anybody stands behind it.
    pub certainty: Certainty,
    /// Who says that they did it or did not, or that another did.
    pub responsibility: Vec<Responsibility>,
    /// Who says in the same document that it is not so.
    pub disputed_by: Vec<Dispute>,
    /// How the last voice stands to the deed; `None` where it is nobody of whom that is known.
    pub stake: Option<Stake>,
    /// Which words, which rule, which data.
    pub evidence: Evidence,
}

/// What ontologies call a deed, in the sense in which it is stated. What an ontology lacks is
/// `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    /// Its type, mode and contexts in PLOVER.
    pub plover: Option<Plover>,
    /// Its code in CAMEO, three or four digits.
    pub cameo: Option<SmolStr>,
    /// Its event and sub-event type in ACLED; none for what was not done.
    pub acled: Option<Acled>,
    /// "armed force" where deaths in it count for UCDP GED.
    pub ucdp: Option<SmolStr>,
    /// Who found its PLOVER type, or that it has none.
    pub judge: Judge,
    /// How likely the type is, from 0 to 1, by what was learned; `None` where a pattern stands alone.
    pub confidence: Option<f32>,
}

/// Who found out of what kind a deed is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judge {
    /// The pattern; what was learned saw nothing likely.
    #[default]
    Rule,
    /// What was learned, against the pattern or without one.
    Learned,
    /// Both, and they agree.
    Both,
}

impl Judge {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Learned => "learned",
            Self::Both => "both",
        }
    }
}

/// In what sense a claim is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It was or is being done.
    #[default]
    Asserted,
    /// It is said not to have been done.
    Denied,
    /// It is announced or intended.
    Planned,
    /// It is threatened.
    Threatened,
    /// Somebody asks or orders that it be done.
    Demanded,
    /// It hangs on something that is not said to have happened.
    Conditional,
    /// It was tried; whether it came about is not said.
    Attempted,
    /// It was tried or meant, and did not come about.
    Failed,
    /// It is believed, possible or asked.
    Supposed,
    /// It is told as background, from before the report's own time.
    Historical,
}

impl Modality {
    /// Whether the deed is said to have been done, or believed to.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Asserted | Self::Supposed | Self::Historical)
    }

    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Planned => "planned",
            Self::Threatened => "threatened",
            Self::Demanded => "demanded",
            Self::Conditional => "conditional",
            Self::Attempted => "attempted",
            Self::Failed => "failed",
            Self::Supposed => "supposed",
            Self::Historical => "historical",
        }
    }

    /// A sense by its word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Asserted,
            Self::Denied,
            Self::Planned,
            Self::Threatened,
            Self::Demanded,
            Self::Conditional,
            Self::Attempted,
            Self::Failed,
            Self::Supposed,
            Self::Historical,
        ]
        .into_iter()
        .find(|sense| sense.as_str() == word)
    }
}

/// Somebody (or something) with a part in a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The words that name them.
    pub span: Span,
    /// Who they are, where known.
    pub actor: Option<ActorId>,
}

/// A place with a part in a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimPlace {
    /// The words that name it; empty where only the title does.
    pub span: Span,
    /// How the happening lies to the named place: "in", "near", "towards", "western edge of".
    pub relation: SmolStr,
    /// The named place.
    pub place: Slot<ResolvedPlace>,
    /// The middle of the area that is meant, which is the named place's own only where the
    /// happening lies in it; `None` where a place is not resolved.
    pub at: Option<LonLat>,
    /// How far that area reaches from its middle, in kilometres; likewise.
    pub radius_km: Option<f64>,
    /// How precisely the words say where; `None` also where they do not say it by a name.
    pub precision: Option<GeoPrecision>,
}

/// When a claim says that it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// The words that say so, if the text has them.
    pub span: Option<Span>,
    /// The days; `None` where the words have no anchor in the calendar.
    pub days: Option<Interval>,
    /// UCDP `date_prec`, 1 to 5.
    pub precision: Option<u8>,
    /// The days that UCDP's codebook gives a deed that no words date, where it is told as past: it leaves out the
    /// report's own day, on which it may well have happened. `None` where `days` are its days too.
    pub coded: Option<Interval>,
}

impl When {
    /// ACLED's time precision, 1 to 3; `None` where not even the month is known.
    pub fn time_precision(&self) -> Option<u8> {
        self.precision.and_then(time_precision)
    }
}

/// How many of what.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimAmount {
    /// The number's words.
    pub span: Span,
    /// What is counted: "killed", "injured", "strikes", "distance_km" and so on.
    pub what: SmolStr,
    /// The words that say who or what was counted, if any.
    pub who: Option<Span>,
    /// The range.
    pub range: Range,
    /// How the number was arrived at.
    pub basis: Basis,
    /// The words of the amount that it is a part of ("12 people, including 3 children"), which
    /// counts it already.
    pub part_of: Option<Span>,
    /// Whether it counts all that happened so far ("the toll rose to 29") and not this deed alone.
    pub cumulative: bool,
}

/// How a number of people or things was arrived at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The text says it.
    #[default]
    Said,
    /// The text names one person.
    OneNamed,
    /// It is the sum of what a list counts.
    Sum,
}

impl Basis {
    /// Why the number was inferred, where it was.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Said => None,
            Self::OneNamed => Some("one person is named"),
            Self::Sum => Some("the sum of a list"),
        }
    }
}

/// Somebody who says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// The words that name the speaker; empty for the publisher itself.
    pub source: Vec<Span>,
    /// The words that say that it is said: "said", "according to".
    pub cue: Vec<Span>,
    /// The words that are said.
    pub content: Vec<Span>,
    /// Who the speaker is, where known.
    pub speaker: Option<ActorId>,
    /// The speaker in words, after pronouns are resolved: "the Syrian Observatory for Human Rights".
    pub name: SmolStr,
    /// What kind of voice: "publisher", "agency", "monitor", "party", "military source", "official" and so on.
    pub kind: SmolStr,
    /// How many they are, where the words say so ("two officials").
    pub number: Option<Range>,
    /// The country that the words tie them to (ISO 3166-1 alpha-2).
    pub country: Option<SmolStr>,
    /// How they put it ("neutral", "claim", "deny", "believe"), where the lexicon knows the cue.
    pub manner: Option<SmolStr>,
}

/// Why a claim was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The word that the claim hangs on.
    pub trigger: Span,
    /// The clause that says it.
    pub span: Span,
    /// The pattern that spoke.
    pub rule: SmolStr,
    /// The version of the data that was read with.
    pub data_version: SmolStr,
}

/// Those of some parties of whom it is known who they are.
fn known(parties: &[Party]) -> Vec<ActorId> {
    parties
        .iter()
        .filter_map(|party| party.actor.clone())
        .collect()
}
