//! How is a line of a pattern read?
//!
//! In: a line as a linguist writes it, in the language that [`super`] explains. Out: a
//! [`Line`], or what is wrong with it and what was expected. Invariant: nothing in a line is passed over.

use smol_str::SmolStr;

use super::{Barred, Kind, Line, Need, Part, Sets, SlotRole, SlotRule};

/// Reads one line.
pub(super) fn parse(line: &str, sets: &Sets) -> Result<Line, String> {
    let mut words = line.split_whitespace();
    let trigger = words.next().ok_or("the line is empty")?;
    let (part, lemmas) = trigger.split_once(':').ok_or_else(|| {
        format!("\"{trigger}\" is no trigger; write verb:, noun: or adjective: and lemmas")
    })?;
    let part = match part {
        "verb" => Part::Verb,
        "noun" => Part::Noun,
        "adjective" => Part::Adjective,
        other => {
            return Err(format!(
                "\"{other}\" is no part of speech; use verb, noun or adjective"
            ));
        }
    };
    let triggers = lemmas
        .split('|')
        .map(|lemma| match lemma.split_once('+') {
            Some((lemma, particle)) => (lemma.into(), Some(particle.into())),
            None => (lemma.into(), None),
        })
        .collect();
    let mut parsed = Line {
        part,
        triggers,
        slots: Vec::new(),
        barred: Vec::new(),
    };
    for word in words {
        if let Some(barred) = word.strip_prefix('!') {
            let (relation, kinds) = barred.split_once('=').unwrap_or((barred, ""));
            let kinds = parse_kinds(kinds, sets)?;
            parsed
                .barred
                .extend(relation.split('|').map(|relation| Barred {
                    relation: relation.into(),
                    kinds: kinds.clone(),
                }));
        } else {
            parsed.slots.push(parse_slot(word, sets)?);
        }
    }
    Ok(parsed)
}

fn parse_slot(word: &str, sets: &Sets) -> Result<SlotRule, String> {
    let (relations, filler) = word.split_once('=').ok_or_else(|| {
        format!("\"{word}\" is no slot; write relation=role or relation=role:kind")
    })?;
    let (filler, need) = match filler.strip_suffix('?') {
        Some(filler) => (filler, Need::May),
        None => (filler, Need::Must),
    };
    let (role, kinds) = filler.split_once(':').unwrap_or((filler, ""));
    let role = match role {
        "actor" => SlotRole::Actor,
        "target" => SlotRole::Target,
        "both" => SlotRole::Both,
        "place" => SlotRole::Place,
        "-" => SlotRole::None,
        other => {
            return Err(format!(
                "\"{other}\" is no role; use actor, target, both, place or -"
            ));
        }
    };
    let relations = relations.split('|').map(SmolStr::from).collect();
    Ok(SlotRule {
        relations,
        role,
        kinds: parse_kinds(kinds, sets)?,
        need,
    })
}

fn parse_kinds(kinds: &str, sets: &Sets) -> Result<Vec<Kind>, String> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let (words, lemmas) = match kinds.split_once('[') {
        Some((words, lemmas)) => {
            let lemmas = lemmas
                .strip_suffix(']')
                .ok_or("the bracket [ is not closed")?;
            (words.trim_end_matches('|'), Some(lemmas))
        }
        None => (kinds, None),
    };
    let mut parsed = Vec::new();
    for word in words.split('|').filter(|word| !word.is_empty()) {
        parsed.push(match word {
            "force" => Kind::Force,
            "actor" => Kind::Actor,
            "party" => Kind::Party,
            "person" => Kind::Person,
            "number" => Kind::Number,
            "counted" => Kind::Counted,
            "place" => Kind::Place,
            "speaker" => Kind::Speaker,
            set if set.starts_with('@') => Kind::Lemma(sets.get(&set[1..])?.to_vec()),
            other => {
                return Err(format!(
                    "\"{other}\" is no kind; use force, actor, party, person, number, counted, place, speaker, @set or [lemmas]"
                ));
            }
        });
    }
    if let Some(lemmas) = lemmas {
        parsed.push(Kind::Lemma(lemmas.split('|').map(SmolStr::from).collect()));
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_trigger_and_slots() {
        let line = parse("verb:lift|break|call+off subject=actor:force object=-:[siege|blockade] on=place:place? !to", &Sets::default()).unwrap();
        assert_eq!(line.part, Part::Verb);
        assert_eq!(line.triggers[2], ("call".into(), Some("off".into())));
        assert_eq!(line.slots[0].kinds, [Kind::Force]);
        assert_eq!(line.slots[1].role, SlotRole::None);
        assert_eq!(
            line.slots[1].kinds,
            [Kind::Lemma(vec!["siege".into(), "blockade".into()])]
        );
        assert_eq!(line.slots[2].need, Need::May);
        assert_eq!(line.barred[0].relation, "to");
    }

    #[test]
    fn a_wrong_line_says_what_it_expected() {
        for (line, said) in [
            ("", "empty"),
            ("verbs:shell", "use verb, noun or adjective"),
            ("verb:shell subject", "write relation=role"),
            ("verb:shell subject=doer", "use actor, target, both"),
            ("verb:shell object=target:thing", "use force"),
            ("verb:shell object=target:@asset", "no set"),
            ("verb:shell object=-:[siege", "not closed"),
        ] {
            let error = parse(line, &Sets::default()).unwrap_err();
            assert!(error.contains(said), "{line}: {error}");
        }
    }
}
