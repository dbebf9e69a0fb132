//! How does an analysis look to a reader?
//!
//! In comes a document, out comes a table with one line for each token, which
//! people can read and programs can compare line by line.
//!
//! Invariant: two documents with the same text have the same table exactly when
//! they have the same analysis.

use std::fmt::Write as _;

use crate::doc::Doc;

impl Doc {
    /// The analysis as tab-separated lines, one for each token: form, norm, tag,
    /// part of speech, features, lemma, index of the head, label, `S` where a
    /// sentence starts, and `B-` or `I-` with the label of an entity.
    ///
    /// What is empty is written as nothing, what is not the case as `-`. Line
    /// breaks, tabs and backslashes in words are written as `\n`, `\r`, `\t`
    /// and `\\`.
    pub fn table(&self) -> String {
        let mut entities = vec![String::from("-"); self.tokens.len()];
        for entity in &self.entities {
            for at in entity.tokens.clone() {
                let position = if at == entity.tokens.start { 'B' } else { 'I' };
                entities[at] = format!("{position}-{}", entity.label);
            }
        }
        let mut table = String::new();
        for (at, (token, entity)) in self.tokens.iter().zip(&entities).enumerate() {
            for word in [
                self.token_text(at),
                &token.norm,
                &token.tag,
                &token.pos,
                &token.morph,
                &token.lemma,
            ] {
                push_escaped(&mut table, word);
                table.push('\t');
            }
            let start = if token.sentence_start { 'S' } else { '-' };
            writeln!(table, "{}\t{}\t{start}\t{entity}", token.head, token.dep)
                .expect("writing to a string cannot fail");
        }
        table
    }
}

fn push_escaped(table: &mut String, word: &str) {
    for character in word.chars() {
        match character {
            '\n' => table.push_str("\\n"),
            '\r' => table.push_str("\\r"),
            '\t' => table.push_str("\\t"),
            '\\' => table.push_str("\\\\"),
            other => table.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::{Doc, Entity, Token};

    #[test]
    fn a_line_for_each_token() {
        let doc = Doc {
            text: "Idlib\n".to_owned(),
            tokens: vec![
                Token {
                    end: 5,
                    norm: "idlib".into(),
                    tag: "NNP".into(),
                    pos: "PROPN".into(),
                    morph: "Number=Sing".into(),
                    lemma: "Idlib".into(),
                    dep: "ROOT".into(),
                    sentence_start: true,
                    ..Token::default()
                },
                Token {
                    start: 5,
                    end: 6,
                    dep: "dep".into(),
                    ..Token::default()
                },
            ],
            entities: vec![Entity {
                tokens: 0..1,
                label: "GPE".into(),
            }],
        };
        assert_eq!(
            doc.table(),
            "Idlib\tidlib\tNNP\tPROPN\tNumber=Sing\tIdlib\t0\tROOT\tS\tB-GPE\n\
             \\n\t\t\t\t\t\t0\tdep\t-\t-\n"
        );
    }
}
