//! Which codes do PLOVER and ACLED have?
//!
//! In: `ontology/codes.toml`. Out: [`Codes`], against which everything that bears a code is
//! checked. Invariant: each type of PLOVER has an action that says it and no more.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{Acled, ActionId},
    error::Error,
};

/// The vocabularies that actions are coded in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// PLOVER's sixteen types.
    pub plover: Vec<PloverType>,
    /// ACLED's event types.
    pub acled: Vec<AcledType>,
    /// What else may stand beside a type.
    contexts: Contexts,
    sector: Vec<Sector>,
    inter: Vec<Inter>,
}

/// What CAMEO calls a sector of PLOVER.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sector {
    plover: SmolStr,
    cameo: SmolStr,
}

/// A kind of actors of ACLED.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inter {
    /// ACLED's number for it, 1 to 8.
    pub code: u8,
    /// Its name: "State forces".
    pub name: SmolStr,
    /// The kinds of actors that are of it.
    pub kinds: Vec<SmolStr>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contexts {
    plover: Vec<SmolStr>,
}

/// A type of PLOVER.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PloverType {
    /// Its name: "ASSAULT".
    pub event: SmolStr,
    /// How the codes of CAMEO begin that belong to it.
    pub cameo: Vec<SmolStr>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Its modes.
    pub modes: Vec<SmolStr>,
    /// The action that says this and no more.
    pub general: ActionId,
    /// What a deed of this type is coded as in another sense than asserted.
    pub sense: Senses,
}

impl PloverType {
    /// Whether one does it by speaking.
    pub fn is_verbal(&self) -> bool {
        matches!(self.quad, 1 | 3)
    }
}

/// What a deed is coded as where it is not done but spoken of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Senses {
    /// Announced or intended.
    pub planned: Option<Spoken>,
    /// Threatened.
    pub threatened: Option<Spoken>,
}

/// A type of speech, with its mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// The type: "THREATEN".
    pub event: SmolStr,
    /// Its mode, where the deed tells it.
    pub mode: Option<SmolStr>,
}

/// An event type of ACLED.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcledType {
    /// "Battles".
    #[serde(rename = "type")]
    pub event_type: SmolStr,
    /// "Armed clash" and so on.
    pub sub_types: Vec<SmolStr>,
    /// Its "disorder type": "Political violence".
    disorder: SmolStr,
    /// That of those of its sub-event types that are of another.
    #[serde(default)]
    but: BTreeMap<SmolStr, SmolStr>,
}

impl Codes {
    /// What CAMEO calls a sector of PLOVER, behind a country's code.
    pub fn cameo_sector(&self, plover: &str) -> Option<&SmolStr> {
        let sector = self.sector.iter().find(|sector| sector.plover == plover);
        sector.map(|sector| &sector.cameo)
    }

    /// Of what kind an actor is in ACLED, by marsad's own word for its kind.
    pub fn inter(&self, kind: &str) -> Option<&Inter> {
        let is_it = |inter: &&Inter| inter.kinds.iter().any(|known| known == kind);
        self.inter.iter().find(is_it)
    }

    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::new(file, e))
    }

    /// The type of that name.
    pub fn plover(&self, event: &str) -> Option<&PloverType> {
        self.plover.iter().find(|plover| plover.event == event)
    }

    /// The type that a code of CAMEO belongs to; `None` for mere statements.
    pub fn of_cameo(&self, code: &str) -> Option<&PloverType> {
        let begins = |known: &&PloverType| {
            known
                .cameo
                .iter()
                .any(|start| code.starts_with(start.as_str()))
        };
        self.plover.iter().find(begins)
    }

    /// The coding of a sub-event type.
    pub fn acled(&self, sub_type: &str) -> Option<Acled> {
        let has = |acled: &&AcledType| acled.sub_types.iter().any(|name| name == sub_type);
        self.acled.iter().find(has).map(|acled| Acled {
            event_type: acled.event_type.clone(),
            sub_type: sub_type.into(),
        })
    }

    /// What ACLED calls the disorder that an event of this coding is ("Political violence").
    pub fn disorder(&self, coding: &Acled) -> Option<&SmolStr> {
        let mut types = self.acled.iter();
        let known = types.find(|known| known.event_type == coding.event_type)?;
        Some(known.but.get(&coding.sub_type).unwrap_or(&known.disorder))
    }

    /// ACLED's name for a kind of actors, by its number.
    pub fn inter_name(&self, code: u8) -> Option<&SmolStr> {
        let inter = self.inter.iter().find(|inter| inter.code == code);
        inter.map(|inter| &inter.name)
    }

    /// Whether CAMEO has this sector, so that it can stand behind a country in the code of an actor.
    pub fn is_cameo_sector(&self, code: &str) -> bool {
        self.sector.iter().any(|sector| sector.cameo == code)
    }

    /// Whether PLOVER has this context.
    pub fn has_context(&self, context: &str) -> bool {
        self.contexts.plover.iter().any(|known| known == context)
    }

    /// PLOVER's contexts.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        self.contexts.plover.iter().map(SmolStr::as_str)
    }
}
