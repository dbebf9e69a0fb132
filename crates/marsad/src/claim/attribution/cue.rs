//! Does a word say that something is said?
//!
//! In come a page and a token; out comes how likely the token heads the words of an attribution: a
//! verb or noun of saying, thinking, wanting or showing, "according", a colon. Invariant: what the word
//! itself says is told first, so that most words need not be looked at further.

use super::page::{NO_KIND, Page};
use crate::{
    knowledge::weights::{Features, probability},
    sentence::quotes::Quoted,
};

/// Parts of speech among which cues are sought.
const PARTS: [&str; 8] = ["VERB", "NOUN", "AUX", "ADP", "ADJ", "PROPN", "ADV", "SCONJ"];

/// Marks that may stand for "said".
const MARKS: [&str; 5] = [":", "―", "—", "--", "–"];

/// A word of which less than this is said by itself is no cue, whatever stands around it; most words need
/// no further look.
const HOPELESS: f32 = -4.0;

/// How likely a cue must be: chosen on PolNeAR's development part, where F1 is much the same from 0.3 to 0.45.
const LIKELY: f32 = 0.38;

/// How many steps upwards an attribution around the word is sought.
const STEPS: usize = 6;

/// Whether a token may be a cue at all.
pub(crate) fn is_possible(page: &Page<'_, '_>, at: usize) -> bool {
    let token = page.token(at);
    let helps = token.pos == "AUX" && matches!(token.dep.as_str(), "aux" | "auxpass");
    MARKS.contains(&token.text.as_str()) || PARTS.contains(&token.pos.as_str()) && !helps
}

/// Whether a token is a cue.
pub(super) fn is_one(page: &Page<'_, '_>, at: usize) -> bool {
    if !is_possible(page, at) {
        return false;
    }
    let weights = page.scene.knowledge.cues();
    let own = weights.sum(|sum| tell_own(page, at, sum));
    if is_saying_within(page, at) {
        return true;
    }
    own >= HOPELESS && probability(own + weights.sum(|sum| tell_around(page, at, sum))) >= LIKELY
}

/// Whether somebody gives their word within what another says ("reported that a source had said …", "was
/// quoted as saying"): by the rules, as those who marked what was learned from marked the outer saying alone.
fn is_saying_within(page: &Page<'_, '_>, at: usize) -> bool {
    let within = matches!(page.token(at).dep.as_str(), "ccomp" | "pcomp");
    let source = page.ruled[at].as_ref().and_then(|ruled| ruled.source);
    // "said that he believed": whoever is quoted speaks again.
    let another = source.is_some_and(|source| page.token(source).pos != "PRON");
    let tells = matches!(page.known(at), "neutral" | "claim" | "confirm");
    within && another && tells && !page.quotes.at(at).is_quoted()
}

/// The words of a cue: the token with its helping verbs, its particle, and the preposition that makes a
/// cue of it ("according to").
pub(super) fn words(page: &Page<'_, '_>, at: usize) -> std::ops::Range<usize> {
    if let Some(ruled) = &page.ruled[at] {
        let (cue, helps) = (ruled.cue.clone(), helpers(page, at));
        return cue.start.min(helps.start)..cue.end.max(helps.end);
    }
    helpers(page, at)
}

fn helpers(page: &Page<'_, '_>, at: usize) -> std::ops::Range<usize> {
    let belongs = |other: usize| {
        let token = page.token(other);
        let label = token.dep.as_str();
        token.head == at && matches!(label, "aux" | "auxpass" | "neg" | "advmod" | "prt")
    };
    let (mut start, mut end) = (at, at + 1);
    while start > 0 && belongs(start - 1) {
        start -= 1;
    }
    while end < page.scene.tree.len() && belongs(end) && page.token(end).dep == "prt" {
        end += 1;
    }
    start..end
}

/// What the word itself and the word above it say.
pub(crate) fn tell_own(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    let token = page.token(at);
    let (word, part, known) = (page.word(at), token.pos.as_str(), page.known(at));
    to.holds(&["bias"]);
    to.holds(&["word", word, part]);
    to.holds(&["tag", &token.tag]);
    to.holds(&["dep", &token.dep]);
    to.holds(&["word", word, &token.tag]);
    to.holds(&["word", word, part, &token.dep]);
    to.holds(&["known", known]);
    to.holds(&["known", known, &token.dep]);
    to.holds(&["known", known, &token.tag]);
    if let Some(ruled) = &page.ruled[at] {
        to.holds(&["ruled", part]);
        to.holds(&[
            "ruled",
            if ruled.source.is_some() {
                "with"
            } else {
                "without"
            },
        ]);
        to.holds(&["ruled", part, word]);
    }
    if let Some(above) = page.scene.tree.head(at) {
        let head = page.token(above);
        let over = page.word(above);
        to.holds(&["above", over]);
        to.holds(&["above", &head.pos, &token.dep]);
        to.holds(&["way", &head.dep, &token.dep]);
        to.holds(&["word", word, part, "above", over]);
        to.holds(&["above", page.known(above), &token.dep, known]);
        to.holds(&["way", &page.token(head.head).dep, &head.dep, &token.dep]);
    }
}

/// What the words around it say.
pub(crate) fn tell_around(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    tell_below(page, at, to);
    tell_doer(page, at, to);
    tell_beside(page, at, to);
    tell_quotes(page, at, to);
    // Whether it is itself among what is said.
    let tree = &page.scene.tree;
    let mut here = at;
    for _ in 0..STEPS {
        let Some(above) = tree.head(here) else { break };
        let said = matches!(tree.token(here).dep.as_str(), "ccomp" | "parataxis");
        if said && tree.is_verb(above) && page.known(above) != NO_KIND {
            to.holds(&["under", page.known(above), page.known(at)]);
            break;
        }
        here = above;
    }
}

/// What hangs on the word.
fn tell_below(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    let tree = &page.scene.tree;
    let token = page.token(at);
    let (word, part, known) = (page.word(at), token.pos.as_str(), page.known(at));
    let mut labels: Vec<&str> = Vec::new();
    for &child in tree.children(at) {
        let below = page.token(child);
        let label = below.dep.as_str();
        let side = side(at, child);
        if label == "punct" {
            to.holds(&["mark", &below.text, side]);
            continue;
        }
        labels.push(label);
        to.holds(&["with", label, side]);
        to.holds(&["word", word, part, "with", label, side]);
        to.holds(&["known", known, "with", label, side]);
        match label {
            "prep" | "mark" | "aux" | "neg" | "advmod" | "prt" | "cc" | "det" | "poss" | "case"
            | "agent" | "auxpass" => {
                let lemma = page.word(child);
                to.holds(&["with", label, lemma]);
                to.holds(&["word", word, part, "with", label, lemma]);
                to.holds(&["known", known, "with", label, lemma]);
                if matches!(label, "prep" | "agent") {
                    for &noun in tree.children(child) {
                        to.holds(&["with", lemma, page.sort(noun)]);
                        to.holds(&["known", known, "with", lemma, &page.token(noun).dep]);
                        to.holds(&["word", word, part, "with", lemma, &page.token(noun).dep]);
                    }
                }
            }
            "ccomp" | "xcomp" | "advcl" | "acl" | "relcl" | "pcomp" => {
                let opening = tree
                    .with_dep(child, &["mark", "aux", "advmod"])
                    .find(|&first| first < child);
                let opening = opening.map_or("-", |first| page.word(first));
                to.holds(&["clause", label, side, &below.tag, opening]);
                to.holds(&["known", known, "clause", label, opening]);
                to.holds(&["word", word, part, "clause", label, opening]);
                if tree
                    .with_dep(child, &["nsubj", "nsubjpass", "expl"])
                    .next()
                    .is_some()
                {
                    to.holds(&["clause", label, "has a subject"]);
                }
            }
            "dobj" | "attr" | "acomp" | "oprd" | "dative" | "pobj" => {
                let lemma = page.word(child);
                let sort = page.sort(child);
                to.holds(&["object", label, lemma]);
                to.holds(&["object", label, sort]);
                to.holds(&["word", word, part, "object", label, sort]);
                to.holds(&["known", known, "object", label, sort]);
                to.holds(&["word", word, part, "object", lemma]);
                to.holds(&["object", label, page.known(child)]);
            }
            "nsubj" | "nsubjpass" => {
                let sort = page.sort(child);
                to.holds(&["subject", label, sort, page.word(child)]);
                to.holds(&["subject", label, sort, side]);
                to.holds(&["known", known, "subject", label, sort, side]);
                to.holds(&["word", word, part, "subject", sort]);
            }
            _ => {}
        }
    }
    labels.sort_unstable();
    labels.dedup();
    to.holds(&["labels", &labels.join(" ")]);
}

/// Who does it, where its own clause does not say.
fn tell_doer(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    let tree = &page.scene.tree;
    let subject = |verb: usize| tree.with_dep(verb, &["nsubj", "nsubjpass"]).next();
    if subject(at).is_some() {
        return;
    }
    let (word, known) = (page.word(at), page.known(at));
    to.holds(&["no subject"]);
    to.holds(&["no subject", "known", known]);
    to.holds(&["no subject", "word", word]);
    let mut here = at;
    for step in 0..3 {
        let label = tree.token(here).dep.as_str();
        let passes = matches!(
            label,
            "conj" | "xcomp" | "advcl" | "relcl" | "acl" | "pcomp" | "prep" | "ccomp"
        );
        let Some(above) = tree.head(here).filter(|_| passes) else {
            break;
        };
        let owner = if matches!(label, "relcl" | "acl") && step == 0 {
            Some(above)
        } else {
            subject(above)
        };
        if let Some(owner) = owner {
            to.holds(&["doer", page.sort(owner), page.word(owner)]);
            to.holds(&["known", known, "doer", page.sort(owner)]);
            break;
        }
        here = above;
    }
}

/// The words to the left and right.
fn tell_beside(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    let sentence = page.tokens_of(page.sentence_of(at));
    let token = page.token(at);
    let (word, part, known) = (page.word(at), token.pos.as_str(), page.known(at));
    for (step, name) in [
        (-3_isize, "-3"),
        (-2, "-2"),
        (-1, "-1"),
        (1, "+1"),
        (2, "+2"),
        (3, "+3"),
    ] {
        let beside = at
            .checked_add_signed(step)
            .filter(|other| sentence.contains(other));
        let tag = beside.map_or("#", |other| page.token(other).tag.as_str());
        let lemma = beside.map_or("#", |other| page.word(other));
        to.holds(&["tag", name, tag]);
        to.holds(&["known", known, "tag", name, tag]);
        if step.abs() < 3 {
            to.holds(&["beside", name, lemma]);
        }
        if step.abs() == 1 {
            to.holds(&["word", word, part, "beside", name, lemma]);
        }
    }
    let count = crate::knowledge::weights::count;
    to.holds(&["words before", count(at - sentence.start, 5)]);
    to.holds(&["words behind", count(sentence.end - at, 5)]);
    to.holds(&["sentence", count(page.sentence_of(at), 2)]);
}

/// The quotation marks near it.
fn tell_quotes(page: &Page<'_, '_>, at: usize, to: &mut impl Features) {
    /// How far off a quotation may end or begin.
    const NEAR: usize = 8;
    let number = page.sentence_of(at);
    let sentence = page.tokens_of(number);
    let token = page.token(at);
    let (word, known) = (page.word(at), page.known(at));
    let own = page.quotes.at(at);
    to.holds(&["quoted", own.as_str()]);
    to.holds(&["known", known, "quoted", own.as_str()]);
    let quotes =
        |mut tokens: std::ops::Range<usize>| tokens.any(|here| page.quotes.at(here).is_quoted());
    if quotes(sentence.clone()) {
        to.holds(&["sentence quotes"]);
        to.holds(&["sentence quotes", "known", known]);
        to.holds(&["sentence quotes", "word", word]);
        if !own.is_quoted() {
            let from = at.saturating_sub(NEAR).max(sentence.start);
            let ended = (from..at)
                .rev()
                .find(|&here| page.quotes.at(here) == Quoted::Closes);
            if let Some(ended) = ended {
                to.holds(&[
                    "quote before",
                    crate::knowledge::weights::count(at - ended, 4),
                ]);
                to.holds(&["quote before", "known", known]);
            }
            let until = (at + NEAR).min(sentence.end);
            let begun = (at..until).find(|&here| page.quotes.at(here) == Quoted::Opens);
            if let Some(begun) = begun {
                to.holds(&[
                    "quote behind",
                    crate::knowledge::weights::count(begun - at, 4),
                ]);
                to.holds(&["quote behind", "known", known]);
                to.holds(&["quote behind", "dep", &token.dep]);
            }
        }
    }
    if number > 0 && quotes(page.tokens_of(number - 1)) {
        to.holds(&["quotes before"]);
    }
    let next = page.scene.sentences.sentences.get(number + 1);
    if next.is_some_and(|next| page.quotes.at(next.tokens.start) == Quoted::Opens) {
        let mark = if token.pos == "PUNCT" {
            token.text.as_str()
        } else {
            "-"
        };
        to.holds(&["quote next", mark]);
    }
}

/// On which side of one token another stands.
pub(super) fn side(of: usize, other: usize) -> &'static str {
    if other < of { "before" } else { "behind" }
}
