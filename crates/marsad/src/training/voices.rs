//! What does marsad look at when it asks who says what?
//!
//! In come a document and the attributions that people marked in it; out come the questions that
//! attribution asks, with their features and the right answers. Invariant: a part of the tree is
//! taken apart where its annotators took only some of it, as reading takes apart what it finds mixed.

use super::Listed;
use crate::{
    claim::{
        attribution::{
            content::{self, Block},
            cue,
            page::Page,
            source,
        },
        cast::Scene,
    },
    document::Document,
    knowledge::Knowledge,
    mention,
    sentence::Sentences,
    terms::Span,
};

/// An attribution as people marked it.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// The words that say that it is said.
    pub cue: Vec<Span>,
    /// The words for whoever says it; none where nobody is named.
    pub source: Vec<Span>,
    /// The words that are said.
    pub content: Vec<Span>,
}

/// What is asked about the attributions of a document.
#[derive(Clone, Debug, Default)]
pub struct VoiceQuestions {
    /// Of each word that may be a cue what speaks for it, and whether it is one.
    pub cues: Vec<(Listed, bool)>,
    /// For each cue the words that may be its source, the last none of them, and which is right.
    pub sources: Vec<Vec<(Listed, bool)>>,
    /// Of each part of a cue's sentence whether it is said, by the class's name.
    pub contents: Vec<(Listed, &'static str)>,
    /// Of each neighbour of a sentence whether what is said goes on there.
    pub continuations: Vec<(Listed, bool)>,
}

/// A part of the tree is said where so much of it is marked, and not where less than the other share is.
const SAID_SHARE: f64 = 0.75;
const OTHER_SHARE: f64 = 0.1;

/// What is asked about the attributions of a document, and what people answered.
pub fn voices(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    marked: &[Marked],
) -> VoiceQuestions {
    let mentions = mention::find(knowledge, document, sentences);
    let scene = Scene::new(knowledge, sentences, &mentions);
    let page = Page::new(&scene);
    let heads: Vec<Option<usize>> = marked
        .iter()
        .map(|marked| head(sentences, &tokens(sentences, &marked.cue)))
        .collect();
    let mut questions = VoiceQuestions::default();
    for at in (0..sentences.tokens.len()).filter(|&at| cue::is_possible(&page, at)) {
        let mut features = Listed::default();
        cue::tell_own(&page, at, &mut features);
        cue::tell_around(&page, at, &mut features);
        questions.cues.push((features, heads.contains(&Some(at))));
    }
    for (marked, cue) in marked.iter().zip(heads) {
        let Some(cue) = cue else { continue };
        let source = head(sentences, &tokens(sentences, &marked.source));
        let source = source.filter(|&at| page.is_beside(cue, at));
        let mut said = vec![false; sentences.tokens.len()];
        for at in tokens(sentences, &marked.content) {
            said[at] = true;
        }
        questions.sources.push(sources(&page, cue, source));
        contents(&page, (cue, source), &said, &mut questions.contents);
        for onwards in [true, false] {
            continuations(&page, cue, onwards, &said, &mut questions.continuations);
        }
    }
    questions
}

fn sources(page: &Page<'_, '_>, cue: usize, right: Option<usize>) -> Vec<(Listed, bool)> {
    let mut answers: Vec<(Listed, bool)> = Vec::new();
    for at in source::possible(page, cue) {
        let mut features = Listed::default();
        source::tell(page, cue, at, &mut features);
        answers.push((features, right == Some(at)));
    }
    let mut none = Listed::default();
    source::tell_none(page, cue, &mut none);
    answers.push((none, right.is_none()));
    answers
}

fn contents(
    page: &Page<'_, '_>,
    (cue, source): (usize, Option<usize>),
    said: &[bool],
    questions: &mut Vec<(Listed, &'static str)>,
) {
    let mut todo: Vec<Block> = content::blocks(page, cue);
    while let Some(block) = todo.pop() {
        let tokens = block.tokens(page);
        let share = tokens.iter().filter(|&&at| said[at]).count() as f64 / tokens.len() as f64;
        let class = if share >= SAID_SHARE {
            content::SAID
        } else if share <= OTHER_SHARE {
            content::OTHER
        } else {
            content::MIXED
        };
        let mut features = Listed::default();
        content::tell(page, cue, source, &block, &tokens, &mut features);
        questions.push((features, class));
        if class == content::MIXED {
            todo.extend(block.parts(page));
        }
    }
}

fn continuations(
    page: &Page<'_, '_>,
    cue: usize,
    onwards: bool,
    said: &[bool],
    questions: &mut Vec<(Listed, bool)>,
) {
    let first = page.sentence_of(cue);
    let mut here = first;
    let mut told: Vec<usize> = page.tokens_of(first).filter(|&at| said[at]).collect();
    while let Some(next) = content::neighbour(page, here, onwards)
        && next.abs_diff(first) < content::REACH
    {
        let tokens = page.tokens_of(next);
        let marked = tokens.clone().filter(|&at| said[at]).count();
        let goes_on = 2 * marked > tokens.len();
        let mut features = Listed::default();
        content::tell_onwards(page, cue, (here, next), &told, &mut features);
        questions.push((features, goes_on));
        if !goes_on {
            break;
        }
        told = tokens.collect();
        here = next;
    }
}

/// The tokens that some spans touch, in order.
fn tokens(sentences: &Sentences, spans: &[Span]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for span in spans {
        let from = sentences
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let inside = (from..sentences.tokens.len())
            .take_while(|&at| sentences.tokens[at].span.start < span.end);
        found.extend(inside.filter(|&at| sentences.tokens[at].span.overlaps(*span)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The token that heads some words: of those that hang on none of the others a verb, else a noun or
/// adjective, else the first.
fn head(sentences: &Sentences, tokens: &[usize]) -> Option<usize> {
    let highest: Vec<usize> = tokens
        .iter()
        .copied()
        .filter(|&at| {
            let head = sentences.tokens[at].head;
            head == at || !tokens.contains(&head)
        })
        .collect();
    let of = |parts: &[&str]| {
        let mut heads = highest.iter().copied();
        heads.find(|&at| parts.contains(&sentences.tokens[at].pos.as_str()))
    };
    of(&["VERB"])
        .or_else(|| of(&["NOUN", "ADJ", "PROPN"]))
        .or(highest.first().copied())
}
