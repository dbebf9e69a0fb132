//! How often may one client ask?
//!
//! In come the addresses of clients and the time; out comes whether each may ask now. Each has a store of questions that fills again
//! steadily (a token bucket). Invariant: one client that asks without end leaves the others their share, and memory stays small.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// How many questions a second one client may ask in the long run.
const STEADY: f64 = 400.0;
/// How many it may ask at once.
const AT_ONCE: f64 = 1000.0;
/// Of so many clients the questions are counted at a time.
const CLIENTS: usize = 10_000;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// Who asked how much.
#[derive(Debug, Default)]
pub(super) struct Rates(Mutex<BTreeMap<IpAddr, (f64, Instant)>>);

impl Rates {
    /// Whether a client may ask at this time; if so, that counts.
    pub(super) fn allow(&self, Peer(client): Peer, now: Instant) -> bool {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |(left, since): (f64, Instant)| {
            let seconds = now.saturating_duration_since(since).as_secs_f64();
            (left + seconds * STEADY).min(AT_ONCE)
        };
        if clients.len() >= CLIENTS && !clients.contains_key(&client) {
            // Those whose store is full again are as good as new.
            clients.retain(|_, left| filled(*left) < AT_ONCE);
        }
        if clients.len() >= CLIENTS && !clients.contains_key(&client) {
            return false;
        }
        let entry = clients.entry(client).or_insert((AT_ONCE, now));
        let left = filled(*entry);
        let may = left >= 1.0;
        *entry = (if may { left - 1.0 } else { left }, now);
        may
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use super::*;

    #[test]
    fn whoever_asks_without_end_waits_and_others_do_not() {
        let rates = Rates::default();
        let now = Instant::now();
        let client = |last| Peer(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)));
        let asked = (0..2000).filter(|_| rates.allow(client(1), now)).count();
        assert_eq!(asked, AT_ONCE as usize);
        assert!(rates.allow(client(2), now));
        assert!(!rates.allow(client(1), now));
        let later = now + Duration::from_secs(1);
        let asked = (0..2000).filter(|_| rates.allow(client(1), later)).count();
        assert_eq!(asked, STEADY as usize);
    }

    #[test]
    fn of_many_clients_only_those_who_ask_much_are_remembered() {
        let rates = Rates::default();
        let now = Instant::now();
        for number in 0..CLIENTS as u32 {
            assert!(rates.allow(Peer(IpAddr::V4(Ipv4Addr::from(number))), now));
        }
        let other = Peer(IpAddr::V4(Ipv4Addr::from(u32::MAX)));
        assert!(!rates.allow(other, now));
        assert!(rates.allow(other, now + Duration::from_secs(1)));
    }
}
