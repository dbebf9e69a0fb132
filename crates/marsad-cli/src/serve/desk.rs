//! Who does the work behind an answer?
//!
//! In comes what a request wants to know; out comes what was found, by one of a few workers with a connection of their own to the store.
//! Invariants: no more work is done at once than the machine has cores for; whoever asks sees one state of the store, and a later
//! one soon after another process has written it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    thread,
    time::Duration,
};

use marsad::knowledge::Knowledge;
use tokio::{sync::Semaphore, task};

use super::{index::Index, labels::Labels, problem::Problem, rate::Rates};
use crate::store::{Store, refusal::Refusal};

/// How often it is looked whether another process has written to the store.
const LOOK: Duration = Duration::from_secs(2);

/// The store, what is known of it, and those who work on it.
pub(super) struct Desk {
    /// What the program knows.
    pub(super) knowledge: Knowledge,
    /// The names on the map.
    pub(super) labels: Labels,
    /// Where the store is.
    pub(super) path: PathBuf,
    /// Whether only this machine can ask.
    pub(super) is_local: bool,
    /// Who asked how much.
    pub(super) rates: Rates,
    stores: Mutex<Vec<Store>>,
    index: RwLock<Arc<Index>>,
    workers: Semaphore,
}

impl Desk {
    /// A desk at a store, and whoever looks after changes of the store from now on; `is_local` tells whether only this machine can
    /// ask.
    ///
    /// # Errors
    ///
    /// When the store cannot be used.
    pub(super) fn at(
        path: PathBuf,
        knowledge: Knowledge,
        is_local: bool,
    ) -> Result<(Arc<Self>, Watch), Refusal> {
        let store = Store::for_reading(&path)?;
        // What is written while the index is made is a change to whoever watches.
        let known = store.change()?;
        let index = Index::of(&store, &knowledge)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let desk = Arc::new(Self {
            labels: Labels::of(knowledge.gazetteer()),
            knowledge,
            path,
            is_local,
            rates: Rates::default(),
            stores: Mutex::new(Vec::new()),
            index: RwLock::new(Arc::new(index)),
            workers: Semaphore::new(cores.max(2)),
        });
        let watch = Watch {
            desk: Arc::clone(&desk),
            store,
            known,
        };
        Ok((desk, watch))
    }

    /// The events as they are now.
    pub(super) fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Has work done away from those who wait for requests.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Index, &Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self
            .workers
            .acquire()
            .await
            .map_err(|error| Problem::own(&error))?;
        let desk = Arc::clone(self);
        let done = task::spawn_blocking(move || {
            let store = desk.store()?;
            let answer = work(&desk, &desk.index(), &store);
            desk.stores
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(store);
            answer
        });
        done.await.map_err(|error| Problem::own(&error))?
    }

    fn store(&self) -> Result<Store, Refusal> {
        let idle = self
            .stores
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| Store::for_reading(&self.path), Ok)
    }
}

/// Looks whether other processes have written to the store.
pub(super) struct Watch {
    desk: Arc<Desk>,
    store: Store,
    /// The change of the store that the index knows.
    known: i64,
}

impl Watch {
    /// Goes on looking, and makes the index anew after each change, until the process ends.
    pub(super) fn look(mut self) {
        loop {
            thread::sleep(LOOK);
            if let Err(refusal) = self.renew() {
                eprintln!("marsad: the store cannot be read anew: {refusal:?}");
            }
        }
    }

    fn renew(&mut self) -> Result<(), Refusal> {
        let now = self.store.change()?;
        if now != self.known {
            let index = Arc::new(Index::of(&self.store, &self.desk.knowledge)?);
            let mut shown = self
                .desk
                .index
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            *shown = index;
            self.known = now;
        }
        Ok(())
    }
}
