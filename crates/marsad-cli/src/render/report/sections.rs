//! In which order is a situation told?
//!
//! In comes what a report is made of; out comes the [`Page`]: what is most to be known, who holds what, what happened by week, what is
//! disputed, the toll, what is not known, and the sources. Invariant: the same situation gives the same page.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

use jiff::{ToSpan as _, civil::Date};
use marsad::{
    situation::{Border, Incident, Scope, Summary, Victims},
    terms::Interval,
};

use super::{
    Block, Material, Page, Run, Section, Table, Text, charts, control, map, notes::Notes, plain,
    prose, unsettled,
};
use crate::render::{
    situation,
    words::{self, counted, number},
};

/// How many incidents of one week are told in full.
const TOLD: usize = 6;

/// The page that a situation makes.
pub(super) fn compose(material: &Material<'_>) -> Page {
    let found = material.situation;
    let mut notes = Notes::new(*material);
    let lead = lead(material, &mut notes);
    let mut held = control::blocks(material, &mut notes);
    if let Some(figure) = charts::control(material.knowledge, found) {
        // Behind the rule and the table, before the steps.
        held.insert(held.len().min(2), Block::Figure(figure));
    }
    let happened = weeks(material, &mut notes);
    let disputed = unsettled::disputed(material, &mut notes);
    let toll = toll(material, &mut notes);
    let unknown = unsettled::unknown(material, &mut notes);
    let sections = [
        ("control", "Who holds what", held),
        ("events", "What happened", happened),
        ("disputes", "What is disputed", disputed),
        ("toll", "The toll", toll),
        ("unknown", "What is not known", unknown),
    ];
    Page {
        title: title(&found.scope),
        subtitle: subtitle(material),
        lead,
        sections: sections
            .into_iter()
            .map(|(id, title, blocks)| Section { id, title, blocks })
            .collect(),
        notes: notes.into_list(),
        data_version: material.knowledge.version().to_string(),
    }
}

fn title(scope: &Scope) -> String {
    let area = &scope.area;
    match &area.border {
        Border::Circle => format!(
            "{} and {} km around",
            area.name,
            number(area.radius_km.round())
        ),
        Border::Country(_) | Border::Admin1 { .. } => area.name.to_string(),
    }
}

fn subtitle(material: &Material<'_>) -> String {
    let scope = &material.situation.scope;
    match scope.from {
        Some(from) => words::days(Interval {
            from,
            to: scope.as_of,
        }),
        None => format!("As of {}", words::day(scope.as_of)),
    }
}

/// What is most to be known.
fn lead(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Text> {
    let found = material.situation;
    let mut lead = vec![control::lead(material, notes)];
    let mut reports: BTreeSet<&str> = BTreeSet::new();
    let mut publishers: BTreeSet<&str> = BTreeSet::new();
    for source in found
        .incidents
        .iter()
        .flat_map(|incident| &incident.event.sources)
    {
        reports.insert(source.fingerprint.as_str());
        publishers.extend(source.publisher.as_deref());
    }
    let by = match publishers.len() {
        0 => String::new(),
        many => format!(" by {}", counted(many, "publisher")),
    };
    let verb = if reports.len() == 1 { "tells" } else { "tell" };
    lead.push(match found.incidents.is_empty() {
        true => plain("No report that was given tells of an incident here in these days."),
        false => plain(format!(
            "{}{by} {verb} of {} here.",
            prose::capital(&counted(reports.len(), "report")),
            counted(found.incidents.len(), "incident"),
        )),
    });
    for what in material.knowledge.families().tolls() {
        let Some(toll) = found.toll.get(&what.what) else {
            continue;
        };
        let mut text = plain(format!(
            "{}: {}, summed over {}",
            what.says,
            unsettled::range(&toll.all),
            counted(toll.all.incidents, "incident")
        ));
        let mut sources = Vec::new();
        for incident in &found.incidents {
            if incident.count(material.knowledge, what).is_some() {
                sources.extend(notes.of_count(incident.event, &what.what));
            }
        }
        text.push(Run::Notes(sources));
        text.push(Run::Plain(".".into()));
        lead.push(text);
        if lead.len() == 4 {
            break;
        }
    }
    lead
}

/// What happened, week by week, the most notable incidents of each first.
fn weeks(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let found = material.situation;
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(map::draw(material).map(Block::Figure));
    blocks.extend(charts::weeks(found).map(Block::Figure));
    for week in &found.weeks {
        let last = week.monday.checked_add(6.days()).unwrap_or(week.monday);
        blocks.push(Block::Heading(words::days(Interval {
            from: week.monday,
            to: last,
        })));
        let mut incidents: Vec<&Incident<'_>> = week
            .incidents
            .iter()
            .filter_map(|&at| found.incidents.get(at))
            .collect();
        incidents.sort_by(|a, b| notable(material, a, b));
        let kinds: Vec<String> = material
            .knowledge
            .families()
            .iter()
            .filter_map(|family| {
                let count = week.families.get(&family.id)?;
                Some(format!("{} {count}", family.says.to_lowercase()))
            })
            .collect();
        let mut text = plain(format!(
            "{} ({})",
            prose::capital(&counted(incidents.len(), "incident")),
            kinds.join(", ")
        ));
        if week.killed.incidents > 0 {
            let killed = unsettled::range(&week.killed);
            text.push(Run::Plain(format!("; killed: {killed}")));
            let mut sources = Vec::new();
            for incident in &incidents {
                sources.extend(notes.of_count(incident.event, "killed"));
            }
            text.push(Run::Notes(sources));
        }
        text.push(Run::Plain(".".into()));
        blocks.push(Block::Paragraph(text));
        blocks.extend(told(material, &incidents, notes));
    }
    let mut roughly: Vec<&Incident<'_>> = found
        .incidents
        .iter()
        .filter(|incident| incident.days.and_then(marsad::situation::week_of).is_none())
        .collect();
    if !roughly.is_empty() {
        blocks.push(Block::Heading("Not to be tied to a week".into()));
        roughly.sort_by(|a, b| notable(material, a, b));
        blocks.extend(told(material, &roughly, notes));
    }
    blocks
}

/// The most notable of some incidents one by one, and what is to be said of the others.
fn told(material: &Material<'_>, incidents: &[&Incident<'_>], notes: &mut Notes<'_>) -> Vec<Block> {
    let (told, rest) = incidents.split_at(TOLD.min(incidents.len()));
    let items = told.iter().map(|incident| item(material, incident, notes));
    let mut blocks = vec![Block::Items(items.collect())];
    if !rest.is_empty() {
        blocks.push(Block::Paragraph(others(rest, notes)));
    }
    blocks
}

/// Less notable incidents: that there are so many, and their sources.
fn others(rest: &[&Incident<'_>], notes: &mut Notes<'_>) -> Text {
    let mut text = plain(format!(
        "Beside these, {} with fewer dead or fewer voices",
        counted(rest.len(), "incident")
    ));
    let sources = rest.iter().filter_map(|incident| {
        let (source, telling) = incident.event.tellings.first()?;
        Some(notes.of(&incident.event.sources[*source], telling))
    });
    text.push(Run::Notes(sources.collect()));
    text.push(Run::Plain(".".into()));
    text
}

/// One incident.
fn item(material: &Material<'_>, incident: &Incident<'_>, notes: &mut Notes<'_>) -> Text {
    let event = incident.event;
    let mut text = vec![
        Run::Strong(format!("{}. ", prose::head(incident))),
        Run::Plain(prose::deed(material.knowledge, event)),
    ];
    text.extend(prose::affirmed(material.knowledge, event, notes));
    text.extend(
        prose::toll(material.knowledge, incident, notes)
            .into_iter()
            .flatten(),
    );
    text.extend(prose::denied(material.knowledge, event, notes));
    text.extend(prose::doubt(event).map(Run::Quiet));
    text.extend(prose::by_hand(event).map(Run::Quiet));
    text.push(Run::Quiet(format!(" ({})", reasons(material, incident))));
    text
}

/// Why an incident stands where it stands: its numbers.
fn reasons(material: &Material<'_>, incident: &Incident<'_>) -> String {
    let event = incident.event;
    let voices = event.account.voices.len();
    let reports = event
        .sources
        .iter()
        .filter(|source| !source.is_copy())
        .count();
    let copies = event.sources.len() - reports;
    let mut parts: Vec<String> = people(material, incident)
        .into_iter()
        .filter(|(_, count)| *count > 0.0)
        .map(|(what, count)| format!("{} {what}", number(count)))
        .collect();
    parts.push(counted(voices, "voice"));
    parts.push(match copies {
        0 => counted(reports, "report"),
        1 => format!("{} and a copy or update", counted(reports, "report")),
        many => format!(
            "{} and {many} copies or updates",
            counted(reports, "report")
        ),
    });
    parts.join(", ")
}

/// How many of what an incident counts, after what most say.
fn people(material: &Material<'_>, incident: &Incident<'_>) -> Vec<(String, f64)> {
    let tolls = material.knowledge.families().tolls();
    tolls
        .map(|what| {
            let sum = incident.count(material.knowledge, what);
            let best = sum.map_or(0.0, |sum| sum.best);
            (what.says.to_lowercase(), best)
        })
        .collect()
}

/// The most notable first: by the numbers of dead, injured and displaced, then by voices, then by reports; of equals the earlier.
fn notable(material: &Material<'_>, a: &Incident<'_>, b: &Incident<'_>) -> Ordering {
    let (ours, theirs) = (people(material, a), people(material, b));
    let by_people = ours
        .iter()
        .zip(&theirs)
        .map(|(one, other)| other.1.total_cmp(&one.1));
    let by_people = by_people.fold(Ordering::Equal, Ordering::then);
    let backing = |incident: &Incident<'_>| {
        let account = &incident.event.account;
        Reverse((account.voices.len(), incident.event.sources.len()))
    };
    let first = |incident: &Incident<'_>| -> (Option<Date>, String) {
        (
            incident.days.map(|days| days.from),
            incident.event.id.clone(),
        )
    };
    by_people
        .then_with(|| backing(a).cmp(&backing(b)))
        .then_with(|| first(a).cmp(&first(b)))
}

/// The toll by who did it and to whom, and what reports sum up themselves.
fn toll(material: &Material<'_>, notes: &mut Notes<'_>) -> Vec<Block> {
    let found = material.situation;
    let mut rows: Vec<Vec<Text>> = Vec::new();
    for what in material.knowledge.families().tolls() {
        let Some(toll) = found.toll.get(&what.what) else {
            continue;
        };
        let cells = |sum: &marsad::situation::Sum| {
            let open = if sum.open { "+" } else { "" };
            [
                plain(number(sum.low)),
                plain(number(sum.best)),
                plain(format!("{}{open}", number(sum.high))),
                plain(sum.incidents.to_string()),
            ]
        };
        let mut all = vec![
            vec![Run::Strong(what.says.to_string())],
            plain("all"),
            plain("all"),
        ];
        all.extend(cells(&toll.all));
        all.push(Vec::new());
        rows.push(all);
        let mut parts: Vec<_> = toll.parts.iter().collect();
        parts.sort_by(|a, b| b.1.best.total_cmp(&a.1.best).then_with(|| a.0.cmp(b.0)));
        for ((doer, victims), sum) in parts {
            let mut row = vec![
                Vec::new(),
                plain(prose::capital(&situation::doer(doer))),
                plain(whom(*victims)),
            ];
            row.extend(cells(sum));
            let mut sources = Vec::new();
            for incident in found.incidents.iter().filter(|one| one.doer == *doer) {
                if incident.count(material.knowledge, what).is_some()
                    && marsad::situation::victims(what, incident.event) == *victims
                {
                    sources.extend(notes.of_count(incident.event, &what.what));
                }
            }
            row.push(vec![Run::Notes(sources)]);
            rows.push(row);
        }
    }
    let mut blocks = Vec::new();
    match rows.is_empty() {
        true => blocks.push(Block::Paragraph(plain(
            "No report counts anybody here in these days.",
        ))),
        false => blocks.push(Block::Table(Table {
            caption: "People by what happened to them, by who did it and to whom".into(),
            head: vec![
                "",
                "By whom",
                "Of whom",
                "Low",
                "Best",
                "High",
                "Incidents",
                "Sources",
            ],
            numbers: 3..7,
            rows,
        })),
    }
    blocks.push(Block::Paragraph(plain(
        "Each incident counts once, however many reports tell of it. Low is the least and high the most that any voice gives in its last word; best is what most voices give. What somebody denies, or only supposes, counts from nothing. A plus leaves the upper end open.",
    )));
    if !found.summaries.is_empty() {
        blocks.push(Block::Heading("What reports sum up themselves".into()));
        let items = found.summaries.iter().map(|summary| {
            let event = summary.event;
            let mut named = Vec::new();
            for (at, voice) in event.account.voices.iter().enumerate() {
                let name = material.knowledge.wording().named(&voice.name);
                named.push((name, notes.of_voice(event, at, |_| true)));
            }
            let mut text = plain(format!(
                "{} according to ",
                prose::capital(&summed(summary))
            ));
            text.extend(prose::row(named));
            text.push(Run::Plain(format!(". {}", gap(summary))));
            text
        });
        blocks.push(Block::Items(items.collect()));
    }
    blocks
}

/// How many a report sums up itself, and of which days: "at least 60 killed, 1 September to 17 October 2017,".
fn summed(summary: &Summary<'_>) -> String {
    let count = &summary.count;
    let days = match summary.from {
        Some(from) => words::days(Interval {
            from,
            to: summary.to,
        }),
        None => format!("up to {}", words::day(summary.to)),
    };
    let count = prose::count(count.low, count.best, count.high, count.open);
    format!("{count} {}, {days},", summary.what)
}

/// What is known singly of these, and how many are missing.
fn gap(summary: &Summary<'_>) -> String {
    let known = &summary.known;
    let gap = summary.gap();
    let known = match known.incidents {
        0 => "No single incident of these days and this place gives a number".to_owned(),
        1 => format!(
            "The one incident known singly of these days and this place comes to {}",
            unsettled::range(known)
        ),
        many => format!(
            "The {many} incidents known singly of these days and this place come to {}",
            unsettled::range(known)
        ),
    };
    match gap > 0.0 {
        true => format!("{known}, so that {} are not accounted for.", number(gap)),
        false => format!("{known}, which is no less."),
    }
}

fn whom(victims: Victims) -> &'static str {
    match victims {
        Victims::Civilians => "Civilians",
        Victims::Combatants => "Fighters",
        Victims::Unknown => "Not said",
    }
}
