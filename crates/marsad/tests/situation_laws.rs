//! What must hold for the situation of any reports.

mod support;

use jiff::civil::{Date, date};
use marsad::{
    document::Document,
    event::{Event, Report, reconcile},
    reading::Reader,
    situation::{Area, Scope, Situation, Sum},
    terms::LonLat,
};
use proptest::prelude::*;

const OUTLETS: &[&str] = &["Northern Wire", "Euphrates Herald", "Damascus Morning"];

/// Who does something, what, and who says so.
const DOERS: &[&str] = &["The Syrian army", "Islamic State", "Rebels", "Warplanes"];
const DEEDS: &[&str] = &[
    "captured al-Mayadin on Friday",
    "did not capture al-Mayadin on Friday",
    "withdrew from al-Mayadin on Friday",
    "holds al-Mayadin",
    "besieged al-Mayadin on Thursday",
    "entered al-Mayadin on Thursday",
    "killed five civilians in al-Mayadin on Thursday",
    "killed 12 soldiers in al-Mayadin on Friday",
    "bombed al-Mayadin on Sunday and killed at least nine people",
    "plans to capture al-Mayadin",
    "killed 30 people in al-Mayadin from 1 to 25 October",
    "has killed 400 people in al-Mayadin since June",
    "killed two people in Syria on Friday",
];
const VOICES: &[&str] = &[
    "",
    ", a Syrian military source said",
    ", the Syrian Observatory for Human Rights said",
    ", a resident said",
    ", Islamic State said",
];

fn report() -> impl Strategy<Value = Report> {
    let pick = prop::sample::select::<&str>;
    let sentence = (pick(DOERS), pick(DEEDS), pick(VOICES))
        .prop_map(|(who, what, voice)| format!("{who} {what}{voice}."));
    let text = prop::collection::vec(sentence, 1..4).prop_map(|all| all.join(" "));
    (pick(OUTLETS), text, 7i8..20).prop_map(|(source, text, day)| {
        let knowledge = support::knowledge();
        let mut document = Document::from_text(text);
        document.source = Some(source.to_owned());
        document.published = Some(date(2017, 10, day));
        document.id = document.fingerprint();
        Report::of(knowledge, &Reader::new(knowledge).read(&document))
    })
}

fn situation(events: &[Event]) -> Situation<'_> {
    let at = LonLat {
        lon: 40.4515,
        lat: 35.0198,
    };
    let as_of: Date = date(2017, 10, 31);
    let scope = Scope {
        area: Area::circle(at, 25.0),
        from: None,
        as_of,
    };
    Situation::of(support::knowledge(), events, scope)
}

/// Every sum of a situation.
fn sums(found: &Situation<'_>) -> Vec<Sum> {
    let tolls = [&found.toll, &found.toll_perhaps, &found.toll_undated];
    let tolls = tolls.into_iter().flat_map(|tolls| tolls.values());
    let all = tolls.flat_map(|toll| [toll.all].into_iter().chain(toll.parts.values().copied()));
    let weeks = found.weeks.iter().map(|week| week.killed);
    let known = found.summaries.iter().map(|summary| summary.known);
    all.chain(weeks).chain(known).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn low_is_no_more_than_best_and_best_no_more_than_high(
        reports in prop::collection::vec(report(), 1..7),
    ) {
        let events = reconcile(support::knowledge(), reports);
        let found = situation(&events);
        for sum in sums(&found) {
            prop_assert!(sum.low >= 0.0 && sum.low <= sum.best && sum.best <= sum.high, "{sum:?}");
        }
        for toll in found.toll.values() {
            let high: f64 = toll.parts.values().map(|sum| sum.high).sum();
            prop_assert_eq!(high, toll.all.high, "the parts are the whole");
        }
        let weeks: f64 = found.weeks.iter().map(|week| week.killed.best).sum();
        let all = found.toll.get("killed").map_or(0.0, |toll| toll.all.best);
        prop_assert_eq!(weeks, all, "the weeks are the whole");
    }

    #[test]
    fn an_event_more_lowers_no_sum(reports in prop::collection::vec(report(), 1..7)) {
        let events = reconcile(support::knowledge(), reports);
        for many in 0..events.len() {
            let (before, after) = (situation(&events[..many]), situation(&events[..=many]));
            for (what, toll) in &before.toll {
                let now = after.toll[what].all;
                prop_assert!(now.high >= toll.all.high && now.low >= toll.all.low);
            }
        }
    }

    #[test]
    fn the_order_of_events_and_reports_changes_nothing(
        reports in prop::collection::vec(report(), 1..7),
        turn in 0usize..20,
    ) {
        let knowledge = support::knowledge();
        let events = reconcile(knowledge, reports.clone());
        let mut turned = events.clone();
        turned.reverse();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        prop_assert_eq!(situation(&turned), situation(&events));
        let mut again = reports;
        again.reverse();
        let again = reconcile(knowledge, again);
        prop_assert_eq!(situation(&again), situation(&events));
    }

    #[test]
    fn a_copy_of_a_report_changes_no_number_and_no_line(
        reports in prop::collection::vec(report(), 1..6),
        which in 0usize..20,
    ) {
        let knowledge = support::knowledge();
        let mut copy = reports[which % reports.len()].clone();
        copy.document = "a copy".into();
        copy.fingerprint = "a copy".into();
        copy.publisher = Some("Harbour Evening Post".into());
        copy.day = Some(date(2017, 10, 25));
        let events = reconcile(knowledge, reports.clone());
        let copied = reconcile(knowledge, reports.into_iter().chain([copy]));
        let (before, after) = (situation(&events), situation(&copied));
        prop_assert_eq!(&before.toll, &after.toll);
        let states = |found: &Situation<'_>| -> Vec<_> {
            let lines = found.control.iter();
            lines.map(|line| (line.place.name.clone(), line.state.holder.clone())).collect()
        };
        prop_assert_eq!(states(&before), states(&after));
    }

    #[test]
    fn between_changes_the_state_stays(reports in prop::collection::vec(report(), 1..9)) {
        let events = reconcile(support::knowledge(), reports);
        for line in situation(&events).control {
            let mut before = marsad::situation::State::default();
            for entry in &line.entries {
                let same = entry.state.holder == before.holder
                    && entry.state.besieged_by == before.besieged_by;
                prop_assert!(entry.moved || same, "{entry:#?}");
                prop_assert!(!entry.words.is_empty());
                before = entry.state.clone();
            }
            prop_assert_eq!(&line.state.holder, &before.holder);
        }
    }
}
