//! Every pattern finds what its examples say and leaves its counter-examples alone.

#[path = "support/amounts.rs"]
mod amounts;
mod support;

use marsad::{
    claim::Claim,
    document::Document,
    knowledge::pattern::{ExampleClaim, Pattern},
    reading::{Reader, Reading},
    terms::Span,
};

#[test]
fn patterns_do_what_their_examples_say() {
    let knowledge = support::knowledge();
    let reader = Reader::new(knowledge);
    let mut failures = Vec::new();
    let mut tried = 0;
    for pattern in knowledge.patterns().iter() {
        if pattern.examples.is_empty() || pattern.counter_examples.is_empty() {
            failures.push(format!(
                "{}: has no example or no counter-example",
                pattern.id
            ));
        }
        for example in &pattern.examples {
            tried += 1;
            let reading = reader.read(&Document::from_text(&*example.text));
            if let Some(failure) = compare(pattern, &reading, &example.claim) {
                failures.push(format!(
                    "{}: \"{}\"\n    {failure}",
                    pattern.id, example.text
                ));
            }
        }
        for counter in &pattern.counter_examples {
            tried += 1;
            let reading = reader.read(&Document::from_text(&*counter.text));
            if reading
                .claims
                .iter()
                .any(|claim| claim.evidence.rule == pattern.id)
            {
                failures.push(format!(
                    "{}: speaks where it must not: \"{}\"",
                    pattern.id, counter.text
                ));
            }
        }
    }
    assert!(tried > 0, "help: data/patterns/en/ is empty");
    assert!(
        failures.is_empty(),
        "{} of {tried} examples fail:\n{}\nhelp: see data/patterns/en/ and crates/marsad/src/claim/",
        failures.len(),
        failures.join("\n")
    );
}

/// What is wrong with the claims of an example, if anything.
fn compare(pattern: &Pattern, reading: &Reading, wanted: &ExampleClaim) -> Option<String> {
    let spoken: Vec<&Claim> = reading
        .claims
        .iter()
        .filter(|claim| claim.evidence.rule == pattern.id)
        .collect();
    if spoken.is_empty() {
        let others: Vec<&str> = reading
            .claims
            .iter()
            .map(|claim| claim.evidence.rule.as_str())
            .collect();
        return Some(format!("finds nothing; found instead: {others:?}"));
    }
    let differences: Vec<Vec<String>> = spoken
        .iter()
        .map(|claim| differences(reading, claim, wanted))
        .collect();
    let best = differences.into_iter().min_by_key(Vec::len)?;
    (!best.is_empty()).then(|| best.join("; "))
}

fn differences(reading: &Reading, claim: &Claim, wanted: &ExampleClaim) -> Vec<String> {
    let text = &reading.document.text;
    let words = |spans: Vec<Span>| {
        spans
            .iter()
            .map(|span| span.of(text))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let when = claim
        .when
        .value()
        .and_then(|when| when.span)
        .map(|span| span.of(text).to_owned())
        .unwrap_or_default();
    let found = [
        (
            "actor",
            words(claim.actors.iter().map(|party| party.span).collect()),
            &wanted.actor,
        ),
        (
            "target",
            words(claim.targets.iter().map(|party| party.span).collect()),
            &wanted.target,
        ),
        (
            "place",
            words(
                claim
                    .places
                    .iter()
                    .take(1)
                    .map(|place| place.span)
                    .collect(),
            ),
            &wanted.place,
        ),
        ("when", when, &wanted.when),
        ("amount", amounts::in_short(claim), &wanted.amount),
        (
            "modality",
            claim.modality.as_str().to_owned(),
            &wanted.modality,
        ),
        (
            "voice",
            claim
                .voices
                .last()
                .map(|voice| voice.name.to_string())
                .unwrap_or_default(),
            &wanted.voice,
        ),
    ];
    found
        .into_iter()
        .filter_map(|(slot, found, wanted)| {
            let wanted = wanted.as_ref()?;
            (found != *wanted).then(|| format!("{slot} is \"{found}\", not \"{wanted}\""))
        })
        .collect()
}
