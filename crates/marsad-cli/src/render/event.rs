//! What does an event look like to people?
//!
//! In comes an [`Event`]; out comes a block of lines: what happened, where and when, how many, who says so, what is disputed
//! and by whom, and how far it can be trusted. Invariant: what nobody says has no line.

use std::fmt::Write as _;

use anstyle::Style;
use marsad::{
    event::{Agreement, Clarity, Event, Heard, Told, Who},
    knowledge::Knowledge,
    terms::Interval,
};

use super::{Paper, on_one_line};

/// The column in which an event's parts begin.
const PARTS: usize = 11;

/// Whether an event is one that people look for: a deed of a known kind that is said to have been done.
pub(crate) fn is_told(event: &Event, knowledge: &Knowledge) -> bool {
    event.tellings.iter().any(|(_, telling)| {
        let action = knowledge.ontology().get(&telling.action);
        let known = action.is_some_and(|action| !action.unclassified);
        known && telling.modality.is_done()
    })
}

/// The event as a block of text.
pub(crate) fn print(event: &Event, knowledge: &Knowledge, paper: &Paper) -> String {
    let mut block = Block {
        paper,
        out: String::new(),
    };
    let palette = &paper.palette;
    let account = &event.account;
    block.headline(event, knowledge);
    block.told(
        "when",
        palette.time,
        &account.days,
        &account.voices,
        |days| span(*days),
    );
    block.told(
        "where",
        palette.place,
        &account.site,
        &account.voices,
        |site| {
            let parts = [
                Some(&site.name),
                site.admin1.as_ref(),
                site.country.as_ref(),
            ];
            let parts: Vec<&str> = parts
                .into_iter()
                .flatten()
                .map(|part| part.as_str())
                .collect();
            parts.join(", ")
        },
    );
    for (what, count) in &account.counts {
        let open = if count.open { " or more" } else { "" };
        let range = match count.low.total_cmp(&count.high).is_eq() {
            true => format!("{}{open}", count.low),
            false => format!("{} to {}{open}, best {}", count.low, count.high, count.best),
        };
        let mut said: Vec<String> = Vec::new();
        for number in count.said.iter().filter(|number| !number.superseded) {
            let voice = account.voices.get(number.voice);
            let low = number.range.low.or(number.range.high).unwrap_or_default();
            let line = format!("{low} {}", voice.map_or("", |voice| voice.name.as_str()));
            if !said.contains(&line) {
                said.push(line);
            }
        }
        let by = match count.low.total_cmp(&count.high).is_eq() {
            true => String::new(),
            false => format!(" ({})", said.join("; ")),
        };
        block.part("how many", palette.amount, &format!("{what}: {range}{by}"));
    }
    let voices: Vec<&str> = account
        .voices
        .iter()
        .map(|voice| voice.name.as_str())
        .collect();
    block.part("says", palette.voice, &voices.join("; "));
    let grade = format!(
        "{} ({}: {})",
        event.grade.grade.as_str(),
        event.grade.rule,
        event.grade.reason
    );
    block.part("grade", palette.doubt, &grade);
    let copies = event
        .sources
        .iter()
        .filter(|source| source.is_copy())
        .count();
    let copies = match copies {
        0 => String::new(),
        copies => format!(", {copies} of them copies"),
    };
    let claims = event.tellings.len();
    let sources = format!(
        "{} reports{copies}; {claims} claims from {}",
        event.sources.len(),
        event.id
    );
    block.part("sources", palette.faint, &sources);
    block.out.push('\n');
    block.out
}

struct Block<'p> {
    paper: &'p Paper,
    out: String,
}

impl Block<'_> {
    /// Who did what to whom.
    fn headline(&mut self, event: &Event, knowledge: &Knowledge) {
        let palette = self.paper.palette;
        let account = &event.account;
        let action = account.action.values.iter().map(|(id, _)| id);
        let mut known = action.filter_map(|id| knowledge.ontology().get(id));
        let first = known.clone().next();
        let deed = known.find(|action| !action.unclassified).or(first);
        let says = deed.map_or("did something", |action| action.says.as_str());
        let who = names(&account.actors).unwrap_or_else(|| "(nobody named)".into());
        let _ = write!(self.out, "{}", painted(palette.actor, &who));
        let _ = write!(self.out, " {}", painted(palette.deed, says));
        if let Some(whom) = names(&account.targets) {
            let _ = write!(self.out, " → {}", painted(palette.target, &whom));
        }
        let mut remarks = Vec::new();
        if event.clarity == Clarity::Summary {
            remarks.push("a summary, no single incident");
        }
        match account.happened {
            Agreement::Disputed => remarks.push("disputed"),
            Agreement::Denied => remarks.push("denied"),
            Agreement::Agreed => {}
        }
        if !remarks.is_empty() {
            let remarks = format!(" ({})", remarks.join("; "));
            let _ = write!(self.out, "{}", painted(palette.doubt, &remarks));
        }
        self.out.push('\n');
    }

    /// One slot; where voices give values that do not go together, each with those who give it.
    fn told<T>(
        &mut self,
        label: &str,
        style: Style,
        told: &Told<T>,
        voices: &[Heard],
        form: impl Fn(&T) -> String,
    ) {
        if told.agreement == Agreement::Agreed {
            if let Some(first) = told.first() {
                self.part(label, style, &form(first));
            }
            return;
        }
        let each = told.values.iter().map(|(value, by)| {
            let by = by.iter().filter_map(|&at| voices.get(at));
            let by: Vec<&str> = by.map(|voice| voice.name.as_str()).collect();
            format!("{} ({})", form(value), by.join(", "))
        });
        let each: Vec<String> = each.collect();
        self.part(label, style, &format!("disputed: {}", each.join("; ")));
    }

    fn part(&mut self, label: &str, style: Style, text: &str) {
        let faint = self.paper.palette.faint;
        let text = on_one_line(text);
        let _ = writeln!(
            self.out,
            "  {faint}{label:<width$}{faint:#}{}",
            painted(style, &text),
            width = PARTS - 2
        );
    }
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", on_one_line(text).replace('\n', " "))
}

/// The first two of some parties by name.
fn names(told: &Told<Who>) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for (who, _) in &told.values {
        if !names.contains(&who.name.as_str()) {
            names.push(&who.name);
        }
    }
    let more = if names.len() > 2 { " and others" } else { "" };
    names.truncate(2);
    (!names.is_empty()).then(|| format!("{}{more}", names.join(", ")))
}

fn span(days: Interval) -> String {
    match days.from == days.to {
        true => days.from.to_string(),
        false => format!("{} to {}", days.from, days.to),
    }
}
