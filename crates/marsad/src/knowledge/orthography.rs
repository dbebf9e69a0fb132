//! How is text usually written, beyond what a list of single words can tell?
//!
//! In comes `lexicon/en/orthography.toml`; out comes [`Orthography`], which answers
//! questions about single words in lower case. Invariant: an answer depends on the
//! word and its neighbours alone.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// The rules of writing that need more than one word.
#[derive(Clone, Debug, Default)]
pub struct Orthography {
    particles: FxHashSet<SmolStr>,
    hyphened: FxHashSet<SmolStr>,
    links: FxHashSet<SmolStr>,
    articles: FxHashSet<SmolStr>,
    indefinite: FxHashSet<SmolStr>,
    locatives: FxHashSet<SmolStr>,
    titles: FxHashSet<SmolStr>,
    stopped: FxHashSet<SmolStr>,
    title_openers: FxHashSet<SmolStr>,
    endings: Vec<SmolStr>,
    beginnings: Vec<SmolStr>,
    weekdays: FxHashSet<SmolStr>,
    months: FxHashSet<SmolStr>,
    clitics: FxHashSet<SmolStr>,
    escapes: FxHashMap<SmolStr, SmolStr>,
    respelt: FxHashMap<SmolStr, SmolStr>,
    contractions: FxHashMap<SmolStr, FxHashSet<SmolStr>>,
    contexts: FxHashMap<SmolStr, Context>,
}

/// The words around a word, in lower case; `None` where a mark or the end of the text is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours<'w> {
    /// The word before, behind a space.
    pub before: Option<&'w str>,
    /// The word after, behind a space.
    pub after: Option<&'w str>,
    /// The word after, behind a hyphen.
    pub joined: Option<&'w str>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    word: SmolStr,
    form: SmolStr,
    #[serde(default)]
    before: FxHashSet<SmolStr>,
    #[serde(default)]
    joined: FxHashSet<SmolStr>,
    #[serde(default)]
    after: FxHashSet<SmolStr>,
    #[serde(default)]
    number: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contraction {
    ending: SmolStr,
    after: FxHashSet<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    particles: FxHashSet<SmolStr>,
    hyphened: FxHashSet<SmolStr>,
    links: FxHashSet<SmolStr>,
    articles: FxHashSet<SmolStr>,
    indefinite: FxHashSet<SmolStr>,
    locatives: FxHashSet<SmolStr>,
    titles: Vec<SmolStr>,
    title_openers: Vec<SmolStr>,
    endings: Vec<SmolStr>,
    beginnings: Vec<SmolStr>,
    weekdays: FxHashSet<SmolStr>,
    months: FxHashSet<SmolStr>,
    clitics: FxHashSet<SmolStr>,
    escapes: FxHashMap<SmolStr, SmolStr>,
    #[serde(default)]
    respelt: FxHashMap<SmolStr, SmolStr>,
    #[serde(default)]
    contraction: Vec<Contraction>,
    #[serde(default)]
    context: Vec<Context>,
}

impl Orthography {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        // The longest ending is the one that is meant: "ations" before "s".
        read.endings
            .sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let stopped = read.titles.iter().chain(&read.title_openers);
        let stopped = stopped
            .filter_map(|title| title.strip_suffix('.'))
            .map(SmolStr::from)
            .collect();
        let mut contexts = FxHashMap::default();
        for context in read.context {
            let id = context.word.clone();
            if contexts.insert(id.clone(), context).is_some() {
                return Err(Error::new(file, ErrorKind::Twice { id: id.into() }));
            }
        }
        Ok(Self {
            particles: read.particles,
            hyphened: read.hyphened,
            links: read.links,
            articles: read.articles,
            indefinite: read.indefinite,
            locatives: read.locatives,
            titles: unstopped(&read.titles),
            stopped,
            title_openers: unstopped(&read.title_openers),
            endings: read.endings,
            beginnings: read.beginnings,
            weekdays: read.weekdays,
            months: read.months,
            clitics: read.clitics,
            escapes: read.escapes,
            respelt: read.respelt,
            contractions: read
                .contraction
                .into_iter()
                .map(|one| (one.ending, one.after))
                .collect(),
            contexts,
        })
    }

    /// The spelling that the models know of a name that looks like another word, as it is written.
    pub fn respelt(&self, word: &str) -> Option<&str> {
        self.respelt.get(word).map(SmolStr::as_str)
    }

    /// Whether the word stays small inside a name ("bin").
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether the word stays small inside a name before a hyphen ("ez-").
    pub fn is_hyphened_particle(&self, word: &str) -> bool {
        self.hyphened.contains(word) || self.particles.contains(word)
    }

    /// Whether the word stays small inside a name of several words ("of").
    pub fn is_link(&self, word: &str) -> bool {
        self.links.contains(word)
    }

    /// Whether the word says that the next is known to the reader ("the").
    pub fn is_article(&self, word: &str) -> bool {
        self.articles.contains(word)
    }

    /// Whether the word says that the next is one of many ("a").
    pub fn is_indefinite(&self, word: &str) -> bool {
        self.indefinite.contains(word)
    }

    /// Whether a place may follow the word ("near").
    pub fn is_locative(&self, word: &str) -> bool {
        self.locatives.contains(word)
    }

    /// Whether the word, without its stop, is a title ("president", "gen").
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    /// Whether the word opens a longer title ("prime" in "prime minister").
    pub fn opens_title(&self, word: &str) -> bool {
        self.title_openers.contains(word)
    }

    /// Whether a stop after the word only shortens a title ("lt." ).
    pub fn is_stopped(&self, word: &str) -> bool {
        self.stopped.contains(word)
    }

    /// Whether the word names a day of the week.
    pub fn is_weekday(&self, word: &str) -> bool {
        self.weekdays.contains(word)
    }

    /// Whether the word names a month.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.contains(word)
    }

    /// The mark that an archive's sign stands for ("-lrb-" for an opening bracket).
    pub fn unescaped(&self, sign: &str) -> Option<&str> {
        self.escapes.get(sign).map(SmolStr::as_str)
    }

    /// Whether `ending` standing alone behind `word` has lost its apostrophe ("syria s", "don t").
    pub fn lost_apostrophe(&self, word: &str, ending: &str) -> bool {
        self.clitics.contains(ending)
            || self
                .contractions
                .get(ending)
                .is_some_and(|after| after.contains(word))
    }

    /// Whether the word is a contraction without its apostrophe ("dont").
    pub fn is_contracted(&self, word: &str) -> bool {
        let mut cuts = word.char_indices().map(|(at, _)| word.split_at(at)).skip(1);
        cuts.any(|(host, ending)| {
            let hosts = self.contractions.get(ending);
            hosts.is_some_and(|hosts| hosts.contains(host))
        })
    }

    /// Whether a word may end so behind an apostrophe ("'s", "'re").
    pub fn is_contraction(&self, ending: &str) -> bool {
        self.clitics.contains(ending) || self.contractions.contains_key(ending)
    }

    /// The form that the word takes beside these neighbours, where it has one of its own.
    pub fn beside(&self, word: &str, neighbours: Neighbours<'_>) -> Option<&str> {
        let context = self.contexts.get(word)?;
        let has = |set: &FxHashSet<SmolStr>, word: Option<&str>| {
            word.is_some_and(|word| set.contains(word))
        };
        let counted = |word: Option<&str>| {
            word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        };
        let sets = [&context.before, &context.joined, &context.after];
        let always = !context.number && sets.iter().all(|set| set.is_empty());
        let meant = always
            || has(&context.before, neighbours.after)
            || has(&context.joined, neighbours.joined)
            || has(&context.after, neighbours.before)
            || context.number && (counted(neighbours.before) || counted(neighbours.after));
        meant.then_some(context.form.as_str())
    }

    /// The words of which this word may be a regular form; for a word no list has.
    pub fn stems<'w>(&'w self, word: &'w str) -> impl Iterator<Item = String> + 'w {
        let ended = self.endings.iter().flat_map(move |ending| {
            let stem = word
                .strip_suffix(ending.as_str())
                .filter(|stem| stem.chars().count() >= 3);
            stem.into_iter().flat_map(bare_forms)
        });
        let begun = self.beginnings.iter().filter_map(move |beginning| {
            let rest = word.strip_prefix(beginning.as_str())?;
            (rest.chars().count() >= 3).then(|| rest.to_owned())
        });
        ended.chain(begun)
    }
}

/// What a stem may have been before its ending: "stag" of "staging" is also "stage", "stopp" also "stop",
/// "carri" also "carry".
fn bare_forms(stem: &str) -> impl Iterator<Item = String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let shorter = last.map_or("", |letter| &stem[..stem.len() - letter.len_utf8()]);
    let undoubled = (last == before).then(|| shorter.to_owned());
    let with_y = (last == Some('i')).then(|| format!("{shorter}y"));
    [
        Some(stem.to_owned()),
        Some(format!("{stem}e")),
        undoubled,
        with_y,
    ]
    .into_iter()
    .flatten()
}

fn unstopped(words: &[SmolStr]) -> FxHashSet<SmolStr> {
    words
        .iter()
        .map(|word| word.strip_suffix('.').unwrap_or(word).into())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Orthography {
        let text = include_str!("../../../../data/lexicon/en/orthography.toml");
        Orthography::read("orthography.toml", text).expect("the shipped file is whole")
    }

    #[test]
    fn a_month_is_told_by_a_number() {
        let orthography = shipped();
        let day = Neighbours {
            after: Some("6"),
            ..Neighbours::default()
        };
        assert_eq!(orthography.beside("march", day), Some("March"));
        assert_eq!(orthography.beside("march", Neighbours::default()), None);
        assert_eq!(orthography.beside("walk", day), None);
    }

    #[test]
    fn a_regular_form_leads_to_its_stem() {
        let orthography = shipped();
        for (word, stem) in [
            ("retaking", "retake"),
            ("shelled", "shell"),
            ("trapped", "trap"),
            ("recaptured", "captured"),
            ("deputies", "deputy"),
        ] {
            assert!(
                orthography.stems(word).any(|found| found == stem),
                "{word}; help: see bare_forms"
            );
        }
    }

    #[test]
    fn an_apostrophe_is_lost_only_where_one_could_be() {
        let orthography = shipped();
        assert!(orthography.lost_apostrophe("army", "s"));
        assert!(orthography.lost_apostrophe("don", "t"));
        assert!(!orthography.lost_apostrophe("tank", "t"));
    }
}
