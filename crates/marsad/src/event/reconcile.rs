//! How do many reports become events?
//!
//! In come [`Report`]s and what analysts have decided; out comes the [`Record`]: the reports in order, their happenings compared
//! and grouped, the groups as decided, and of each an [`Event`]. Invariant: each telling is in one event, and the record follows from the
//! set of reports and the decisions alone.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::{
    Decision, Event, Happening, Link, Print, Record, Report, Source, Telling,
    candidates::Candidates,
    copies,
    face::Face,
    grouping::{self, Groups},
    hand::{self, At},
    id,
};
use crate::knowledge::Knowledge;

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
    let copies = copied(&reports);
    let sources = sources(&reports, &copies);
    let all = all(&reports);
    let groups = Compared::of(knowledge, &all, &copies).group(knowledge);
    let mut decisions: Vec<&Decision> = decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.number);
    let mut regrouped = hand::regroup(&reports, members(&all, &groups), &decisions);
    let trigger = |at: &At| {
        let happening = &reports[at.report as usize].happenings[at.happening as usize];
        happening.tellings[at.telling as usize].trigger.start
    };
    for group in &mut regrouped.groups {
        group.sort_by_key(|at| (at.report, trigger(at)));
    }
    let ids: Vec<String> = regrouped
        .groups
        .iter()
        .filter_map(|group| group.first())
        .map(|first| id(&sources[first.report as usize], trigger(first)))
        .collect();
    let mut ties = Ties::of(&all, &groups, &regrouped.groups);
    drop(all);
    let mut left = Left::of(reports);
    let mut events: Vec<Event> = Vec::with_capacity(ids.len());
    for (number, group) in regrouped.groups.iter().enumerate() {
        let acting = regrouped.decided.get(&number).into_iter().flatten();
        let acting = acting.map(|&place| decisions[place].clone());
        let own = group
            .iter()
            .filter_map(|at| Some((at.report, left.take(at)?)));
        let (own, tellings) = told(&sources, own);
        let rival = ties.rivals[number];
        events.push(Event {
            links: std::mem::take(&mut ties.links[number]),
            rival: rival.map(|(event, points)| (ids[event].clone(), points)),
            ..Event::of(knowledge, own, tellings, acting.collect())
        });
    }
    events.sort_by(|a, b| a.id.cmp(&b.id));
    Record {
        events,
        idle: regrouped.idle,
    }
}

/// The tellings of each group, in the order of its first happening.
fn members(all: &[(At, &Happening)], groups: &Groups) -> Vec<Vec<At>> {
    let mut members: BTreeMap<u32, Vec<At>> = BTreeMap::new();
    for (&group, (at, happening)) in groups.of.iter().zip(all) {
        let tellings = 0..happening.tellings.len() as u32;
        let own = tellings.map(|telling| At { telling, ..*at });
        members.entry(group).or_default().extend(own);
    }
    members.into_values().collect()
}

/// For each event what holds it together, and the number of the event that it was likest to besides.
struct Ties {
    links: Vec<Vec<Link>>,
    rivals: Vec<Option<(usize, f32)>>,
}

impl Ties {
    /// The ties of `events` that are made of `all` happenings.
    fn of(all: &[(At, &Happening)], groups: &Groups, events: &[Vec<At>]) -> Self {
        // In which event each happening begins; what is left of one that was split goes on elsewhere.
        let mut event_of: Vec<Option<usize>> = vec![None; all.len()];
        let mut begun: Vec<Vec<usize>> = Vec::with_capacity(events.len());
        for (event, group) in events.iter().enumerate() {
            let first = group.iter().filter(|at| at.telling == 0);
            let own = first.filter_map(|at| all.binary_search_by_key(at, |(at, _)| *at).ok());
            let own: Vec<usize> = own.collect();
            for &at in &own {
                event_of[at] = Some(event);
            }
            begun.push(own);
        }
        let first = |at: usize| Some(all[at].1.tellings.first()?.claim.clone());
        let link = |event: usize, at: usize| {
            let (there, likeness) = groups.link[at]?;
            // What a hand has parted is held together no more.
            (event_of[there as usize] == Some(event)).then_some(())?;
            Some(Link {
                one: first(at)?,
                other: first(there as usize)?,
                likeness,
            })
        };
        let rival = |event: usize, at: usize| {
            let (there, points) = groups.rival[at]?;
            let rival = event_of[there as usize]?;
            (rival != event).then_some((rival, points))
        };
        let each = || begun.iter().enumerate();
        Self {
            links: each()
                .map(|(event, own)| own.iter().filter_map(|&at| link(event, at)).collect())
                .collect(),
            rivals: each()
                .map(|(event, own)| {
                    let rivals = own.iter().filter_map(|&at| rival(event, at));
                    rivals.min_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)))
                })
                .collect(),
        }
    }
}

/// Tellings that no event has taken over yet: an archive is not held twice.
struct Left {
    tellings: Vec<Vec<Option<Telling>>>,
    /// Where among them the happenings of each report begin.
    starts: Vec<usize>,
}

impl Left {
    fn of(reports: Vec<Report>) -> Self {
        let (mut tellings, mut starts) = (Vec::new(), Vec::with_capacity(reports.len()));
        for report in reports {
            starts.push(tellings.len());
            let told = report.happenings.into_iter();
            tellings.extend(told.map(|told| told.tellings.into_iter().map(Some).collect()));
        }
        Self { tellings, starts }
    }

    fn take(&mut self, at: &At) -> Option<Telling> {
        let happening = self.starts[at.report as usize] + at.happening as usize;
        self.tellings[happening]
            .get_mut(at.telling as usize)?
            .take()
    }
}

/// How many pairs of happenings [`reconcile`] compares: what its time grows with.
pub fn pairs_compared(knowledge: &Knowledge, reports: impl IntoIterator<Item = Report>) -> usize {
    let reports = in_order(reports);
    let copies = copied(&reports);
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

/// For each report the number of the first that it is a copy of, or its own.
fn copied(reports: &[Report]) -> Vec<usize> {
    let prints: Vec<&Print> = reports.iter().map(|report| &report.print).collect();
    copies::originals(&prints)
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
