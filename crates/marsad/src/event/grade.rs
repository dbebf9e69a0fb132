//! How far can an event be trusted, and by which rule?
//!
//! In comes an [`Account`]; out comes its [`Grade`] in Airwars' words with the rule that gave it. The grades are those that
//! Airwars publishes for harm to civilians; they are given here to whatever was done, by number and independence of voices and by
//! their interest. Invariant: the first rule that holds gives the grade, and what is disputed is never better than contested.

use smol_str::SmolStr;

use super::account::{Account, Agreement, Bias, Heard, root};
use crate::knowledge::Knowledge;

/// How far an event can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Whoever did it says so and is not alone with it, or somebody says so against their own interest.
    Confirmed,
    /// Two or more independent voices that gain nothing by it say so.
    Fair,
    /// One independent voice says so, or only such as gain by it.
    Weak,
    /// Voices name doers of different sides, or somebody denies it.
    Contested,
    /// All who speak of it deny it.
    Discounted,
}

impl Grade {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Fair => "fair",
            Self::Weak => "weak",
            Self::Contested => "contested",
            Self::Discounted => "discounted",
        }
    }

    /// A grade by its word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Confirmed,
            Self::Fair,
            Self::Weak,
            Self::Contested,
            Self::Discounted,
        ]
        .into_iter()
        .find(|grade| grade.as_str() == word)
    }
}

/// A grade with the rule that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// The rule's name ("two-voices").
    pub rule: &'static str,
    /// In words, how it follows.
    pub reason: SmolStr,
}

impl Graded {
    /// The grade of what is told so.
    pub(super) fn of(knowledge: &Knowledge, account: &Account) -> Self {
        let graded = |grade, rule, reason: String| Self {
            grade,
            rule,
            reason: reason.into(),
        };
        let affirm: Vec<&Heard> = account
            .voices
            .iter()
            .filter(|voice| voice.affirms)
            .collect();
        let against = affirm
            .iter()
            .find(|voice| voice.stake == Some(Bias::Against));
        // One for each root: a spokesman and those he speaks for are one, and so are a desk and the people without a name whom
        // it quotes.
        let mut free: Vec<&Heard> = Vec::new();
        for voice in affirm.iter().filter(|voice| voice.stake != Some(Bias::For)) {
            if free.iter().all(|known| known.root != voice.root) {
                free.push(voice);
            }
        }
        if account.happened == Agreement::Denied {
            let reason = "all who speak of it deny it".into();
            return graded(Grade::Discounted, "all-deny", reason);
        }
        if account.happened == Agreement::Disputed {
            let reason = "some say that it happened, and some that it did not".into();
            return graded(Grade::Contested, "denied", reason);
        }
        if account.actors.agreement == Agreement::Disputed {
            let reason = "voices name doers of different sides".into();
            return graded(Grade::Contested, "other-doer", reason);
        }
        if let Some(voice) = against {
            let reason = format!("told by {} against its own interest", voice.name);
            return graded(Grade::Confirmed, "against-interest", reason);
        }
        if let Some(doer) = account.claimed_by.first()
            && let Some(other) = free
                .iter()
                .find(|voice| voice.name != *doer && voice.root != root(knowledge, None, doer))
        {
            let reason = format!("{doer} claims it, and {} tells of it too", other.name);
            return graded(Grade::Confirmed, "claimed-by-doer", reason);
        }
        match free.len() {
            0 if affirm.is_empty() => {
                let reason = "nobody says that it happened".into();
                graded(Grade::Discounted, "nobody", reason)
            }
            0 => {
                let reason = "only voices that gain by it say so".into();
                graded(Grade::Weak, "own-word", reason)
            }
            1 => {
                let reason = format!("one independent voice, {}", free[0].name);
                graded(Grade::Weak, "one-voice", reason)
            }
            many => {
                let names: Vec<&str> = free
                    .iter()
                    .take(3)
                    .map(|voice| voice.name.as_str())
                    .collect();
                let more = if many > 3 { " and others" } else { "" };
                let reason = format!("{many} independent voices: {}{more}", names.join(", "));
                graded(Grade::Fair, "two-voices", reason)
            }
        }
    }
}
