//! Who holds what now, and what changed hands?
//!
//! In come the timelines of places; out come a table of what is held now and, for each place, the steps that led there. Invariant: every
//! step names who says so, and a step that does not stand says why.

use jiff::civil::Date;
use marsad::{
    knowledge::{control::Hold, wording::Wording},
    situation::{Entry, Holder, Party, Standing, State, Timeline},
};

use super::{Block, Material, Run, Table, Text, listed, notes::Notes, plain, prose};
use crate::render::{
    shortened,
    words::{self, counted},
};

/// The most characters of a voice's name.
const LONGEST: usize = 60;

/// What is said of who holds what.
pub(super) fn blocks(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let lines = &material.situation.control;
    if lines.is_empty() {
        let nothing = "No report says who holds any place here, or that one changed hands. Who holds what is unknown.";
        return vec![Block::Paragraph(plain(nothing))];
    }
    let mut blocks = vec![Block::Paragraph(plain(
        "A party's own word does not move the line. A word against its own interest does, and so do two independent voices that gain nothing by it. Between changes the status stays.",
    ))];
    if lines
        .iter()
        .any(|line| line.entries.iter().any(|entry| entry.moved))
    {
        blocks.push(table(material, notes));
    }
    let from = material.situation.scope.from;
    let shown = |entry: &&Entry| from.is_none_or(|from| entry.day >= from) && tells(entry);
    let (changed, claimed): (Vec<&Timeline<'_>>, Vec<_>) = lines
        .iter()
        .partition(|line| line.entries.iter().any(|entry| entry.moved));
    for line in changed {
        let steps = line.entries.iter().filter(shown);
        let items: Vec<Text> = steps
            .map(|entry| step(material, line, entry, notes))
            .collect();
        if !items.is_empty() {
            blocks.push(Block::Heading(name(line)));
            blocks.push(Block::Items(items));
        }
    }
    let mut items = Vec::new();
    for line in claimed {
        let steps = line.entries.iter().filter(shown);
        items.extend(steps.map(|entry| step(material, line, entry, notes)));
    }
    if !items.is_empty() {
        blocks.push(Block::Heading(
            "Said of other places, and not confirmed".into(),
        ));
        blocks.push(Block::Items(items));
    }
    blocks
}

/// Whether an entry is told: not what only says again what stands already, nor fighting and approaches that changed nothing.
fn tells(entry: &Entry) -> bool {
    let passing = matches!(entry.hold, Hold::Fights | Hold::Nears);
    entry.moved || !passing && !says_again(entry)
}

/// Whether an entry only says again what stands already.
fn says_again(entry: &Entry) -> bool {
    let holds = matches!(entry.hold, Hold::Gains | Hold::Holds);
    let known = entry.state.holder == Holder::Party(entry.party.clone());
    !entry.moved && holds && known
}

/// What each place's status is.
fn table(material: &Material<'_>, notes: &mut Notes<'_>) -> Block {
    let known = material.situation.control.iter().filter(|line| {
        let moved = line.entries.iter().any(|entry| entry.moved);
        moved || line.state.holder != Holder::Unknown
    });
    let rows = known.map(|line| {
        let by = line.state.by.and_then(|at| line.entries.get(at));
        let evidence = match by {
            Some(entry) => {
                let mut text = plain(rule(entry));
                text.push(Run::Notes(cited(line, entry, notes)));
                text
            }
            None => plain("no evidence that counts"),
        };
        vec![
            plain(name(line)),
            plain(status(material.knowledge.wording(), &line.state)),
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
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    parts.join(", ")
}

/// Who holds a place.
pub(super) fn status(wording: &Wording, state: &State) -> String {
    let names = |parties: &[Party]| {
        let names: Vec<String> = parties
            .iter()
            .map(|party| wording.named(party.name()))
            .collect();
        listed(&names)
    };
    let holder = match &state.holder {
        Holder::Unknown => "Unknown".to_owned(),
        Holder::Party(party) => format!("Held by {}", wording.named(party.name())),
        Holder::Contested(parties) => match parties.as_slice() {
            [one] => format!(
                "Contested: said to be held by {}, and denied",
                wording.named(one.name())
            ),
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
fn step(
    material: &Material<'_>,
    line: &Timeline<'_>,
    entry: &Entry,
    notes: &mut Notes<'_>,
) -> Text {
    let place = &line.place.name;
    let party = material.knowledge.wording().named(entry.party.name());
    let did = match entry.hold {
        Hold::Gains => format!("{party} took {place}"),
        Hold::Holds => format!("{party} held {place}"),
        Hold::Leaves => format!("{party} left {place}"),
        Hold::Besieges => format!("{party} surrounded or besieged {place}"),
        Hold::Relieves => format!("{party} broke the siege of {place}"),
        Hold::Enters => format!("{party} got into {place}"),
        Hold::Fights => format!("{party} fought in {place}"),
        Hold::Nears => format!("{party} came nearer to {place}"),
    };
    let mut text = vec![Run::Strong(format!("{}: ", words::day(entry.day)))];
    text.push(Run::Plain(prose::capital(&did)));
    text.extend(said(material, line, entry, notes));
    let verdict = match entry.standing {
        Standing::Confirmed | Standing::Fair => "",
        Standing::Claimed => " Claimed, not confirmed.",
        Standing::Contested => " Said by some, denied by others.",
        Standing::Opposed => " One side's word against the other's.",
        Standing::Denied => " It is only denied.",
    };
    text.push(Run::Plain(verdict.into()));
    if entry.moved {
        let state = status(material.knowledge.wording(), &entry.state);
        text.push(Run::Strong(format!(" {state}.")));
    }
    text
}

/// Who says so and who denies it.
fn said(
    material: &Material<'_>,
    line: &Timeline<'_>,
    entry: &Entry,
    notes: &mut Notes<'_>,
) -> Text {
    let mut text = Vec::new();
    for (affirms, lead) in [(true, ", according to "), (false, "; denied by ")] {
        let mut voices: Vec<(String, Vec<usize>)> = Vec::new();
        for word in entry.words.iter().filter_map(|&at| line.words.get(at)) {
            if word.affirms != affirms {
                continue;
            }
            let name = &word.event.account.voices[word.voice].name;
            let name = shortened(&material.knowledge.wording().named(name), LONGEST);
            let number = notes.of(&word.event.sources[word.source], word.telling);
            match voices.iter_mut().find(|(known, _)| *known == name) {
                Some((_, numbers)) => numbers.push(number),
                None => voices.push((name, vec![number])),
            }
        }
        let whose = if voices.len() == 1 { "its" } else { "their" };
        let gain = match (entry.rule, affirms) {
            ("own-word", true) => format!(", in {whose} own interest"),
            ("against-interest", true) if voices.len() == 1 => ", against its own interest".into(),
            ("against-interest", true) => "; at least one of them against its own interest".into(),
            _ => String::new(),
        };
        if !voices.is_empty() {
            text.push(Run::Plain(lead.into()));
            text.extend(prose::row(voices));
            text.push(Run::Plain(gain));
        }
    }
    text.push(Run::Plain(".".into()));
    text
}

/// The numbers of the words that an entry rests on.
fn cited(line: &Timeline<'_>, entry: &Entry, notes: &mut Notes<'_>) -> Vec<usize> {
    entry
        .words
        .iter()
        .filter_map(|&at| line.words.get(at))
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
            lower(&status(material.knowledge.wording(), &line.state)),
        ))];
        if let Some(entry) = by {
            text.push(Run::Plain(format!(", since {}", since(&line.state))));
            text.push(Run::Plain(format!("; evidence: {}", rule(entry))));
            text.push(Run::Notes(cited(line, entry, notes)));
        }
        text.push(Run::Plain(".".into()));
        return text;
    }
    let mut held: Vec<(String, usize)> = Vec::new();
    for line in &found.control {
        let what = match &line.state.holder {
            Holder::Unknown => "are of unknown status".to_owned(),
            Holder::Party(party) => {
                format!(
                    "are held by {}",
                    material.knowledge.wording().named(party.name())
                )
            }
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
