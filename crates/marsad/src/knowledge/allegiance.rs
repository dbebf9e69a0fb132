//! On whose side does somebody stand, on a day?
//!
//! In come an actor and a day; out come the [`Side`]s that they take in the wars of that day, or that
//! those whose they are take. Invariant: without a day nobody is on a side.

use jiff::civil::Date;

use super::{
    Knowledge,
    actor::{Actor, ActorId, Side},
};

/// An actor may belong to one that belongs to another; no further.
const OWNERS: usize = 3;

impl Knowledge {
    /// The sides that an actor takes on a day, or whose it is takes.
    pub fn sides_of(&self, id: &ActorId, day: Date) -> Vec<&Side> {
        let mut actor: Option<&Actor> = self.actors().get(id);
        for _ in 0..OWNERS {
            let Some(here) = actor else { break };
            let is_on = |side: &&Side| {
                let war = self.wars().get(&side.war);
                side.held_on(day) && war.is_some_and(|war| war.was_on(day))
            };
            let held: Vec<&Side> = here.sides.iter().filter(is_on).collect();
            if !held.is_empty() {
                return held;
            }
            actor = here.of.as_ref().and_then(|owner| {
                let of_actor = owner.actor.as_ref().and_then(|id| self.actors().get(id));
                let country = owner.state.as_deref();
                of_actor.or_else(|| self.actors().military_of(country?, Some(day), &[]))
            });
        }
        Vec::new()
    }
}
