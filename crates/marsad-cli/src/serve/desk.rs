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
    /// Who asked how much.
    pub(super) rates: Rates,
    stores: Mutex<Vec<Store>>,
    index: RwLock<Arc<Index>>,
    workers: Semaphore,
}

impl Desk {
    /// A desk at a store.
    ///
    /// # Errors
    ///
    /// When the store cannot be used.
    pub(super) fn at(path: PathBuf, knowledge: Knowledge) -> Result<Self, Refusal> {
        let store = Store::for_reading(&path)?;
        let index = Index::of(&store, &knowledge)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            labels: Labels::of(knowledge.gazetteer()),
            knowledge,
            path,
            rates: Rates::default(),
            stores: Mutex::new(vec![store]),
            index: RwLock::new(Arc::new(index)),
            workers: Semaphore::new(cores.max(2)),
        })
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

    /// Goes on looking whether another process has written to the store, and makes the index anew then.
    pub(super) async fn watch(self: Arc<Self>) {
        let looked = task::spawn_blocking(move || {
            let mut known: Option<i64> = None;
            let Ok(store) = Store::for_reading(&self.path) else {
                return;
            };
            loop {
                let now = store.change().ok();
                if known.is_some() && now.is_some() && now != known {
                    match Index::of(&store, &self.knowledge) {
                        Ok(index) => {
                            *self.index.write().unwrap_or_else(PoisonError::into_inner) =
                                Arc::new(index);
                        }
                        Err(refusal) => {
                            eprintln!("marsad: the store cannot be read anew: {refusal:?}")
                        }
                    }
                }
                known = now.or(known);
                thread::sleep(LOOK);
            }
        });
        // It ends with the process; until then there is nothing to wait for.
        let _ended = looked.await;
    }
}
