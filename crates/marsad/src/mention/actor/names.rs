//! Which words are a known actor's name?
//!
//! In come the tokens; out come the longest runs of them that `actors.toml` knows, and
//! for each the mention that it makes. Invariant: names never overlap, and none runs
//! across a comma or a bracket.

use std::ops::Range;

use jiff::civil::Date;

use crate::{
    knowledge::{
        Knowledge,
        actor::{Actor, ActorId, Form, Role, Status},
    },
    mention::{
        ActorMention,
        phrase::{self, Cover},
    },
    sentence::{Sentences, Token, Tree},
    terms::Slot,
};

/// A known actor's name in the text.
pub(super) struct Name<'k> {
    pub(super) tokens: Range<usize>,
    pub(super) actors: Vec<&'k Actor>,
}

/// The names of known actors in a document, in order, and which token is in which.
pub(super) struct Names<'k> {
    pub(super) names: Vec<Name<'k>>,
    cover: Cover,
}

impl<'k> Names<'k> {
    pub(super) fn find(knowledge: &'k Knowledge, day: Option<Date>, sentences: &Sentences) -> Self {
        let mut found = Self {
            names: Vec::new(),
            cover: Cover::new(sentences.tokens.len()),
        };
        for sentence in &sentences.sentences {
            let mut start = sentence.tokens.start;
            while start < sentence.tokens.end {
                // A hyphenated name is several tokens ("al", "-", "Nusra"), hence twice the words.
                let longest =
                    (start + knowledge.actors().longest_name() * 2).min(sentence.tokens.end);
                let hit = (start + 1..=longest)
                    .rev()
                    .find_map(|end| name_at(knowledge, day, sentences, start..end));
                start += 1;
                if let Some(name) = hit {
                    start = name.tokens.end;
                    found.cover.add(&name.tokens, found.names.len());
                    found.names.push(name);
                }
            }
        }
        found
    }

    /// The name that holds a token.
    pub(super) fn at(&self, token: usize) -> Option<&Name<'k>> {
        self.cover.at(token).map(|index| &self.names[index])
    }
}

pub(super) fn name_at<'k>(
    knowledge: &'k Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tokens: Range<usize>,
) -> Option<Name<'k>> {
    let words = &sentences.tokens[tokens.clone()];
    let (first, last) = (words.first()?, words.last()?);
    let edge = |token: &Token| token.pos == "PUNCT" || token.tag == "POS";
    let capital = words
        .iter()
        .any(|word| word.text.starts_with(char::is_uppercase));
    // Folding forgets brackets and commas; a name does not run across them.
    let broken = words.iter().any(|word| {
        word.pos == "PUNCT" && !matches!(word.text.as_str(), "-" | "–" | "'" | "’" | "." | "/")
    });
    if broken || edge(first) || edge(last) || !capital || first.lemma == "the" {
        return None;
    }
    let actors: Vec<&Actor> = knowledge
        .actors()
        .named(&phrase::words(sentences, &tokens))
        .filter(|actor| actor.was_there(day))
        .collect();
    (!actors.is_empty()).then_some(Name { tokens, actors })
}

pub(super) fn slot_of(actors: &[&Actor]) -> Slot<ActorId> {
    match actors {
        [] => Slot::Unsaid,
        [one] => Slot::Said(one.id.clone()),
        several => Slot::Ambiguous(several.iter().map(|actor| actor.id.clone()).collect()),
    }
}

pub(super) fn role_of(actor: &Actor) -> Role {
    let fights = actor.fights();
    Role {
        kind: actor.kind.clone(),
        form: if actor.kind == "person" {
            Form::Person
        } else {
            Form::Collective
        },
        status: if fights {
            Status::Combatant
        } else {
            Status::Civilian
        },
        plover: actor.codes.plover.clone(),
        voice: Some(match actor.kind.as_str() {
            "news agency" => "agency".into(),
            kind if fights && kind != "state" => "party".into(),
            kind => kind.into(),
        }),
    }
}

pub(super) fn named(
    sentences: &Sentences,
    tree: &Tree<'_>,
    name: &Name<'_>,
    head: usize,
) -> ActorMention {
    // "the Observatory": the article belongs to the phrase.
    let article = tree
        .with_dep(head, &["det"])
        .find(|&child| child + 1 == name.tokens.start);
    let tokens = article.unwrap_or(name.tokens.start)..name.tokens.end;
    let country = match name.actors.as_slice() {
        [one] if !one.country.is_empty() => Some(one.country.clone()),
        _ => None,
    };
    ActorMention {
        span: phrase::span(sentences, &tokens),
        head,
        tokens,
        actor: slot_of(&name.actors),
        role: name
            .actors
            .first()
            .map(|actor| role_of(actor))
            .unwrap_or_default(),
        country,
    }
}
