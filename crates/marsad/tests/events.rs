//! Several reports of one happening: what they agree on, dispute, and add up to.

mod support;

use jiff::civil::date;
use marsad::{
    claim::Claim,
    document::Document,
    event::{Agreement, Event, reconcile},
    reading::Reader,
    situation::{Area, Situation},
    terms::LonLat,
};

/// Reports of one day, by an outlet and its words.
fn claims(reports: &[(&str, &str)]) -> Vec<Claim> {
    let reader = Reader::new(support::knowledge());
    let read = |(source, text): &(&str, &str)| {
        let mut document = Document::from_text(*text);
        document.source = Some((*source).to_owned());
        document.published = Some(date(2023, 3, 8));
        document.id = document.fingerprint();
        reader.read(&document).claims
    };
    reports.iter().flat_map(read).collect()
}

fn of_action<'e>(events: &'e [Event], action: &str) -> Vec<&'e Event> {
    events
        .iter()
        .filter(|event| event.claims[0].action.0 == action)
        .collect()
}

const SHELLED: (&str, &str) = (
    "Dnipro Courier",
    "Russian forces shelled Bakhmut on Tuesday.",
);
const SHELLED_TOO: (&str, &str) = (
    "Northern Wire",
    "On Tuesday Russian forces shelled Bakhmut, the governor said.",
);
const DENIED: (&str, &str) = (
    "Vanguard Bulletin",
    "Russian forces did not shell Bakhmut on Tuesday, the ministry said.",
);
const ELSEWHERE: (&str, &str) = (
    "Dnipro Courier",
    "Russian forces shelled Kherson on Tuesday.",
);
const LATER: (&str, &str) = (
    "Dnipro Courier",
    "Russian forces shelled Bakhmut on Wednesday.",
);

#[test]
fn two_reports_of_one_deed_are_one_event_and_others_stay_apart() {
    let events = reconcile(claims(&[SHELLED, SHELLED_TOO, ELSEWHERE, LATER]));
    let shelling = of_action(&events, "shelling");
    let mut sizes: Vec<usize> = shelling.iter().map(|event| event.claims.len()).collect();
    sizes.sort_unstable();
    assert_eq!(
        sizes,
        [1, 1, 2],
        "help: see crates/marsad/src/event/likeness.rs"
    );
}

#[test]
fn a_denial_disputes_the_event_and_does_not_vanish() {
    let events = reconcile(claims(&[SHELLED, DENIED]));
    let shelling = of_action(&events, "shelling");
    assert_eq!(shelling.len(), 1);
    assert_eq!(shelling[0].account.happened, Agreement::Disputed);
    let only_denied = reconcile(claims(&[DENIED]));
    assert_eq!(
        of_action(&only_denied, "shelling")[0].account.happened,
        Agreement::Denied
    );
}

#[test]
fn a_situation_holds_what_happened_there_by_then() {
    let bakhmut = Area {
        centre: LonLat {
            lon: 38.0,
            lat: 48.59,
        },
        radius_km: 20.0,
    };
    let events = reconcile(claims(&[SHELLED, DENIED, ELSEWHERE, LATER]));
    let by = |day| Situation::of(&events, bakhmut, day).events.len();
    assert_eq!(
        (
            by(date(2023, 3, 6)),
            by(date(2023, 3, 7)),
            by(date(2023, 3, 8))
        ),
        (0, 1, 2)
    );
}

#[test]
fn a_toll_is_a_range_that_every_report_widens() {
    let reports = [
        (
            "Dnipro Courier",
            "Rebels killed at least 12 civilians in Goma on Monday.",
        ),
        (
            "Northern Wire",
            "Rebels killed 15 civilians in Goma on Monday, a doctor said.",
        ),
    ];
    let events = reconcile(claims(&reports));
    let goma = Area {
        centre: LonLat {
            lon: 29.23,
            lat: -1.67,
        },
        radius_km: 20.0,
    };
    let toll = Situation::of(&events, goma, date(2023, 3, 8)).toll;
    let killed = toll.get("killed").expect("both reports count the killed");
    assert_eq!(
        killed.high, None,
        "\"at least 12\" leaves the upper end open"
    );
    assert!(killed.low.is_some_and(|low| low >= 12.0));
}
