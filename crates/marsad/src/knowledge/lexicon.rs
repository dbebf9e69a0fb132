//! Which common nouns stand for somebody, and which words say that somebody speaks?

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    actor::{Form, Role, Status},
    error::Error,
};

/// The nouns that head a phrase for an actor, from `agents.toml`.
#[derive(Clone, Debug, Default)]
pub struct Agents {
    nouns: FxHashMap<SmolStr, Noun>,
    compounds: FxHashMap<SmolStr, Role>,
    modifiers: FxHashMap<SmolStr, Vec<Modifier>>,
    affiliations: FxHashMap<SmolStr, SmolStr>,
    transparent: FxHashMap<SmolStr, ()>,
    backward: FxHashMap<SmolStr, Vec<SmolStr>>,
    longest: usize,
}

#[derive(Clone, Debug)]
struct Noun {
    role: Role,
    plural_only: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Modifier {
    words: Vec<SmolStr>,
    #[serde(default)]
    heads: Vec<SmolStr>,
    #[serde(rename = "type")]
    kind: Option<SmolStr>,
    plover: Option<SmolStr>,
    voice: Option<SmolStr>,
}

#[derive(Deserialize)]
struct AgentEntry {
    #[serde(rename = "type")]
    kind: SmolStr,
    #[serde(default)]
    form: Form,
    #[serde(default)]
    status: Status,
    plover: Option<SmolStr>,
    voice: Option<SmolStr>,
    #[serde(default)]
    nouns: Vec<SmolStr>,
    #[serde(default)]
    plural_only: Vec<SmolStr>,
    #[serde(default)]
    compounds: Vec<SmolStr>,
}

#[derive(Deserialize)]
struct Affiliation {
    tails: Vec<SmolStr>,
    relation: SmolStr,
}

#[derive(Deserialize)]
struct Transparent {
    nouns: Vec<SmolStr>,
}

#[derive(Deserialize)]
struct Backward {
    nouns: Vec<SmolStr>,
    kinds: Vec<SmolStr>,
}

#[derive(Deserialize)]
struct AgentsFile {
    agent: Vec<AgentEntry>,
    #[serde(default)]
    modifier: Vec<Modifier>,
    #[serde(default)]
    affiliation: Vec<Affiliation>,
    #[serde(default)]
    transparent: Vec<Transparent>,
    #[serde(default)]
    backward: Vec<Backward>,
}

impl Agents {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: AgentsFile = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let mut agents = Self::default();
        for entry in read.agent {
            let role = Role {
                kind: entry.kind,
                form: entry.form,
                status: entry.status,
                plover: entry.plover,
                voice: entry.voice,
            };
            for (nouns, plural_only) in [(entry.nouns, false), (entry.plural_only, true)] {
                for noun in nouns {
                    agents.nouns.insert(
                        noun,
                        Noun {
                            role: role.clone(),
                            plural_only,
                        },
                    );
                }
            }
            for compound in entry.compounds {
                agents.longest = agents.longest.max(compound.split(' ').count());
                agents.compounds.insert(compound, role.clone());
            }
        }
        for modifier in read.modifier {
            for word in &modifier.words {
                agents
                    .modifiers
                    .entry(word.clone())
                    .or_default()
                    .push(modifier.clone());
            }
        }
        for affiliation in read.affiliation {
            for word in affiliation.tails {
                agents
                    .affiliations
                    .insert(word, affiliation.relation.clone());
            }
        }
        for entry in read.transparent {
            agents
                .transparent
                .extend(entry.nouns.into_iter().map(|noun| (noun, ())));
        }
        for entry in read.backward {
            for noun in entry.nouns {
                agents.backward.insert(noun, entry.kinds.clone());
            }
        }
        Ok(agents)
    }

    /// The kinds of actors of which a noun alone stands for the one named last ("the group").
    pub fn points_back(&self, lemma: &str) -> &[SmolStr] {
        self.backward.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The role of a head noun, given its lemma and whether it stands in the plural.
    pub fn noun(&self, lemma: &str, plural: Plural) -> Option<&Role> {
        let noun = self.nouns.get(lemma)?;
        (!noun.plural_only || plural == Plural::Yes).then_some(&noun.role)
    }

    /// The role of a head of several words, given their lemmas.
    pub fn compound(&self, lemmas: &str) -> Option<&Role> {
        self.compounds.get(lemmas)
    }

    /// The most words that any compound has.
    pub fn longest_compound(&self) -> usize {
        self.longest
    }

    /// The role as the word directly before the head settles it ("rebel commander").
    pub fn refine(&self, role: &Role, word: &str) -> Role {
        let mut refined = role.clone();
        let fits =
            |modifier: &&Modifier| modifier.heads.is_empty() || modifier.heads.contains(&role.kind);
        if let Some(modifier) = self
            .modifiers
            .get(word)
            .and_then(|all| all.iter().find(fits))
        {
            refined.kind = modifier.kind.clone().unwrap_or(refined.kind);
            refined.plover = modifier.plover.clone().or(refined.plover);
            refined.voice = modifier.voice.clone().or(refined.voice);
        }
        refined
    }

    /// What relation the tail of a compound adjective says ("backed", "run").
    pub fn affiliation(&self, tail: &str) -> Option<&str> {
        self.affiliations.get(tail).map(SmolStr::as_str)
    }

    /// Whether a noun only counts or portions whoever stands behind "of" ("dozens of fighters").
    pub fn is_transparent(&self, lemma: &str) -> bool {
        self.transparent.contains_key(lemma)
    }
}

/// Whether a noun stands in the plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// The verbs and phrases by which a text says who says so, from `reporting.toml`.
#[derive(Clone, Debug, Default)]
pub struct Reporting {
    verbs: FxHashMap<SmolStr, Cue>,
    nouns: FxHashMap<SmolStr, Cue>,
    prepositions: FxHashMap<SmolStr, Cue>,
    hedges: FxHashMap<SmolStr, Hedge>,
    documents: FxHashMap<SmolStr, ()>,
    seeming: FxHashMap<SmolStr, SmolStr>,
    disclaimers: Vec<Disclaimer>,
    /// The nouns that are denied by whoever says that they did not do it ("involvement").
    involvement: FxHashMap<SmolStr, ()>,
}

/// A way to say that claims near it were, or were not, checked.
#[derive(Clone, Debug)]
pub struct Disclaimer {
    /// Its lemmas in order; `None` is a gap of a few words.
    pub words: Vec<Option<SmolStr>>,
    /// unverified, verified, alleged or supposed.
    pub certainty: SmolStr,
    /// Which claims it colours.
    pub reach: Reach,
}

/// Which claims a disclaimer colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Those told just before it.
    Before,
    /// Those of its own sentence.
    Near,
    /// None: it says that somebody is silent.
    None,
}

/// One way to introduce what somebody says.
#[derive(Clone, Debug, Deserialize)]
pub struct Cue {
    /// The lemma.
    pub lemma: SmolStr,
    /// verb, noun, preposition or adverbial.
    pub part: SmolStr,
    /// How the speaker puts it ("neutral", "claim", "deny", "believe" …).
    pub kind: SmolStr,
    /// What becomes of the content: asserted, denied, planned, threatened, supposed.
    pub modality: SmolStr,
    /// stated, alleged, verified, unverified or supposed.
    pub certainty: SmolStr,
    /// How the content follows.
    #[serde(default)]
    pub takes: Vec<SmolStr>,
    /// How whoever is spoken to follows ("object", "to").
    pub hearer: Option<SmolStr>,
}

impl Cue {
    /// Whether to say so is to do something: to accuse, promise, order, threaten, refuse.
    pub fn is_deed(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "accuse"
                | "deny"
                | "admit"
                | "threat"
                | "promise"
                | "plan"
                | "order"
                | "request"
                | "feel"
                | "agree"
                | "silence"
        )
    }
}

/// A word that weakens or strengthens a claim.
#[derive(Clone, Debug, Deserialize)]
pub struct Hedge {
    /// The word or words.
    pub words: SmolStr,
    /// What becomes of the claim.
    pub modality: Option<SmolStr>,
    /// How sure it is.
    pub certainty: Option<SmolStr>,
}

#[derive(Deserialize)]
struct ReportingFile {
    cue: Vec<Cue>,
    #[serde(default)]
    hedge: Vec<Hedge>,
    #[serde(default)]
    document: Vec<DocumentEntry>,
    #[serde(default)]
    seem: Vec<Seem>,
    #[serde(default)]
    disclaimer: Vec<DisclaimerEntry>,
    #[serde(default)]
    idiom: Vec<Idiom>,
}

/// A cue with a settled object.
#[derive(Deserialize)]
struct Idiom {
    lemma: SmolStr,
    kind: SmolStr,
}

#[derive(Deserialize)]
struct DisclaimerEntry {
    pattern: SmolStr,
    certainty: Option<SmolStr>,
    reach: Reach,
}

/// A verb, or "be" with a participle or adjective, that supposes its complement.
#[derive(Deserialize)]
struct Seem {
    lemma: SmolStr,
    modality: SmolStr,
}

#[derive(Deserialize)]
struct DocumentEntry {
    #[serde(default)]
    nouns: Vec<SmolStr>,
}

impl Reporting {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: ReportingFile = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let mut reporting = Self::default();
        for cue in read.cue {
            let part = match cue.part.as_str() {
                "verb" => &mut reporting.verbs,
                "noun" => &mut reporting.nouns,
                _ => &mut reporting.prepositions,
            };
            // The first entry of a lemma is its usual sense; later ones are rarer.
            part.entry(cue.lemma.clone()).or_insert(cue);
        }
        for hedge in read.hedge {
            reporting.hedges.insert(hedge.words.clone(), hedge);
        }
        for seem in read.seem {
            reporting.seeming.insert(seem.lemma, seem.modality);
        }
        for idiom in read.idiom.iter().filter(|idiom| idiom.kind == "deny") {
            if let Some((_, noun)) = idiom.lemma.rsplit_once(' ') {
                reporting.involvement.insert(noun.into(), ());
            }
        }
        for entry in read.disclaimer {
            let gap_or_word = |word: &str| (word != "…").then(|| SmolStr::new(word));
            let words = entry.pattern.split(' ').map(gap_or_word);
            reporting.disclaimers.push(Disclaimer {
                words: words.collect(),
                certainty: entry.certainty.unwrap_or_default(),
                reach: entry.reach,
            });
        }
        for entry in read.document {
            reporting
                .documents
                .extend(entry.nouns.into_iter().map(|noun| (noun, ())));
        }
        Ok(reporting)
    }

    /// The cue that a verb is, by lemma.
    pub fn verb(&self, lemma: &str) -> Option<&Cue> {
        self.verbs.get(lemma)
    }

    /// The cue that a noun is, by lemma.
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.nouns.get(lemma)
    }

    /// The cue that a preposition of one or more words is.
    pub fn preposition(&self, words: &str) -> Option<&Cue> {
        self.prepositions.get(words)
    }

    /// The hedge that a word is.
    pub fn hedge(&self, word: &str) -> Option<&Hedge> {
        self.hedges.get(word)
    }

    /// What a verb that supposes its complement makes of it ("seem", "be feared").
    pub fn seeming(&self, words: &str) -> Option<&str> {
        self.seeming.get(words).map(SmolStr::as_str)
    }

    /// Whether to deny it is to say that one did not do it ("responsibility", "involvement").
    pub fn is_involvement(&self, noun: &str) -> bool {
        self.involvement.contains_key(noun)
    }

    /// The ways to say that claims were or were not checked.
    pub fn disclaimers(&self) -> &[Disclaimer] {
        &self.disclaimers
    }

    /// Whether a noun is a thing that speaks for its maker ("statement").
    pub fn is_document(&self, lemma: &str) -> bool {
        self.documents.contains_key(lemma)
    }
}
