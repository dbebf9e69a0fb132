use proptest::prelude::*;

use super::{Pattern, Scratch};

fn find_all(pattern: &str, text: &str) -> Vec<(usize, usize)> {
    let pattern = Pattern::new("test", pattern).expect("the pattern is well-formed");
    let characters: Vec<char> = text.chars().collect();
    let found = pattern.find_all(&characters, &mut Scratch::default());
    found
        .into_iter()
        .map(|range| (range.start, range.end))
        .collect()
}

fn matches(pattern: &str, text: &str) -> bool {
    let pattern = Pattern::new("test", pattern).expect("the pattern is well-formed");
    let characters: Vec<char> = text.chars().collect();
    pattern.matches_start(&characters, &mut Scratch::default())
}

/// The expected places were printed by Python 3.11's `re.finditer`.
#[test]
fn finds_what_python_finds() {
    for (pattern, text, places) in [
        ("ab|a|abc", "abc", vec![(0, 2)]),
        ("a*", "baac", vec![(0, 0), (1, 3), (3, 3), (4, 4)]),
        ("(?<=a)|b", "ab", vec![(1, 1), (1, 2)]),
        ("(?<=[a-z])\\.(?=[A-Z])", "ends.There ok.", vec![(4, 5)]),
        ("a$", "a\n", vec![(0, 1)]),
        ("a{2,3}?", "aaaaa", vec![(0, 2), (2, 4)]),
        ("\\bno\\b", "no, not no", vec![(0, 2), (8, 10)]),
        ("[^\\W\\d]+", "ab1_é½", vec![(0, 2), (3, 6)]),
        ("(?<!x)y", "xy y", vec![(3, 4)]),
        (
            "a(b|c){1,2}d|z",
            "abcd acd ad z",
            vec![(0, 4), (5, 8), (12, 13)],
        ),
        ("[]a-]+", "]-a", vec![(0, 3)]),
        ("x{,2}y", "xxxy", vec![(1, 4)]),
        ("\\u00e9|\\x41", "Aé", vec![(0, 1), (1, 2)]),
    ] {
        assert_eq!(find_all(pattern, text), places, "{pattern} in {text:?}");
    }
}

#[test]
fn ignores_case_as_python_does() {
    assert!(matches("(?iu)^straße$", "STRAßE"));
    assert!(matches("(?iu)ſ", "S"));
    assert!(matches("(?i)[k]", "\u{212a}"), "the Kelvin sign is a k");
    assert!(!matches("[k]", "K"));
}

#[test]
fn refuses_what_it_does_not_understand() {
    for pattern in [
        "(a", "a)", "[a", "a**", "(?P<x>a)", "\\1", "(?<=a*)b", "(a*)*", "*", "\\q",
    ] {
        assert!(Pattern::new("test", pattern).is_err(), "{pattern}");
    }
}

#[test]
fn gives_up_instead_of_running_for_ever() {
    let text = "a".repeat(60);
    assert!(!matches("(?:a|a)+$b", &text));
}

proptest! {
    /// Sorting alternatives by first character leaves out none that matches:
    /// a pattern of four branches is sorted, two pairs of two are not.
    #[test]
    fn sorted_alternatives_agree_with_unsorted(
        words in prop::collection::vec("[a-cé]{1,3}[.?*]?", 4),
        text in "[a-cé ]{0,12}",
    ) {
        let words: Vec<String> = words.iter().map(|w| w.replace('.', "\\.").replace("*", "+")).collect();
        let flat = words.join("|");
        let nested = format!("(?:{}|{})|(?:{}|{})", words[0], words[1], words[2], words[3]);
        prop_assert_eq!(find_all(&flat, &text), find_all(&nested, &text));
    }

    #[test]
    fn any_pattern_and_text_is_survived(pattern in "\\PC{0,12}", text in "\\PC{0,12}") {
        if let Ok(pattern) = Pattern::new("test", &pattern) {
            let characters: Vec<char> = text.chars().collect();
            for found in pattern.find_all(&characters, &mut Scratch::default()) {
                prop_assert!(found.end <= characters.len());
            }
        }
    }
}
