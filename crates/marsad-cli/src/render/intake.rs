//! What came of putting documents into a store, for people?
//!
//! In come counts; out come lines of text. Invariant: nothing that happened to no document has
//! a line, but for how many are new.

use std::fmt::Write as _;

use super::{
    on_one_line,
    words::{self, counted},
};
use crate::store::{
    events::Reconciled,
    intake::{Acknowledged, Taken},
};

/// The summary of an ingest.
pub(crate) fn summary(taken: &Taken, reconciled: &Reconciled) -> String {
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
    out + &events(reconciled)
}

/// The summary of a rebuild.
pub(crate) fn rebuilt(documents: u64, claims: u64) -> String {
    format!(
        "{} read anew, with {}\n",
        counted(documents, "document"),
        counted(claims, "claim")
    )
}

/// What reconciling came to.
pub(crate) fn events(reconciled: &Reconciled) -> String {
    let all = counted(reconciled.events, "event");
    if reconciled.changed == 0 && reconciled.gone == 0 {
        return format!("{all} in the store\n");
    }
    let changed = words::number(reconciled.changed as f64);
    let gone = match reconciled.gone {
        0 => String::new(),
        gone => format!("; {} were merged into others", words::number(gone as f64)),
    };
    format!("{all} in the store, {changed} of them new or changed{gone}\n")
}

/// A line for each document that is in the store for good: its fingerprint, a tab, its id.
pub(crate) fn acknowledgements(acknowledged: &[Acknowledged]) -> String {
    let mut out = String::new();
    for one in acknowledged {
        let _ = writeln!(out, "{}\t{}", one.fingerprint, on_one_line(&one.given_id));
    }
    out
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
        let mut reconciled = Reconciled {
            events: 9_000,
            ..Reconciled::default()
        };
        assert_eq!(
            summary(&taken, &reconciled),
            "1 document stored, with 12,000 claims\n9000 events in the store\n"
        );
        taken.already = 2;
        reconciled.changed = 1;
        assert!(summary(&taken, &reconciled).ends_with(
            "2 documents stored already, unchanged\n9000 events in the store, 1 of them new or changed\n"
        ));
    }
}
