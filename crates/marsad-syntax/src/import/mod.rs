//! How does a pipeline that spaCy trained become a model file?
//!
//! In come the files of a pipeline directory of spaCy 3.8, out comes one
//! compact file. Whatever the crate cannot run is refused by name; components
//! that the configuration disables are left out.
//!
//! Invariant: the same files give the same bytes.

mod config;
mod network;
mod thinc;
mod transition;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::archive::ArchiveBuilder;
use crate::attribute_ruler::AttributeRules;
use crate::error::Error;
use crate::lemmatizer::{Existing, LemmaTables};
use crate::lexeme::LexemeNorms;
use crate::pipeline::{Description, Source, Step};
use crate::tagger::Labels;
use crate::tokenizer::TokenizerRules;
use crate::transition::arc_eager::ArcMoves;
use crate::transition::biluo::EntityMoves;
use config::Config;
use thinc::Model;

/// The files of a pipeline directory by their path in it ("ner/model").
pub type PipelineFiles = BTreeMap<String, Vec<u8>>;

/// Turns the files of a spaCy pipeline into a model file for
/// [`Pipeline::load`](crate::Pipeline::load).
///
/// # Errors
///
/// When a file is missing or unreadable, or when the pipeline has an enabled
/// component or an architecture that this crate does not run.
pub fn import_pipeline(files: &PipelineFiles) -> Result<Vec<u8>, Error> {
    let directory = Directory { files };
    let config = Config::parse(directory.text("config.cfg")?)?;
    let language = config.string("nlp", "lang")?;
    let disabled = config.strings("nlp", "disabled")?;
    let meta: Meta = directory.json("meta.json")?;
    let mut import = Import {
        directory,
        config: &config,
        language: &language,
        archive: ArchiveBuilder::default(),
        width: None,
    };
    let mut steps = Vec::new();
    for name in config.strings("nlp", "pipeline")? {
        if !disabled.contains(&name) {
            steps.push(import.step(&name)?);
        }
    }
    let description = Description {
        name: format!("{language}_{}", meta.name),
        version: meta.version,
        tokenizer: TokenizerRules::from_spacy(directory.bytes("tokenizer")?)?,
        norms: LexemeNorms::from_spacy(directory.bytes("vocab/lookups.bin")?)?,
        language: language.clone(),
        steps,
    };
    let mut archive = import.archive;
    let description = postcard::to_stdvec(&description).map_err(|error| Error::Format {
        what: "the pipeline".to_owned(),
        reason: error.to_string(),
    })?;
    archive.bytes(crate::pipeline::DESCRIPTION, description);
    Ok(archive.finish())
}

/// What is read of `meta.json`.
#[derive(Deserialize)]
struct Meta {
    name: String,
    version: String,
}

/// The files, with errors that name them.
#[derive(Clone, Copy)]
struct Directory<'a> {
    files: &'a PipelineFiles,
}

impl<'a> Directory<'a> {
    fn bytes(self, path: &str) -> Result<&'a [u8], Error> {
        self.files
            .get(path)
            .map(Vec::as_slice)
            .ok_or_else(|| Error::Missing {
                path: path.to_owned(),
            })
    }

    fn text(self, path: &str) -> Result<&'a str, Error> {
        std::str::from_utf8(self.bytes(path)?).map_err(|error| format_error(path, &error))
    }

    fn json<T: Deserialize<'a>>(self, path: &str) -> Result<T, Error> {
        serde_json::from_slice(self.bytes(path)?).map_err(|error| format_error(path, &error))
    }

    fn model(self, component: &str) -> Result<Model, Error> {
        let path = format!("{component}/model");
        Model::read(&path, self.bytes(&path)?)
    }
}

fn format_error(what: &str, reason: &dyn std::fmt::Display) -> Error {
    Error::Format {
        what: what.to_owned(),
        reason: reason.to_string(),
    }
}

fn unsupported(part: &str, reason: &str) -> Error {
    Error::Unsupported {
        part: part.to_owned(),
        reason: reason.to_owned(),
    }
}

/// An import under way.
struct Import<'a> {
    directory: Directory<'a>,
    config: &'a Config,
    language: &'a str,
    archive: ArchiveBuilder,
    /// Width of the rows that the shared network gives, once it was met.
    width: Option<usize>,
}

impl Import<'_> {
    fn step(&mut self, name: &str) -> Result<Step, Error> {
        let section = format!("components.{name}");
        let factory = self.config.string(&section, "factory")?;
        match factory.as_str() {
            "tok2vec" => {
                let model = self.directory.model(name)?;
                let shape = network::tok2vec(&mut self.archive, name, &model)?;
                self.width = Some(shape.width);
                Ok(Step::Tok2Vec {
                    name: name.to_owned(),
                    shape,
                })
            }
            "tagger" => {
                let settings: TaggerSettings = self.directory.json(&format!("{name}/cfg"))?;
                self.tagger(name, Labels::Tags(settings.labels), settings.overwrite)
            }
            "morphologizer" => {
                let settings: MorphologizerSettings =
                    self.directory.json(&format!("{name}/cfg"))?;
                if settings.extend {
                    return Err(unsupported(
                        name,
                        "it extends features instead of setting them",
                    ));
                }
                let labels = settings.labels_morph.0.into_iter().map(|(label, morph)| {
                    let pos = label.split('|').find_map(|part| part.strip_prefix("POS="));
                    (pos.unwrap_or_default().to_owned(), morph)
                });
                self.tagger(
                    name,
                    Labels::Morphology(labels.collect()),
                    settings.overwrite,
                )
            }
            "parser" => {
                let moves = ArcMoves(transition::arc_moves(self.directory, name)?);
                let (source, scorer) = self.scorer(name, moves.0.len())?;
                Ok(Step::Parser {
                    name: name.to_owned(),
                    source,
                    scorer,
                    moves,
                })
            }
            "ner" => {
                let moves = EntityMoves(transition::entity_moves(self.directory, name)?);
                let (source, scorer) = self.scorer(name, moves.0.len())?;
                Ok(Step::Entities {
                    name: name.to_owned(),
                    source,
                    scorer,
                    moves,
                })
            }
            "attribute_ruler" => {
                let path = format!("{name}/patterns");
                Ok(Step::Attributes(AttributeRules::from_spacy(
                    self.directory.bytes(&path)?,
                )?))
            }
            "lemmatizer" => {
                let path = format!("{name}/lookups/lookups.bin");
                let mode = self.config.string(&section, "mode")?;
                let existing = existing(self.config.flag(&section, "overwrite")?);
                Ok(Step::Lemmas(LemmaTables::from_spacy(
                    self.directory.bytes(&path)?,
                    self.language,
                    &mode,
                    existing,
                )?))
            }
            other => Err(unsupported(
                &format!("the component {name} made by {other}"),
                "its factory is not one of tok2vec, tagger, morphologizer, parser, ner, \
                 attribute_ruler, lemmatizer",
            )),
        }
    }

    fn tagger(&mut self, name: &str, labels: Labels, overwrite: bool) -> Result<Step, Error> {
        let model = self.directory.model(name)?;
        let source = self.source(name, &model)?;
        let width = self.source_width(name, &source)?;
        network::tagger(&mut self.archive, name, &model, width, labels.count())?;
        let existing = existing(overwrite);
        Ok(Step::Tagger {
            name: name.to_owned(),
            source,
            labels,
            existing,
        })
    }

    fn scorer(
        &mut self,
        name: &str,
        moves: usize,
    ) -> Result<(Source, crate::transition::ScorerShape), Error> {
        let model = self.directory.model(name)?;
        let source = self.source(name, &model)?;
        let width = self.source_width(name, &source)?;
        let shape = network::scorer(&mut self.archive, name, &model, width, moves)?;
        Ok((source, shape))
    }

    /// Where a component takes the rows of its tokens from.
    fn source(&mut self, name: &str, model: &Model) -> Result<Source, Error> {
        if model.has("tok2vec-listener") {
            Ok(Source::Shared)
        } else {
            Ok(Source::Own(network::tok2vec(
                &mut self.archive,
                name,
                model,
            )?))
        }
    }

    fn source_width(&self, name: &str, source: &Source) -> Result<usize, Error> {
        match source {
            Source::Own(shape) => Ok(shape.width),
            Source::Shared => self.width.ok_or_else(|| {
                unsupported(name, "it listens to a tok2vec that does not come before it")
            }),
        }
    }
}

/// What the setting `overwrite` means.
fn existing(overwrite: bool) -> Existing {
    if overwrite {
        Existing::Replaced
    } else {
        Existing::Kept
    }
}

/// What is read of a tagger's settings.
#[derive(Deserialize)]
struct TaggerSettings {
    labels: Vec<String>,
    #[serde(default)]
    overwrite: bool,
}

/// What is read of a morphologizer's settings.
#[derive(Deserialize)]
struct MorphologizerSettings {
    labels_morph: config::InOrder<String>,
    #[serde(default)]
    overwrite: bool,
    #[serde(default)]
    extend: bool,
}
