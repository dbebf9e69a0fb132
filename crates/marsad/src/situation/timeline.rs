//! Who held a place when, and by which evidence?
//!
//! In come the [`Word`]s on one place in order of their days; out comes its [`Timeline`]: what was said day by day, how far it
//! stood, and what it changed. The rules are told in `docs/situation.md`. Invariant: between changes the state stays; before any
//! evidence it is unknown; every change names the words that it rests on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};

use super::{
    party::Party,
    standing::{Standing, judge},
    word::{Held, Word},
};
use crate::{
    knowledge::{
        Knowledge,
        control::{Hold, Rules},
    },
    terms::Interval,
};

/// What is said of who holds one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline<'e> {
    /// The place.
    pub place: Held,
    /// All that is said, in order of the days that it is about.
    pub words: Vec<Word<'e>>,
    /// What follows, in order of days.
    pub entries: Vec<Entry>,
    /// Who holds it at the end.
    pub state: State,
}

/// What is said on a day of one party's hold of a place, and what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The day by which it was so.
    pub day: Date,
    /// The party.
    pub party: Party,
    /// What is said of it.
    pub hold: Hold,
    /// The words that count together for and against it, by their place in the timeline's list.
    pub words: Vec<usize>,
    /// How far it stands.
    pub standing: Standing,
    /// By which rule.
    pub rule: &'static str,
    /// Whether it changed who holds or besieges the place.
    pub moved: bool,
    /// Who holds it afterwards.
    pub state: State,
}

/// Who holds a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Who holds it.
    pub holder: Holder,
    /// The days from which on: those of the earliest word for it.
    pub since: Option<Interval>,
    /// The entry that made it so, by its place in the timeline's list.
    pub by: Option<usize>,
    /// Who besieges it, in order.
    pub besieged_by: Vec<Party>,
}

/// Who holds a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    /// No evidence says, or whoever held it left, and nobody is known to have come.
    #[default]
    Unknown,
    /// One party.
    Party(Party),
    /// Several are in it, or voices that do not gain by it disagree.
    Contested(Vec<Party>),
}

impl<'e> Timeline<'e> {
    /// What follows from all words on a place, which come in order of their days.
    pub(super) fn of(knowledge: &Knowledge, place: Held, words: Vec<Word<'e>>) -> Self {
        let mut line = Line {
            knowledge,
            rules: &knowledge.control().rules,
            words: &words,
            cases: BTreeMap::new(),
            left: None,
            state: State::default(),
            entries: Vec::new(),
        };
        let mut next = 0;
        while let Some(first) = words.get(next) {
            let day = first.days.to;
            let today = words[next..].iter().take_while(|word| word.days.to == day);
            let end = next + today.count();
            line.day(day, next..end);
            next = end;
        }
        let Line { state, entries, .. } = line;
        Self {
            place,
            words,
            entries,
            state,
        }
    }
}

/// What a timeline is made with.
struct Line<'l, 'e> {
    knowledge: &'l Knowledge,
    rules: &'l Rules,
    words: &'l [Word<'e>],
    /// The words on each thing that count still.
    cases: BTreeMap<(Hold, Party), Vec<usize>>,
    /// Who left it last without anybody being known to have come, and when.
    left: Option<(Party, Date)>,
    state: State,
    entries: Vec<Entry>,
}

/// Holding and taking are one thing to judge: that somebody has it.
fn thing(hold: Hold) -> Hold {
    match hold {
        Hold::Gains => Hold::Holds,
        hold => hold,
    }
}

/// In which order the things of one day are weighed: first who comes, then who goes.
const ORDER: [Hold; 7] = [
    Hold::Relieves,
    Hold::Holds,
    Hold::Leaves,
    Hold::Besieges,
    Hold::Enters,
    Hold::Fights,
    Hold::Nears,
];

impl Line<'_, '_> {
    /// Weighs the words of one day.
    fn day(&mut self, day: Date, today: std::ops::Range<usize>) {
        let mut touched: BTreeSet<(Hold, Party)> = BTreeSet::new();
        for at in today {
            let word = &self.words[at];
            let case = (thing(word.hold), word.party.clone());
            self.cases.entry(case.clone()).or_default().push(at);
            touched.insert(case);
        }
        // What a day tells is judged before anything of it makes other words history.
        let all: Vec<(Hold, Entry)> = touched
            .iter()
            .map(|(hold, party)| (*hold, self.judged(day, *hold, party)))
            .collect();
        for hold in ORDER {
            let judged = all.iter().filter(|(thing, _)| *thing == hold);
            let judged: Vec<Entry> = judged.map(|(_, entry)| entry.clone()).collect();
            let standing = judged.iter().filter(|entry| entry.standing.stands());
            let rivals = hold == Hold::Holds && standing.count() > 1;
            let fought = hold == Hold::Fights && self.fought_over(&judged);
            for entry in judged {
                match rivals || fought {
                    true => self.contest(entry),
                    false => self.weigh(entry),
                }
            }
        }
        self.claimed_after_leaving(day);
    }

    /// What the words on one thing that count on a day amount to.
    fn judged(&self, day: Date, hold: Hold, party: &Party) -> Entry {
        let first = day
            .checked_sub(i64::from(self.rules.together).days())
            .unwrap_or(day);
        let case = self.cases.get(&(hold, party.clone()));
        let words: Vec<usize> = case
            .into_iter()
            .flatten()
            .copied()
            .filter(|&at| self.words[at].days.to >= first)
            .collect();
        let told: Vec<&Word<'_>> = words.iter().map(|&at| &self.words[at]).collect();
        let (standing, rule) = judge(self.rules, &told);
        let gained = told.iter().any(|word| word.hold == Hold::Gains);
        Entry {
            day,
            party: party.clone(),
            hold: if gained { Hold::Gains } else { hold },
            words,
            standing,
            rule,
            moved: false,
            state: State::default(),
        }
    }

    /// Whether parties that are known to be enemies fight for a place of which nobody knows who holds it.
    fn fought_over(&self, judged: &[Entry]) -> bool {
        let fighting: Vec<&Party> = judged
            .iter()
            .filter(|entry| entry.standing.stands())
            .map(|entry| &entry.party)
            .collect();
        let enemies = fighting.iter().any(|one| {
            let mut others = fighting.iter();
            others.any(|other| one.opposes(self.knowledge, other))
        });
        self.state.holder == Holder::Unknown && enemies
    }

    /// Changes the state as one entry asks.
    fn weigh(&mut self, entry: Entry) {
        let holder = match (entry.hold, entry.standing) {
            (Hold::Gains | Hold::Holds, standing) if standing.stands() => {
                Some(Holder::Party(entry.party.clone()))
            }
            (Hold::Gains | Hold::Holds, Standing::Contested) => Some(self.joined_by(&entry.party)),
            // Where nobody knows better, two words against each other are all that there is.
            (Hold::Gains | Hold::Holds, Standing::Opposed)
                if self.state.holder == Holder::Unknown =>
            {
                Some(self.joined_by(&entry.party))
            }
            (Hold::Enters, standing) if standing.stands() => self.entered_by(&entry.party),
            (Hold::Leaves, standing) if standing.stands() => self.left_by(&entry.party, entry.day),
            (Hold::Besieges, standing) if standing.stands() => return self.besieged(entry),
            (Hold::Relieves, standing) if standing.stands() => return self.relieved(entry),
            _ => None,
        };
        match holder {
            Some(holder) => self.change(entry, holder),
            None => self.keep(entry),
        }
    }

    /// The same where several stand against each other.
    fn contest(&mut self, entry: Entry) {
        if entry.standing.stands() {
            let holder = self.joined_by(&entry.party);
            self.change(entry, holder);
        } else {
            self.keep(entry);
        }
    }

    /// Whoever had it, and a party besides, contest it.
    fn joined_by(&self, party: &Party) -> Holder {
        let mut parties = match &self.state.holder {
            Holder::Unknown => Vec::new(),
            Holder::Party(holder) => vec![holder.clone()],
            Holder::Contested(parties) => parties.clone(),
        };
        parties.push(party.clone());
        parties.sort_unstable();
        parties.dedup();
        match &self.state.holder {
            Holder::Party(holder) if holder == party => Holder::Party(party.clone()),
            _ => Holder::Contested(parties),
        }
    }

    /// Who is in a place that somebody else holds contests it.
    fn entered_by(&self, party: &Party) -> Option<Holder> {
        match &self.state.holder {
            Holder::Unknown => None,
            _ => Some(self.joined_by(party)),
        }
    }

    /// Who has it when a party left.
    fn left_by(&mut self, party: &Party, day: Date) -> Option<Holder> {
        for hold in [Hold::Holds, Hold::Enters, Hold::Besieges] {
            self.cases.remove(&(hold, party.clone()));
        }
        self.state.besieged_by.retain(|besieger| besieger != party);
        let alone = match &self.state.holder {
            Holder::Party(holder) => holder == party,
            Holder::Unknown => true,
            Holder::Contested(parties) if parties.contains(party) => {
                let mut rest = parties.iter().filter(|other| *other != party);
                match (rest.next(), rest.next()) {
                    (Some(one), None) => return Some(Holder::Party(one.clone())),
                    (Some(_), Some(_)) => {
                        let rest = parties.iter().filter(|other| *other != party);
                        return Some(Holder::Contested(rest.cloned().collect()));
                    }
                    _ => true,
                }
            }
            Holder::Contested(_) => false,
        };
        if !alone {
            return None;
        }
        self.left = Some((party.clone(), day));
        Some(Holder::Unknown)
    }

    /// Who claims a place that another left has it: the word of each bears out that of the other.
    fn claimed_after_leaving(&mut self, day: Date) {
        let Some((gone, when)) = self.left.clone() else {
            return;
        };
        let late = |on: Date| (on - when).get_days().abs() > self.rules.together;
        if self.state.holder != Holder::Unknown || late(day) {
            return;
        }
        let parties: Vec<Party> = self
            .cases
            .keys()
            .filter(|(hold, party)| *hold == Hold::Holds && *party != gone)
            .map(|(_, party)| party.clone())
            .collect();
        let claims: Vec<Entry> = parties
            .iter()
            .map(|party| self.judged(day, Hold::Holds, party))
            .filter(|entry| entry.standing == Standing::Claimed && !entry.words.is_empty())
            .collect();
        if let [claim] = claims.as_slice() {
            let leaving = self.judged(day, Hold::Leaves, &gone);
            let mut words = [claim.words.as_slice(), &leaving.words].concat();
            words.sort_unstable();
            let entry = Entry {
                words,
                standing: leaving.standing,
                rule: "left-and-claimed",
                ..claim.clone()
            };
            let holder = Holder::Party(entry.party.clone());
            self.change(entry, holder);
        }
    }

    fn besieged(&mut self, entry: Entry) {
        let besiegers = &mut self.state.besieged_by;
        let own = self.state.holder == Holder::Party(entry.party.clone());
        if !own && !besiegers.contains(&entry.party) {
            besiegers.push(entry.party.clone());
            besiegers.sort_unstable();
        }
        self.keep(entry);
    }

    fn relieved(&mut self, entry: Entry) {
        self.state.besieged_by.clear();
        self.cases.retain(|(hold, _), _| *hold != Hold::Besieges);
        self.keep(entry);
    }

    fn change(&mut self, entry: Entry, holder: Holder) {
        if holder == self.state.holder {
            return self.keep(entry);
        }
        if let Holder::Party(party) = &holder {
            self.left = None;
            self.state.besieged_by.clear();
            // What others had said before is history.
            let (mine, old) = (party.clone(), [Hold::Holds, Hold::Enters, Hold::Besieges]);
            self.cases.retain(|(hold, other), _| match *other == mine {
                true => *hold != Hold::Leaves,
                false => !old.contains(hold),
            });
        }
        let days = entry.words.iter().map(|&at| self.words[at].days);
        self.state.holder = holder;
        self.state.since = days.min_by_key(|days| (days.from, days.to));
        self.state.by = Some(self.entries.len());
        self.keep(entry);
    }

    /// Keeps an entry with the state that it leads to, and whether that is another than before: who leaves may have held the
    /// place, or besieged it.
    fn keep(&mut self, entry: Entry) {
        let before = self.entries.last().map(|entry| &entry.state);
        let nothing = State::default();
        let before = before.unwrap_or(&nothing);
        let moved =
            before.holder != self.state.holder || before.besieged_by != self.state.besieged_by;
        self.entries.push(Entry {
            moved,
            state: self.state.clone(),
            ..entry
        });
    }
}
