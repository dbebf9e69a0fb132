//! What events add up to: tolls without double counting, weeks, sums that reports give themselves, and who holds what.

mod support;

use jiff::civil::{Date, date};
use marsad::{
    document::Document,
    event::{Event, Report, reconcile},
    knowledge::Knowledge,
    reading::Reader,
    situation::{
        Area, Border, Holder, Scope, Situation, Standing, Timeline, Victims, family, monday,
    },
    terms::LonLat,
};

/// A report by its outlet, its day and its words.
fn report(source: &str, day: Date, text: &str) -> Report {
    let knowledge = support::knowledge();
    let mut document = Document::from_text(text);
    document.source = Some(source.to_owned());
    document.published = Some(day);
    document.id = document.fingerprint();
    Report::of(knowledge, &Reader::new(knowledge).read(&document))
}

fn events(reports: &[(&str, Date, &str)]) -> Vec<Event> {
    let reports = reports
        .iter()
        .map(|(source, day, text)| report(source, *day, text));
    reconcile(support::knowledge(), reports)
}

/// A circle of 25 km round al-Mayadin.
fn mayadin() -> Area {
    let at = LonLat {
        lon: 40.4515,
        lat: 35.0198,
    };
    Area::circle(at, 25.0)
}

fn scope(area: Area, as_of: Date) -> Scope {
    Scope {
        area,
        from: None,
        as_of,
    }
}

fn situation<'e>(events: &'e [Event], as_of: Date) -> Situation<'e> {
    Situation::of(support::knowledge(), events, scope(mayadin(), as_of))
}

const FRIDAY: Date = date(2017, 10, 6);
const END: Date = date(2017, 10, 31);

/// The timeline of al-Mayadin after these reports.
fn timeline<'e>(events: &'e [Event]) -> Timeline<'e> {
    let found = situation(events, END).control;
    let mut towns = found
        .into_iter()
        .filter(|line| line.place.name == "Al Mayādīn");
    towns
        .next()
        .expect("something is said of who holds the town")
}

/// Who holds al-Mayadin after these reports: the parties' names.
fn holders(reports: &[(&str, Date, &str)]) -> (String, Vec<String>) {
    let events = events(reports);
    let line = timeline(&events);
    let names = |parties: &[marsad::situation::Party]| {
        let names = parties.iter().map(|party| party.name().to_string());
        names.collect::<Vec<_>>()
    };
    match &line.state.holder {
        Holder::Unknown => ("unknown".into(), Vec::new()),
        Holder::Party(party) => ("held".into(), vec![party.name().to_string()]),
        Holder::Contested(parties) => ("contested".into(), names(parties)),
    }
}

const GOVERNMENT: &str = "Syrian government of Bashar al-Assad and its allies";
const IS: &str = "Islamic State";

const IS_HOLDS: (&str, Date, &str) = (
    "Euphrates Herald",
    date(2017, 10, 2),
    "Islamic State holds al-Mayadin, a resident said on Monday.",
);
const IS_HOLDS_TOO: (&str, Date, &str) = (
    "Northern Wire",
    date(2017, 10, 2),
    "Islamic State held al-Mayadin on Monday, the Syrian Observatory for Human Rights said.",
);
const OWN_CLAIM: (&str, Date, &str) = (
    "Damascus Morning",
    FRIDAY,
    "The Syrian army captured al-Mayadin on Friday, a Syrian military source said.",
);
const MONITOR: (&str, Date, &str) = (
    "Northern Wire",
    FRIDAY,
    "The Syrian army captured al-Mayadin on Friday, the Syrian Observatory for Human Rights said.",
);
const RESIDENT: (&str, Date, &str) = (
    "Euphrates Herald",
    FRIDAY,
    "Syrian government forces took control of al-Mayadin on Friday, a resident said.",
);
const CONCEDED: (&str, Date, &str) = (
    "Euphrates Herald",
    date(2017, 10, 7),
    "Islamic State withdrew from al-Mayadin on Friday, an Islamic State commander said.",
);
const DENIED: (&str, Date, &str) = (
    "Vanguard Bulletin",
    FRIDAY,
    "Islamic State denied that the Syrian army had captured al-Mayadin on Friday.",
);

#[test]
fn a_partys_own_word_does_not_move_the_line() {
    let said = [IS_HOLDS, IS_HOLDS_TOO, OWN_CLAIM];
    assert_eq!(holders(&said), ("held".into(), vec![IS.into()]));
    let events = events(&said);
    let line = timeline(&events);
    let claim = line.entries.last().expect("the claim is on the timeline");
    assert_eq!(
        (claim.standing, claim.rule, claim.moved),
        (Standing::Claimed, "own-word", false)
    );
    assert_eq!(line.entries[0].standing, Standing::Fair);
}

#[test]
fn before_any_evidence_it_is_unknown_and_one_voice_is_none() {
    assert_eq!(holders(&[OWN_CLAIM]).0, "unknown");
    assert_eq!(holders(&[MONITOR]).0, "unknown");
}

#[test]
fn two_voices_that_gain_nothing_move_it() {
    let said = [IS_HOLDS, IS_HOLDS_TOO, OWN_CLAIM, MONITOR, RESIDENT];
    assert_eq!(holders(&said), ("held".into(), vec![GOVERNMENT.into()]));
    let events = events(&said);
    let line = timeline(&events);
    assert_eq!(line.state.since.map(|days| days.from), Some(FRIDAY));
    let by = &line.entries[line.state.by.expect("something moved it")];
    assert_eq!((by.rule, by.words.len()), ("two-voices", 3), "{by:#?}");
}

#[test]
fn the_losers_word_bears_out_the_winners() {
    let said = [IS_HOLDS, IS_HOLDS_TOO, OWN_CLAIM, CONCEDED];
    assert_eq!(holders(&said), ("held".into(), vec![GOVERNMENT.into()]));
    let events = events(&said);
    let rules: Vec<&str> = timeline(&events)
        .entries
        .iter()
        .map(|entry| entry.rule)
        .collect();
    assert!(rules.contains(&"left-and-claimed"), "{rules:?}");
}

#[test]
fn who_left_without_anybody_coming_leaves_it_unknown() {
    assert_eq!(holders(&[IS_HOLDS, IS_HOLDS_TOO, CONCEDED]).0, "unknown");
}

#[test]
fn a_denial_beside_a_free_voice_makes_it_contested_and_alone_moves_nothing() {
    let (status, parties) = holders(&[IS_HOLDS, IS_HOLDS_TOO, MONITOR, DENIED]);
    assert_eq!(status, "contested");
    assert_eq!(parties, [GOVERNMENT, IS]);
    let said = [IS_HOLDS, IS_HOLDS_TOO, DENIED];
    assert_eq!(holders(&said), ("held".into(), vec![IS.into()]));
    let events = events(&said);
    let line = timeline(&events);
    let shown = line
        .entries
        .iter()
        .any(|entry| entry.standing == Standing::Denied);
    assert!(
        shown,
        "the denial stands on the timeline: {:#?}",
        line.entries
    );
}

#[test]
fn a_part_of_a_place_is_not_the_place() {
    let part = "The Syrian army captured a hospital in al-Mayadin on Friday";
    let said = [
        IS_HOLDS,
        IS_HOLDS_TOO,
        (
            "Northern Wire",
            FRIDAY,
            &*format!("{part}, the Syrian Observatory for Human Rights said."),
        ),
        (
            "Euphrates Herald",
            FRIDAY,
            &*format!("{part}, a resident said."),
        ),
    ];
    let (status, parties) = holders(&said);
    assert_eq!(
        status, "contested",
        "whoever is inside contests it: {parties:?}"
    );
    let most = "Syrian government forces hold most of al-Mayadin";
    let said = [
        (
            "Northern Wire",
            FRIDAY,
            &*format!("{most}, the Syrian Observatory for Human Rights said."),
        ),
        (
            "Euphrates Herald",
            FRIDAY,
            &*format!("{most}, a resident said."),
        ),
    ];
    assert_eq!(
        holders(&said).0,
        "unknown",
        "who holds most of it does not hold it"
    );
    let near = "The Syrian army captured a village near al-Mayadin on Friday, a resident said.";
    let near = [IS_HOLDS, IS_HOLDS_TOO, ("Euphrates Herald", FRIDAY, near)];
    assert_eq!(holders(&near), ("held".into(), vec![IS.into()]));
}

#[test]
fn plans_and_copies_move_nothing() {
    let plan = "The Syrian army plans to capture al-Mayadin on Friday, a resident said.";
    let said = [IS_HOLDS, IS_HOLDS_TOO, ("Euphrates Herald", FRIDAY, plan)];
    assert_eq!(holders(&said), ("held".into(), vec![IS.into()]));
    let copy = ("Harbour Evening Post", FRIDAY, MONITOR.2);
    assert_eq!(
        holders(&[MONITOR, copy]).0,
        "unknown",
        "a copy is no second voice"
    );
}

const STRIKE: (&str, Date, &str) = (
    "Northern Wire",
    date(2017, 10, 2),
    "Air strikes killed seven civilians in al-Mayadin on Sunday, the Syrian Observatory for Human Rights said.",
);
const STRIKE_TOO: (&str, Date, &str) = (
    "Euphrates Herald",
    date(2017, 10, 2),
    "Warplanes bombed al-Mayadin on Sunday and killed nine civilians, a resident said.",
);
const STRIKE_DENIED: (&str, Date, &str) = (
    "Vanguard Bulletin",
    date(2017, 10, 3),
    "Russian warplanes did not bomb al-Mayadin on Sunday, Russia's defence ministry said.",
);
const SUMMED_UP: (&str, Date, &str) = (
    "Relief Line Bulletin",
    date(2017, 10, 17),
    "Air strikes have killed more than 60 people in al-Mayadin since early September, local activists said.",
);

#[test]
fn what_is_disputed_counts_from_nothing_and_to_its_most() {
    let events = events(&[STRIKE, STRIKE_TOO]);
    let killed = situation(&events, END).toll["killed"].all;
    assert_eq!((killed.low, killed.high, killed.incidents), (7.0, 9.0, 1));
    let disputed = self::events(&[STRIKE, STRIKE_TOO, STRIKE_DENIED]);
    let found = situation(&disputed, END);
    let killed = found.toll["killed"].all;
    assert_eq!((killed.low, killed.high), (0.0, 9.0));
    let doers: Vec<_> = found.toll["killed"].parts.keys().collect();
    assert_eq!(
        format!("{doers:?}"),
        "[(Unnamed, Civilians)]",
        "whom a denial clears did not do it"
    );
    assert!(
        found.toll["killed"]
            .parts
            .keys()
            .all(|(_, of)| *of == Victims::Civilians)
    );
}

#[test]
fn a_sum_of_many_deeds_stands_apart_with_its_gap() {
    let events = events(&[STRIKE, SUMMED_UP]);
    let found = situation(&events, END);
    assert_eq!(found.toll["killed"].all.high, 7.0, "it is not added");
    let [summary] = found.summaries.as_slice() else {
        panic!("one sum: {:#?}", found.summaries);
    };
    assert_eq!((summary.count.best, summary.known.best), (60.0, 7.0));
    assert_eq!(summary.gap(), 53.0);
}

#[test]
fn what_a_whole_war_or_many_days_counts_is_no_incident() {
    let war = "The war has killed 250,000 people in al-Mayadin, a doctor said.";
    let month = "Air strikes killed 80 people in al-Mayadin from 1 to 25 October, a doctor said.";
    let events = events(&[
        STRIKE,
        ("Euphrates Herald", date(2017, 10, 26), war),
        ("Euphrates Herald", date(2017, 10, 27), month),
    ]);
    let found = situation(&events, END);
    assert_eq!(found.toll["killed"].all.high, 7.0, "{:#?}", found.toll);
    let sums: Vec<f64> = found.summaries.iter().map(|sum| sum.count.best).collect();
    assert!(
        sums.contains(&250_000.0) && sums.contains(&80.0),
        "{sums:?}"
    );
}

#[test]
fn days_have_their_weeks_and_kinds_their_families() {
    let events = events(&[STRIKE, MONITOR, RESIDENT]);
    let found = situation(&events, END);
    let mondays: Vec<Date> = found.weeks.iter().map(|week| week.monday).collect();
    assert_eq!(mondays, [date(2017, 9, 25), date(2017, 10, 2)]);
    assert_eq!(monday(FRIDAY), Some(mondays[1]));
    assert_eq!(found.weeks[0].killed.best, 7.0);
    assert_eq!(found.weeks[1].families["ground"], 1, "{:?}", found.weeks[1]);
    let first = family(support::knowledge(), &found.incidents[0]);
    assert_eq!(first.as_deref(), Some("strikes"));
}

#[test]
fn a_country_alone_is_perhaps_here() {
    let wide = (
        "Northern Wire",
        date(2017, 10, 2),
        "Air strikes killed twelve people in Syria on Sunday, a doctor said.",
    );
    let events = events(&[wide]);
    let found = situation(&events, END);
    assert_eq!((found.incidents.len(), found.perhaps.len()), (0, 1));
    assert!(found.toll.is_empty());
    assert_eq!(found.toll_perhaps["killed"].all.best, 12.0);
    let knowledge: &Knowledge = support::knowledge();
    let syria = knowledge.gazetteer().country("SY").expect("Syria is known");
    let area = Area::of_place(&syria, 25.0);
    assert_eq!(area.border, Border::Country("SY".into()));
    let inside = Situation::of(knowledge, &events, scope(area, END));
    assert_eq!((inside.incidents.len(), inside.perhaps.len()), (1, 0));
}

#[test]
fn what_comes_later_or_earlier_does_not_count() {
    let events = events(&[STRIKE, MONITOR, RESIDENT]);
    assert_eq!(situation(&events, date(2017, 9, 30)).incidents.len(), 0);
    assert_eq!(situation(&events, date(2017, 10, 1)).incidents.len(), 1);
    let from = Scope {
        from: Some(date(2017, 10, 2)),
        ..scope(mayadin(), END)
    };
    let later = Situation::of(support::knowledge(), &events, from);
    assert!(later.toll.is_empty() && later.incidents.len() == 1);
    assert!(
        !later.control.is_empty(),
        "who holds what rests on all days"
    );
}

#[test]
fn denied_and_planned_deeds_are_shown_and_count_nothing() {
    let plan = (
        "Euphrates Herald",
        date(2017, 10, 2),
        "The Syrian army plans to shell al-Mayadin on Wednesday, an officer said.",
    );
    let events = events(&[STRIKE_DENIED, plan]);
    let found = situation(&events, END);
    assert_eq!((found.incidents.len(), found.denied.len()), (0, 1));
    assert_eq!(found.open.len(), 1, "{:#?}", found.open);
    assert!(found.toll.is_empty());
}
