//! What do the hand-written gazetteer tables say?
//!
//! In: the text of `features.tsv`, `demonyms.tsv`, `alternates.tsv` and `points.tsv`. Out: their rows,
//! typed. Invariant: a row that cannot be read is an error naming file and line, never
//! a row left out.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use marsad::knowledge::gazetteer::{CountryCode, PlaceId, PlaceKind};

/// A place of our own list.
pub(super) struct Feature {
    /// Its id among ours.
    pub(super) id: PlaceId,
    /// What sort of place.
    pub(super) kind: PlaceKind,
    /// Its names, the main one first; never empty.
    pub(super) names: Vec<String>,
    /// The countries it lies in, the chief one first.
    pub(super) countries: Vec<CountryCode>,
    /// Degrees east.
    pub(super) lon: f64,
    /// Degrees north.
    pub(super) lat: f64,
    /// How far it reaches, in kilometres.
    pub(super) radius_km: f64,
}

/// The rows of `features.tsv`.
pub(super) fn features(text: &str) -> Result<Vec<Feature>> {
    rows("features.tsv", text, |fields| {
        let [id, kind, names, countries, lon, lat, radius_km, _note] = fields else {
            return Ok(None);
        };
        let countries = countries.split(',').filter(|code| *code != "-");
        let feature = Feature {
            id: PlaceId::own(id.parse()?),
            kind: PlaceKind::parse(kind).with_context(|| format!("there is no kind {kind:?}"))?,
            names: names.split('|').map(str::to_owned).collect(),
            countries: countries.map(country).collect::<Result<_>>()?,
            lon: lon.parse()?,
            lat: lat.parse()?,
            radius_km: radius_km.parse()?,
        };
        ensure!(
            feature.radius_km > 0.0,
            "a place must reach further than nothing"
        );
        Ok(Some(feature))
    })
}

/// The rows of `demonyms.tsv`, one form each.
pub(super) fn demonyms(text: &str) -> Result<Vec<(String, CountryCode)>> {
    let rows = rows("demonyms.tsv", text, |fields| {
        let [code, forms] = fields else {
            return Ok(None);
        };
        let code = country(code)?;
        Ok(Some(
            forms
                .split('|')
                .map(|form| (form.to_owned(), code))
                .collect::<Vec<_>>(),
        ))
    })?;
    Ok(rows.into_iter().flatten().collect())
}

/// The rows of `points.tsv`: a country's point in degrees east and north.
pub(super) fn points(text: &str) -> Result<BTreeMap<CountryCode, (f64, f64)>> {
    let rows = rows("points.tsv", text, |fields| {
        let [code, lon, lat] = fields else {
            return Ok(None);
        };
        Ok(Some((country(code)?, (lon.parse()?, lat.parse()?))))
    })?;
    Ok(rows.into_iter().collect())
}

/// The rows of `alternates.tsv`: a spelling and the place it is a spelling of.
pub(super) fn alternates(text: &str) -> Result<Vec<(String, PlaceId)>> {
    rows("alternates.tsv", text, |fields| {
        let [spelling, number, _main] = fields else {
            return Ok(None);
        };
        Ok(Some((
            (*spelling).to_owned(),
            PlaceId::from_geonames(number.parse()?),
        )))
    })
}

fn country(code: &str) -> Result<CountryCode> {
    CountryCode::parse(code).with_context(|| format!("{code:?} is no country code"))
}

/// Reads the rows between comments; `read` gives `None` for a wrong number of fields.
fn rows<Row>(
    file: &str,
    text: &str,
    read: impl Fn(&[&str]) -> Result<Option<Row>>,
) -> Result<Vec<Row>> {
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|(line, number)| {
            let fields: Vec<&str> = line.split('\t').collect();
            read(&fields)
                .and_then(|row| row.with_context(|| format!("{} fields do not fit", fields.len())))
                .with_context(|| format!("{file}, line {number}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_read_with_all_it_says() {
        let text =
            "# kinds and names\n7\triver\tSallow|Nahr as-Sallow\tXF,XG\t40.5\t-35\t120\tinvented\n";
        let features = features(text).expect("reads");
        assert_eq!(features.len(), 1);
        assert_eq!(features[0].id, PlaceId::own(7));
        assert_eq!(features[0].names, ["Sallow", "Nahr as-Sallow"]);
        assert_eq!(features[0].countries.len(), 2);
        assert_eq!(
            (features[0].lon, features[0].lat, features[0].radius_km),
            (40.5, -35.0, 120.0)
        );
    }

    #[test]
    fn a_bad_row_is_an_error_with_its_line() {
        for row in [
            "7\triver\tSallow",
            "7\tbrook\tSallow\tXF\t1\t2\t3\tx",
            "7\triver\tSallow\txf\t1\t2\t3\tx",
        ] {
            let error = features(&format!("# a comment\n{row}\n"))
                .err()
                .expect("refused");
            assert!(error.to_string().contains("line 2"), "{error:#}");
        }
    }

    #[test]
    fn each_form_of_a_demonym_is_a_row() {
        let demonyms = demonyms("XF\tFenmarker|Fenmarkers\n").expect("reads");
        assert_eq!(demonyms.len(), 2);
        assert_eq!(demonyms[1].0, "Fenmarkers");
    }
}
