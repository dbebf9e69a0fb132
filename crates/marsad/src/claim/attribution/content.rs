//! Which words are said?
//!
//! In come a page, a cue and its source; out come the tokens of what is said. The tree falls into blocks
//! seen from the cue: what hangs on it, the words above it, and what hangs on those. A block is
//! said, is not, or is mixed, and then it is taken apart. Sentences before and behind are taken in
//! as long as they go on. Invariant: neither cue nor source is among what is said.

use std::ops::Range;

use super::{
    cue::side,
    page::{NO_KIND, Page, labels},
};
use crate::{
    knowledge::weights::{Features, Hashed, count, probability},
    sentence::quotes::{PARAGRAPH_GAP, Quoted},
};

/// The classes of the table `contents.tsv`.
pub(crate) const SAID: &str = "said";
pub(crate) const MIXED: &str = "mixed";
pub(crate) const OTHER: &str = "other";

/// How often a block may be taken apart.
const DEPTH: usize = 4;

/// How many sentences before or behind a cue may be said, at most.
pub(crate) const REACH: usize = 8;

/// How many steps upwards from a cue blocks are sought.
const HEIGHT: usize = 12;

/// A part of the tree, as seen from a cue.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Its highest token.
    pub(crate) top: usize,
    /// Whether all that hangs on that belongs to it too.
    pub(crate) whole: bool,
    /// How many steps above the cue it hangs.
    up: usize,
    /// The labels on the way to it.
    way: String,
    /// How often the block that it is from was taken apart.
    depth: usize,
}

impl Block {
    /// Its tokens, in order.
    pub(crate) fn tokens(&self, page: &Page<'_, '_>) -> Vec<usize> {
        let mut found = vec![self.top];
        let mut next = 0;
        while self.whole && next < found.len() {
            found.extend(page.scene.tree.children(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Its highest token, and what hangs on that.
    pub(crate) fn parts(&self, page: &Page<'_, '_>) -> Vec<Self> {
        let way = format!("{}/{}", self.way, page.token(self.top).dep);
        let part = |top: usize, whole: bool| Self {
            top,
            whole,
            up: self.up,
            way: way.clone(),
            depth: self.depth + 1,
        };
        let children = page.scene.tree.children(self.top);
        std::iter::once(part(self.top, false))
            .chain(children.iter().map(|&child| part(child, true)))
            .filter(|block| !block.is_mark(page))
            .collect()
    }

    fn is_mark(&self, page: &Page<'_, '_>) -> bool {
        page.is_mark(self.top)
    }
}

/// The blocks of a cue's sentence.
pub(crate) fn blocks(page: &Page<'_, '_>, cue: usize) -> Vec<Block> {
    let tree = &page.scene.tree;
    let mut found = Vec::new();
    let mut passed = Vec::new();
    for (up, here) in tree.upwards(cue).take(HEIGHT).enumerate() {
        let way = labels(page, &passed);
        let block = |top: usize, whole: bool| Block {
            top,
            whole,
            up,
            way: way.clone(),
            depth: 0,
        };
        let below = passed.last().copied();
        let children = tree
            .children(here)
            .iter()
            .filter(|&&child| Some(child) != below);
        found.extend(children.map(|&child| block(child, true)));
        if here != cue {
            found.push(block(here, false));
        }
        passed.push(here);
    }
    found.retain(|block| !block.is_mark(page));
    found
}

/// The tokens of what is said, in order.
pub(super) fn find(page: &Page<'_, '_>, cue: usize, source: Option<usize>) -> Vec<usize> {
    let classes = page.scene.knowledge.contents();
    let number = |name: &str| classes.names().iter().position(|known| known == name);
    let (Some(said), Some(mixed), Some(other)) = (number(SAID), number(MIXED), number(OTHER))
    else {
        return Vec::new();
    };
    let mut todo = blocks(page, cue);
    let mut found: Vec<usize> = Vec::new();
    // What is likeliest to be said, in case nothing is likelier said than not.
    let mut best: (f32, Vec<usize>) = (0.0, Vec::new());
    while let Some(block) = todo.pop() {
        let tokens = block.tokens(page);
        let mut features = Hashed::default();
        tell(page, cue, source, &block, &tokens, &mut features);
        let likely = classes.likely(&features);
        let holds_source = source.is_some_and(|source| tokens.contains(&source));
        let partly = likely[said] + likely[mixed] / 2.0;
        if likely[said] >= likely[mixed].max(likely[other]) {
            found.extend(&tokens);
        } else if block.whole && likely[mixed] > likely[other] && block.depth < DEPTH {
            todo.extend(block.parts(page));
        }
        if !holds_source && partly > best.0 {
            best = (partly, tokens);
        }
    }
    let number = page.sentence_of(cue);
    for onwards in [true, false] {
        let mut told = found.clone();
        let mut here = number;
        while let Some(next) = neighbour(page, here, onwards)
            && next.abs_diff(number) < REACH
            && goes_on(page, cue, (here, next), &told)
        {
            told = page.tokens_of(next).collect();
            found.extend(&told);
            here = next;
        }
    }
    if found.is_empty() {
        found = best.1;
    }
    found.retain(|&at| at != cue && Some(at) != source);
    found.sort_unstable();
    found.dedup();
    found
}

/// The runs of some tokens in order; marks between two of them do not part a run.
pub(super) fn runs(page: &Page<'_, '_>, tokens: &[usize]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for &at in tokens {
        match found.last_mut() {
            Some(last) if (last.end..at).all(|between| page.is_mark(between)) => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// The sentence behind another, or before it.
pub(crate) fn neighbour(page: &Page<'_, '_>, sentence: usize, onwards: bool) -> Option<usize> {
    let next = sentence.checked_add_signed(if onwards { 1 } else { -1 })?;
    (next < page.scene.sentences.sentences.len()).then_some(next)
}

fn goes_on(page: &Page<'_, '_>, cue: usize, way: (usize, usize), said: &[usize]) -> bool {
    let weights = page.scene.knowledge.continuations();
    let sum = weights.sum(|sum| tell_onwards(page, cue, way, said, sum));
    probability(sum) >= 0.5
}

/// What speaks for a block to be said, or for being mixed.
pub(crate) fn tell(
    page: &Page<'_, '_>,
    cue: usize,
    source: Option<usize>,
    block: &Block,
    tokens: &[usize],
    to: &mut impl Features,
) {
    let (token, verb) = (page.token(block.top), page.token(cue));
    let (part, known, word) = (verb.pos.as_str(), page.known(cue), page.word(cue));
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    let where_ = match (last < cue, first > cue) {
        (true, _) => "before",
        (_, true) => "behind",
        _ => "around",
    };
    let kind = if block.whole { "all" } else { "one" };
    let way = format!("{} {kind} {} {where_}", block.way, token.dep);
    let label = token.dep.as_str();
    to.holds(&["way", &way]);
    to.holds(&["way", &way, part]);
    to.holds(&["way", &way, "known", known]);
    to.holds(&["way", &way, "word", word]);
    to.holds(&["way", &way, "tag", &token.tag]);
    to.holds(&["dep", label, where_, part]);
    to.holds(&["up", count(block.up, 3), where_, kind]);
    to.holds(&["depth", count(block.depth, DEPTH)]);
    to.holds(&["dep", label, where_, count(block.up, 2), "word", word]);
    let top = page.word(block.top);
    to.holds(&["top", top]);
    to.holds(&["top", top, "way", &way]);
    to.holds(&["top", top, label, count(block.up, 2)]);
    to.holds(&["pos", &token.pos, label, where_]);
    let opening = page.word(first);
    to.holds(&["first", opening, where_]);
    to.holds(&["first", opening, label]);
    let marker = page.scene.tree.with_dep(block.top, &["mark"]).next();
    let marker = marker.map_or("-", |mark| page.word(mark));
    to.holds(&["marker", marker, label]);
    to.holds(&["marker", marker, label, "word", word]);
    let quoted = tokens
        .iter()
        .filter(|&&at| page.quotes.at(at).is_quoted())
        .count();
    let quoted = share(quoted, tokens.len());
    let cue_quoted = page.quotes.at(cue).is_quoted();
    to.holds(&[
        "quoted",
        quoted,
        if cue_quoted { "in a quote" } else { "-" },
    ]);
    to.holds(&["quoted", quoted, "way", &way]);
    to.holds(&["size", size(tokens.len())]);
    tell_source(page, cue, source, (block, tokens), &way, to);
    for &child in page.scene.tree.children(cue) {
        let below = page.token(child).dep.as_str();
        if matches!(
            below,
            "ccomp" | "xcomp" | "dobj" | "prep" | "advcl" | "nsubj" | "parataxis" | "conj"
        ) {
            to.holds(&["beside", below, side(cue, child), "way", &way]);
        }
    }
    let between = match where_ {
        "before" => last + 1..cue,
        "behind" => cue + 1..first,
        _ => cue..cue,
    };
    to.holds(&["gap", where_, count(between.len(), 3)]);
    to.holds(&[
        "marks between",
        where_,
        &page.marks_between(between.clone()),
    ]);
    let verbs = between.filter(|&at| matches!(page.token(at).pos.as_str(), "VERB" | "AUX"));
    to.holds(&["verbs between", where_, count(verbs.count(), 3)]);
    let mut sentence = page.tokens_of(page.sentence_of(cue));
    if sentence.any(|at| page.quotes.at(at).is_quoted()) {
        to.holds(&["sentence quotes", "way", &way]);
    }
    if let Some(ruled) = &page.ruled[cue] {
        let held = tokens
            .iter()
            .filter(|at| ruled.content.iter().any(|range| range.contains(at)));
        to.holds(&["ruled", share(held.count(), tokens.len())]);
    }
}

/// What the source says of a block.
fn tell_source(
    page: &Page<'_, '_>,
    cue: usize,
    source: Option<usize>,
    (block, tokens): (&Block, &[usize]),
    way: &str,
    to: &mut impl Features,
) {
    let Some(source) = source else {
        to.holds(&["no source", "way", way]);
        return;
    };
    let held = if tokens.contains(&source) {
        "in it"
    } else {
        "outside"
    };
    to.holds(&["source", held]);
    to.holds(&["source", held, "way", way]);
    let token = page.token(source);
    let hangs = if token.head == cue {
        "on the cue"
    } else {
        "elsewhere"
    };
    to.holds(&["source", &token.dep, hangs, "way", way]);
    if !tokens.contains(&source) {
        to.holds(&[
            "source",
            side(tokens[0], source),
            side(cue, source),
            side(cue, block.top),
        ]);
        if page.token(block.top).head == source {
            to.holds(&[
                "on the source",
                &page.token(block.top).dep,
                side(cue, block.top),
            ]);
        }
    }
}

/// What speaks for what is said to go on from one sentence into a neighbour.
pub(crate) fn tell_onwards(
    page: &Page<'_, '_>,
    cue: usize,
    (here, next): (usize, usize),
    said: &[usize],
    to: &mut impl Features,
) {
    let onwards = next > here;
    let direction = if onwards { "on" } else { "back" };
    let (own, other) = (page.tokens_of(here), page.tokens_of(next));
    let quoted = |at: usize| page.quotes.at(at);
    let opening = quoted(other.start);
    let closing = match quoted(other.end - 1) {
        Quoted::No if other.len() > 1 && quoted(other.end - 2) == Quoted::Closes => Quoted::Closes,
        closing => closing,
    };
    let inside = other.clone().filter(|&at| quoted(at).is_quoted()).count();
    let inside = share(inside, other.len());
    let (opening, closing) = (opening.as_str(), closing.as_str());
    to.holds(&[direction]);
    to.holds(&[direction, "opening", opening]);
    to.holds(&[direction, "closing", closing]);
    to.holds(&[direction, "quoted", inside, opening, closing]);
    let told = said.iter().filter(|&&at| quoted(at).is_quoted()).count();
    let told = share(told, said.len());
    let edge = if onwards { other.start } else { other.end - 1 };
    let same = own.clone().any(|at| page.quotes.are_together(at, edge));
    let same = if same { "the same" } else { "another" };
    to.holds(&[direction, same]);
    to.holds(&[direction, same, told]);
    if onwards {
        let end = page.token(own.end - 1);
        let end = if own.end - 1 == cue {
            "cue"
        } else {
            end.text.as_str()
        };
        to.holds(&["on", told, opening, inside]);
        to.holds(&[
            "on",
            "cue from end",
            count(own.end - cue.min(own.end), 5),
            opening,
        ]);
        to.holds(&["on", "end", end, opening, inside]);
    } else {
        to.holds(&["back", told, closing, inside]);
        to.holds(&[
            "back",
            "cue from start",
            count(cue.saturating_sub(own.start), 6),
            closing,
        ]);
    }
    let sentences = &page.scene.sentences.sentences;
    let (first, second) = (here.min(next), here.max(next));
    let gap = sentences[second]
        .span
        .start
        .saturating_sub(sentences[first].span.end);
    let paragraph = if gap >= PARAGRAPH_GAP {
        "apart"
    } else {
        "close"
    };
    to.holds(&[direction, paragraph, inside, opening]);
    to.holds(&[direction, "known", page.known(cue), inside]);
    to.holds(&[direction, "word", page.word(cue), inside]);
    if said.is_empty() {
        to.holds(&[direction, "nothing yet", inside]);
    }
    let reports = other.clone().any(|at| {
        page.token(at).pos == "VERB" && page.known(at) != NO_KIND && !quoted(at).is_quoted()
    });
    to.holds(&[direction, if reports { "reports" } else { "-" }, inside]);
    to.holds(&[direction, "first", page.word(other.start), inside]);
}

/// How much of a whole, in words.
fn share(part: usize, whole: usize) -> &'static str {
    match part {
        0 => "none",
        _ if part == whole => "all",
        _ => "some",
    }
}

fn size(tokens: usize) -> &'static str {
    match tokens {
        0..4 => count(tokens, 3),
        4..8 => "few",
        8..16 => "more",
        _ => "many",
    }
}
