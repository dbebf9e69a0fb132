//! Are place names found, and put where they lie?
//!
//! In: texts with their toponyms. Out: precision, recall and F1 of the names that have
//! coordinates in the gold; the share of those found and resolved that lie within 161 km
//! (a hundred miles); the share of all that do. Invariant: what is found where the gold
//! names a place without coordinates is neither right nor wrong.

use anyhow::Result;
use marsad::mention::PlaceMention;
use marsad::reading::Reading;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Calibration, Matches, Share, Tally, pair};
use crate::gold::Gold as _;
use crate::gold::place::{Places, Toponym};

/// A hundred miles, as the field measures.
const NEAR_KM: f64 = 161.0;

/// Reads one corpus of toponyms.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(texts) = bench.gold::<Places>(corpus)? else {
        return Ok(None);
    };
    let judged = bench.each_by_places(&texts, judge)?;
    let items = texts
        .iter()
        .zip(&judged)
        .map(|(text, (names, resolved, ..))| {
            let id = &text.document().id;
            let (found, missed, spurious) = (names.found, names.missed, names.spurious);
            format!(
                "{id}\t{found}\t{missed}\t{spurious}\t{}\t{}",
                resolved.of, resolved.right
            )
        });
    let items = items.collect();
    let (names, resolved, all, told) = judged.into_iter().fold(Default::default(), Tally::plus);
    let mut scores = Vec::from(Score::matches(
        ["precision", "recall", "f1"],
        names,
        "toponyms",
    ));
    scores.push(Score::share(
        "acc161",
        resolved,
        "toponyms found and resolved",
    ));
    scores.push(Score::share("end_to_end161", all, "toponyms"));
    scores.push(Score {
        name: "calibration",
        value: told.value(),
        count: told.count(),
        items: "toponyms found and resolved",
    });
    let columns = "toponyms found, missed, and found where there is none; those resolved, and those resolved within 161 km";
    Ok(Some(Verdict::of(scores).with_items(columns, items)))
}

fn judge(places: &Places, reading: &Reading) -> (Matches, Share, Share, Calibration) {
    let (sited, unsited): (Vec<&Toponym>, Vec<&Toponym>) = places
        .toponyms
        .iter()
        .partition(|toponym| toponym.at.is_some());
    let mentions = &reading.mentions.places;
    let meets = |toponym: &&Toponym, mention: &PlaceMention| toponym.span.overlaps(mention.span);
    let paired = pair(&sited, mentions, meets);
    let outside = |mention| unsited.iter().any(|toponym| meets(toponym, mention));
    let predicted = (0..mentions.len())
        .filter(|at| paired.contains(&Some(*at)) || !outside(&mentions[*at]))
        .count();
    let found = paired.iter().flatten().count();
    let (mut resolved, mut near) = (0, 0);
    let mut told = Calibration::default();
    for (toponym, at) in sited.iter().zip(&paired) {
        let mention = at.map(|at| &mentions[at]);
        let answer =
            mention.and_then(|mention| Some((mention.place.value()?, mention.confidence?)));
        if let Some(((place, confidence), at)) = answer.zip(toponym.at) {
            let is_near = place.at.km_to(at) <= NEAR_KM;
            resolved += 1;
            near += usize::from(is_near);
            told = told.plus(Calibration::one(confidence, is_near));
        }
    }
    (
        Matches::of(found, predicted, sited.len()),
        Share {
            right: near,
            of: resolved,
        },
        Share {
            right: near,
            of: sited.len(),
        },
        told,
    )
}

#[cfg(test)]
mod tests {
    use marsad::mention::{Mentions, PlaceUse, ResolvedPlace};
    use marsad::terms::{LonLat, Slot, Span};

    use super::*;

    fn mention(start: usize, end: usize, lon: f64) -> PlaceMention {
        PlaceMention {
            span: Span::new(start, end),
            head: 0,
            tokens: 0..1,
            place: Slot::Said(ResolvedPlace {
                geoname_id: None,
                name: "Somewhere".into(),
                country: None,
                admin1: None,
                kind: "settlement",
                at: LonLat { lon, lat: 0.0 },
                radius_km: 1.0,
            }),
            confidence: Some(1.0),
            runner_up: None,
            use_: PlaceUse::Literal,
            relative: None,
            precision: None,
        }
    }

    #[test]
    fn a_name_that_the_gold_does_not_locate_is_neither_right_nor_wrong() {
        let line = r#"{"id": "1", "text": "aa bb cc dd", "places": [
            {"start": 0, "end": 2, "lat": 0.0, "lon": 10.0},
            {"start": 3, "end": 5, "lat": null, "lon": null},
            {"start": 6, "end": 8, "lat": 0.0, "lon": 10.0}]}"#;
        let places: Places = serde_json::from_str(line).unwrap();
        let found = vec![
            mention(0, 2, 11.0),
            mention(3, 5, 0.0),
            mention(6, 8, 30.0),
            mention(9, 11, 0.0),
        ];
        let reading = Reading {
            document: places.document().clone(),
            sentences: marsad::sentence::Sentences::default(),
            mentions: Mentions {
                places: found,
                ..Mentions::default()
            },
            voices: Vec::new(),
            claims: Vec::new(),
            doubts: Vec::new(),
        };
        let (names, resolved, all, told) = judge(&places, &reading);
        assert_eq!(names, Matches::of(2, 3, 2));
        assert_eq!((told.value(), told.count()), (0.5, 2));
        assert_eq!(
            (resolved, all),
            (Share { right: 1, of: 2 }, Share { right: 1, of: 2 })
        );
    }
}
