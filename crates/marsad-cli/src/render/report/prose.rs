//! How is an event told in plain sentences?
//!
//! In comes an incident; out come sentences: what was done by whom to whom, how many, who says so and who denies it, each with the
//! numbers of its sources. Invariant: who did it is named only where somebody says so who does not deny it.

use marsad::{
    claim::Modality,
    event::{Agreement, Event, Grade, Telling, Who},
    knowledge::{
        Knowledge,
        action::{Action, ActionId},
    },
    situation::Incident,
};

use super::{Run, Text, listed, notes::Notes};
use crate::render::{
    decision, shortened,
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

/// What analysts have decided about an event, with names and reasons.
pub(super) fn by_hand(event: &Event) -> Option<String> {
    let decided: Vec<String> = event
        .hand
        .iter()
        .map(|decision| {
            let what = decision::what(&decision.ruling);
            format!(
                "{what} ({}, {}: {})",
                decision.by,
                words::day(decision.day),
                decision.reason
            )
        })
        .collect();
    (!decided.is_empty()).then(|| format!(" By hand: {}.", decided.join("; ")))
}

/// Who did what to whom, as one sentence without its end.
pub(super) fn deed(knowledge: &Knowledge, event: &Event) -> String {
    let denied = event.account.happened == Agreement::Denied;
    let counts = |telling: &&Telling| denied || telling.modality != Modality::Denied;
    let told = || {
        let all = event.tellings.iter().map(|(_, telling)| telling);
        all.filter(counts)
    };
    let Some(action) = action(knowledge, event) else {
        return "Something was done".into();
    };
    let own: Vec<&Telling> = told()
        .filter(|telling| telling.action == action.id)
        .collect();
    let mut doers = names(knowledge, own.iter().flat_map(|telling| &telling.actors));
    if doers.is_empty() {
        doers = names(knowledge, told().flat_map(|telling| &telling.actors));
    }
    // Other reports may say the same of the same people in other words.
    let named = own.iter().find(|telling| !telling.targets.is_empty());
    let mut targets = names(
        knowledge,
        named.into_iter().flat_map(|telling| &telling.targets),
    );
    if targets.is_empty() {
        targets.extend(
            own.iter()
                .find_map(|telling| whole_place(knowledge, telling)),
        );
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
        format!("{target} {be} {undergone}")
    } else if let Some(happened) = wording.happened(&action.id) {
        happened.to_owned()
    } else {
        let whom = match (targets.is_empty(), wording.before(&action.id)) {
            (true, _) => String::new(),
            (false, Some(before)) => format!(" {before} {target}"),
            (false, None) => format!(" {target}"),
        };
        format!("somebody not named {}{whom}", action.says)
    };
    capital(&sentence)
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
    let mut values = event
        .account
        .action
        .values
        .iter()
        .filter_map(|(id, _)| known(id));
    let first = values.clone().find(|action| !action.unclassified);
    let definite = values
        .find(|action| !action.unclassified && knowledge.likenesses().tells_means(&action.id));
    definite
        .or(first)
        .or_else(|| known(&event.tellings.first()?.1.action))
}

/// How many of what, as one sentence; `None` where nobody counts anybody.
pub(super) fn toll(
    knowledge: &Knowledge,
    incident: &Incident<'_>,
    notes: &mut Notes<'_>,
) -> Option<Text> {
    let event = incident.event;
    let mut parts = Vec::new();
    let mut sources = Vec::new();
    for what in knowledge.families().tolls() {
        let Some(sum) = incident.count(knowledge, what) else {
            continue;
        };
        // That it is disputed, and may be none, is said beside it.
        let low = event
            .account
            .counts
            .get(&what.what)
            .map_or(sum.low, |own| own.low.min(sum.best));
        let count = count(low, sum.best, sum.high, sum.open);
        parts.push(format!("{count} {}", what.says.to_lowercase()));
        sources.extend(notes.of_count(event, &what.what));
    }
    (!parts.is_empty()).then(|| {
        let several = event
            .sources
            .iter()
            .filter(|source| !source.is_copy())
            .count()
            > 1;
        let who = if several {
            "Reports count"
        } else {
            "The report counts"
        };
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
    let word =
        (value.fract() == 0.0 && (0.0..10.0).contains(&value)).then(|| WORDS[value as usize]);
    word.map_or_else(|| number(value), str::to_owned)
}

/// Who says so, to end the sentence that tells it.
pub(super) fn affirmed(knowledge: &Knowledge, event: &Event, notes: &mut Notes<'_>) -> Text {
    let mut text = by(knowledge, event, notes, true);
    if !text.is_empty() {
        text.insert(0, Run::Plain(", according to ".into()));
    }
    text.push(Run::Plain(".".into()));
    text
}

/// Who denies or disputes it, as sentences.
pub(super) fn denied(knowledge: &Knowledge, event: &Event, notes: &mut Notes<'_>) -> Text {
    let mut text = by(knowledge, event, notes, false);
    if !text.is_empty() {
        text.insert(0, Run::Plain(" Denied by ".into()));
        text.push(Run::Plain(".".into()));
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
        let verb = if objecting.len() == 1 {
            "disputes"
        } else {
            "dispute"
        };
        let names = capital(&listed(&objecting));
        text.push(Run::Plain(format!(
            " {names} {verb} it in the same report."
        )));
        text.push(Run::Notes(where_));
    }
    text
}

/// Those who say so, or those who deny it, in a row.
fn by(knowledge: &Knowledge, event: &Event, notes: &mut Notes<'_>, affirms: bool) -> Text {
    let mut named = Vec::new();
    for (at, voice) in event.account.voices.iter().enumerate() {
        if voice.affirms == affirms {
            let wanted = |telling: &Telling| (telling.modality != Modality::Denied) == affirms;
            let name = knowledge.wording().named(&voice.name);
            named.push((shortened(&name, LONGEST), notes.of_voice(event, at, wanted)));
        }
    }
    row(named)
}

/// Names in a row, each with the numbers of its sources.
pub(super) fn row(names: Vec<(String, Vec<usize>)>) -> Text {
    let count = names.len();
    let mut text = Vec::new();
    for (at, (name, numbers)) in names.into_iter().enumerate() {
        let lead = match at {
            0 => "",
            _ if at + 1 == count => " and ",
            _ => ", ",
        };
        text.push(Run::Plain(format!("{lead}{name}")));
        text.push(Run::Notes(numbers));
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
        Grade::Contested | Grade::Discounted => Some(format!(
            " {}: {}.",
            capital(grade.grade.as_str()),
            grade.reason
        )),
    }
}

/// Some parties by name, as they stand in a sentence; of more than three the first two.
fn names<'w>(knowledge: &Knowledge, parties: impl Iterator<Item = &'w Who>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for who in parties {
        let name = match who.actor {
            Some(_) => knowledge.wording().named(&who.name),
            None => uncapital(knowledge, &who.name),
        };
        let name = shortened(&name, LONGEST);
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

/// A report's words for somebody, without the capital that they may have from the beginning of their sentence: "Eleven
/// soldiers", and not "Homs" or "Syrian soldiers".
fn uncapital(knowledge: &Knowledge, words: &str) -> String {
    let Some((first, rest)) = words.split_once(' ') else {
        return words.to_owned();
    };
    let name =
        rest.chars().any(char::is_uppercase) || knowledge.gazetteer().demonym(first).is_some();
    let shouted = first.chars().skip(1).any(char::is_uppercase);
    match name || shouted || knowledge.actors().named(words).next().is_some() {
        true => words.to_owned(),
        false => format!("{} {rest}", first.to_lowercase()),
    }
}

/// Whether "were" stands after some names.
fn is_plural(names: &[String]) -> bool {
    let [one] = names else { return true };
    let lower = one.starts_with(|letter: char| letter.is_lowercase() || letter.is_ascii_digit());
    let number = one
        .split(' ')
        .any(|word| word.starts_with(|digit: char| digit.is_ascii_digit()) && word != "1");
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
        assert_eq!(
            count(7.0, 9.0, 11.0, true),
            "7 to 11 or more (best supported: 9)"
        );
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
