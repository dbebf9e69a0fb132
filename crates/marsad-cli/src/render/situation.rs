//! What does a situation look like to people?
//!
//! In comes a [`Situation`]; out come blocks of lines: the toll, the weeks, what reports sum up themselves, who holds what with the
//! steps that led there, and what is not known. Invariant: a block that has nothing to say is not printed.

use std::fmt::Write as _;

use marsad::{
    knowledge::Knowledge,
    situation::{Doer, Entry, Holder, Situation, State, Sum, Summary, Timeline, Word},
};

use super::{
    Paper,
    flow::Flow,
    words::{self, counted, number},
};

/// The most characters that stand for one voice, and the most voices that are named.
const LONGEST_NAME: usize = 60;
const MOST_VOICES: usize = 4;

/// The situation as blocks of text.
pub(crate) fn print(found: &Situation<'_>, knowledge: &Knowledge, paper: &Paper) -> String {
    let mut out = String::new();
    let scope = &found.scope;
    let from = scope.from.map(|day| format!("{} to ", words::day(day)));
    let title = format!(
        "{} · {}{}",
        scope.area.name,
        from.unwrap_or_else(|| "up to ".into()),
        words::day(scope.as_of)
    );
    let style = paper.palette.title;
    let _ = writeln!(out, "{style}{}{style:#}\n", super::on_one_line(&title));
    let block = Block { paper };
    block.tolls(found, knowledge, &mut out);
    block.weeks(found, knowledge, &mut out);
    block.summaries(&found.summaries, &mut out);
    for line in &found.control {
        block.control(line, &mut out);
    }
    block.unknown(found, &mut out);
    out
}

struct Block<'p> {
    paper: &'p Paper,
}

impl Block<'_> {
    fn part(&self, label: &str, text: &str, out: &mut String) {
        let mut flow = Flow::new();
        flow.text(anstyle::Style::new(), text);
        self.paper.part(label, &flow, out);
    }

    fn head(&self, text: &str, out: &mut String) {
        let style = self.paper.palette.deed;
        let _ = writeln!(out, "{style}{}{style:#}", super::on_one_line(text));
    }

    fn tolls(&self, found: &Situation<'_>, knowledge: &Knowledge, out: &mut String) {
        self.head(&counted(found.incidents.len(), "incident"), out);
        for what in knowledge.families().tolls() {
            let Some(toll) = found.toll.get(&what.what) else {
                continue;
            };
            self.part("", &format!("{}: {}", what.what, sum(&toll.all)), out);
            for ((by, victims), one) in &toll.parts {
                let line = format!("· {}, {}: {}", doer(by), of(*victims), sum(one));
                self.part("", &line, out);
            }
        }
        out.push('\n');
    }

    fn weeks(&self, found: &Situation<'_>, knowledge: &Knowledge, out: &mut String) {
        if found.weeks.is_empty() {
            return;
        }
        self.head("by week, from Monday", out);
        for week in &found.weeks {
            let mut kinds: Vec<String> = knowledge
                .families()
                .iter()
                .filter_map(|family| {
                    let count = week.families.get(&family.id)?;
                    Some(format!("{} {count}", family.says.to_lowercase()))
                })
                .collect();
            if week.killed.incidents > 0 {
                kinds.push(format!("killed {}", sum(&week.killed)));
            }
            self.part("", &format!("{}  {}", week.monday, kinds.join(" · ")), out);
        }
        out.push('\n');
    }

    fn summaries(&self, summaries: &[Summary<'_>], out: &mut String) {
        if summaries.is_empty() {
            return;
        }
        self.head("what reports sum up themselves, not counted above", out);
        for summary in summaries {
            let voices = summary.event.account.voices.iter();
            let mut voices: Vec<String> = voices
                .map(|voice| super::shortened(&voice.name, LONGEST_NAME))
                .collect();
            if voices.len() > MOST_VOICES {
                voices.truncate(MOST_VOICES);
                voices.push("and others".into());
            }
            let line = format!("{} ({})", summed_up(summary), voices.join("; "));
            self.part("", &line, out);
        }
        out.push('\n');
    }

    fn control(&self, line: &Timeline<'_>, out: &mut String) {
        let place = &line.place;
        let parts = [
            Some(&place.name),
            place.admin1.as_ref(),
            place.country.as_ref(),
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(|part| part.as_str())
            .collect();
        self.head(
            &format!("{}: {}", parts.join(", "), state(&line.state)),
            out,
        );
        for entry in &line.entries {
            let said = format!("{}  {}", entry.day, turn(entry, &line.words));
            self.part(if entry.moved { "changed" } else { "" }, &said, out);
        }
        out.push('\n');
    }

    fn unknown(&self, found: &Situation<'_>, out: &mut String) {
        let all = [
            (found.perhaps.len(), "somewhere, perhaps here"),
            (found.undated.len(), "here, without a day"),
            (found.denied.len(), "denied by all who speak of them"),
            (found.rejected.len(), "rejected by hand"),
            (found.open.len(), "planned, threatened, demanded or tried"),
            (found.unclear, "of a kind that no pattern knows"),
            (found.unplaced, "of these days without a known place"),
        ];
        let lines: Vec<_> = all.iter().filter(|(count, _)| *count > 0).collect();
        if lines.is_empty() {
            return;
        }
        self.head("beside these, and not counted above", out);
        for (count, what) in lines {
            self.part("", &format!("{} {what}", counted(*count, "event")), out);
        }
    }
}

/// A range of people: "7", "7 to 11, best 9", "20 or more".
pub(super) fn sum(sum: &Sum) -> String {
    let open = if sum.open { " or more" } else { "" };
    if sum.low.total_cmp(&sum.high).is_eq() {
        return format!("{}{open}", number(sum.low));
    }
    let (low, best, high) = (number(sum.low), number(sum.best), number(sum.high));
    format!("{low} to {high}{open}, best {best}")
}

/// Who did it.
pub(super) fn doer(doer: &Doer) -> String {
    match doer {
        Doer::Party(party) => party.name().to_string(),
        Doer::Several(parties) => {
            let names: Vec<&str> = parties.iter().map(|party| party.name().as_str()).collect();
            names.join(" and ")
        }
        Doer::Disputed => "disputed who did it".into(),
        Doer::Unnamed => "nobody named".into(),
    }
}

/// To whom it was done.
pub(super) fn of(victims: marsad::situation::Victims) -> &'static str {
    match victims {
        marsad::situation::Victims::Civilians => "civilians",
        marsad::situation::Victims::Combatants => "fighters",
        marsad::situation::Victims::Unknown => "not said whether civilians or fighters",
    }
}

/// Who holds a place, and since when.
pub(super) fn state(state: &State) -> String {
    let names = |parties: &[marsad::situation::Party]| {
        let names: Vec<&str> = parties.iter().map(|party| party.name().as_str()).collect();
        names.join(" and ")
    };
    let since = state.since.map(|days| {
        let days = match days.from == days.to {
            true => words::day(days.from),
            false => words::days(days),
        };
        format!(", by what is said of {days}")
    });
    let holder = match &state.holder {
        Holder::Unknown => "not known who holds it".to_owned(),
        Holder::Party(party) => format!("held by {}", party.name()),
        Holder::Contested(parties) => match parties.as_slice() {
            [one] => format!("contested by {}", one.name()),
            all => format!("contested between {}", names(all)),
        },
    };
    let besieged = match state.besieged_by.as_slice() {
        [] => String::new(),
        besiegers => format!("; besieged by {}", names(besiegers)),
    };
    format!("{holder}{}{besieged}", since.unwrap_or_default())
}

/// What is said of a party's hold, how far it stands and who says so.
fn turn(entry: &Entry, all: &[Word<'_>]) -> String {
    let mut voices: Vec<String> = Vec::new();
    for word in entry.words.iter().filter_map(|&at| all.get(at)) {
        let voice = &word.event.account.voices[word.voice].name;
        let voice = match word.affirms {
            true => voice.to_string(),
            false => format!("denied by {voice}"),
        };
        if !voices.contains(&voice) {
            voices.push(voice);
        }
    }
    let party = entry.party.name();
    let says = words::hold(entry.hold);
    format!(
        "{party} {says} · {} ({}): {}",
        entry.standing.as_str(),
        entry.rule,
        voices.join("; ")
    )
}

/// What a report sums up itself, with the gap.
pub(super) fn summed_up(summary: &Summary<'_>) -> String {
    let count = &summary.count;
    let own = Sum {
        low: count.low,
        best: count.best,
        high: count.high,
        open: count.open,
        incidents: 0,
    };
    let days = match summary.from {
        Some(from) => words::days(marsad::terms::Interval {
            from,
            to: summary.to,
        }),
        None => format!("up to {}", words::day(summary.to)),
    };
    let known = match summary.known.incidents {
        0 => "no incident of these days and this place gives a number".to_owned(),
        count => format!(
            "{} of these days and this place {} to {}",
            counted(count, "incident"),
            if count == 1 { "comes" } else { "come" },
            sum(&summary.known)
        ),
    };
    let gap = match summary.gap() {
        gap if gap > 0.0 => format!("{} more than is known singly", number(gap)),
        _ => "no gap".to_owned(),
    };
    format!("{} {}, {days}: {known}; {gap}", sum(&own), summary.what)
}
