//! What can be asked for?
//!
//! One file for each command: in come its options, out comes what it prints
//! and an [`Outcome`](crate::report::Outcome). Invariant: a command composes; it
//! understands nothing itself.

pub(crate) mod decide;
pub(crate) mod event;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod gazetteer;
pub(crate) mod ingest;
mod output;
pub(crate) mod parse;
pub(crate) mod read;
pub(crate) mod rebuild;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod situation;

use std::{
    io::{self, BufWriter, Stdout, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use marsad::{
    document::Document,
    knowledge::Knowledge,
    reading::{Reader, Reading},
};

use crate::{
    arguments::{InputOptions, RunOptions},
    gazetteers,
    input::Inputs,
    pipeline::{self, Sink},
    progress::Progress,
    report::Outcome,
};

/// Reads everything that is named with the given gazetteers beside the program's own, puts
/// each reading into form and hands it to `sink`.
fn read_all<T: Send>(
    input: &InputOptions,
    gazetteers: &[PathBuf],
    run: &RunOptions,
    form: impl Fn(&Reading, &Knowledge) -> T + Sync,
    sink: &mut impl Sink<T>,
) -> anyhow::Result<Outcome> {
    let knowledge = match gazetteers::knowledge(gazetteers)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    read_with(&knowledge, input, run, form, sink)
}

/// The same with knowledge that is there already.
pub(crate) fn read_with<T: Send>(
    knowledge: &Knowledge,
    input: &InputOptions,
    run: &RunOptions,
    form: impl Fn(&Reading, &Knowledge) -> T + Sync,
    sink: &mut impl Sink<T>,
) -> anyhow::Result<Outcome> {
    let inputs = match Inputs::new(input) {
        Ok(inputs) => inputs,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let reader = Reader::new(knowledge);
    let progress = if run.no_progress {
        Progress::hidden()
    } else {
        Progress::watched(inputs.total_bytes())
    };
    let work = |document: &Document| form(&reader.read(document), knowledge);
    pipeline::run(inputs, run.threads, progress, work, sink)
}

/// Puts a text, or bytes that are none, on standard output. Whoever has had enough of it is no error.
fn put(text: impl AsRef<[u8]>) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::AllRead),
        written => written
            .map(|()| Outcome::AllRead)
            .context("cannot write the output"),
    }
}

/// Puts results on standard output as they come.
struct Printed(BufWriter<Stdout>);

impl Printed {
    fn new() -> Self {
        Self(BufWriter::with_capacity(1 << 16, io::stdout()))
    }
}

impl Sink<String> for Printed {
    fn take(&mut self, result: String) -> io::Result<()> {
        self.0.write_all(result.as_bytes())
    }

    fn rest(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
