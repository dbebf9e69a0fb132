//! Does whoever speaks have a stake in what they say?
//!
//! In come a claim, the sides that actors took in wars, and a day; out comes the [`Stake`] of the
//! last voice: whether the speaker is a party to the deed or of a party's side, and whether to say so is
//! against the speaker's interest. A side is taken as it was on the day of the deed, or else of the
//! report. Invariant: nothing is said of a speaker of whom nobody knows which side they took.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{Claim, Modality, known};
use crate::{
    knowledge::{
        Knowledge,
        actor::{Actor, ActorId, Side, Status},
        interest::Effect,
        war::War,
    },
    mention::ActorMention,
    terms::Span,
};

/// How whoever speaks stands to the deed.
#[derive(Clone, Debug, PartialEq)]
pub struct Stake {
    /// Who speaks.
    pub speaker: ActorId,
    /// How the speaker stands to whoever did it.
    pub to_actor: Stand,
    /// How the speaker stands to whoever it was done to.
    pub to_target: Stand,
    /// Whether the claim is bad for the speaker's own side or good for its enemy; `None` where that
    /// cannot be told.
    pub against_interest: Option<bool>,
    /// The sides that this rests on, with the dates for which they hold.
    pub allegiances: Vec<Allegiance>,
    /// In words, how it follows.
    pub reason: SmolStr,
}

/// How one actor stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It is the same.
    Itself,
    /// Of the same side of a war.
    SameSide,
    /// Of a side that fights the other's.
    Enemy,
    /// Both take sides in a war, and the sides do not fight each other.
    Apart,
    /// Nobody knows.
    Unknown,
}

impl Stand {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::SameSide => "same-side",
            Self::Enemy => "enemy",
            Self::Apart => "apart",
            Self::Unknown => "unknown",
        }
    }

    /// A stand by its word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Itself,
            Self::SameSide,
            Self::Enemy,
            Self::Apart,
            Self::Unknown,
        ]
        .into_iter()
        .find(|stand| stand.as_str() == word)
    }

    fn is_own(self) -> bool {
        matches!(self, Self::Itself | Self::SameSide)
    }
}

/// On which side of which war an actor stood, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Allegiance {
    /// Who.
    pub actor: ActorId,
    /// The war's id.
    pub war: SmolStr,
    /// The side's id.
    pub side: SmolStr,
    /// Since when (year, month or day), where that is known.
    pub from: Option<SmolStr>,
    /// Until when, where it ended.
    pub to: Option<SmolStr>,
}

/// The stake of the last voice of a claim; `mentions` are the actors that the document names.
pub(super) fn of(
    knowledge: &Knowledge,
    claim: &Claim,
    mentions: &[ActorMention],
    published: Option<Date>,
) -> Option<Stake> {
    let speaker = claim.voices.last()?.speaker.clone()?;
    let days = claim.when.value().and_then(|when| when.days);
    let day = days.map(|days| days.from).or(published);
    let mut view = View {
        knowledge,
        day,
        countries: countries(claim),
        allegiances: Vec::new(),
    };
    let to_actor = view.stand(&speaker, &known(&claim.actors));
    let to_target = view.stand(&speaker, &known(&claim.targets));
    if view.allegiances.is_empty() && to_actor != Stand::Itself && to_target != Stand::Itself {
        return None;
    }
    let apart = knowledge.actors().get(&speaker);
    let suffers = to_target == Stand::Itself && apart.is_some_and(Actor::stands_apart);
    let weighed = if suffers { Stand::Unknown } else { to_target };
    let (against_interest, reason) = interest(knowledge, claim, mentions, to_actor, weighed);
    Some(Stake {
        speaker,
        to_actor,
        to_target,
        against_interest,
        allegiances: view.allegiances,
        reason,
    })
}

/// The countries in which a claim's places lie.
fn countries(claim: &Claim) -> Vec<SmolStr> {
    let places = claim.places.iter();
    places
        .filter_map(|place| place.place.value()?.country.clone())
        .collect()
}

/// What is known while one claim is weighed.
struct View<'v> {
    knowledge: &'v Knowledge,
    day: Option<Date>,
    countries: Vec<SmolStr>,
    allegiances: Vec<Allegiance>,
}

impl<'v> View<'v> {
    /// How the speaker stands to the first of some parties to whom it stands in any way.
    fn stand(&mut self, speaker: &ActorId, parties: &[ActorId]) -> Stand {
        if parties.contains(speaker) {
            return Stand::Itself;
        }
        let mut stands = parties.iter().map(|party| self.between(speaker, party));
        let Some((stand, rest)) = stands.find(|(stand, _)| *stand != Stand::Unknown) else {
            return Stand::Unknown;
        };
        for allegiance in rest {
            if !self.allegiances.contains(&allegiance) {
                self.allegiances.push(allegiance);
            }
        }
        stand
    }

    fn between(&self, one: &ActorId, other: &ActorId) -> (Stand, Vec<Allegiance>) {
        // Who stood where cannot be told without a day.
        let sides = |id: &ActorId| {
            self.day
                .map_or_else(Vec::new, |day| self.knowledge.sides_of(id, day))
        };
        let (ours, theirs) = (sides(one), sides(other));
        let mut pairs: Vec<(&'v War, &'v Side, &'v Side)> = Vec::new();
        for our in &ours {
            for their in theirs.iter().filter(|their| their.war == our.war) {
                if let Some(war) = self.knowledge.wars().get(&our.war) {
                    pairs.push((war, our, their));
                }
            }
        }
        // The war of the country in which it happened goes first.
        let here = |war: &War| {
            war.countries
                .iter()
                .any(|country| self.countries.contains(country))
        };
        pairs.sort_by_key(|(war, _, _)| !here(war));
        let Some((war, our, their)) = pairs.first() else {
            return (Stand::Unknown, Vec::new());
        };
        let opposes = war
            .side(&our.side)
            .is_some_and(|side| side.opposes.contains(&their.side));
        let stand = match (our.side == their.side, opposes) {
            (true, _) => Stand::SameSide,
            (_, true) => Stand::Enemy,
            _ => Stand::Apart,
        };
        let allegiance = |actor: &ActorId, side: &Side| Allegiance {
            actor: actor.clone(),
            war: side.war.clone(),
            side: side.side.clone(),
            from: side.from.clone(),
            to: side.to.clone(),
        };
        (stand, vec![allegiance(one, our), allegiance(other, their)])
    }
}

/// Whether what is said is bad for whoever says it, and why.
fn interest(
    knowledge: &Knowledge,
    claim: &Claim,
    mentions: &[ActorMention],
    to_actor: Stand,
    to_target: Stand,
) -> (Option<bool>, SmolStr) {
    let interest = knowledge.interests().of(&claim.action);
    let denied = claim.modality == Modality::Denied;
    if !denied && !claim.modality.is_done() {
        return (None, "it is not told as done".into());
    }
    let hit = civilians(claim, mentions);
    let of_actor = if hit {
        interest.civilians
    } else {
        interest.actor
    };
    let of_target = interest.target.filter(|_| !hit);
    // Good for one's own or bad for the enemy is in one's interest.
    let weigh = |stand: Stand, effect: Option<Effect>| match (stand, effect?) {
        (stand, Effect::Gain) if stand.is_own() => Some(false),
        (stand, Effect::Loss) if stand.is_own() => Some(true),
        (Stand::Enemy, Effect::Gain) => Some(true),
        (Stand::Enemy, Effect::Loss) => Some(false),
        _ => None,
    };
    let against = match (weigh(to_actor, of_actor), weigh(to_target, of_target)) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    };
    // To deny what is bad for oneself is good for oneself.
    let against = against.map(|against| against != denied);
    let told = if denied { "denied" } else { "told" };
    let whom = if hit {
        ", in which civilians were hit"
    } else {
        ""
    };
    let says = knowledge
        .ontology()
        .get(&claim.action)
        .map_or("something", |action| action.says.as_str());
    let reason = match against {
        None => format_smolstr!(
            "whether it serves the speaker that somebody {says}{whom} cannot be told"
        ),
        Some(against) => format_smolstr!(
            "speaker and doer are {}, speaker and target {}; it is {told} that somebody {says}{whom}, and that {} the speaker",
            together(to_actor),
            together(to_target),
            if against { "speaks against" } else { "serves" }
        ),
    };
    (against, reason)
}

/// How the speaker and another stand to each other, in words.
fn together(stand: Stand) -> &'static str {
    match stand {
        Stand::Itself => "the same",
        Stand::SameSide => "on one side",
        Stand::Enemy => "enemies",
        Stand::Apart => "neither friends nor enemies",
        Stand::Unknown => "in no known relation",
    }
}

/// Whether the words for the targets name civilians.
fn civilians(claim: &Claim, mentions: &[ActorMention]) -> bool {
    let named = |span: Span| {
        let mut near = mentions.iter();
        near.any(|mention| mention.span.overlaps(span) && mention.role.status == Status::Civilian)
    };
    let counted = claim.amounts.iter().filter_map(|amount| amount.who);
    claim
        .targets
        .iter()
        .map(|party| party.span)
        .chain(counted)
        .any(named)
}
