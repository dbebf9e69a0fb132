//! How is `data/lexicon/en/dictionary.tsv` made?
//!
//! In: the CAMEO 2.0 verb dictionary of the PETRARCH coders, which lists verbs in groups of
//! like meaning and, for each group, words that make it one kind of deed or another. Out: the
//! same as facts: which group a verb is in, its code of CAMEO, and to what code each word in
//! company with the group points. Invariant: the same dictionary gives the
//! same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

const DICTIONARY: &str = "4a442ee42f7574651ec1c594f127353cdffbf18fa97b207ad5d8298a3cfaa08f";

/// What `workshop build dictionary` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file CAMEO.2.0.txt of petrarch2
    #[arg(long)]
    cameo: PathBuf,
    /// The file to write
    #[arg(long, default_value = "data/lexicon/en/dictionary.tsv")]
    out: PathBuf,
}

/// Builds the dictionary and says how large it is.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let path = &arguments.cameo;
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let digest = Sha256::digest(&bytes);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(
        digest == DICTIONARY,
        "{} is another version of the dictionary: its SHA-256 is {digest}",
        path.display()
    );
    let dictionary = Dictionary::read(&String::from_utf8_lossy(&bytes));
    let text = dictionary.table();
    println!(
        "{} verbs, {} words with a group, {} bytes",
        dictionary.verbs.len(),
        dictionary.words.len(),
        text.len()
    );
    fs::write(&arguments.out, text)
        .with_context(|| format!("cannot write {}", arguments.out.display()))
}

/// What the dictionary says.
#[derive(Default)]
struct Dictionary {
    /// For each verb its group and its type.
    verbs: BTreeMap<String, (String, String)>,
    /// For each group and word how often they stand for each type.
    words: BTreeMap<(String, String), BTreeMap<String, usize>>,
}

impl Dictionary {
    fn read(text: &str) -> Self {
        let mut found = Self::default();
        let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut set: Option<String> = None;
        let mut group: Option<(String, String)> = None;
        for line in text.lines().map(str::trim_end) {
            if let Some(head) = line.strip_prefix("---") {
                let code = between(head, '[', ']').unwrap_or_default();
                let name = head.split('[').next().unwrap_or_default();
                group = Some((lower(name), code.to_owned()));
            } else if let Some(name) = line.strip_prefix('&') {
                set = Some(name.trim().to_owned());
            } else if let Some(word) = line.strip_prefix('+') {
                if let Some(set) = &set {
                    sets.entry(set.clone()).or_default().push(lower(word));
                }
            } else if let Some((group, code)) = &group {
                match line.strip_prefix("- ") {
                    Some(pattern) => found.pattern(group, pattern, &sets),
                    None => found.verb(group, code, line),
                }
            }
        }
        found
    }

    /// `REFUSE {REFUSES REFUSED} [120]`: a verb of a group.
    fn verb(&mut self, group: &str, code: &str, line: &str) {
        let word = line.split([' ', '{', '[', '#']).next().unwrap_or_default();
        if word.is_empty() || !word.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            return;
        }
        let own = between(line, '[', ']').unwrap_or(code);
        let kind = cameo(own).unwrap_or_else(|| NONE.to_owned());
        self.verbs.insert(lower(word), (group.to_owned(), kind));
    }

    /// `* REQUEST (OF ^) [120] # REJECT`: words beside a verb, and the code that they make.
    fn pattern(&mut self, group: &str, pattern: &str, sets: &BTreeMap<String, Vec<String>>) {
        let (Some(code), Some(words)) = (between(pattern, '[', ']'), pattern.split('[').next())
        else {
            return;
        };
        let Some(kind) = cameo(code) else { return };
        let mut tell = |word: String| {
            let types = self.words.entry((group.to_owned(), word)).or_default();
            *types.entry(kind.clone()).or_default() += 1;
        };
        for word in
            words.split(|letter: char| !(letter.is_ascii_uppercase() || "&_-".contains(letter)))
        {
            match word.strip_prefix('&') {
                Some(set) => sets
                    .get(set)
                    .into_iter()
                    .flatten()
                    .cloned()
                    .for_each(&mut tell),
                None if word.len() > 2 => tell(lower(word)),
                None => {}
            }
        }
    }

    fn table(&self) -> String {
        let mut text = String::from(
            "# What: what the coders' dictionary of verbs knows, as codes of CAMEO. Rows, with tabs between:\n\
             #   verb, the verb, its group, its code (- where it is no deed by itself);\n\
             #   word, a group, a word that stands with its verbs, and how often that makes which code.\n\
             # Whence: the CAMEO 2.0 verb dictionary of PETRARCH2 (Open Event Data Alliance and others, MIT licence,\n\
             #   https://github.com/openeventdata/petrarch2), its codes turned into PLOVER's types by the roots of CAMEO.\n\
             #   Only the facts are taken over: no pattern of the dictionary stands here.\n\
             # Licence: MIT, as the dictionary.\n\
             # Retrieved: 2026-11-26.\n\
             # Made how: `workshop build dictionary --cameo CAMEO.2.0.txt`.\n",
        );
        for (verb, (group, kind)) in &self.verbs {
            let _ = writeln!(text, "verb\t{verb}\t{group}\t{kind}");
        }
        for ((group, word), types) in &self.words {
            let counts = types.iter().map(|(kind, count)| format!("{kind} {count}"));
            let counts: Vec<String> = counts.collect();
            let _ = writeln!(text, "word\t{group}\t{word}\t{}", counts.join(" "));
        }
        text
    }
}

/// What stands for no deed.
const NONE: &str = "-";

/// A code of CAMEO as the table has it; `None` for what is no code.
fn cameo(code: &str) -> Option<String> {
    // The first of two codes is the doer's.
    let code = code.split(':').next().unwrap_or_default();
    match code {
        "" | "---" => Some(NONE.to_owned()),
        _ if code.starts_with("01") => Some(NONE.to_owned()),
        _ if matches!(code.len(), 2..=4) && code.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(code.to_owned())
        }
        _ => None,
    }
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    let (_, rest) = text.split_once(open)?;
    Some(rest.split_once(close)?.0.trim())
}

fn lower(name: &str) -> String {
    name.trim()
        .trim_matches('_')
        .replace('_', " ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_groups_and_words_have_types() {
        let text = "&PROPOSAL\n+PLAN\n+PEACE_PLAN_\n\n---  REFUSE   [120]  ---\nREFUSE {REFUSES }\nRULE_OUT [110]\n\
                    - * COMMENT    [011]   # REFUSE\n- * &PROPOSAL (OF ^)   [120]\n- * VISIT [0871]\n";
        let found = Dictionary::read(text);
        assert_eq!(
            found.verbs["refuse"],
            ("refuse".to_owned(), "120".to_owned())
        );
        assert_eq!(
            found.verbs["rule out"],
            ("refuse".to_owned(), "110".to_owned())
        );
        let word = |word: &str| &found.words[&("refuse".to_owned(), word.to_owned())];
        assert_eq!(word("comment")["-"], 1);
        assert_eq!(word("peace plan")["120"], 1);
        assert_eq!(word("visit")["0871"], 1);
    }
}
