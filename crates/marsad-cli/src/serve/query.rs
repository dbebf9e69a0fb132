//! What does a request ask for?
//!
//! In come the parameters of a URL; out come a [`Filter`] and what else is asked. Invariant: a parameter that makes no sense is refused
//! with what it would have to be, and never left out silently.

use jiff::civil::Date;
use marsad::{
    event::Grade,
    knowledge::{Knowledge, action::ActionId},
};
use serde::Deserialize;
use smol_str::SmolStr;
use utoipa::IntoParams;

use super::{
    extract::Beside,
    index::{Bounds, Days, Filter},
    problem::Problem,
};
use crate::{
    names,
    store::{Store, days::day_number, search::Words},
};

/// What events are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// Only events with a point in this box: west, south, east and north in degrees, between commas. West may be greater than east, over
    /// the date line.
    #[param(example = "35,32,43,38")]
    pub(super) bbox: Option<String>,
    /// Only events of a day, or of days between two with a slash; `..` leaves an end open.
    #[param(example = "2016-07-01/2016-07-31")]
    pub(super) datetime: Option<String>,
    /// Only these kinds of deed (ids of docs/actions.md), between commas.
    #[param(example = "airstrike,shelling")]
    pub(super) action: Option<String>,
    /// Only these families of kinds, between commas.
    #[param(example = "strikes,fighting")]
    pub(super) family: Option<String>,
    /// Only these grades, between commas: confirmed, fair, weak, contested, discounted.
    #[param(example = "confirmed,fair")]
    pub(super) grade: Option<String>,
    /// Only what this actor did, by id or name.
    #[param(example = "Syrian Arab Army")]
    pub(super) actor: Option<String>,
    /// Only what was done to this actor, by id or name.
    pub(super) target: Option<String>,
    /// Only what this voice says, by id or name.
    pub(super) voice: Option<String>,
    /// Only events with at least so many dead, by what most independent voices give.
    #[param(minimum = 0)]
    pub(super) killed: Option<f64>,
    /// Only events of which something is disputed, or nothing.
    pub(super) disputed: Option<bool>,
    /// Only events of which a report has these words; quotation marks keep words together, `*` leaves the end of one open.
    #[param(example = "barrel bombs")]
    pub(super) q: Option<String>,
    /// Also what was only planned, threatened or demanded, and deeds of unknown kind.
    pub(super) all: Option<bool>,
}

/// Which part of many events is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Page {
    /// How many at most.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// How many to pass over.
    offset: Option<usize>,
}

impl Beside for Page {
    const NAMES: &'static [&'static str] = &["limit", "offset"];
}

impl Page {
    /// How many at most, `usual` where nobody says, and how many to pass over.
    pub(super) fn read(&self, usual: usize) -> Result<(usize, usize), Problem> {
        let limit = self.limit.unwrap_or(usual);
        if !(1..=1000).contains(&limit) {
            return Err(Problem::senseless(
                "limit",
                "it must be from 1 to 1000".into(),
            ));
        }
        Ok((limit, self.offset.unwrap_or(0)))
    }
}

/// How near a map is looked at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Zoom {
    /// How near the map is looked at: 0 the whole world, 12 a town.
    #[param(minimum = 0, maximum = 22)]
    zoom: Option<f64>,
}

impl Beside for Zoom {
    const NAMES: &'static [&'static str] = &["zoom"];
}

impl Zoom {
    /// The zoom; that of a continent where nobody says.
    pub(super) fn read(&self) -> Result<f64, Problem> {
        let zoom = self.zoom.unwrap_or(4.0);
        match (0.0..=22.0).contains(&zoom) {
            true => Ok(zoom),
            false => Err(Problem::senseless("zoom", "it must be from 0 to 22".into())),
        }
    }
}

/// Which part of the world is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Where {
    /// The box: west, south, east and north in degrees, between commas. West may be greater than east, over the date line.
    #[param(example = "35,32,43,38")]
    bbox: Option<String>,
}

impl Where {
    /// The box; the whole world where nobody says.
    pub(super) fn read(&self) -> Result<Bounds, Problem> {
        given(&self.bbox).map_or(Ok(Bounds::WORLD), bounds)
    }
}

impl Asked {
    /// The filter that was asked for.
    pub(super) fn filter(&self, knowledge: &Knowledge, store: &Store) -> Result<Filter, Problem> {
        if self
            .killed
            .is_some_and(|killed| !(0.0..=1e9).contains(&killed))
        {
            let what = "it must be a number from 0 on";
            return Err(Problem::senseless("killed", what.into()));
        }
        let list = |text: &Option<String>| -> Vec<SmolStr> {
            let parts = text.iter().flat_map(|text| text.split(','));
            parts
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(SmolStr::new)
                .collect()
        };
        let actor = |parameter, name| match given(name) {
            None => Ok(None),
            // Some that a store knows, such as the state of a country, are in no list.
            Some(name) if store.knows_actor(name)? => Ok(Some(SmolStr::new(name))),
            Some(name) => known(knowledge, parameter, name).map(Some),
        };
        let filter = Filter {
            bounds: given(&self.bbox).map(bounds).transpose()?,
            days: given(&self.datetime)
                .map(days)
                .transpose()?
                .unwrap_or_default(),
            actions: list(&self.action),
            families: list(&self.family),
            grades: list(&self.grade)
                .iter()
                .map(|grade| graded(grade))
                .collect::<Result<_, _>>()?,
            actor: actor("actor", &self.actor)?,
            target: actor("target", &self.target)?,
            voice: given(&self.voice).map(|name| speaker(knowledge, name)),
            killed: self.killed,
            disputed: self.disputed,
            among: None,
            all: self.all.unwrap_or(false),
        };
        for action in &filter.actions {
            if knowledge
                .ontology()
                .get(&ActionId(action.clone()))
                .is_none()
            {
                return Err(Problem::senseless(
                    "action",
                    format!("there is no action \"{action}\"; /api/actions lists them all"),
                ));
            }
        }
        for family in &filter.families {
            if !knowledge.families().iter().any(|known| known.id == *family) {
                return Err(Problem::senseless(
                    "family",
                    format!("there is no family \"{family}\"; /api/actions lists them all"),
                ));
            }
        }
        let among = match given(&self.q) {
            None => None,
            Some(typed) => {
                let none = || Problem::senseless("q", format!("there is no word in \"{typed}\""));
                Some(store.events_saying(&Words::typed(typed).ok_or_else(none)?)?)
            }
        };
        Ok(Filter { among, ..filter })
    }
}

/// What was asked; what is left empty, as forms leave it, was not.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn graded(word: &str) -> Result<Grade, Problem> {
    Grade::parse(word).ok_or_else(|| {
        let grades = "confirmed, fair, weak, contested and discounted";
        let detail = format!("there is no grade \"{word}\"; the grades are {grades}");
        Problem::senseless("grade", detail)
    })
}

/// The id of the actor of that id or name.
fn known(knowledge: &Knowledge, parameter: &'static str, name: &str) -> Result<SmolStr, Problem> {
    let actor = names::known_actor(knowledge, name);
    let unknown = || {
        Problem::senseless(
            parameter,
            format!("no actor is known as \"{name}\"; /api/actors lists those of this store"),
        )
    };
    actor.map(|actor| actor.id.0.clone()).map_err(|_| unknown())
}

/// The id of a known voice; any other voice is called by its own name.
fn speaker(knowledge: &Knowledge, name: &str) -> SmolStr {
    let actor = names::known_actor(knowledge, name);
    actor.map_or_else(|_| name.into(), |actor| actor.id.0.clone())
}

fn bounds(text: &str) -> Result<Bounds, Problem> {
    let senseless = || {
        let what = "it must be west,south,east,north in degrees, such as 35,32,43,38";
        Problem::senseless("bbox", what.into())
    };
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse::<f64>())
        .collect::<Result<_, _>>()
        .map_err(|_| senseless())?;
    // With heights there are six; these are passed over.
    let [west, south, east, north] = match numbers[..] {
        [west, south, east, north] | [west, south, _, east, north, _] => [west, south, east, north],
        _ => return Err(senseless()),
    };
    let right = south <= north
        && (-90.0..=90.0).contains(&south)
        && (-90.0..=90.0).contains(&north)
        && [west, east]
            .iter()
            .all(|lon| (-540.0..=540.0).contains(lon));
    if !right {
        return Err(senseless());
    }
    if east - west >= 360.0 {
        return Ok(Bounds {
            south,
            north,
            ..Bounds::WORLD
        });
    }
    let turned = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0;
    let east = if east == 180.0 { east } else { turned(east) };
    Ok(Bounds {
        west: turned(west),
        south,
        east,
        north,
    })
}

fn days(text: &str) -> Result<Days, Problem> {
    let one = |part: &str| -> Result<Option<i32>, Problem> {
        if matches!(part, "" | "..") {
            return Ok(None);
        }
        // Times of day are of no use to events, which have days.
        let date = part.get(..10).and_then(|day| day.parse::<Date>().ok());
        let date = date.ok_or_else(|| {
            let what = "it must be a day such as 2016-07-01, or two with a slash between; .. leaves an end open";
            Problem::senseless("datetime", what.into())
        })?;
        Ok(Some(day_number(date)))
    };
    let days = match text.split_once('/') {
        None => {
            let day = one(text)?;
            Days { from: day, to: day }
        }
        Some((from, to)) => Days {
            from: one(from)?,
            to: one(to)?,
        },
    };
    if let (Some(from), Some(to)) = (days.from, days.to)
        && from > to
    {
        return Err(Problem::senseless(
            "datetime",
            "its first day is later than its last".into(),
        ));
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_turned_into_the_usual_degrees() {
        let bounds = |text| super::bounds(text).ok();
        assert_eq!(
            bounds("35,32,43,38").map(|box_| (box_.west, box_.east)),
            Some((35.0, 43.0))
        );
        assert_eq!(
            bounds("170,-10,190,10").map(|box_| (box_.west, box_.east)),
            Some((170.0, -170.0))
        );
        assert_eq!(
            bounds("-200,-90,200,90").map(|box_| (box_.west, box_.east)),
            Some((-180.0, 180.0))
        );
        for wrong in [
            "",
            "1,2,3",
            "a,b,c,d",
            "0,50,10,40",
            "0,-91,1,0",
            "NaN,0,1,1",
        ] {
            assert!(bounds(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_open_and_closed() {
        let days = |text| super::days(text).ok().map(|days| (days.from, days.to));
        let first = day_number(jiff::civil::date(2016, 7, 1));
        assert_eq!(days("2016-07-01"), Some((Some(first), Some(first))));
        assert_eq!(days("2016-07-01T00:00:00Z/.."), Some((Some(first), None)));
        assert_eq!(days("../2016-07-01"), Some((None, Some(first))));
        for wrong in ["July", "2016-07-02/2016-07-01", "2016-13-01", "é016-07-01"] {
            assert!(days(wrong).is_none(), "{wrong}");
        }
    }
}
