//! Which stage was the first to lose this?
//!
//! In: a pair that was not coded rightly, and what was read. Out: one [`Loss`].
//! Invariant: every lost pair has exactly one first loss, so that the counts add up to
//! the wrong answers.

use marsad::claim::Claim;
use marsad::reading::Reading;
use marsad::terms::Span;

use super::action::{has_both, names};
use crate::gold::action::Pair;

/// What went wrong first, in the order of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loss {
    /// No sentence holds both parties.
    Sentence,
    /// The words for the source were not found as somebody.
    Source,
    /// The words for the target were not found as somebody.
    Target,
    /// The sentence gave no claim.
    Claim,
    /// It gave claims, but none has both parties.
    Parties,
    /// The claim with both parties tells another deed.
    Action,
}

impl Loss {
    /// All, in order.
    pub(super) const ALL: [Self; 6] = [
        Self::Sentence,
        Self::Source,
        Self::Target,
        Self::Claim,
        Self::Parties,
        Self::Action,
    ];

    /// What it is called in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sentence => "no sentence holds both",
            Self::Source => "no mention of the source",
            Self::Target => "no mention of the target",
            Self::Claim => "no claim",
            Self::Parties => "no claim of both parties",
            Self::Action => "another action",
        }
    }
}

/// The first stage that lost the pair; `claim` is the one that was taken for it, if any.
pub(super) fn first_loss(pair: &Pair, reading: &Reading, claim: Option<&Claim>) -> Loss {
    let named = |spans: &[Span]| spans.is_empty() || mentioned(reading, spans);
    let sentence = reading
        .sentences
        .sentences
        .iter()
        .map(|sentence| sentence.span);
    let meets = |spans: &[Span], whole: Span| {
        spans.is_empty() || spans.iter().any(|span| span.overlaps(whole))
    };
    let mut shared =
        sentence.filter(|&whole| meets(&pair.source, whole) && meets(&pair.target, whole));
    let Some(shared) = shared.next() else {
        return Loss::Sentence;
    };
    if !named(&pair.source) {
        Loss::Source
    } else if !named(&pair.target) {
        Loss::Target
    } else if !reading
        .claims
        .iter()
        .any(|claim| claim.evidence.trigger.overlaps(shared))
    {
        Loss::Claim
    } else if claim.is_some_and(|claim| has_both(pair, claim)) {
        Loss::Action
    } else {
        Loss::Parties
    }
}

/// Whether the words were found as somebody: as a mention or, since a deed's grammar
/// finds parties that no list of names has, as a party of any claim.
fn mentioned(reading: &Reading, spans: &[Span]) -> bool {
    let mention = |span: &Span| {
        reading
            .mentions
            .actors
            .iter()
            .any(|actor| actor.span.overlaps(*span))
    };
    let party = reading
        .claims
        .iter()
        .any(|claim| names(&claim.actors, spans) || names(&claim.targets, spans));
    party || spans.iter().any(mention)
}
