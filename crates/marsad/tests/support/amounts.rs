//! How are the amounts of a claim written in tests?

use marsad::claim::Claim;

/// The amounts of a claim in short: "killed 12..12 + (killed 3..3)", parts in brackets.
pub(crate) fn in_short(claim: &Claim) -> String {
    let bound = |bound: Option<f64>| bound.map(|value| value.to_string()).unwrap_or_default();
    let in_short = claim.amounts.iter().map(|amount| {
        let (low, high) = (bound(amount.range.low), bound(amount.range.high));
        let so_far = if amount.cumulative { " so far" } else { "" };
        let words = format!("{}{so_far} {low}..{high}", amount.what);
        if amount.part_of.is_some() {
            format!("({words})")
        } else {
            words
        }
    });
    in_short.collect::<Vec<_>>().join(" + ")
}
