//! Which words of deeds does the model take for another part of speech?
//!
//! In come the parsed [`Sentences`]; out come the same with deeds set right that the model read as
//! verbs though they are nouns ("in shelling by rebels", "hit by airstrikes") and as nouns though
//! they are verbs ("… Tal Ahmar and Nabl killing four"), and with what a deed is done to where the model
//! gives it to the participle behind it. What may be a deed is known by the patterns.
//! Invariant: only tags, lemmas and the attachment of the word itself, of the noun before it and of
//! its object change, and the tree stays a tree.

use smol_str::SmolStr;

use super::{Sentences, Token, repair::hangs_on};
use crate::knowledge::{
    Knowledge,
    pattern::{Part, Patterns},
};

/// Sets right the part of speech of words of deeds.
pub(super) fn repair(knowledge: &Knowledge, sentences: &mut Sentences) {
    let patterns = knowledge.patterns();
    let below = Below::of(&sentences.tokens);
    for sentence in &sentences.sentences {
        for at in sentence.tokens.clone() {
            let tag = sentences.tokens[at].tag.as_str();
            if tag.starts_with("VB") {
                let first = sentence.tokens.start;
                noun_read_as_verb(knowledge, &mut sentences.tokens, &below, (first, at));
                object_read_as_subject(knowledge, &mut sentences.tokens, &below, at);
            } else if tag == "JJ" {
                noun_read_as_adjective(patterns, &mut sentences.tokens[at]);
            } else if tag == "NN" {
                verb_read_as_noun(patterns, &mut sentences.tokens[at], below.object[at]);
            }
        }
    }
}

/// What hangs on each token.
struct Below {
    /// Something that only a verb has.
    verbal: Vec<bool>,
    /// An object, and no word that only a noun has.
    object: Vec<bool>,
    /// How much there is.
    count: Vec<usize>,
}

impl Below {
    fn of(tokens: &[Token]) -> Self {
        const OF_VERB: &[&str] = &[
            "nsubj",
            "nsubjpass",
            "aux",
            "auxpass",
            "dobj",
            "agent",
            "prt",
        ];
        let none = vec![false; tokens.len()];
        let (mut verbal, mut object, mut nominal) = (none.clone(), none.clone(), none);
        let mut count = vec![0; tokens.len()];
        for (at, token) in tokens
            .iter()
            .enumerate()
            .filter(|(at, token)| token.head != *at)
        {
            let dep = token.dep.as_str();
            verbal[token.head] |= OF_VERB.contains(&dep);
            object[token.head] |= dep == "dobj" && at > token.head;
            nominal[token.head] |= matches!(dep, "det" | "poss");
            count[token.head] += 1;
        }
        for (object, nominal) in object.iter_mut().zip(nominal) {
            *object &= !nominal;
        }
        Self {
            verbal,
            object,
            count,
        }
    }
}

/// Whether the patterns know a word as a deed.
fn tells(patterns: &Patterns, part: Part, lemma: &str) -> bool {
    patterns
        .lines(part, lemma)
        .any(|(_, line, _)| !line.is_of_any())
}

fn noun_read_as_verb(
    knowledge: &Knowledge,
    tokens: &mut [Token],
    below: &Below,
    (first, at): (usize, usize),
) {
    let patterns = knowledge.patterns();
    let token = &tokens[at];
    let word = token.text.to_lowercase();
    // "Shelling" is a noun of its own; "airstrikes" has the lemma that the verb would have.
    let lemma: SmolStr = match token.tag.as_str() {
        "VBG" => word.into(),
        "VBZ" => token.lemma.to_lowercase().into(),
        _ => return,
    };
    if token.dep == "pobj" && token.tag == "VBZ" {
        return plural_read_as_verb(tokens, below, at);
    }
    if !tells(patterns, Part::Noun, &lemma) || below.verbal[at] {
        return;
    }
    // "airstrikes and shelling hit the town"
    let listed = token.dep == "conj" && tokens[token.head].tag.starts_with("NN");
    let governed = listed || matches!(token.dep.as_str(), "pobj" | "dobj" | "nsubj" | "nsubjpass");
    // "in shelling by rebels"
    // "broke the truce by shelling": who does the one does the other.
    let before = &tokens[token.head];
    let means = before.lemma == "by" && before.dep != "agent";
    let after_preposition = token.dep == "pcomp" && token.head + 1 == at && !means;
    // "reported fighting", but "resumed fighting" tells of those who fight
    let above = tokens[token.head].lemma.to_lowercase();
    let told = matches!(token.dep.as_str(), "xcomp" | "ccomp")
        && token.head + 1 == at
        && knowledge
            .reporting()
            .verb(&above)
            .is_some_and(|cue| cue.kind == "neutral");
    let no_verb = token.tag == "VBZ" && !tells(patterns, Part::Verb, &lemma);
    let compound = compounded(tokens, below, (first, at));
    if !(governed || told || after_preposition || no_verb || compound) {
        return;
    }
    if compound {
        // "due to artillery shelling": the noun before it belongs to it.
        let before = at - 1;
        let (dep, head) = (tokens[before].dep.clone(), tokens[before].head);
        (tokens[before].dep, tokens[before].head) = ("compound".into(), at);
        (tokens[at].dep, tokens[at].head) = (dep, head);
    } else if told {
        tokens[at].dep = "dobj".into();
    } else if after_preposition {
        tokens[at].dep = "pobj".into();
    }
    let token = &mut tokens[at];
    token.tag = if token.tag == "VBZ" { "NNS" } else { "NN" }.into();
    token.pos = "NOUN".into();
    token.lemma = lemma;
}

/// "The offensive has displaced thousands": an adjective is no subject and no object.
fn noun_read_as_adjective(patterns: &Patterns, token: &mut Token) {
    let governed = matches!(token.dep.as_str(), "nsubj" | "nsubjpass" | "dobj" | "pobj");
    if governed && tells(patterns, Part::Noun, &token.lemma.to_lowercase()) {
        token.tag = "NN".into();
        token.pos = "NOUN".into();
    }
}

/// No finite verb stands behind a preposition: "targeted with mortar shells the town", in which the model
/// takes "shells" for a verb and the town for its object.
fn plural_read_as_verb(tokens: &mut [Token], below: &Below, at: usize) {
    let above = tokens[tokens[at].head].head;
    let free = tokens[above].tag.starts_with("VB") && !below.object[above];
    if free && !hangs_on(tokens, above, at) {
        for token in tokens.iter_mut().skip(at + 1) {
            if token.head == at && token.dep == "dobj" {
                token.head = above;
            }
        }
    }
    let token = &mut tokens[at];
    token.tag = "NNS".into();
    token.pos = "NOUN".into();
}

/// Whether the model takes a noun before a deed for what the preposition governs, and the deed for
/// what is said of it: "due to artillery shelling by the army".
fn compounded(tokens: &[Token], below: &Below, (first, at): (usize, usize)) -> bool {
    if at < first + 2 || tokens[at].tag != "VBG" {
        return false;
    }
    let before = at - 1;
    let noun = &tokens[before];
    let bare = noun.tag == "NN" && noun.dep == "pobj" && tokens[before - 1].tag == "IN";
    // Nothing but the deed may hang on the noun.
    let others = below.count[before].saturating_sub(usize::from(tokens[at].head == before));
    let outside = tokens[at].head != at && !hangs_on(tokens, noun.head, at);
    bare && others == 0 && outside && matches!(tokens[at].dep.as_str(), "acl" | "advcl" | "pcomp")
}

/// What an earlier verb is done to, where the model gives it to the participle behind it: "targeted the
/// village killing four".
fn object_read_as_subject(knowledge: &Knowledge, tokens: &mut [Token], below: &Below, at: usize) {
    let token = &tokens[at];
    let verb = token.head;
    // "said rebels leaving the town" tells what is said.
    let says = |verb: &str| knowledge.reporting().verb(verb).is_some();
    let hangs = match token.dep.as_str() {
        "advcl" => true,
        "ccomp" | "xcomp" => !says(&tokens[verb].lemma.to_lowercase()),
        _ => false,
    };
    let remark = token.tag == "VBG" && hangs && verb + 1 < at;
    if !remark || below.verbal[verb] && below.object[verb] || tokens[verb].tag != "VBD" {
        return;
    }
    let subject =
        (verb + 1..at).find(|&noun| tokens[noun].head == at && tokens[noun].dep == "nsubj");
    let Some(noun) = subject.filter(|&noun| noun + 1 == at) else {
        return;
    };
    // All that stands between belongs to the noun.
    if (verb + 1..noun).all(|other| hangs_on(tokens, other, noun)) {
        tokens[noun].head = verb;
        tokens[noun].dep = "dobj".into();
    }
}

fn verb_read_as_noun(patterns: &Patterns, token: &mut Token, has_object: bool) {
    let word = token.text.to_lowercase();
    let Some(stem) = word.strip_suffix("ing").filter(|_| has_object) else {
        return;
    };
    let mut once = stem.chars();
    let last = once.next_back();
    let doubled = last.is_some() && once.clone().next_back() == last;
    let single = doubled.then(|| once.as_str().to_owned());
    let candidates = [Some(stem.to_owned()), Some(format!("{stem}e")), single];
    let lemma = candidates
        .into_iter()
        .flatten()
        .find(|lemma| tells(patterns, Part::Verb, lemma));
    if let Some(lemma) = lemma {
        token.tag = "VBG".into();
        token.pos = "VERB".into();
        token.lemma = lemma.into();
    }
}
