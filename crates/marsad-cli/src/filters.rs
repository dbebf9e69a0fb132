//! What is asked for by the filters that somebody types?
//!
//! In come filters as they were typed; out come [`Filters`] as a store understands them. Invariant: a name that nothing bears is told
//! with the one that is nearest to it, and is never the same as an empty answer.

use marsad::terms::LonLat;

use crate::{
    arguments::{FilterOptions, Spot},
    bundle,
    names::{self, Unknown},
    report::Complaint,
    store::{
        Store,
        search::{Filters, Kinds, Near, Words},
    },
};

/// What was typed.
pub(crate) struct Wanted<'t> {
    /// What the report must say.
    pub(crate) words: &'t str,
    /// Where, when, who, what and who says so.
    pub(crate) filter: &'t FilterOptions,
    /// How far anybody stands behind a claim.
    pub(crate) grade: Option<&'static str>,
    /// Whether deeds of unknown kind are wanted too.
    pub(crate) kinds: Kinds,
}

impl Wanted<'_> {
    /// The filters, with names turned into ids and points.
    ///
    /// # Errors
    ///
    /// When a name means nothing, the words hold no word, or no day is between the two.
    pub(crate) fn filters(&self, store: &Store) -> Result<Filters, Unknown> {
        let options = self.filter;
        let complaint = |what: &str, help: &str| {
            let complaint = Complaint::error(None, what);
            Unknown::Name(complaint.help(help))
        };
        let typed = self.words;
        let words = Words::typed(typed);
        if words.is_none() && !typed.trim().is_empty() {
            let what = format!("there is no word in \"{typed}\"");
            return Err(complaint(
                &what,
                "type words with letters or figures in them",
            ));
        }
        if let (Some(from), Some(to)) = (options.from, options.to)
            && from > to
        {
            let what = format!("--from {from} is later than --to {to}");
            return Err(complaint(&what, "no day is both; turn them round"));
        }
        let near = match &options.near {
            None => None,
            Some(Spot::Point(at)) => Some(*at),
            Some(Spot::Name(name)) => {
                let gazetteer = bundle::gazetteer()?;
                let place = names::place(&gazetteer, name, "--near ").map_err(Unknown::Name)?;
                eprintln!("{}", names::taken(name, &place, "--near "));
                Some(LonLat {
                    lon: place.lon,
                    lat: place.lat,
                })
            }
        };
        let actor = |name: &Option<String>| match name {
            Some(name) => names::actor(store, name).map(Some),
            None => Ok(None),
        };
        let deed = match &options.action {
            Some(name) => Some(names::deed(store, name)?),
            None => None,
        };
        Ok(Filters {
            words,
            near: near.map(|at| Near {
                at,
                km: options.radius,
            }),
            from: options.from,
            to: options.to,
            actor: actor(&options.actor)?,
            target: actor(&options.target)?,
            deed,
            voice: options.voice.clone(),
            grade: self.grade,
            kinds: self.kinds,
        })
    }
}
