//! What do those who tell of one event agree on, what do they dispute, and who says which?
//!
//! In come the tellings of one event with the reports that they are of; out comes the [`Account`]: the independent
//! voices, and for every slot what is said with those who say it. Invariant: nothing that anybody says is lost, nothing is
//! averaged, and low ≤ best ≤ high.

use std::collections::BTreeMap;

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{
    Source,
    telling::{Site, Telling, Who},
};
use crate::{
    claim::Modality,
    knowledge::{Knowledge, action::ActionId, actor::ActorId},
    terms::{Interval, Range},
};

/// What is told of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whether it happened at all.
    pub happened: Agreement,
    /// Who says that they did it themselves, each once.
    pub claimed_by: Vec<SmolStr>,
    /// Who tells of it, each voice once, in order of first report.
    pub voices: Vec<Heard>,
    /// For each of the event's tellings, in their order, the number of the voice that tells it.
    pub by: Vec<usize>,
    /// What kind of deed.
    pub action: Told<ActionId>,
    /// When.
    pub days: Told<Interval>,
    /// Where.
    pub site: Told<Site>,
    /// Who did it.
    pub actors: Told<Who>,
    /// To whom or what it was done.
    pub targets: Told<Who>,
    /// For each thing counted ("killed"), how many.
    pub counts: BTreeMap<SmolStr, Count>,
}

/// Whether voices agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Agreement {
    /// All who say anything say so.
    #[default]
    Agreed,
    /// Some say otherwise.
    Disputed,
    /// All deny it.
    Denied,
    /// An analyst has put it right; the values without voices are the analyst's, and what was said stands behind them.
    Corrected,
}

impl Agreement {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Corrected => "corrected",
        }
    }
}

/// A voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What tells it from others.
    pub key: SmolStr,
    /// Whose word it is at bottom, by name: that of whoever is quoted, or of those for whom they speak, where that is known, and
    /// else that of the desk whose story it is. Voices with different roots are independent.
    pub root: SmolStr,
    /// Who, in words.
    pub name: SmolStr,
    /// What kind of voice ("monitor", "publisher").
    pub kind: SmolStr,
    /// Who is quoted, where that is known; `None` where the desk speaks for itself or quotes somebody unnamed.
    pub speaker: Option<ActorId>,
    /// The desk whose story it is: an agency or a publisher, by name, or the document's id where it has none.
    pub desk: SmolStr,
    /// Whether it says that it happened; otherwise it only denies it.
    pub affirms: bool,
    /// Whether it has a stake in what it says, and whether to say so is against its interest.
    pub stake: Option<Bias>,
    /// Those of the event's sources that have it, by number.
    pub sources: Vec<usize>,
}

/// How what a voice says lies to its interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bias {
    /// It is against it.
    Against,
    /// The voice takes a side, and whether it is for or against its interest is not known.
    Open,
    /// It serves it.
    For,
}

/// What is said of one slot: every value with the numbers of the voices that give it, the one with most voices first.
/// What an analyst put right stands before all and has no voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<T> {
    /// Whether the values go together.
    pub agreement: Agreement,
    /// The values.
    pub values: Vec<(T, Vec<usize>)>,
}

impl<T> Told<T> {
    /// The values that stand: what an analyst put right alone, where somebody has, else all that was said.
    pub fn standing(&self) -> impl Iterator<Item = &T> {
        let corrected = self.agreement == Agreement::Corrected;
        let values = self.values.iter();
        values
            .filter(move |(_, voices)| !corrected || voices.is_empty())
            .map(|(value, _)| value)
    }

    /// The value that most voices give.
    pub fn first(&self) -> Option<&T> {
        self.values.first().map(|(value, _)| value)
    }
}

/// How many of what, after everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The least that a voice gives in its last word on it.
    pub low: f64,
    /// What most independent voices give, of equals the lowest.
    pub best: f64,
    /// The most that a voice gives in its last word on it; of "at least 12" that is 12.
    pub high: f64,
    /// Whether somebody leaves the upper end open ("at least").
    pub open: bool,
    /// Whether the numbers are an analyst's and not those of the voices.
    pub corrected: bool,
    /// Who says what, in order of reports.
    pub said: Vec<Number>,
}

/// A number that a voice gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The number of the voice.
    pub voice: usize,
    /// The number of the first voice with the same root.
    pub root: usize,
    /// The number of the source.
    pub source: usize,
    /// The claim that gives it.
    pub claim: String,
    /// The range.
    pub range: Range,
    /// Whether it counts all that happened so far.
    pub cumulative: bool,
    /// Whether the same voice gave another number later, so that this one no longer counts.
    pub superseded: bool,
}

impl Count {
    /// The same of those numbers only that `wanted` takes; `None` where it takes none.
    pub fn only(&self, wanted: impl Fn(&Number) -> bool) -> Option<Self> {
        let said = self.said.iter().filter(|number| wanted(number));
        count(said.cloned().collect())
    }
}

impl Number {
    /// The least that it allows; where it sets no lower bound, the most.
    pub fn least(&self) -> f64 {
        self.range.least().unwrap_or(0.0)
    }
}

impl Account {
    /// What `tellings` say, each with the number of its source.
    pub(super) fn of(
        knowledge: &Knowledge,
        sources: &[Source],
        tellings: &[(usize, Telling)],
    ) -> Self {
        let (voices, by) = voices(knowledge, sources, tellings);
        let denies = |voice: &&Heard| !voice.affirms;
        let denials = voices.iter().filter(denies).count();
        let disputed = tellings
            .iter()
            .any(|(_, telling)| !telling.disputed_by.is_empty());
        let happened = match denials {
            0 if disputed => Agreement::Disputed,
            0 => Agreement::Agreed,
            all if all == voices.len() => Agreement::Denied,
            _ => Agreement::Disputed,
        };
        let each = || {
            tellings
                .iter()
                .zip(&by)
                .map(|((_, telling), voice)| (telling, *voice))
        };
        let mut claimed_by: Vec<SmolStr> = Vec::new();
        for by in tellings.iter().flat_map(|(_, telling)| &telling.claimed_by) {
            if !claimed_by.contains(by) {
                claimed_by.push(by.clone());
            }
        }
        Self {
            happened,
            claimed_by,
            action: told(
                each().map(|(telling, voice)| (telling.action.clone(), voice)),
                |a, b| go_together(knowledge, a, b),
            ),
            days: told(
                each().filter_map(|(telling, voice)| Some((telling.days?, voice))),
                |a, b| a.overlaps(*b),
            ),
            site: told(
                each().filter_map(|(telling, voice)| Some((telling.site.clone()?, voice))),
                |a, b| a.at.km_to(b.at) <= a.radius_km + b.radius_km,
            ),
            actors: parties(knowledge, each(), |telling| &telling.actors),
            targets: parties(knowledge, each(), |telling| &telling.targets),
            counts: counts(sources, tellings, &voices, &by),
            voices,
            by,
        }
    }
}

/// Whether two actions may be names of one deed; what no pattern knows goes with all.
fn go_together(knowledge: &Knowledge, one: &ActionId, other: &ActionId) -> bool {
    let open = |id: &ActionId| {
        let action = knowledge.ontology().get(id);
        action.is_none_or(|action| action.unclassified)
    };
    let likenesses = knowledge.likenesses();
    let (ours, theirs) = (likenesses.kin(one, None), likenesses.kin(other, None));
    open(one) || open(other) || likenesses.go_together(ours, theirs)
}

/// The voices of some tellings, and the number of that of each.
fn voices(
    knowledge: &Knowledge,
    sources: &[Source],
    tellings: &[(usize, Telling)],
) -> (Vec<Heard>, Vec<usize>) {
    let mut voices: Vec<Heard> = Vec::new();
    let mut by = Vec::new();
    // Whoever prints a story that another has printed adds no voice.
    let mut desks: BTreeMap<&str, &SmolStr> = BTreeMap::new();
    for (source, telling) in tellings {
        let own = &telling.voice.desk;
        let desk = *desks.entry(&sources[*source].story).or_insert(own);
        let key = telling.voice.key(desk);
        let affirms = telling.modality != Modality::Denied;
        let stake = telling.stake.map(|stake| match stake.against {
            Some(true) => Bias::Against,
            Some(false) => Bias::For,
            None => Bias::Open,
        });
        let known = voices.iter().position(|voice| voice.key == key);
        let at = known.unwrap_or_else(|| {
            voices.push(Heard {
                root: root(knowledge, telling.voice.quoted(), desk),
                key,
                name: telling.voice.name.clone(),
                kind: telling.voice.kind.clone(),
                speaker: telling.voice.quoted().cloned(),
                desk: desk.clone(),
                affirms,
                stake,
                sources: Vec::new(),
            });
            voices.len() - 1
        });
        let voice = &mut voices[at];
        voice.affirms |= affirms;
        // A word against its own interest weighs, whatever else the voice says.
        voice.stake = match (voice.stake, stake) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if voice.sources.last() != Some(source) {
            voice.sources.push(*source);
        }
        by.push(at);
    }
    voices.shrink_to_fit();
    (voices, by)
}

/// Whose word it is at bottom that somebody quoted says, or the desk of that name.
pub(super) fn root(knowledge: &Knowledge, quoted: Option<&ActorId>, desk: &SmolStr) -> SmolStr {
    let actors = knowledge.actors();
    // A desk may be quoted by others under another of its names.
    let known = quoted.or_else(|| actors.named(desk).next().map(|actor| &actor.id));
    let origin = known.and_then(|id| actors.origin(id));
    origin.map_or_else(|| desk.clone(), |actor| actor.name.clone())
}

/// The values of a slot with the voices of each; they are disputed where two voices give values that do not go
/// together.
fn told<T: PartialEq>(
    given: impl Iterator<Item = (T, usize)>,
    go_together: impl Fn(&T, &T) -> bool,
) -> Told<T> {
    let mut values: Vec<(T, Vec<usize>)> = Vec::new();
    for (value, voice) in given {
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, voices)) if voices.contains(&voice) => {}
            Some((_, voices)) => voices.push(voice),
            None => values.push((value, vec![voice])),
        }
    }
    values.sort_by_key(|(_, voices)| std::cmp::Reverse(voices.len()));
    values.shrink_to_fit();
    let clash = values.iter().enumerate().any(|(at, (one, ours))| {
        values[at + 1..].iter().any(|(other, theirs)| {
            // One voice that names two is no dispute.
            let others = ours.iter().any(|voice| !theirs.contains(voice))
                && theirs.iter().any(|voice| !ours.contains(voice));
            others && !go_together(one, other)
        })
    });
    Told {
        agreement: if clash {
            Agreement::Disputed
        } else {
            Agreement::Agreed
        },
        values,
    }
}

/// Those with one part in the event. Two voices are in dispute where each names somebody known and none of them is
/// the other's, or of its side.
fn parties<'t>(
    knowledge: &Knowledge,
    each: impl Iterator<Item = (&'t Telling, usize)>,
    of: impl Fn(&'t Telling) -> &'t Vec<Who>,
) -> Told<Who> {
    let mut day: Option<Date> = None;
    let mut given = Vec::new();
    for (telling, voice) in each {
        day = day.or(telling.days.map(|days| days.from));
        given.extend(of(telling).iter().map(|who| (who.clone(), voice)));
    }
    told(given.into_iter(), |a, b| {
        let (Some(one), Some(other)) = (&a.actor, &b.actor) else {
            return true;
        };
        let sides = |id| day.map_or_else(Vec::new, |day| knowledge.sides_of(id, day));
        let (ours, theirs) = (sides(one), sides(other));
        let same = |side: &&crate::knowledge::actor::Side| {
            theirs
                .iter()
                .any(|their| their.war == side.war && their.side == side.side)
        };
        one == other || ours.iter().any(same)
    })
}

/// How many of what, after everybody.
fn counts(
    sources: &[Source],
    tellings: &[(usize, Telling)],
    voices: &[Heard],
    by: &[usize],
) -> BTreeMap<SmolStr, Count> {
    let first = |voice: usize| {
        let same = |other: &Heard| other.root == voices[voice].root;
        voices.iter().position(same).unwrap_or(voice)
    };
    let mut all: BTreeMap<SmolStr, Vec<Number>> = BTreeMap::new();
    for ((source, telling), &voice) in tellings.iter().zip(by) {
        if telling.modality == Modality::Denied {
            continue;
        }
        for toll in telling.tolls.iter().filter(|toll| !toll.part) {
            let number = Number {
                voice,
                root: first(voice),
                source: *source,
                claim: telling.claim.clone(),
                range: toll.range,
                cumulative: toll.cumulative,
                superseded: sources[*source].superseded_by.is_some(),
            };
            all.entry(toll.what.clone()).or_default().push(number);
        }
    }
    all.into_iter()
        .filter_map(|(what, mut said)| {
            supersede(sources, &mut said);
            Some((what, count(said)?))
        })
        .collect()
}

/// Marks the numbers that their voice gave up: in one report all but the largest, which holds the others as its
/// parts, and over days all but the last.
fn supersede(sources: &[Source], said: &mut [Number]) {
    // Whoever copies a story does not say it anew; whoever publishes their own again does.
    let day = |number: &Number| {
        let source = &sources[number.source];
        let mut all = sources.iter();
        let original = all.find(|other| other.document == source.story);
        let copied = original.filter(|original| original.publisher != source.publisher);
        copied.unwrap_or(source).day
    };
    for at in 0..said.len() {
        let number = &said[at];
        let later = |other: &Number| match (day(number), day(other)) {
            (Some(one), Some(two)) => two > one,
            _ => false,
        };
        let given_up = said.iter().enumerate().any(|(there, other)| {
            let same = there != at && other.voice == number.voice && !other.superseded;
            let larger = other.least() > number.least();
            same && (other.source == number.source && larger || later(other))
        });
        said[at].superseded |= given_up;
    }
}

fn count(mut said: Vec<Number>) -> Option<Count> {
    said.shrink_to_fit();
    // What was superseded by a report that gives no number still stands.
    let any = said.iter().any(|number| !number.superseded);
    let counts = |number: &&Number| !any || !number.superseded;
    let current: Vec<&Number> = said.iter().filter(counts).collect();
    let highest = |number: &Number| number.range.high.unwrap_or_else(|| number.least());
    let low = current
        .iter()
        .map(|number| number.least())
        .min_by(f64::total_cmp)?;
    let high = current
        .iter()
        .map(|number| highest(number))
        .max_by(f64::total_cmp)?;
    let backing = |value: f64| {
        let mut roots: Vec<usize> = current
            .iter()
            .filter(|number| number.least().total_cmp(&value).is_eq())
            .map(|number| number.root)
            .collect();
        roots.sort_unstable();
        roots.dedup();
        roots.len()
    };
    let best = current
        .iter()
        .map(|number| number.least())
        .max_by(|a, b| backing(*a).cmp(&backing(*b)).then(b.total_cmp(a)))?;
    let open = current.iter().any(|number| number.range.high.is_none());
    Some(Count {
        low: low.min(best),
        best,
        high: high.max(best),
        open,
        corrected: false,
        said,
    })
}
