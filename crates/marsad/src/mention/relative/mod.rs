//! How does something lie to a place that is named beside it?
//!
//! In come the places and amounts of a document; out come, with each place, the
//! [`RelativePlace`] that the words around its name speak of ("45 km south of X") and the
//! [`GeoPrecision`] of what they say. The forms of such words are data
//! (`data/lexicon/en/locations.toml`); they are tried on the words beside the name's phrase, whose
//! reach both the tree and the neighbouring words tell. Invariant: a place that serves another's
//! relation ("between X and Y") has none of its own, and nothing is put on the map
//! that hangs on a place that is not.

mod area;
mod chain;
mod ground;
mod measure;
mod precision;
mod trial;

use smol_str::SmolStr;

pub use self::precision::GeoPrecision;
use self::{
    area::{Area, Bearing},
    chain::Chain,
    ground::Ground,
};
use super::{AmountMention, Mentions, PlaceMention, PlaceUse, ResolvedPlace};
use crate::{
    knowledge::{Knowledge, gazetteer::PlaceKind},
    sentence::{Sentences, Tree},
    terms::{LonLat, Range, Span},
};

/// Something that lies to a named place as words say: "10 km south of X".
#[derive(Clone, Debug, PartialEq)]
pub struct RelativePlace {
    /// The whole phrase, the name included: "45 km south of X, along the Euphrates".
    pub span: Span,
    /// How it lies to the place: "within", "south of", "western edge of", "between", "road".
    pub relation: SmolStr,
    /// How far from the place, in kilometres, where a distance is said.
    pub distance_km: Option<Range>,
    /// In which direction, in degrees clockwise from north, where one is said.
    pub bearing_deg: Option<f64>,
    /// The other places that it uses, as indices into [`Mentions::places`].
    pub anchors: Vec<usize>,
    /// The middle of the area that is meant; `None` where a place in it is not resolved.
    pub at: Option<LonLat>,
    /// How far the area reaches from its middle, in kilometres; likewise.
    pub radius_km: Option<f64>,
}

/// Fills [`PlaceMention::relative`] and [`PlaceMention::precision`] of all places. A name
/// that stands for people or is part of a longer one names a place where a border or road lies
/// between it and another, and only there.
pub(super) fn fill(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    mentions: &mut Mentions,
) {
    let mut places = std::mem::take(&mut mentions.places);
    for sentence in &sentences.sentences {
        let within = |token: usize| sentence.tokens.contains(&token);
        let first = places.partition_point(|place| place.tokens.start < sentence.tokens.start);
        let here: Vec<(usize, &PlaceMention)> = places
            .iter()
            .enumerate()
            .skip(first)
            .take_while(|(_, place)| within(place.tokens.start))
            .filter(|(_, place)| place.use_ == PlaceUse::Literal || is_borrowed(place))
            .collect();
        if here.is_empty() {
            continue;
        }
        let amounts: Vec<&AmountMention> = mentions
            .amounts
            .iter()
            .filter(|amount| within(amount.tokens.start))
            .collect();
        let ground = Ground::new(knowledge, sentences, tree, sentence, &here, &amounts);
        let chains = chain::chains(&ground, |at| is_borrowed(&places[at]));
        let resolved: Vec<_> = chains
            .iter()
            .map(|chain| (chain.name, resolve(&ground, &places, chain)))
            .collect();
        for (at, (relative, precision)) in resolved {
            for part in relative.anchors.iter().copied().chain([at]) {
                places[part].use_ = PlaceUse::Literal;
            }
            places[at].relative = Some(relative);
            places[at].precision = precision;
        }
    }
    for place in &mut places {
        if place.relative.is_none() {
            place.precision = place.place.value().and_then(bare_precision);
        }
    }
    mentions.places = places;
}

/// Whether a name stands for people or is part of a longer name, unless it is one of two
/// that a border or road lies between: "the Syrian-Turkish border", "the X-Y highway".
fn is_borrowed(place: &PlaceMention) -> bool {
    matches!(place.use_, PlaceUse::Demonym | PlaceUse::Name)
}

fn bare_precision(place: &ResolvedPlace) -> Option<GeoPrecision> {
    PlaceKind::parse(place.kind).map(|kind| GeoPrecision::of_kind(kind, place.radius_km))
}

/// What a chain of forms says, and how precisely.
fn resolve(
    ground: &Ground<'_>,
    places: &[PlaceMention],
    chain: &Chain<'_>,
) -> (RelativePlace, Option<GeoPrecision>) {
    let lexicon = ground.knowledge.locations().forms();
    let place = |at: usize| places[at].place.value();
    let mut laid =
        place(chain.name).and_then(|place| Some((Area::of(place), bare_precision(place)?)));
    let mut distance = None;
    let mut degrees = None;
    for found in &chain.forms {
        let directions: Vec<f64> = found
            .directions
            .iter()
            .map(|&at| lexicon.directions[at].degrees)
            .collect();
        let bearing = Bearing::of(&directions);
        let other = found.other.map(|at| place(at).map(Area::of));
        laid = match (laid, other) {
            (Some(_), Some(None)) | (None, _) => None,
            (Some((before, precision)), other) => {
                let means = found.form.means;
                let after = before.laid(means, found.distance, bearing, other.flatten());
                Some((after, precision.laid(means, before, after)))
            }
        };
        distance = found.distance.or(distance);
        degrees = bearing.map(|bearing| bearing.degrees).or(degrees);
    }
    let relative = RelativePlace {
        span: ground.span(&chain.atoms),
        relation: chain.relation(ground),
        distance_km: distance,
        bearing_deg: degrees,
        anchors: chain.anchors(),
        at: laid.map(|(area, _)| area.at),
        radius_km: laid.map(|(area, _)| area.radius_km),
    };
    (relative, laid.map(|(_, precision)| precision))
}
