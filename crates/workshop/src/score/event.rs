//! Do reports of one happening land in one event, and do others stay apart?
//!
//! In: reports of one war with what a crowd coded from each. Out: in how many reports the event that they land in
//! holds the deaths that were coded, how many pairs of reports that were coded alike land in one event, and how many that
//! were coded apart share none. A report lands in the event of the first claim of people killed that it tells as an incident; without one in
//! that of its first claim. Invariant: all reports are reconciled together, as a user's are.

use std::collections::BTreeMap;

use anyhow::Result;
use marsad::event::{Clarity, Event, Report, reconcile};

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Share, Tally as _};
use crate::gold::Gold as _;
use crate::gold::event::Told;

/// Reports that were coded at most so many days apart may tell of the same.
const SAME_DAYS: i32 = 1;
/// Reports that were coded more days apart do not.
const APART_DAYS: i32 = 5;

/// Reconciles a corpus of reports.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(told) = bench.gold::<Told>(corpus)? else {
        return Ok(None);
    };
    let knowledge = bench.knowledge;
    let reports = bench.each(&told, |_, reading| Report::of(knowledge, reading));
    let events = reconcile(knowledge, reports);
    let landed = Landed::new(&events);
    let range = |report: &Told| {
        let event = landed.of(report).and_then(|at| events.get(at))?;
        let count = event.account.counts.get("killed")?;
        Some((count.low, count.high))
    };
    let holds = |report: &Told| {
        let deaths = f64::from(report.deaths);
        range(report).is_some_and(|(low, high)| low <= deaths && deaths <= high)
    };
    let deaths = told
        .iter()
        .filter(|report| report.deaths > 0)
        .map(|report| Share::one(holds(report)));
    let deaths = deaths.fold(Share::default(), Share::plus);
    let (mut same, mut meet, mut apart) = (Share::default(), Share::default(), Share::default());
    for (at, one) in told.iter().enumerate() {
        for other in &told[at + 1..] {
            let days = (one.day - other.day).get_days().abs();
            let alike = days <= SAME_DAYS
                && one.governorate == other.governorate
                && one.cause == other.cause
                && one.deaths == other.deaths;
            if alike {
                let lead = landed.of(one);
                same = same.plus(Share::one(lead.is_some() && lead == landed.of(other)));
                meet = meet.plus(Share::one(landed.meet(one, other)));
            } else if days > APART_DAYS || one.governorate != other.governorate {
                apart = apart.plus(Share::one(!landed.meet(one, other)));
            }
        }
    }
    let items = told.iter().map(|report| {
        let id = &report.document().id;
        let event = landed.of(report).map_or("-", |at| events[at].id.as_str());
        let (low, high) = range(report).map_or(("-".into(), "-".into()), |(low, high)| {
            (low.to_string(), high.to_string())
        });
        format!("{id}\t{event}\t{low}\t{high}\t{}", report.deaths)
    });
    let verdict = Verdict::of(vec![
        Score::share("deaths_in_event", deaths, "reports with deaths"),
        Score::share("alike_land_in_one", same, "pairs that were coded alike"),
        Score::share("alike_share_one", meet, "pairs that were coded alike"),
        Score::share("others_kept_apart", apart, "pairs that were coded apart"),
    ]);
    let columns =
        "report, the event that it lands in, its least and most dead, the dead that were coded";
    Ok(Some(verdict.with_items(columns, items.collect())))
}

/// Which events reports are in.
struct Landed {
    all: BTreeMap<String, Vec<usize>>,
    lead: BTreeMap<String, usize>,
}

impl Landed {
    fn new(events: &[Event]) -> Self {
        let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut first: BTreeMap<String, ((bool, usize), usize)> = BTreeMap::new();
        for (at, event) in events.iter().enumerate() {
            for (source, telling) in &event.tellings {
                let document = event.sources[*source].document.clone();
                let kills = telling.counted("killed").next().is_some();
                let incident = event.clarity == Clarity::Incident && telling.modality.is_done();
                let place = (!(kills && incident), telling.sentence);
                let known = first.entry(document.clone()).or_insert((place, at));
                if place < known.0 {
                    *known = (place, at);
                }
                let among = all.entry(document).or_default();
                if among.last() != Some(&at) {
                    among.push(at);
                }
            }
        }
        let lead = first
            .into_iter()
            .map(|(document, (_, at))| (document, at))
            .collect();
        Self { all, lead }
    }

    /// The event that a report lands in.
    fn of(&self, report: &Told) -> Option<usize> {
        self.lead.get(&report.document().id).copied()
    }

    /// Whether two reports share an event.
    fn meet(&self, one: &Told, other: &Told) -> bool {
        let events = |report: &Told| self.all.get(&report.document().id);
        let both = events(one).zip(events(other));
        both.is_some_and(|(ours, theirs)| ours.iter().any(|event| theirs.contains(event)))
    }
}
