//! Which claims speak of the same happening, and what do they agree on?
//!
//! In come the [`Report`]s of any number of documents; out come [`Event`]s, each with the tellings that are judged to
//! concern one happening, the account that they support and its grade. Nothing is merged away: an event holds
//! its tellings, and what they dispute stays disputed. Invariant: every claim is in exactly one event, if only its own, and
//! neither the order nor the repetition of reports changes the events.

mod account;
mod candidates;
mod copies;
mod face;
mod grade;
mod grouping;
mod likeness;
mod report;
mod telling;
mod together;

use std::collections::BTreeMap;

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::knowledge::Knowledge;
use face::Face;

pub use account::{Account, Agreement, Bias, Count, Heard, Number, Told};
pub use copies::Print;
pub use grade::{Grade, Graded};
pub use likeness::Likeness;
pub use report::{Happening, Report};
pub use telling::{Camp, Interested, Site, Teller, Telling, Toll, Who};

/// Claims that are judged to concern one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The id of the first claim of its earliest report, hence independent of arrival order.
    pub id: String,
    /// The reports that tell of it, the earliest first.
    pub sources: Vec<Source>,
    /// What they tell, each with the number of its source.
    pub tellings: Vec<(usize, Telling)>,
    /// Whether it is one incident; otherwise it sums up many (UCDP's event clarity 1 and 2).
    pub clarity: Clarity,
    /// What they agree on and what they dispute.
    pub account: Account,
    /// How far it can be trusted.
    pub grade: Graded,
    /// What holds it together: the claims that open two reports' tellings of it, and how alike these are.
    pub links: Vec<Link>,
    /// The event that it was likest to besides, and the points between them.
    pub rival: Option<(String, f32)>,
}

/// What holds two reports' tellings of one event together.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The first claim of the one's telling.
    pub one: String,
    /// The first claim of that which it is likest to.
    pub other: String,
    /// How alike they are.
    pub likeness: Likeness,
}

/// A report that tells of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document's id.
    pub document: String,
    /// The document's fingerprint.
    pub fingerprint: SmolStr,
    /// Who published it, where known.
    pub publisher: Option<SmolStr>,
    /// The day from which it is told, where known.
    pub day: Option<Date>,
    /// The first document that printed its story: itself, or that which it is a copy of.
    pub story: String,
    /// The later report of the same publisher that replaced it, where there is one.
    pub superseded_by: Option<String>,
}

impl Source {
    /// Whether another document printed its story before.
    pub fn is_copy(&self) -> bool {
        self.story != self.document
    }
}

/// Whether an event is one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clarity {
    /// An incident of its own (UCDP's 1).
    Incident,
    /// A summary of many (UCDP's 2).
    Summary,
}

/// Groups what reports tell into events, in the order of the events' ids.
///
/// Takes reports in any order; one that is given twice counts once.
pub fn reconcile(knowledge: &Knowledge, reports: impl IntoIterator<Item = Report>) -> Vec<Event> {
    let mut reports: Vec<Report> = reports.into_iter().collect();
    // Two documents may bear one id; neither is lost, and which comes first does not hang on who sent it.
    reports.sort_by(|a, b| {
        let key = |report: &Report| (report.day.is_none(), report.day);
        let by_day = key(a).cmp(&key(b));
        let by_id = || a.document.cmp(&b.document);
        let by_words = || a.fingerprint.cmp(&b.fingerprint);
        by_day.then_with(by_id).then_with(by_words)
    });
    reports.dedup();
    let prints: Vec<&Print> = reports.iter().map(|report| &report.print).collect();
    let copies = copies::originals(&prints);
    let sources = sources(&reports, &copies);
    let all: Vec<(u32, &Happening)> = (0_u32..)
        .zip(&reports)
        .flat_map(|(number, report)| report.happenings.iter().map(move |told| (number, told)))
        .collect();
    let faces: Vec<Face<'_>> = all
        .iter()
        .map(|(_, happening)| Face::of(knowledge, happening))
        .collect();
    let of_report: Vec<u32> = all.iter().map(|(number, _)| *number).collect();
    let originals: Vec<u32> = of_report
        .iter()
        .map(|&number| copies[number as usize] as u32)
        .collect();
    let groups = grouping::group(knowledge.likenesses(), &faces, &of_report, &originals);
    drop(faces);
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.of.iter().enumerate() {
        members.entry(*group).or_default().push(at);
    }
    let id_of = |group: u32| {
        let first = members.get(&group).and_then(|group| group.first());
        let (_, happening) = all[*first.unwrap_or(&0)];
        happening
            .tellings
            .first()
            .map(|telling| telling.claim.clone())
    };
    let mut events: Vec<Event> = members
        .iter()
        .filter_map(|(&group, happenings)| {
            let told = happenings.iter().map(|&at| all[at]);
            let mut rivals: Vec<(u32, f32)> = happenings
                .iter()
                .filter_map(|&at| groups.rival[at])
                .collect();
            rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let rival = rivals.first().copied();
            let links = happenings.iter().filter_map(|&at| {
                let (there, likeness) = groups.link[at]?;
                Some(Link {
                    one: first_claim(all[at].1)?,
                    other: first_claim(all[there as usize].1)?,
                    likeness,
                })
            });
            Some(Event {
                links: links.collect(),
                rival: rival.and_then(|(group, points)| Some((id_of(group)?, points))),
                ..event(knowledge, id_of(group)?, &sources, told)
            })
        })
        .collect();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
}

/// The event that some happenings are, each with the number of its report.
fn event<'r>(
    knowledge: &Knowledge,
    id: String,
    reports: &[Source],
    told: impl Iterator<Item = (u32, &'r Happening)>,
) -> Event {
    let mut numbers: Vec<u32> = Vec::new();
    let mut tellings: Vec<(usize, Telling)> = Vec::new();
    for (report, happening) in told {
        if numbers.last() != Some(&report) {
            numbers.push(report);
        }
        let source = numbers.len() - 1;
        let own = happening.tellings.iter().cloned();
        tellings.extend(own.map(|telling| (source, telling)));
    }
    let sources: Vec<Source> = numbers
        .iter()
        .map(|&number| reports[number as usize].clone())
        .collect();
    let account = Account::of(knowledge, &sources, &tellings);
    let summary = tellings.iter().all(|(_, telling)| telling.summary);
    Event {
        id,
        clarity: if summary {
            Clarity::Summary
        } else {
            Clarity::Incident
        },
        grade: Graded::of(&account),
        account,
        sources,
        tellings,
        links: Vec::new(),
        rival: None,
    }
}

fn first_claim(happening: &Happening) -> Option<String> {
    let first = happening.tellings.first()?;
    Some(first.claim.clone())
}

/// What stands behind each report: which it is a copy of, and which replaced it.
fn sources(reports: &[Report], originals: &[usize]) -> Vec<Source> {
    let mut last: BTreeMap<(usize, Option<&SmolStr>), usize> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        last.insert((originals[at], report.publisher.as_ref()), at);
    }
    reports
        .iter()
        .enumerate()
        .map(|(at, report)| {
            let original = originals[at];
            // Who publishes a story again has corrected or gone on with it.
            let publisher = report.publisher.as_ref();
            let latest = last.get(&(original, publisher)).copied();
            let later = latest.filter(|&latest| publisher.is_some() && latest != at);
            Source {
                document: report.document.clone(),
                fingerprint: report.fingerprint.clone(),
                publisher: report.publisher.clone(),
                day: report.day,
                story: reports[original].document.clone(),
                superseded_by: later.map(|later| reports[later].document.clone()),
            }
        })
        .collect()
}
