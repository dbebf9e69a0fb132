//! How is `data/models/en/en_core_web_sm-3.8.0.marsad` made?
//!
//! In: the wheel of a pipeline that was trained with spaCy 3.8. Out: the same pipeline in
//! the one compact file that marsad-syntax reads. Invariant: the numbers of the pipeline
//! are rearranged and never changed, and the same wheel gives the same bytes.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use marsad_syntax::{Pipeline, PipelineFiles, import_pipeline};

use super::package::{Package, sha256};

const CONFIGURATION: &str = "config.cfg";

/// What `workshop build model` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The wheel of the pipeline
    #[arg(long)]
    wheel: PathBuf,
    /// The SHA-256 that the wheel must have, 64 hex digits
    #[arg(long)]
    sha256: String,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
}

/// Imports the pipeline, makes sure that it can be loaded, and says what it is.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut package = Package::open(&arguments.wheel, &arguments.sha256)?;
    let name = arguments.wheel.display();
    let files =
        pipeline_files(&mut package).with_context(|| format!("{name} does not hold a pipeline"))?;
    let bytes = import_pipeline(&files).with_context(|| format!("cannot import {name}"))?;
    fs::write(&arguments.out, &bytes)
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;
    let summary = format!("{} bytes, SHA-256 {}", bytes.len(), sha256(&bytes));
    let pipeline = Pipeline::from_bytes(bytes)?;
    println!("{}: {summary}", pipeline.origin());
    Ok(())
}

/// The files of the folder that holds the configuration, which a wheel keeps below a
/// folder or two.
fn pipeline_files(package: &mut Package) -> Result<PipelineFiles> {
    let paths = package.paths()?;
    let folder = paths
        .iter()
        .find_map(|path| path.strip_suffix(CONFIGURATION))
        .with_context(|| format!("there is no {CONFIGURATION} in it"))?
        .to_owned();
    paths
        .iter()
        .filter(|path| !path.ends_with('/'))
        .filter_map(|path| Some((path.strip_prefix(&folder)?.to_owned(), path)))
        .map(|(inside, path)| Ok((inside, package.file(path)?)))
        .collect()
}
