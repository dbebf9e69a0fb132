//! Which wars were fought, and between which sides?
//!
//! In goes `ontology/wars.toml`; out come [`Wars`]. Invariant: whoever is an enemy is one from
//! both ends, and every side that an actor took is a side of that war.

use jiff::civil::Date;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    actor::{Actor, Actors, Side, within},
    error::{Error, ErrorKind, did_you_mean},
};

/// A war.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct War {
    /// Stable, never reused.
    pub id: SmolStr,
    /// As reports call it.
    pub name: SmolStr,
    /// The first day, month or year.
    pub from: SmolStr,
    /// The last, where it ended.
    pub to: Option<SmolStr>,
    /// Where it was fought (ISO 3166-1 alpha-2).
    pub countries: Vec<SmolStr>,
    /// Who fought.
    pub sides: Vec<Belligerent>,
}

/// A side of a war.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belligerent {
    /// Unique within the war.
    pub id: SmolStr,
    /// As reports call it.
    pub name: SmolStr,
    /// The sides that it fought at some time.
    #[serde(default)]
    pub opposes: Vec<SmolStr>,
}

/// All wars.
#[derive(Clone, Debug, Default)]
pub struct Wars(Vec<War>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    war: Vec<War>,
}

impl Wars {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let wars = toml::from_str::<File>(text)
            .map_err(|e| Error::new(file, e))?
            .war;
        let wrong = |war: &War, what: String| {
            let at = war.id.to_string();
            Error::in_entry(file, text, &war.id, ErrorKind::Entry { at, what })
        };
        for (at, war) in wars.iter().enumerate() {
            if wars[..at].iter().any(|other| other.id == war.id) {
                let id = war.id.to_string();
                return Err(Error::in_entry(
                    file,
                    text,
                    &war.id,
                    ErrorKind::Twice { id },
                ));
            }
            for side in &war.sides {
                for enemy in &side.opposes {
                    let Some(other) = war.side(enemy) else {
                        let sides = war.sides.iter().map(|side| side.id.as_str());
                        let near = did_you_mean(enemy, sides);
                        let what = format!(
                            "\"{}\" opposes \"{enemy}\", which is no side of it{near}",
                            side.id
                        );
                        return Err(wrong(war, what));
                    };
                    if !other.opposes.contains(&side.id) {
                        let what = format!(
                            "\"{}\" opposes \"{enemy}\", but not the other way round; write both",
                            side.id
                        );
                        return Err(wrong(war, what));
                    }
                }
            }
        }
        Ok(Self(wars))
    }

    /// The war of that id.
    pub fn get(&self, id: &str) -> Option<&War> {
        self.0.iter().find(|war| war.id == id)
    }

    /// All wars, in file order.
    pub fn iter(&self) -> impl Iterator<Item = &War> {
        self.0.iter()
    }

    /// Refuses actors on a side that there is not, or on two sides of a war at one time.
    pub(crate) fn check(&self, file: &str, text: &str, actors: &Actors) -> Result<(), Error> {
        for actor in actors.iter() {
            let wrong = |what: String| {
                let at = actor.id.0.to_string();
                let kind = ErrorKind::Entry { at, what };
                Err(Error::in_entry(file, text, &actor.id.0, kind))
            };
            for side in &actor.sides {
                let Some(war) = self.get(&side.war) else {
                    let near = did_you_mean(&side.war, self.iter().map(|war| war.id.as_str()));
                    return wrong(format!(
                        "there is no war \"{}\" in wars.toml{near}",
                        side.war
                    ));
                };
                if war.side(&side.side).is_none() {
                    let sides = war.sides.iter().map(|side| side.id.as_str());
                    let near = did_you_mean(&side.side, sides);
                    return wrong(format!(
                        "the war \"{}\" has no side \"{}\"{near}",
                        war.id, side.side
                    ));
                }
            }
            if let Some((one, other)) = at_once(actor) {
                return wrong(format!(
                    "it stands on the sides \"{}\" and \"{}\" of the war \"{}\" at one time; give each its dates",
                    one.side, other.side, one.war
                ));
            }
        }
        Ok(())
    }
}

impl War {
    /// Whether it was fought on that day. Its ends count as whole years, months or days, as they are
    /// written.
    pub fn was_on(&self, day: Date) -> bool {
        within(day, Some(&self.from), self.to.as_deref())
    }

    /// The side of that id.
    pub fn side(&self, id: &str) -> Option<&Belligerent> {
        self.sides.iter().find(|side| side.id == id)
    }
}

/// Two sides of one war that an actor holds at one time, if it does. That one ends in the year,
/// the month or on the day in which the other begins is no overlap: a change takes its time.
fn at_once(actor: &Actor) -> Option<(&Side, &Side)> {
    let sides = &actor.sides;
    let before = |one: &Side, other: &Side| match (&one.to, &other.from) {
        (Some(to), Some(from)) => {
            let shared = to.len().min(from.len());
            to.get(..shared) <= from.get(..shared)
        }
        _ => false,
    };
    (0..sides.len())
        .flat_map(|at| sides[at + 1..].iter().map(move |other| (&sides[at], other)))
        .find(|(one, other)| {
            one.war == other.war
                && one.side != other.side
                && !before(one, other)
                && !before(other, one)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAR: &str = r#"
        [[war]]
        id = "fen"
        name = "Fen war"
        from = "2001"
        countries = ["XF"]
        sides = [
          { id = "crown", name = "Crown", opposes = ["marsh"] },
          { id = "marsh", name = "Marsh", opposes = ["crown"] },
        ]
    "#;

    fn refusal(actor: &str) -> String {
        let text = format!(
            "[[actor]]\nid = \"xf.guard\"\nname = \"Guard\"\nnames = [\"Guard\"]\nkind = \"militia\"\n{actor}"
        );
        let actors = Actors::read("actors.toml", &text).unwrap();
        let wars = Wars::read("wars.toml", WAR).unwrap();
        wars.check("actors.toml", &text, &actors)
            .map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn an_actor_is_on_one_side_at_a_time() {
        let turned = r#"sides = [{ war = "fen", side = "crown", to = "2003" }, { war = "fen", side = "marsh", from = "2003" }]"#;
        assert_eq!(refusal(turned), "");
        let both = r#"sides = [{ war = "fen", side = "crown", to = "2004" }, { war = "fen", side = "marsh", from = "2003" }]"#;
        assert!(refusal(both).contains("at one time"), "{}", refusal(both));
        assert!(
            refusal(both).contains("actors.toml:2:"),
            "{}",
            refusal(both)
        );
    }

    #[test]
    fn sides_and_wars_exist() {
        let side = r#"sides = [{ war = "fen", side = "crow" }]"#;
        assert!(refusal(side).contains("did you mean \"crown\""));
        let war = r#"sides = [{ war = "fens", side = "crown" }]"#;
        assert!(refusal(war).contains("did you mean \"fen\""));
    }

    #[test]
    fn enmity_is_mutual() {
        let one_way = WAR.replace(r#"opposes = ["crown"]"#, "opposes = []");
        let error = Wars::read("wars.toml", &one_way).unwrap_err().to_string();
        assert!(error.contains("write both"), "{error}");
    }
}
