//! What do places look like to other programs?
//!
//! In come the places that a document names and those of its claims; out come their parts of a
//! [`Record`](super::Record). Invariant: a place that is not resolved has no point.

use marsad::{
    claim::ClaimPlace,
    mention::{GeoPrecision, PlaceMention, PlaceUse, RelativePlace, ResolvedPlace},
    terms::Slot,
};
use serde::Serialize;

use super::{Figure, Form, Words, rounded};

#[derive(Debug, Serialize)]
pub(super) struct Place<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    status: &'static str,
    reason: Option<&'r str>,
    #[serde(rename = "use")]
    use_: &'static str,
    #[serde(flatten)]
    site: Site<'r>,
    #[serde(flatten)]
    precision: Precision,
    confidence: Option<f64>,
    relative: Option<Relative<'r>>,
    runner_up: Option<Site<'r>>,
    candidates: Vec<Site<'r>>,
}

/// How precisely words say where, in the codes of UCDP GED and of ACLED.
#[derive(Debug, Serialize)]
pub(super) struct Precision {
    where_prec: Option<u8>,
    geo_precision: Option<u8>,
}

/// What the words around a name lay to the place that it names.
#[derive(Debug, Serialize)]
pub(super) struct Relative<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    relation: &'r str,
    distance_km: Option<Bounds>,
    bearing: Option<f64>,
    others: Vec<usize>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct Bounds {
    low: Option<Figure>,
    high: Option<Figure>,
}

/// A point or area of the gazetteer; all null where there is none.
#[derive(Debug, Default, Serialize)]
pub(super) struct Site<'r> {
    geonameid: Option<u32>,
    name: Option<&'r str>,
    country: Option<&'r str>,
    admin1: Option<&'r str>,
    kind: Option<&'static str>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
}

#[derive(Debug, Serialize)]
pub(super) struct Scene<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    relation: &'r str,
    status: &'static str,
    reason: Option<&'r str>,
    #[serde(flatten)]
    site: Site<'r>,
    #[serde(flatten)]
    precision: Precision,
    candidates: Vec<Site<'r>>,
}

impl<'r> Form<'r> {
    pub(super) fn place(&self, mention: &'r PlaceMention) -> Place<'r> {
        Place {
            words: self.words(mention.span),
            status: mention.place.status(),
            reason: mention.place.reason(),
            use_: match mention.use_ {
                PlaceUse::Literal => "literal",
                PlaceUse::Dateline => "dateline",
                PlaceUse::Metonym => "metonym",
                PlaceUse::Demonym => "demonym",
                PlaceUse::Name => "name",
            },
            site: mention.place.value().map(site).unwrap_or_default(),
            precision: precision(mention.precision),
            relative: mention
                .relative
                .as_ref()
                .map(|relative| self.relative(relative)),
            // Two figures: no more are meant.
            confidence: mention
                .confidence
                .map(|likely| f64::from((likely * 100.0).round()) / 100.0),
            runner_up: mention.runner_up.as_ref().map(site),
            candidates: candidates(&mention.place),
        }
    }

    fn relative(&self, relative: &'r RelativePlace) -> Relative<'r> {
        let rounded_km = |km: f64| Figure(rounded(km, 1e2));
        Relative {
            words: self.words(relative.span),
            relation: &relative.relation,
            distance_km: relative.distance_km.map(|range| Bounds {
                low: range.low.map(rounded_km),
                high: range.high.map(rounded_km),
            }),
            bearing: relative.bearing_deg,
            others: relative.anchors.clone(),
            lat: relative.at.map(|at| degrees(at.lat)),
            lon: relative.at.map(|at| degrees(at.lon)),
            radius_km: relative.radius_km.map(|km| rounded(km, 1e2)),
        }
    }

    pub(super) fn scene(&self, place: &'r ClaimPlace) -> Scene<'r> {
        Scene {
            words: self.words(place.span),
            relation: &place.relation,
            status: place.place.status(),
            reason: place.place.reason(),
            // The name, the country and the rest are the named place's; the point and the
            // radius are those of what lies so to it.
            site: Site {
                lat: place.at.map(|at| degrees(at.lat)),
                lon: place.at.map(|at| degrees(at.lon)),
                radius_km: place.radius_km.map(|km| rounded(km, 1e2)),
                ..place.place.value().map(site).unwrap_or_default()
            },
            precision: precision(place.precision),
            candidates: candidates(&place.place),
        }
    }
}

fn site(place: &ResolvedPlace) -> Site<'_> {
    Site {
        geonameid: place.geoname_id,
        name: Some(&place.name),
        country: place.country.as_deref(),
        admin1: place.admin1.as_deref(),
        kind: Some(place.kind),
        lat: Some(degrees(place.at.lat)),
        lon: Some(degrees(place.at.lon)),
        radius_km: Some(rounded(place.radius_km, 1e2)),
    }
}

fn precision(codes: Option<GeoPrecision>) -> Precision {
    Precision {
        where_prec: codes.map(|codes| codes.ucdp),
        geo_precision: codes.map(|codes| codes.acled),
    }
}

fn candidates(slot: &Slot<ResolvedPlace>) -> Vec<Site<'_>> {
    match slot {
        Slot::Ambiguous(places) => places.iter().map(site).collect(),
        _ => Vec::new(),
    }
}

/// A metre is finer than any gazetteer; more digits would be noise.
fn degrees(value: f64) -> f64 {
    rounded(value, 1e5)
}
