//! What do the dictionaries of coders say that a verb and its company mean?
//!
//! In: `lexicon/en/dictionary.tsv`. Out: [`Dictionary`], which tells the codes of CAMEO that a
//! verb points to, alone and with a word. Invariant: it only points; whether it is right in a
//! sentence is weighed by what was learned.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    codes::Codes,
    error::{Error, ErrorKind},
};

/// Verbs in groups, and the words that stand with them.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// For each verb its group, by number, and its code.
    verbs: FxHashMap<SmolStr, (u16, SmolStr)>,
    /// For each group and word the codes, with their shares.
    words: FxHashMap<(u16, SmolStr), Vec<(SmolStr, f32)>>,
}

impl Dictionary {
    pub(super) fn read(file: &str, text: &str, codes: &Codes) -> Result<Self, Error> {
        let mut dictionary = Self::default();
        let mut groups: FxHashMap<&str, u16> = FxHashMap::default();
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        {
            let wrong = |what: String| {
                let line = at + 1;
                Error::new(file, ErrorKind::Line { line, what })
            };
            let known = |code: &str| match code == NONE || codes.of_cameo(code).is_some() {
                true => Ok(code.into()),
                false => Err(wrong(format!("\"{code}\" is no code of CAMEO"))),
            };
            let columns: Vec<&str> = line.split('\t').collect();
            match columns[..] {
                ["verb", verb, group, code] => {
                    let next = groups.len() as u16;
                    let group = *groups.entry(group).or_insert(next);
                    dictionary.verbs.insert(verb.into(), (group, known(code)?));
                }
                ["word", group, word, counts] => {
                    // A group without a verb is never asked for.
                    let Some(&group) = groups.get(group) else {
                        continue;
                    };
                    let parts: Vec<&str> = counts.split(' ').collect();
                    let mut shares = Vec::new();
                    for pair in parts.chunks(2) {
                        let count = pair.get(1).and_then(|count| count.parse::<u16>().ok());
                        let count = count.ok_or_else(|| {
                            wrong(format!(
                                "expected codes with their counts, found \"{counts}\""
                            ))
                        })?;
                        shares.push((known(pair[0])?, f32::from(count)));
                    }
                    let all: f32 = shares.iter().map(|(_, count)| count).sum();
                    shares.iter_mut().for_each(|(_, count)| *count /= all);
                    dictionary.words.insert((group, word.into()), shares);
                }
                _ => {
                    let what = format!(
                        "expected \"verb\" or \"word\" and three columns, found \"{line}\""
                    );
                    return Err(wrong(what));
                }
            }
        }
        Ok(dictionary)
    }

    /// The code of a verb ("-" where it is no deed by itself), if it is listed: "reject", or with its particle
    /// "rule out".
    pub fn verb(&self, verb: &str) -> Option<&str> {
        self.verbs.get(verb).map(|(_, code)| code.as_str())
    }

    /// The codes that a verb has in company with a word, with their shares; none where either is not listed.
    pub fn with(&self, verb: &str, word: &str) -> &[(SmolStr, f32)] {
        let group = self.verbs.get(verb).map(|(group, _)| *group);
        group
            .and_then(|group| self.words.get(&(group, word.into())))
            .map_or(&[], Vec::as_slice)
    }
}

/// What stands for no deed.
const NONE: &str = "-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_means_one_thing_alone_and_another_in_company() {
        let codes = Codes::read(
            "codes.toml",
            include_str!("../../../../data/ontology/codes.toml"),
        );
        let codes = codes.expect("the codes can be read");
        let text = "# a comment\nverb\trefuse\trefuse\t120\nverb\tdeny\trefuse\t-\nword\trefuse\tcomment\t- 3 120 1\n";
        let dictionary = Dictionary::read("d.tsv", text, &codes).expect("reads");
        assert_eq!(dictionary.verb("refuse"), Some("120"));
        assert_eq!(
            dictionary.with("deny", "comment"),
            [("-".into(), 0.75), ("120".into(), 0.25)]
        );
        assert!(dictionary.with("deny", "visit").is_empty());
        for (text, part) in [
            ("verb\ta\tb\t99\n", "line 1"),
            ("word\ta\n", "three columns"),
        ] {
            let error = Dictionary::read("d.tsv", text, &codes).expect_err("refused");
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
