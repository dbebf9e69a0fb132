//! What do all fuzz targets start from, and what must hold of every answer?
//!
//! In comes nothing but the folder `data/` beside this crate; out come the
//! shipped model, the shipped knowledge and its rules for lists of places, loaded
//! once for each process, and checks that end the process where an answer does not
//! fit its text.
//! Invariant: no check depends on what the answer says, only on where it points,
//! so that a better reading never breaks a target.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use marsad::{
    claim::{Claim, Voice},
    knowledge::{Knowledge, gazetteer::import::Rules},
    reading::Reading,
    terms::{Slot, Span},
};
use marsad_syntax::{Doc, Pipeline, Token};

/// The files of `data/`, kept for good: what the knowledge no longer points into must
/// not look like a leak.
static FILES: LazyLock<Vec<(&'static str, &'static [u8])>> = LazyLock::new(|| {
    let root = data();
    let name = |path: &Path| {
        let name = path.strip_prefix(&root).expect("it lies in data/");
        String::leak(name.to_string_lossy().replace('\\', "/")) as &'static str
    };
    files_below(&root)
        .iter()
        .map(|path| (name(path), bytes(path)))
        .collect()
});

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::from_files(&FILES).unwrap_or_else(|error| panic!("data/{error}")));

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let model = files_below(&data().join("models/en"))
        .into_iter()
        .find(|path| {
            path.extension()
                .is_some_and(|extension| extension == "marsad")
        })
        .expect("help: data/models/en holds a model file");
    Pipeline::load(bytes(&model)).unwrap_or_else(|error| panic!("{}: {error}", model.display()))
});

static IMPORT_RULES: LazyLock<Rules> = LazyLock::new(|| {
    const NAME: &str = "gazetteer/import.toml";
    let text = std::str::from_utf8(bytes(&data().join(NAME))).expect("data/ is UTF-8");
    Rules::read(NAME, text).unwrap_or_else(|error| panic!("data/{error}"))
});

/// The shipped rules for lists of places, read from `data/` on first use.
pub fn import_rules() -> &'static Rules {
    &IMPORT_RULES
}

/// The shipped knowledge, read from `data/` on first use.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

/// The shipped English pipeline, read from `data/` on first use.
pub fn pipeline() -> &'static Pipeline {
    &PIPELINE
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

/// Every file below a folder, in the order of their paths.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("data/ can be listed").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The bytes of a file, kept until the process ends.
fn bytes(path: &Path) -> &'static [u8] {
    Vec::leak(fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Tokens and the spaces after them make up the text, and each begins and ends between characters.
///
/// # Panics
///
/// Where that does not hold.
pub fn assert_tokens_cover(text: &str, tokens: &[Token]) {
    let mut end = 0;
    for token in tokens {
        assert_eq!(token.start, end, "a gap before a token, or an overlap");
        assert!(token.end > token.start, "an empty token");
        assert!(
            text.is_char_boundary(token.end),
            "a token ends within a character"
        );
        end = token.end;
        if token.space_after {
            assert_eq!(
                text.as_bytes().get(end),
                Some(&b' '),
                "a space after a token is none"
            );
            end += 1;
        }
    }
    assert_eq!(end, text.len(), "something is left behind the last token");
}

/// Heads lie in their token's sentence and lead to a root; entities are in order and never overlap.
///
/// # Panics
///
/// Where that does not hold.
pub fn assert_trees_and_entities_fit(doc: &Doc) {
    for sentence in doc.sentences() {
        for token in sentence.clone() {
            assert!(
                sentence.contains(&doc.tokens[token].head),
                "an arc leaves its sentence"
            );
            let mut at = token;
            let mut steps = 0;
            while doc.tokens[at].head != at {
                at = doc.tokens[at].head;
                steps += 1;
                assert!(steps <= sentence.len(), "heads go in a circle");
            }
        }
    }
    let mut end = 0;
    for entity in &doc.entities {
        assert!(
            entity.tokens.start >= end && entity.tokens.start < entity.tokens.end,
            "entities overlap"
        );
        end = entity.tokens.end;
    }
    assert!(
        end <= doc.tokens.len(),
        "an entity ends behind the last token"
    );
}

/// Every span of a reading points into its document, on character boundaries.
///
/// # Panics
///
/// Where that does not hold; the message names the kind of span.
pub fn assert_spans_fit(reading: &Reading) {
    let text = &reading.document.text;
    for (what, span) in spans(reading) {
        assert!(
            text.get(span.start..span.end).is_some(),
            "{what}: {span:?} does not fit"
        );
    }
}

/// Every span of a reading with a word for what it belongs to.
fn spans(reading: &Reading) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    let mut add = |what, span| spans.push((what, span));
    let sentences = &reading.sentences;
    sentences
        .tokens
        .iter()
        .for_each(|token| add("token", token.span));
    sentences
        .sentences
        .iter()
        .for_each(|sentence| add("sentence", sentence.span));
    for zone in &sentences.zones {
        add("zone", zone.span);
        [zone.place, zone.agency, zone.date]
            .into_iter()
            .flatten()
            .for_each(|span| add("part of a zone", span));
    }
    let mentions = &reading.mentions;
    mentions
        .actors
        .iter()
        .for_each(|mention| add("actor", mention.span));
    mentions
        .places
        .iter()
        .for_each(|mention| add("place", mention.span));
    mentions
        .times
        .iter()
        .for_each(|mention| add("time", mention.span));
    mentions
        .amounts
        .iter()
        .for_each(|mention| add("amount", mention.span));
    for voice in &reading.voices {
        of_voice(voice, &mut add);
    }
    for claim in &reading.claims {
        of_claim(claim, &mut add);
    }
    reading
        .doubts
        .iter()
        .for_each(|doubt| add("doubt", doubt.span));
    spans
}

fn of_claim(claim: &Claim, add: &mut impl FnMut(&'static str, Span)) {
    add("trigger", claim.evidence.trigger);
    add("evidence", claim.evidence.span);
    claim
        .actors
        .iter()
        .chain(&claim.targets)
        .for_each(|party| add("party", party.span));
    claim
        .places
        .iter()
        .for_each(|place| add("place of a claim", place.span));
    if let Slot::Said(when) | Slot::Inferred { value: when, .. } = &claim.when {
        when.span
            .into_iter()
            .for_each(|span| add("time of a claim", span));
    }
    for amount in &claim.amounts {
        add("amount of a claim", amount.span);
        amount
            .who
            .into_iter()
            .for_each(|span| add("what is counted", span));
    }
    for voice in &claim.voices {
        of_voice(voice, add);
    }
}

fn of_voice(voice: &Voice, add: &mut impl FnMut(&'static str, Span)) {
    for span in [&voice.source, &voice.cue, &voice.content]
        .into_iter()
        .flatten()
    {
        add("voice", *span);
    }
}
