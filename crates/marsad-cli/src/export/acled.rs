//! Which row is an event in ACLED's export?
//!
//! In comes an incident that was done; out comes a row with ACLED's 31 columns. Invariant: what ACLED's table does not hold (what
//! was denied, planned or summed up, what has none of its types, what cannot be dated to within a month) has no row.

use marsad::{
    event::{Agreement, Camp, Site, Who},
    knowledge::codes::Codes,
    terms::time_precision,
};

use super::{
    Omission, View,
    sides::{self, Sides},
    view::{KILLED, once, said, whole},
};

/// ACLED's columns, as its export names and orders them.
pub(super) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// ACLED's numbers for those who riot, who protest, and for civilians.
const RIOTERS: u8 = 5;
const PROTESTERS: u8 = 6;
const CIVILIANS: u8 = 7;

/// The row of an event, or why it has none.
pub(super) fn row(view: &View<'_>) -> Result<[String; 31], Omission> {
    view.as_incident()?;
    let acled = view.acled().ok_or(Omission::Uncoded)?;
    let precision = view.date_precision().and_then(time_precision);
    let (day, precision) = view.day().zip(precision).ok_or(Omission::Undated)?;
    let codes = view.knowledge.ontology().codes();
    let Sides { first, second } = Sides::of(view);
    let is_alone = sides::targets(view).is_empty() && second.is_empty();
    let inter = [&first, &second].map(|side| inter(side, &acled.event_type));
    let site = view.site();
    let [(actor1, with1), (actor2, with2)] = [&first, &second].map(|side| leader(side));
    let [inter1, inter2] = inter.map(|code| said(code.and_then(|code| codes.inter_name(code))));
    Ok([
        view.event.id.clone(),
        day.to_string(),
        day.year().to_string(),
        precision.to_string(),
        said(codes.disorder(acled)),
        acled.event_type.to_string(),
        acled.sub_type.to_string(),
        actor1,
        with1,
        inter1,
        actor2,
        with2,
        inter2,
        interaction(inter, is_alone, codes),
        said(targets_civilians(view, inter[1]).then_some("Civilian targeting")),
        said(view.country().and_then(|country| country.number)),
        String::new(),
        said(view.country_name()),
        said(site.and_then(|site| site.admin1.as_ref())),
        String::new(),
        String::new(),
        said(site.map(|site| &site.name)),
        said(site.map(|site| site.at.lat)),
        said(site.map(|site| site.at.lon)),
        said(site.and_then(geo_precision)),
        View::publishers(view.originals()).join("; "),
        String::new(),
        notes(view),
        said(view.count(KILLED).map(|count| whole(count)[0])),
        String::new(),
        String::new(),
    ])
}

/// The first of a side, and those with it.
fn leader(side: &[&Who]) -> (String, String) {
    let names: Vec<&str> = side.iter().map(|party| party.name.as_str()).collect();
    match names.split_first() {
        Some((first, others)) => ((*first).to_owned(), others.join("; ")),
        None => Default::default(),
    }
}

/// ACLED's number for the first of a side: in protests and riots for those without arms what they are there.
fn inter(side: &[&Who], event_type: &str) -> Option<u8> {
    let party = side.first()?;
    let civilian = (party.camp == Camp::Civilian).then_some(CIVILIANS);
    match (party.codes.acled_inter.or(civilian), event_type) {
        (Some(PROTESTERS | CIVILIANS), "Riots") => Some(RIOTERS),
        (Some(CIVILIANS), "Protests") => Some(PROTESTERS),
        (code, _) => code,
    }
}

/// Who met whom: the lower number first, and one alone where there is no other.
fn interaction(inter: [Option<u8>; 2], alone: bool, codes: &Codes) -> String {
    let name = |code: u8| said(codes.inter_name(code));
    match inter {
        [Some(one), Some(two)] => format!("{}-{}", name(one.min(two)), name(one.max(two))),
        [Some(one), None] if alone => format!("{} only", name(one)),
        _ => String::new(),
    }
}

/// Whether civilians were the main or only target.
fn targets_civilians(view: &View<'_>, second: Option<u8>) -> bool {
    let by_type = view.acled().is_some_and(|acled| {
        acled.event_type == "Violence against civilians"
            || acled.sub_type == "Excessive force against protesters"
    });
    match second {
        Some(CIVILIANS | PROTESTERS) => by_type || view.has_armed_force(),
        // What is called violence against civilians may have hit those who fight.
        Some(_) => false,
        None => by_type,
    }
}

/// ACLED's precision of place for UCDP's.
fn geo_precision(site: &Site) -> Option<u8> {
    match site.precision? {
        1 => Some(1),
        2 | 3 => Some(2),
        4..=7 => Some(3),
        _ => None,
    }
}

/// The words that say it, and that it is denied where somebody denies it.
fn notes(view: &View<'_>) -> String {
    let mut notes = said(view.words());
    let account = &view.event.account;
    if account.happened == Agreement::Disputed {
        let deny = account.voices.iter().filter(|voice| !voice.affirms);
        let mut deny: Vec<&str> = deny.map(|voice| voice.name.as_str()).collect();
        let tellings = view.event.tellings.iter();
        deny.extend(tellings.flat_map(|(_, telling)| telling.disputed_by.iter().map(|by| &**by)));
        let deny = once(deny.into_iter());
        notes += &format!(" [denied by {}]", deny.join("; "));
    }
    if let Some(count) = view.count(KILLED) {
        let [low, _, high] = whole(count);
        if low != high {
            notes += &format!(" [reported deaths range from {low} to {high}]");
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_alone_has_nobody_to_interact_with() {
        let codes = crate::bundle::knowledge().unwrap();
        let codes = codes.ontology().codes();
        let of = |inter, alone| interaction(inter, alone, codes);
        assert_eq!(of([Some(2), Some(1)], false), "State forces-Rebel group");
        assert_eq!(of([Some(6), None], true), "Protesters only");
        assert_eq!(of([Some(1), None], false), "");
        assert_eq!(of([None, Some(7)], false), "");
    }
}
