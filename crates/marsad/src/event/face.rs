//! What of a happening is compared with others?
//!
//! In comes a [`Happening`]; out comes its [`Face`]: kinds of deed, days, place, numbers, parties and words in the form
//! in which they are quickly compared. Invariant: a face is a function of the happening alone.

use jiff::civil::{Date, date};
use smol_str::SmolStr;

use super::{
    report::Happening,
    telling::{Camp, Site, Telling},
    together::{KILLED, Sense},
};
use crate::{
    knowledge::{Knowledge, actor::ActorId},
    terms::Interval,
};

/// A happening as it is compared with others.
#[derive(Clone, Debug)]
pub(super) struct Face<'h> {
    pub(super) sense: Sense,
    /// The kins of its deeds, each once and in order.
    pub(super) kins: Vec<u16>,
    /// The first and the last of the days that it is surest of, counted from the beginning of 1970.
    pub(super) days: Option<(i32, i32)>,
    /// Whether its words say them.
    pub(super) dated: bool,
    /// The narrowest of its places.
    pub(super) site: Option<&'h Site>,
    /// Names of places that nobody could place.
    pub(super) unplaced: Vec<&'h str>,
    /// Numbers of dead: least and most.
    pub(super) killed: Vec<(f64, f64)>,
    /// Numbers of injured from two on.
    pub(super) injured: Vec<f64>,
    /// Who did it, where known.
    pub(super) actors: Vec<&'h ActorId>,
    /// The sides of wars that they took: war and side.
    pub(super) sides: Vec<(&'h str, &'h str)>,
    /// Their camps, where the words tell.
    pub(super) camps: Vec<Camp>,
    /// The words of its sentences, by number, in order.
    pub(super) words: &'h [u32],
}

impl<'h> Face<'h> {
    pub(super) fn of(knowledge: &'h Knowledge, happening: &'h Happening) -> Self {
        let tellings = &happening.tellings;
        let kins = tellings.iter().map(|telling| telling.kin(knowledge));
        let (days, dated) = days(tellings).unzip();
        let dated = dated.unwrap_or_default();
        let doers = || tellings.iter().flat_map(|telling| &telling.actors);
        let actors = sorted(doers().filter_map(|who| who.actor.as_ref()));
        let sides = |day: Date| {
            let all = actors.iter().flat_map(|id| knowledge.sides_of(id, day));
            sorted(all.map(|side| (side.war.as_str(), side.side.as_str())))
        };
        let mut injured: Vec<f64> = tellings
            .iter()
            .flat_map(|telling| telling.counted("injured"))
            .filter_map(|toll| toll.range.low)
            .filter(|low| *low >= 2.0)
            .collect();
        injured.sort_by(f64::total_cmp);
        injured.shrink_to_fit();
        Self {
            sense: tellings.first().map_or(Sense::Done, Sense::of),
            kins: sorted(kins),
            days: days.map(|days| (number(days.from), number(days.to))),
            dated,
            site: tellings
                .iter()
                .filter_map(|telling| telling.site.as_ref())
                .min_by(|a, b| a.radius_km.total_cmp(&b.radius_km)),
            unplaced: sorted(
                tellings
                    .iter()
                    .flat_map(|telling| telling.unplaced.iter().map(SmolStr::as_str)),
            ),
            killed: killed(tellings),
            injured,
            sides: days.map(|days| sides(days.from)).unwrap_or_default(),
            actors,
            camps: sorted(
                doers()
                    .map(|who| who.camp)
                    .filter(|camp| *camp != Camp::Unknown),
            ),
            words: &happening.words,
        }
    }
}

/// Each once and in order, in no more memory than they need: there are as many faces as happenings.
fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all.shrink_to_fit();
    all
}

/// A day as the number of days since the beginning of 1970.
fn number(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// The shortest of the days given, and whether the report's words say them; of equals those that they say.
fn days(tellings: &[Telling]) -> Option<(Interval, bool)> {
    tellings
        .iter()
        .filter_map(|telling| Some((telling.days?, telling.dated)))
        .min_by_key(|(days, dated)| (days.days(), !dated, days.from))
}

/// The numbers of dead, each once and in order; "at least 12" is 12 where numbers are compared.
fn killed(tellings: &[Telling]) -> Vec<(f64, f64)> {
    let mut killed: Vec<(f64, f64)> = tellings
        .iter()
        .flat_map(|telling| telling.counted(KILLED))
        .map(|toll| {
            let low = toll.range.least().unwrap_or(0.0);
            (low, toll.range.high.unwrap_or(low))
        })
        .collect();
    killed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    killed.dedup();
    killed.shrink_to_fit();
    killed
}
