//! Which verbs only carry a deed that a noun names ("carried out strikes")?

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::Error;

/// What the carrying verb's subject is to the deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Carries {
    /// The one who does it: "launched an attack".
    Subject,
    /// The one it is done to: "came under fire".
    Object,
    /// The deed itself: "fighting broke out".
    Event,
    /// Whoever is in the state that the deed made: "left five killed".
    Outcome,
}

/// How far the deed has come when the carrying verb is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// It is done or under way.
    #[default]
    Done,
    /// It is meant: "planned an attack".
    Planned,
    /// It is over, or will not be: "halted the offensive".
    Stopped,
}

/// The light verbs, from `light_verbs.toml`.
#[derive(Clone, Debug, Default)]
pub struct LightVerbs {
    verbs: FxHashMap<SmolStr, Vec<Light>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Light {
    verb: SmolStr,
    particle: Option<SmolStr>,
    role: Carries,
    #[serde(default)]
    phase: Phase,
}

#[derive(Deserialize)]
struct File {
    light: Vec<Light>,
}

impl LightVerbs {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let mut verbs: FxHashMap<SmolStr, Vec<Light>> = FxHashMap::default();
        for light in read.light {
            verbs.entry(light.verb.clone()).or_default().push(light);
        }
        Ok(Self { verbs })
    }

    /// How far the deed has come, if a verb, with one of these particles or prepositions,
    /// carries it in that way. An entry with a particle counts before one without.
    pub fn carries(&self, lemma: &str, particles: &[&str], role: Carries) -> Option<Phase> {
        let fits = |light: &&Light| {
            light.role == role
                && light
                    .particle
                    .as_ref()
                    .is_none_or(|wanted| particles.contains(&wanted.as_str()))
        };
        self.verbs
            .get(lemma)?
            .iter()
            .filter(fits)
            .max_by_key(|light| light.particle.is_some())
            .map(|light| light.phase)
    }
}
