//! Several reports of one happening: what they agree on and dispute.

mod support;

use jiff::civil::{Date, date};
use marsad::{
    document::Document,
    event::{Agreement, Clarity, Event, Grade, Report, reconcile},
    reading::Reader,
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

/// Reports of one day, by an outlet and its words, as events.
fn events(reports: &[(&str, &str)]) -> Vec<Event> {
    let day = date(2023, 3, 8);
    let reports = reports
        .iter()
        .map(|(source, text)| report(source, day, text));
    reconcile(support::knowledge(), reports)
}

fn of_action<'e>(events: &'e [Event], action: &str) -> Vec<&'e Event> {
    events
        .iter()
        .filter(|event| {
            let mut tellings = event.tellings.iter();
            tellings.any(|(_, telling)| telling.action.0 == action)
        })
        .collect()
}

/// The one event that an action is told of.
fn the<'e>(events: &'e [Event], action: &str) -> &'e Event {
    let found = of_action(events, action);
    assert_eq!(found.len(), 1, "{action}: {found:#?}");
    found[0]
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
    let found = events(&[SHELLED, SHELLED_TOO, ELSEWHERE, LATER]);
    let shelling = of_action(&found, "shelling");
    let mut sizes: Vec<usize> = shelling.iter().map(|event| event.tellings.len()).collect();
    sizes.sort_unstable();
    assert_eq!(
        sizes,
        [1, 1, 2],
        "help: see crates/marsad/src/event/likeness.rs"
    );
}

#[test]
fn a_denial_disputes_the_event_and_does_not_vanish() {
    let found = events(&[SHELLED, DENIED]);
    let shelling = of_action(&found, "shelling");
    assert_eq!(shelling.len(), 1);
    assert_eq!(shelling[0].account.happened, Agreement::Disputed);
    let only_denied = events(&[DENIED]);
    assert_eq!(
        of_action(&only_denied, "shelling")[0].account.happened,
        Agreement::Denied
    );
}

#[test]
fn the_same_wire_in_three_papers_is_one_voice() {
    let story = "(AFP) - A rocket hit a bakery in the centre of Donetsk on Tuesday, killing seven people who stood in \
                 line for bread, and burned down two houses next to it. Rescuers searched the rubble for hours.";
    let found = events(&[
        ("Dnipro Courier", story),
        ("Northern Wire", story),
        ("Vanguard Bulletin", story),
    ]);
    let event = the(&found, "kill");
    assert_eq!(event.sources.len(), 3);
    assert_eq!(event.account.voices.len(), 1, "{:#?}", event.account.voices);
    assert_eq!(event.grade.grade, Grade::Weak);
    let copies = event.sources.iter().filter(|source| source.is_copy());
    assert_eq!(copies.count(), 2);
}

#[test]
fn a_story_that_papers_take_from_each_other_is_one_voice() {
    let story = "A rocket hit a bakery in the centre of Donetsk on Tuesday, killing seven people who stood in line for \
                 bread, and burned down two houses next to it. Rescuers searched the rubble for hours.";
    let found = events(&[("Dnipro Courier", story), ("Northern Wire", story)]);
    let event = the(&found, "kill");
    assert_eq!((event.sources.len(), event.account.voices.len()), (2, 1));
    let apart = [
        (
            "Dnipro Courier",
            "A rocket killed seven people at a bakery in Donetsk on Tuesday.",
        ),
        (
            "Northern Wire",
            "Seven people were killed on Tuesday when a rocket hit a bakery in Donetsk.",
        ),
    ];
    assert_eq!(the(&events(&apart), "kill").account.voices.len(), 2);
}

#[test]
fn two_voices_that_gain_nothing_make_it_fair() {
    let found = events(&[
        (
            "Dnipro Courier",
            "A rocket killed seven people at a bakery in Donetsk on Tuesday, doctors said.",
        ),
        (
            "Northern Wire",
            "Seven people were killed on Tuesday when a rocket hit a bakery in Donetsk, a witness said.",
        ),
    ]);
    let event = the(&found, "kill");
    assert_eq!(event.grade.grade, Grade::Fair, "{:?}", event.grade);
    let killed = &event.account.counts["killed"];
    assert_eq!((killed.low, killed.best, killed.high), (7.0, 7.0, 7.0));
}

#[test]
fn voices_with_one_root_are_one_however_many_speak() {
    let told = |by: &str| {
        format!("A rocket killed seven people at a bakery in Idlib on Tuesday, {by} said.")
    };
    let grade = |reports: &[(&str, &str)]| {
        let found = events(reports);
        let event = the(&found, "kill");
        (event.account.voices.len(), event.grade.rule)
    };
    let observers = told("the Syrian Observatory for Human Rights");
    let (doctors, witness) = (told("doctors"), told("a witness"));
    // Whoever speaks for others has their word, and a desk that quotes them is none of its own.
    let head = "Seven people were killed on Tuesday when a rocket hit a bakery in Idlib, Rami Abdulrahman said.";
    let quoted = [("Orontes Post", &*observers), ("Northern Wire", head)];
    assert_eq!(grade(&quoted), (2, "one-voice"));
    // Two people without a name at one desk rest on that desk alone; at two desks they do not.
    let once = format!("{doctors} {witness}");
    assert_eq!(grade(&[("Orontes Post", &once)]), (2, "one-voice"));
    let apart =
        "Seven people were killed on Tuesday when a rocket hit a bakery in Idlib, a witness said.";
    let apart = [("Orontes Post", &*doctors), ("Northern Wire", apart)];
    assert_eq!(grade(&apart), (2, "two-voices"));
}

#[test]
fn what_its_doer_claims_and_others_tell_is_confirmed() {
    let blast = "A car bomb killed nine people at a market in Mosul on Tuesday, police said.";
    let taken_on = "A car bomb killed nine people at a market in Mosul on Tuesday, police said. \
        Islamic State claimed responsibility for the bombing.";
    let found = events(&[("Tigris Post", blast)]);
    assert_eq!(the(&found, "kill").grade.grade, Grade::Weak);
    let found = events(&[("Tigris Post", taken_on)]);
    let graded = &the(&found, "kill").grade;
    assert_eq!(
        (graded.grade, graded.rule),
        (Grade::Confirmed, "claimed-by-doer"),
        "{graded:?}"
    );
}

#[test]
fn a_dispute_about_the_dead_keeps_both_ends_and_who_gives_them() {
    let found = events(&[
        (
            "Dnipro Courier",
            "A rocket killed seven people at a bakery in Donetsk on Tuesday, doctors said.",
        ),
        (
            "Northern Wire",
            "A rocket killed nine people at a bakery in Donetsk on Tuesday, a witness said.",
        ),
    ]);
    let event = the(&found, "kill");
    let killed = &event.account.counts["killed"];
    assert_eq!((killed.low, killed.high), (7.0, 9.0));
    let mut by: Vec<&str> = killed
        .said
        .iter()
        .map(|number| event.account.voices[number.voice].name.as_str())
        .collect();
    by.sort_unstable();
    assert_eq!(by, ["a witness", "doctors"]);
}

#[test]
fn a_toll_that_its_own_voice_raised_supersedes_the_lower_one() {
    let bakery = "people at a bakery in Donetsk on Tuesday, the United Nations said.";
    let reports = [
        report(
            "Dnipro Courier",
            date(2023, 3, 8),
            &format!("A rocket killed seven {bakery}"),
        ),
        report(
            "Dnipro Courier",
            date(2023, 3, 9),
            &format!("A rocket killed eleven {bakery}"),
        ),
    ];
    let found = reconcile(support::knowledge(), reports);
    let event = the(&found, "kill");
    let killed = &event.account.counts["killed"];
    assert_eq!((killed.low, killed.high), (11.0, 11.0));
    let given_up: Vec<bool> = killed.said.iter().map(|number| number.superseded).collect();
    assert_eq!(given_up, [true, false], "what was said before stays");
}

#[test]
fn a_summary_is_no_incident_and_is_joined_with_none() {
    let found = events(&[
        (
            "Dnipro Courier",
            "Shelling has killed 40 people in Donetsk since January.",
        ),
        (
            "Northern Wire",
            "Shelling killed four people in Donetsk on Tuesday.",
        ),
    ]);
    let sizes: Vec<(Clarity, usize)> = of_action(&found, "kill")
        .iter()
        .map(|event| (event.clarity, event.sources.len()))
        .collect();
    assert!(sizes.contains(&(Clarity::Summary, 1)), "{sizes:?}");
    assert!(sizes.contains(&(Clarity::Incident, 1)), "{sizes:?}");
}

#[test]
fn nearness_alone_joins_nothing() {
    let found = events(&[
        (
            "Dnipro Courier",
            "A rocket killed seven people at a bakery in Donetsk on Tuesday.",
        ),
        (
            "Northern Wire",
            "Police detained three men in Donetsk on Tuesday.",
        ),
    ]);
    assert!(
        found.iter().all(|event| event.sources.len() == 1),
        "{found:#?}"
    );
}

#[test]
fn what_holds_an_event_together_is_told_in_points() {
    let found = events(&[SHELLED, SHELLED_TOO]);
    let event = the(&found, "shelling");
    let link = event.links.first().expect("two reports are linked");
    assert!(
        link.likeness.day > 0.0 && link.likeness.place > 0.0,
        "{link:?}"
    );
    assert!(link.likeness.points() >= 2.5);
}

#[test]
fn two_documents_of_one_id_are_both_kept_and_one_given_twice_counts_once() {
    let day = date(2023, 3, 8);
    let mut shelled = report("Dnipro Courier", day, SHELLED.1);
    let mut elsewhere = report("Northern Wire", day, ELSEWHERE.1);
    shelled.document = "1".into();
    elsewhere.document = "1".into();
    let places = |reports: Vec<Report>| -> Vec<String> {
        let found = reconcile(support::knowledge(), reports);
        let told = found.iter().flat_map(|event| &event.tellings);
        told.filter_map(|(_, telling)| Some(telling.site.as_ref()?.name.to_string()))
            .collect()
    };
    let both = places(vec![shelled.clone(), elsewhere.clone()]);
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(both, places(vec![elsewhere, shelled.clone(), shelled]));
}
