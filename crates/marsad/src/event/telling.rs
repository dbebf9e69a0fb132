//! What of a claim counts beside the claims of other reports?
//!
//! In come a [`Claim`] and the [`Reading`] that it is of; out comes a [`Telling`]: who, what, to whom, where,
//! when, how many and who says so, in words and ids that need neither the text nor its trees. Invariant: a telling
//! names its claim, and says no more than that does.

use jiff::civil::Date;
use smol_str::{SmolStr, ToSmolStr};

use crate::{
    claim::{Bearing, Claim, ClaimPlace, Grade, Modality, Party, Stand, attribution::UNNAMED},
    knowledge::{
        Knowledge,
        action::{Acled, ActionId},
        actor::{Actor, ActorId, Status},
        gazetteer::Place,
    },
    mention::{ActorCodes, GeoPrecision},
    reading::Reading,
    terms::{Interval, LonLat, Range, Slot, Span},
};

/// A claim as it counts beside those of other reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// The claim's id.
    pub claim: String,
    /// What kind of deed.
    pub action: ActionId,
    /// Its type in PLOVER, where it has one.
    pub plover: Option<SmolStr>,
    /// Its event and sub-event type in ACLED, where it has one; PLOVER's mode and CAMEO's code follow from the action.
    pub acled: Option<Acled>,
    /// In what sense it is stated.
    pub modality: Modality,
    /// Whether it sums up many deeds.
    pub summary: bool,
    /// Who did it.
    pub actors: Vec<Who>,
    /// To whom or what it was done.
    pub targets: Vec<Who>,
    /// Where it happened, where that is known.
    pub site: Option<Site>,
    /// How the deed lies to the place that the site names, as the report words it: "at" the place itself, "in" it,
    /// "part of" it, "near" it.
    pub relation: Option<SmolStr>,
    /// Names of its places that nobody could place, in lower case.
    pub unplaced: Vec<SmolStr>,
    /// The days, where they are known.
    pub days: Option<Interval>,
    /// Whether the report's words say them, and not only how reports are told.
    pub dated: bool,
    /// How many of what.
    pub tolls: Vec<Toll>,
    /// Who says so.
    pub voice: Teller,
    /// How far anybody stands behind it.
    pub certainty: Grade,
    /// How the speaker stands to doer and target, and whether to say so is against the speaker's interest.
    pub stake: Option<Interested>,
    /// Who says in the same report that it is not so, in words.
    pub disputed_by: Vec<SmolStr>,
    /// Who says that they did it themselves, in words.
    pub claimed_by: Vec<SmolStr>,
    /// The sentence that it stands in, counted from 0.
    pub sentence: usize,
    /// The clause that says it.
    pub clause: Span,
    /// The word that it hangs on.
    pub trigger: Span,
}

/// Somebody with a part in a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Who they are, where known.
    pub actor: Option<ActorId>,
    /// The known actor's name, or the report's words.
    pub name: SmolStr,
    /// Of what camp they are by name or words.
    pub camp: Camp,
    /// What ontologies call them.
    pub codes: ActorCodes,
}

/// What kind of party somebody is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Camp {
    /// State forces, foreign ones too.
    State,
    /// Whoever else bears arms.
    Armed,
    /// People who do not fight.
    Civilian,
    /// The words do not tell.
    #[default]
    Unknown,
}

impl Camp {
    /// The camp of ACLED's kinds of actors.
    fn of_inter(inter: Option<u8>) -> Option<Self> {
        match inter? {
            1 | 8 => Some(Self::State),
            2..=4 => Some(Self::Armed),
            5..=7 => Some(Self::Civilian),
            _ => None,
        }
    }

    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Armed => "armed",
            Self::Civilian => "civilian",
            Self::Unknown => "unknown",
        }
    }

    /// A camp by its word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::State, Self::Armed, Self::Civilian, Self::Unknown]
            .into_iter()
            .find(|camp| camp.as_str() == word)
    }
}

/// Where something happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The middle of the area.
    pub at: LonLat,
    /// How far it reaches.
    pub radius_km: f64,
    /// The place that the report names.
    pub name: SmolStr,
    /// ISO 3166-1 alpha-2, where it lies in one country.
    pub country: Option<SmolStr>,
    /// First-level administrative area, by name.
    pub admin1: Option<SmolStr>,
    /// UCDP's precision of place, 1 to 7, where the words tell.
    pub precision: Option<u8>,
}

/// How many of what.
#[derive(Clone, Debug, PartialEq)]
pub struct Toll {
    /// What is counted: "killed".
    pub what: SmolStr,
    /// Who was counted, in words.
    pub who: Option<SmolStr>,
    /// The range.
    pub range: Range,
    /// Whether it counts all that happened so far.
    pub cumulative: bool,
    /// Whether it is a part of another number of the same claim.
    pub part: bool,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teller {
    /// Who, in words.
    pub name: SmolStr,
    /// What kind of voice ("monitor", "publisher").
    pub kind: SmolStr,
    /// Who, where known.
    pub actor: Option<ActorId>,
    /// Who stands behind the report: the agency where the dateline names one, else the publisher.
    pub desk: SmolStr,
}

impl Teller {
    /// What tells one independent voice from another: who is quoted, where known; else the words for them and the `desk`
    /// whose story it is, as "a medical source" of one desk is not that of another.
    pub(super) fn key(&self, desk: &str) -> SmolStr {
        match self.quoted() {
            _ if self.speaks_for_its_desk() => desk.into(),
            Some(actor) => actor.0.clone(),
            None => smol_str::format_smolstr!("{} @ {desk}", self.name),
        }
    }

    /// Who is quoted, where known.
    pub(super) fn quoted(&self) -> Option<&ActorId> {
        self.actor.as_ref().filter(|_| !self.speaks_for_its_desk())
    }

    /// Whether nobody is quoted.
    fn speaks_for_its_desk(&self) -> bool {
        self.name == self.desk || self.kind == "publisher"
    }
}

/// How a speaker stands to what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interested {
    /// To whoever did it.
    pub to_actor: Stand,
    /// To whoever it was done to.
    pub to_target: Stand,
    /// Whether to say so is against the speaker's interest.
    pub against: Option<bool>,
}

impl Telling {
    /// What of a claim counts; `reading` is what it is of.
    pub fn of(knowledge: &Knowledge, reading: &Reading, claim: &Claim) -> Self {
        let when = claim.when.value();
        let sentences = &reading.sentences.sentences;
        let trigger = claim.evidence.trigger.start;
        let sentence = sentences.partition_point(|sentence| sentence.span.end <= trigger);
        let who = |party: &Party| who(knowledge, reading, party);
        let text = &reading.document.text;
        Self {
            claim: claim.id.clone(),
            action: claim.action.clone(),
            plover: claim
                .coding
                .plover
                .as_ref()
                .and_then(|plover| plover.event.clone()),
            acled: claim.coding.acled.clone(),
            modality: claim.modality,
            summary: claim.summary,
            actors: claim.actors.iter().map(who).collect(),
            targets: claim.targets.iter().map(who).collect(),
            site: sited(claim).map(|(_, site)| site),
            relation: sited(claim).map(|(place, _)| relation(knowledge, place, text)),
            unplaced: unplaced(claim, text),
            days: when.and_then(|when| when.days),
            dated: when.is_some_and(|when| when.span.is_some()),
            tolls: tolls(claim, text),
            voice: teller(claim, reading),
            certainty: claim.certainty.grade,
            stake: claim.stake.as_ref().map(|stake| Interested {
                to_actor: stake.to_actor,
                to_target: stake.to_target,
                against: stake.against_interest,
            }),
            disputed_by: claim
                .disputed_by
                .iter()
                .map(|dispute| dispute.by.clone())
                .collect(),
            claimed_by: claim
                .responsibility
                .iter()
                .filter(|word| word.kind == Bearing::Claimed)
                .map(|word| word.by.clone())
                .collect(),
            sentence,
            clause: claim.evidence.span,
            trigger: claim.evidence.trigger,
        }
    }

    /// The kin of its deed.
    pub(super) fn kin(&self, knowledge: &Knowledge) -> u16 {
        let likenesses = knowledge.likenesses();
        likenesses.kin(&self.action, self.plover.as_deref())
    }

    /// Its numbers of what was counted, without parts of others.
    pub fn counted<'t>(&'t self, what: &'t str) -> impl Iterator<Item = &'t Toll> {
        self.tolls
            .iter()
            .filter(move |toll| toll.what == what && !toll.part)
    }
}

impl Who {
    /// A known actor, whatever any report calls it.
    pub fn of_actor(knowledge: &Knowledge, actor: &Actor) -> Self {
        let inter = knowledge.ontology().codes().inter(&actor.kind);
        Self {
            actor: Some(actor.id.clone()),
            name: actor.name.clone(),
            camp: Camp::of_inter(inter.map(|inter| inter.code)).unwrap_or_default(),
            codes: ActorCodes {
                plover: actor.codes.plover.clone(),
                cameo: actor.codes.cameo.clone(),
                acled_inter: inter.map(|inter| inter.code),
            },
        }
    }

    /// Whether they bear arms.
    pub fn fights(&self) -> bool {
        matches!(self.camp, Camp::State | Camp::Armed)
    }

    /// Somebody whom no list knows.
    pub fn in_words(name: &str) -> Self {
        Self {
            actor: None,
            name: name.into(),
            camp: Camp::Unknown,
            codes: ActorCodes::default(),
        }
    }
}

impl Site {
    /// A place of the gazetteer.
    pub fn of_place(place: &Place<'_>) -> Self {
        Self {
            at: LonLat {
                lon: place.lon,
                lat: place.lat,
            },
            radius_km: place.radius_km,
            name: place.name.into(),
            country: place.country.map(|code| code.as_str().into()),
            admin1: place.admin1.and_then(|area| area.name).map(Into::into),
            precision: Some(GeoPrecision::of_kind(place.kind, place.radius_km).ucdp),
        }
    }
}

fn who(knowledge: &Knowledge, reading: &Reading, party: &Party) -> Who {
    let known = party.actor.as_ref();
    let known = known.and_then(|id| knowledge.actors().get(id));
    let known = known.map(|actor| Who::of_actor(knowledge, actor));
    let mentions = &reading.mentions.actors;
    let mention = mentions.iter().find(|mention| mention.span == party.span);
    let mut codes = mention.map_or_else(ActorCodes::default, |mention| mention.codes(knowledge));
    // What the words do not tell, such as "they", the list of actors does.
    if let Some(Who { codes: known, .. }) = &known {
        codes.plover = codes.plover.or_else(|| known.plover.clone());
        codes.cameo = codes.cameo.or_else(|| known.cameo.clone());
        codes.acled_inter = codes.acled_inter.or(known.acled_inter);
    }
    let camp = Camp::of_inter(codes.acled_inter).unwrap_or_else(|| {
        match mention.map(|mention| mention.role.status) {
            Some(Status::Civilian) => Camp::Civilian,
            _ => Camp::Unknown,
        }
    });
    let words = || one_line(party.span.of(&reading.document.text));
    Who {
        actor: party.actor.clone(),
        name: known.map_or_else(words, |known| known.name),
        camp,
        codes,
    }
}

/// The place where it happened: the first whose area is known.
fn sited(claim: &Claim) -> Option<(&ClaimPlace, Site)> {
    claim.places.iter().find_map(|place| {
        let (at, radius_km) = place.area()?;
        let named = place.place.value()?;
        let site = Site {
            at,
            radius_km,
            name: named.name.clone(),
            country: named.country.clone(),
            admin1: named.admin1.clone(),
            precision: place.precision.map(|precision| precision.ucdp),
        };
        Some((place, site))
    })
}

/// How a deed lies to its place; where the words before that make it a part, "part of".
fn relation(knowledge: &Knowledge, place: &ClaimPlace, text: &str) -> SmolStr {
    let before = text.get(..place.span.start).unwrap_or_default();
    let mut words = before.split_whitespace().rev();
    let of = words.find(|word| !word.eq_ignore_ascii_case("the"));
    let part = words.next().filter(|_| of == Some("of"));
    let parts = &knowledge.control().rules.parts;
    match part.is_some_and(|part| parts.iter().any(|known| part.eq_ignore_ascii_case(known))) {
        true => "part of".into(),
        false => place.relation.clone(),
    }
}

fn unplaced(claim: &Claim, text: &str) -> Vec<SmolStr> {
    let open = claim.places.iter().filter(|place| place.at.is_none());
    let mut names: Vec<SmolStr> = open
        .map(|place| one_line(&place.span.of(text).to_lowercase()))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn tolls(claim: &Claim, text: &str) -> Vec<Toll> {
    let words = |span: Span| one_line(span.of(text));
    claim
        .amounts
        .iter()
        .map(|amount| Toll {
            what: amount.what.clone(),
            who: amount.who.map(words),
            range: amount.range,
            cumulative: amount.cumulative,
            part: amount.part_of.is_some(),
        })
        .collect()
}

fn teller(claim: &Claim, reading: &Reading) -> Teller {
    let source = reading.document.source.as_deref().unwrap_or_default();
    let agency = claim.voices.iter().find(|voice| voice.kind == "agency");
    let desk = agency.or(claim.voices.first());
    let desk = desk.map_or_else(|| source.to_smolstr(), |voice| voice.name.clone());
    // A publisher without a name is known by its report alone.
    let desk = match desk == UNNAMED {
        true => reading.document.id.to_smolstr(),
        false => desk,
    };
    let last = claim.voices.last();
    Teller {
        name: last.map_or_else(
            || desk.clone(),
            |voice| match voice.name == UNNAMED {
                true => desk.clone(),
                false => voice.name.clone(),
            },
        ),
        kind: last.map_or_else(|| "publisher".into(), |voice| voice.kind.clone()),
        actor: last.and_then(|voice| voice.speaker.clone()),
        desk,
    }
}

/// Words on one line with one space between two.
fn one_line(words: &str) -> SmolStr {
    words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .into()
}

/// The day from which a report is told.
pub(super) fn day_of(reading: &Reading) -> Option<Date> {
    match &reading.mentions.report {
        Slot::Unsaid | Slot::Unresolved => reading.document.published,
        report => report.value().copied(),
    }
}
