//! What place does a claim get from a place mention?
//!
//! In comes the mention that was chosen for a claim; out comes its [`ClaimPlace`]: the
//! named place itself, or what the words around the name lay to it. Invariant: the
//! point and the radius are those of the area that the words mean, never finer.

use smol_str::SmolStr;

use super::ClaimPlace;
use crate::{
    mention::{GeoPrecision, Mentions, PlaceMention, ResolvedPlace},
    terms::{LonLat, Slot, Span},
};

impl ClaimPlace {
    /// The place of a mention of the same document. `relation` is how the claim's own words lie
    /// to it ("in", "towards"); where the words around the name say more ("45 km south of X"),
    /// theirs stands instead. A mention that serves another's words ("Y" of "between X and
    /// Y") stands for the whole that they name.
    pub(crate) fn of_mention(
        mentions: &Mentions,
        mention: &PlaceMention,
        relation: SmolStr,
    ) -> Self {
        let mention = host(mentions, mention);
        match &mention.relative {
            Some(relative) => Self {
                span: relative.span,
                relation: relative.relation.clone(),
                place: mention.place.clone(),
                at: relative.at,
                radius_km: relative.radius_km,
                precision: mention.precision,
            },
            None => Self::of_words(
                mention.span,
                relation,
                mention.place.clone(),
                mention.precision,
            ),
        }
    }

    /// A place that is all that is known: one taken up by "the city", or named by no name.
    pub(crate) fn of_words(
        span: Span,
        relation: SmolStr,
        place: Slot<ResolvedPlace>,
        precision: Option<GeoPrecision>,
    ) -> Self {
        let known = place.value();
        Self {
            at: known.map(|place| place.at),
            radius_km: known.map(|place| place.radius_km),
            span,
            relation,
            place,
            precision,
        }
    }

    /// The disc on the globe that is meant: its middle and its radius in kilometres.
    /// `None` where a place that the words name is not resolved.
    pub fn area(&self) -> Option<(LonLat, f64)> {
        self.at.zip(self.radius_km)
    }
}

/// The mention in whose relation a mention serves, or the mention itself.
fn host<'m>(mentions: &'m Mentions, mention: &'m PlaceMention) -> &'m PlaceMention {
    let same = |other: &PlaceMention| other.tokens == mention.tokens;
    let index = mentions.places.iter().position(same);
    let uses = |other: &&PlaceMention| {
        let relative = other.relative.as_ref();
        relative
            .is_some_and(|relative| index.is_some_and(|index| relative.anchors.contains(&index)))
    };
    mentions.places.iter().find(uses).unwrap_or(mention)
}
