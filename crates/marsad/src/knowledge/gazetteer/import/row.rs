//! Is a row a place that can be kept?
//!
//! In: a row's fields. Out: an [`Entry`] whose number is still open, or that the row is
//! none of those wanted, or why it is refused. Invariant: an entry that comes out can be
//! stored, and everything in it stands in the row: no country, point or number of
//! inhabitants is made up.

use super::super::{CountryCode, Entry, Gazetteer, PlaceId, PlaceKind, fold, is_name, prior};
use super::rules::{Column, Rules};
use super::table::Fields;
use super::{Choice, Features, Refusal, Skipped};

/// More people than this live nowhere.
const MOST_PEOPLE: u64 = 10_000_000_000;

/// What becomes of a row.
pub(super) enum Verdict {
    /// It is kept; its number at GeoNames, if it has one. The entry's own is not yet given.
    Kept(Entry, Option<u32>),
    /// It is none of those that are wanted.
    Skipped(Skipped),
}

/// Reads a row.
pub(super) fn read(
    fields: &Fields<'_>,
    rules: &Rules,
    choice: &Choice<'_>,
    is_dump: bool,
) -> Result<Verdict, Refusal> {
    let country = country(fields.get(Column::Country))?;
    let country = match (country, choice.country) {
        // A dump says of every place on land where it lies.
        (None, wanted) if !is_dump => wanted,
        (found, None) => found,
        (found, wanted) if found == wanted => found,
        _ => return Ok(Verdict::Skipped(Skipped::ElsewhereOrNowhere)),
    };
    let kind = match kind(fields, rules, choice.features, is_dump) {
        Ok(kind) => kind,
        Err(skipped) => return Ok(Verdict::Skipped(skipped)),
    };
    let countries = countries(country, kind, fields)?;
    let name = name(fields.get(Column::Name))?;
    let (lon, lat) = point(fields, kind)?;
    let population = population(fields.get(Column::Population))?;
    let geonames = geonames(fields.get(Column::Geonameid))?;
    let listed: Vec<&str> = fields.list(Column::Alternates).collect();
    // Whoever writes a table of their own means the names in it; GeoNames' lists hold others too.
    let alternates = listed.iter().copied().filter(|other| {
        if is_dump {
            is_name(other)
        } else {
            !fold(other).is_empty()
        }
    });
    let ascii = Some(fields.get(Column::Ascii)).filter(|ascii| fold(ascii) != fold(&name));
    let entry = Entry {
        // Overwritten as soon as the row's number is known.
        id: PlaceId::from_geonames(0),
        alternates: alternates
            .chain(ascii.filter(|ascii| is_name(ascii)))
            .map(str::to_owned)
            .collect(),
        admin1: country
            .and_then(|country| admin1(country, fields.get(Column::Admin1), choice.areas)),
        countries,
        kind,
        lon,
        lat,
        population,
        radius_km: rules.radius_km(kind),
        prior: prior(kind, population, listed.len()),
        name,
    };
    Ok(Verdict::Kept(entry, geonames))
}

fn country(text: &str) -> Result<Option<CountryCode>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    CountryCode::parse(text).map(Some).ok_or_else(|| Refusal {
        what: format!(
            "the country is {}, and two capitals are expected",
            shown(text)
        ),
        help: "write the ISO 3166-1 code, such as SY".into(),
    })
}

/// The countries, the chief one first. A sea or a river may lie in none.
fn countries(
    chief: Option<CountryCode>,
    kind: PlaceKind,
    fields: &Fields<'_>,
) -> Result<Vec<CountryCode>, Refusal> {
    let on_land = matches!(
        kind,
        PlaceKind::Country
            | PlaceKind::Admin1
            | PlaceKind::Admin2
            | PlaceKind::Settlement
            | PlaceKind::Neighbourhood
    );
    if chief.is_none() && on_land {
        return Err(Refusal {
            what: "the country is missing".into(),
            help: "fill in the column, or say --country XX if all rows are of one country".into(),
        });
    }
    let mut countries: Vec<CountryCode> = chief.into_iter().collect();
    for code in fields
        .get(Column::OtherCountries)
        .split(',')
        .filter_map(|code| CountryCode::parse(code.trim()))
        .take(32)
    {
        if !countries.contains(&code) {
            countries.push(code);
        }
    }
    Ok(countries)
}

fn kind(
    fields: &Fields<'_>,
    rules: &Rules,
    features: Features,
    is_dump: bool,
) -> Result<PlaceKind, Skipped> {
    let (class, code) = (fields.get(Column::Class), fields.get(Column::Kind));
    let known = match (class, code) {
        // A table that does not say is a list of settlements.
        ("", "") if !is_dump => Some(PlaceKind::Settlement),
        ("", code) => rules.of_word(code),
        (class, code) => rules.of_code(class, code),
    };
    let first = class.chars().next();
    match (known, features) {
        (Some(kind), _) => Ok(kind),
        (None, Features::All) => Ok(rules.of_others(class)),
        (None, Features::WherePeopleFight) => Err(match first {
            Some(letter) if letter.is_ascii_uppercase() => Skipped::Feature(letter),
            _ => Skipped::UnknownKind,
        }),
    }
}

fn name(text: &str) -> Result<String, Refusal> {
    let refused = |what: &str, help: &str| Refusal {
        what: what.into(),
        help: help.into(),
    };
    if text.is_empty() {
        return Err(refused("the name is missing", "fill in the column"));
    }
    if fold(text).is_empty() {
        return Err(Refusal {
            what: format!("the name {} has no letter or digit", shown(text)),
            help: "write the name as a report would".into(),
        });
    }
    if text.len() > 255 {
        return Err(refused(
            "the name is longer than 255 bytes",
            "write the name as a report would",
        ));
    }
    Ok(text.to_owned())
}

/// Degrees east and north.
fn point(fields: &Fields<'_>, kind: PlaceKind) -> Result<(f64, f64), Refusal> {
    let degrees = |column, what: &str| {
        let text = fields.get(column);
        if text.is_empty() {
            return Err(Refusal {
                what: format!("the {what} is missing"),
                help: "fill in the column".into(),
            });
        }
        text.parse::<f64>()
            .ok()
            .filter(|degrees| degrees.is_finite())
            .ok_or_else(|| Refusal {
                what: format!("the {what} is {}, which is no number", shown(text)),
                help: "write decimal degrees with a full stop, such as 36.2021".into(),
            })
    };
    let lat = degrees(Column::Latitude, "latitude")?;
    let lon = degrees(Column::Longitude, "longitude")?;
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        let swapped = (-90.0..=90.0).contains(&lon) && (-180.0..=180.0).contains(&lat);
        let help = if swapped {
            "latitude goes from -90 to 90: are latitude and longitude swapped?"
        } else {
            "latitude goes from -90 to 90 and longitude from -180 to 180"
        };
        return Err(Refusal {
            what: format!("latitude {lat}, longitude {lon} is outside the globe"),
            help: help.into(),
        });
    }
    // A point in the Gulf of Guinea can be a sea and nothing else.
    if lat == 0.0 && lon == 0.0 && kind != PlaceKind::Sea {
        return Err(Refusal {
            what: "latitude 0, longitude 0 is how lists write a missing point".into(),
            help: "write where the place is, or leave the row out".into(),
        });
    }
    Ok((lon, lat))
}

fn population(text: &str) -> Result<u64, Refusal> {
    if text.is_empty() {
        return Ok(0);
    }
    whole(text)
        .filter(|people| *people <= MOST_PEOPLE)
        .ok_or_else(|| Refusal {
            what: format!(
                "the population is {}, which is no whole number",
                shown(text)
            ),
            help: "write digits without separators, such as 12500, or leave it empty".into(),
        })
}

fn geonames(text: &str) -> Result<Option<u32>, Refusal> {
    let digits = text.strip_prefix('g').unwrap_or(text);
    if digits.is_empty() {
        return Ok(None);
    }
    whole(digits)
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| (1..1 << 31).contains(number))
        .map(Some)
        .ok_or_else(|| Refusal {
            what: format!("the GeoNames number is {}, which is none", shown(text)),
            help: "write the number alone, such as 170654, or leave it empty".into(),
        })
}

/// A whole number, also as spreadsheets write one that stood in a column with gaps: 12500.0.
fn whole(text: &str) -> Option<u64> {
    let digits = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    digits.parse().ok()
}

/// The code of the first-order area: as it stands, or of the area of that name.
///
/// A name that no known area has is left out: the area only helps to tell places apart,
/// and is no reason to refuse one.
fn admin1(country: CountryCode, text: &str, areas: Option<&Gazetteer>) -> Option<String> {
    // Other lists number areas as well ("SY07"), and mean others by the same digits; only the
    // full stop marks a code of GeoNames.
    let code = text
        .strip_prefix(country.as_str())
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(text);
    // GeoNames writes 00 for areas that it does not know.
    if code.is_empty() || code == "00" {
        return None;
    }
    let is_code = code.len() <= 3
        && code
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_code {
        return Some(format!("{country}.{code}"));
    }
    let areas = areas?;
    areas
        .find(text)
        .iter()
        .filter_map(|candidate| areas.place(candidate.place))
        .find(|place| place.kind == PlaceKind::Admin1 && place.country == Some(country))
        .and_then(|place| Some(place.admin1?.code.to_owned()))
}

/// A field as a message shows it: not longer than a glance.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
