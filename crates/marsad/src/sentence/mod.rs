//! Where does a statement end, and which word governs which?
//!
//! In comes a [`Document`](crate::document::Document); out come [`Sentences`]:
//! its words with lemma, tag and tree, its sentences, its named entities, and
//! the zones of it that are not prose (datelines, credits). Text in one case or
//! with lost apostrophes is mended for the models only. Invariant: every span
//! points into the document's original text, tokens are in text order and never
//! overlap, and a head lies in its token's own sentence.

mod apostrophe;
mod block;
mod casing;
mod dateline;
mod deed;
mod layout;
mod lettering;
mod letters;
mod mend;
pub(crate) mod quotes;
mod read;
mod rejoin;
mod repair;
mod respell;
mod tree;
mod wear;
mod zones;

use std::ops::Range;

use smol_str::SmolStr;

pub use read::read;
pub(crate) use tree::Tree;

use crate::terms::Span;

/// The words of a document and how they hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentences {
    /// All words in order; white space is none.
    pub tokens: Vec<Token>,
    /// The sentences in order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Named entities as the model labels them; in order, never overlapping.
    pub entities: Vec<Entity>,
    /// The parts that are not prose; in order.
    pub zones: Vec<Zone>,
    /// How the letters of the text stand.
    pub lettering: Lettering,
    /// The sentences of the document's title, whose spans point into the title; `None` where it
    /// has none, or where the text opens with it.
    pub title: Option<Box<Sentences>>,
}

impl Sentences {
    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> Option<&Sentence> {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.tokens.end <= token);
        self.sentences
            .get(at)
            .filter(|sentence| sentence.tokens.contains(&token))
    }

    /// The named entity that holds a token.
    pub fn entity_of(&self, token: usize) -> Option<&Entity> {
        let at = self
            .entities
            .partition_point(|entity| entity.tokens.end <= token);
        self.entities
            .get(at)
            .filter(|entity| entity.tokens.contains(&token))
    }
}

/// One sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From its first word to its last.
    pub span: Span,
    /// Its words, as a range of [`Sentences::tokens`].
    pub tokens: Range<usize>,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands in the original text. Empty for a mark that the original
    /// lost and that was put back for the models.
    pub span: Span,
    /// The word as the models read it: mended and in its usual case.
    pub text: SmolStr,
    /// The dictionary form.
    pub lemma: SmolStr,
    /// Penn Treebank tag.
    pub tag: SmolStr,
    /// Universal part of speech.
    pub pos: SmolStr,
    /// Universal features.
    pub morph: SmolStr,
    /// Dependency label ("nsubj", "dobj", "ROOT").
    pub dep: SmolStr,
    /// The token that governs it, as an index into the document's tokens; a root governs itself.
    pub head: usize,
}

/// A named entity as the model labels it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its words.
    pub tokens: Range<usize>,
    /// The model's label ("GPE", "ORG", "PERSON").
    pub label: SmolStr,
}

/// A part of the text that is not prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ZoneKind,
    /// In a dateline, the words for the place where the report was filed.
    pub place: Option<Span>,
    /// In a dateline, the words for the agency that filed it.
    pub agency: Option<Span>,
    /// In a dateline, the words for the day.
    pub date: Option<Span>,
}

/// What a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneKind {
    /// "BEIRUT (Reuters) -": where the report was filed, and by whom.
    Dateline,
    /// "Reporting by …; Editing by …".
    Credits,
}

/// How the letters of a text stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lettering {
    /// Capitals and small letters as usual.
    #[default]
    Mixed,
    /// Small letters only.
    Lower,
    /// Capitals only.
    Upper,
}

impl Zone {
    /// A zone of which no more is known.
    pub(crate) fn new(kind: ZoneKind, span: Span) -> Self {
        Self {
            span,
            kind,
            place: None,
            agency: None,
            date: None,
        }
    }
}
