//! Which of the places that a sentence names is where its deed happened?
//!
//! In come the trigger of a deed and the places named in its sentence; out come those
//! where it happened, the likeliest first, each with how likely that is. What counts how
//! much was learned from sentences in which people marked where one deed happened; the
//! table is `models/en/event_places.tsv`. Invariant: a place is judged by how it stands to the
//! deed in the tree and in the text, never by which place it is.

use crate::{
    claim::cast::Scene,
    knowledge::{
        gazetteer::PlaceKind,
        weights::{Features, count, probability},
    },
    mention::{PlaceMention, PlaceUse},
};

/// How likely a place must be to be taken for the scene of a deed.
const LEAST: f32 = 0.4;
/// How many of a thing are told apart from many.
const COUNTED: usize = 7;
/// How many steps of the way from a deed to a place are told apart.
const STEPS: usize = 7;

/// The places where the deed of a trigger happened, by their number among the mentions,
/// the likeliest first.
pub(crate) fn chosen(scene: &Scene<'_>, trigger: usize) -> Vec<(usize, f32)> {
    let weights = scene.knowledge.event_places();
    let mut found: Vec<(usize, f32)> = named_beside(scene, trigger)
        .map(|number| {
            let sum = weights.sum(|sum| features(scene, trigger, number, sum));
            (number, probability(sum))
        })
        .filter(|(_, likely)| *likely >= LEAST)
        .collect();
    found.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
    found
}

/// The numbers of the places named in the sentence of a trigger.
pub(crate) fn named_beside<'s>(
    scene: &'s Scene<'_>,
    trigger: usize,
) -> impl Iterator<Item = usize> + 's {
    let sentence = scene
        .sentences
        .sentence_of(trigger)
        .map(|sentence| sentence.tokens.clone());
    let places = scene.mentions.places.iter().enumerate();
    places
        .filter(move |(_, place)| {
            place.use_ != PlaceUse::Dateline
                && sentence
                    .as_ref()
                    .is_some_and(|sentence| sentence.contains(&place.head))
        })
        .map(|(number, _)| number)
}

/// What speaks for and against a place being where the deed happened.
pub(crate) fn features(scene: &Scene<'_>, trigger: usize, number: usize, to: &mut impl Features) {
    let tree = &scene.tree;
    let place = &scene.mentions.places[number];
    let head = outermost(scene, place);
    let token = tree.token(head);
    let verb = tree.token(trigger);
    let order = if head > trigger { "after" } else { "before" };
    to.holds(&["bias"]);

    // What the place is, and what part it plays.
    let use_ = match place.use_ {
        PlaceUse::Literal => "literal",
        PlaceUse::Dateline => "dateline",
        PlaceUse::Metonym => "metonym",
        PlaceUse::Demonym => "demonym",
        PlaceUse::Name => "name",
    };
    let kind = place.place.value().map_or("unresolved", |place| place.kind);
    let label = scene
        .sentences
        .entity_of(head)
        .map_or("", |entity| entity.label.as_str());
    to.holds(&["use", use_]);
    to.holds(&["kind", kind]);
    to.holds(&["label", label]);
    to.holds(&["role", &token.dep, use_]);

    // The way through the tree.
    let way = way(scene, trigger, head);
    let joined = way.labels.join(" ");
    to.holds(&["way", &joined]);
    to.holds(&["way", &joined, use_]);
    to.holds(&["way", &way.words.join(" ")]);
    to.holds(&["steps", count(way.labels.len(), COUNTED)]);
    to.holds(&["verbs between", count(way.verbs, COUNTED)]);
    for step in &way.labels {
        to.holds(&["by way of", step]);
    }
    if let Some(first) = way.labels.first() {
        to.holds(&["sets out by", first]);
    }
    let deed = scene.plain(trigger);
    to.holds(&["deed", &deed, &joined]);
    to.holds(&[
        "climbs",
        count(way.up, COUNTED),
        "descends",
        count(way.labels.len().saturating_sub(way.up), COUNTED),
    ]);

    // The verb in whose clause it stands, and how that stands to the deed.
    let clause = tree.upwards(head).skip(1).find(|&at| tree.is_verb(at));
    let stands = match clause {
        None => "without a verb",
        Some(verb) if verb == trigger => "in its clause",
        Some(verb) if tree.upwards(trigger).any(|at| at == verb) => "in a clause above",
        Some(verb) if tree.upwards(verb).any(|at| at == trigger) => "in a clause below",
        Some(_) => "in a clause beside",
    };
    to.holds(&["stands", stands]);
    to.holds(&["stands", stands, order, use_]);
    if let Some(verb) = clause.filter(|&verb| verb != trigger) {
        let token = tree.token(verb);
        let reports = scene
            .knowledge
            .reporting()
            .verb(&token.lemma.to_lowercase())
            .is_some();
        to.holds(&[
            "stands",
            stands,
            &token.dep,
            if reports { "of speech" } else { "" },
        ]);
        to.holds(&["stands", stands, &scene.plain(verb)]);
    }
    if let Some(relative) = &place.relative {
        to.holds(&["relation", &relative.relation]);
        to.holds(&["relation", &relative.relation, &deed]);
    }

    // The preposition that leads to it, and what that hangs on.
    let lead = led(scene, head);
    let preposition = lead
        .map_or("", |lead| tree.token(lead).lemma.as_str())
        .to_lowercase();
    let governor = lead.and_then(|lead| tree.head(lead));
    let on_trigger = governor == Some(trigger);
    to.holds(&["preposition", &preposition]);
    to.holds(&[
        "preposition",
        &preposition,
        if on_trigger { "of the deed" } else { "" },
    ]);
    to.holds(&["preposition", &preposition, kind]);
    to.holds(&["preposition", &preposition, &deed]);
    if let Some(governor) = governor.filter(|_| !on_trigger) {
        let word = tree.token(governor);
        let class = scene
            .knowledge
            .locations()
            .class(&word.lemma.to_lowercase())
            .unwrap_or("");
        to.holds(&["hangs on", word.pos.as_str(), class]);
        to.holds(&["hangs on", &scene.plain(governor)]);
        let reports = scene
            .knowledge
            .reporting()
            .verb(&word.lemma.to_lowercase())
            .is_some();
        if reports {
            to.holds(&["hangs on speech"]);
        }
    }
    let above = tree.head(head);
    let class = above
        .and_then(|above| {
            scene
                .knowledge
                .locations()
                .class(&tree.token(above).lemma.to_lowercase())
        })
        .unwrap_or("");
    to.holds(&["of a", class, &token.dep]);
    to.holds(&["deed", &deed, &token.dep]);
    to.holds(&["deed", &verb.tag, &verb.dep]);
    for child in tree.with_dep(trigger, &["aux", "neg", "mark"]) {
        to.holds(&["deed with", &tree.token(child).lemma]);
    }
    if let Some(relation) = scene.knowledge.locations().relation(&preposition) {
        to.holds(&[
            "lies",
            relation,
            if on_trigger { "of the deed" } else { "" },
        ]);
    }
    let actors = scene.in_sentence(head, &scene.mentions.actors, |actor| actor.tokens.start);
    if let Some(actor) = actors.iter().find(|actor| actor.tokens.contains(&head)) {
        let whose = if actor.head == head {
            "is an actor"
        } else {
            "in an actor"
        };
        to.holds(&[whose, use_, &actor.role.kind]);
    }
    if let Some(after) = Some(place.tokens.end).filter(|&at| {
        scene
            .sentences
            .sentence_of(trigger)
            .is_some_and(|sentence| sentence.tokens.contains(&at))
    }) {
        let lemma = tree.token(after).lemma.to_lowercase();
        to.holds(&[
            "before a",
            scene.knowledge.locations().class(&lemma).unwrap_or(""),
        ]);
        to.holds(&["before", &scene.plain(after)]);
    }

    // How the two lie in the text.
    let sentence = scene
        .sentences
        .sentence_of(trigger)
        .map(|sentence| sentence.tokens.clone())
        .unwrap_or_default();
    let far = match head.abs_diff(trigger) {
        0..=2 => "2",
        3..=4 => "4",
        5..=7 => "7",
        8..=12 => "12",
        13..=20 => "20",
        _ => "far",
    };
    to.holds(&["lies", order, far]);
    to.holds(&["lies", order, &preposition]);
    let others = || named_beside(scene, trigger).filter(move |&other| other != number);
    let is_between = |other: &usize| {
        let at = scene.mentions.places[*other].head;
        at > trigger.min(head) && at < trigger.max(head)
    };
    to.holds(&[
        "places between",
        count(others().filter(is_between).count(), COUNTED),
        order,
    ]);
    let literal = |other: &usize| scene.mentions.places[*other].use_ == PlaceUse::Literal;
    to.holds(&[
        "other places",
        count(others().filter(literal).count(), COUNTED),
        use_,
    ]);
    let opens = place.tokens.start.saturating_sub(sentence.start);
    if opens <= 1 {
        to.holds(&["opens the sentence", &preposition]);
    }
    let verbs = (trigger.min(head) + 1..trigger.max(head))
        .filter(|&at| tree.is_verb(at))
        .count();
    to.holds(&["verbs on the way", count(verbs, COUNTED), order]);

    // A place within another: "Yala, Thailand".
    let beside = |inner: &PlaceMention, outer: &PlaceMention| {
        outer.tokens.start >= inner.tokens.end
            && (inner.tokens.end..outer.tokens.start).all(|at| tree.token(at).text == ",")
    };
    let behind = others().any(|other| beside(place, &scene.mentions.places[other]));
    let before = others().any(|other| beside(&scene.mentions.places[other], place));
    to.holds(&[
        "comma",
        if behind { "place behind" } else { "" },
        if before { "place before" } else { "" },
    ]);
    if others()
        .filter(literal)
        .all(|other| coarser(scene, number, other))
    {
        to.holds(&["finest", kind]);
    } else {
        to.holds(&["coarser", kind]);
    }
}

/// The word by which a place hangs in the tree: of "45 km south of X" the one that governs
/// all of it, or else the name's own.
fn outermost(scene: &Scene<'_>, place: &PlaceMention) -> usize {
    let Some(relative) = &place.relative else {
        return place.head;
    };
    let tree = &scene.tree;
    let inside = |at: &usize| relative.span.contains(tree.token(*at).span);
    tree.upwards(place.head)
        .take_while(inside)
        .last()
        .unwrap_or(place.head)
}

/// Whether another place is of a coarser kind than this.
fn coarser(scene: &Scene<'_>, number: usize, other: usize) -> bool {
    let rank = |at: usize| match scene.mentions.places[at]
        .place
        .value()
        .and_then(|place| PlaceKind::parse(place.kind))
    {
        Some(PlaceKind::Country) => 3,
        Some(PlaceKind::Region | PlaceKind::Sea | PlaceKind::Desert) => 2,
        Some(PlaceKind::Admin1) => 1,
        _ => 0,
    };
    rank(other) > rank(number)
}

/// The way from one word to another through the tree.
struct Way {
    /// The labels passed, upwards first.
    labels: Vec<String>,
    /// The same with the words of prepositions.
    words: Vec<String>,
    /// How many steps lead upwards.
    up: usize,
    /// How many verbs lie on it.
    verbs: usize,
}

fn way(scene: &Scene<'_>, from: usize, to: usize) -> Way {
    let tree = &scene.tree;
    let above: Vec<usize> = tree.upwards(from).collect();
    let below: Vec<usize> = tree.upwards(to).collect();
    let meet = above
        .iter()
        .position(|at| below.contains(at))
        .unwrap_or(above.len());
    let top = above.get(meet).copied();
    let mut way = Way {
        labels: Vec::new(),
        words: Vec::new(),
        up: meet,
        verbs: 0,
    };
    let down: Vec<usize> = below
        .into_iter()
        .take_while(|at| Some(*at) != top)
        .collect();
    let steps = above[..meet]
        .iter()
        .map(|&at| (at, "up"))
        .chain(down.into_iter().rev().map(|at| (at, "down")));
    for (at, direction) in steps {
        let token = tree.token(at);
        if tree.is_verb(at) && at != from {
            way.verbs += 1;
        }
        // A long list is as good as a short one.
        let listed =
            token.dep == "conj" && way.labels.last().is_some_and(|last| last.ends_with("conj"));
        if way.labels.len() < STEPS && !listed {
            way.labels.push(format!("{direction} {}", token.dep));
            let word = if token.pos == "ADP" {
                token.lemma.to_lowercase()
            } else {
                token.dep.to_string()
            };
            way.words.push(format!("{direction} {word}"));
        }
    }
    way
}

/// The preposition that leads to a name, through a list or a noun for a kind of place
/// ("in the villages of X and Y").
pub(crate) fn led(scene: &Scene<'_>, head: usize) -> Option<usize> {
    let tree = &scene.tree;
    let mut at = head;
    for _ in 0..6 {
        let above = tree.head(at)?;
        let token = tree.token(above);
        if token.pos == "ADP" && tree.token(at).dep == "pobj" {
            let noun = tree.head(above);
            let of_a_place = token.lemma == "of"
                && noun.is_some_and(|noun| {
                    let lemma = tree.token(noun).lemma.to_lowercase();
                    scene.knowledge.locations().class(&lemma).is_some()
                });
            if !of_a_place {
                return Some(above);
            }
            at = noun?;
            continue;
        }
        if !matches!(
            tree.token(at).dep.as_str(),
            "conj" | "compound" | "nmod" | "appos" | "poss" | "amod"
        ) {
            return None;
        }
        at = above;
    }
    None
}
