//! Who says so?
//!
//! In comes a document's scene; out come its [`Attribution`]s, one for each word
//! that says that something is said, and for any trigger the chain of voices
//! from the publisher to whoever is quoted. Rules see the plain forms; what was learned weighs their word
//! with all else that a sentence says, and finds the forms that no rule knows. Invariant: an attribution has
//! content, and neither its cue nor its source is part of that.

mod chain;
pub(crate) mod content;
pub(crate) mod cue;
pub(crate) mod page;
mod rule;
pub(crate) mod source;
mod voice;

use std::ops::Range;

use super::cast::Scene;
use crate::{knowledge::lexicon::Cue, mention::ActorMention};
pub(crate) use chain::{UNNAMED, chain, closest, publisher};
use page::Page;
pub(crate) use voice::name_of;

/// One place where a text says that something is said.
#[derive(Debug)]
pub(crate) struct Attribution<'a> {
    /// The cue's own token.
    pub(crate) cue: usize,
    /// The tokens of the cue.
    cue_tokens: Range<usize>,
    /// The token that heads the words for the speaker.
    source: Option<usize>,
    /// Who is meant, pronouns resolved.
    speaker: Option<&'a ActorMention>,
    /// The agency or outlet that was told, if one was.
    hearer: Option<&'a ActorMention>,
    /// The tokens of what is said.
    content: Vec<Range<usize>>,
    /// What the lexicon says of the cue, where it knows it.
    pub(crate) entry: Option<&'a Cue>,
    /// Whether whoever speaks gives their word for what is said, and does not only want or praise it.
    pub(crate) vouches: bool,
}

/// Every attribution of a document, in the order of their cues; `deeds` tells for each token whether it
/// is the word for a material deed.
pub(crate) fn find<'a>(scene: &Scene<'a>, deeds: &[bool]) -> Vec<Attribution<'a>> {
    let page = Page::new(scene);
    let mut found: Vec<Attribution<'a>> = Vec::new();
    let speaks = |&at: &usize| (!deeds[at] || page.ruled[at].is_some()) && cue::is_one(&page, at);
    for at in (0..scene.tree.len()).filter(speaks) {
        let source = source::find(&page, at);
        let mut said = content::find(&page, at, source);
        // What the rules hold for said is: they know the forms of worn text, which taught nothing.
        if let Some(ruled) = &page.ruled[at] {
            let own = ruled.content.iter().cloned().flatten();
            said.extend(own.filter(|&word| word != at && Some(word) != source));
            said.sort_unstable();
            said.dedup();
        }
        if said.is_empty() {
            continue;
        }
        let speaker = source.and_then(|source| voice::speaker(scene, source, &found));
        found.push(Attribution {
            cue: at,
            cue_tokens: cue::words(&page, at),
            source,
            speaker,
            hearer: hearer(scene, at),
            entry: page.entry(at),
            vouches: page.ruled[at].is_some() || page.vouches(at),
            content: content::runs(&page, &said),
        });
    }
    found
}

/// The agency or outlet that is told something.
fn hearer<'a>(scene: &Scene<'a>, at: usize) -> Option<&'a ActorMention> {
    let tree = &scene.tree;
    tree.with_dep(at, &["dobj", "dative"])
        .flat_map(|object| {
            std::iter::once(object).chain(tree.with_dep(object, &["compound"]).collect::<Vec<_>>())
        })
        .filter_map(|object| scene.actor(object))
        .find(|actor| matches!(actor.role.voice.as_deref(), Some("agency" | "media")))
}
