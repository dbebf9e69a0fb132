//! Who is meant by a word that stands in a slot?
//!
//! In comes a token that fills a place in a frame; out comes the [`Filler`]: the
//! actor, place or thing that it stands for, looking through counting nouns
//! ("dozens of fighters"), pronouns and the nouns of deeds ("the army's advance").
//! Invariant: what is returned is a mention of the document or the token itself.

use smol_str::{SmolStr, format_smolstr};

use crate::{
    knowledge::{
        Knowledge,
        actor::{Actor, ActorId, Form, Status},
        casing::Usual,
        pattern::Kind,
    },
    mention::{ActorMention, AmountMention, Mentions, PlaceMention, PlaceUse, phrase},
    sentence::{Sentences, Token, Tree},
    terms::Span,
};

/// Everything that is known of a document before its claims.
pub(crate) struct Scene<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) sentences: &'a Sentences,
    pub(crate) mentions: &'a Mentions,
    pub(crate) tree: Tree<'a>,
    /// For each token the actor mention that it heads.
    actor_at: Vec<Option<usize>>,
    /// For each token the place mention that it heads.
    place_at: Vec<Option<usize>>,
    /// For each token whether a number counts it, or it is a number that stands alone.
    counted: Vec<bool>,
}

/// What a token stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filler<'a> {
    /// The token that heads the phrase, after looking through.
    pub(crate) head: usize,
    /// The actor, if it is one.
    pub(crate) actor: Option<&'a ActorMention>,
    /// The named place, if it is one.
    pub(crate) place: Option<&'a PlaceMention>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        knowledge: &'a Knowledge,
        sentences: &'a Sentences,
        mentions: &'a Mentions,
    ) -> Self {
        let mut actor_at = vec![None; sentences.tokens.len()];
        for (index, mention) in mentions.actors.iter().enumerate() {
            actor_at[mention.head] = Some(index);
        }
        let mut place_at = vec![None; sentences.tokens.len()];
        for (index, mention) in mentions.places.iter().enumerate() {
            // The others say whose somebody is or what something is called, not where.
            if matches!(mention.use_, PlaceUse::Literal | PlaceUse::Metonym) {
                place_at[mention.head] = Some(index);
            }
        }
        let mut counted = vec![false; sentences.tokens.len()];
        for amount in mentions
            .amounts
            .iter()
            .filter(|amount| amount.unit.is_none())
        {
            if let Some(of) = amount.of {
                counted[of] = true;
            }
        }
        Self {
            knowledge,
            sentences,
            mentions,
            tree: Tree::of(sentences),
            actor_at,
            place_at,
            counted,
        }
    }

    /// Of things in text order, those in the sentence of a token.
    pub(crate) fn in_sentence<'t, T>(
        &self,
        token: usize,
        things: &'t [T],
        at: impl Fn(&T) -> usize,
    ) -> &'t [T] {
        let Some(sentence) = self.sentences.sentence_of(token) else {
            return &[];
        };
        let first = things.partition_point(|thing| at(thing) < sentence.tokens.start);
        let last = things.partition_point(|thing| at(thing) < sentence.tokens.end);
        &things[first..last]
    }

    /// A word for learning from: its lemma, with names and numbers all one.
    pub(crate) fn plain(&self, at: usize) -> SmolStr {
        let token = self.tree.token(at);
        let lemma = token.lemma.to_lowercase();
        match token.tag.as_str() {
            "CD" => "a number".into(),
            "NNP" | "NNPS" if self.knowledge.casing().usual(&lemma) != Usual::Ordinary => {
                "a name".into()
            }
            _ => lemma.into(),
        }
    }

    /// The actor mention that a token heads.
    pub(crate) fn actor(&self, at: usize) -> Option<&'a ActorMention> {
        self.actor_at[at].map(|index| &self.mentions.actors[index])
    }

    /// The place mention that a token heads.
    pub(crate) fn place(&self, at: usize) -> Option<&'a PlaceMention> {
        self.place_at[at].map(|index| &self.mentions.places[index])
    }

    /// Whether a word is part of a time.
    pub(crate) fn is_time(&self, at: usize) -> bool {
        let near = self.in_sentence(at, &self.mentions.times, |time| time.tokens.start);
        near.iter().any(|time| time.tokens.contains(&at))
    }

    /// The lemma of a word with what a hyphen ties to it, where one does: "cease-fire".
    pub(crate) fn hyphenated(&self, at: usize) -> Option<SmolStr> {
        let first = at.checked_sub(2)?;
        let (before, hyphen) = (self.tree.token(first), self.tree.token(at - 1));
        let tied =
            matches!(hyphen.text.as_str(), "-" | "‑") && before.span.end == hyphen.span.start;
        tied.then(|| {
            let lemma = |token: &Token| token.lemma.to_lowercase();
            format_smolstr!("{}-{}", lemma(before), lemma(self.tree.token(at)))
        })
    }

    /// The number that counts a noun, or that the word itself is.
    pub(crate) fn number_of(&self, noun: usize) -> Option<&'a AmountMention> {
        let near = self.in_sentence(noun, &self.mentions.amounts, |amount| amount.tokens.start);
        near.iter()
            .find(|amount| amount.of == Some(noun) && amount.unit.is_none())
    }

    /// What a token stands for.
    pub(crate) fn filler(&self, at: usize) -> Filler<'a> {
        let head = self.through_counting(at);
        if let Some(actor) = self.actor(head) {
            return Filler {
                head,
                actor: Some(actor),
                place: self.place(head),
            };
        }
        if let Some(place) = self.place(head) {
            return Filler {
                head,
                actor: None,
                place: Some(place),
            };
        }
        if let Some(actor) = self.antecedent(head) {
            return Filler {
                head: actor.head,
                actor: Some(actor),
                place: None,
            };
        }
        Filler {
            head,
            actor: None,
            place: None,
        }
    }

    /// Who somebody is: known by name, or by whose they are ("its troops").
    pub(crate) fn identity(&self, actor: &ActorMention) -> Option<ActorId> {
        if let Some(known) = actor.actor.value() {
            return Some(known.clone());
        }
        let owner = self
            .tree
            .with_dep(actor.head, &["poss"])
            .find_map(|owner| self.antecedent(owner))?;
        owner.actor.value().cloned()
    }

    /// "dozens of fighters" is about fighters.
    pub(crate) fn through_counting(&self, at: usize) -> usize {
        let mut here = at;
        while self.actor(here).is_none() && self.counts(here) {
            let of = self
                .tree
                .with_dep(here, &["prep"])
                .find(|&prep| self.tree.token(prep).lemma == "of");
            // "Killing 14 of them": whoever they are, it is 14.
            let noun = of.and_then(|of| self.tree.with_dep(of, &["pobj"]).next());
            let is_known = |noun: &usize| {
                self.tree.token(*noun).tag != "PRP" || self.antecedent(*noun).is_some()
            };
            match noun.filter(is_known) {
                Some(noun) => here = noun,
                None => break,
            }
        }
        here
    }

    fn counts(&self, at: usize) -> bool {
        let token = self.tree.token(at);
        let lemma = token.lemma.to_lowercase();
        match token.tag.as_str() {
            "CD" | "JJS" => true,
            // "many were hurt"
            "JJ" if self.counted[at] => true,
            _ => self.knowledge.agents().is_transparent(&lemma),
        }
    }

    /// Whom a pronoun stands for.
    pub(crate) fn antecedent(&self, at: usize) -> Option<&'a ActorMention> {
        let references = &self.mentions.references;
        let found = references.binary_search_by_key(&at, |reference| reference.token);
        found
            .ok()
            .map(|index| &self.mentions.actors[references[index].to])
    }

    /// Whether a filler is of one of the kinds; anything is, where there are none.
    pub(crate) fn is_of(&self, filler: &Filler<'_>, kinds: &[Kind]) -> bool {
        kinds.is_empty() || kinds.iter().any(|kind| self.is_one(filler, kind))
    }

    fn is_one(&self, filler: &Filler<'_>, kind: &Kind) -> bool {
        let lemma = self.tree.token(filler.head).lemma.to_lowercase();
        match kind {
            Kind::Force => filler.actor.is_some_and(|actor| {
                let rules = matches!(actor.role.kind.as_str(), "state" | "government" | "party")
                    && actor.role.form != Form::Person;
                actor.role.status == Status::Combatant || rules || self.belongs_to_a_force(actor)
            }),
            Kind::Actor => filler.actor.is_some(),
            Kind::Party => {
                let named = self.tree.token(filler.head).tag.starts_with("NNP")
                    && !self.is_time(filler.head);
                named || filler.actor.is_some() || filler.place.is_some()
            }
            Kind::Person => filler.actor.is_some_and(|actor| {
                actor.role.status != Status::Combatant && actor.role.form == Form::Person
            }),
            Kind::Number => {
                let alone = self.counts(filler.head) || self.knowledge.amounts().is_rest(&lemma);
                self.counted[filler.head] && alone && filler.actor.is_none()
            }
            Kind::Counted => self.counted[filler.head],
            Kind::Speaker => filler.actor.is_some_and(|actor| actor.role.voice.is_some()),
            Kind::Place => {
                filler.place.is_some() || self.knowledge.locations().class(&lemma).is_some()
            }
            Kind::Lemma(lemmas) => {
                let whole = self.hyphenated(filler.head);
                // "A suicide bomber" is a "suicide-bomber".
                let before = |first: &str| {
                    let mut words = self.tree.with_dep(filler.head, &["compound", "amod"]);
                    words.any(|at| self.tree.token(at).lemma.to_lowercase() == first)
                };
                let is_it = |wanted: &SmolStr| {
                    let two = wanted.rsplit_once('-');
                    *wanted == lemma
                        || whole.as_ref() == Some(wanted)
                        || two.is_some_and(|(first, last)| last == lemma && before(first))
                };
                lemmas.iter().any(is_it)
            }
        }
    }

    /// Whether a phrase is tied to somebody who fights: "the Daesh group".
    fn belongs_to_a_force(&self, actor: &ActorMention) -> bool {
        let known = actor
            .actor
            .value()
            .and_then(|id| self.knowledge.actors().get(id));
        actor.role.status == Status::Unknown && known.is_some_and(Actor::fights)
    }

    /// The words that name a filler, in the original text.
    pub(crate) fn span_of(&self, filler: &Filler<'_>) -> Span {
        if let Some(actor) = filler.actor {
            return actor.span;
        }
        let core = phrase::span(self.sentences, &phrase::core(&self.tree, filler.head));
        // "the town of X" names one thing.
        let lemma = self.tree.token(filler.head).lemma.to_lowercase();
        if self.knowledge.locations().class(&lemma).is_none() {
            return core;
        }
        let of = self
            .tree
            .with_dep(filler.head, &["prep"])
            .filter(|&prep| self.tree.token(prep).lemma == "of");
        let names = of.flat_map(|of| self.tree.with_dep(of, &["pobj"]).collect::<Vec<_>>());
        names
            .filter_map(|noun| self.place(noun))
            .fold(core, |span, place| span.to(place.span))
    }
}
