//! How far does anybody stand behind a claim?
//!
//! In come a trigger and the attribution that holds it, and afterwards the sentences that say what was
//! checked; out comes a [`Certainty`] with the words that say so. Invariant: where several words tell, the one that
//! is least sure counts, but for a check that was made.

use super::{Claim, Modality, attribution::Attribution, cast::Scene};
use crate::{
    knowledge::lexicon::{Disclaimer, Reach},
    sentence::Sentence,
    terms::Span,
};

/// How far a claim is vouched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certainty {
    /// How far.
    pub grade: Grade,
    /// The words that say so; `None` where it is just told.
    pub span: Option<Span>,
}

/// How far a claim is vouched for, the surest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Somebody says that they checked it.
    Verified,
    /// It is told as a fact.
    #[default]
    Stated,
    /// The report marks it as the speaker's word only ("claimed", "reportedly", "the alleged attack").
    Alleged,
    /// Whoever speaks thinks it, and does not know ("believed", "apparently").
    Supposed,
    /// Somebody says that it could not be checked.
    Unverified,
}

impl Grade {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Stated => "stated",
            Self::Alleged => "alleged",
            Self::Supposed => "supposed",
            Self::Unverified => "unverified",
        }
    }

    /// A grade by its word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Verified,
            Self::Stated,
            Self::Alleged,
            Self::Supposed,
            Self::Unverified,
        ]
        .into_iter()
        .find(|grade| grade.as_str() == word)
    }
}

impl Certainty {
    /// The less sure of two.
    fn weaker(self, grade: Grade, span: Span) -> Self {
        let checked = grade == Grade::Verified && self.grade == Grade::Stated;
        if grade > self.grade || checked {
            let span = Some(span);
            return Self { grade, span };
        }
        self
    }
}

/// What the cue that holds a deed and the hedges on its own words say. `own` are the deed's word and the verb that
/// carries it, `doers` the words for whoever did it.
pub(super) fn of(
    scene: &Scene<'_>,
    own: &[usize],
    doers: &[std::ops::Range<usize>],
    said: Option<&Attribution<'_>>,
    modality: Modality,
) -> Certainty {
    let tree = &scene.tree;
    let mut found = Certainty::default();
    if let Some(said) = said
        && let Some(cue) = said.entry
    {
        found = found.weaker(
            Grade::parse(&cue.certainty).unwrap_or_default(),
            tree.token(said.cue).span,
        );
    }
    let beside = own
        .iter()
        .flat_map(|&at| tree.with_dep(at, &["advmod", "amod"]));
    let reporting = scene.knowledge.reporting();
    for hedge in beside.chain(doers.iter().cloned().flatten()) {
        let word = tree.token(hedge);
        let known = reporting
            .hedge(&word.lemma.to_lowercase())
            .or_else(|| reporting.hedge(&word.text.to_lowercase()));
        if let Some(grade) = known.and_then(|hedge| hedge.certainty.as_deref()) {
            found = found.weaker(Grade::parse(grade).unwrap_or_default(), word.span);
        }
    }
    if modality == Modality::Supposed && found.grade < Grade::Supposed {
        found.grade = Grade::Supposed;
    }
    found
}

/// How many sentences back a disclaimer may speak of.
const BACK: usize = 2;

/// Colours claims by the sentences that say what was, or could not be, checked.
pub(super) fn disclaim(scene: &Scene<'_>, claims: &mut [Claim]) {
    for (number, sentence) in scene.sentences.sentences.iter().enumerate() {
        let Some((disclaimer, span)) = disclaimer(scene, sentence) else {
            continue;
        };
        let grade = Grade::parse(&disclaimer.certainty).unwrap_or_default();
        for at in coloured(scene, claims, number, disclaimer.reach, span) {
            let own = std::mem::take(&mut claims[at].certainty);
            claims[at].certainty = own.weaker(grade, span);
        }
    }
}

/// The claims that a disclaimer in a sentence colours.
fn coloured(
    scene: &Scene<'_>,
    claims: &[Claim],
    number: usize,
    reach: Reach,
    words: Span,
) -> Vec<usize> {
    let of = |sentence: usize| -> Vec<usize> {
        let span = scene.sentences.sentences[sentence].span;
        let inside = (0..claims.len()).filter(|&at| span.contains(claims[at].evidence.trigger));
        // What stands in the disclaimer itself is what was not done: the check.
        inside
            .filter(|&at| !words.overlaps(claims[at].evidence.trigger))
            .collect()
    };
    match reach {
        Reach::None => Vec::new(),
        Reach::Near => of(number),
        Reach::Before => {
            let mut own = of(number);
            own.retain(|&at| claims[at].evidence.trigger.start < words.start);
            let earlier = (number.saturating_sub(BACK)..number).rev().map(of);
            let earlier = || earlier.into_iter().find(|found| !found.is_empty());
            if own.is_empty() {
                earlier().unwrap_or_default()
            } else {
                own
            }
        }
    }
}

/// The first disclaimer in a sentence, with its words.
fn disclaimer<'a>(scene: &Scene<'a>, sentence: &Sentence) -> Option<(&'a Disclaimer, Span)> {
    let disclaimers = scene.knowledge.reporting().disclaimers().iter();
    sentence.tokens.clone().find_map(|from| {
        disclaimers.clone().find_map(|disclaimer| {
            let end = matches(scene, &disclaimer.words, from, sentence.tokens.end)?;
            let tokens = &scene.sentences.tokens;
            Some((disclaimer, tokens[from].span.to(tokens[end - 1].span)))
        })
    })
}

/// Where words that begin at a token end, if they stand there.
fn matches(
    scene: &Scene<'_>,
    words: &[Option<smol_str::SmolStr>],
    from: usize,
    end: usize,
) -> Option<usize> {
    /// How many words a gap may hold.
    const GAP: usize = 6;
    let Some((first, rest)) = words.split_first() else {
        return Some(from);
    };
    match first {
        Some(word) => {
            let token = scene.tree.token(from.min(scene.tree.len().checked_sub(1)?));
            let is_it = from < end
                && (token.lemma.to_lowercase() == *word || token.text.to_lowercase() == *word);
            if is_it {
                matches(scene, rest, from + 1, end)
            } else {
                None
            }
        }
        None => (from..=(from + GAP).min(end)).find_map(|next| matches(scene, rest, next, end)),
    }
}
