//! How is a claim put together?
//!
//! In come a document with its sentences and mentions; out come its [`Claim`]s in the order of their
//! triggers, the voices that speak in it, and what is missing. First each deed is told by itself, then what hangs on
//! the others is added: the time and place of the scene, what was checked, who bears and who disputes a
//! deed. Invariant: a deed of which neither party, place nor number is known gives no claim.

use smol_str::format_smolstr;

use super::{
    Claim, Evidence, Modality, Party, Voice, attribution,
    attribution::Attribution,
    cast::Scene,
    certainty,
    kind::{self, Kind},
    location,
    matching::{self, Match},
    responsibility, scope, stake, timing, toll,
};
use crate::{
    document::Document,
    knowledge::{Knowledge, pattern::SlotRole},
    mention::{ActorMention, Mentions, actor::SPEAKERS},
    sentence::Sentences,
    terms::{Interval, Span},
};

/// What a document claims, who speaks in it, and where a speaker or a doer is missing.
pub(crate) struct Found {
    pub(crate) claims: Vec<Claim>,
    pub(crate) voices: Vec<Voice>,
    /// Words for a speaker that could not be tied to anybody.
    pub(crate) unknown_speakers: Vec<Span>,
    /// Words for a deed of which nobody could be found as doer or target.
    pub(crate) without_parties: Vec<Span>,
}

/// Everything that a document claims.
pub(crate) fn find(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    mentions: &Mentions,
) -> Found {
    let scene = Scene::new(knowledge, sentences, mentions);
    let hits = matching::all(&scene);
    let attributions = attribution::find(&scene, &deeds(&scene, &hits));
    let publisher = attribution::publisher(&scene, document);
    let mut found = Found {
        claims: Vec::new(),
        voices: attributions
            .iter()
            .map(|attribution| attribution.voice(&scene))
            .collect(),
        unknown_speakers: attributions
            .iter()
            .filter(|attribution| !attribution.has_speaker())
            .map(|attribution| attribution.source_span(&scene))
            .filter(|span| !span.is_empty())
            .collect(),
        without_parties: Vec::new(),
    };
    let mut sites = Vec::new();
    for (hit, kind, modality) in kind::told(&scene, hits) {
        let hit = &hit;
        let claim = build(
            &scene,
            document,
            &publisher,
            &attributions,
            hit,
            (kind, modality),
            found.claims.len(),
        );
        let unnamed = claim.actors.is_empty() && claim.targets.is_empty();
        if unnamed && claim.places.is_empty() && claim.amounts.is_empty() {
            found.without_parties.push(claim.evidence.trigger);
        } else {
            found.claims.push(claim);
            sites.push((hit.trigger, hit.frame.carrier));
        }
    }
    timing::complete(&scene, &attributions, &mut found.claims, &sites);
    location::inherit(knowledge, sentences, &mut found.claims, mentions);
    certainty::disclaim(&scene, &mut found.claims);
    responsibility::lay(&scene, &mut found.claims);
    for claim in &mut found.claims {
        claim.stake = stake::of(knowledge, claim, &mentions.actors, document.published);
    }
    found
}

/// The words that patterns know for material deeds, by token: nobody speaks by them.
fn deeds(scene: &Scene<'_>, hits: &[Match<'_>]) -> Vec<bool> {
    let mut deeds = vec![false; scene.tree.len()];
    let ontology = scene.knowledge.ontology();
    for hit in hits.iter().filter(|hit| !hit.pattern.weak) {
        if ontology.is_material(&hit.pattern.action) {
            for at in [Some(hit.trigger), hit.frame.carrier].into_iter().flatten() {
                deeds[at] = true;
            }
        }
    }
    deeds
}

/// The words that a claim hangs on: the trigger, with the verb that carries it if that
/// stands close before it ("launched an attack").
fn hinge(scene: &Scene<'_>, hit: &Match<'_>) -> Span {
    /// How many words may stand between a verb and the noun that it carries.
    const REACH: usize = 6;
    let token = |at: usize| scene.sentences.tokens[at].span;
    let trigger = token(hit.trigger);
    let close = |verb: &usize| *verb < hit.trigger && hit.trigger - verb <= REACH;
    hit.frame
        .carrier
        .filter(close)
        .map_or(trigger, |verb| token(verb).to(trigger))
}

/// How many days before a report its background begins.
const LONG_PAST: i64 = 366;

fn build(
    scene: &Scene<'_>,
    document: &Document,
    publisher: &[Voice],
    attributions: &[Attribution<'_>],
    hit: &Match<'_>,
    (kind, modality): (Kind, Modality),
    number: usize,
) -> Claim {
    let voices = attribution::chain(scene, publisher, attributions, hit.trigger);
    // "We" are those for whom whoever is quoted speaks.
    let who = |actor: &ActorMention| {
        let speaker = voices.last().filter(|_| actor.role.kind == SPEAKERS);
        scene
            .identity(actor)
            .or_else(|| speaker.and_then(|voice| voice.speaker.clone()))
    };
    let party = |wanted: &[SlotRole]| -> Vec<Party> {
        let mut parties: Vec<Party> = hit
            .filled
            .iter()
            .filter(|(role, _)| wanted.contains(role))
            .map(|(_, filler)| Party {
                span: scene.span_of(filler),
                actor: filler.actor.and_then(who),
            })
            .collect();
        parties.sort_by_key(|party| party.span);
        parties.dedup();
        parties
    };
    let (actors, targets) = (
        party(&[SlotRole::Actor, SlotRole::Both]),
        party(&[SlotRole::Target]),
    );
    let trigger = hinge(scene, hit);
    let when = timing::of(
        scene,
        hit.trigger,
        hit.frame.carrier,
        attributions,
        modality,
    );
    // What happened a year and more before a report is not what it reports.
    let report = scene.mentions.report.value().copied();
    let past = report.zip(when.value().and_then(|when| when.days));
    let long_past = past.is_some_and(|(day, days)| {
        Interval {
            from: days.to,
            to: day,
        }
        .days()
            > LONG_PAST
    });
    let modality = match modality {
        Modality::Asserted if long_past => Modality::Historical,
        other => other,
    };
    let own: Vec<usize> = std::iter::once(hit.trigger)
        .chain(hit.frame.carrier)
        .collect();
    let doers = hit
        .filled
        .iter()
        .filter(|(role, _)| *role == SlotRole::Actor);
    let doers: Vec<_> = doers
        .filter_map(|(_, who)| who.actor.map(|actor| actor.tokens.clone()))
        .collect();
    let said = attribution::closest(scene, attributions, hit.trigger);
    let certainty = certainty::of(scene, &own, &doers, said, modality);
    let amounts = toll::of(scene, hit);
    let summary =
        scope::sums_up(scene, hit) || scope::is_beyond_one_deed(scene, &kind.action, &amounts);
    Claim {
        id: format_smolstr!("{}#{}", document.id, number + 1).to_string(),
        action: kind.action,
        coding: kind.coding,
        modality,
        actors,
        targets,
        places: location::of(scene, hit),
        summary,
        when,
        amounts,
        voices,
        certainty,
        responsibility: Vec::new(),
        disputed_by: Vec::new(),
        stake: None,
        evidence: Evidence {
            trigger,
            span: clause(scene, hit),
            rule: hit.pattern.id.clone(),
            data_version: scene.knowledge.version().clone(),
        },
    }
}

/// The words of the clause that tells the deed.
fn clause(scene: &Scene<'_>, hit: &Match<'_>) -> Span {
    let tree = &scene.tree;
    let top = hit.frame.carrier.unwrap_or(hit.trigger);
    let cut = |child: usize| {
        let apart = matches!(tree.token(child).dep.as_str(), "punct" | "cc")
            || tree.token(child).dep == "conj" && tree.is_verb(child)
            || tree.token(child).dep == "ccomp";
        apart && child != hit.trigger
    };
    let words = crate::mention::phrase::span(scene.sentences, &tree.extent_without(top, cut));
    let parts = hit.filled.iter().map(|(_, filler)| scene.span_of(filler));
    let sentence = scene.sentences.sentence_of(hit.trigger);
    parts
        .filter(|part| sentence.is_some_and(|sentence| sentence.span.contains(*part)))
        .fold(words, Span::to)
}
