//! Which claims speak of the same happening, and what do they agree on?
//!
//! In come the [`Report`]s of any number of documents; out come [`Event`]s, each with the tellings that are judged to
//! concern one happening, the account that they support and its grade. Nothing is merged away: an event holds
//! its tellings, and what they dispute stays disputed. Invariant: every claim is in exactly one event, if only its own, and
//! neither the order nor the repetition of reports changes the events.

mod account;
mod candidates;
mod copies;
mod crowds;
mod face;
mod grade;
mod grouping;
mod hand;
mod likeness;
mod lists;
mod report;
mod telling;
mod together;

use std::collections::BTreeMap;

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::knowledge::Knowledge;
use candidates::Candidates;
use face::Face;
use grouping::Groups;
use hand::At;

pub use account::{Account, Agreement, Bias, Count, Heard, Number, Told};
pub use copies::Print;
pub use grade::{Grade, Graded};
pub use hand::{Anchor, Correction, Decision, Ruling};
pub use likeness::Likeness;
pub use report::{Happening, Report};
pub use telling::{Camp, Interested, Site, Teller, Telling, Toll, Who};

/// Claims that are judged to concern one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where its earliest report begins to tell of it: the document's id, `@` and the byte at which the claim's trigger starts.
    /// Hence it is independent of arrival order, and any event's id of any time still leads to the event that holds those words.
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
    /// What analysts have decided about it, in the order in which that acts.
    pub hand: Vec<Decision>,
}

impl Event {
    /// The event that `tellings` are, each with the number of its source, in the order of the sources and of their texts, with what
    /// analysts have decided about it. What holds it together, and its rival, are not known from these alone.
    pub fn of(
        knowledge: &Knowledge,
        sources: Vec<Source>,
        tellings: Vec<(usize, Telling)>,
        hand: Vec<Decision>,
    ) -> Self {
        let account = Account::of(knowledge, &sources, &tellings);
        let id = tellings
            .first()
            .map(|(source, telling)| id(&sources[*source], telling));
        let summary = tellings.iter().all(|(_, telling)| telling.summary);
        let mut event = Self {
            id: id.unwrap_or_default(),
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
            hand: Vec::new(),
        };
        hand::decide(&mut event, hand);
        event
    }

    /// Whether it counts as something that happened: somebody says so, not all deny it, and no analyst has rejected it.
    pub fn counts(&self) -> bool {
        let rejected = self
            .hand
            .iter()
            .rev()
            .find_map(|decision| match decision.ruling {
                Ruling::Reject(_) => Some(true),
                Ruling::Confirm(_) => Some(false),
                _ => None,
            });
        match rejected {
            Some(rejected) => !rejected,
            None => self.account.happened != Agreement::Denied,
        }
    }
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

/// Events, and which decisions have found nothing to decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The events, in the order of their ids.
    pub events: Vec<Event>,
    /// The numbers of decisions whose claims are in no report.
    pub idle: Vec<u32>,
}

/// Groups what reports tell into events, in the order of the events' ids.
///
/// Takes reports in any order; one that is given twice counts once.
pub fn reconcile(knowledge: &Knowledge, reports: impl IntoIterator<Item = Report>) -> Vec<Event> {
    reconcile_as_decided(knowledge, reports, &[]).events
}

/// The same, with what analysts have decided put over it, in the order of the decisions' numbers.
pub fn reconcile_as_decided(
    knowledge: &Knowledge,
    reports: impl IntoIterator<Item = Report>,
    decisions: &[Decision],
) -> Record {
    let reports = in_order(reports);
    let prints: Vec<&Print> = reports.iter().map(|report| &report.print).collect();
    let copies = copies::originals(&prints);
    let sources = sources(&reports, &copies);
    let all = all(&reports);
    let groups = Compared::of(knowledge, &all, &copies).group(knowledge);
    let mut members: BTreeMap<u32, Vec<At>> = BTreeMap::new();
    for (&group, (at, happening)) in groups.of.iter().zip(&all) {
        let tellings = 0..happening.tellings.len() as u32;
        let own = tellings.map(|telling| At { telling, ..*at });
        members.entry(group).or_default().extend(own);
    }
    let mut decisions: Vec<&Decision> = decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.number);
    let mut regrouped = hand::regroup(&reports, members.into_values().collect(), &decisions);
    let telling = |at: &At| {
        let happening = &reports[at.report as usize].happenings[at.happening as usize];
        &happening.tellings[at.telling as usize]
    };
    for group in &mut regrouped.groups {
        group.sort_by_key(|at| (at.report, telling(at).trigger.start));
    }
    let ids: Vec<Option<String>> = regrouped
        .groups
        .iter()
        .map(|group| {
            let first = group.first()?;
            Some(id(&sources[first.report as usize], telling(first)))
        })
        .collect();
    let first: Vec<Option<String>> = all.iter().map(|(_, told)| first_claim(told)).collect();
    let mut counted = 0;
    let before = reports.iter().map(|report| {
        counted += report.happenings.len();
        counted - report.happenings.len()
    });
    let before: Vec<usize> = before.collect();
    // The number of a happening among all.
    let number_of = |at: &At| before[at.report as usize] + at.happening as usize;
    // In which event each happening begins; what is left of one that was split goes on elsewhere.
    let mut event_of: Vec<Option<usize>> = vec![None; all.len()];
    for (number, group) in regrouped.groups.iter().enumerate() {
        for at in group.iter().filter(|at| at.telling == 0) {
            event_of[number_of(at)] = Some(number);
        }
    }
    drop(all);
    // Each telling is in one event, which takes it over: an archive is not held twice.
    let mut left: Vec<Vec<Option<Telling>>> = reports
        .into_iter()
        .flat_map(|report| report.happenings)
        .map(|happening| happening.tellings.into_iter().map(Some).collect())
        .collect();
    let mut events: Vec<Event> = Vec::with_capacity(regrouped.groups.len());
    for (number, group) in regrouped.groups.iter().enumerate() {
        let begun = group.iter().filter(|at| at.telling == 0).map(number_of);
        let mut rivals: Vec<(usize, f32)> = begun
            .clone()
            .filter_map(|at| {
                let (there, points) = groups.rival[at]?;
                Some((event_of[there as usize]?, points))
            })
            .filter(|(rival, _)| *rival != number)
            .collect();
        rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let rival = rivals.first().copied();
        let links = begun.filter_map(|at| {
            let (there, likeness) = groups.link[at]?;
            // What a hand has parted is held together no more.
            (event_of[there as usize] == Some(number)).then_some(())?;
            Some(Link {
                one: first[at].clone()?,
                other: first[there as usize].clone()?,
                likeness,
            })
        });
        let links = links.collect();
        let places = regrouped.decided.get(&number).into_iter().flatten();
        let decided = places.map(|&place| decisions[place].clone());
        let own = group.iter().filter_map(|at| {
            let telling = left[number_of(at)].get_mut(at.telling as usize)?.take()?;
            Some((at.report, telling))
        });
        let (own, tellings) = told(&sources, own);
        events.push(Event {
            links,
            rival: rival.and_then(|(group, points)| Some((ids[group].clone()?, points))),
            ..Event::of(knowledge, own, tellings, decided.collect())
        });
    }
    events.sort_by(|a, b| a.id.cmp(&b.id));
    Record {
        events,
        idle: regrouped.idle,
    }
}

/// How many pairs of happenings [`reconcile`] compares: what its time grows with.
pub fn pairs_compared(knowledge: &Knowledge, reports: impl IntoIterator<Item = Report>) -> usize {
    let reports = in_order(reports);
    let prints: Vec<&Print> = reports.iter().map(|report| &report.print).collect();
    let copies = copies::originals(&prints);
    let mut pairs = 0;
    let all = all(&reports);
    let compared = Compared::of(knowledge, &all, &copies);
    let reach = &knowledge.likenesses().reach;
    Candidates::of(reach, &compared.faces, &compared.originals).each(|one, others| {
        let own = compared.reports[one as usize];
        let others = others.iter();
        pairs += others
            .filter(|&&other| compared.reports[other as usize] != own)
            .count();
    });
    pairs
}

/// Reports in an order that does not hang on who sent them, each once.
fn in_order(reports: impl IntoIterator<Item = Report>) -> Vec<Report> {
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
    reports
}

/// All happenings, each with where it begins.
fn all(reports: &[Report]) -> Vec<(At, &Happening)> {
    (0_u32..)
        .zip(reports)
        .flat_map(|(report, told)| {
            let happenings = (0_u32..).zip(&told.happenings);
            happenings.map(move |(happening, told)| (first_of(report, happening), told))
        })
        .collect()
}

/// What is compared: for each happening its face, the number of its report, and of that which this one is a copy of, or its own.
struct Compared<'r> {
    faces: Vec<Face<'r>>,
    reports: Vec<u32>,
    originals: Vec<u32>,
}

impl<'r> Compared<'r> {
    fn of(knowledge: &'r Knowledge, all: &[(At, &'r Happening)], copies: &[usize]) -> Self {
        let original = |at: &At| copies[at.report as usize] as u32;
        Self {
            faces: all
                .iter()
                .map(|(_, happening)| Face::of(knowledge, happening))
                .collect(),
            reports: all.iter().map(|(at, _)| at.report).collect(),
            originals: all.iter().map(|(at, _)| original(at)).collect(),
        }
    }

    fn group(&self, knowledge: &Knowledge) -> Groups {
        let likenesses = knowledge.likenesses();
        grouping::group(likenesses, &self.faces, &self.reports, &self.originals)
    }
}

/// Where a happening begins.
fn first_of(report: u32, happening: u32) -> At {
    At {
        report,
        happening,
        telling: 0,
    }
}

/// The id of the event that begins with a telling. It says where in which document, so that it leads to the event that
/// holds those words, whatever else changes.
fn id(source: &Source, telling: &Telling) -> String {
    format!("{}@{}", source.document, telling.trigger.start)
}

/// The reports among `sources` that some tellings are of, and the tellings with their numbers among these.
fn told(
    sources: &[Source],
    tellings: impl Iterator<Item = (u32, Telling)>,
) -> (Vec<Source>, Vec<(usize, Telling)>) {
    let mut own: Vec<Source> = Vec::new();
    let mut numbered = Vec::new();
    let mut last = None;
    for (report, telling) in tellings {
        if last != Some(report) {
            own.push(sources[report as usize].clone());
            last = Some(report);
        }
        numbered.push((own.len() - 1, telling));
    }
    own.shrink_to_fit();
    numbered.shrink_to_fit();
    (own, numbered)
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
