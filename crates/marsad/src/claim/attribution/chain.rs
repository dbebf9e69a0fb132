//! Through whose mouths did a claim come?
//!
//! In comes a trigger; out comes the chain of [`Voice`]s from the publisher to whoever is quoted.
//! Invariant: the chain begins with the publisher, and no voice speaks of its own cue.

use std::ops::Range;

use smol_str::SmolStr;

use super::{Attribution, content::REACH, voice::name_of};
use crate::{
    claim::{Voice, cast::Scene},
    document::Document,
    knowledge::actor::ActorId,
    sentence::ZoneKind,
    terms::Span,
};

/// How a publisher is called of whom no name is known.
pub(crate) const UNNAMED: &str = "the publisher";

/// The publisher and, where the dateline names one, the agency whose report it is.
pub(crate) fn publisher(scene: &Scene<'_>, document: &Document) -> Vec<Voice> {
    let own = |name: SmolStr, speaker: Option<ActorId>, kind: &str, source: Vec<Span>| Voice {
        source,
        speaker,
        name,
        kind: kind.into(),
        ..Voice::default()
    };
    let known = |name: &str| {
        scene
            .knowledge
            .actors()
            .named(name)
            .next()
            .map(|actor| actor.id.clone())
    };
    let mut chain = Vec::new();
    if let Some(source) = &document.source {
        chain.push(own(source.into(), known(source), "publisher", Vec::new()));
    }
    for zone in scene
        .sentences
        .zones
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Dateline)
    {
        let Some(agency) = zone.agency else { continue };
        let words = agency.of(&document.text).trim();
        let id = known(words);
        let name: SmolStr = match id.as_ref().and_then(|id| scene.knowledge.actors().get(id)) {
            Some(actor) => actor.name.clone(),
            None => words.into(),
        };
        let kind = if chain.is_empty() {
            "publisher"
        } else {
            "agency"
        };
        if chain
            .iter()
            .all(|voice| voice.name != name && (id.is_none() || voice.speaker != id))
        {
            chain.push(own(name, id, kind, vec![agency]));
        }
        break;
    }
    if chain.is_empty() {
        chain.push(own(UNNAMED.into(), None, "publisher", Vec::new()));
    }
    chain
}

/// The chain of voices for a trigger, outermost first.
pub(crate) fn chain(
    scene: &Scene<'_>,
    publisher: &[Voice],
    attributions: &[Attribution<'_>],
    trigger: usize,
) -> Vec<Voice> {
    let mut chain = publisher.to_vec();
    let near = around(scene, attributions, trigger);
    let mut holding: Vec<&Attribution<'_>> = near
        .iter()
        .filter(|attribution| attribution.vouches && attribution.source.is_some())
        .filter(|attribution| attribution.holds(trigger))
        .collect();
    // The one that holds more holds the others.
    holding.sort_by_key(|attribution| {
        let size: usize = attribution.content.iter().map(Range::len).sum();
        (std::cmp::Reverse(size), attribution.cue)
    });
    for attribution in holding {
        let hearer = attribution.hearer.and_then(|hearer| {
            let id = hearer.actor.value()?;
            let heard = chain.iter().any(|voice| voice.speaker.as_ref() == Some(id));
            (!heard).then(|| Voice {
                source: vec![hearer.span],
                speaker: Some(id.clone()),
                name: name_of(scene, hearer),
                kind: hearer.role.voice.clone().unwrap_or_default(),
                ..Voice::default()
            })
        });
        chain.extend(hearer);
        let voice = attribution.voice(scene);
        // "X told Y that they believed …": the inner voice is the outer one again.
        if chain
            .iter()
            .skip(1)
            .any(|known| known.name == voice.name && known.kind == voice.kind)
        {
            continue;
        }
        chain.push(voice);
    }
    chain
}

/// The attributions near enough to a token to hold it: what is said may go on for some sentences.
fn around<'v, 'a>(
    scene: &Scene<'_>,
    attributions: &'v [Attribution<'a>],
    trigger: usize,
) -> &'v [Attribution<'a>] {
    let sentences = &scene.sentences.sentences;
    let number = sentences.partition_point(|sentence| sentence.tokens.end <= trigger);
    let first = &sentences[number.saturating_sub(REACH)];
    let last = &sentences[(number + REACH).min(sentences.len() - 1)];
    let from = attributions.partition_point(|said| said.cue < first.tokens.start);
    let to = attributions.partition_point(|said| said.cue < last.tokens.end);
    &attributions[from..to]
}

/// The attribution closest around a token by which somebody gives their word.
pub(crate) fn closest<'v, 'a>(
    scene: &Scene<'_>,
    attributions: &'v [Attribution<'a>],
    trigger: usize,
) -> Option<&'v Attribution<'a>> {
    let near = around(scene, attributions, trigger).iter();
    near.filter(|said| said.vouches && said.holds(trigger))
        .min_by_key(|said| said.content.iter().map(Range::len).sum::<usize>())
}
