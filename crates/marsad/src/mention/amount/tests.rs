//! What counts as an amount, and of what?

use proptest::prelude::*;

use super::*;
use crate::mention::parsed::parsed;

/// Each amount as "words → low..high noun-or-unit".
fn amounts(text: &str) -> Vec<String> {
    let (amounts, times) = (Amounts::english_for_tests(), Times::english_for_tests());
    let sentences = parsed(text);
    let found_times = super::super::time::find_with(&times, &amounts, None, &sentences);
    let bound = |bound: Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    find_with(&amounts, &times, &sentences, &found_times)
        .iter()
        .map(|amount| {
            let of = amount
                .of
                .map_or("-", |of| sentences.tokens[of].text.as_str());
            let unit = amount
                .unit
                .as_ref()
                .map(|unit| format!(" ({unit})"))
                .unwrap_or_default();
            format!(
                "{} → {}..{} {of}{unit}",
                amount.span.of(text),
                bound(amount.range.low),
                bound(amount.range.high)
            )
        })
        .collect()
}

#[test]
fn modifiers_open_and_bound_a_number() {
    assert_eq!(
        amounts("Rebels killed at least 12 soldiers and wounded more than 40 villagers."),
        [
            "at least 12 → 12.. soldiers",
            "more than 40 → 40.. villagers"
        ]
    );
    assert_eq!(
        amounts("Up to 5 civilians died."),
        ["Up to 5 → ..5 civilians"]
    );
    assert_eq!(
        amounts("As many as 30 tanks were lost."),
        ["As many as 30 → ..30 tanks"]
    );
    assert_eq!(
        amounts("An estimated 1.5 million people fled."),
        ["An estimated 1.5 million → 1500000..1500000 people"]
    );
}

#[test]
fn two_numbers_are_one_range() {
    assert_eq!(
        amounts("Between 30 and 40 fighters died."),
        ["Between 30 and 40 → 30..40 fighters"]
    );
    assert_eq!(
        amounts("The group seized 30-40 villages."),
        ["30-40 → 30..40 villages"]
    );
    assert_eq!(
        amounts("Around noon three or four drones were shot down."),
        ["three or four → 3..4 drones"]
    );
    assert_eq!(
        amounts("Two to three million people left."),
        ["Two to three million → 2000000..3000000 people"]
    );
}

#[test]
fn vague_counts_stay_wide() {
    assert_eq!(
        amounts("Dozens of people were hurt."),
        ["Dozens → 24.. people"]
    );
    assert_eq!(amounts("A dozen shells fell."), ["A dozen → 12..12 shells"]);
    assert_eq!(
        amounts("Jets carried out hundreds of strikes."),
        ["hundreds → 200.. strikes"]
    );
    assert_eq!(
        amounts("Several tanks were lost."),
        ["Several → 3..10 tanks"]
    );
}

#[test]
fn measures_are_of_their_unit() {
    assert_eq!(
        amounts("Troops came within 10 km (7 miles) of the city."),
        ["within 10 → ..10 km (km)", "7 → 7..7 miles (mi)"]
    );
    assert_eq!(
        amounts("About 70 percent of the town was held."),
        ["About 70 → 70..70 percent (percent)"]
    );
    assert_eq!(
        amounts("It cost $5 million."),
        ["$5 million → 5000000..5000000 - (USD)"]
    );
}

#[test]
fn names_ages_shares_and_times_are_no_amounts() {
    for text in [
        "A Su-25 was shot down.",
        "Brigade 9 left the town.",
        "The Security Council passed Resolution 2254.",
        "The 34-year-old commander resigned.",
        "Two-thirds of the city was taken.",
        "The siege lasted three years.",
        "The army left on 25 September 2016.",
        "The 16th division left.",
    ] {
        assert_eq!(amounts(text), Vec::<String>::new(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_are_read_without_panic(text in "([0-9]{1,5}|a|at least|dozens|of|two|km|-|%|to|more|than|hundred|\\$|[\\PC]{0,6}| ){0,30}") {
        let (amounts, times) = (Amounts::english_for_tests(), Times::english_for_tests());
        let sentences = parsed(&text);
        let found = find_with(&amounts, &times, &sentences, &[]);
        for pair in found.windows(2) {
            prop_assert!(pair[0].tokens.end <= pair[1].tokens.start, "{:?}", pair);
        }
        for amount in &found {
            prop_assert!(!amount.tokens.is_empty() && text.get(amount.span.start..amount.span.end).is_some());
        }
    }
}
