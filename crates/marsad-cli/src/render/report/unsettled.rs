//! What is disputed and by whom, and what is not known at all?
//!
//! In comes a situation; out come sentences on what voices disagree about (whether it happened, who did it, how many), on what all
//! deny, and on what the reports leave open. Invariant: whatever is left out of the toll is told here with its number.

use marsad::{
    claim::Modality,
    event::{Agreement, Event, Telling},
    knowledge::Knowledge,
    situation::{Doer, Holder, Incident, Sum},
    terms::Range,
};

use super::{Block, Material, Run, Text, listed, notes::Notes, plain, prose};
use crate::render::{
    shortened,
    words::{self, counted},
};

/// The most characters of a voice's name.
const LONGEST: usize = 60;

/// The most events that are listed of those that do not count.
const LISTED: usize = 5;

/// What is disputed and what is denied.
pub(super) fn disputed(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let found = material.situation;
    let mut items: Vec<Text> = Vec::new();
    for incident in &found.incidents {
        items.extend(disputes(material, incident, notes));
    }
    for incident in &found.denied {
        let mut text = headed(incident);
        let deed = prose::deed(material.knowledge, incident.event);
        text.push(Run::Plain(format!(
            "All who speak of it deny this: “{deed}.”"
        )));
        text.extend(prose::denied(material.knowledge, incident.event, notes));
        items.push(text);
    }
    for incident in &found.rejected {
        let mut text = headed(incident);
        let deed = prose::deed(material.knowledge, incident.event);
        text.push(Run::Plain(format!(
            "An analyst does not count this: “{deed}.”"
        )));
        text.extend(prose::affirmed(material.knowledge, incident.event, notes));
        text.extend(prose::by_hand(incident.event).map(Run::Quiet));
        items.push(text);
    }
    match items.is_empty() {
        true => vec![Block::Paragraph(plain(
            "No report disputes what another says of these days.",
        ))],
        false => vec![Block::Items(items)],
    }
}

/// What voices disagree about in one incident, if they do.
fn disputes(
    material: &Material<'_>,
    incident: &Incident<'_>,
    notes: &mut Notes<'_>,
) -> Option<Text> {
    let event = incident.event;
    let mut text = headed(incident);
    let before = text.len();
    if event.account.happened == Agreement::Disputed {
        let deed = prose::deed(material.knowledge, event);
        text.push(Run::Plain(format!(
            "Whether it happened is disputed. {deed}"
        )));
        text.extend(prose::affirmed(material.knowledge, event, notes));
        text.extend(prose::denied(material.knowledge, event, notes));
    }
    if event.account.actors.agreement == Agreement::Disputed {
        text.push(Run::Plain(" Who did it is disputed:".into()));
        for (at, (who, voices)) in event.account.actors.values.iter().enumerate() {
            let lead = if at == 0 { " " } else { "; " };
            let name = shortened(&material.knowledge.wording().named(&who.name), LONGEST);
            text.push(Run::Plain(format!("{lead}{name}, according to ")));
            let names = |telling: &Telling| {
                telling.modality != Modality::Denied && telling.actors.contains(who)
            };
            text.extend(voiced(material.knowledge, event, voices, notes, names));
        }
        text.push(Run::Plain(".".into()));
    }
    for what in material.knowledge.families().tolls() {
        let Some(count) = event.account.counts.get(&what.what) else {
            continue;
        };
        let said = count.said.iter().filter(|number| !number.superseded);
        let mut numbers: Vec<(Range, Vec<usize>)> = Vec::new();
        for number in said {
            match numbers.iter_mut().find(|(range, _)| *range == number.range) {
                Some((_, voices)) if voices.contains(&number.voice) => {}
                Some((_, voices)) => voices.push(number.voice),
                None => numbers.push((number.range, vec![number.voice])),
            }
        }
        if numbers.len() < 2 {
            continue;
        }
        text.push(Run::Plain(format!(
            " How many were {} differs:",
            what.says.to_lowercase()
        )));
        for (at, (range, voices)) in numbers.iter().enumerate() {
            let lead = if at == 0 { " " } else { "; " };
            text.push(Run::Plain(format!(
                "{lead}{} according to ",
                words::range(*range)
            )));
            let gives =
                |telling: &Telling| telling.counted(&what.what).any(|toll| toll.range == *range);
            text.extend(voiced(material.knowledge, event, voices, notes, gives));
        }
        text.push(Run::Plain(".".into()));
    }
    (text.len() > before).then_some(text)
}

/// The day and the place at the head of an item.
fn headed(incident: &Incident<'_>) -> Text {
    vec![Run::Strong(format!("{}. ", prose::head(incident)))]
}

/// Some voices by name, with the words in which each says what `wanted` takes.
fn voiced(
    knowledge: &Knowledge,
    event: &Event,
    voices: &[usize],
    notes: &mut Notes<'_>,
    wanted: impl Fn(&Telling) -> bool,
) -> Text {
    let mut named = Vec::new();
    for &voice in voices {
        let name = knowledge.wording().named(&event.account.voices[voice].name);
        named.push((
            shortened(&name, LONGEST),
            notes.of_voice(event, voice, &wanted),
        ));
    }
    prose::row(named)
}

/// What is not known.
pub(super) fn unknown(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let found = material.situation;
    let mut items: Vec<Text> = Vec::new();
    let all = found.incidents.len();
    let by = |wanted: Doer| {
        found
            .incidents
            .iter()
            .filter(move |one| one.doer == wanted)
            .count()
    };
    let unnamed = by(Doer::Unnamed);
    if unnamed > 0 {
        items.push(plain(format!(
            "Who did it is not said, or not by a name that is known, for {unnamed} of {}.",
            counted(all, "incident")
        )));
    }
    let rough = found
        .incidents
        .iter()
        .filter(|incident| incident.days.is_some_and(|days| days.days() > 7));
    let rough = rough.count();
    if rough > 0 {
        items.push(plain(format!(
            "{} dated to more than a week and in none; what it counts is a sum and not in the toll.",
            is_or_are(rough)
        )));
    }
    let apart = [
        (
            &found.undated,
            &found.toll_undated,
            "happened here on days that no report says",
        ),
        (
            &found.perhaps,
            &found.toll_perhaps,
            "happened somewhere, perhaps here: the place is known less well than the area is wide, or reaches over its border",
        ),
    ];
    for (incidents, toll, what) in apart {
        if incidents.is_empty() {
            continue;
        }
        let killed = toll.get("killed").map(|toll| toll.all);
        let mut text = plain(format!(
            "{} {what}. The toll does not count them{}.",
            prose::capital(&counted(incidents.len(), "incident")),
            killed.map_or_else(String::new, |sum| format!(": {} killed", range(&sum)))
        ));
        text.extend(examples(material, incidents, notes));
        items.push(text);
    }
    if !found.open.is_empty() {
        let mut text = plain(format!(
            "{} only planned, threatened, demanded or tried, and counted nowhere.",
            is_or_are(found.open.len())
        ));
        text.extend(examples(material, &found.open, notes));
        items.push(text);
    }
    if found.unplaced > 0 {
        items.push(plain(format!(
            "{} of these days happened where no place could be found; any of them may lie here.",
            prose::capital(&counted(found.unplaced, "incident"))
        )));
    }
    if found.unclear > 0 {
        items.push(plain(format!(
            "What was done in {} could not be made out; they are left out.",
            counted(found.unclear, "event")
        )));
    }
    let dark = found.control.iter();
    let dark: Vec<String> = dark
        .filter(|line| line.state.holder == Holder::Unknown)
        .map(|line| line.place.name.to_string())
        .collect();
    if !dark.is_empty() {
        items.push(plain(format!(
            "Who holds {} is unknown: nothing that is said of it counts as evidence.",
            listed(&dark)
        )));
    }
    let none = "Nothing that the reports tell of these days was left out.";
    match items.is_empty() {
        true => vec![Block::Paragraph(plain(none))],
        false => vec![Block::Items(items)],
    }
}

/// The first of some incidents in a few words, with their sources.
fn examples(material: &Material<'_>, incidents: &[Incident<'_>], notes: &mut Notes<'_>) -> Text {
    let mut text = Vec::new();
    let lead = if incidents.len() > LISTED {
        " Among them: "
    } else {
        " "
    };
    text.push(Run::Plain(lead.into()));
    for (at, incident) in incidents.iter().take(LISTED).enumerate() {
        if at > 0 {
            text.push(Run::Plain("; ".into()));
        }
        let deed = prose::deed(material.knowledge, incident.event);
        let head = prose::head(incident);
        let head = if head.is_empty() {
            head
        } else {
            format!("{head}: ")
        };
        text.push(Run::Plain(format!("{head}{deed}")));
        let first = incident.event.tellings.first();
        let number = first.map(|(at, telling)| notes.of(&incident.event.sources[*at], telling));
        text.push(Run::Notes(number.into_iter().collect()));
    }
    text.push(Run::Plain(".".into()));
    text
}

fn is_or_are(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", prose::capital(&counted(count, "incident")))
}

/// A range of people as it stands in a sentence.
pub(super) fn range(sum: &Sum) -> String {
    prose::count(sum.low, sum.best, sum.high, sum.open)
}
