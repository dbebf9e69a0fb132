//! What happened week by week?
//!
//! In come [`Incident`]s; out come [`Week`]s (ISO 8601, from Monday): how many incidents of each family of deeds, and how many
//! dead. Invariant: an incident is in one week at most, that which holds most of its days, and in none where its days are
//! more than a week.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use smol_str::SmolStr;

use super::{
    incident::{Incident, done},
    toll::Sum,
};
use crate::{
    knowledge::{Knowledge, action::ActionId},
    terms::Interval,
};

/// Seven days from a Monday on.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// Its first day.
    pub monday: Date,
    /// The incidents, by their place in the situation's list.
    pub incidents: Vec<usize>,
    /// How many incidents of each family of deeds, by its id.
    pub families: BTreeMap<SmolStr, usize>,
    /// How many dead.
    pub killed: Sum,
}

/// The Monday of the week that a day is in.
pub fn monday(day: Date) -> Option<Date> {
    let past = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(past.days()).ok()
}

/// The Monday of the week that holds most of some days, of two the earlier; `None` where they are more than a week.
pub fn week_of(days: Interval) -> Option<Date> {
    // What took longer than a week is in none.
    if days.days() > 7 {
        return None;
    }
    let (first, last) = (monday(days.from)?, monday(days.to)?);
    // How many of the days lie in the earlier week.
    let early = i64::from((last - days.from).get_days());
    if early * 2 >= days.days() {
        Some(first)
    } else {
        Some(last)
    }
}

/// The weeks of some incidents, in order; weeks in which nothing happened are left out.
pub(super) fn weeks(knowledge: &Knowledge, incidents: &[Incident<'_>]) -> Vec<Week> {
    let mut weeks: BTreeMap<Date, Week> = BTreeMap::new();
    for (at, incident) in incidents.iter().enumerate() {
        let Some(monday) = incident.days.and_then(week_of) else {
            continue;
        };
        let week = weeks.entry(monday).or_insert_with(|| Week {
            monday,
            incidents: Vec::new(),
            families: BTreeMap::new(),
            killed: Sum::default(),
        });
        week.incidents.push(at);
        if let Some(family) = family(knowledge, incident) {
            *week.families.entry(family).or_default() += 1;
        }
        let killed = knowledge
            .families()
            .tolls()
            .find(|toll| toll.what == KILLED);
        if let Some(sum) = killed.and_then(|killed| incident.count(knowledge, killed)) {
            week.killed.add(sum);
        }
    }
    weeks.into_values().collect()
}

/// What the dead are counted as.
const KILLED: &str = "killed";

/// The family of an incident's deed: that of the kind which most voices tell, kinds that no pattern knows aside.
pub fn family(knowledge: &Knowledge, incident: &Incident<'_>) -> Option<SmolStr> {
    let known = |id: &ActionId| {
        let action = knowledge.ontology().get(id);
        action.is_some_and(|action| !action.unclassified)
    };
    let affirmed =
        |id: &ActionId| done(incident.event).any(|(_, _, telling)| telling.action == *id);
    let mut told = incident.event.account.action.values.iter();
    let first = told.clone().next();
    let (id, _) = told.find(|(id, _)| known(id) && affirmed(id)).or(first)?;
    Some(knowledge.families().of(id)?.id.clone())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(date(2017, 10, 14)), Some(date(2017, 10, 9)));
        assert_eq!(monday(date(2017, 10, 9)), Some(date(2017, 10, 9)));
        assert_eq!(monday(date(2018, 1, 1)), Some(date(2018, 1, 1)));
        assert_eq!(monday(date(2017, 1, 1)), Some(date(2016, 12, 26)));
    }

    #[test]
    fn days_that_straddle_a_monday_go_where_most_of_them_are() {
        let week = |from, to| week_of(Interval { from, to });
        assert_eq!(
            week(date(2017, 10, 7), date(2017, 10, 9)),
            Some(date(2017, 10, 2))
        );
        assert_eq!(
            week(date(2017, 10, 8), date(2017, 10, 10)),
            Some(date(2017, 10, 9))
        );
        assert_eq!(
            week(date(2017, 10, 8), date(2017, 10, 9)),
            Some(date(2017, 10, 2))
        );
        assert_eq!(
            week(date(2017, 10, 9), date(2017, 10, 15)),
            Some(date(2017, 10, 9))
        );
        assert_eq!(week(date(2017, 10, 1), date(2017, 10, 31)), None);
    }
}
