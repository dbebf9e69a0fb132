//! Which words name somebody?
//!
//! In come the tokens and their tree; out come [`ActorMention`]s: first by the
//! names of `actors.toml`, then by the nouns of `agents.toml`, then by what the
//! model labels a person or an organisation. Invariant: they never overlap.

mod agent;
mod names;
mod short;
mod state;

use std::ops::Range;

use super::{
    ActorMention, TimeMention,
    phrase::{self, Cover},
};
use crate::{
    knowledge::{
        Knowledge,
        actor::{Form, Role, Status},
    },
    sentence::{Sentences, Tree},
    terms::Slot,
};
use jiff::civil::Date;
use names::Names;
pub(crate) use short::by_story;

/// The actors that a document names, in order, and the tokens of the names of known actors.
///
/// `day` is when the report was published: names pass from one actor to another.
pub(crate) fn find(
    knowledge: &Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tree: &Tree<'_>,
    times: &[TimeMention],
) -> (Vec<ActorMention>, Vec<Range<usize>>) {
    let names = Names::find(knowledge, day, sentences);
    let mut found: Vec<ActorMention> = Vec::new();
    let mut covered = Cover::new(tree.len());
    for at in 0..tree.len() {
        if let Some(mention) = agent::agent(knowledge, day, sentences, tree, &names, at) {
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    for name in &names.names {
        let head = phrase::head_of(sentences, &name.tokens);
        if covered.at(head).is_none() {
            let mention = names::named(sentences, tree, name, head);
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    // "1900 GMT": what belongs to a time is no organisation, whatever the model calls it.
    let mut timed = vec![false; tree.len()];
    for at in times.iter().flat_map(|time| time.tokens.clone()) {
        timed[at] = true;
    }
    for (at, &timed) in timed.iter().enumerate() {
        if let Some(mention) = state::state(knowledge, sentences, tree, at)
            .or_else(|| state::nation(knowledge, sentences, tree, at))
            .or_else(|| labelled(sentences, tree, at).filter(|_| !timed))
            .or_else(|| speakers(tree, at))
            && covered.is_clear(&mention.tokens)
        {
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    // Of two that overlap the longer stays: it says more about who it is.
    found.sort_by_key(|mention| {
        (
            std::cmp::Reverse(mention.tokens.len()),
            mention.tokens.start,
        )
    });
    let mut taken = Cover::new(tree.len());
    let mut kept: Vec<ActorMention> = Vec::new();
    for mention in found {
        if taken.is_clear(&mention.tokens) {
            taken.add(&mention.tokens, kept.len());
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| mention.tokens.start);
    short::resolve(knowledge, tree, &mut kept);
    (
        kept,
        names.names.into_iter().map(|name| name.tokens).collect(),
    )
}

/// Somebody whom only the model's label gives away.
fn labelled(sentences: &Sentences, tree: &Tree<'_>, at: usize) -> Option<ActorMention> {
    let entity = sentences.entity_of(at)?;
    let (kind, form) = match entity.label.as_str() {
        "PERSON" => ("person", Form::Person),
        "ORG" => ("organisation", Form::Institution),
        _ => return None,
    };
    if at != phrase::head_of(sentences, &entity.tokens) || !tree.is_noun(at) {
        return None;
    }
    let tokens = entity.tokens.clone();
    Some(ActorMention {
        span: phrase::span(sentences, &tokens),
        head: at,
        tokens,
        actor: Slot::Unresolved,
        role: Role {
            kind: kind.into(),
            form,
            status: Status::Unknown,
            plover: None,
            voice: Some(kind.into()),
        },
        country: None,
    })
}

/// "We": those for whom somebody speaks, whoever that is.
fn speakers(tree: &Tree<'_>, at: usize) -> Option<ActorMention> {
    let token = tree.token(at);
    let ours = token.tag == "PRP" && matches!(token.lemma.to_lowercase().as_str(), "we" | "us");
    ours.then(|| ActorMention {
        span: token.span,
        head: at,
        tokens: at..at + 1,
        actor: Slot::Unsaid,
        role: Role {
            kind: SPEAKERS.into(),
            form: Form::Collective,
            status: Status::Unknown,
            plover: None,
            voice: None,
        },
        country: None,
    })
}

/// The kind of those for whom somebody speaks.
pub(crate) const SPEAKERS: &str = "speaker";
