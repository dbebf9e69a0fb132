//! How long does reconciling take, and how much memory, as an archive grows?
//!
//! In: the corpora of reports, and how many claims. Out: a table with one line for each size. Invariant: what is
//! reconciled is the same at every run; only seconds and megabytes are the machine's.

mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use jiff::ToSpan as _;
use jiff::civil::date;
use marsad::document::Document;
use marsad::event::{Event, Report, pairs_compared, reconcile};
use marsad::knowledge::Knowledge;
use marsad::reading::Reader;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Deserialize;

use crate::gold::{self, Gold as _, event::Told};
use crate::score::knowledge;
use made::{Density, World};

/// What `workshop scale` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder in which corpora/ lies
    #[arg(long)]
    shared: PathBuf,
    /// How many claims, at least; several sizes with commas between, in rising order
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "10000,30000,100000,300000,1000000"
    )]
    claims: Vec<usize>,
    /// How they lie in space and time
    #[arg(long, value_enum, default_value = "hot")]
    density: Density,
    /// Fail where fewer claims than this are reconciled in a second of CPU
    #[arg(long)]
    least: Option<f64>,
    /// The folder of what marsad knows
    #[arg(long, default_value = "data")]
    data: PathBuf,
}

/// The corpus of news of every kind, and how many of its reports are taken.
const NEWS: (&str, usize) = ("speed/newswire", 600);
/// The corpus of reports of one war.
const WAR: &str = "syria/reports";

/// Measures each size and prints a line for it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let knowledge = knowledge::load(&arguments.data)?;
    let (war, news) = read(arguments, &knowledge)?;
    let world = World::new(&knowledge);
    let read: Vec<Report> = war.iter().cloned().chain(news).collect();
    println!(
        "   claims  reports  happenings     pairs   events  of several  largest  seconds  of CPU  claims/s    MB   kept"
    );
    let mut slow = Vec::new();
    for &claims in &arguments.claims {
        let reports = made::reports(&world, &read, claims, arguments.density);
        let claims: usize = reports.iter().map(made::claims_of).sum();
        let happenings: usize = reports.iter().map(|report| report.happenings.len()).sum();
        let count = reports.len();
        let alone = reconcile(&knowledge, war[..count.min(war.len())].to_vec());
        let (before, used) = (Instant::now(), processor_seconds()?);
        let events = reconcile(&knowledge, reports);
        let (seconds, used) = (before.elapsed().as_secs_f64(), processor_seconds()? - used);
        let megabytes = most_memory()? / 1000;
        let several = events.iter().filter(|event| event.sources.len() > 1);
        let largest = events.iter().map(|event| event.tellings.len()).max();
        let rate = claims as f64 / used;
        let (all, several, kept) = (events.len(), several.count(), kept(&alone, &events));
        drop(events);
        let reports = made::reports(&world, &read, claims, arguments.density);
        println!(
            "{claims:>9}{count:>9}{happenings:>12}{:>10}{all:>9}{several:>12}{:>9}{seconds:>9.2}{used:>8.2}{rate:>10.0}{megabytes:>6}  {kept:.3}",
            pairs_compared(&knowledge, reports),
            largest.unwrap_or_default(),
        );
        if arguments.least.is_some_and(|least| rate < least) {
            slow.push(format!("{claims} claims: {rate:.0} in a second of CPU"));
        }
    }
    if !slow.is_empty() {
        bail!("reconciling is slower than it must be: {}", slow.join("; "));
    }
    Ok(())
}

/// What the reports of the war and the news tell.
fn read(arguments: &Arguments, knowledge: &Knowledge) -> Result<(Vec<Report>, Vec<Report>)> {
    /// A report of which nothing is known but its words.
    #[derive(Deserialize)]
    struct Line {
        id: String,
        text: String,
    }
    let corpora = arguments.shared.join("corpora");
    let absent = |corpus| format!("{corpus} is not in {}", corpora.display());
    let war: Vec<Told> = gold::read(&corpora, WAR)?.with_context(|| absent(WAR))?;
    let news: Vec<Line> = gold::read(&corpora, NEWS.0)?.with_context(|| absent(NEWS.0))?;
    let war: Vec<Document> = war.iter().map(|told| told.document().clone()).collect();
    // The days are ours, as the corpus gives none: "on Friday" needs a day to count from.
    let first = date(2016, 1, 1);
    let news = (0_i64..)
        .zip(news.into_iter().take(NEWS.1))
        .map(|(at, line)| Document {
            id: line.id,
            text: line.text,
            source: Some("Newswire".into()),
            published: first.checked_add((at % 366).days()).ok(),
            ..Document::default()
        });
    let news: Vec<Document> = news.collect();
    let reader = Reader::new(knowledge);
    let told = |documents: &[Document]| {
        let each = documents.par_iter();
        each.map(|document| Report::of(knowledge, &reader.read(document)))
            .collect()
    };
    Ok((told(&war), told(&news)))
}

/// The share of the events of several reports in `alone` whose claims are together in `all` too, with no other of their corpus.
fn kept(alone: &[Event], all: &[Event]) -> f64 {
    let claims = |event: &Event| -> BTreeSet<String> {
        let tellings = event.tellings.iter();
        tellings.map(|(_, telling)| telling.claim.clone()).collect()
    };
    let own: BTreeSet<String> = alone.iter().flat_map(claims).collect();
    let mut now: BTreeMap<String, usize> = BTreeMap::new();
    let mut sets: Vec<BTreeSet<String>> = Vec::new();
    for event in all {
        let told: BTreeSet<String> = claims(event).intersection(&own).cloned().collect();
        for claim in &told {
            now.insert(claim.clone(), sets.len());
        }
        sets.push(told);
    }
    let several: Vec<BTreeSet<String>> = alone
        .iter()
        .filter(|event| event.sources.len() > 1)
        .map(claims)
        .collect();
    let same = several.iter().filter(|before| {
        let at = before.first().and_then(|claim| now.get(claim));
        at.is_some_and(|&at| sets[at] == **before)
    });
    same.count() as f64 / several.len().max(1) as f64
}

/// How long this thread has had a processor, in seconds: unlike the clock it does not count what else the machine does.
fn processor_seconds() -> Result<f64> {
    let path = "/proc/thread-self/schedstat";
    let times = fs::read_to_string(path)
        .with_context(|| format!("cannot read {path}: the time is measured on Linux only"))?;
    let first = times.split_whitespace().next();
    let nanoseconds: Option<f64> = first.and_then(|first| first.parse().ok());
    Ok(nanoseconds.with_context(|| format!("{path} begins with no number"))? / 1e9)
}

/// The most memory that this process has held, in kilobytes (VmHWM of Linux).
fn most_memory() -> Result<u64> {
    let path = "/proc/self/status";
    let status = fs::read_to_string(path)
        .with_context(|| format!("cannot read {path}: the memory is measured on Linux only"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.with_context(|| format!("{path} has no VmHWM"))
}
