//! Who holds what now, and what changed hands?
//!
//! In come the timelines of places; out come a table of what is held now and, for each place, the steps that led there. Invariant: every
//! step names who says so, and a step that does not stand says why.

use jiff::civil::Date;
use marsad::{
    knowledge::control::Hold,
    situation::{Entry, Holder, Standing, State, Timeline},
};

use super::{Block, Material, Run, Table, Text, listed, notes::Notes, plain, prose};
use crate::render::{shortened, situation::counted, words};

/// The most characters of a voice's name.
const LONGEST: usize = 60;

/// What is said of who holds what.
pub(super) fn blocks(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let lines = &material.situation.control;
    if lines.is_empty() {
        let nothing = "No report says who holds any place here, or that one changed hands. Who holds what is unknown.";
        return vec![Block::Paragraph(plain(nothing))];
    }
    let mut blocks = vec![
        Block::Paragraph(plain(
            "A party's own word does not move the line. A word against its own interest does, and so do two independent voices that gain nothing by it. Between changes the status stays.",
        )),
        table(material, notes),
    ];
    let from = material.situation.scope.from;
    for line in lines {
        let steps: Vec<&Entry> = line
            .entries
            .iter()
            .filter(|entry| from.is_none_or(|from| entry.day >= from))
            .collect();
        if steps.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(name(line)));
        let items = steps.iter().map(|entry| step(line, entry, notes));
        blocks.push(Block::Items(items.collect()));
    }
    blocks
}

/// What each place's status is.
fn table(material: &Material<'_>, notes: &mut Notes<'_>) -> Block {
    let rows = material.situation.control.iter().map(|line| {
        let by = line.state.by.and_then(|at| line.entries.get(at));
        let evidence = match by {
            Some(entry) => {
                let mut text = plain(rule(entry));
                text.push(Run::Notes(cited(line, entry, notes, None)));
                text
            }
            None => plain("no evidence that counts"),
        };
        vec![
            plain(name(line)),
            plain(status(&line.state)),
            plain(since(&line.state)),
            evidence,
        ]
    });
    Block::Table(Table {
        caption: format!(
            "Who holds what on {}",
            words::day(material.situation.scope.as_of)
        ),
        head: vec!["Place", "Status", "Since", "By which evidence"],
        numbers: 0..0,
        rows: rows.collect(),
    })
}

/// The name of a place with its area.
pub(super) fn name(line: &Timeline<'_>) -> String {
    let place = &line.place;
    let area = place.admin1.as_ref().filter(|area| **area != place.name);
    let parts = [Some(&place.name), area];
    let parts: Vec<String> = parts.into_iter().flatten().map(ToString::to_string).collect();
    parts.join(", ")
}

/// Who holds a place.
pub(super) fn status(state: &State) -> String {
    let names = |parties: &[marsad::situation::Party]| {
        let names: Vec<String> = parties.iter().map(|party| party.name().to_string()).collect();
        listed(&names)
    };
    let holder = match &state.holder {
        Holder::Unknown => "Unknown".to_owned(),
        Holder::Party(party) => format!("Held by {}", party.name()),
        Holder::Contested(parties) => match parties.as_slice() {
            [one] => format!("Contested: {} says so, others deny it", one.name()),
            all => format!("Contested between {}", names(all)),
        },
    };
    match state.besieged_by.as_slice() {
        [] => holder,
        besiegers => format!("{holder}; besieged by {}", names(besiegers)),
    }
}

/// Since when a state lasts, as far as it is said.
fn since(state: &State) -> String {
    match (&state.holder, state.since) {
        (_, None) => "not known".into(),
        (_, Some(days)) if days.from == days.to => words::day(days.from),
        (_, Some(days)) if days.days() > 31 => format!("{} or later", words::day(days.from)),
        (_, Some(days)) => words::days(days),
    }
}

/// By which rule something stands or does not, in words.
fn rule(entry: &Entry) -> String {
    match entry.rule {
        "two-voices" => "independent voices that gain nothing by it".into(),
        "against-interest" => "a word against the speaker's own interest".into(),
        "left-and-claimed" => "one side says that it left, the other that it came".into(),
        "denied" => "said by some, denied by others".into(),
        "word-against-word" => "one side's word against the other's".into(),
        "own-word" => "only the word of those who gain by it".into(),
        "one-voice" => "one voice alone".into(),
        other => other.replace('-', " "),
    }
}

/// One step.
fn step(line: &Timeline<'_>, entry: &Entry, notes: &mut Notes<'_>) -> Text {
    let place = &line.place.name;
    let party = entry.party.name();
    let did = match entry.hold {
        Hold::Gains => format!("{party} took {place}"),
        Hold::Holds => format!("{party} held {place}"),
        Hold::Leaves => format!("{party} left {place}"),
        Hold::Besieges => format!("{party} surrounded or besieged {place}"),
        Hold::Relieves => format!("{party} broke the siege of {place}"),
        Hold::Enters => format!("{party} was inside {place}"),
        Hold::Fights => format!("{party} fought in {place}"),
        Hold::Nears => format!("{party} came nearer to {place}"),
    };
    let mut text = vec![Run::Strong(format!("{}: ", words::day(entry.day)))];
    let verdict = match entry.standing {
        Standing::Confirmed | Standing::Fair => "",
        Standing::Claimed => "; claimed, not confirmed",
        Standing::Contested => "; contested",
        Standing::Opposed => "; one side's word against the other's",
        Standing::Denied => "; this is only denied",
    };
    text.push(Run::Plain(format!("{}{verdict}. ", prose::capital(&did))));
    text.extend(said(line, entry, notes));
    if entry.moved {
        let state = status(&entry.state);
        text.push(Run::Strong(format!(" {state}.")));
    }
    text
}

/// Who says so and who denies it.
fn said(line: &Timeline<'_>, entry: &Entry, notes: &mut Notes<'_>) -> Text {
    let mut text = Vec::new();
    for (affirms, verbs) in [(true, ("says so", "say so")), (false, ("denies it", "deny it"))] {
        let mut voices: Vec<(String, Vec<usize>)> = Vec::new();
        for word in entry.words.iter().filter_map(|&at| line.words.get(at)) {
            if word.affirms != affirms {
                continue;
            }
            let name = shortened(&word.event.account.voices[word.voice].name, LONGEST);
            let number = notes.of(&word.event.sources[word.source], word.telling);
            match voices.iter_mut().find(|(known, _)| *known == name) {
                Some((_, numbers)) => numbers.push(number),
                None => voices.push((name, vec![number])),
            }
        }
        let count = voices.len();
        for (at, (name, numbers)) in voices.into_iter().enumerate() {
            let lead = match at {
                0 => "",
                _ if at + 1 == count => " and ",
                _ => ", ",
            };
            let name = if at == 0 { prose::capital(&name) } else { name };
            text.push(Run::Plain(format!("{lead}{name}")));
            text.push(Run::Notes(numbers));
        }
        if count > 0 {
            let verb = if count == 1 { verbs.0 } else { verbs.1 };
            let gain = match (entry.rule, affirms) {
                ("own-word", true) if count == 1 => ", and gains by it",
                ("own-word", true) => ", and gain by it",
                ("against-interest", true) => ", one of them or all against their own interest",
                _ => "",
            };
            let gain = if count == 1 && entry.rule == "against-interest" {
                ", against its own interest"
            } else {
                gain
            };
            text.push(Run::Plain(format!(" {verb}{gain}. ")));
        }
    }
    text
}

/// The numbers of the words that an entry rests on; all, or those for or against it.
fn cited(
    line: &Timeline<'_>,
    entry: &Entry,
    notes: &mut Notes<'_>,
    affirms: Option<bool>,
) -> Vec<usize> {
    entry
        .words
        .iter()
        .filter_map(|&at| line.words.get(at))
        .filter(|word| affirms.is_none_or(|affirms| word.affirms == affirms))
        .map(|word| notes.of(&word.event.sources[word.source], word.telling))
        .collect()
}

/// What is to be said first of who holds what: of the area's own place, or how many places are held by whom.
pub(super) fn lead(material: &Material<'_>, notes: &mut Notes<'_>) -> Text {
    let found = material.situation;
    let own = found
        .control
        .iter()
        .find(|line| line.place.name == found.scope.area.name);
    if let Some(line) = own {
        let by = line.state.by.and_then(|at| line.entries.get(at));
        let on: Date = found.scope.as_of;
        let mut text = vec![Run::Plain(format!(
            "{} on {}: {}",
            line.place.name,
            words::day(on),
            lower(&status(&line.state)),
        ))];
        if let Some(entry) = by {
            text.push(Run::Plain(format!(", since {}", since(&line.state))));
            text.push(Run::Plain(format!(" ({})", rule(entry))));
            text.push(Run::Notes(cited(line, entry, notes, None)));
        }
        text.push(Run::Plain(".".into()));
        return text;
    }
    let mut held: Vec<(String, usize)> = Vec::new();
    for line in &found.control {
        let what = match &line.state.holder {
            Holder::Unknown => "are of unknown status".to_owned(),
            Holder::Party(party) => format!("are held by {}", party.name()),
            Holder::Contested(_) => "are contested".to_owned(),
        };
        match held.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => held.push((what, 1)),
        }
    }
    held.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let parts: Vec<String> = held
        .iter()
        .map(|(what, count)| match count {
            1 => format!("one {}", what.replacen("are ", "is ", 1)),
            _ => format!("{} {what}", prose::spelled(*count as f64)),
        })
        .collect();
    if parts.is_empty() {
        return plain("No report says who holds any place here.");
    }
    let places = counted(found.control.len(), "place");
    plain(format!(
        "Of {places} of which reports say who holds or fights for them, {}; the sources stand with each below.",
        listed(&parts)
    ))
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.map_or_else(String::new, |first| first.chain(letters).collect())
}
