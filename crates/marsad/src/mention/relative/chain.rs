//! Which forms stand around the names of a sentence, and which name serves which?
//!
//! In comes the [`Ground`] of a sentence; out come [`Chain`]s: the forms around one name,
//! from the innermost outwards ("5 km from the western edge of X"), and the other names
//! that they use. Invariant: no name has a chain that serves in that of another.

use std::ops::Range as Run;

use smol_str::{SmolStr, format_smolstr};

use super::{
    ground::{Ground, Name},
    trial::{self, Found},
};
use crate::knowledge::relative::{Element, Form, Meaning, Phrase, Reach};

/// No phrase has more forms within each other.
const MOST_FORMS: usize = 3;

/// The forms around one name.
#[derive(Clone, Debug)]
pub(super) struct Chain<'a> {
    /// The name, by its number among the document's places.
    pub(super) name: usize,
    /// The innermost first.
    pub(super) forms: Vec<Found<'a>>,
    /// All words of the phrase.
    pub(super) atoms: Run<usize>,
    /// A line beside it: "10 km south of X, along the Euphrates".
    along: Option<usize>,
}

impl Chain<'_> {
    /// The other places that it uses.
    pub(super) fn anchors(&self) -> Vec<usize> {
        let others = self.forms.iter().filter_map(|found| found.other);
        others.chain(self.along).collect()
    }

    /// The id of the relation, the outermost form first.
    pub(super) fn relation(&self, ground: &Ground<'_>) -> SmolStr {
        let mut ids = self.forms.iter().rev().map(|found| relation(ground, found));
        let first = ids.next().unwrap_or_default();
        ids.fold(first, |all, id| format_smolstr!("{all} {id}"))
    }

    /// The only form, if it lies along a line.
    fn is_line(&self) -> bool {
        matches!(self.forms.as_slice(), [only] if only.form.means == Meaning::Line)
    }
}

/// The chains of a sentence, in order of their names. `proposed` tells the names that only
/// a border or road between two may use.
pub(super) fn chains<'a>(ground: &Ground<'a>, proposed: impl Fn(usize) -> bool) -> Vec<Chain<'a>> {
    let mut found: Vec<Chain<'a>> = Vec::new();
    let mut serves: Vec<usize> = Vec::new();
    let between =
        |form: &Form| form.has_other() && matches!(form.means, Meaning::Border | Meaning::Road);
    for name in &ground.names {
        if serves.contains(&name.index) {
            continue;
        }
        let allowed = |form: &Form| !proposed(name.index) || between(form);
        let others = |form: &Form, other: &Name| {
            other.index != name.index
                && !serves.contains(&other.index)
                && (!proposed(other.index) || between(form))
        };
        let inner = trial::around(ground, name, allowed, others);
        let forms = match inner {
            Some(inner) => outwards(ground, name, inner),
            None => shared(ground, name, found.last()),
        };
        if let Some(outermost) = forms.last() {
            let own = forms.len() > 1 || outermost.atoms.contains(&name.atoms.start);
            let atoms = if own {
                with_article(ground, outermost.atoms.clone())
            } else {
                name.atoms.clone()
            };
            serves.extend(forms.iter().filter_map(|found| found.other));
            found.push(Chain {
                name: name.index,
                forms,
                atoms,
                along: None,
            });
        }
    }
    found.retain(|chain| !serves.contains(&chain.name));
    with_lines(ground, found)
}

/// The article before a phrase belongs to it: "the western edge of X".
fn with_article(ground: &Ground<'_>, atoms: Run<usize>) -> Run<usize> {
    let noun = ground.token(atoms.start).tag.starts_with(['J', 'N']);
    let article = atoms
        .start
        .checked_sub(1)
        .filter(|&before| noun && ground.token(before).tag == "DT");
    article.unwrap_or(atoms.start)..atoms.end
}

/// The forms around an inner one.
fn outwards<'a>(ground: &Ground<'a>, name: &Name, inner: Found<'a>) -> Vec<Found<'a>> {
    let mut forms = vec![inner];
    while forms.len() < MOST_FORMS
        && let Some(last) = forms.last()
        && let Some(outer) = trial::beyond(ground, name, &last.atoms)
    {
        forms.push(outer);
    }
    forms
}

/// The forms that a name shares with the one before it: "north of X and Y".
fn shared<'a>(ground: &Ground<'a>, name: &Name, before: Option<&Chain<'a>>) -> Vec<Found<'a>> {
    let shares = |found: &Found<'_>| {
        let last = found.form.before.last();
        found.other.is_none()
            && found.form.after.is_empty()
            && found.form.reach == Reach::Phrase
            && matches!(last, Some(Element::Words(_) | Element::List(_)))
    };
    let Some(before) = before.filter(|chain| chain.forms.iter().all(shares)) else {
        return Vec::new();
    };
    let lexicon = ground.knowledge.locations().forms();
    let joins = |from: usize, to: usize| {
        let words = &ground.atoms[from..to];
        let is_joint = |joint: &Phrase| words.iter().map(|atom| &atom.text).eq(joint.iter());
        words.len() == 1 && words[0].text == "," || lexicon.joints().iter().any(is_joint)
    };
    let follows = name
        .starts
        .iter()
        .any(|&start| start > before.atoms.end && joins(before.atoms.end, start));
    let hangs = ground
        .names
        .iter()
        .filter(|other| other.index == before.name)
        .any(|other| ground.is_joined(other, name));
    if follows && hangs {
        before.forms.clone()
    } else {
        Vec::new()
    }
}

/// A phrase along a river that stands beside another belongs to it.
fn with_lines<'a>(ground: &Ground<'a>, chains: Vec<Chain<'a>>) -> Vec<Chain<'a>> {
    let mut found: Vec<Chain<'a>> = Vec::new();
    for mut chain in chains {
        let beside = found.last_mut().filter(|last| {
            let gap = &ground.atoms[last.atoms.end.min(chain.atoms.start)..chain.atoms.start];
            gap.iter().all(|atom| atom.text == ",") && last.is_line() != chain.is_line()
        });
        match beside {
            Some(last) if chain.is_line() => {
                last.along = Some(chain.name);
                last.atoms.end = chain.atoms.end;
            }
            Some(last) => {
                chain.along = Some(last.name);
                chain.atoms.start = last.atoms.start;
                *last = chain;
            }
            None => found.push(chain),
        }
    }
    found
}

/// A form's relation with its directions put in.
fn relation(ground: &Ground<'_>, found: &Found<'_>) -> SmolStr {
    let lexicon = ground.knowledge.locations().forms();
    let joint = lexicon.joint();
    let words = |adjectives: bool| {
        let words = found.directions.iter().map(|&at| {
            let direction = &lexicon.directions[at];
            let phrases = if adjectives {
                &direction.adjectives
            } else {
                &direction.nouns
            };
            phrases
                .first()
                .map_or(String::new(), |phrase| phrase.join(" "))
        });
        words.collect::<Vec<_>>().join(&format!(" {joint} "))
    };
    let filled = found
        .form
        .relation
        .replace("{direction}", &words(false))
        .replace("{side}", &words(true));
    filled
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .into()
}
