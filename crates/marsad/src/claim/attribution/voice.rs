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
    sentence::Tree,
    terms::Span,
};

/// Who is meant by the words for a speaker; a pronoun takes up the last speaker that fits it.
pub(super) fn speaker<'a>(
    scene: &Scene<'a>,
    source: usize,
    before: &[Attribution<'a>],
) -> Option<&'a ActorMention> {
    if let Some(maker) = maker(scene, source) {
        return Some(maker);
    }
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
        return match bare {
            true => spoke.or(Some(actor)),
            false => Some(named_beside(scene, actor)),
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

/// Whose a thing is that speaks for its maker: "its statement", "a report by the agency".
fn maker<'a>(scene: &Scene<'a>, thing: usize) -> Option<&'a ActorMention> {
    let tree = &scene.tree;
    let lemma = tree.token(thing).lemma.to_lowercase();
    if !scene.knowledge.reporting().is_document(&lemma) {
        return None;
    }
    let owner = tree.with_dep(thing, &["poss"]).next();
    let made = || {
        let mut nouns = linked(&scene.tree, thing).into_iter();
        nouns.find(|&noun| {
            scene
                .actor(noun)
                .is_some_and(|actor| actor.role.voice.is_some())
        })
    };
    let who = owner.or_else(made)?;
    scene.actor(who).or_else(|| scene.antecedent(who))
}

/// "The news agency SANA" is SANA.
fn named_beside<'a>(scene: &Scene<'a>, actor: &'a ActorMention) -> &'a ActorMention {
    if actor.actor.value().is_some() {
        return actor;
    }
    let tree = &scene.tree;
    // The parser may give both words to the verb.
    let beside = [actor.head.checked_sub(1), Some(actor.head + 1)];
    let beside = beside.into_iter().flatten().filter(|&other| {
        let token = (other < tree.len()).then(|| tree.token(other));
        token.is_some_and(|token| {
            let own = tree.token(actor.head);
            token.head == actor.head || token.head == own.head && token.dep == own.dep
        })
    });
    let mut known = beside.filter_map(|other| scene.actor(other));
    known
        .find(|other| other.actor.value().is_some())
        .unwrap_or(actor)
}

/// The nouns that prepositions and participles tie to a noun: "run by X", "of X".
fn linked(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let links = tree.with_dep(noun, &["prep", "agent", "acl", "relcl"]);
    let below = links.flat_map(|link| {
        let agents = tree.with_dep(link, &["agent", "prep"]);
        std::iter::once(link).chain(agents).collect::<Vec<_>>()
    });
    below
        .flat_map(|link| tree.with_dep(link, &["pobj"]).collect::<Vec<_>>())
        .collect()
}

/// Whose an institution is by its own words: "a media unit run by Hezbollah", "the media arm of the group".
fn owner<'a>(scene: &Scene<'a>, speaker: &ActorMention) -> Option<&'a ActorMention> {
    if speaker.role.form == Form::Person {
        return None;
    }
    let linked = linked(&scene.tree, speaker.head).into_iter();
    let mut actors = linked.filter_map(|noun| scene.actor(scene.filler(noun).head));
    actors.find(|actor| actor.actor.value().is_some())
}

/// What somebody is by the words set beside their name: "Abu Yusuf, a rescue worker".
fn described(scene: &Scene<'_>, speaker: &ActorMention) -> Option<SmolStr> {
    let mut remarks = scene.tree.with_dep(speaker.head, &["appos"]);
    remarks.find_map(|remark| scene.actor(remark)?.role.voice.clone())
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
        let own = self.speaker.and_then(|speaker| speaker.role.voice.clone());
        let is_vague = |kind: &SmolStr| matches!(kind.as_str(), "person" | "source");
        let owner = self
            .speaker
            .filter(|speaker| speaker.actor.value().is_none())
            .and_then(|speaker| owner(scene, speaker));
        let kind = own
            .as_ref()
            .filter(|kind| !is_vague(kind))
            .cloned()
            .or_else(|| described(scene, self.speaker?))
            .or_else(|| owner?.role.voice.clone())
            .or(own)
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
            speaker: owner
                .or(self.speaker)
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
pub(crate) fn name_of(scene: &Scene<'_>, speaker: &ActorMention) -> SmolStr {
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
