//! What is known of a document before it is asked who says what in it?
//!
//! In comes a scene; out comes a [`Page`]: for each word whether it is quoted, which kind of cue
//! the lexicon takes it for, and what the rules say of it. Invariant: names and numbers
//! are all one, so that nobody is taken for a speaker because of who they are.

use std::ops::Range;

use smol_str::SmolStr;

use super::rule::{self, Ruled};
use crate::{
    claim::cast::Scene,
    knowledge::lexicon::Cue,
    sentence::{Token, quotes::Quotes},
};

/// A document whose attributions are sought.
pub(crate) struct Page<'p, 'a> {
    pub(super) scene: &'p Scene<'a>,
    pub(super) quotes: Quotes,
    /// For each token the attribution that the rules see in it.
    pub(super) ruled: Vec<Option<Ruled>>,
    /// For each token the number of its sentence.
    sentence: Vec<usize>,
    /// For each token the cue that the lexicon takes it for.
    entries: Vec<Option<&'a Cue>>,
    /// For each token the word itself, names and numbers all one.
    words: Vec<SmolStr>,
}

/// The kinds of cues by which somebody gives their word for what is said. Who plans, welcomes or refuses
/// something is its doer or its judge, and not the one who tells of it.
const VOUCHING: [&str; 12] = [
    "neutral", "claim", "accuse", "deny", "confirm", "admit", "believe", "doubt", "know", "show",
    "threat", "promise",
];

/// What stands for a word of no known kind.
pub(super) const NO_KIND: &str = "-";

impl<'p, 'a> Page<'p, 'a> {
    pub(crate) fn new(scene: &'p Scene<'a>) -> Self {
        let mut sentence = vec![0; scene.tree.len()];
        for (number, whole) in scene.sentences.sentences.iter().enumerate() {
            sentence[whole.tokens.clone()].fill(number);
        }
        Self {
            scene,
            quotes: Quotes::of(scene.sentences),
            ruled: (0..scene.tree.len())
                .map(|at| rule::at(scene, at))
                .collect(),
            sentence,
            entries: (0..scene.tree.len()).map(|at| entry(scene, at)).collect(),
            words: (0..scene.tree.len()).map(|at| word(scene, at)).collect(),
        }
    }

    pub(super) fn token(&self, at: usize) -> &'a Token {
        &self.scene.sentences.tokens[at]
    }

    /// The number of the sentence that holds a token.
    pub(crate) fn sentence_of(&self, at: usize) -> usize {
        self.sentence[at]
    }

    /// Whether two tokens stand in one sentence.
    pub(crate) fn is_beside(&self, one: usize, other: usize) -> bool {
        self.sentence[one] == self.sentence[other]
    }

    /// The tokens of a sentence.
    pub(crate) fn tokens_of(&self, sentence: usize) -> Range<usize> {
        self.scene.sentences.sentences[sentence].tokens.clone()
    }

    /// The cue that the lexicon takes a word for.
    pub(super) fn entry(&self, at: usize) -> Option<&'a Cue> {
        self.entries[at]
    }

    /// The kind of cue that the lexicon takes a word for.
    pub(super) fn known(&self, at: usize) -> &'a str {
        self.entry(at).map_or(NO_KIND, |cue| cue.kind.as_str())
    }

    /// Whether a cue is one by which somebody gives their word, or a thing that speaks for its maker ("a report").
    pub(super) fn vouches(&self, at: usize) -> bool {
        let token = self.token(at);
        let reporting = self.scene.knowledge.reporting();
        let speaks = token.pos == "NOUN" && reporting.is_document(&token.lemma.to_lowercase());
        speaks || VOUCHING.contains(&self.known(at))
    }

    /// The sort of a word: what kind of name it is, what kind of actor, or else its tag.
    pub(super) fn sort(&self, at: usize) -> &'a str {
        let token = self.token(at);
        if token.tag.starts_with("PRP") {
            return "pronoun";
        }
        if let Some(entity) = self.scene.sentences.entity_of(at) {
            return entity.label.as_str();
        }
        match self.scene.actor(at) {
            Some(actor) => actor.role.kind.as_str(),
            None => token.tag.as_str(),
        }
    }

    /// The word itself, names and numbers all one.
    pub(super) fn word(&self, at: usize) -> &str {
        &self.words[at]
    }

    /// The marks between two tokens, without double ones.
    pub(super) fn marks_between(&self, tokens: Range<usize>) -> String {
        let mut marks: Vec<&str> = tokens
            .map(|at| self.token(at))
            .filter(|token| token.pos == "PUNCT")
            .map(|token| token.text.as_str())
            .collect();
        marks.sort_unstable();
        marks.dedup();
        marks.join("")
    }

    /// Whether a token is a mark that nothing hangs on.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.token(at).pos == "PUNCT" && self.scene.tree.children(at).is_empty()
    }
}

fn entry<'a>(scene: &Scene<'a>, at: usize) -> Option<&'a Cue> {
    let reporting = scene.knowledge.reporting();
    let token = scene.tree.token(at);
    let lemma = token.lemma.to_lowercase();
    match token.pos.as_str() {
        "NOUN" | "PROPN" => reporting.noun(&lemma),
        _ => reporting.verb(&lemma),
    }
}

fn word(scene: &Scene<'_>, at: usize) -> SmolStr {
    let entity = scene.sentences.entity_of(at);
    let person = entity.is_some_and(|entity| entity.label == "PERSON");
    match scene.tree.token(at).tag.as_str() {
        _ if person => "a name".into(),
        "NNP" | "NNPS" => "a name".into(),
        _ => scene.plain(at),
    }
}

/// Of a way through the tree at most so many steps are told, upwards and downwards each.
const STEPS: usize = 6;

/// The way through the tree from one token to another.
pub(super) struct Way {
    /// The labels upwards to the word that is above both.
    pub(super) up: String,
    /// The labels downwards from it.
    pub(super) down: String,
    /// How many steps up and down.
    pub(super) steps: (usize, usize),
}

impl Way {
    pub(super) fn between(page: &Page<'_, '_>, from: usize, to: usize) -> Self {
        let tree = &page.scene.tree;
        let above: Vec<usize> = tree.upwards(from).collect();
        let mut down: Vec<usize> = Vec::new();
        let mut meeting = above.len() - 1;
        for here in tree.upwards(to) {
            if let Some(at) = above.iter().position(|&other| other == here) {
                meeting = at;
                break;
            }
            down.push(here);
        }
        down.reverse();
        Self {
            up: labels(page, &above[..meeting]),
            down: labels(page, &down),
            steps: (meeting, down.len()),
        }
    }
}

/// The labels of some tokens, one after another; of a long way only that it is long.
pub(super) fn labels(page: &Page<'_, '_>, tokens: &[usize]) -> String {
    let labels: Vec<&str> = tokens
        .iter()
        .take(STEPS)
        .map(|&at| page.token(at).dep.as_str())
        .collect();
    let more = if tokens.len() > STEPS { " …" } else { "" };
    labels.join(" ") + more
}
