//! `marsad rebuild`: how is what a store derives from its documents made anew?
//!
//! In comes a store; out comes the same with new readings and claims. Invariant: no document is
//! lost or changed, wherever the run ends.

use std::io;

use marsad::{document::Document, reading::Reader};

use super::put;
use crate::{
    arguments::RebuildOptions,
    bundle, gazetteers,
    pipeline::{self, Sink},
    progress::Progress,
    render::intake,
    report::{Complaint, Outcome},
    store::{
        Store,
        rebuild::{Rebuild, Reread, Unread},
        refusal::{self, Refusal},
    },
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken.
pub(crate) fn run(options: &RebuildOptions) -> anyhow::Result<Outcome> {
    let path = &options.store.path;
    let unusable = |complaint: &Complaint| {
        eprintln!("{complaint}");
        Ok(Outcome::WrongUsage)
    };
    let knowledge = match gazetteers::knowledge(&options.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => return unusable(&complaint),
    };
    let program = format!("{} with data {}", bundle::VERSION, knowledge.version());
    let opened = refusal::of_missing(path).and_then(|()| {
        let store = Store::for_writing(path, options.store.wait)?;
        Ok((store, Store::for_reading(path)?))
    });
    let (mut store, documents) = match opened {
        Ok(both) => both,
        Err(refusal) => return unusable(&refusal.complaint(path)),
    };
    let begun = documents.count_documents().and_then(|total| {
        let rebuild = Rebuild::begin(&mut store, &program, options.store.batch)?;
        Ok((total, rebuild))
    });
    let (total, rebuild) = match begun {
        Ok(begun) => begun,
        Err(refusal) => return unusable(&refusal.complaint(path)),
    };
    let progress = if options.run.no_progress {
        Progress::hidden()
    } else {
        Progress::of_documents(Some(total))
    };
    let unread = Unread::new(documents, rebuild.number);
    let mut renewal = Renewal {
        rebuild,
        outcome: Outcome::AllRead,
        refusal: None,
    };
    let reader = Reader::new(&knowledge);
    let work = |document: &Document| {
        Reread::of(&reader.read(document), &knowledge).map_err(|why| {
            Complaint::fault(format!(
                "the new reading of \"{}\" cannot be kept: {why}",
                document.id
            ))
        })
    };
    let read = pipeline::run(unread, options.run.threads, progress, work, &mut renewal);
    let Renewal {
        mut rebuild,
        outcome,
        refusal,
    } = renewal;
    let committed = refusal.map_or_else(|| rebuild.commit(), Err);
    put(intake::rebuilt(rebuild.documents, rebuild.claims))?;
    match committed.and_then(|()| rebuild.finish()) {
        Err(refusal) => {
            eprintln!("{}", refusal.complaint(path));
            Ok(Outcome::OwnFault)
        }
        Ok(true) => {
            let reconciled = match store.reconcile(&knowledge) {
                Ok(reconciled) => reconciled,
                Err(refusal) => {
                    eprintln!("{}", refusal.complaint(path));
                    return Ok(Outcome::OwnFault);
                }
            };
            put(intake::events(&reconciled))?;
            Ok(read?.max(outcome))
        }
        Ok(false) => {
            let complaint = Complaint::fault("some documents could not be read anew");
            let help = "they keep what was read in them before; marsad rebuild tries them again";
            eprintln!("{}", complaint.help(help));
            Ok(Outcome::OwnFault)
        }
    }
}

/// Puts new readings in place of old ones.
struct Renewal<'s> {
    rebuild: Rebuild<'s>,
    outcome: Outcome,
    refusal: Option<Refusal>,
}

impl Sink<Result<Reread, Complaint>> for Renewal<'_> {
    fn take(&mut self, result: Result<Reread, Complaint>) -> io::Result<()> {
        match result {
            Ok(reread) => self.rebuild.take(reread),
            Err(complaint) => {
                self.outcome = self.outcome.max(complaint.outcome());
                eprintln!("{complaint}");
            }
        }
        if self.rebuild.is_full()
            && let Err(refusal) = self.rebuild.commit()
        {
            let told = io::Error::other(refusal.to_string());
            self.refusal = Some(refusal);
            return Err(told);
        }
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        Ok(())
    }
}
