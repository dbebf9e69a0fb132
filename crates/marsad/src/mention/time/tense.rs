//! Does the verb that governs a word look back or ahead?
//!
//! In come the tokens and the word; out comes a [`Tense`]. Invariant: the walk up
//! the tree ends, whatever the tree looks like.

use crate::{knowledge::times::Times, sentence::Token};

/// Which way a verb looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// What it says has happened.
    Past,
    /// What it says is still to come.
    Future,
    /// It does not tell.
    Open,
}

/// The tense of the nearest finite verb above a token; what is planned or expected lies ahead.
/// Where the word hangs on a noun first ("the vote in November was welcomed"), a past verb does not tell.
pub(super) fn tense(times: &Times, tokens: &[Token], word: usize) -> Tense {
    let mut at = word;
    let mut through_noun = false;
    // "Friday's attack will …" speaks of a Friday that has passed.
    let premodifier = tokens.get(word).is_some_and(|token| {
        token.head > word && matches!(token.dep.as_str(), "poss" | "compound" | "nmod" | "amod")
    });
    // A tree is no deeper than this in any sentence that people write.
    for _ in 0..64 {
        let Some(token) = tokens.get(at) else {
            return Tense::Open;
        };
        if matches!(token.pos.as_str(), "VERB" | "AUX") {
            match of_verb(times, tokens, at) {
                Tense::Open => {}
                Tense::Past if through_noun => return Tense::Open,
                Tense::Future if premodifier => return Tense::Open,
                known => return known,
            }
        }
        through_noun |= at != word && matches!(token.pos.as_str(), "NOUN" | "PROPN" | "ADJ");
        if token.head == at {
            return Tense::Open;
        }
        at = token.head;
    }
    Tense::Open
}

fn of_verb(times: &Times, tokens: &[Token], verb: usize) -> Tense {
    let token = &tokens[verb];
    let is_among = |list: &[smol_str::SmolStr], word: &str| list.iter().any(|known| known == word);
    let tense = &times.tense;
    let mut past_auxiliary = false;
    let mut infinitive = false;
    let mut any_auxiliary = false;
    for child in children(tokens, verb) {
        match child.dep.as_str() {
            "aux" | "auxpass" => {
                any_auxiliary = true;
                let text = child.text.to_lowercase();
                if is_among(&tense.ahead_auxiliaries, &child.lemma) && child.tag == "MD"
                    || is_among(&tense.ahead_auxiliaries, &text)
                {
                    return Tense::Future;
                }
                past_auxiliary |= matches!(child.tag.as_str(), "VBD" | "VBZ" | "VBP");
                infinitive |= child.tag == "TO";
            }
            // "is to meet": the infinitive below a form of "be" lies ahead, and its subject's verb does not tell.
            "xcomp"
                if child.tag == "VB"
                    && token.tag.starts_with("VB")
                    && is_among(&tense.ahead_verbs, &token.lemma)
                    && token.tag != "VBD" =>
            {
                return Tense::Future;
            }
            _ => {}
        }
    }
    if infinitive {
        let governor = tokens.get(token.head).filter(|_| token.head != verb);
        let ahead = governor.is_some_and(|governor| is_among(&tense.ahead_verbs, &governor.lemma));
        // "had been due to expire Friday": it was ahead of what is past.
        let had = |verb: usize| {
            children(tokens, verb)
                .any(|child| child.dep == "aux" && child.tag == "VBD" && child.lemma == "have")
        };
        let adjective = governor.is_some_and(|governor| governor.pos == "ADJ");
        let overtaken = had(token.head) || adjective && had(tokens[token.head].head);
        return match (ahead, overtaken) {
            (true, true) => Tense::Past,
            (true, false) => Tense::Future,
            (false, _) => Tense::Open,
        };
    }
    match token.tag.as_str() {
        "VBD" => Tense::Past,
        // "expected Monday", "scheduled for Friday".
        "VBN" if is_among(&tense.ahead_verbs, &token.lemma) => Tense::Future,
        "VBN" | "VBG" if past_auxiliary => Tense::Past,
        // "the ruling announced Wednesday": what a bare participle tells is done.
        "VBN" if !any_auxiliary && matches!(token.dep.as_str(), "acl" | "advcl") => Tense::Past,
        _ => Tense::Open,
    }
}

/// Words that depend on a token; auxiliaries stand near their verb, so a window is enough.
fn children(tokens: &[Token], head: usize) -> impl Iterator<Item = &Token> {
    let from = head.saturating_sub(24);
    let to = (head + 25).min(tokens.len());
    (from..to)
        .filter(move |at| *at != head && tokens[*at].head == head)
        .map(|at| &tokens[at])
}
