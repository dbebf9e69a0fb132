//! How do sentences say that something was done?
//!
//! A pattern file (`data/patterns/<language>/*.toml`) holds patterns of one
//! family. Each names an action and lists, line by line, how a clause says it:
//!
//! ```toml
//! [[pattern]]
//! id = "shelling"
//! action = "shelling"
//! match = [
//!   "verb:shell|bombard  subject=actor?  object=target",
//!   "noun:shelling|bombardment  subject=actor?  object|of=target?",
//! ]
//!
//! [[pattern.example]]
//! text = "Government forces shelled the village on Monday."
//! claim = { actor = "Government forces", target = "the village" }
//!
//! [[pattern.not]]
//! text = "He shelled the peas."
//! ```
//!
//! A line is a trigger and slots, separated by white space.
//!
//! - The **trigger** is `verb:`, `noun:` or `adjective:` and lemmas separated by
//!   `|`; `pull+out` is a verb with its particle or adverb. A verb trigger also
//!   finds its passive and its participles, a noun trigger also the light verbs
//!   that carry it ("carried out strikes", "came under fire").
//! - A **slot** is `relations=role:kinds` with a `?` behind it if the clause may
//!   lack it. Relations, separated by `|`, are tried in order: `subject` and
//!   `object` (deep ones, so that active, passive, relative and participial
//!   clauses read alike; for nouns the doer and the one it is done to, where
//!   grammar tells), `possessive`, `modifier` (a noun or adjective before a
//!   noun), `number` (the number that a noun is counted by), any preposition (`on`,
//!   `against`, `out-of`), or `ahead` (whoever or what place is named nearest in all that
//!   hangs on the trigger in its clause).
//! - The **role** is `actor`, `target`, `both` (sides that fight each other),
//!   `place`, or `-` (looked at, kept for nobody).
//! - The **kinds**, separated by `|`, restrict who may fill the slot: `force`
//!   (whoever fights), `actor` (anybody who can act), `party` (likewise, and whatever bears a
//!   name), `person` (people who do not fight), `number` (a number that stands for whoever it
//!   counts, as in "killed 12"), `counted` (whatever has a number), `place`, `speaker`; a set of `lexicon/LANGUAGE/sets.toml`,
//!   `@asset`; or lemmas in brackets at the end, `[siege|blockade]`.
//!   Without kinds anything fits.
//! - A pattern may say `counts = "killed"`: what a number of its targets counts, and of its
//!   trigger where the line looks at its `number` ("10 deaths"). With `cumulative = true` it
//!   counts all that happened so far ("the toll rose to 29").
//! - A pattern may say `weak = true`: it is asked only where no other holds, and speaks
//!   only where a kind of deed is likely by what was learned, or the sentence says where it
//!   happened. Its trigger may be `verb:*`, any verb but those of its `except` and those
//!   that only introduce what somebody says.
//! - `!relations` or `!relations=kinds`: the line does not hold where the clause has that
//!   in any of them.

mod line;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    error::{Error, ErrorKind, did_you_mean, nearest_name},
};

/// One way to say an action, with what shows that it works.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Family and id: "strikes/shelling". Stable, never reused.
    pub id: SmolStr,
    /// The action that it finds.
    pub action: ActionId,
    /// What a number of targets counts ("killed", "injured"), if it counts anything.
    pub counts: Option<SmolStr>,
    /// Whether what it counts is all that happened so far.
    pub cumulative: bool,
    /// Whether it is asked only where no other holds.
    pub weak: bool,
    /// Lemmas that do not trigger it, if any word does.
    pub except: Vec<SmolStr>,
    /// The lines, in the order in which they are tried.
    pub lines: Vec<Line>,
    /// Sentences in which it must find what they say.
    pub examples: Vec<Example>,
    /// Sentences in which it must find nothing.
    pub counter_examples: Vec<CounterExample>,
}

/// A sentence that a pattern reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What must come out of it.
    pub claim: ExampleClaim,
}

/// What must come out of an example; what is not given is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleClaim {
    /// The doer's words; several separated by " + ".
    pub actor: Option<String>,
    /// The words for whom it was done to; several separated by " + ".
    pub target: Option<String>,
    /// The first place's words.
    pub place: Option<String>,
    /// The words that say when.
    pub when: Option<String>,
    /// What is counted and the bounds, "killed 12..12"; several separated by " + ", parts in
    /// brackets.
    pub amount: Option<String>,
    /// The modality, on the wire's word for it.
    pub modality: Option<String>,
    /// The name of the last voice in the chain.
    pub voice: Option<String>,
}

/// A sentence that a pattern must leave alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterExample {
    /// The sentence.
    pub text: String,
}

/// One line of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What kind of word it hangs on.
    pub part: Part,
    /// Its lemmas, each with the particle that must go with it, if any.
    pub triggers: Vec<(SmolStr, Option<SmolStr>)>,
    /// Who stands where.
    pub slots: Vec<SlotRule>,
    /// What must not be there.
    pub barred: Vec<Barred>,
}

/// The part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

/// Who stands where.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotRule {
    /// Where to look, in order.
    pub relations: Vec<SmolStr>,
    /// What the filler becomes.
    pub role: SlotRole,
    /// What the filler may be; empty for anything.
    pub kinds: Vec<Kind>,
    /// Whether the line holds without it.
    pub need: Need,
}

impl Line {
    /// Whether it looks at the number that its trigger is counted by.
    pub fn looks_at_number(&self) -> bool {
        let mut relations = self.slots.iter().flat_map(|slot| &slot.relations);
        relations.any(|relation| relation == NUMBER)
    }

    /// Whether any word triggers it.
    pub fn is_of_any(&self) -> bool {
        self.triggers.iter().any(|(lemma, _)| lemma == ANY)
    }
}

/// What must not be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Barred {
    /// Where.
    pub relation: SmolStr,
    /// What; empty for anything.
    pub kinds: Vec<Kind>,
}

/// Whether a slot must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The line does not hold without it.
    Must,
    /// The line holds without it.
    May,
}

/// What the filler of a slot becomes in the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotRole {
    /// Did it.
    Actor,
    /// It was done to them.
    Target,
    /// Fought, on either side.
    Both,
    /// Where it was done.
    Place,
    /// Looked at only.
    None,
}

/// What a filler may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Whoever fights.
    Force,
    /// Anybody who can act.
    Actor,
    /// Anybody who can act, and whatever else bears a name: a place may stand for those who
    /// govern there.
    Party,
    /// People who do not fight.
    Person,
    /// A number that stands for whoever it counts.
    Number,
    /// Whatever a number counts.
    Counted,
    /// A place, named or not.
    Place,
    /// Anybody who can speak.
    Speaker,
    /// One of these lemmas.
    Lemma(Vec<SmolStr>),
}

/// The relation of the number that a noun or adjective is counted by.
pub(crate) const NUMBER: &str = "number";

/// The trigger that any word is.
const ANY: &str = "*";

/// Where a line stands, and the particle that must go with its trigger.
#[derive(Clone, Debug)]
struct Row {
    pattern: usize,
    line: usize,
    particle: Option<SmolStr>,
}

/// All patterns, and the words that trigger them.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    patterns: Vec<Pattern>,
    by_trigger: FxHashMap<(Part, SmolStr), Vec<Row>>,
}

impl Patterns {
    pub(super) fn new(patterns: Vec<Pattern>) -> Self {
        let mut by_trigger: FxHashMap<(Part, SmolStr), Vec<Row>> = FxHashMap::default();
        for (at, pattern) in patterns.iter().enumerate() {
            for (row, line) in pattern.lines.iter().enumerate() {
                for (lemma, particle) in &line.triggers {
                    by_trigger
                        .entry((line.part, lemma.clone()))
                        .or_default()
                        .push(Row {
                            pattern: at,
                            line: row,
                            particle: particle.clone(),
                        });
                }
            }
        }
        Self {
            patterns,
            by_trigger,
        }
    }

    /// The lines that a word may trigger, with their patterns and the particle that must
    /// go with the word: those of weak patterns after all others, those that any word
    /// triggers last; otherwise in file order.
    pub fn lines(
        &self,
        part: Part,
        lemma: &str,
    ) -> impl Iterator<Item = (&Pattern, &Line, Option<&str>)> {
        let rows = |lemma: &str| {
            self.by_trigger
                .get(&(part, lemma.into()))
                .into_iter()
                .flatten()
        };
        let weak = |row: &&Row| self.patterns[row.pattern].weak;
        let strong = rows(lemma).filter(move |row| !weak(row));
        let hits = strong.chain(rows(lemma).filter(weak)).chain(rows(ANY));
        let lemma = SmolStr::from(lemma);
        hits.filter_map(move |row| {
            let pattern = &self.patterns[row.pattern];
            let line = (pattern, &pattern.lines[row.line], row.particle.as_deref());
            (!pattern.except.contains(&lemma)).then_some(line)
        })
    }

    /// All patterns, in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter()
    }
}

#[derive(Deserialize)]
struct File {
    pattern: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: SmolStr,
    action: ActionId,
    counts: Option<SmolStr>,
    #[serde(default)]
    cumulative: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    except: Vec<SmolStr>,
    #[serde(rename = "match")]
    lines: Vec<String>,
    #[serde(default)]
    example: Vec<Example>,
    #[serde(default)]
    not: Vec<CounterExample>,
}

/// Lists of lemmas that patterns name: "@asset".
#[derive(Clone, Debug, Default)]
pub(super) struct Sets(FxHashMap<SmolStr, Vec<SmolStr>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    set: Vec<SetEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetEntry {
    id: SmolStr,
    lemmas: Vec<SmolStr>,
}

impl Sets {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let entries = toml::from_str::<SetFile>(text).map_err(|e| Error::new(file, e))?;
        let mut sets = Self::default();
        for entry in entries.set {
            let id = entry.id.to_string();
            if sets.0.insert(entry.id, entry.lemmas).is_some() {
                return Err(Error::in_entry(
                    file,
                    text,
                    &id.clone(),
                    ErrorKind::Twice { id },
                ));
            }
        }
        Ok(sets)
    }

    /// The lemmas of a set, or what to write instead.
    fn get(&self, id: &str) -> Result<&[SmolStr], String> {
        self.0.get(id).map(Vec::as_slice).ok_or_else(|| {
            let mut names: Vec<&str> = self.0.keys().map(SmolStr::as_str).collect();
            names.sort_unstable();
            let near = did_you_mean(id, names.into_iter());
            format!("there is no set \"@{id}\" in lexicon/en/sets.toml{near}")
        })
    }
}

/// Reads one pattern file. `family` is the file's name without its ending.
pub(super) fn read(
    file: &str,
    family: &str,
    text: &str,
    ontology: &Ontology,
    sets: &Sets,
) -> Result<Vec<Pattern>, Error> {
    let entries = toml::from_str::<File>(text)
        .map_err(|e| Error::new(file, e))?
        .pattern;
    let mut patterns: Vec<Pattern> = Vec::with_capacity(entries.len());
    for entry in entries {
        let at = entry.id.to_string();
        let wrong = |kind: ErrorKind| Error::in_entry(file, text, &entry.id, kind);
        if ontology.get(&entry.action).is_none() {
            let name = entry.action.0.to_string();
            let near = nearest_name(&name, ontology.iter().map(|action| action.id.0.as_str()));
            let kind = "action";
            return Err(wrong(ErrorKind::Unknown {
                at,
                kind,
                name,
                near,
            }));
        }
        let id: SmolStr = format!("{family}/{}", entry.id).into();
        if patterns.iter().any(|known| known.id == id) {
            return Err(wrong(ErrorKind::Twice { id: id.to_string() }));
        }
        if entry.example.is_empty() || entry.not.is_empty() {
            let what = "a pattern needs at least one [[pattern.example]] and one [[pattern.not]], \
                        which are its tests"
                .into();
            return Err(wrong(ErrorKind::Entry { at, what }));
        }
        let lines = entry.lines.iter().map(|line| {
            line::parse(line, sets).map_err(|what| {
                let what = format!("in the line \"{line}\": {what}");
                let at = entry.id.to_string();
                wrong(ErrorKind::Entry { at, what })
            })
        });
        let lines = lines.collect::<Result<_, _>>()?;
        patterns.push(Pattern {
            id,
            action: entry.action.clone(),
            counts: entry.counts.clone(),
            cumulative: entry.cumulative,
            weak: entry.weak,
            except: entry.except,
            lines,
            examples: entry.example,
            counter_examples: entry.not,
        });
    }
    Ok(patterns)
}
