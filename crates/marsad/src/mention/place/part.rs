//! What part does a place's name play in its sentence?
//!
//! In come the words of a name and the tree; out comes its [`PlaceUse`], and what a
//! noun beside it says that it is. Invariant: what stands for people, a government or
//! an organisation is never taken for the scene of a deed.

use smol_str::SmolStr;

use super::{PlaceUse, Words, possible::Source, resolution::Noun};
use crate::{
    knowledge::Knowledge,
    mention::phrase::Cover,
    sentence::{Sentences, Tree},
};

/// The part that a name plays.
pub(super) fn of(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    acting: &Cover,
    words: &Words,
) -> PlaceUse {
    if words.dateline {
        return PlaceUse::Dateline;
    }
    let head = words.head;
    if words.source == Source::Demonym || tree.token(head).tag.starts_with("JJ") {
        return PlaceUse::Demonym;
    }
    if is_part_of_a_name(knowledge, sentences, tree, words) {
        return PlaceUse::Name;
    }
    let dep = tree.token(head).dep.as_str();
    let agent = dep == "pobj"
        && tree
            .head(head)
            .is_some_and(|prep| tree.token(prep).dep == "agent");
    if acting.at(head).is_some() && (dep == "nsubj" || agent) {
        PlaceUse::Metonym
    } else {
        PlaceUse::Literal
    }
}

/// "the Oregon Department of Education", "Damascus University Hospital": the name is
/// part of the name of somebody or something else.
fn is_part_of_a_name(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    words: &Words,
) -> bool {
    let last = words.tokens.end - 1;
    let longer = sentences.entity_of(words.tokens.start).filter(|entity| {
        matches!(
            entity.label.as_str(),
            "ORG" | "PERSON" | "PRODUCT" | "EVENT" | "LAW" | "WORK_OF_ART"
        ) && entity.tokens.end
            > last + 1 + usize::from(tree.token(entity.tokens.end - 1).tag == "POS")
    });
    let joined = tree.token(last).dep == "compound"
        && tree.head(last).is_some_and(|head| {
            let head = tree.token(head);
            head.tag.starts_with("NNP")
                && knowledge
                    .locations()
                    .class(&head.lemma.to_lowercase())
                    .is_none()
        });
    longer.is_some() || joined
}

/// What a noun beside a name says that it is ("X province", "the city of X"), and the
/// gazetteer's kinds that it stands for.
pub(super) fn noun_beside(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    head: usize,
) -> Option<(Noun, Vec<SmolStr>)> {
    let governor = tree.head(head)?;
    let compound = matches!(tree.token(head).dep.as_str(), "compound" | "nmod") && governor > head;
    let of = tree.token(governor).lemma == "of";
    let noun = if compound {
        governor
    } else if of {
        tree.head(governor)?
    } else {
        // "the city, X": the name explains the noun.
        Some(governor).filter(|_| tree.token(head).dep == "appos")?
    };
    let lemma = tree.token(noun).lemma.to_lowercase();
    let noun = match knowledge.locations().class(&lemma)? {
        "area" => Noun::Area,
        "settlement" => Noun::Settlement,
        "feature" => Noun::Feature,
        "site" => Noun::Site,
        _ => return None,
    };
    Some((noun, knowledge.locations().kinds(&lemma).to_vec()))
}
