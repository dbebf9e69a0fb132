//! Sentences for tests, parsed by the shipped model.
//!
//! In comes a text of plain prose; out come its [`Sentences`] as the pipeline sees
//! them, without the mending that ragged text needs. Invariant: spans are the text's.

use std::sync::LazyLock;

use marsad_syntax::Pipeline;

use crate::{
    sentence::{Entity, Sentence, Sentences, Token},
    terms::Span,
};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    Pipeline::load(include_bytes!(
        "../../../../data/models/en/en_core_web_sm-3.8.0.marsad"
    ))
    .expect("help: build data/models/en with `workshop build model`")
});

/// The sentences of a text.
pub(super) fn parsed(text: &str) -> Sentences {
    let doc = PIPELINE.parse(text);
    // White space is no word; positions are counted anew without it.
    let mut new = Vec::with_capacity(doc.tokens.len());
    let mut kept = 0;
    for at in 0..doc.tokens.len() {
        new.push(kept);
        kept += usize::from(!doc.token_text(at).trim().is_empty());
    }
    new.push(kept);
    let is_word = |at: &usize| new[at + 1] > new[*at];
    let tokens: Vec<Token> = (0..doc.tokens.len())
        .filter(is_word)
        .map(|at| {
            let token = &doc.tokens[at];
            Token {
                span: Span::new(token.start, token.end),
                text: doc.token_text(at).into(),
                lemma: token.lemma.clone(),
                tag: token.tag.clone(),
                pos: token.pos.clone(),
                morph: token.morph.clone(),
                dep: token.dep.clone(),
                head: new[token.head].min(kept.saturating_sub(1)),
            }
        })
        .collect();
    let sentences = doc
        .sentences()
        .into_iter()
        .map(|run| new[run.start]..new[run.end])
        .filter(|run| !run.is_empty());
    let sentences = sentences.map(|run| Sentence {
        span: tokens[run.start].span.to(tokens[run.end - 1].span),
        tokens: run,
    });
    let entities = doc.entities.iter().map(|entity| Entity {
        tokens: new[entity.tokens.start]..new[entity.tokens.end],
        label: entity.label.clone(),
    });
    Sentences {
        sentences: sentences.collect(),
        entities: entities.collect(),
        tokens,
        ..Sentences::default()
    }
}
