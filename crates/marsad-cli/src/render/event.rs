//! What does an event look like to people?
//!
//! In comes an [`Event`]; out comes a block of lines: what happened, where and when, how many, who says so, what is disputed
//! and by whom, and how far it can be trusted. Invariant: what nobody says has no line.

use anstyle::Style;
use marsad::{
    event::{Agreement, Clarity, Count, Event, Heard, Site, Told, Who},
    knowledge::{Knowledge, action::Action},
    terms::Interval,
};

use super::{INDENT, Paper, decision, flow::Flow, shortened, words::counted};

/// The most characters that stand for one voice.
const LONGEST_NAME: usize = 70;

/// Whether an event is one that people look for: a deed of a known kind that is said to have been done.
pub(crate) fn is_told(event: &Event, knowledge: &Knowledge) -> bool {
    event.tellings.iter().any(|(_, telling)| {
        let action = knowledge.ontology().get(&telling.action);
        let known = action.is_some_and(|action| !action.unclassified);
        known && telling.modality.is_done()
    })
}

/// What kind of deed an event is: that of a known kind which most voices give, else the first of all.
pub(crate) fn deed<'k>(event: &Event, knowledge: &'k Knowledge) -> Option<&'k Action> {
    let actions = event.account.action.values.iter();
    let mut known = actions.filter_map(|(id, _)| knowledge.ontology().get(id));
    let first = known.clone().next();
    known.find(|action| !action.unclassified).or(first)
}

/// The event as a numbered block of text.
pub(crate) fn print(number: usize, event: &Event, knowledge: &Knowledge, paper: &Paper) -> String {
    let mut out = String::new();
    let block = Block { event, paper };
    block.headline(number, knowledge, &mut out);
    let (account, palette) = (&event.account, &paper.palette);
    block.told("where", palette.place, &account.site, place, &mut out);
    block.told("when", palette.time, &account.days, days, &mut out);
    for (at, (what, count)) in account.counts.iter().enumerate() {
        let mut flow = Flow::new();
        flow.text(palette.amount, &format!("{what}: {}", block.count(count)));
        paper.part(if at == 0 { "how many" } else { "" }, &flow, &mut out);
    }
    let mut says = Flow::new();
    let voices: Vec<String> = account.voices.iter().map(name).collect();
    paper.part(
        "says",
        says.text(palette.voice, &voices.join("; ")),
        &mut out,
    );
    let grade = &event.grade;
    let mut flow = Flow::new();
    flow.text(palette.doubt, grade.grade.as_str()).text(
        palette.faint,
        &format!("({}: {})", grade.rule, grade.reason),
    );
    paper.part("grade", &flow, &mut out);
    for decision in &event.hand {
        let what = decision::what(&decision.ruling);
        let text = format!(
            "{what} ({}, {}: {})",
            decision.by, decision.day, decision.reason
        );
        let mut flow = Flow::new();
        paper.part("by hand", flow.text(palette.doubt, &text), &mut out);
    }
    let mut flow = Flow::new();
    flow.text(palette.faint, &block.sources());
    paper.part("from", &flow, &mut out);
    out.push('\n');
    out
}

struct Block<'e> {
    event: &'e Event,
    paper: &'e Paper,
}

impl Block<'_> {
    /// Who did what to whom.
    fn headline(&self, number: usize, knowledge: &Knowledge, out: &mut String) {
        let palette = &self.paper.palette;
        let account = &self.event.account;
        let deed = deed(self.event, knowledge);
        let who = names(&account.actors).unwrap_or_else(|| "(nobody named)".into());
        let mut flow = Flow::new();
        flow.text(palette.actor, &who);
        flow.text(
            palette.deed,
            deed.map_or("did something", |action| &action.says),
        );
        if let Some(whom) = names(&account.targets) {
            flow.text(palette.faint, "→").text(palette.target, &whom);
        }
        let mut remarks = Vec::new();
        if self.event.clarity == Clarity::Summary {
            remarks.push("a summary, no single incident");
        }
        if account.happened != Agreement::Agreed {
            remarks.push(account.happened.as_str());
        }
        if !remarks.is_empty() {
            flow.text(palette.doubt, &format!("({})", remarks.join("; ")));
        }
        let label = format!("{number:>3}  ");
        flow.pour(out, (palette.title, &label), INDENT, self.paper.width);
    }

    /// One slot; where voices give values that do not go together, each with those who give it.
    fn told<T>(
        &self,
        label: &str,
        style: Style,
        told: &Told<T>,
        form: impl Fn(&T) -> String,
        out: &mut String,
    ) {
        let mut flow = Flow::new();
        if told.agreement == Agreement::Disputed {
            let each = told.values.iter().map(|(value, by)| {
                let by = by
                    .iter()
                    .filter_map(|&at| self.event.account.voices.get(at));
                let by: Vec<String> = by.map(name).collect();
                format!("{} ({})", form(value), by.join(", "))
            });
            let each: Vec<String> = each.collect();
            flow.text(self.paper.palette.doubt, "disputed:");
            flow.text(style, &each.join("; "));
        } else if told.agreement == Agreement::Corrected {
            let right = told.values.iter().filter(|(_, by)| by.is_empty());
            let right: Vec<String> = right.map(|(value, _)| form(value)).collect();
            flow.text(self.paper.palette.doubt, "corrected:");
            flow.text(style, &right.join("; "));
        } else if let Some(first) = told.first() {
            flow.text(style, &form(first));
        }
        self.paper.part(label, &flow, out);
    }

    /// A number, or the range of numbers with those who give them.
    fn count(&self, count: &Count) -> String {
        let open = if count.open { " or more" } else { "" };
        if count.corrected {
            let (low, high, best) = (count.low, count.high, count.best);
            return match low.total_cmp(&high).is_eq() {
                true => format!("{best} (corrected)"),
                false => format!("{low} to {high}, best {best} (corrected)"),
            };
        }
        if count.low.total_cmp(&count.high).is_eq() {
            return format!("{}{open}", count.low);
        }
        let mut said: Vec<String> = Vec::new();
        for number in count.said.iter().filter(|number| !number.superseded) {
            let Some(voice) = self.event.account.voices.get(number.voice) else {
                continue;
            };
            let low = number.least();
            let line = format!("{low} {}", name(voice));
            if !said.contains(&line) {
                said.push(line);
            }
        }
        let (low, high, best) = (count.low, count.high, count.best);
        format!("{low} to {high}{open}, best {best} ({})", said.join("; "))
    }

    /// How many reports and claims there are, and under which id.
    fn sources(&self) -> String {
        let event = self.event;
        let copies = event
            .sources
            .iter()
            .filter(|source| source.is_copy())
            .count();
        let copies = match copies {
            0 => String::new(),
            copies => format!(", {copies} copied"),
        };
        format!(
            "{}{copies}; {}; {}",
            counted(event.sources.len(), "report"),
            counted(event.tellings.len(), "claim"),
            event.id
        )
    }
}

fn name(voice: &Heard) -> String {
    shortened(&voice.name, LONGEST_NAME)
}

/// The first two of some parties by name.
pub(crate) fn names(told: &Told<Who>) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let corrected = told.agreement == Agreement::Corrected;
    let standing = told.values.iter();
    for (who, _) in standing.filter(|(_, by)| !corrected || by.is_empty()) {
        if !names.contains(&who.name.as_str()) {
            names.push(&who.name);
        }
    }
    let more = if names.len() > 2 { " and others" } else { "" };
    names.truncate(2);
    (!names.is_empty()).then(|| format!("{}{more}", names.join(", ")))
}

/// A place with what it lies in.
pub(crate) fn place(site: &Site) -> String {
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
}

fn days(days: &Interval) -> String {
    match days.from == days.to {
        true => days.from.to_string(),
        false => format!("{} to {}", days.from, days.to),
    }
}
