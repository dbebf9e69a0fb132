//! Where do the rules see an attribution?
//!
//! In comes a token; out comes what the rules make of it if it says that something is said: "X
//! said that …", "…, X told Y", "accused X of …", "according to X". Invariant: a verb that may report,
//! but has nothing that it reports, is just a verb.

use std::ops::Range;

use super::hearer;
use crate::{
    claim::{cast::Scene, frame},
    mention::ActorMention,
};

/// An attribution as the rules see it.
#[derive(Debug)]
pub(super) struct Ruled {
    /// The tokens of the cue.
    pub(super) cue: Range<usize>,
    /// The token that heads the words for the speaker.
    pub(super) source: Option<usize>,
    /// The tokens of what is said.
    pub(super) content: Vec<Range<usize>>,
}

/// What the rules make of a token.
pub(super) fn at(scene: &Scene<'_>, at: usize) -> Option<Ruled> {
    verb(scene, at).or_else(|| according(scene, at))
}

/// "X said that …", "…, X said", "X told Y …", "as X said".
fn verb(scene: &Scene<'_>, at: usize) -> Option<Ruled> {
    let tree = &scene.tree;
    if !tree.is_verb(at) {
        return None;
    }
    scene
        .knowledge
        .reporting()
        .verb(&tree.token(at).lemma.to_lowercase())?;
    let passive = tree
        .with_dep(at, &["nsubjpass", "auxpass"])
        .next()
        .is_some();
    let source = if passive {
        tree.with_dep(at, &["agent"])
            .flat_map(|by| tree.with_dep(by, &["pobj"]).collect::<Vec<_>>())
            .next()
    } else {
        // Of several the nearest, as in "Sudan's paramilitary Rapid Support Forces said".
        tree.with_dep(at, &["nsubj"])
            .filter(|&subject| subject < at)
            .last()
            .or_else(|| tree.with_dep(at, &["nsubj"]).next())
    };
    let mut source = source.or_else(|| quoted_subject(scene, at));
    let mut content = content(scene, at, source, hearer(scene, at));
    // "Fighting went on, a source told the agency": the parser may read the speaker as a
    // remark on the noun before the comma, and the saying as a second clause.
    if content.is_empty()
        && source.is_none()
        && tree.token(at).dep == "conj"
        && let Some((speaker, said)) = misread_inversion(scene, at)
    {
        source = Some(speaker);
        content.push(said);
    }
    // A verb that may report, but has nothing that it reports, is just a verb.
    if content.is_empty() || source.is_none() && !passive {
        return None;
    }
    Some(Ruled {
        cue: at..at + 1,
        source,
        content,
    })
}

/// "The governor was quoted as saying that …": whoever a passive of saying is about says it.
fn quoted_subject(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let tree = &scene.tree;
    let preposition = tree.head(at).filter(|_| tree.token(at).dep == "pcomp")?;
    let verb = tree.head(preposition)?;
    let lemma = tree.token(verb).lemma.to_lowercase();
    scene.knowledge.reporting().verb(&lemma)?;
    tree.with_dep(verb, &["nsubjpass"]).next()
}

/// The noun that stands between a comma and a verb of saying, and what stands before the comma.
fn misread_inversion(scene: &Scene<'_>, at: usize) -> Option<(usize, Range<usize>)> {
    let tree = &scene.tree;
    let sentence = scene.sentences.sentence_of(at)?;
    let comma = (sentence.tokens.start..at)
        .rev()
        .find(|&here| tree.token(here).text == ",")?;
    let speaker = (comma + 1..at).find(|&here| {
        let own = tree.extent(here);
        tree.is_noun(here) && own.start == comma + 1 && own.end == at && scene.actor(here).is_some()
    })?;
    Some((speaker, sentence.tokens.start..comma))
}

/// "According to X, …".
fn according(scene: &Scene<'_>, at: usize) -> Option<Ruled> {
    let tree = &scene.tree;
    let next = tree.with_dep(at, &["prep"]).find(|&next| next == at + 1)?;
    let words = format!(
        "{} {}",
        tree.token(at).text.to_lowercase(),
        tree.token(next).text.to_lowercase()
    );
    scene.knowledge.reporting().preposition(&words)?;
    let source = tree.with_dep(next, &["pobj"]).next()?;
    let above = tree.head(at)?;
    let whole = tree
        .upwards(above)
        .find(|&here| tree.is_verb(here) || tree.token(here).pos == "AUX")
        .unwrap_or(above);
    let own = tree.extent(at);
    let content = without(tree.extent(whole), &own);
    Some(Ruled {
        cue: at..next + 1,
        source: Some(source),
        content,
    })
}

/// What a verb of saying reports.
fn content(
    scene: &Scene<'_>,
    at: usize,
    source: Option<usize>,
    hearer: Option<&ActorMention>,
) -> Vec<Range<usize>> {
    let tree = &scene.tree;
    let mut found: Vec<Range<usize>> = Vec::new();
    let clauses: Vec<usize> = tree.with_dep(at, &["ccomp"]).collect();
    // "X fights on, in June officials told us that …": with what is said behind it, a
    // clause before the saying is a sentence of its own that lost its full stop.
    let that = |clause: usize| {
        tree.with_dep(clause, &["mark"])
            .any(|mark| tree.token(mark).lemma == "that")
    };
    let behind = clauses.iter().any(|&clause| clause > at && that(clause));
    for &clause in clauses.iter().filter(|&&clause| !behind || clause > at) {
        found.push(tree.extent(clause));
    }
    // What hangs behind an inverted "…, X said, doing …" was said as well.
    for adverbial in tree.with_dep(at, &["advcl"]) {
        if frame::said_before(tree, at, adverbial).is_some() {
            found.push(tree.extent(adverbial));
        }
    }
    // "told the agency fighting was going on": its subject is read as an object.
    for object in tree.with_dep(at, &["dobj"]) {
        let run_on = clauses
            .iter()
            .any(|&clause| tree.extent(object).end == tree.extent(clause).start);
        if run_on && scene.actor(object).is_none() {
            let start = hearer.map_or(tree.extent(object).start, |hearer| hearer.tokens.end);
            found.push(start.min(object)..object + 1);
        }
    }
    if found.is_empty()
        && matches!(
            tree.token(at).dep.as_str(),
            "parataxis" | "advcl" | "ccomp" | "dep"
        )
    {
        // "The town fell, X said": the saying hangs on the said.
        let inverted = tree.token(at).dep == "parataxis"
            || tree
                .with_dep(at, &["mark"])
                .any(|mark| tree.token(mark).lemma == "as")
            || tree
                .with_dep(at, &["advmod"])
                .any(|mark| tree.token(mark).lemma == "as");
        if inverted && let Some(said) = tree.head(at) {
            found = without(tree.extent(said), &tree.extent(at));
        }
    }
    // "accused the army of shelling the town": the charge is what is said.
    for preposition in tree
        .with_dep(at, &["prep"])
        .filter(|&prep| frame::charges(scene.knowledge, tree, at, prep))
    {
        found.extend(
            tree.with_dep(preposition, &["pcomp", "pobj"])
                .map(|charge| tree.extent(charge)),
        );
    }
    // A thing said about is no sentence said, except where the object names a deed.
    if found.is_empty() && source.is_some() {
        let objects = tree
            .with_dep(at, &["dobj"])
            .filter(|&object| scene.actor(object).is_none() && tree.is_noun(object));
        let takes_object = scene
            .knowledge
            .reporting()
            .verb(&tree.token(at).lemma.to_lowercase())
            .is_some_and(|cue| cue.takes.iter().any(|takes| takes == "object"));
        if takes_object {
            found.extend(objects.map(|object| tree.extent(object)));
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    found.retain(|range| !range.is_empty());
    found
}

fn without(whole: Range<usize>, part: &Range<usize>) -> Vec<Range<usize>> {
    [
        whole.start..part.start.clamp(whole.start, whole.end),
        part.end.clamp(whole.start, whole.end)..whole.end,
    ]
    .into_iter()
    .filter(|range| !range.is_empty())
    .collect()
}
