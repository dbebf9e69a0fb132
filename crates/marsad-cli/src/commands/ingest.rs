//! `marsad ingest`: how do reports get into a store?
//!
//! In come files and a store; out come rows in it and, if wanted, a line for each document
//! that is there for good. Invariant: a line is printed only when a crash can no more undo what
//! it says.

use std::{
    io::{self, Write as _},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use marsad::{document::Document, knowledge::Knowledge, reading::Reader};

use super::put;
use crate::{
    arguments::IngestOptions,
    gazetteers,
    input::Inputs,
    pipeline::{self, Sink},
    progress::Progress,
    render::intake,
    report::{Complaint, Outcome, Position},
    store::{
        Store, documents,
        events::Reconciled,
        intake::{Intake, Item},
        refusal::Refusal,
    },
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken, or the acknowledgements cannot be written.
pub(crate) fn run(options: &IngestOptions) -> anyhow::Result<Outcome> {
    let path = &options.store.path;
    let unusable = |complaint: &Complaint| {
        eprintln!("{complaint}");
        Ok(Outcome::WrongUsage)
    };
    let inputs = match Inputs::new(&options.input) {
        Ok(inputs) => inputs,
        Err(complaint) => return unusable(&complaint),
    };
    let knowledge = match gazetteers::knowledge(&options.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => return unusable(&complaint),
    };
    let opened = Store::for_writing(path, options.store.wait)
        .and_then(|store| Ok((store, Store::for_reading(path)?)));
    let (mut store, known) = match opened {
        Ok(both) => both,
        Err(refusal) => return unusable(&refusal.complaint(path)),
    };
    match store.other_data_version(knowledge.version()) {
        Ok(None) => {}
        Ok(Some(version)) => eprintln!("{}", of_two_minds(options, &version, &knowledge)),
        Err(refusal) => return unusable(&refusal.complaint(path)),
    }
    let progress = match (options.run.no_progress, options.acknowledge) {
        (true, _) => Progress::hidden(),
        (false, true) => Progress::watched(inputs.total_bytes()),
        (false, false) => Progress::of_documents(inputs.total_bytes()),
    };
    let mut shelf = Shelf {
        intake: Intake::new(&mut store, options.store.batch),
        knowledge: &knowledge,
        reconciled: Reconciled::default(),
        next: Instant::now(),
        acknowledges: options.acknowledge,
        outcome: Outcome::AllRead,
        refusal: None,
    };
    let (reader, known) = (Reader::new(&knowledge), Mutex::new(known));
    let work = |document: &Document| item(document, &reader, &knowledge, &known);
    let read = pipeline::run(inputs, options.run.threads, progress, work, &mut shelf);
    let read = read.and_then(|outcome| {
        shelf.commit()?;
        Ok(shelf.reconcile().map(|()| outcome)?)
    });
    let (refusal, outcome) = (shelf.refusal.take(), shelf.outcome);
    let summary = intake::summary(&shelf.intake.taken, &shelf.reconciled);
    // Whoever reads the acknowledgements does not want another kind of line among them.
    if options.acknowledge {
        eprint!("{summary}");
    } else {
        put(&summary)?;
    }
    if let Some(refusal) = refusal {
        eprintln!("{}", refusal.complaint(path));
        return Ok(Outcome::OwnFault);
    }
    Ok(read?.max(outcome))
}

/// What is to be kept of a document. It is read only if the store does not have it yet, so that
/// what was interrupted is soon caught up with.
fn item(
    document: &Document,
    reader: &Reader<'_>,
    knowledge: &Knowledge,
    known: &Mutex<Store>,
) -> Result<Item, Complaint> {
    let own = documents::as_known(document);
    let has = known
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .has(&own.id);
    // If it cannot be told now, it is told when the document is put in.
    if has.unwrap_or(false) {
        return Ok(Item::known(own, &document.id));
    }
    Item::read(reader.read(&own), &document.id, knowledge).map_err(|why| {
        let what = format!("the document \"{}\" cannot be kept: {why}", document.id);
        Complaint::fault(what)
            .help("this is a fault of the program; please report it with the document")
    })
}

/// That some documents were read with other data than these will be.
fn of_two_minds(options: &IngestOptions, version: &str, knowledge: &Knowledge) -> Complaint {
    let position = Position::whole(&options.store.path.display().to_string());
    let what = format!(
        "some documents of this store were read with data {version}, and these are read with {}",
        knowledge.version()
    );
    Complaint::note(position, what).help("marsad rebuild reads all of them with the same data")
}

/// Puts what was read into the store.
struct Shelf<'s> {
    intake: Intake<'s>,
    knowledge: &'s Knowledge,
    reconciled: Reconciled,
    /// When events may be made again before the end.
    next: Instant,
    acknowledges: bool,
    outcome: Outcome,
    refusal: Option<Refusal>,
}

/// How many times as long as events take to be made nothing but documents is taken in. So whoever feeds reports
/// without end sees events that are seldom far behind, and little time goes into them.
const PATIENCE: u32 = 20;

impl Shelf<'_> {
    fn commit(&mut self) -> io::Result<()> {
        let committed = self.intake.commit();
        let committed = committed.map_err(|refusal| self.refused(refusal))?;
        for complaint in committed.complaints {
            self.tell(&complaint);
        }
        if self.acknowledges {
            let lines = intake::acknowledgements(&committed.acknowledged);
            let mut out = io::stdout().lock();
            // Documents must go on coming in though nobody listens; a closed pipe is told.
            out.write_all(lines.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|error| io::Error::other(error.to_string()))?;
        }
        Ok(())
    }

    /// Makes events of all that is in the store.
    fn reconcile(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        let reconciled = self.intake.reconcile(self.knowledge);
        let reconciled = reconciled.map_err(|refusal| self.refused(refusal))?;
        self.reconciled = Reconciled {
            changed: self.reconciled.changed + reconciled.changed,
            gone: self.reconciled.gone + reconciled.gone,
            ..reconciled
        };
        self.next = Instant::now() + begun.elapsed() * PATIENCE;
        Ok(())
    }

    fn refused(&mut self, refusal: Refusal) -> io::Error {
        let told = io::Error::other(refusal.to_string());
        self.refusal = Some(refusal);
        told
    }

    fn tell(&mut self, complaint: &Complaint) {
        self.outcome = self.outcome.max(complaint.outcome());
        eprintln!("{complaint}");
    }
}

impl Sink<Result<Item, Complaint>> for Shelf<'_> {
    fn take(&mut self, result: Result<Item, Complaint>) -> io::Result<()> {
        match result {
            Ok(item) => self.intake.take(item),
            Err(complaint) => self.tell(&complaint),
        }
        if self.intake.is_full() {
            self.commit()?;
        }
        Ok(())
    }

    /// Nothing waits to be taken, so whoever feeds the input is slower than reading: what has
    /// come is kept now, as nobody knows when more comes.
    fn rest(&mut self) -> io::Result<()> {
        self.commit()?;
        if Instant::now() < self.next {
            return Ok(());
        }
        self.reconcile()
    }
}
