//! Who is it that speaks?
//!
//! In comes an attribution; out comes the [`Voice`]: the speaker that pronouns and short forms
//! stand for, in words and in kind. Invariant: a pronoun stands for somebody who spoke or was named before it.

use smol_str::SmolStr;

use super::Attribution;
use crate::{
    claim::{Voice, cast::Scene},
    knowledge::actor::Form,
    mention::{ActorMention, phrase},
    terms::Span,
};

/// Who is meant by the words for a speaker; a pronoun takes up the last speaker that fits it.
pub(super) fn speaker<'a>(
    scene: &Scene<'a>,
    source: usize,
    before: &[Attribution<'a>],
) -> Option<&'a ActorMention> {
    if let Some(actor) = scene.actor(source) {
        // "the source" is the one that spoke before.
        let definite = scene
            .tree
            .with_dep(source, &["det"])
            .any(|det| scene.tree.token(det).lemma == "the");
        let bare =
            definite && actor.actor.value().is_none() && scene.tree.children(source).len() == 1;
        let lemma = &scene.tree.token(source).lemma;
        let spoke = before
            .iter()
            .rev()
            .filter_map(|earlier| earlier.speaker)
            .find(|earlier| scene.tree.token(earlier.head).lemma == *lemma);
        return if bare {
            spoke.or(Some(actor))
        } else {
            Some(actor)
        };
    }
    let pronoun = scene.tree.token(source);
    if pronoun.tag != "PRP" {
        return None;
    }
    let fits = |mention: &ActorMention| {
        let person = mention.role.form == Form::Person;
        let plural = matches!(scene.tree.token(mention.head).tag.as_str(), "NNS" | "NNPS");
        match pronoun.lemma.to_lowercase().as_str() {
            "he" | "she" => person && !plural,
            "it" => !person,
            "they" => plural || !person,
            _ => false,
        }
    };
    let last = before
        .iter()
        .rev()
        .take(6)
        .filter_map(|attribution| attribution.speaker)
        .find(|mention| fits(mention));
    last.or_else(|| scene.antecedent(source))
}

impl Attribution<'_> {
    /// Whether a token is among what is said.
    pub(crate) fn holds(&self, at: usize) -> bool {
        self.cue != at
            && !self.cue_tokens.contains(&at)
            && self.content.iter().any(|range| range.contains(&at))
    }

    /// The voice that speaks here.
    pub(crate) fn voice(&self, scene: &Scene<'_>) -> Voice {
        let source = self.source.map(|source| {
            scene
                .tree
                .extent_without(source, |child| scene.tree.token(child).dep == "punct")
        });
        let name = match self.speaker {
            Some(speaker) => name_of(scene, speaker),
            None => source
                .as_ref()
                .map(|tokens| phrase::words(scene.sentences, tokens))
                .unwrap_or_default()
                .into(),
        };
        let kind = self
            .speaker
            .and_then(|speaker| speaker.role.voice.clone())
            .unwrap_or_else(|| "unknown".into());
        Voice {
            source: source
                .iter()
                .map(|tokens| phrase::span(scene.sentences, tokens))
                .collect(),
            cue: vec![phrase::span(scene.sentences, &self.cue_tokens)],
            content: self
                .content
                .iter()
                .map(|tokens| phrase::span(scene.sentences, tokens))
                .collect(),
            speaker: self
                .speaker
                .and_then(|speaker| speaker.actor.value().cloned()),
            name,
            kind,
            number: self
                .speaker
                .and_then(|speaker| scene.number_of(speaker.head))
                .map(|number| number.range),
            country: self.speaker.and_then(|speaker| speaker.country.clone()),
            manner: self.entry.map(|cue| cue.kind.clone()),
        }
    }

    /// Whether the speaker could be tied to anybody.
    pub(crate) fn has_speaker(&self) -> bool {
        self.speaker.is_some()
    }

    /// The words for the speaker.
    pub(crate) fn source_span(&self, scene: &Scene<'_>) -> Span {
        self.source
            .map(|source| scene.sentences.tokens[source].span)
            .unwrap_or_default()
    }
}

/// A speaker in words: the known actor's name, or the phrase with what describes it.
pub(super) fn name_of(scene: &Scene<'_>, speaker: &ActorMention) -> SmolStr {
    // A phrase that only borrows a name ("a media unit run by Hezbollah") keeps its own words.
    let by_name = scene.tree.token(speaker.head).tag.starts_with("NNP");
    if by_name
        && let Some(actor) = speaker.actor.value()
        && let Some(known) = scene.knowledge.actors().get(actor)
    {
        return known.name.clone();
    }
    // "the group Hezbollah" is one name, "the Observatory, a war monitor," is not.
    let remark = |child: usize| {
        let start = scene.tree.extent(child).start;
        start > 0 && scene.tree.token(start - 1).pos == "PUNCT"
    };
    let commented = |child: usize| match scene.tree.token(child).dep.as_str() {
        "punct" | "relcl" | "conj" | "cc" => true,
        "appos" => remark(child),
        _ => false,
    };
    let tokens = scene.tree.extent_without(speaker.head, commented);
    let words = phrase::words(scene.sentences, &tokens);
    // Inside the chain of voices no phrase begins a sentence: "A medic" is "a medic".
    let first = scene.tree.token(tokens.start);
    match words.strip_prefix(first.text.as_str()) {
        Some(rest) if matches!(first.tag.as_str(), "DT" | "CD" | "PRP$" | "PDT") => {
            format!("{}{rest}", first.text.to_lowercase()).into()
        }
        _ => words.into(),
    }
}
