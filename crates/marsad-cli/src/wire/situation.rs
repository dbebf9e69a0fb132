//! What does a situation look like to other programs?
//!
//! In comes a [`Situation`]; out comes [`SituationRecord`], one JSON object, version 1, described by
//! `schema/situation.schema.json`. Invariant: every key is always there, and events and claims are named by the ids that
//! `marsad events` and `marsad read` give them.

use std::collections::BTreeMap;

use marsad::{
    event::Bias,
    knowledge::Knowledge,
    situation::{
        Area, Border, Doer, Entry, Holder, Incident, Lies, Party, Situation, State, Sum, Summary,
        Timeline, Toll, Tolls, Week, Word, family,
    },
};
use serde::Serialize;

use super::{Figure, event::Days};

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

/// One situation.
#[derive(Debug, Serialize)]
pub(crate) struct SituationRecord<'s> {
    v: u32,
    area: Where<'s>,
    from: Option<String>,
    as_of: String,
    incidents: Vec<Happened<'s>>,
    perhaps: Vec<Happened<'s>>,
    undated: Vec<Happened<'s>>,
    denied: Vec<Happened<'s>>,
    rejected: Vec<Happened<'s>>,
    not_done: Vec<Happened<'s>>,
    unclear: usize,
    unplaced: usize,
    toll: BTreeMap<&'s str, Tolled<'s>>,
    toll_perhaps: BTreeMap<&'s str, Tolled<'s>>,
    toll_undated: BTreeMap<&'s str, Tolled<'s>>,
    weeks: Vec<Seven<'s>>,
    summaries: Vec<Summed<'s>>,
    control: Vec<Line<'s>>,
    data_version: &'s str,
}

#[derive(Debug, Serialize)]
struct Where<'s> {
    name: &'s str,
    border: &'static str,
    country: Option<&'s str>,
    admin1: Option<&'s str>,
    lat: f64,
    lon: f64,
    radius_km: f64,
}

#[derive(Debug, Serialize)]
struct Happened<'s> {
    event: &'s str,
    days: Option<Days>,
    place: Option<Place<'s>>,
    family: Option<String>,
    happened: &'static str,
    grade: &'static str,
    doer: By<'s>,
}

#[derive(Debug, Serialize)]
struct Place<'s> {
    name: &'s str,
    country: Option<&'s str>,
    admin1: Option<&'s str>,
    lat: f64,
    lon: f64,
    radius_km: f64,
}

#[derive(Debug, Serialize)]
struct By<'s> {
    kind: &'static str,
    parties: Vec<Side<'s>>,
}

#[derive(Debug, Serialize)]
struct Side<'s> {
    name: &'s str,
    war: Option<&'s str>,
    side: Option<&'s str>,
    id: Option<&'s str>,
}

#[derive(Debug, Serialize)]
struct Range {
    low: Figure,
    best: Figure,
    high: Figure,
    open: bool,
    incidents: usize,
}

#[derive(Debug, Serialize)]
struct Tolled<'s> {
    #[serde(flatten)]
    all: Range,
    parts: Vec<Part<'s>>,
}

#[derive(Debug, Serialize)]
struct Part<'s> {
    doer: By<'s>,
    victims: &'static str,
    #[serde(flatten)]
    range: Range,
}

#[derive(Debug, Serialize)]
struct Seven<'s> {
    monday: String,
    families: BTreeMap<&'s str, usize>,
    killed: Range,
    events: Vec<&'s str>,
}

#[derive(Debug, Serialize)]
struct Summed<'s> {
    event: &'s str,
    what: &'s str,
    low: Figure,
    best: Figure,
    high: Figure,
    open: bool,
    from: Option<String>,
    to: String,
    perhaps: bool,
    known: Range,
    gap: Figure,
}

#[derive(Debug, Serialize)]
struct Line<'s> {
    place: Place<'s>,
    state: Held<'s>,
    since: Option<Days>,
    entries: Vec<Turn<'s>>,
    words: Vec<Said<'s>>,
}

#[derive(Debug, Serialize)]
struct Held<'s> {
    status: &'static str,
    parties: Vec<Side<'s>>,
    besieged_by: Vec<Side<'s>>,
}

#[derive(Debug, Serialize)]
struct Turn<'s> {
    day: String,
    party: Side<'s>,
    hold: &'static str,
    standing: &'static str,
    rule: &'static str,
    moved: bool,
    words: &'s [usize],
    state: Held<'s>,
}

#[derive(Debug, Serialize)]
struct Said<'s> {
    event: &'s str,
    claim: &'s str,
    document: &'s str,
    voice: &'s str,
    interest: Option<&'static str>,
    party: Side<'s>,
    hold: &'static str,
    affirms: bool,
    days: Days,
}

impl<'s> SituationRecord<'s> {
    /// The wire form of a situation that was found with `knowledge`.
    pub(crate) fn new(found: &'s Situation<'s>, knowledge: &'s Knowledge) -> Self {
        let all = |incidents: &'s [Incident<'s>]| -> Vec<Happened<'s>> {
            let each = incidents.iter();
            each.map(|incident| happened(incident, knowledge)).collect()
        };
        Self {
            v: VERSION,
            area: area(&found.scope.area),
            from: found.scope.from.map(|day| day.to_string()),
            as_of: found.scope.as_of.to_string(),
            incidents: all(&found.incidents),
            perhaps: all(&found.perhaps),
            undated: all(&found.undated),
            denied: all(&found.denied),
            rejected: all(&found.rejected),
            not_done: all(&found.open),
            unclear: found.unclear,
            unplaced: found.unplaced,
            toll: tolls(&found.toll),
            toll_perhaps: tolls(&found.toll_perhaps),
            toll_undated: tolls(&found.toll_undated),
            weeks: found.weeks.iter().map(|one| week(one, found)).collect(),
            summaries: found.summaries.iter().map(summary).collect(),
            control: found.control.iter().map(line).collect(),
            data_version: knowledge.version(),
        }
    }

    /// As one line of JSON.
    pub(crate) fn to_line(&self) -> String {
        super::line(self)
    }
}

fn area(area: &Area) -> Where<'_> {
    let (border, country, admin1) = match &area.border {
        Border::Circle => ("circle", None, None),
        Border::Country(country) => ("country", Some(country.as_str()), None),
        Border::Admin1 { country, name } => ("admin1", Some(country.as_str()), Some(name.as_str())),
    };
    Where {
        name: &area.name,
        border,
        country,
        admin1,
        lat: area.centre.lat,
        lon: area.centre.lon,
        radius_km: area.radius_km,
    }
}

fn happened<'s>(incident: &'s Incident<'s>, knowledge: &Knowledge) -> Happened<'s> {
    Happened {
        event: &incident.event.id,
        days: incident.days.map(Days::of),
        place: incident.site.map(|site| Place {
            name: &site.name,
            country: site.country.as_deref(),
            admin1: site.admin1.as_deref(),
            lat: site.at.lat,
            lon: site.at.lon,
            radius_km: site.radius_km,
        }),
        family: family(knowledge, incident).map(|id| id.to_string()),
        happened: incident.event.account.happened.as_str(),
        grade: incident.event.grade.grade.as_str(),
        doer: doer(&incident.doer),
    }
}

fn doer(doer: &Doer) -> By<'_> {
    let (kind, parties) = match doer {
        Doer::Party(party) => ("party", vec![side(party)]),
        Doer::Several(parties) => ("several", parties.iter().map(side).collect()),
        Doer::Disputed => ("disputed", Vec::new()),
        Doer::Unnamed => ("unnamed", Vec::new()),
    };
    By { kind, parties }
}

fn side(party: &Party) -> Side<'_> {
    let (war, side, id) = match party {
        Party::Side { war, side, .. } => (Some(war.as_str()), Some(side.as_str()), None),
        Party::Actor { id, .. } => (None, None, Some(id.as_str())),
        Party::Words(_) => (None, None, None),
    };
    Side {
        name: party.name(),
        war,
        side,
        id,
    }
}

fn range(sum: &Sum) -> Range {
    Range {
        low: Figure(sum.low),
        best: Figure(sum.best),
        high: Figure(sum.high),
        open: sum.open,
        incidents: sum.incidents,
    }
}

fn tolls(tolls: &Tolls) -> BTreeMap<&str, Tolled<'_>> {
    let tolled = |toll: &'_ Toll| range(&toll.all);
    tolls
        .iter()
        .map(|(what, toll)| {
            let parts = toll.parts.iter().map(|((by, victims), sum)| Part {
                doer: doer(by),
                victims: victims.as_str(),
                range: range(sum),
            });
            let tolled = Tolled {
                all: tolled(toll),
                parts: parts.collect(),
            };
            (what.as_str(), tolled)
        })
        .collect()
}

fn week<'s>(week: &'s Week, found: &'s Situation<'s>) -> Seven<'s> {
    let events = week
        .incidents
        .iter()
        .filter_map(|&at| found.incidents.get(at));
    Seven {
        monday: week.monday.to_string(),
        families: week
            .families
            .iter()
            .map(|(id, count)| (id.as_str(), *count))
            .collect(),
        killed: range(&week.killed),
        events: events.map(|incident| incident.event.id.as_str()).collect(),
    }
}

fn summary<'s>(summary: &'s Summary<'s>) -> Summed<'s> {
    Summed {
        event: &summary.event.id,
        what: &summary.what,
        low: Figure(summary.count.low),
        best: Figure(summary.count.best),
        high: Figure(summary.count.high),
        open: summary.count.open,
        from: summary.from.map(|day| day.to_string()),
        to: summary.to.to_string(),
        perhaps: summary.lies == Lies::Perhaps,
        known: range(&summary.known),
        gap: Figure(summary.gap()),
    }
}

fn line<'s>(line: &'s Timeline<'s>) -> Line<'s> {
    let place = &line.place;
    Line {
        place: Place {
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            lat: place.at.lat,
            lon: place.at.lon,
            radius_km: place.radius_km,
        },
        state: held(&line.state),
        since: line.state.since.map(Days::of),
        entries: line.entries.iter().map(turn).collect(),
        words: line.words.iter().map(said).collect(),
    }
}

fn held(state: &State) -> Held<'_> {
    let (status, parties) = match &state.holder {
        Holder::Unknown => ("unknown", Vec::new()),
        Holder::Party(party) => ("held", vec![side(party)]),
        Holder::Contested(parties) => ("contested", parties.iter().map(side).collect()),
    };
    Held {
        status,
        parties,
        besieged_by: state.besieged_by.iter().map(side).collect(),
    }
}

fn turn(entry: &Entry) -> Turn<'_> {
    Turn {
        day: entry.day.to_string(),
        party: side(&entry.party),
        hold: entry.hold.as_str(),
        standing: entry.standing.as_str(),
        rule: entry.rule,
        moved: entry.moved,
        words: &entry.words,
        state: held(&entry.state),
    }
}

fn said<'s>(word: &'s Word<'s>) -> Said<'s> {
    Said {
        event: &word.event.id,
        claim: &word.telling.claim,
        document: &word.event.sources[word.source].document,
        voice: &word.event.account.voices[word.voice].name,
        interest: word.bias.map(|bias| match bias {
            Bias::Against => "against",
            Bias::Open => "open",
            Bias::For => "for",
        }),
        party: side(&word.party),
        hold: word.hold.as_str(),
        affirms: word.affirms,
        days: Days::of(word.days),
    }
}
