//! Which words name somebody?
//!
//! In come the tokens and their tree; out come [`ActorMention`]s: first by the
//! names of `actors.toml`, then by the nouns of `agents.toml`, then by what the
//! model labels a person or an organisation. Invariant: they never overlap.

use std::ops::Range;

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{
    ActorMention,
    phrase::{self, Cover},
};
use crate::{
    knowledge::{
        Knowledge,
        actor::{Actor, ActorId, Form, Role, Status},
        gazetteer::PlaceKind,
        lexicon::Plural,
        pattern::Part,
    },
    sentence::{Sentences, Tree},
    terms::Slot,
};

/// How many mentions back a short form looks for its long one.
const REACH: usize = 200;

/// The actors that a document names, in order, and the tokens of the names of known actors.
///
/// `day` is when the report was published: names pass from one actor to another.
pub(crate) fn find(
    knowledge: &Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tree: &Tree<'_>,
) -> (Vec<ActorMention>, Vec<Range<usize>>) {
    let names = Names::find(knowledge, day, sentences);
    let mut found: Vec<ActorMention> = Vec::new();
    let mut covered = Cover::new(tree.len());
    for at in 0..tree.len() {
        if let Some(mention) = agent(knowledge, day, sentences, tree, &names, at) {
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    for name in &names.names {
        let head = phrase::head_of(sentences, &name.tokens);
        if covered.at(head).is_none() {
            let mention = named(sentences, tree, name, head);
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    for at in 0..tree.len() {
        if let Some(mention) =
            state(knowledge, sentences, tree, at).or_else(|| labelled(sentences, tree, at))
            && covered.is_clear(&mention.tokens)
        {
            covered.add(&mention.tokens, found.len());
            found.push(mention);
        }
    }
    // Of two that overlap the longer stays: it says more about who it is.
    found.sort_by_key(|mention| {
        (
            std::cmp::Reverse(mention.tokens.len()),
            mention.tokens.start,
        )
    });
    let mut taken = Cover::new(tree.len());
    let mut kept: Vec<ActorMention> = Vec::new();
    for mention in found {
        if taken.is_clear(&mention.tokens) {
            taken.add(&mention.tokens, kept.len());
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| mention.tokens.start);
    resolve_short_forms(tree, &mut kept);
    (
        kept,
        names.names.into_iter().map(|name| name.tokens).collect(),
    )
}

/// A known actor's name in the text.
struct Name<'k> {
    tokens: Range<usize>,
    actors: Vec<&'k Actor>,
}

/// The names of known actors in a document, in order, and which token is in which.
struct Names<'k> {
    names: Vec<Name<'k>>,
    cover: Cover,
}

impl<'k> Names<'k> {
    fn find(knowledge: &'k Knowledge, day: Option<Date>, sentences: &Sentences) -> Self {
        let mut found = Self {
            names: Vec::new(),
            cover: Cover::new(sentences.tokens.len()),
        };
        for sentence in &sentences.sentences {
            let mut start = sentence.tokens.start;
            while start < sentence.tokens.end {
                // A hyphenated name is several tokens ("al", "-", "Nusra"), hence twice the words.
                let longest =
                    (start + knowledge.actors().longest_name() * 2).min(sentence.tokens.end);
                let hit = (start + 1..=longest)
                    .rev()
                    .find_map(|end| name_at(knowledge, day, sentences, start..end));
                start += 1;
                if let Some(name) = hit {
                    start = name.tokens.end;
                    found.cover.add(&name.tokens, found.names.len());
                    found.names.push(name);
                }
            }
        }
        found
    }

    /// The name that holds a token.
    fn at(&self, token: usize) -> Option<&Name<'k>> {
        self.cover.at(token).map(|index| &self.names[index])
    }
}

fn name_at<'k>(
    knowledge: &'k Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tokens: Range<usize>,
) -> Option<Name<'k>> {
    let words = &sentences.tokens[tokens.clone()];
    let (first, last) = (words.first()?, words.last()?);
    let edge = |token: &crate::sentence::Token| token.pos == "PUNCT" || token.tag == "POS";
    let capital = words
        .iter()
        .any(|word| word.text.starts_with(char::is_uppercase));
    // Folding forgets brackets and commas; a name does not run across them.
    let broken = words.iter().any(|word| {
        word.pos == "PUNCT" && !matches!(word.text.as_str(), "-" | "–" | "'" | "’" | "." | "/")
    });
    if broken || edge(first) || edge(last) || !capital || first.lemma == "the" {
        return None;
    }
    let actors: Vec<&Actor> = knowledge
        .actors()
        .named(&phrase::words(sentences, &tokens))
        .filter(|actor| actor.was_there(day))
        .collect();
    (!actors.is_empty()).then_some(Name { tokens, actors })
}

fn slot_of(actors: &[&Actor]) -> Slot<ActorId> {
    match actors {
        [] => Slot::Unsaid,
        [one] => Slot::Said(one.id.clone()),
        several => Slot::Ambiguous(several.iter().map(|actor| actor.id.clone()).collect()),
    }
}

fn role_of(actor: &Actor) -> Role {
    let fights = actor.fights();
    Role {
        kind: actor.kind.clone(),
        form: if actor.kind == "person" {
            Form::Person
        } else {
            Form::Collective
        },
        status: if fights {
            Status::Combatant
        } else {
            Status::Civilian
        },
        plover: actor.codes.plover.clone(),
        voice: Some(match actor.kind.as_str() {
            "news agency" => "agency".into(),
            kind if fights && kind != "state" => "party".into(),
            kind => kind.into(),
        }),
    }
}

fn named(sentences: &Sentences, tree: &Tree<'_>, name: &Name<'_>, head: usize) -> ActorMention {
    // "the Observatory": the article belongs to the phrase.
    let article = tree
        .with_dep(head, &["det"])
        .find(|&child| child + 1 == name.tokens.start);
    let tokens = article.unwrap_or(name.tokens.start)..name.tokens.end;
    let country = match name.actors.as_slice() {
        [one] if !one.country.is_empty() => Some(one.country.clone()),
        _ => None,
    };
    ActorMention {
        span: phrase::span(sentences, &tokens),
        head,
        tokens,
        actor: slot_of(&name.actors),
        role: name
            .actors
            .first()
            .map(|actor| role_of(actor))
            .unwrap_or_default(),
        country,
    }
}

/// A phrase headed by a common noun that stands for somebody.
fn agent(
    knowledge: &Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tree: &Tree<'_>,
    names: &Names<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    if !tree.is_noun(at) || names.at(at).is_some() {
        return None;
    }
    let role = agent_role(knowledge, tree, at)?;
    // A modifier of another agent noun is part of that phrase ("government forces").
    let within = matches!(token.dep.as_str(), "compound" | "nmod" | "amod")
        && tree.head(at).is_some_and(|head| {
            head > at && tree.is_noun(head) && agent_role(knowledge, tree, head).is_some()
        });
    if within {
        return None;
    }
    let tokens = phrase::core(tree, at);
    let affiliation = tokens
        .clone()
        .filter_map(|token| names.at(token))
        .find(|name| {
            let head = phrase::head_of(sentences, &name.tokens);
            tokens.contains(&head) && tree.head(head) == Some(at) && tree.token(head).dep != "appos"
        });
    let country = country_of(knowledge, tree, at);
    let actor = match (affiliation, &country) {
        (Some(name), _) => slot_of(&name.actors),
        (None, Some(country)) => state_organ(knowledge, day, &role, country)
            .map(Slot::Said)
            .unwrap_or_default(),
        (None, None) => Slot::Unsaid,
    };
    let mut role = role;
    if let Some([owner]) = affiliation.map(|name| name.actors.as_slice())
        && role.voice.as_deref() == Some("party")
    {
        role.voice = role_of(owner).voice;
    }
    Some(ActorMention {
        span: phrase::span(sentences, &tokens),
        head: at,
        tokens,
        actor,
        role,
        country,
    })
}

/// The role of a common noun with the words before it; compounds win over the noun alone.
fn agent_role(knowledge: &Knowledge, tree: &Tree<'_>, at: usize) -> Option<Role> {
    let agents = knowledge.agents();
    let token = tree.token(at);
    let lemma = token.lemma.to_lowercase();
    let before = |count: usize| at.checked_sub(count);
    for count in (1..agents.longest_compound()).rev() {
        let Some(start) = before(count) else { continue };
        let lemmas: Vec<String> = (start..=at)
            .map(|here| tree.token(here).lemma.to_lowercase())
            .collect();
        if let Some(role) = agents.compound(&lemmas.join(" ")) {
            return Some(refined(knowledge, tree, start, role));
        }
    }
    let plural = if matches!(token.tag.as_str(), "NNS" | "NNPS") {
        Plural::Yes
    } else {
        Plural::No
    };
    let role = agents.noun(&lemma, plural)?;
    Some(refined(knowledge, tree, at, role))
}

fn refined(knowledge: &Knowledge, tree: &Tree<'_>, start: usize, role: &Role) -> Role {
    match start.checked_sub(1) {
        Some(before)
            if matches!(
                tree.token(before).dep.as_str(),
                "amod" | "compound" | "nmod"
            ) =>
        {
            knowledge
                .agents()
                .refine(role, &tree.token(before).text.to_lowercase())
        }
        _ => role.clone(),
    }
}

/// The one country that a phrase's own modifiers tie it to; none for "Syrian and Russian".
fn country_of(knowledge: &Knowledge, tree: &Tree<'_>, head: usize) -> Option<SmolStr> {
    let modifiers = tree
        .with_dep(head, &["amod", "compound", "nmod", "poss"])
        .flat_map(|child| {
            let deeper = tree
                .with_dep(child, &["conj"])
                .flat_map(|other| tree.conjuncts(other))
                .collect::<Vec<_>>();
            std::iter::once(child).chain(deeper)
        });
    let mut countries =
        modifiers.filter_map(|child| country_word(knowledge, &tree.token(child).text));
    let first = countries.next()?;
    countries.all(|other| other == first).then_some(first)
}

fn country_word(knowledge: &Knowledge, word: &str) -> Option<SmolStr> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(code) = knowledge.gazetteer().demonym(word) {
        return Some(code.as_str().into());
    }
    country_named(knowledge, word)
}

fn country_named(knowledge: &Knowledge, name: &str) -> Option<SmolStr> {
    let first = knowledge.gazetteer().find(name).into_iter().next()?;
    let place = knowledge.gazetteer().place(first.place)?;
    (place.kind == PlaceKind::Country).then(|| place.country.map(|code| code.as_str().into()))?
}

/// A country's own army, government, police …: known by rule, not by a table of every one.
fn state_organ(
    knowledge: &Knowledge,
    day: Option<Date>,
    role: &Role,
    country: &str,
) -> Option<ActorId> {
    let organ = match role.kind.as_str() {
        "military" | "aircraft" | "armour" | "warship" => "military",
        "government" | "police" | "intelligence" | "state" | "legislature" => role.kind.as_str(),
        _ => return None,
    };
    if matches!(role.form, Form::Person) && role.kind != "military" {
        return None;
    }
    // Forces with names of their own are known by those.
    let branch: &[&str] = match role.kind.as_str() {
        "aircraft" => &["air force"],
        "warship" => &["navy"],
        "military" | "armour" => &["army", "military", "armed forces"],
        _ => &[],
    };
    if let Some(known) = knowledge.actors().military_of(country, day, branch) {
        return Some(known.id.clone());
    }
    Some(ActorId(format_smolstr!(
        "{}.{organ}",
        country.to_lowercase()
    )))
}

/// A country that is spoken of as one who acts ("Russia shelled …", "Ukraine's offensive").
fn state(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    if let Some(people) = people(knowledge, sentences, tree, at) {
        return Some(people);
    }
    if token.tag != "NNP" && token.tag != "NNPS" {
        return None;
    }
    let acts = match token.dep.as_str() {
        "nsubj" => true,
        "pobj" => tree.head(at).is_some_and(|prep| {
            let prep = tree.token(prep);
            prep.dep == "agent"
                || matches!(prep.lemma.as_str(), "against" | "with" | "by" | "between")
        }),
        "dobj" | "poss" => true,
        "conj" => return state_conjunct(knowledge, sentences, tree, at),
        _ => false,
    };
    acts.then(|| country_mention(knowledge, sentences, tree, at))?
}

/// "Israeli air strikes": the adjective before a deed tells whose it was.
fn people(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    let before_a_deed = matches!(token.dep.as_str(), "amod" | "compound" | "nmod")
        && tree.head(at).is_some_and(|noun| {
            let lemma = tree.token(noun).lemma.to_lowercase();
            tree.is_noun(noun)
                && knowledge
                    .patterns()
                    .lines(Part::Noun, &lemma)
                    .next()
                    .is_some()
        });
    let code = knowledge
        .gazetteer()
        .demonym(&token.text)
        .filter(|_| before_a_deed && token.text.starts_with(char::is_uppercase))?;
    Some(state_mention(
        sentences,
        at,
        at..at + 1,
        code.as_str().into(),
    ))
}

fn state_conjunct(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let first = tree
        .upwards(at)
        .find(|&here| tree.token(here).dep != "conj")?;
    (first != at && state(knowledge, sentences, tree, first).is_some())
        .then(|| country_mention(knowledge, sentences, tree, at))?
}

fn country_mention(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let tokens = phrase::core(tree, at);
    let words = phrase::words(sentences, &tokens);
    let seat = knowledge
        .seats()
        .country(&words)
        .filter(|_| governs(knowledge, tree, at))
        .cloned();
    let country = seat.or_else(|| country_named(knowledge, words.trim_start_matches("the ")))?;
    Some(state_mention(sentences, at, tokens, country))
}

fn state_mention(
    sentences: &Sentences,
    head: usize,
    tokens: Range<usize>,
    country: SmolStr,
) -> ActorMention {
    ActorMention {
        span: phrase::span(sentences, &tokens),
        head,
        tokens,
        actor: Slot::Said(ActorId(format_smolstr!("{}.state", country.to_lowercase()))),
        role: Role {
            kind: "state".into(),
            form: Form::Institution,
            status: Status::Combatant,
            plover: None,
            voice: Some("official".into()),
        },
        country: Some(country),
    }
}

/// Whether a city stands where only those who govern there can: "Moscow said",
/// "Kyiv renewed its assault", not "Kyiv came under fire".
fn governs(knowledge: &Knowledge, tree: &Tree<'_>, at: usize) -> bool {
    let verb = tree
        .head(at)
        .filter(|&verb| tree.is_verb(verb) && tree.token(at).dep == "nsubj");
    verb.is_some_and(|verb| {
        let says = knowledge
            .reporting()
            .verb(&tree.token(verb).lemma.to_lowercase())
            .is_some();
        let owns = tree
            .with_dep(verb, &["dobj"])
            .any(|object| tree.with_dep(object, &["poss"]).next().is_some());
        says || owns
    })
}

/// Somebody whom only the model's label gives away.
fn labelled(sentences: &Sentences, tree: &Tree<'_>, at: usize) -> Option<ActorMention> {
    let entity = sentences.entity_of(at)?;
    let (kind, form) = match entity.label.as_str() {
        "PERSON" => ("person", Form::Person),
        "ORG" => ("organisation", Form::Institution),
        _ => return None,
    };
    if at != phrase::head_of(sentences, &entity.tokens) || !tree.is_noun(at) {
        return None;
    }
    let tokens = entity.tokens.clone();
    Some(ActorMention {
        span: phrase::span(sentences, &tokens),
        head: at,
        tokens,
        actor: Slot::Unresolved,
        role: Role {
            kind: kind.into(),
            form,
            status: Status::Unknown,
            plover: None,
            voice: Some(kind.into()),
        },
        country: None,
    })
}

/// "The army" is the army that was named before, if one was under that very noun, or if
/// the report knows only one of the kind.
fn resolve_short_forms(tree: &Tree<'_>, mentions: &mut [ActorMention]) {
    for at in 0..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let mention = &mut rest[0];
        let article =
            |det: usize| matches!(tree.token(det).lemma.as_str(), "the" | "this" | "that");
        let definite = tree.with_dep(mention.head, &["det"]).any(article);
        if !definite
            || mention.actor != Slot::Unsaid
            || mention.country.is_some()
            || mention.role.form == Form::Person
        {
            continue;
        }
        let kind = |earlier: &&&ActorMention| {
            earlier.role.kind == mention.role.kind && earlier.country.is_some()
        };
        let noun = |earlier: &&&ActorMention| {
            tree.token(earlier.head)
                .lemma
                .eq_ignore_ascii_case(&tree.token(mention.head).lemma)
        };
        let known: Vec<&ActorMention> = before
            .iter()
            .rev()
            .take(REACH)
            .filter(|earlier| earlier.actor.value().is_some())
            .collect();
        let same = known
            .iter()
            .find(|earlier| kind(earlier) && noun(earlier))
            .or_else(|| {
                let mut all = known.iter().filter(kind);
                let first = all.next()?;
                all.all(|other| other.actor.value() == first.actor.value())
                    .then_some(first)
            });
        if let Some(earlier) = same
            && let Some(actor) = earlier.actor.value()
        {
            let reason = format_smolstr!(
                "the {} named before",
                tree.token(mention.head).lemma.to_lowercase()
            );
            mention.actor = Slot::Inferred {
                value: actor.clone(),
                reason,
            };
            mention.country = earlier.country.clone();
        }
    }
}
