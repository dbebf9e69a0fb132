//! Is it known what kind of deed is told?
//!
//! In: sentences with the PLOVER root between two parties; snippets with an ACLED
//! sub-event type, or with none because they lie outside. Out: accuracy, macro-F1, and
//! for lost pairs the stage that lost them. Invariant: a deed that was not coded is a
//! wrong answer.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use marsad::claim::{Claim, Party};
use marsad::reading::Reading;
use marsad::terms::Span;

use super::Bench;
use super::funnel::{self, Loss};
use super::table::{Score, Verdict};
use super::tally::{Matches, Share, Tally, macro_f1};
use crate::gold::Gold as _;
use crate::gold::action::{self, Pair, Snippet, SubEvents};

/// Reads one corpus of pairs.
pub(super) fn pairs(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(pairs) = bench.gold::<Pair>(corpus)? else {
        return Ok(None);
    };
    let judged = bench.each_by_kinds(&pairs, judge)?;
    let items = pairs.iter().zip(&judged).map(|(pair, verdict)| {
        let (answer, coded, _, losses) = verdict;
        let lost = losses.keys().next().map_or("-", |loss| loss.name());
        let id = &pair.document().id;
        format!("{id}\t{}\t{}\t{lost}", answer.right, coded.right)
    });
    let items = items.collect();
    let (answers, coded, classes, losses) =
        judged.into_iter().fold(Default::default(), Tally::plus);
    let columns = "1 if the root is right; 1 if there is one; the first stage that lost it";
    Ok(Some(Verdict {
        scores: vec![
            Score::share("accuracy", answers, "pairs"),
            Score {
                name: "macro_f1",
                value: macro_f1(&classes),
                count: answers.of,
                items: "pairs",
            },
            Score::share("coded", coded, "pairs"),
        ],
        funnel: Loss::ALL
            .map(|loss| (loss.name(), losses.get(&loss).copied().unwrap_or(0)))
            .into(),
        ..Verdict::of(Vec::new()).with_items(columns, items)
    }))
}

/// Whether the root is right, whether there is one, the same by root, and who lost it.
type PairCounts = (
    Share,
    Share,
    BTreeMap<String, Matches>,
    BTreeMap<Loss, usize>,
);

fn judge(pair: &Pair, reading: &Reading) -> PairCounts {
    let claim = best(pair, &reading.claims);
    let root = claim.and_then(root);
    let right = root == Some(pair.root.as_str());
    let mut classes = BTreeMap::from([(
        pair.root.clone(),
        Matches::of(usize::from(right), usize::from(right), 1),
    )]);
    if let Some(other) = root.filter(|_| !right) {
        classes.insert(other.to_owned(), Matches::of(0, 1, 0));
    }
    let losses = if right {
        BTreeMap::new()
    } else {
        BTreeMap::from([(funnel::first_loss(pair, reading, claim), 1)])
    };
    (
        Share::one(right),
        Share::one(root.is_some()),
        classes,
        losses,
    )
}

fn root(claim: &Claim) -> Option<&str> {
    let event = claim.coding.plover.as_ref()?.event.as_deref();
    event.map(action::root)
}

/// The first of the claims that have most of the pair's two parties on the right side;
/// `None` where no claim has either.
fn best<'c>(pair: &Pair, claims: &'c [Claim]) -> Option<&'c Claim> {
    let mut best = None;
    let mut most = 0;
    for claim in claims {
        let sides = sides(pair, claim);
        if sides > most {
            (best, most) = (Some(claim), sides);
        }
    }
    best
}

/// Whether the claim has the pair's two parties; one that the pair lacks is not missed.
pub(super) fn has_both(pair: &Pair, claim: &Claim) -> bool {
    let named = [&pair.source, &pair.target]
        .into_iter()
        .filter(|spans| !spans.is_empty());
    sides(pair, claim) == named.count()
}

/// How many of the pair's parties the claim has. Where both sides do it to each other
/// they stand together among the doers, and each is also the other's target.
fn sides(pair: &Pair, claim: &Claim) -> usize {
    let targets = if claim.targets.is_empty() {
        &claim.actors
    } else {
        &claim.targets
    };
    usize::from(names(&claim.actors, &pair.source)) + usize::from(names(targets, &pair.target))
}

/// Whether one of the parties is named by one of the spans.
pub(super) fn names(parties: &[Party], spans: &[Span]) -> bool {
    parties
        .iter()
        .any(|party| spans.iter().any(|span| span.overlaps(party.span)))
}

/// Reads one corpus of snippets.
pub(super) fn snippets(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(snippets) = bench.gold::<Snippet>(corpus)? else {
        return Ok(None);
    };
    let sub_events = SubEvents::read(bench.eval)?;
    for snippet in &snippets {
        sub_events.of(&snippet.label).context("a snippet's label")?;
    }
    // Every label was looked up above, so that none is unknown here.
    let expected = |snippet: &Snippet| sub_events.of(&snippet.label).ok().flatten();
    let judged = bench.each_by_kinds(&snippets, |snippet, reading| {
        let mut types = reading.claims.iter().map(sub_event);
        let first = types.next().flatten();
        let coded = first.or_else(|| types.flatten().next());
        match expected(snippet) {
            Some(name) => (
                Share::one(first == Some(name)),
                Share::one(coded == Some(name)),
                Share::default(),
            ),
            None => (
                Share::default(),
                Share::default(),
                Share::one(first.is_none()),
            ),
        }
    })?;
    let (first, first_coded, outside): (Share, Share, Share) =
        judged.into_iter().fold(Default::default(), Tally::plus);
    Ok(Some(Verdict::of(vec![
        Score::share("accuracy", first, "snippets within ACLED"),
        Score::share("accuracy_first_coded", first_coded, "snippets within ACLED"),
        Score::share("outside_left_uncoded", outside, "snippets outside ACLED"),
    ])))
}

fn sub_event(claim: &Claim) -> Option<&str> {
    Some(&claim.coding.acled.as_ref()?.sub_type)
}

#[cfg(test)]
mod tests {
    use marsad::claim::{Certainty, Coding, Evidence, Modality};
    use marsad::knowledge::action::ActionId;
    use marsad::mention::Mentions;
    use marsad::sentence::{Sentence, Sentences};
    use marsad::terms::Slot;

    use super::*;

    /// "Aa hit Bb." with the verb at 3 to 6.
    fn example() -> Pair {
        let line = r#"{"id": "1", "text": "Aa hit Bb.", "source": [[0, 2]], "target": [[7, 9]], "plover": "ASSAULT"}"#;
        serde_json::from_str(line).unwrap()
    }

    fn claim(actors: &[Span], targets: &[Span]) -> Claim {
        let party = |span: &Span| Party {
            span: *span,
            actor: None,
        };
        Claim {
            id: String::new(),
            action: ActionId("meet".into()),
            coding: Coding::default(),
            modality: Modality::Asserted,
            summary: false,
            actors: actors.iter().map(party).collect(),
            targets: targets.iter().map(party).collect(),
            places: Vec::new(),
            when: Slot::Unsaid,
            amounts: Vec::new(),
            voices: Vec::new(),
            certainty: Certainty::default(),
            responsibility: Vec::new(),
            disputed_by: Vec::new(),
            stake: None,
            evidence: Evidence {
                trigger: Span::new(3, 6),
                span: Span::new(0, 9),
                rule: "".into(),
                data_version: "".into(),
            },
        }
    }

    fn reading(claims: Vec<Claim>) -> Reading {
        let sentence = Sentence {
            span: Span::new(0, 10),
            tokens: 0..4,
        };
        Reading {
            document: example().document().clone(),
            sentences: Sentences {
                sentences: vec![sentence],
                ..Sentences::default()
            },
            mentions: Mentions::default(),
            voices: Vec::new(),
            claims,
            doubts: Vec::new(),
        }
    }

    #[test]
    fn the_claim_with_most_of_the_parties_is_taken() {
        let (pair, source, target) = (example(), Span::new(0, 2), Span::new(7, 9));
        let claims = [
            claim(&[target], &[source]),
            claim(&[source], &[]),
            claim(&[source, target], &[]),
            claim(&[source], &[target]),
        ];
        assert!(best(&pair, &claims[..1]).is_none(), "the wrong way round");
        assert_eq!(best(&pair, &claims[..2]), Some(&claims[1]));
        assert_eq!(best(&pair, &claims), Some(&claims[2]), "both did it");
    }

    #[test]
    fn a_lost_pair_has_the_first_stage_that_lost_it() {
        let (pair, source, target) = (example(), Span::new(0, 2), Span::new(7, 9));
        let loss = |claims: Vec<Claim>| {
            let reading = reading(claims);
            funnel::first_loss(&pair, &reading, best(&pair, &reading.claims))
        };
        assert_eq!(loss(Vec::new()), Loss::Source);
        assert_eq!(loss(vec![claim(&[source], &[])]), Loss::Target);
        assert_eq!(loss(vec![claim(&[target], &[source])]), Loss::Parties);
        assert_eq!(loss(vec![claim(&[source], &[target])]), Loss::Action);
        let mut unread = reading(vec![claim(&[source], &[target])]);
        unread.sentences.sentences.clear();
        assert_eq!(funnel::first_loss(&pair, &unread, None), Loss::Sentence);
    }
}
