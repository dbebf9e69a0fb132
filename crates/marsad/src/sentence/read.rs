//! How does a document become sentences?
//!
//! In comes a document; out come its [`Sentences`]. Each block is parted into zones and
//! prose, the prose mended and parsed by itself, and the parse led back to the
//! original. Invariant: no sentence crosses a block, and every word of the text is in a
//! sentence or in a zone.

use std::ops::Range;

use marsad_syntax::Doc;

use super::{
    Entity, Lettering, Sentence, Sentences, Token, apostrophe, block,
    casing::{self, Named},
    dateline, deed, lettering,
    letters::Letters,
    mend::{self, Mended, Piece},
    rejoin, repair, respell,
    wear::{self, Apostrophes, Marks, Wear},
    zones::{self, Setting},
};
use crate::{document::Document, knowledge::Knowledge, terms::Span};

/// Reads a document into sentences.
///
/// In: any text, of any length, in any state. Out: its words, sentences, entities and
/// zones, with spans into the document's own text, and those of its title. Never fails; a text
/// without a word gives no sentence.
pub fn read(knowledge: &Knowledge, document: &Document) -> Sentences {
    let text = document.text.as_str();
    let mut sentences = Sentences {
        lettering: lettering::lettering(text).unwrap_or_default(),
        ..Sentences::default()
    };
    let wear = wear::wear(text);
    let letters = Letters::new(knowledge);
    let ground = dateline::Ground::new(knowledge);
    let mut named = match sentences.lettering {
        Lettering::Mixed => Named::default(),
        _ => Named::survey(&letters, text),
    };
    let blocks = block::blocks(text);
    for (at, block) in blocks.iter().enumerate() {
        let setting = Setting {
            before: at,
            after: blocks.len() - at - 1,
            lettering: lettering_of(block.of(text), sentences.lettering),
        };
        let parts = zones::part(&ground, text, *block, setting);
        sentences.zones.extend(parts.zones);
        for prose in parts.prose {
            let pieces = pieces(&letters, text, prose, wear, setting.lettering);
            let mended = recased(&letters, text, pieces, setting.lettering, &mut named);
            if !mended.text.is_empty() {
                let parsed = knowledge.syntax().parse(&mended.text);
                sentences.add(&parsed, &mended);
            }
        }
    }
    repair::repair(knowledge, &mut sentences);
    deed::repair(knowledge, &mut sentences);
    sentences.title = title(knowledge, document);
    sentences
}

/// The sentences of a title that the text does not repeat.
fn title(knowledge: &Knowledge, document: &Document) -> Option<Box<Sentences>> {
    let title = document.title.as_deref()?;
    if title.trim().is_empty() || document.text.trim_start().starts_with(title.trim()) {
        return None;
    }
    let document = Document {
        text: title.to_owned(),
        ..Document::default()
    };
    Some(Box::new(read(knowledge, &document)))
}

/// How the letters of a block stand, in a document whose letters stand as `whole`: a
/// headline may be all capitals, but a stray capital makes no block of small letters
/// an ordinary one.
fn lettering_of(block: &str, whole: Lettering) -> Lettering {
    match (whole, lettering::lettering(block)) {
        (_, None) | (Lettering::Lower | Lettering::Upper, Some(Lettering::Mixed)) => whole,
        (_, Some(own)) => own,
    }
}

/// The prose at `span`, its marks and apostrophes where they belong.
fn pieces<'t>(
    letters: &Letters<'_>,
    text: &'t str,
    span: Span,
    wear: Wear,
    lettering: Lettering,
) -> Vec<Piece<'t>> {
    let mut pieces = mend::pieces(text, span);
    if wear.marks == Marks::Parted {
        pieces = rejoin::rejoin(letters, pieces);
    } else if lettering != Lettering::Mixed {
        pieces = rejoin::initials(letters, pieces);
    }
    if wear.apostrophes == Apostrophes::Absent {
        pieces = apostrophe::restore(letters, pieces);
    }
    pieces
}

/// The pieces as the models are to read them.
fn recased(
    letters: &Letters<'_>,
    text: &str,
    mut pieces: Vec<Piece<'_>>,
    lettering: Lettering,
    named: &mut Named,
) -> Mended {
    if lettering != Lettering::Mixed {
        casing::recase(letters, lettering, &mut pieces, named);
    } else {
        pieces = respell::respell(letters, pieces);
    }
    Mended::write(text, &pieces)
}

impl Sentences {
    /// Adds a parsed stretch of prose, its spans led back to the original.
    fn add(&mut self, parsed: &Doc, mended: &Mended) {
        let first = self.tokens.len();
        // White space is no word here, though it is a token to the models.
        let words: Vec<usize> = (0..parsed.tokens.len())
            .filter(|&at| !parsed.token_text(at).trim().is_empty())
            .collect();
        let place = |at: usize| first + words.partition_point(|&word| word < at);
        let mut end = self.tokens.last().map_or(0, |token| token.span.end);
        for sentence in parsed.sentences() {
            let range = place(sentence.start)..place(sentence.end);
            if range.is_empty() {
                continue;
            }
            for at in sentence
                .clone()
                .filter(|at| words.binary_search(at).is_ok())
            {
                let token = &parsed.tokens[at];
                let mut span = mended.original(token.start, token.end);
                // Two tokens of one replaced stretch both map to the whole of it; it is the first one's.
                span.start = span.start.max(end);
                span.end = span.end.max(span.start);
                end = span.end;
                let head = governor(parsed, at, &sentence, |at| words.binary_search(&at).is_ok());
                let root = head == at;
                self.tokens.push(Token {
                    span,
                    text: parsed.token_text(at).into(),
                    lemma: token.lemma.clone(),
                    tag: token.tag.clone(),
                    pos: token.pos.clone(),
                    morph: token.morph.clone(),
                    dep: if root {
                        "ROOT".into()
                    } else {
                        token.dep.clone()
                    },
                    head: place(head),
                });
            }
            let span = self.tokens[range.start]
                .span
                .to(self.tokens[range.end - 1].span);
            self.sentences.push(Sentence {
                span,
                tokens: range,
            });
        }
        for entity in &parsed.entities {
            let tokens = place(entity.tokens.start)..place(entity.tokens.end);
            if !tokens.is_empty() {
                self.entities.push(Entity {
                    tokens,
                    label: entity.label.clone(),
                });
            }
        }
    }
}

/// The nearest governor of a token that is a word of its own sentence; itself if there is none.
fn governor(
    parsed: &Doc,
    at: usize,
    sentence: &Range<usize>,
    is_word: impl Fn(usize) -> bool,
) -> usize {
    let mut head = parsed.tokens[at].head;
    // White space governs nothing in a sound tree; where it does, no chain is longer than the sentence.
    for _ in sentence.clone() {
        if !sentence.contains(&head) {
            return at;
        }
        if is_word(head) {
            return head;
        }
        let next = parsed.tokens[head].head;
        if next == head {
            return at;
        }
        head = next;
    }
    at
}
