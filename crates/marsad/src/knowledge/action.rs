//! Which kinds of deed are there, and what does each ontology call them?

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    codes::Codes,
    error::{Error, ErrorKind, nearest_name},
};

/// The id of a kind of action: "shelling", "advance/near".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct ActionId(pub SmolStr);

/// A kind of action and its counterparts in the ontologies that users work with.
/// What an ontology lacks is `None`, never a near miss.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Stable, never reused.
    pub id: ActionId,
    /// What it is, as a verb phrase for people: "shelled".
    pub says: SmolStr,
    /// Its PLOVER type, mode and contexts (PLOVER manual, 2021).
    pub plover: Option<Plover>,
    /// Its CAMEO code, three or four digits (CAMEO 1.1b3).
    pub cameo: Option<SmolStr>,
    /// Its ACLED event type and sub-event type (ACLED codebook 2023).
    pub acled: Option<Acled>,
    /// Whether armed force is used, so that deaths in it count for UCDP GED.
    pub ucdp: Option<SmolStr>,
    /// Whether all that it says is that no pattern knows what was done.
    #[serde(default)]
    pub unclassified: bool,
}

impl Action {
    /// Whether its codes are codes.
    fn check(&self, codes: &Codes) -> Result<(), ErrorKind> {
        let at = self.id.0.as_str();
        if let Some(plover) = &self.plover {
            if let Some(event) = &plover.event {
                let events = codes.plover.iter().map(|plover| plover.event.as_str());
                let known = codes
                    .plover(event)
                    .ok_or_else(|| unknown(at, "PLOVER type", event, events))?;
                let modes = known.modes.iter();
                if let Some(mode) = plover
                    .mode
                    .as_ref()
                    .filter(|mode| !known.modes.contains(mode))
                {
                    return Err(unknown(at, "PLOVER mode", mode, modes.map(SmolStr::as_str)));
                }
            }
            let mut contexts = plover.context.iter();
            if let Some(context) = contexts.find(|context| !codes.has_context(context)) {
                return Err(unknown(at, "PLOVER context", context, codes.contexts()));
            }
        }
        if let Some(acled) = &self.acled
            && codes.acled(&acled.sub_type).as_ref() != Some(acled)
        {
            let sub_types = codes.acled.iter().flat_map(|acled| &acled.sub_types);
            let name = format!("{} / {}", acled.event_type, acled.sub_type);
            let kind = "ACLED sub-event type";
            return Err(unknown(at, kind, &name, sub_types.map(SmolStr::as_str)));
        }
        let cameo = self.cameo.as_deref();
        let digits = |code: &str| {
            matches!(code.len(), 3 | 4) && code.bytes().all(|byte| byte.is_ascii_digit())
        };
        match cameo.filter(|code| !digits(code)) {
            Some(code) => Err(ErrorKind::Entry {
                at: at.to_owned(),
                what: format!("\"{code}\" is no code of CAMEO, which has three or four digits"),
            }),
            None => Ok(()),
        }
    }
}

fn unknown<'n>(
    at: &str,
    kind: &'static str,
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> ErrorKind {
    ErrorKind::Unknown {
        at: at.to_owned(),
        kind,
        name: name.to_owned(),
        near: nearest_name(name, names),
    }
}

/// A PLOVER coding.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plover {
    /// One of the sixteen types ("ASSAULT"); none where PLOVER has only a context.
    pub event: Option<SmolStr>,
    /// A mode of that type, if one fits ("heavy-weapons").
    pub mode: Option<SmolStr>,
    /// Contexts that the action itself implies ("military").
    #[serde(default)]
    pub context: Vec<SmolStr>,
}

/// An ACLED coding.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acled {
    /// One of the six event types.
    #[serde(rename = "type")]
    pub event_type: SmolStr,
    /// One of its sub-event types.
    pub sub_type: SmolStr,
}

/// All kinds of action.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    actions: Vec<Action>,
    codes: Codes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    action: Vec<Action>,
}

impl Ontology {
    pub(super) fn read(file: &str, text: &str, codes: Codes) -> Result<Self, Error> {
        let mut actions = toml::from_str::<File>(text)
            .map_err(|e| Error::new(file, e))?
            .action;
        actions.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = actions.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(Error::new(
                file,
                ErrorKind::Twice {
                    id: pair[0].id.0.to_string(),
                },
            ));
        }
        for action in &actions {
            action
                .check(&codes)
                .map_err(|kind| Error::new(file, kind))?;
        }
        let ontology = Self { actions, codes };
        for plover in &ontology.codes.plover {
            if ontology.get(&plover.general).is_none() {
                let names = ontology.iter().map(|action| action.id.0.as_str());
                let kind = unknown(&plover.event, "action", &plover.general.0, names);
                return Err(Error::new(file, kind));
            }
        }
        Ok(ontology)
    }

    /// The vocabularies that they are coded in.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The action of that id.
    pub fn get(&self, id: &ActionId) -> Option<&Action> {
        self.actions
            .binary_search_by(|action| action.id.cmp(id))
            .ok()
            .map(|at| &self.actions[at])
    }

    /// Whether PLOVER counts an action among those that are done with more than words.
    pub fn is_material(&self, id: &ActionId) -> bool {
        let plover = self.get(id).and_then(|action| action.plover.as_ref());
        let event = plover.and_then(|plover| plover.event.as_deref());
        event
            .and_then(|event| self.codes.plover(event))
            .is_some_and(|plover| !plover.is_verbal())
    }

    /// All actions, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter()
    }
}
