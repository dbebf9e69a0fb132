//! How likely is a place to be meant before anything is known of the report?
//!
//! In: what a source says of a place: its kind, its inhabitants, how many names it
//! lists. Out: its prior, from 0 to 231, and for a [`Candidate`] the parts that its
//! prior is the sum of. Invariant: only whole numbers are used, so that every machine
//! builds the same gazetteer; the shipped file and a user's own have one measure.

use super::{Candidate, MAIN_NAME, NameKind, Place, PlaceKind};

/// The highest prior of a place; a main name adds the rest up to 255.
const MOST: u8 = u8::MAX - MAIN_NAME;

/// How likely a place is before any context: six steps for each doubling of its
/// inhabitants, and six for each doubling of the number of names it is known by, since
/// the world writes down the names of places it talks about; more for a country and
/// less for an area, as [`PriorParts::kind`] says.
pub fn prior(kind: PlaceKind, population: u64, names: usize) -> u8 {
    let steps = (people(population) + doublings(names as u64 + 1)).min(u64::from(MOST));
    let steps = i16::try_from(steps).unwrap_or(i16::from(MOST)) + of_kind(kind);
    u8::try_from(steps.clamp(0, i16::from(MOST))).unwrap_or(MOST)
}

fn people(population: u64) -> u64 {
    // A village whose inhabitants nobody counted is taken for one of 250.
    doublings(if population == 0 { 250 } else { population })
}

/// Countries are named far more often than towns with the same name and people; areas
/// are less likely than a town of the same name and people: a bare name means the town.
fn of_kind(kind: PlaceKind) -> i16 {
    match kind {
        PlaceKind::Country => 60,
        PlaceKind::Admin1 => -24,
        PlaceKind::Admin2 => -36,
        _ => 0,
    }
}

/// Six times the logarithm to base two, interpolated, without floating point.
fn doublings(value: u64) -> u64 {
    let value = value.clamp(1, 1 << 40);
    let whole = u64::from(value.ilog2());
    6 * whole + 6 * (value - (1 << whole)) / (1 << whole)
}

/// What a candidate's prior is made of; the parts add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorParts {
    /// For its inhabitants: six for each doubling, and for 250 where nobody counted them.
    pub people: i16,
    /// For the kind of place: 60 for a country, −24 and −36 for an area of first and second order.
    pub kind: i16,
    /// For the name that it was found by.
    pub name: i16,
    /// The rest: for the number of names that its source lists, or for standing in
    /// marsad's own list of places that reports of war name.
    pub fame: i16,
}

impl PriorParts {
    /// The parts of a candidate's prior, given the candidate's place.
    pub fn of(candidate: &Candidate, place: &Place<'_>) -> Self {
        let name = match candidate.matched {
            NameKind::Main => i16::from(MAIN_NAME),
            NameKind::Alternate | NameKind::Spelling => 0,
        };
        let people = i16::try_from(people(place.population)).unwrap_or(i16::MAX);
        let kind = of_kind(place.kind);
        Self {
            people,
            kind,
            name,
            fame: i16::from(candidate.prior) - people - kind - name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_people_are_six_steps() {
        let town = |population, names| prior(PlaceKind::Settlement, population, names);
        assert_eq!(town(200_000, 7) - town(100_000, 7), 6);
        assert_eq!(town(0, 0), town(250, 0));
        assert_eq!(town(u64::MAX, usize::MAX - 1), 231);
    }

    #[test]
    fn a_country_comes_before_a_town_and_a_town_before_an_area() {
        let of = |kind| prior(kind, 100_000, 7);
        assert_eq!(of(PlaceKind::Country) - of(PlaceKind::Settlement), 60);
        assert_eq!(of(PlaceKind::Settlement) - of(PlaceKind::Admin1), 24);
        assert_eq!(of(PlaceKind::Settlement) - of(PlaceKind::Admin2), 36);
        assert_eq!(prior(PlaceKind::Admin2, 1, 0), 0);
    }
}
