//! Which row is an event in UCDP's Georeferenced Event Dataset?
//!
//! In comes what armed force did in which somebody is said to have died; out comes a row with the 41 columns of GED 19.1.
//! Invariant: low ≤ best ≤ high, and where deaths are shared out to sides they sum to best.

use marsad::event::{Camp, Clarity, Site, Telling, Who};

use super::{
    Omission, Scope, View, number,
    sides::Sides,
    view::{KILLED, once, said, whole},
};

/// GED's columns (version 19.1), as its file names and orders them.
pub(super) const COLUMNS: [&str; 41] = [
    "id",
    "year",
    "active_year",
    "type_of_violence",
    "conflict_new_id",
    "conflict_name",
    "dyad_new_id",
    "dyad_name",
    "side_a_new_id",
    "side_a",
    "side_b_new_id",
    "gwnob",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "low",
    "best",
    "high",
];

/// The kinds of violence that GED tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Violence {
    /// At least one side is a state, and the other fights.
    StateBased = 1,
    /// Both fight, and neither is a state.
    NonState = 2,
    /// The other side does not fight.
    OneSided = 3,
}

/// Whose dead they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dead {
    SideA,
    SideB,
    Civilians,
    Unknown,
}

/// The row of an event, or why it has none.
pub(super) fn row(view: &View<'_>, scope: Scope) -> Result<[String; 41], Omission> {
    match (view.event.clarity, scope) {
        (Clarity::Summary, Scope::All) => view.as_done()?,
        _ => view.as_incident()?,
    }
    if !view.has_armed_force() {
        return Err(Omission::NoForce);
    }
    let count = view.count(KILLED).ok_or(Omission::NoDead)?;
    let [low, best, high] = whole(count);
    if high < 1 {
        return Err(Omission::NoDead);
    }
    let days = view.days().ok_or(Omission::Undated)?;
    if days.from.year() != days.to.year() {
        return Err(Omission::Undated);
    }
    let (violence, a, b) = sides(view);
    let dead = dead(view, violence, &a, &b);
    let share = |whose: Dead| if whose == dead { best } else { 0 }.to_string();
    let reports = Reports::of(view);
    let site = view.site();
    let side_b = match violence {
        Some(Violence::OneSided) => "Civilians".to_owned(),
        _ => names(&b).join(", "),
    };
    let none = String::new;
    Ok([
        number::of(&view.event.id).to_string(),
        days.from.year().to_string(),
        none(),
        said(violence.map(|violence| violence as u8)),
        none(),
        none(),
        none(),
        none(),
        none(),
        names(&a).join(", "),
        none(),
        none(),
        side_b,
        reports.number.to_string(),
        reports.articles,
        reports.offices,
        reports.dates,
        reports.headlines,
        quoted(view),
        said(site.and_then(|site| site.precision)),
        said(site.map(|site| &site.name)),
        said(site.and_then(|site| site.admin1.as_ref())),
        none(),
        said(site.map(|site| site.at.lat)),
        said(site.map(|site| site.at.lon)),
        said(site.map(|site| format!("POINT ({} {})", site.at.lon, site.at.lat))),
        said(site.map(priogrid)),
        said(view.country_name()),
        none(),
        none(),
        match view.event.clarity {
            Clarity::Incident => "1",
            Clarity::Summary => "2",
        }
        .to_owned(),
        said(view.date_precision()),
        days.from.to_string(),
        days.to.to_string(),
        share(Dead::SideA),
        share(Dead::SideB),
        share(Dead::Civilians),
        share(Dead::Unknown),
        low.to_string(),
        best.to_string(),
        high.to_string(),
    ])
}

/// Of what kind the violence is, and its sides; of a state and others who fight, the state is side A.
fn sides<'e>(view: &View<'e>) -> (Option<Violence>, Vec<&'e Who>, Vec<&'e Who>) {
    let Sides { first, second } = Sides::of(view);
    let violence = match (camp(&first), camp(&second)) {
        (Camp::State, Camp::State | Camp::Armed) => Violence::StateBased,
        (Camp::Armed, Camp::State) => return (Some(Violence::StateBased), second, first),
        (Camp::Armed, Camp::Armed) => Violence::NonState,
        (Camp::State | Camp::Armed, Camp::Civilian) => Violence::OneSided,
        _ => return (None, first, second),
    };
    (Some(violence), first, second)
}

fn names<'e>(side: &[&'e Who]) -> Vec<&'e str> {
    side.iter().map(|party| party.name.as_str()).collect()
}

/// The camp of a side: that of its strongest in arms.
fn camp(side: &[&Who]) -> Camp {
    let has = |camp: Camp| side.iter().any(|party| party.camp == camp);
    [Camp::State, Camp::Armed, Camp::Civilian]
        .into_iter()
        .find(|camp| has(*camp))
        .unwrap_or_default()
}

/// Whose dead are counted: those to whom it was done, by the claims that give the best number, where all of these are of one
/// side or all are civilians.
fn dead(view: &View<'_>, violence: Option<Violence>, a: &[&Who], b: &[&Who]) -> Dead {
    let Some(count) = view.count(KILLED) else {
        return Dead::Unknown;
    };
    let best = count
        .said
        .iter()
        .filter(|number| !number.superseded && number.least().total_cmp(&count.best).is_eq());
    let of = |telling: &Telling| {
        let dead = &telling.targets;
        let all = |is: &dyn Fn(&Who) -> bool| !dead.is_empty() && dead.iter().all(is);
        let on = |side: &[&Who], dead: &Who| {
            dead.fights() && side.iter().any(|party| party.name == dead.name)
        };
        if all(&|dead| dead.camp == Camp::Civilian) {
            Dead::Civilians
        } else if violence == Some(Violence::OneSided) {
            Dead::Unknown
        } else if all(&|dead| on(b, dead)) {
            Dead::SideB
        } else if all(&|dead| on(a, dead)) {
            Dead::SideA
        } else {
            Dead::Unknown
        }
    };
    let mut whose: Vec<Dead> = best
        .filter_map(|number| {
            let mut tellings = view.event.tellings.iter();
            tellings.find(|(_, telling)| telling.claim == number.claim)
        })
        .map(|(_, telling)| of(telling))
        .collect();
    whose.dedup();
    match whose[..] {
        [one] => one,
        _ => Dead::Unknown,
    }
}

/// What GED says of the reports that tell of an event, between semicolons in one order.
#[derive(Default)]
struct Reports {
    number: usize,
    articles: String,
    offices: String,
    dates: String,
    headlines: String,
}

impl Reports {
    /// Copies are left out.
    fn of(view: &View<'_>) -> Self {
        // A semicolon within one would tear the lists apart.
        let plain = |words: &str| words.replace(';', ",");
        let mut reports = Self::default();
        for source in view.originals() {
            let paper = view.paper(source);
            let headline = paper.as_deref().and_then(|paper| paper.title.as_deref());
            let office = plain(source.publisher.as_deref().unwrap_or_default());
            let headline = plain(headline.unwrap_or_default());
            let day = said(source.day);
            let article = [office.as_str(), &day, &headline].join(",");
            let lists = [
                (&mut reports.articles, &article),
                (&mut reports.offices, &office),
                (&mut reports.dates, &day),
                (&mut reports.headlines, &headline),
            ];
            for (list, item) in lists {
                if reports.number > 0 {
                    list.push(';');
                }
                list.push_str(item);
            }
            reports.number += 1;
        }
        reports
    }
}

/// Those whom the reports quote, as they name them.
fn quoted(view: &View<'_>) -> String {
    let voices = view.event.account.voices.iter();
    let quoted = voices.filter(|voice| voice.affirms && voice.name != voice.desk);
    once(quoted.map(|voice| voice.name.as_str())).join(", ")
}

/// The cell of PRIO-GRID: half-degree cells, numbered from 1 in the south-west, eastward and then northward (PRIO-GRID
/// codebook, version 2.0).
fn priogrid(site: &Site) -> u32 {
    let cell = |degrees: f64, cells: u32| ((degrees * 2.0).floor() as u32).min(cells - 1);
    let row = cell(site.at.lat + 90.0, 360);
    let column = cell(site.at.lon + 180.0, 720);
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use marsad::terms::LonLat;

    use super::*;

    fn at(lat: f64, lon: f64) -> u32 {
        priogrid(&Site {
            at: LonLat { lon, lat },
            radius_km: 1.0,
            name: "X".into(),
            country: None,
            admin1: None,
            precision: None,
        })
    }

    #[test]
    fn cells_are_counted_from_the_south_west() {
        assert_eq!(at(-90.0, -180.0), 1);
        assert_eq!(at(-89.9, -179.4), 2);
        assert_eq!(at(-89.4, -180.0), 721);
        assert_eq!(at(90.0, 180.0), 720 * 360);
    }
}
