//! What of a happening is compared with others?
//!
//! In comes a [`Happening`]; out comes its [`Face`]: kinds of deed, days, place, numbers, parties and words in the form
//! in which they are quickly compared. Invariant: a face is a function of the happening alone.

use std::collections::BTreeSet;

use jiff::civil::Date;
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
    /// The days that it is surest of.
    pub(super) days: Option<Interval>,
    /// Whether its words say them.
    pub(super) dated: bool,
    /// The narrowest of its places.
    pub(super) site: Option<&'h Site>,
    /// Names of places that nobody could place.
    pub(super) unplaced: BTreeSet<&'h str>,
    /// Numbers of dead: least and most.
    pub(super) killed: Vec<(f64, f64)>,
    /// Numbers of injured from two on.
    pub(super) injured: Vec<f64>,
    /// Who did it, where known.
    pub(super) actors: BTreeSet<&'h ActorId>,
    /// The sides of wars that they took, as "war/side".
    pub(super) sides: BTreeSet<SmolStr>,
    /// Their camps, where the words tell.
    pub(super) camps: BTreeSet<Camp>,
    /// The words of its sentences, by number, in order.
    pub(super) words: &'h [u32],
}

impl<'h> Face<'h> {
    pub(super) fn of(knowledge: &Knowledge, happening: &'h Happening) -> Self {
        let tellings = &happening.tellings;
        let mut kins: Vec<u16> = tellings
            .iter()
            .map(|telling| telling.kin(knowledge))
            .collect();
        kins.sort_unstable();
        kins.dedup();
        let (days, dated) = days(tellings).unzip();
        let dated = dated.unwrap_or_default();
        let doers = || tellings.iter().flat_map(|telling| &telling.actors);
        let actors: BTreeSet<&ActorId> = doers().filter_map(|who| who.actor.as_ref()).collect();
        let sides = |day: Date| {
            let all = actors.iter().flat_map(|id| knowledge.sides_of(id, day));
            all.map(|side| smol_str::format_smolstr!("{}/{}", side.war, side.side))
                .collect()
        };
        let mut injured: Vec<f64> = tellings
            .iter()
            .flat_map(|telling| telling.counted("injured"))
            .filter_map(|toll| toll.range.low)
            .filter(|low| *low >= 2.0)
            .collect();
        injured.sort_by(f64::total_cmp);
        Self {
            sense: tellings.first().map_or(Sense::Done, Sense::of),
            kins,
            days,
            dated,
            site: tellings
                .iter()
                .filter_map(|telling| telling.site.as_ref())
                .min_by(|a, b| a.radius_km.total_cmp(&b.radius_km)),
            unplaced: tellings
                .iter()
                .flat_map(|telling| telling.unplaced.iter().map(SmolStr::as_str))
                .collect(),
            killed: killed(tellings),
            injured,
            sides: days.map(|days| sides(days.from)).unwrap_or_default(),
            actors,
            camps: doers()
                .map(|who| who.camp)
                .filter(|camp| *camp != Camp::Unknown)
                .collect(),
            words: &happening.words,
        }
    }
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
            let low = toll.range.low.or(toll.range.high).unwrap_or(0.0);
            (low, toll.range.high.unwrap_or(low))
        })
        .collect();
    killed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    killed.dedup();
    killed
}
