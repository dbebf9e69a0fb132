//! What does a claim that was found look like to other programs?
//!
//! In comes a found claim; out comes one JSON object, version 1, described by
//! `schema/found.schema.json`, or the row of a table. Invariant: document and claim stand in
//! the object, byte for byte, as `marsad read` prints them.

use serde::Serialize;
use serde_json::value::RawValue;

use super::stored::{StoredClaim, StoredParty, StoredReading};
use crate::store::{refusal::Refusal, search::Found};

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

/// The header of the table.
const COLUMNS: [&str; 20] = [
    "claim",
    "document",
    "given_id",
    "source",
    "published",
    "title",
    "url",
    "day_from",
    "day_to",
    "action",
    "plover",
    "modality",
    "grade",
    "actors",
    "targets",
    "place",
    "lat",
    "lon",
    "voices",
    "words",
];

#[derive(Serialize)]
struct Line<'f> {
    v: u32,
    given_id: Option<&'f str>,
    document: &'f RawValue,
    words: &'f str,
    claim: &'f RawValue,
}

/// What stands at the head of a reading about its document.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Header {
    /// Its fingerprint.
    pub(crate) id: String,
    /// Who published it.
    pub(crate) source: Option<String>,
    /// The day, as year-month-day.
    pub(crate) published: Option<String>,
    /// Its headline.
    pub(crate) title: Option<String>,
    /// Where it was found.
    pub(crate) url: Option<String>,
}

/// The claim as a line of JSON.
///
/// # Errors
///
/// When what is stored cannot be read again.
pub(crate) fn to_line(found: &Found) -> Result<String, Refusal> {
    let reading = StoredReading::of_line(&found.line).map_err(Refusal::Unreadable)?;
    let claim = reading
        .claims
        .get(found.at)
        .ok_or_else(|| Refusal::Unreadable("a claim that its reading lacks".to_owned()))?;
    Ok(super::line(&Line {
        v: VERSION,
        given_id: found.given_id.as_deref(),
        document: reading.document,
        words: &found.words,
        claim,
    }))
}

/// The parts of a found claim that are shown.
///
/// # Errors
///
/// When what is stored cannot be read again.
pub(crate) fn parts(found: &Found) -> Result<(Header, StoredClaim), Refusal> {
    let reading = StoredReading::of_line(&found.line).map_err(Refusal::Unreadable)?;
    let header = serde_json::from_str(reading.document.get())
        .map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let claim = reading.claim(found.at).map_err(Refusal::Unreadable)?;
    Ok((header, claim))
}

/// The claims as a table with a header, its columns between commas.
///
/// # Errors
///
/// When what is stored cannot be read again.
pub(crate) fn to_table(all: &[Found]) -> Result<String, Refusal> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let unwritten = |error: csv::Error| Refusal::Unreadable(error.to_string());
    table.write_record(COLUMNS).map_err(unwritten)?;
    for found in all {
        table.write_record(row(found)?).map_err(unwritten)?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| Refusal::Unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Refusal::Unreadable(error.to_string()))
}

fn row(found: &Found) -> Result<[String; 20], Refusal> {
    let (header, claim) = parts(found)?;
    let place = claim.place.first();
    let name = place.map(|place| place.name.clone().unwrap_or_else(|| place.text.clone()));
    let degrees = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (from, to) = match claim.when {
        Some(days) => (days.from, days.to),
        None => (None, None),
    };
    let voices: Vec<&str> = claim
        .voices
        .iter()
        .map(|voice| voice.name.as_str())
        .collect();
    Ok([
        claim.id,
        header.id,
        found.given_id.clone().unwrap_or_default(),
        header.source.unwrap_or_default(),
        header.published.unwrap_or_default(),
        header.title.unwrap_or_default(),
        header.url.unwrap_or_default(),
        from.unwrap_or_default(),
        to.unwrap_or_default(),
        claim.action,
        claim.plover.event.unwrap_or_default(),
        claim.modality,
        claim.certainty.grade,
        parties(&claim.actors),
        parties(&claim.targets),
        name.unwrap_or_default(),
        degrees(place.and_then(|place| place.lat)),
        degrees(place.and_then(|place| place.lon)),
        voices.join("; "),
        found.words.clone(),
    ])
}

/// Those who have a part, each by its id where that is known.
fn parties(parties: &[StoredParty]) -> String {
    let names: Vec<&str> = parties
        .iter()
        .map(|party| party.id.as_deref().unwrap_or(&party.text))
        .collect();
    names.join("; ")
}
