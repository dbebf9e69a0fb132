//! What of its own form does the program read again?
//!
//! In comes a line that [`Record::to_line`](super::Record::to_line) wrote, now or with an
//! older program; out come the parts that searches ask for, and the whole claims as they
//! stand there. Invariant: only keys that version 1 always has are needed, so every line of
//! that version can be read.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A reading, taken apart into its document and its claims.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredReading<'j> {
    /// The version of the form.
    pub(crate) v: u32,
    /// What was read.
    #[serde(borrow)]
    pub(crate) document: &'j RawValue,
    /// The claims, in their order.
    #[serde(borrow)]
    pub(crate) claims: Vec<&'j RawValue>,
}

/// What searches ask of a claim.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredClaim {
    /// Its id.
    pub(crate) id: String,
    /// What kind of deed.
    pub(crate) action: String,
    /// What PLOVER calls it.
    pub(crate) plover: StoredPlover,
    /// In what sense it is stated.
    pub(crate) modality: String,
    /// Where its clause stands, in code points.
    pub(crate) span: (usize, usize),
    /// Who did it.
    pub(crate) actors: Vec<StoredParty>,
    /// To whom.
    pub(crate) targets: Vec<StoredParty>,
    /// Where; the first is where it happened.
    pub(crate) place: Vec<StoredPlace>,
    /// When.
    pub(crate) when: Option<StoredDays>,
    /// Who says so.
    pub(crate) voices: Vec<StoredVoice>,
    /// How far anybody stands behind it.
    pub(crate) certainty: StoredCertainty,
}

/// PLOVER's name for a deed.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredPlover {
    /// The type of event.
    pub(crate) event: Option<String>,
}

/// Somebody with a part in a claim.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredParty {
    /// The words that name them.
    pub(crate) text: String,
    /// Who they are, where known.
    pub(crate) id: Option<String>,
}

/// A place of a claim.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredPlace {
    /// The words that name it.
    pub(crate) text: String,
    /// Its name in the gazetteer.
    pub(crate) name: Option<String>,
    /// The first-order area that it lies in.
    pub(crate) admin1: Option<String>,
    /// Its country.
    pub(crate) country: Option<String>,
    /// Degrees north.
    pub(crate) lat: Option<f64>,
    /// Degrees east.
    pub(crate) lon: Option<f64>,
    /// How far it reaches.
    pub(crate) radius_km: Option<f64>,
}

/// The days of a claim, both included, as year-month-day.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredDays {
    /// The first.
    pub(crate) from: Option<String>,
    /// The last.
    pub(crate) to: Option<String>,
}

/// Somebody who says so.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredVoice {
    /// Who they are, where known.
    pub(crate) speaker: Option<String>,
    /// Their name in words.
    pub(crate) name: String,
    /// What kind of voice.
    pub(crate) kind: String,
}

/// How far anybody stands behind a claim.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredCertainty {
    /// The grade's word.
    pub(crate) grade: String,
}

impl<'j> StoredReading<'j> {
    /// Takes a line apart.
    ///
    /// # Errors
    ///
    /// When it is no reading of a known version.
    pub(crate) fn of_line(line: &'j str) -> Result<Self, String> {
        let reading: Self = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if reading.v == super::VERSION {
            Ok(reading)
        } else {
            Err(format!(
                "a reading of version {}; known is version {}",
                reading.v,
                super::VERSION
            ))
        }
    }

    /// One of its claims, counted from 0.
    ///
    /// # Errors
    ///
    /// When there is none, or a key of it is not as it should be.
    pub(crate) fn claim(&self, at: usize) -> Result<StoredClaim, String> {
        let raw = self
            .claims
            .get(at)
            .ok_or_else(|| format!("a reading without a claim {}", at + 1))?;
        serde_json::from_str(raw.get()).map_err(|error| error.to_string())
    }
}
