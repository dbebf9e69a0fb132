//! How do the words of a document hang together, in CoNLL-U?
//!
//! In comes a [`Reading`]; out come its sentences in the ten columns of CoNLL-U,
//! with spaCy's own dependency labels. Invariants: heads count within their
//! sentence, `TokenRange` counts Unicode code points of the original text, and
//! neither words nor ids can break a line or a column.

use std::fmt::Write as _;

use marsad::{
    reading::Reading,
    sentence::{Sentence, Sentences, Token},
};

use super::on_one_line;
use crate::offsets::Offsets;

/// All sentences of a document.
pub(crate) fn print(reading: &Reading) -> String {
    let text = &reading.document.text;
    let offsets = Offsets::of(text);
    let labels = entity_labels(&reading.sentences);
    let id = on_one_line(&reading.document.id);
    let mut out = format!("# newdoc id = {id}\n");
    for (at, sentence) in reading.sentences.sentences.iter().enumerate() {
        let _ = writeln!(out, "# sent_id = {id}-{}", at + 1);
        let _ = writeln!(out, "# text = {}", on_one_line(sentence.span.of(text)));
        for number in sentence.tokens.clone() {
            let next = reading.sentences.tokens.get(number + 1);
            if let Some(token) = reading.sentences.tokens.get(number) {
                let miscellaneous = miscellaneous(token, next, text, &offsets, &labels[number]);
                row(&mut out, number, sentence, token, text, &miscellaneous);
            }
        }
        out.push('\n');
    }
    out
}

fn row(
    out: &mut String,
    number: usize,
    sentence: &Sentence,
    token: &Token,
    text: &str,
    miscellaneous: &str,
) {
    let first = sentence.tokens.start;
    let head = match token.head {
        head if head == number || !sentence.tokens.contains(&head) => 0,
        head => head - first + 1,
    };
    let form = if token.span.is_empty() {
        token.text.as_str()
    } else {
        token.span.of(text)
    };
    let columns = [form, &token.lemma, &token.pos, &token.tag, &token.morph].map(cell);
    let [form, lemma, pos, tag, features] = columns;
    let relation = cell(&token.dep);
    let id = number - first + 1;
    let _ = writeln!(
        out,
        "{id}\t{form}\t{lemma}\t{pos}\t{tag}\t{features}\t{head}\t{relation}\t_\t{miscellaneous}"
    );
}

/// What stands in the tenth column.
fn miscellaneous(
    token: &Token,
    next: Option<&Token>,
    text: &str,
    offsets: &Offsets,
    entity: &str,
) -> String {
    let (start, end) = (token.span.start, token.span.end);
    let mut parts = Vec::new();
    if token.span.is_empty() {
        parts.push("Inserted=Yes".to_owned());
    } else if token.span.of(text) != token.text {
        parts.push(format!("Mended={}", cell(&token.text).replace('|', "/")));
    }
    parts.push(format!("NER={}", cell(entity)));
    let space_after = text
        .get(end..)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        || end == text.len();
    if !space_after && next.is_some() {
        parts.push("SpaceAfter=No".to_owned());
    }
    parts.push(format!(
        "TokenRange={}:{}",
        offsets.code_points(text, start),
        offsets.code_points(text, end)
    ));
    parts.join("|")
}

/// B-, I- or O for every token.
fn entity_labels(sentences: &Sentences) -> Vec<String> {
    let mut labels = vec!["O".to_owned(); sentences.tokens.len()];
    for entity in &sentences.entities {
        for (at, label) in entity
            .tokens
            .clone()
            .zip(labels.iter_mut().skip(entity.tokens.start))
        {
            *label = format!(
                "{}-{}",
                if at == entity.tokens.start { 'B' } else { 'I' },
                entity.label
            );
        }
    }
    labels
}

/// A cell: on one line, without tabs, and `_` where there is nothing.
fn cell(text: &str) -> String {
    let text = on_one_line(text);
    if text.is_empty() {
        "_".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use marsad::{document::Document, sentence::Entity, terms::Span};

    use super::*;

    fn token(span: (usize, usize), text: &str, dep: &str, head: usize) -> Token {
        Token {
            span: Span::new(span.0, span.1),
            text: text.into(),
            lemma: text.to_lowercase().into(),
            tag: "NN".into(),
            pos: "NOUN".into(),
            morph: "".into(),
            dep: dep.into(),
            head,
        }
    }

    #[test]
    fn columns_heads_and_ranges() {
        let document = Document {
            id: "d\t1".into(),
            ..Document::from_text("é hit. its deir\nal-Zor")
        };
        let text = &document.text;
        let (hit, its, deir) = (
            text.find("hit").unwrap(),
            text.find("its").unwrap(),
            text.find("deir").unwrap(),
        );
        let tokens = vec![
            token((0, 2), "é", "nsubj", 1),
            token((hit, hit + 3), "hit", "ROOT", 1),
            token((hit + 3, hit + 4), ".", "punct", 1),
            token((its, its + 2), "it", "nsubj", 4),
            token((its + 2, its + 2), "'", "punct", 3),
            token((its + 2, its + 3), "s", "ROOT", 5),
            token((deir, deir + 11), "Deir al-Zor", "attr", 5),
        ];
        let sentence = |from: usize, to: usize| Sentence {
            span: tokens[from].span.to(tokens[to - 1].span),
            tokens: from..to,
        };
        let sentences = Sentences {
            sentences: vec![sentence(0, 3), sentence(3, 7)],
            entities: vec![Entity {
                tokens: 6..7,
                label: "GPE".into(),
            }],
            tokens: tokens.clone(),
            ..Sentences::default()
        };
        let reading = Reading {
            document,
            sentences,
            mentions: Default::default(),
            voices: vec![],
            claims: vec![],
            doubts: vec![],
        };
        let expected = "# newdoc id = d 1\n\
            # sent_id = d 1-1\n# text = é hit.\n\
            1\té\té\tNOUN\tNN\t_\t2\tnsubj\t_\tNER=O|TokenRange=0:1\n\
            2\thit\thit\tNOUN\tNN\t_\t0\tROOT\t_\tNER=O|SpaceAfter=No|TokenRange=2:5\n\
            3\t.\t.\tNOUN\tNN\t_\t2\tpunct\t_\tNER=O|TokenRange=5:6\n\n\
            # sent_id = d 1-2\n# text = its deir al-Zor\n\
            1\tit\tit\tNOUN\tNN\t_\t2\tnsubj\t_\tNER=O|SpaceAfter=No|TokenRange=7:9\n\
            2\t'\t'\tNOUN\tNN\t_\t1\tpunct\t_\tInserted=Yes|NER=O|SpaceAfter=No|TokenRange=9:9\n\
            3\ts\ts\tNOUN\tNN\t_\t0\tROOT\t_\tNER=O|TokenRange=9:10\n\
            4\tdeir al-Zor\tdeir al-zor\tNOUN\tNN\t_\t3\tattr\t_\tMended=Deir al-Zor|NER=B-GPE|TokenRange=11:22\n\n";
        assert_eq!(print(&reading), expected);
    }
}
