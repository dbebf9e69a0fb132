//! What analysts decide about events, and that nothing is lost by it.

mod support;

use jiff::civil::date;
use marsad::{
    document::Document,
    event::{
        Agreement, Anchor, Correction, Decision, Event, Grade, Record, Report, Ruling, reconcile,
        reconcile_as_decided,
    },
    reading::Reader,
    situation::{Area, Scope, Situation},
    terms::{Interval, LonLat},
};

/// Two outlets tell of one shelling, and the first of an abduction besides.
fn reports() -> Vec<Report> {
    let knowledge = support::knowledge();
    let texts = [
        (
            "Dnipro Courier",
            "Russian forces shelled Bakhmut on Tuesday. Gunmen abducted two doctors in Kherson on Tuesday.",
        ),
        (
            "Northern Wire",
            "On Tuesday Russian forces shelled Bakhmut, killing six civilians, the governor said.",
        ),
    ];
    let read = |(source, text): (&str, &str)| {
        let mut document = Document::from_text(text);
        document.source = Some(source.to_owned());
        document.published = Some(date(2023, 3, 8));
        document.id = document.fingerprint();
        Report::of(knowledge, &Reader::new(knowledge).read(&document))
    };
    texts.into_iter().map(read).collect()
}

fn decided(rulings: Vec<Ruling>) -> Record {
    let decisions: Vec<Decision> = (1..)
        .zip(rulings)
        .map(|(number, ruling)| Decision {
            number,
            by: "A. Analyst".into(),
            day: date(2023, 4, 1),
            reason: "looked at the footage".into(),
            ruling,
        })
        .collect();
    reconcile_as_decided(support::knowledge(), reports(), &decisions)
}

fn of_action<'e>(events: &'e [Event], action: &str) -> Vec<&'e Event> {
    let tells = |event: &&Event| {
        let mut tellings = event.tellings.iter();
        tellings.any(|(_, telling)| telling.action.0 == action)
    };
    events.iter().filter(tells).collect()
}

fn the<'e>(events: &'e [Event], action: &str) -> &'e Event {
    let found = of_action(events, action);
    assert_eq!(found.len(), 1, "{action}: {found:#?}");
    found[0]
}

/// The claims with this action, by their words.
fn anchors(action: &str) -> Vec<Anchor> {
    let reports = reports();
    let happenings = reports
        .iter()
        .flat_map(|report| report.happenings.iter().map(move |told| (report, told)));
    let tellings = happenings.flat_map(|(report, told)| {
        let tellings = told.tellings.iter();
        tellings.map(move |telling| (report, telling))
    });
    let found: Vec<Anchor> = tellings
        .filter(|(_, telling)| telling.action.0 == action)
        .map(|(report, telling)| Anchor {
            fingerprint: report.fingerprint.clone(),
            trigger: telling.trigger,
        })
        .collect();
    assert!(!found.is_empty(), "no report tells of {action}");
    found
}

fn all_claims(events: &[Event]) -> Vec<&str> {
    let tellings = events.iter().flat_map(|event| &event.tellings);
    let mut claims: Vec<&str> = tellings
        .map(|(_, telling)| telling.claim.as_str())
        .collect();
    claims.sort_unstable();
    claims
}

#[test]
fn without_decisions_events_are_as_they_were() {
    let plain = reconcile(support::knowledge(), reports());
    assert_eq!(decided(Vec::new()).events, plain);
    assert_eq!(of_action(&plain, "shelling").len(), 1);
    assert_ne!(the(&plain, "shelling").id, the(&plain, "abduct").id);
}

#[test]
fn two_events_are_merged_and_say_so() {
    let both = vec![anchors("shelling")[0].clone(), anchors("abduct")[0].clone()];
    let record = decided(vec![Ruling::Merge(both)]);
    let merged = the(&record.events, "shelling");
    assert_eq!(merged.id, the(&record.events, "abduct").id);
    assert_eq!(merged.hand.len(), 1);
    assert_eq!(merged.hand[0].by, "A. Analyst");
    let plain = reconcile(support::knowledge(), reports());
    assert_eq!(all_claims(&record.events), all_claims(&plain));
}

#[test]
fn claims_are_split_off_and_stay_claims() {
    let later = anchors("shelling")[1].clone();
    let record = decided(vec![Ruling::Split(vec![later])]);
    let parted = of_action(&record.events, "shelling");
    assert_eq!(parted.len(), 2, "{parted:#?}");
    assert!(parted.iter().all(|event| event.hand.len() == 1));
    let sizes = parted.iter().map(|event| event.tellings.len());
    assert!(sizes.min() == Some(1), "the claim is alone");
    let plain = reconcile(support::knowledge(), reports());
    assert_eq!(all_claims(&record.events), all_claims(&plain));
}

#[test]
fn decisions_act_in_the_order_of_their_numbers() {
    let shelled = anchors("shelling");
    let parted_and_joined = decided(vec![
        Ruling::Split(vec![shelled[1].clone()]),
        Ruling::Merge(shelled.clone()),
    ]);
    assert_eq!(of_action(&parted_and_joined.events, "shelling").len(), 1);
    let joined_and_parted = decided(vec![
        Ruling::Merge(shelled.clone()),
        Ruling::Split(vec![shelled[1].clone()]),
    ]);
    assert_eq!(of_action(&joined_and_parted.events, "shelling").len(), 2);
}

#[test]
fn a_corrected_slot_stands_first_and_what_was_said_behind_it() {
    let shelled = anchors("shelling")[0].clone();
    let day = Interval::day(date(2023, 3, 6));
    let killed = Correction::Count {
        what: "killed".into(),
        low: 7.0,
        best: 8.0,
        high: 9.0,
    };
    let record = decided(vec![
        Ruling::Correct(shelled.clone(), Correction::Days(day)),
        Ruling::Correct(shelled, killed),
    ]);
    let event = the(&record.events, "shelling");
    let days = &event.account.days;
    assert_eq!(days.agreement, Agreement::Corrected);
    assert_eq!(days.values[0], (day, Vec::new()));
    assert!(days.values.len() > 1, "what was said is still there");
    let killed = &event.account.counts["killed"];
    assert_eq!((killed.low, killed.best, killed.high), (7.0, 8.0, 9.0));
    assert!(killed.corrected);
    assert_eq!(killed.said[0].range.low, Some(6.0));
}

#[test]
fn what_is_rejected_counts_no_more_until_it_is_confirmed() {
    let shelled = anchors("shelling")[0].clone();
    let record = decided(vec![Ruling::Reject(shelled.clone())]);
    let event = the(&record.events, "shelling");
    assert!(!event.counts());
    assert_eq!(event.grade.grade, Grade::Discounted);
    assert!(event.grade.reason.contains("looked at the footage"));
    let record = decided(vec![
        Ruling::Reject(shelled.clone()),
        Ruling::Confirm(shelled),
    ]);
    let event = the(&record.events, "shelling");
    assert!(event.counts());
    assert_eq!(event.grade.grade, Grade::Confirmed);
    assert_eq!(event.hand.len(), 2, "both are kept");
}

#[test]
fn a_decision_about_claims_that_are_not_there_is_told_as_idle() {
    let mut gone = anchors("shelling")[0].clone();
    gone.fingerprint = "0123456789abcdef".into();
    let record = decided(vec![Ruling::Reject(gone)]);
    assert_eq!(record.idle, [1]);
    assert!(the(&record.events, "shelling").counts());
}

/// The dead of Bakhmut by April as decided, and how many incidents are rejected there.
fn toll(rulings: Vec<Ruling>) -> (Option<(f64, f64, f64)>, usize) {
    let record = decided(rulings);
    let bakhmut = LonLat {
        lon: 38.0,
        lat: 48.59,
    };
    let scope = Scope {
        area: Area::circle(bakhmut, 20.0),
        from: None,
        as_of: date(2023, 4, 1),
    };
    let found = Situation::of(support::knowledge(), &record.events, scope);
    let killed = found.toll.get("killed").map(|toll| toll.all);
    let killed = killed.map(|sum| (sum.low, sum.best, sum.high));
    (killed, found.rejected.len())
}

#[test]
fn a_situation_counts_as_decided() {
    let shelled = anchors("shelling")[0].clone();
    let count = |low, best, high| Correction::Count {
        what: "killed".into(),
        low,
        best,
        high,
    };
    assert_eq!(toll(Vec::new()), (Some((6.0, 6.0, 6.0)), 0));
    let corrected = Ruling::Correct(shelled.clone(), count(7.0, 8.0, 9.0));
    assert_eq!(toll(vec![corrected]), (Some((7.0, 8.0, 9.0)), 0));
    assert_eq!(toll(vec![Ruling::Reject(shelled.clone())]), (None, 1));
    let elsewhere = reports()[0].happenings[1].tellings[0].site.clone();
    let moved = Correction::Site(elsewhere.expect("Kherson is known"));
    assert_eq!(toll(vec![Ruling::Correct(shelled, moved)]), (None, 0));
}
