//! Who says it, among the nouns of a sentence?
//!
//! In come a page and a cue; out comes the token that heads the words for whoever says it, or
//! none. Invariant: the source lies in the sentence of its cue.

use super::{
    cue::side,
    page::{Page, Way},
};
use crate::knowledge::weights::{Features, count};

/// The tokens that may head the words for the speaker of a cue.
pub(crate) fn possible(page: &Page<'_, '_>, cue: usize) -> Vec<usize> {
    let sentence = page.tokens_of(page.sentence_of(cue));
    let may = |&at: &usize| {
        let token = page.token(at);
        let label = token.dep.as_str();
        let noun = matches!(token.pos.as_str(), "NOUN" | "PROPN" | "PRON" | "NUM")
            || matches!(label, "nsubj" | "poss")
            || page.scene.sentences.entity_of(at).is_some();
        at != cue && noun && !matches!(label, "compound" | "det")
    };
    sentence.filter(may).collect()
}

/// Who says it.
pub(super) fn find(page: &Page<'_, '_>, cue: usize) -> Option<usize> {
    let weights = page.scene.knowledge.sources();
    let mut best = (weights.sum(|sum| tell_none(page, cue, sum)), None);
    for source in possible(page, cue) {
        let said = weights.sum(|sum| tell(page, cue, source, sum));
        if said > best.0 {
            best = (said, Some(source));
        }
    }
    best.1
}

/// What speaks for a token to be the source of a cue.
pub(crate) fn tell(page: &Page<'_, '_>, cue: usize, source: usize, to: &mut impl Features) {
    let (token, verb) = (page.token(source), page.token(cue));
    let (sort, known, part) = (page.sort(source), page.known(cue), verb.pos.as_str());
    let word = page.word(source);
    let way = Way::between(page, cue, source);
    to.holds(&["way", &way.up, &way.down]);
    to.holds(&["way", &way.up, &way.down, part]);
    to.holds(&["way", &way.up, &way.down, &verb.tag]);
    to.holds(&["way", &way.up, &way.down, "known", known]);
    to.holds(&["way", &way.up, &way.down, "sort", sort]);
    to.holds(&["way", &way.up, &way.down, "word", page.word(cue)]);
    to.holds(&["steps", count(way.steps.0, 5), count(way.steps.1, 5)]);
    to.holds(&["down", &way.down]);
    to.holds(&["down", &way.down, part]);
    to.holds(&["up", &way.up]);
    to.holds(&["sort", sort, part]);
    to.holds(&["word", word]);
    to.holds(&["dep", &token.dep, part]);
    let side = side(cue, source);
    to.holds(&["side", side, part]);
    to.holds(&["distance", side, count(cue.abs_diff(source), 8)]);
    to.holds(&["dep", &token.dep, side, known]);
    let quoted = page.quotes.at(source);
    to.holds(&["quoted", quoted.as_str()]);
    if quoted.is_quoted() != page.quotes.at(cue).is_quoted() {
        to.holds(&["quoted apart"]);
    }
    let between = cue.min(source) + 1..cue.max(source);
    let of = |parts: &[&str]| {
        let mut number = 0;
        for at in between.clone() {
            number += usize::from(parts.contains(&page.token(at).pos.as_str()));
        }
        count(number, 4)
    };
    to.holds(&["nouns between", of(&["NOUN", "PROPN", "PRON"])]);
    to.holds(&["verbs between", of(&["VERB"])]);
    to.holds(&["marks between", &page.marks_between(between.clone())]);
    if let Some(next) = page.scene.sentences.tokens.get(source + 1) {
        to.holds(&["next", &next.tag]);
    }
    if let Some(before) = source.checked_sub(1) {
        to.holds(&["before", &page.token(before).tag]);
        if matches!(page.token(before).pos.as_str(), "ADP" | "DET") {
            to.holds(&["before", page.word(before)]);
        }
    }
    let above = token.head;
    to.holds(&["above", page.word(above), &token.dep]);
    to.holds(&["above known", page.known(above), &token.dep]);
    let voice = page
        .scene
        .actor(source)
        .and_then(|actor| actor.role.voice.as_deref());
    if let Some(voice) = voice {
        to.holds(&["voice", voice]);
        to.holds(&["speaks", side, part]);
    }
    if let Some(ruled) = &page.ruled[cue] {
        let agrees = if ruled.source == Some(source) {
            "it"
        } else {
            "another"
        };
        to.holds(&["ruled", agrees]);
    }
}

/// What speaks for a cue to be without a source.
pub(crate) fn tell_none(page: &Page<'_, '_>, cue: usize, to: &mut impl Features) {
    let token = page.token(cue);
    let (word, part, known) = (page.word(cue), token.pos.as_str(), page.known(cue));
    to.holds(&["none"]);
    to.holds(&["none", "word", word, part]);
    to.holds(&["none", "tag", &token.tag]);
    to.holds(&["none", "dep", &token.dep]);
    to.holds(&["none", "known", known]);
    to.holds(&["none", "word", word, &token.tag]);
    for label in ["nsubj", "nsubjpass", "agent", "poss", "expl", "csubj"] {
        let has = page.scene.tree.with_dep(cue, &[label]).next().is_some();
        let has = if has { "has" } else { "has no" };
        to.holds(&["none", has, label]);
        to.holds(&["none", has, label, known, &token.tag]);
    }
    if page.ruled[cue]
        .as_ref()
        .is_some_and(|ruled| ruled.source.is_none())
    {
        to.holds(&["none", "ruled"]);
    }
}
