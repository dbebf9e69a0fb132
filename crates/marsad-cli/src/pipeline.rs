//! How are many documents read at once and told in order?
//!
//! In come [`Arrival`]s and what to do with each document; out come the results
//! in input order, each as soon as it and all before it are done. Invariants:
//! what is written does not depend on the number of threads, and only so many
//! documents are under way at a time, however many there are.

use std::{
    io,
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe},
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    thread,
};

use anyhow::Context as _;
use marsad::document::Document;

use crate::{
    input::Arrival,
    progress::Progress,
    report::{Complaint, Outcome, Repeats},
};

/// How many documents may be under way for each thread.
const UNDER_WAY: usize = 4;

/// What became of one arrival.
struct Done<T> {
    result: Option<T>,
    complaints: Vec<Complaint>,
    position: u64,
}

/// Whatever takes the results, one by one and in input order.
pub(crate) trait Sink<T> {
    /// Takes one result.
    fn take(&mut self, result: T) -> io::Result<()>;

    /// Everything that is ready has been taken; what is held back may be passed on.
    fn rest(&mut self) -> io::Result<()>;
}

/// Reads all arrivals on `threads` threads with `work` and hands the results to
/// `sink`; complaints go to standard error in the same order.
///
/// # Errors
///
/// When the threads cannot be started, or what the sink cannot write; a pipe
/// that was closed by its reader is no error.
pub(crate) fn run<T: Send>(
    arrivals: impl Iterator<Item = Arrival> + Send,
    threads: Option<NonZeroUsize>,
    mut progress: Progress,
    work: impl Fn(&Document) -> T + Sync,
    sink: &mut impl Sink<T>,
) -> anyhow::Result<Outcome> {
    let threads = threads
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .context("cannot start the reading threads")?;
    let (queue, finished) = sync_channel::<Receiver<Done<T>>>(threads.saturating_mul(UNDER_WAY));
    let work = &work;
    let written = thread::scope(|scope| {
        // The queue is dropped with this thread, which is what ends the loop below.
        scope.spawn(move || {
            pool.in_place_scope(|jobs| {
                for arrival in arrivals {
                    let (done, result) = sync_channel(1);
                    // Nobody takes results any more once writing has failed.
                    if queue.send(result).is_err() {
                        break;
                    }
                    jobs.spawn(move |_| drop(done.send(finish(arrival, work))));
                }
            });
        });
        write_all(finished, &mut progress, sink)
    });
    progress.finish();
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::AllRead),
        other => other.context("cannot write the output"),
    }
}

/// Reads one document. A panic is a fault of ours, but it must not cost the other documents.
fn finish<T>(arrival: Arrival, work: &(impl Fn(&Document) -> T + Sync)) -> Done<T> {
    let Arrival {
        document,
        mut complaints,
        position,
    } = arrival;
    let result = document.and_then(|document| {
        panic::catch_unwind(AssertUnwindSafe(|| work(&document)))
            .map_err(|_| {
                let what = format!(
                    "marsad failed while reading the document \"{}\"; it was passed over",
                    document.id
                );
                complaints
                    .push(Complaint::fault(what).help(
                        "this is a fault of the program; please report it with the document",
                    ));
            })
            .ok()
    });
    Done {
        result,
        complaints,
        position,
    }
}

/// Takes results in order until there are no more.
fn write_all<T>(
    finished: Receiver<Receiver<Done<T>>>,
    progress: &mut Progress,
    sink: &mut impl Sink<T>,
) -> io::Result<Outcome> {
    let mut outcome = Outcome::AllRead;
    let mut repeats = Repeats::default();
    loop {
        let result = match finished.try_recv() {
            Ok(result) => result,
            Err(TryRecvError::Empty) => {
                sink.rest()?;
                match finished.recv() {
                    Ok(result) => result,
                    Err(_) => break,
                }
            }
            Err(TryRecvError::Disconnected) => break,
        };
        let Ok(done) = result.recv() else { continue };
        for complaint in &done.complaints {
            outcome = outcome.max(complaint.outcome());
            if repeats.tells(complaint) {
                progress.above(|| eprintln!("{complaint}"));
            }
        }
        if let Some(result) = done.result {
            sink.take(result)?;
            progress.read(done.position);
        }
    }
    sink.rest()?;
    for complaint in repeats.summed_up() {
        progress.above(|| eprintln!("{complaint}"));
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use std::{iter, time::Duration};

    use super::*;

    #[derive(Default)]
    struct Kept(Vec<String>, Option<usize>);

    impl Sink<String> for Kept {
        fn take(&mut self, result: String) -> io::Result<()> {
            if self.1.is_some_and(|limit| self.0.len() == limit) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.0.push(result);
            Ok(())
        }

        fn rest(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn arrival(number: usize) -> Arrival {
        Arrival {
            document: Some(Document {
                id: number.to_string(),
                ..Document::default()
            }),
            ..Arrival::default()
        }
    }

    fn threads(number: usize) -> Option<NonZeroUsize> {
        NonZeroUsize::new(number)
    }

    /// Takes the longer the earlier the document stands, so that results are done out of order.
    fn slow(document: &Document) -> String {
        let number: u64 = document.id.parse().unwrap();
        thread::sleep(Duration::from_millis(8 - number % 8));
        document.id.clone()
    }

    #[test]
    fn results_come_in_input_order() {
        let mut kept = Kept::default();
        let outcome = run(
            (0..50).map(arrival),
            threads(4),
            Progress::hidden(),
            slow,
            &mut kept,
        )
        .unwrap();
        assert_eq!(outcome, Outcome::AllRead);
        assert_eq!(
            kept.0,
            (0..50).map(|number| number.to_string()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_closed_pipe_ends_an_endless_input_quietly() {
        let mut kept = Kept(Vec::new(), Some(3));
        let endless = iter::successors(Some(0), |number| Some(number + 1)).map(arrival);
        let outcome = run(
            endless,
            threads(2),
            Progress::hidden(),
            |document| document.id.clone(),
            &mut kept,
        )
        .unwrap();
        assert_eq!((outcome, kept.0.len()), (Outcome::AllRead, 3));
    }

    #[test]
    fn a_panic_costs_one_document() {
        let mut kept = Kept::default();
        let work = |document: &Document| {
            assert!(document.id != "1", "this one is meant to fail");
            document.id.clone()
        };
        let outcome = run(
            (0..3).map(arrival),
            threads(2),
            Progress::hidden(),
            work,
            &mut kept,
        )
        .unwrap();
        assert_eq!(
            (outcome, kept.0),
            (Outcome::OwnFault, vec!["0".to_owned(), "2".to_owned()])
        );
    }
}
