//! How is an event told in plain sentences?
//!
//! In comes an incident; out come sentences: what was done by whom to whom, how many, who says so and who denies it, each with the
//! numbers of its sources. Invariant: who did it is named only where somebody says so who does not deny it.

use marsad::{
    claim::Modality,
    event::{Agreement, Event, Grade, Telling},
    knowledge::{
        Knowledge,
        action::{Action, ActionId},
    },
    situation::{Incident, counted},
};

use super::{Run, Text, listed, notes::Notes};
use crate::render::{
    shortened,
    words::{self, number},
};

/// The most characters of a name.
const LONGEST: usize = 60;

/// When and where, to stand at the head: "14 October 2017, Al Mayādīn".
pub(super) fn head(incident: &Incident<'_>) -> String {
    let days = incident.days.map(words::days);
    let place = incident.site.map(|site| site.name.to_string());
    let parts: Vec<String> = days.into_iter().chain(place).collect();
    parts.join(", ")
}

/// Who did what to whom, as one sentence.
pub(super) fn deed(knowledge: &Knowledge, event: &Event) -> String {
    let denied = event.account.happened == Agreement::Denied;
    let counts = |telling: &&Telling| denied || telling.modality != Modality::Denied;
    let told = || {
        let all = event.tellings.iter().map(|(_, telling)| telling);
        all.filter(counts)
    };
    let Some(action) = action(knowledge, event) else {
        return "Something was done.".into();
    };
    let own: Vec<&Telling> = told().filter(|telling| telling.action == action.id).collect();
    let mut doers = names(own.iter().flat_map(|telling| &telling.actors));
    if doers.is_empty() {
        doers = names(told().flat_map(|telling| &telling.actors));
    }
    let mut targets = names(own.iter().flat_map(|telling| &telling.targets));
    if targets.is_empty() {
        targets.extend(own.iter().find_map(|telling| whole_place(knowledge, telling)));
    }
    let wording = knowledge.wording();
    let target = listed(&targets);
    let sentence = if !doers.is_empty() {
        let whom = match (targets.is_empty(), wording.before(&action.id)) {
            (true, _) => String::new(),
            (false, Some(before)) => format!(" {before} {target}"),
            (false, None) => format!(" {target}"),
        };
        format!("{} {}{whom}", listed(&doers), action.says)
    } else if let (false, Some(undergone)) = (targets.is_empty(), wording.undergone(&action.id)) {
        let be = if is_plural(&targets) { "were" } else { "was" };
        format!("{target} {be} {undergone}; nobody says by whom")
    } else if let Some(happened) = wording.happened(&action.id) {
        format!("{happened}; nobody says by whom")
    } else {
        let whom = match (targets.is_empty(), wording.before(&action.id)) {
            (true, _) => String::new(),
            (false, Some(before)) => format!(" {before} {target}"),
            (false, None) => format!(" {target}"),
        };
        format!("somebody not named {}{whom}", action.says)
    };
    format!("{}.", capital(&sentence))
}

/// The place that a deed concerns as a whole, where it bears on who holds it: "withdrew from the town".
fn whole_place(knowledge: &Knowledge, telling: &Telling) -> Option<String> {
    let control = knowledge.control();
    let relation = telling.relation.as_ref()?;
    let bears = control.of(&telling.action).actor.is_some();
    let whole = bears && control.rules.whole.contains(relation);
    Some(telling.site.as_ref().filter(|_| whole)?.name.to_string())
}

/// The kind of deed that most say: one that tells by what means before one that tells only what came of it.
fn action<'k>(knowledge: &'k Knowledge, event: &Event) -> Option<&'k Action> {
    let known = |id: &ActionId| knowledge.ontology().get(id);
    let mut values = event.account.action.values.iter().filter_map(|(id, _)| known(id));
    let first = values.clone().find(|action| !action.unclassified);
    let definite = values.find(|action| {
        !action.unclassified && knowledge.likenesses().tells_means(&action.id)
    });
    definite.or(first).or_else(|| known(&event.tellings.first()?.1.action))
}

/// How many of what, as one sentence; `None` where nobody counts anybody.
pub(super) fn toll(knowledge: &Knowledge, event: &Event, notes: &mut Notes<'_>) -> Option<Text> {
    let mut parts = Vec::new();
    let mut sources = Vec::new();
    for what in knowledge.families().tolls() {
        let Some(sum) = counted(what, event) else {
            continue;
        };
        let count = count(sum.low, sum.best, sum.high, sum.open);
        parts.push(format!("{count} {}", what.says.to_lowercase()));
        sources.extend(notes.of_count(event, &what.what));
    }
    (!parts.is_empty()).then(|| {
        let several = event.sources.iter().filter(|source| !source.is_copy()).count() > 1;
        let who = if several { "Reports count" } else { "The report counts" };
        vec![
            Run::Plain(format!(" {who} {}.", listed(&parts))),
            Run::Notes(sources),
        ]
    })
}

/// A number of people: "nine", "7 to 11 (best supported: 9)", "at least 20".
pub(super) fn count(low: f64, best: f64, high: f64, open: bool) -> String {
    let least = if open { "at least " } else { "" };
    if low.total_cmp(&high).is_eq() {
        return format!("{least}{}", spelled(low));
    }
    let more = if open { " or more" } else { "" };
    let (low, high) = (number(low), number(high));
    format!("{low} to {high}{more} (best supported: {})", number(best))
}

/// A number below ten in letters.
pub(super) fn spelled(value: f64) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let word = (value.fract() == 0.0 && (0.0..10.0).contains(&value)).then(|| WORDS[value as usize]);
    word.map_or_else(|| number(value), str::to_owned)
}

/// Who says so and who denies it, as sentences.
pub(super) fn voices(event: &Event, notes: &mut Notes<'_>) -> Text {
    let mut text = Vec::new();
    let mut say = |affirms: bool, before: &str, after: &str, notes: &mut Notes<'_>| {
        let voices: Vec<usize> = (0..event.account.voices.len())
            .filter(|&at| event.account.voices[at].affirms == affirms)
            .collect();
        for (place, &at) in voices.iter().enumerate() {
            let lead = match place {
                0 => format!(" {before}"),
                _ if place + 1 == voices.len() => " and ".into(),
                _ => ", ".into(),
            };
            let name = shortened(&event.account.voices[at].name, LONGEST);
            let name = if before.is_empty() && place == 0 { capital(&name) } else { name };
            text.push(Run::Plain(format!("{lead}{name}")));
            let wanted = |telling: &Telling| (telling.modality != Modality::Denied) == affirms;
            text.push(Run::Notes(notes.of_voice(event, at, wanted)));
        }
        if !voices.is_empty() {
            let end = match (after.is_empty(), voices.len()) {
                (true, _) => ".".to_owned(),
                (false, 1) => format!(" {after} it."),
                (false, _) => format!(" {} it.", after.replace("denies", "deny")),
            };
            text.push(Run::Plain(end));
        }
    };
    say(true, "So say ", "", notes);
    say(false, "", "denies", notes);
    let one = event.account.voices.iter().filter(|voice| voice.affirms).count() == 1;
    if let Some(Run::Plain(first)) = text.first_mut()
        && one
        && first.starts_with(" So say ")
    {
        *first = first.replacen(" So say ", " So says ", 1);
    }
    let mut objecting: Vec<String> = Vec::new();
    let mut where_ = Vec::new();
    for (source, telling) in &event.tellings {
        for by in &telling.disputed_by {
            let name = shortened(by, LONGEST);
            if !objecting.contains(&name) {
                objecting.push(name);
                where_.push(notes.of(&event.sources[*source], telling));
            }
        }
    }
    if !objecting.is_empty() {
        let verb = if objecting.len() == 1 { "disputes" } else { "dispute" };
        let names = capital(&listed(&objecting));
        text.push(Run::Plain(format!(" {names} {verb} it in the same report.")));
        text.push(Run::Notes(where_));
    }
    text
}

/// How far it can be trusted, where that is less than two voices' word.
pub(super) fn doubt(event: &Event) -> Option<String> {
    let grade = &event.grade;
    match grade.grade {
        Grade::Fair => None,
        Grade::Confirmed => Some(format!(" Confirmed: {}.", grade.reason)),
        Grade::Weak if grade.rule == "own-word" => {
            Some(" Weak: only those who gain by it say so.".into())
        }
        Grade::Weak => Some(" Weak: one voice alone.".into()),
        Grade::Contested | Grade::Discounted => {
            Some(format!(" {}: {}.", capital(grade.grade.as_str()), grade.reason))
        }
    }
}

/// The first two of some parties by name, and that there are more.
fn names<'w>(parties: impl Iterator<Item = &'w marsad::event::Who>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for who in parties {
        let name = shortened(&who.name, LONGEST);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > 3 {
        names.truncate(2);
        names.push("others".into());
    }
    names
}

/// Whether "were" stands after some names.
fn is_plural(names: &[String]) -> bool {
    let [one] = names else { return true };
    let lower = one.starts_with(|letter: char| letter.is_lowercase() || letter.is_ascii_digit());
    let number = one.split(' ').any(|word| {
        word.starts_with(|digit: char| digit.is_ascii_digit()) && word != "1"
    });
    let plural = |word: &str| word.ends_with('s') && !word.ends_with("ss");
    let last = one.split(' ').next_back().unwrap_or_default();
    number || last == "people" || lower && plural(last)
}

/// The same with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.map_or_else(String::new, |first| first.chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_ten_are_spelled_and_ranges_are_not() {
        assert_eq!(count(9.0, 9.0, 9.0, false), "nine");
        assert_eq!(count(20.0, 20.0, 20.0, true), "at least 20");
        assert_eq!(count(0.0, 9.0, 9.0, false), "0 to 9 (best supported: 9)");
        assert_eq!(count(7.0, 9.0, 11.0, true), "7 to 11 or more (best supported: 9)");
    }

    #[test]
    fn many_were_and_one_was() {
        let plural = |name: &str| is_plural(&[name.to_owned()]);
        assert!(plural("29 rebels") && plural("civilians") && plural("about 300 people"));
        assert!(!plural("al-Mayadin") && !plural("Homs") && !plural("the town"));
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(capital("al-Mayadin"), "Al-Mayadin");
        assert_eq!(capital(""), "");
    }
}
