//! Who says so?
//!
//! In comes a document's scene; out come its [`Attribution`]s, one for each word
//! that says that something is said, and for any trigger the chain of voices
//! from the publisher to whoever is quoted. Invariant: the chain begins with
//! the publisher, and no voice speaks of its own cue.

use std::ops::Range;

use smol_str::SmolStr;

use super::{Voice, cast::Scene};
use crate::{
    document::Document,
    knowledge::actor::ActorId,
    mention::{ActorMention, phrase},
    sentence::ZoneKind,
    terms::Span,
};

/// One place where a text says that something is said.
#[derive(Debug)]
pub(crate) struct Attribution<'a> {
    /// The cue's own token.
    pub(crate) cue: usize,
    /// The tokens of the cue.
    cue_tokens: Range<usize>,
    /// The token that heads the words for the speaker.
    source: Option<usize>,
    /// Who is meant, pronouns resolved.
    speaker: Option<&'a ActorMention>,
    /// The agency or outlet that was told, if one was.
    hearer: Option<&'a ActorMention>,
    /// The tokens of what is said.
    content: Vec<Range<usize>>,
}

/// Every attribution of a document, in the order of their cues.
pub(crate) fn find<'a>(scene: &Scene<'a>) -> Vec<Attribution<'a>> {
    let mut found: Vec<Attribution<'a>> = Vec::new();
    for at in 0..scene.tree.len() {
        let attribution = verb(scene, at, &found).or_else(|| according(scene, at));
        found.extend(attribution);
    }
    found
}

/// "X said that …", "…, X said", "X told Y …", "as X said".
fn verb<'a>(scene: &Scene<'a>, at: usize, before: &[Attribution<'a>]) -> Option<Attribution<'a>> {
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
    let hearer = tree
        .with_dep(at, &["dobj", "dative"])
        .flat_map(|object| {
            std::iter::once(object).chain(tree.with_dep(object, &["compound"]).collect::<Vec<_>>())
        })
        .filter_map(|object| scene.actor(object))
        .find(|actor| matches!(actor.role.voice.as_deref(), Some("agency" | "media")));
    let mut content = content(scene, at, source, hearer);
    let mut source = source;
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
    let speaker = source.and_then(|source| speaker(scene, source, before));
    Some(Attribution {
        cue: at,
        cue_tokens: at..at + 1,
        source,
        speaker,
        hearer,
        content,
    })
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
fn according<'a>(scene: &Scene<'a>, at: usize) -> Option<Attribution<'a>> {
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
    Some(Attribution {
        cue: at,
        cue_tokens: at..next + 1,
        source: Some(source),
        speaker: speaker(scene, source, &[]),
        hearer: None,
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
        if super::frame::said_before(tree, at, adverbial).is_some() {
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
        .filter(|&prep| super::frame::charges(scene.knowledge, tree, at, prep))
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

/// Who is meant by the words for a speaker; a pronoun takes up the last speaker that fits it.
fn speaker<'a>(
    scene: &Scene<'a>,
    source: usize,
    before: &[Attribution<'a>],
) -> Option<&'a ActorMention> {
    if let Some(actor) = scene.actor(source) {
        // "the source" is the one that spoke before.
        let definite = scene
            .tree
            .with_dep(source, &["det"])
            .any(|det| scene.tree.token(det).lemma == "the");
        let bare =
            definite && actor.actor.value().is_none() && scene.tree.children(source).len() == 1;
        let lemma = &scene.tree.token(source).lemma;
        let spoke = before
            .iter()
            .rev()
            .filter_map(|earlier| earlier.speaker)
            .find(|earlier| scene.tree.token(earlier.head).lemma == *lemma);
        return if bare {
            spoke.or(Some(actor))
        } else {
            Some(actor)
        };
    }
    let pronoun = scene.tree.token(source);
    if pronoun.tag != "PRP" {
        return None;
    }
    let fits = |mention: &ActorMention| {
        let person = mention.role.form == crate::knowledge::actor::Form::Person;
        let plural = matches!(scene.tree.token(mention.head).tag.as_str(), "NNS" | "NNPS");
        match pronoun.lemma.to_lowercase().as_str() {
            "he" | "she" => person && !plural,
            "it" => !person,
            "they" => plural || !person,
            _ => false,
        }
    };
    let last = before
        .iter()
        .rev()
        .take(6)
        .filter_map(|attribution| attribution.speaker)
        .find(|mention| fits(mention));
    last.or_else(|| scene.antecedent(source))
}

impl Attribution<'_> {
    /// Whether a token is among what is said.
    pub(crate) fn holds(&self, at: usize) -> bool {
        self.cue != at
            && !self.cue_tokens.contains(&at)
            && self.content.iter().any(|range| range.contains(&at))
    }

    /// The voice that speaks here.
    pub(crate) fn voice(&self, scene: &Scene<'_>) -> Voice {
        let source = self.source.map(|source| {
            scene
                .tree
                .extent_without(source, |child| scene.tree.token(child).dep == "punct")
        });
        let name = match self.speaker {
            Some(speaker) => name_of(scene, speaker),
            None => source
                .as_ref()
                .map(|tokens| phrase::words(scene.sentences, tokens))
                .unwrap_or_default()
                .into(),
        };
        let kind = self
            .speaker
            .and_then(|speaker| speaker.role.voice.clone())
            .unwrap_or_else(|| "unknown".into());
        Voice {
            source: source
                .iter()
                .map(|tokens| phrase::span(scene.sentences, tokens))
                .collect(),
            cue: vec![phrase::span(scene.sentences, &self.cue_tokens)],
            content: self
                .content
                .iter()
                .map(|tokens| phrase::span(scene.sentences, tokens))
                .collect(),
            speaker: self
                .speaker
                .and_then(|speaker| speaker.actor.value().cloned()),
            name,
            kind,
        }
    }

    /// Whether the speaker could be tied to anybody.
    pub(crate) fn has_speaker(&self) -> bool {
        self.speaker.is_some()
    }

    /// The words for the speaker.
    pub(crate) fn source_span(&self, scene: &Scene<'_>) -> Span {
        self.source
            .map(|source| scene.sentences.tokens[source].span)
            .unwrap_or_default()
    }
}

/// A speaker in words: the known actor's name, or the phrase with what describes it.
fn name_of(scene: &Scene<'_>, speaker: &ActorMention) -> SmolStr {
    // A phrase that only borrows a name ("a media unit run by Hezbollah") keeps its own words.
    let by_name = scene.tree.token(speaker.head).tag.starts_with("NNP");
    if by_name
        && let Some(actor) = speaker.actor.value()
        && let Some(known) = scene.knowledge.actors().get(actor)
    {
        return known.name.clone();
    }
    // "the group Hezbollah" is one name, "the Observatory, a war monitor," is not.
    let remark = |child: usize| {
        let start = scene.tree.extent(child).start;
        start > 0 && scene.tree.token(start - 1).pos == "PUNCT"
    };
    let commented = |child: usize| match scene.tree.token(child).dep.as_str() {
        "punct" | "relcl" | "conj" | "cc" => true,
        "appos" => remark(child),
        _ => false,
    };
    let tokens = scene.tree.extent_without(speaker.head, commented);
    let words = phrase::words(scene.sentences, &tokens);
    // Inside the chain of voices no phrase begins a sentence: "A medic" is "a medic".
    let first = scene.tree.token(tokens.start);
    match words.strip_prefix(first.text.as_str()) {
        Some(rest) if matches!(first.tag.as_str(), "DT" | "CD" | "PRP$" | "PDT") => {
            format!("{}{rest}", first.text.to_lowercase()).into()
        }
        _ => words.into(),
    }
}

/// The publisher and, where the dateline names one, the agency whose report it is.
pub(crate) fn publisher(scene: &Scene<'_>, document: &Document) -> Vec<Voice> {
    let own = |name: SmolStr, speaker: Option<ActorId>, kind: &str, source: Vec<Span>| Voice {
        source,
        cue: Vec::new(),
        content: Vec::new(),
        speaker,
        name,
        kind: kind.into(),
    };
    let known = |name: &str| {
        scene
            .knowledge
            .actors()
            .named(name)
            .next()
            .map(|actor| actor.id.clone())
    };
    let mut chain = Vec::new();
    if let Some(source) = &document.source {
        chain.push(own(source.into(), known(source), "publisher", Vec::new()));
    }
    for zone in scene
        .sentences
        .zones
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Dateline)
    {
        let Some(agency) = zone.agency else { continue };
        let words = agency.of(&document.text).trim();
        let id = known(words);
        let name: SmolStr = match id.as_ref().and_then(|id| scene.knowledge.actors().get(id)) {
            Some(actor) => actor.name.clone(),
            None => words.into(),
        };
        let kind = if chain.is_empty() {
            "publisher"
        } else {
            "agency"
        };
        if chain
            .iter()
            .all(|voice| voice.name != name && (id.is_none() || voice.speaker != id))
        {
            chain.push(own(name, id, kind, vec![agency]));
        }
        break;
    }
    if chain.is_empty() {
        chain.push(own("the publisher".into(), None, "publisher", Vec::new()));
    }
    chain
}

/// The chain of voices for a trigger, outermost first.
pub(crate) fn chain(
    scene: &Scene<'_>,
    publisher: &[Voice],
    attributions: &[Attribution<'_>],
    trigger: usize,
) -> Vec<Voice> {
    let mut chain = publisher.to_vec();
    let near = scene.in_sentence(trigger, attributions, |attribution| attribution.cue);
    let mut holding: Vec<&Attribution<'_>> = near
        .iter()
        .filter(|attribution| attribution.holds(trigger))
        .collect();
    // The one that holds more holds the others.
    holding.sort_by_key(|attribution| {
        let size: usize = attribution.content.iter().map(Range::len).sum();
        (std::cmp::Reverse(size), attribution.cue)
    });
    for attribution in holding {
        let hearer = attribution.hearer.and_then(|hearer| {
            let id = hearer.actor.value()?;
            let heard = chain.iter().any(|voice| voice.speaker.as_ref() == Some(id));
            (!heard).then(|| Voice {
                source: vec![hearer.span],
                cue: Vec::new(),
                content: Vec::new(),
                speaker: Some(id.clone()),
                name: name_of(scene, hearer),
                kind: hearer.role.voice.clone().unwrap_or_default(),
            })
        });
        chain.extend(hearer);
        let voice = attribution.voice(scene);
        // "X told Y that they believed …": the inner voice is the outer one again.
        if chain
            .iter()
            .skip(1)
            .any(|known| known.name == voice.name && known.kind == voice.kind)
        {
            continue;
        }
        chain.push(voice);
    }
    chain
}

/// Whether a time belongs to the saying rather than to what is said.
pub(crate) fn cue_of<'v, 'a>(
    scene: &Scene<'_>,
    attributions: &'v [Attribution<'a>],
    trigger: usize,
) -> Option<&'v Attribution<'a>> {
    scene
        .in_sentence(trigger, attributions, |attribution| attribution.cue)
        .iter()
        .filter(|attribution| attribution.holds(trigger))
        .min_by_key(|attribution| attribution.content.iter().map(Range::len).sum::<usize>())
}
