//! The workshop: builds what marsad ships from what others publish. Never shipped itself.

mod build;
mod gold;
mod learn;
mod scale;
mod score;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Builds marsad's data and judges its answers")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a file of data/ from downloaded packages and hand-written tables
    #[command(subcommand)]
    Build(Build),
    /// Learn the tables of weights in data/models/ from what people annotated
    Train(learn::Arguments),
    /// Read the corpora, compare with what people found in them, and print the scores
    Score(score::Arguments),
    /// Multiply the corpora and measure how long reconciling them takes, and how much memory
    Scale(scale::Arguments),
}

#[derive(Subcommand)]
enum Build {
    /// docs/actions.md: what every ontology calls every action
    Actions(build::actions::Arguments),
    /// data/basemap/: coasts, lakes, rivers, borders and provinces
    Basemap(build::basemap::Arguments),
    /// data/gazetteer/world.gazetteer: the places of the world by name
    Gazetteer(build::gazetteer::Arguments),
    /// data/lexicon/en/casing.tsv: which English words take capitals
    Casing(build::casing::Arguments),
    /// data/lexicon/en/dictionary.tsv: what coders' dictionaries say that verbs mean
    Dictionary(build::dictionary::Arguments),
    /// data/models/en/: a pipeline that spaCy trained, in the form that marsad reads
    Model(build::model::Arguments),
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Build(Build::Actions(arguments)) => build::actions::run(&arguments),
        Command::Build(Build::Basemap(arguments)) => build::basemap::run(&arguments),
        Command::Build(Build::Gazetteer(arguments)) => build::gazetteer::run(&arguments),
        Command::Build(Build::Casing(arguments)) => build::casing::run(&arguments),
        Command::Build(Build::Dictionary(arguments)) => build::dictionary::run(&arguments),
        Command::Build(Build::Model(arguments)) => build::model::run(&arguments),
        Command::Train(arguments) => learn::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Scale(arguments) => scale::run(&arguments),
    }
}
