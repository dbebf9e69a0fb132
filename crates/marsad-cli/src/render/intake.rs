//! What came of putting documents into a store, for people?
//!
//! In come counts; out come lines of text. Invariant: nothing that happened to no document has
//! a line, but for how many are new.

use std::fmt::Write as _;

use super::{on_one_line, words};
use crate::store::intake::{Acknowledged, Taken};

/// The summary of an ingest.
pub(crate) fn summary(taken: &Taken) -> String {
    let mut out = String::new();
    let claims = counted(taken.claims, "claim");
    let documents = counted(taken.documents, "document");
    let _ = writeln!(out, "{documents} stored, with {claims}");
    if taken.already > 0 {
        let already = counted(taken.already, "document");
        let _ = writeln!(out, "{already} stored already, unchanged");
    }
    if taken.refused > 0 {
        let refused = counted(taken.refused, "document");
        let _ = writeln!(out, "{refused} refused");
    }
    out
}

/// The summary of a rebuild.
pub(crate) fn rebuilt(documents: u64, claims: u64) -> String {
    format!(
        "{} read anew, with {}\n",
        counted(documents, "document"),
        counted(claims, "claim")
    )
}

/// A line for each document that is in the store for good: its fingerprint, a tab, its id.
pub(crate) fn acknowledgements(acknowledged: &[Acknowledged]) -> String {
    let mut out = String::new();
    for one in acknowledged {
        let _ = writeln!(out, "{}\t{}", one.fingerprint, on_one_line(&one.given_id));
    }
    out
}

/// How many of what.
fn counted(count: u64, one: &str) -> String {
    let number = words::number(count as f64);
    let plural = if count == 1 { "" } else { "s" };
    format!("{number} {one}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_says_what_happened_and_no_more() {
        let mut taken = Taken {
            documents: 1,
            claims: 12_000,
            ..Taken::default()
        };
        assert_eq!(summary(&taken), "1 document stored, with 12,000 claims\n");
        taken.already = 2;
        assert!(summary(&taken).ends_with("2 documents stored already, unchanged\n"));
    }
}
