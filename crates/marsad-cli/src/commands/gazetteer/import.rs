//! `marsad gazetteer import`: which places do lists hold, and are they any good?
//!
//! In come the paths of lists; out come a gazetteer file, a summary on standard output
//! and complaints about rows on standard error. Invariant: a list is read line by line
//! and no more of it is held than what is kept; without a place there is no file.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufRead, BufReader},
    path::Path,
};

use marsad::knowledge::gazetteer::{
    GazetteerError, World,
    import::{self, Choice, Features, Importer},
};

use crate::commands::output;
use crate::{
    arguments::ImportOptions,
    bundle,
    input::{
        lines::{self, Line},
        listing,
    },
    progress::Progress,
    render,
    report::{Complaint, Outcome, Position},
};

/// How many complaints about rows are told one by one.
const TOLD: u64 = 20;

/// The longest line that can be a row: GeoNames' longest have some ten thousand bytes.
const LONGEST_LINE: usize = 1 << 20;

/// After how many lines the progress is shown anew.
const PACE: u64 = 1 << 14;

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the gazetteer cannot be written.
pub(crate) fn run(options: &ImportOptions) -> anyhow::Result<Outcome> {
    if let Some(complaint) = output::refusal(&options.out, options.force) {
        eprintln!("{complaint}");
        return Ok(Outcome::WrongUsage);
    }
    let rules = bundle::import_rules()?;
    let areas = bundle::gazetteer()?;
    let choice = Choice {
        country: options.country,
        features: if options.all {
            Features::All
        } else {
            Features::WherePeopleFight
        },
        areas: Some(&areas),
    };
    let mut reading = Reading {
        importer: Importer::new(&rules, choice),
        told: Told::default(),
        progress: if options.no_progress {
            Progress::hidden()
        } else {
            Progress::of_rows(total_bytes(options))
        },
        position: 0,
        since_shown: 0,
    };
    for path in &options.paths {
        if !reading.importer.is_full() {
            reading.list(path);
        }
    }
    let Reading {
        importer,
        mut told,
        progress,
        ..
    } = reading;
    progress.finish();
    told.rest();
    if importer.is_full() {
        eprintln!("{}", too_large());
        return Ok(Outcome::SomeUnread);
    }
    let (world, tally) = importer.finish(&version(options));
    print!("{}", render::import::summary(&tally, options.country));
    match assemble(&world) {
        Ok(bytes) => {
            output::write(&options.out, &bytes)?;
            println!("{}", render::import::written(&options.out, bytes.len()));
            Ok(told.outcome)
        }
        Err(complaint) => {
            eprintln!("{complaint}");
            Ok(Outcome::SomeUnread)
        }
    }
}

fn assemble(world: &World) -> Result<Vec<u8>, Complaint> {
    if world.places.is_empty() {
        return Err(
            Complaint::error(None, "no place was kept, so nothing was written")
                .help("see the reasons above; --all keeps every kind of feature"),
        );
    }
    world.assemble().map_err(|error| match error {
        GazetteerError::TooLarge => too_large(),
        error => Complaint::error(None, format!("nothing was written: {error}")),
    })
}

fn too_large() -> Complaint {
    let what = "there are more places or names than one gazetteer can hold, so nothing was written";
    Complaint::error(None, what)
        .help("import one country at a time with --country, and name each file with --gazetteer")
}

/// What the gazetteer says of itself: the names of its lists, without their folders.
fn version(options: &ImportOptions) -> String {
    let names: Vec<String> = options
        .paths
        .iter()
        .map(|path| match path.file_name() {
            Some(name) if !is_stdin(path) => name.to_string_lossy().into_owned(),
            _ => "standard input".to_owned(),
        })
        .collect();
    format!("imported from {}", names.join(", "))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn total_bytes(options: &ImportOptions) -> Option<u64> {
    options.paths.iter().try_fold(0, |sum, path| {
        let size = fs::metadata(path).ok()?.len();
        (!is_stdin(path)).then_some(sum + size)
    })
}

/// Lists on their way into the importer.
struct Reading<'r> {
    importer: Importer<'r>,
    told: Told,
    progress: Progress,
    /// How many bytes of all lists are behind it.
    position: u64,
    since_shown: u64,
}

impl Reading<'_> {
    fn list(&mut self, path: &Path) {
        let (name, reader): (_, Box<dyn BufRead>) = if is_stdin(path) {
            (
                "standard input".to_owned(),
                Box::new(BufReader::with_capacity(1 << 16, io::stdin())),
            )
        } else {
            match File::open(path) {
                Ok(file) => (
                    listing::name_of(path),
                    Box::new(BufReader::with_capacity(1 << 16, file)),
                ),
                Err(error) => {
                    let complaint = listing::unreadable(path, &error);
                    self.told.tell(&complaint, &self.progress);
                    return;
                }
            }
        };
        self.importer.begin();
        if let Err(complaint) = self.lines(&name, reader) {
            self.told.tell(&complaint, &self.progress);
        }
    }

    /// Reads a list to its end, or until it cannot be read further.
    fn lines(&mut self, name: &str, mut reader: Box<dyn BufRead>) -> Result<(), Complaint> {
        let unreadable = |error: io::Error| {
            let what = format!("cannot be read further: {error}");
            Complaint::error(Some(Position::whole(name)), what)
        };
        if let Some(complaint) = no_list(name, reader.fill_buf().map_err(unreadable)?) {
            return Err(complaint);
        }
        while let Some((line, taken)) =
            lines::next_line(&mut *reader, LONGEST_LINE).map_err(unreadable)?
        {
            self.position += taken;
            self.since_shown += 1;
            if self.since_shown == PACE {
                self.progress.read_more(PACE, self.position);
                self.since_shown = 0;
            }
            if let Err(complaint) = self.line(line) {
                self.told.row(name, complaint, &self.progress);
            }
            if self.importer.has_given_up() {
                break;
            }
            if self.importer.is_full() {
                break;
            }
        }
        Ok(())
    }

    fn line(&mut self, line: Line) -> Result<(), import::Complaint> {
        let bytes = match line {
            Line::Whole(bytes) => bytes,
            Line::TooLong => {
                return Err(self.importer.unreadable_line(
                    "this line is longer than a megabyte",
                    "write each place on one line",
                ));
            }
        };
        match std::str::from_utf8(&bytes) {
            Ok(line) => self.importer.line(line),
            Err(_) => Err(self.importer.unreadable_line(
                "this line is not UTF-8",
                "convert the list first, for example from Windows-1252: iconv -f WINDOWS-1252 -t UTF-8",
            )),
        }
    }
}

/// Why a file whose first bytes are these is no list, if that can be told.
fn no_list(name: &str, head: &[u8]) -> Option<Complaint> {
    let (what, help) = match head {
        [b'P', b'K', 3, 4, ..] => (
            "this is a zip archive",
            format!("unpack it on the way: unzip -p {name} | marsad gazetteer import - …"),
        ),
        [0x1F, 0x8B, ..] => (
            "this is a gzip archive",
            format!("unpack it on the way: gunzip -c {name} | marsad gazetteer import - …"),
        ),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => (
            "this is UTF-16, and lists are read as UTF-8",
            "convert it first: iconv -f UTF-16 -t UTF-8".to_owned(),
        ),
        head if head.contains(&0) => (
            "this is no text",
            "name lists of places, one place a line".to_owned(),
        ),
        _ => return None,
    };
    Some(Complaint::error(Some(Position::whole(name)), what).help(help))
}

/// What has been told so far.
#[derive(Default)]
struct Told {
    rows: u64,
    helps: BTreeSet<String>,
    outcome: Outcome,
}

impl Told {
    /// Tells what is wrong with a row, for the first few; how to mend it is said once.
    fn row(&mut self, name: &str, complaint: import::Complaint, progress: &Progress) {
        self.rows += 1;
        self.outcome = self.outcome.max(Outcome::SomeUnread);
        if self.rows <= TOLD {
            let position = Position::line(name, complaint.line);
            let told = Complaint::error(Some(position), complaint.what);
            let told = if self.helps.insert(complaint.help.clone()) {
                told.help(complaint.help)
            } else {
                told
            };
            self.tell(&told, progress);
        }
    }

    fn tell(&mut self, complaint: &Complaint, progress: &Progress) {
        self.outcome = self.outcome.max(complaint.outcome());
        progress.above(|| eprintln!("{complaint}"));
    }

    /// Tells how many more rows there would be to tell of.
    fn rest(&mut self) {
        if self.rows > TOLD {
            let what = format!("{} more rows were refused", self.rows - TOLD);
            eprintln!("{}", Complaint::error(None, what));
        }
    }
}
