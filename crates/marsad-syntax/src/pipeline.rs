//! What does the trained pipeline say about this text?
//!
//! In comes a model file once and then any text, out comes the text with
//! tokens, tags, lemmas, a tree, sentence starts and entities.
//!
//! Invariant: the analysis of a text depends on the model and the text alone,
//! not on the machine, the thread or the texts before it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::attribute_ruler::{AttributeRuler, AttributeRules};
use crate::doc::Doc;
use crate::error::Error;
use crate::lemmatizer::{Existing, LemmaTables, Lemmatizer};
use crate::lexeme::{self, LexemeNorms};
use crate::strings::hash_string;
use crate::tagger::{Labels, Tagger};
use crate::tok2vec::{Features, Tok2Vec, Tok2VecShape};
use crate::tokenizer::{Tokenizer, TokenizerRules};
use crate::transition::arc_eager::{ArcEager, ArcMoves};
use crate::transition::biluo::{Biluo, EntityMoves, Place};
use crate::transition::{Scorer, ScorerShape};

/// The section of a model file that says what is in the others.
pub(crate) const DESCRIPTION: &str = "pipeline";

/// What a model file holds besides numbers.
#[derive(Serialize, Deserialize)]
pub(crate) struct Description {
    pub(crate) language: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) tokenizer: TokenizerRules,
    pub(crate) norms: LexemeNorms,
    pub(crate) steps: Vec<Step>,
}

/// One component, as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) enum Step {
    Tok2Vec {
        name: String,
        shape: Tok2VecShape,
    },
    Tagger {
        name: String,
        source: Source,
        labels: Labels,
        existing: Existing,
    },
    Parser {
        name: String,
        source: Source,
        scorer: ScorerShape,
        moves: ArcMoves,
    },
    Entities {
        name: String,
        source: Source,
        scorer: ScorerShape,
        moves: EntityMoves,
    },
    Attributes(AttributeRules),
    Lemmas(LemmaTables),
}

/// Where a component takes the rows of its tokens from, as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) enum Source {
    /// The last shared network before it.
    Shared,
    /// A network of its own.
    Own(Tok2VecShape),
}

/// A trained pipeline. It can be shared between threads.
pub struct Pipeline {
    language: String,
    name: String,
    version: String,
    tokenizer: Tokenizer,
    components: Vec<Component>,
}

/// One component, ready for use.
enum Component {
    Tok2Vec(Tok2Vec),
    Tagger(Rows, Tagger),
    Parser(Rows, Scorer, ArcEager),
    Entities(Rows, Scorer, Biluo),
    Attributes(AttributeRuler),
    Lemmas(Lemmatizer),
}

/// Where a component takes the rows of its tokens from.
enum Rows {
    Shared,
    Own(Box<Tok2Vec>),
}

impl Rows {
    fn load(archive: &Archive, name: &str, source: &Source) -> Result<Self, Error> {
        match source {
            Source::Shared => Ok(Self::Shared),
            Source::Own(shape) => Ok(Self::Own(Box::new(Tok2Vec::load(archive, name, shape)?))),
        }
    }

    fn get<'a>(&self, shared: &'a [f32], features: &[Features]) -> Cow<'a, [f32]> {
        match self {
            Self::Shared => Cow::Borrowed(shared),
            Self::Own(tok2vec) => Cow::Owned(tok2vec.vectors(features)),
        }
    }
}

impl Pipeline {
    /// Loads a model file that lies in memory for ever, such as one that the
    /// program embeds. If the bytes begin at a multiple of four, the numbers
    /// are used where they lie.
    ///
    /// # Errors
    ///
    /// When the bytes are not a whole model file of this version.
    pub fn load(bytes: &'static [u8]) -> Result<Self, Error> {
        Self::from_archive(&Archive::read(Cow::Borrowed(bytes))?)
    }

    /// Loads a model file from bytes that need not outlive the call.
    ///
    /// # Errors
    ///
    /// When the bytes are not a whole model file of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Error> {
        Self::from_archive(&Archive::read(Cow::Owned(bytes))?)
    }

    fn from_archive(archive: &Archive) -> Result<Self, Error> {
        let description: Description =
            postcard::from_bytes(archive.bytes(DESCRIPTION)?).map_err(|error| Error::Archive {
                reason: format!("its description is unreadable: {error}"),
            })?;
        let mut width = 0;
        let components = description
            .steps
            .iter()
            .map(|step| Component::load(archive, step, &mut width))
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            tokenizer: Tokenizer::new(&description.tokenizer, &description.norms)?,
            language: description.language,
            name: description.name,
            version: description.version,
            components,
        })
    }

    /// The language of the texts, as a two-letter code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Name and version of the pipeline, as it was trained.
    pub fn origin(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Analyses a text. Every text can be analysed.
    pub fn parse(&self, text: &str) -> Doc {
        let mut doc = Doc {
            text: text.to_owned(),
            tokens: self.tokenizer.tokenize(text),
            entities: Vec::new(),
        };
        self.annotate(&mut doc);
        doc
    }

    /// Runs all components over a text that is already cut into tokens.
    fn annotate(&self, doc: &mut Doc) {
        let features: Vec<Features> = (0..doc.tokens.len()).map(|at| features(doc, at)).collect();
        let mut shared = Vec::new();
        for component in &self.components {
            match component {
                Component::Tok2Vec(tok2vec) => shared = tok2vec.vectors(&features),
                Component::Tagger(rows, tagger) => {
                    tagger.apply(&rows.get(&shared, &features), doc);
                }
                Component::Parser(rows, scorer, moves) => {
                    let mut machine = moves.machine(doc.tokens.len());
                    scorer.drive(&rows.get(&shared, &features), &mut machine);
                    machine.finish(doc, |token| features[token].is_space);
                }
                Component::Entities(rows, scorer, moves) => {
                    let places = features
                        .iter()
                        .zip(&doc.tokens)
                        .map(|(features, token)| Place {
                            is_space: features.is_space,
                            starts_sentence: token.sentence_start,
                        });
                    let mut machine = moves.machine(places.collect());
                    scorer.drive(&rows.get(&shared, &features), &mut machine);
                    machine.finish(doc);
                }
                Component::Attributes(ruler) => ruler.apply(doc),
                Component::Lemmas(lemmatizer) => lemmatizer.apply(doc),
            }
        }
    }
}

impl Component {
    /// Prepares a component; `width` is that of the shared rows so far.
    fn load(archive: &Archive, step: &Step, width: &mut usize) -> Result<Self, Error> {
        Ok(match step {
            Step::Tok2Vec { name, shape } => {
                *width = shape.width;
                Self::Tok2Vec(Tok2Vec::load(archive, name, shape)?)
            }
            Step::Tagger {
                name,
                source,
                labels,
                existing,
            } => {
                let width = match source {
                    Source::Shared => *width,
                    Source::Own(shape) => shape.width,
                };
                let rows = Rows::load(archive, name, source)?;
                Self::Tagger(rows, Tagger::load(archive, name, width, labels, *existing)?)
            }
            Step::Parser {
                name,
                source,
                scorer,
                moves,
            } => Self::Parser(
                Rows::load(archive, name, source)?,
                Scorer::load(archive, name, scorer)?,
                ArcEager::new(moves),
            ),
            Step::Entities {
                name,
                source,
                scorer,
                moves,
            } => Self::Entities(
                Rows::load(archive, name, source)?,
                Scorer::load(archive, name, scorer)?,
                Biluo::new(moves),
            ),
            Step::Attributes(rules) => Self::Attributes(AttributeRuler::new(rules)?),
            Step::Lemmas(tables) => Self::Lemmas(Lemmatizer::new(tables)),
        })
    }
}

/// The lexical attributes of a token.
fn features(doc: &Doc, at: usize) -> Features {
    let form = doc.token_text(at);
    let token = &doc.tokens[at];
    Features {
        norm: hash_string(&token.norm),
        prefix: hash_string(lexeme::prefix(form)),
        suffix: hash_string(lexeme::suffix(form)),
        shape: hash_string(&lexeme::shape(form)),
        space_after: token.space_after,
        is_space: lexeme::is_space(form),
    }
}
