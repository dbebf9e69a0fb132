//! Which words does the model take for something that knowledge knows better?
//!
//! In come the parsed [`Sentences`]; out come the same with names that the model
//! tagged as adverbs, verbs or adjectives ("shelled Bakhmut") set right, and with
//! capitalised common nouns ("Rebels attacked") led back to their lemma. The model
//! has seen few names of the wars of today; the gazetteer has them. Invariant:
//! only tags, lemmas and the attachment of the word itself and of its preposition change,
//! a head stays in its sentence, and the tree stays a tree.

use super::{Sentences, Token};
use crate::knowledge::{Knowledge, casing::Usual};

/// Sets right what knowledge knows better than the model.
pub(super) fn repair(knowledge: &Knowledge, sentences: &mut Sentences) {
    for index in 0..sentences.sentences.len() {
        let range = sentences.sentences[index].tokens.clone();
        for at in range.clone() {
            let token = &sentences.tokens[at];
            if token.tag == "NNPS" {
                common_noun(knowledge, &mut sentences.tokens[at]);
            } else if is_short_name(knowledge, token) {
                subject(sentences, range.clone(), at);
            } else if at > range.start && misread_name(knowledge, token) {
                name(sentences, at);
            }
        }
    }
}

/// Whether a word is a known place's name, and no ordinary word, that the model took for
/// something other than a name.
fn misread_name(knowledge: &Knowledge, token: &Token) -> bool {
    let misread = token.tag.starts_with("RB")
        || token.tag.starts_with("VB")
        || matches!(token.tag.as_str(), "UH" | "FW");
    let written_as_name =
        token.text.starts_with(char::is_uppercase) && token.text.chars().any(char::is_lowercase);
    misread
        && written_as_name
        && !matches!(
            knowledge.casing().usual(&token.text.to_lowercase()),
            Usual::Ordinary
        )
        && !knowledge.gazetteer().find(&token.text).is_empty()
}

/// Whether a word of capitals is known to be somebody's name, and the model took it for none.
fn is_short_name(knowledge: &Knowledge, token: &Token) -> bool {
    let short = token.text.len() > 2 && !token.text.contains(|c: char| !c.is_ascii_uppercase());
    short && !token.tag.starts_with("NN") && knowledge.actors().has_cased_name(&token.text)
}

/// Makes a word a name, the subject of the verb that it stands before if that has none.
fn subject(sentences: &mut Sentences, sentence: std::ops::Range<usize>, at: usize) {
    let head = sentences.tokens[at].head;
    let tokens = &sentences.tokens[sentence];
    let has_subject = tokens
        .iter()
        .any(|token| token.head == head && matches!(token.dep.as_str(), "nsubj" | "nsubjpass"));
    let verb = at < head && sentences.tokens[head].tag.starts_with("VB") && !has_subject;
    let token = &mut sentences.tokens[at];
    token.tag = "NNP".into();
    token.pos = "PROPN".into();
    token.morph = "Number=Sing".into();
    token.lemma = token.text.clone();
    if verb {
        token.dep = "nsubj".into();
    }
}

/// Makes a word a name, the object of the verb or preposition that it stands behind.
fn name(sentences: &mut Sentences, at: usize) {
    let governed = |tokens: &[Token], head: usize, dep: &str| {
        tokens
            .iter()
            .enumerate()
            .any(|(other, token)| other != head && token.head == head && token.dep == dep)
    };
    let before = at - 1;
    let head = sentences.tokens[at].head;
    let preposition =
        sentences.tokens[before].tag == "IN" && !governed(&sentences.tokens, before, "pobj");
    let verb = head < at
        && sentences.tokens[head].tag.starts_with("VB")
        && !governed(&sentences.tokens, head, "dobj");
    // A preposition that hung on the name takes the name's place, or the two would hang on
    // each other.
    let outer = (head, sentences.tokens[at].dep.clone());
    let hung = sentences.tokens[before].head == at;
    let deeper = !hung && hangs_on(&sentences.tokens, before, at);
    let token = &mut sentences.tokens[at];
    token.tag = "NNP".into();
    token.pos = "PROPN".into();
    token.morph = "Number=Sing".into();
    token.lemma = token.text.clone();
    if preposition && !deeper {
        token.dep = "pobj".into();
        token.head = before;
        if hung {
            let preposition = &mut sentences.tokens[before];
            (preposition.head, preposition.dep) = if outer.0 == at {
                (before, outer.1)
            } else {
                (outer.0, "prep".into())
            };
        }
    } else if verb && token.dep == "advmod" {
        token.dep = "dobj".into();
    }
}

/// Whether a token hangs on another, however deep.
pub(super) fn hangs_on(tokens: &[Token], token: usize, other: usize) -> bool {
    std::iter::successors(Some(token), |&here| {
        Some(tokens[here].head).filter(|&up| up != here)
    })
    .take(tokens.len())
    .any(|here| here == other)
}

/// "Rebels" at the head of a sentence is a plural of "rebel", not a name.
fn common_noun(knowledge: &Knowledge, token: &mut Token) {
    let lower = token.text.to_lowercase();
    if !matches!(knowledge.casing().usual(&lower), Usual::Ordinary) {
        return;
    }
    let Some(singular) = lower.strip_suffix('s') else {
        return;
    };
    token.tag = "NNS".into();
    token.pos = "NOUN".into();
    token.lemma = singular.into();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Span;

    #[test]
    fn a_preposition_that_hung_on_the_name_takes_its_place() {
        let token = |text: &str, tag: &str, dep: &str, head| Token {
            span: Span::default(),
            text: text.into(),
            lemma: text.into(),
            tag: tag.into(),
            pos: "X".into(),
            morph: "".into(),
            dep: dep.into(),
            head,
        };
        let mut sentences = Sentences {
            tokens: vec![
                token("died", "VBD", "ROOT", 0),
                token("around", "IN", "advmod", 2),
                token("Bakhmut", "RB", "advmod", 0),
            ],
            ..Sentences::default()
        };
        name(&mut sentences, 2);
        let heads: Vec<usize> = sentences.tokens.iter().map(|token| token.head).collect();
        assert_eq!(heads, [0, 0, 1]);
        assert_eq!(sentences.tokens[1].dep, "prep");
    }
}
