//! Is it known what kind of deed a claim tells?
//!
//! In comes a claim; out comes yes or no, for all that people are shown. Invariant: the
//! answer is the same for whoever asks, be it a page of readings or a search.

use marsad::{
    claim::{Claim, Judge},
    knowledge::Knowledge,
};

/// How likely a kind must be that only what was learned tells.
const LIKELY: f32 = 0.5;

/// Whether a pattern knows what was done, or it is likely by what was learned. The rest is of
/// use to programs, which can filter it; for people it would bury the others.
pub(crate) fn is_known(claim: &Claim, knowledge: &Knowledge) -> bool {
    let action = knowledge.ontology().get(&claim.action);
    let likely = claim.coding.judge != Judge::Learned
        || claim
            .coding
            .confidence
            .is_some_and(|likely| likely >= LIKELY);
    action.is_none_or(|action| !action.unclassified) && likely
}
