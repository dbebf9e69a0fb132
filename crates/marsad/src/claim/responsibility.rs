//! Who says that somebody did it, or that they did not?
//!
//! In come the claims of a document; out come for each the [`Responsibility`]s: that the doer claims it,
//! denies it, or that another lays it to them, and who disputes the claim. Invariant: a responsibility and a dispute name whose
//! word they are and the words for it.

use smol_str::SmolStr;

use super::{Claim, Modality, Party, Voice, attribution, cast::Scene, known};
use crate::{
    knowledge::actor::{ActorId, Actors},
    mention::phrase,
    terms::Span,
};

/// Whose doing a deed is, by somebody's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility {
    /// Whether it is claimed, denied or attributed.
    pub kind: Bearing,
    /// By whom, in words.
    pub by: SmolStr,
    /// By whom, where known.
    pub speaker: Option<ActorId>,
    /// The words that say so.
    pub span: Span,
}

/// How somebody stands to a deed that is held to be theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Whoever speaks says that they did it.
    Claimed,
    /// Whoever speaks says that they did not.
    Denied,
    /// Whoever speaks says that another did it.
    Attributed,
}

impl Bearing {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Denied => "denied",
            Self::Attributed => "attributed",
        }
    }
}

/// Somebody who says that a claim is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Who, in words.
    pub by: SmolStr,
    /// Who, where known.
    pub speaker: Option<ActorId>,
    /// The words that say so.
    pub span: Span,
}

/// The action of saying "we did it".
const TAKES_IT_ON: &str = "claim-responsibility";

/// How many sentences back a word of denial or of responsibility may speak of.
const BACK: usize = 3;

/// Tells of each claim who bears it and who disputes it.
pub(super) fn lay(scene: &Scene<'_>, claims: &mut [Claim]) {
    let actors = scene.knowledge.actors();
    for claim in claims.iter_mut() {
        claim.responsibility.extend(by_its_voice(claim));
    }
    taken_on(scene, claims);
    denied_in_claims(actors, claims);
    dismissed(scene, claims);
}

/// Whether deaths or damage follow from it, so that it matters who did it.
fn is_violent(claim: &Claim) -> bool {
    let plover = claim.coding.plover.as_ref();
    let assault = plover.and_then(|plover| plover.event.as_deref()) == Some("ASSAULT");
    claim.coding.ucdp.is_some() || assault
}

/// What the last voice of a claim makes of its doer.
fn by_its_voice(claim: &Claim) -> Option<Responsibility> {
    let voice = claim.voices.last().filter(|_| !claim.actors.is_empty())?;
    if !is_violent(claim) {
        return None;
    }
    let speaks_itself = voice.speaker.as_ref().is_some_and(|speaker| {
        claim
            .actors
            .iter()
            .any(|party| party.actor.as_ref() == Some(speaker))
    });
    let kind = match (speaks_itself, claim.modality) {
        (true, Modality::Denied) => Bearing::Denied,
        (true, Modality::Asserted | Modality::Historical) => Bearing::Claimed,
        (false, modality) if modality.is_done() => Bearing::Attributed,
        _ => return None,
    };
    let span = voice.cue.first().copied().unwrap_or(claim.evidence.trigger);
    Some(borne(kind, voice, span))
}

fn borne(kind: Bearing, voice: &Voice, span: Span) -> Responsibility {
    Responsibility {
        kind,
        by: voice.name.clone(),
        speaker: voice.speaker.clone(),
        span,
    }
}

/// "The group claimed responsibility for the bombing."
fn taken_on(scene: &Scene<'_>, claims: &mut [Claim]) {
    let takers: Vec<(Span, Vec<Responsibility>)> = claims
        .iter()
        .filter(|claim| claim.action.0 == TAKES_IT_ON)
        .filter_map(|claim| {
            let kind = match claim.modality {
                Modality::Denied => Bearing::Denied,
                modality if modality.is_done() => Bearing::Claimed,
                _ => return None,
            };
            let words = claim.evidence.trigger;
            let by = claim.actors.iter().map(|party| Responsibility {
                kind,
                by: called(scene, party),
                speaker: party.actor.clone(),
                span: words,
            });
            Some((words, by.collect()))
        })
        .collect();
    for (words, by) in takers {
        for at in meant(scene, claims, words) {
            claims[at].responsibility.extend(by.clone());
        }
    }
}

/// A party to a claim as a speaker is called.
fn called(scene: &Scene<'_>, party: &Party) -> SmolStr {
    let mut mentions = scene.mentions.actors.iter();
    if let Some(mention) = mentions.find(|mention| mention.span == party.span) {
        return attribution::name_of(scene, mention);
    }
    let tokens = &scene.sentences.tokens;
    let first = tokens.partition_point(|token| token.span.start < party.span.start);
    let last = tokens.partition_point(|token| token.span.end <= party.span.end);
    phrase::words(scene.sentences, &(first..last.max(first))).into()
}

/// The violent claims that words at some place speak of: those of the same sentence, else of the nearest sentence
/// before it that has any.
fn meant(scene: &Scene<'_>, claims: &[Claim], words: Span) -> Vec<usize> {
    let sentences = &scene.sentences.sentences;
    let number = sentences.partition_point(|sentence| sentence.span.end <= words.start);
    let told = |sentence: usize| -> Vec<usize> {
        let span = sentences
            .get(sentence)
            .map_or(Span::default(), |sentence| sentence.span);
        let violent = |at: &usize| {
            let claim = &claims[*at];
            let apart = claim.evidence.trigger != words && claim.modality.is_done();
            apart && is_violent(claim) && span.contains(claim.evidence.trigger)
        };
        (0..claims.len()).filter(violent).collect()
    };
    let nearest = (number.saturating_sub(BACK)..=number).rev().map(told);
    nearest
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// One claims what another denies.
fn denied_in_claims(actors: &Actors, claims: &mut [Claim]) {
    let denials: Vec<(usize, Dispute)> = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.modality == Modality::Denied)
        .filter_map(|(at, claim)| Some((at, dispute(claim.voices.last()?, claim))))
        .collect();
    for (denial, dispute) in denials {
        for at in 0..claims.len() {
            let told = &claims[at];
            let other =
                told.modality.is_done() && told.voices.last() != claims[denial].voices.last();
            if other && are_of_one_deed(actors, told, &claims[denial]) {
                claims[at].disputed_by.push(dispute.clone());
            }
        }
    }
}

fn dispute(voice: &Voice, claim: &Claim) -> Dispute {
    Dispute {
        by: voice.name.clone(),
        speaker: voice.speaker.clone(),
        span: voice.cue.first().copied().unwrap_or(claim.evidence.trigger),
    }
}

/// Whether two claims of one document may tell of one deed: the same action, and no party or place that differs.
fn are_of_one_deed(actors: &Actors, one: &Claim, other: &Claim) -> bool {
    // A ministry answers for its country's jets.
    let related = |one: &ActorId, other: &ActorId| {
        let country = |id| actors.get(id).map(|actor| &actor.country);
        one == other
            || country(one).is_some_and(|own| !own.is_empty()) && country(one) == country(other)
    };
    let agree = |ours: Vec<ActorId>, theirs: Vec<ActorId>| {
        let any = |one: &ActorId| theirs.iter().any(|other| related(one, other));
        ours.is_empty() || theirs.is_empty() || ours.iter().any(any)
    };
    let spot = |claim: &Claim| {
        claim
            .places
            .first()
            .and_then(|place| place.place.value()?.geoname_id)
    };
    let same_spot = spot(one)
        .zip(spot(other))
        .is_none_or(|(one, other)| one == other);
    one.action == other.action
        && same_spot
        && agree(known(&one.actors), known(&other.actors))
        && agree(known(&one.targets), known(&other.targets))
}

/// "The army denied it.", "Damascus rejected the accusation.", "The ministry denied any involvement."
fn dismissed(scene: &Scene<'_>, claims: &mut [Claim]) {
    let tree = &scene.tree;
    let reporting = scene.knowledge.reporting();
    for at in (0..tree.len()).filter(|&at| tree.is_verb(at)) {
        let denies = reporting
            .verb(&tree.token(at).lemma.to_lowercase())
            .is_some_and(|cue| cue.kind == "deny");
        if !denies || tree.with_dep(at, &["neg"]).next().is_some() {
            continue;
        }
        let Some(subject) = tree.with_dep(at, &["nsubj"]).next() else {
            continue;
        };
        let Some(object) = tree.with_dep(at, &["dobj"]).next() else {
            continue;
        };
        let word = tree.token(object);
        let what = word.lemma.to_lowercase();
        let points_back = word.pos == "PRON" || reporting.noun(&what).is_some();
        let involvement = reporting.is_involvement(&what);
        if !points_back && !involvement {
            continue;
        }
        let Some(speaker) = scene.actor(subject).or_else(|| scene.antecedent(subject)) else {
            continue;
        };
        let id = speaker.actor.value().cloned();
        let by = attribution::name_of(scene, speaker);
        let span = tree.token(at).span;
        for claim in meant(scene, claims, span) {
            let own = claims[claim].voices.last().is_some_and(|voice| {
                voice.speaker.is_some() && voice.speaker == id || voice.name == by
            });
            if own {
                continue;
            }
            if involvement {
                claims[claim].responsibility.push(Responsibility {
                    kind: Bearing::Denied,
                    by: by.clone(),
                    speaker: id.clone(),
                    span,
                });
            } else {
                claims[claim].disputed_by.push(Dispute {
                    by: by.clone(),
                    speaker: id.clone(),
                    span,
                });
            }
        }
    }
}
