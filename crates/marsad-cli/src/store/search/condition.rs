//! How is one filter said in SQL?
//!
//! In come [`Filters`]; out come [`Condition`]s, each in two forms: as a list of the claims that
//! meet it, and as a test of one claim. Invariant: both forms hold for the same claims, but that
//! a wider list names more of them.

use rusqlite::types::Value;

use super::{Deed, Filters, Kinds, Near, Words};
use crate::store::{claims, days::day_number};

/// Places that are known no better than to within this many kilometres, or the radius asked
/// for if that is more, are not near anything: "in Sudan" is not near the middle of Sudan.
const VAGUE_KM: f64 = 25.0;

/// A degree of latitude is this long, and never less.
const KM_A_DEGREE: f64 = 111.0;

/// One filter in SQL. The names of its values are its own.
#[derive(Debug)]
pub(super) struct Condition {
    /// How all claims that meet it are listed.
    pub(super) list: List,
    /// An expression that tells of a claim `c` whether it meets it.
    pub(super) test: String,
    /// Where claims that meet it lie in the order of the answer, for when they are many.
    pub(super) walk: Option<Walk>,
    /// Values, by their names.
    pub(super) values: Vec<(&'static str, Value)>,
}

/// A query for the column `number` of the claims that meet a condition.
#[derive(Debug)]
pub(super) enum List {
    /// There is no quick way to list them.
    None,
    /// It names those that meet it and no others.
    Exact(String),
    /// It names all that meet it and some more.
    Wider(String),
}

impl List {
    /// The query.
    pub(super) fn query(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Exact(query) | Self::Wider(query) => Some(query),
        }
    }
}

/// A way through the tables on which claims come in the order of the answer; the earlier in this
/// list, the fewer claims lie on it, as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Walk {
    /// Along the claims of an actor with this part; the name of the value that holds the actor's id.
    Actor(&'static str, &'static str),
    /// Along the index of actions or of PLOVER's types.
    Deed(&'static str),
    /// Along the index of grades.
    Grade,
    /// Along the index of days.
    Days,
}

/// The filters as conditions.
///
/// Those that are told from the claim's own row come first, and those that are dear to test last, since
/// they are tested in this order.
pub(super) fn conditions(filters: &Filters) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if filters.kinds == Kinds::Known {
        conditions.push(Condition {
            list: List::None,
            test: "c.known_kind = 1".to_owned(),
            walk: None,
            values: Vec::new(),
        });
    }
    match &filters.deed {
        Some(Deed::Action(name)) => {
            let walk = Walk::Deed("claims_by_action");
            conditions.push(column("action", walk, ":action", name));
        }
        Some(Deed::Plover(name)) => {
            let walk = Walk::Deed("claims_by_plover");
            conditions.push(column("plover", walk, ":plover", name));
        }
        None => {}
    }
    if let Some(grade) = filters.grade {
        conditions.push(column("grade", Walk::Grade, ":grade", grade));
    }
    conditions.extend(days(filters));
    if let Some(circle) = filters.near {
        conditions.push(near(circle));
    }
    if let Some(id) = &filters.actor {
        conditions.push(actor("actor", ":actor", id));
    }
    if let Some(id) = &filters.target {
        conditions.push(actor("target", ":target", id));
    }
    if let Some(voice) = &filters.voice {
        conditions.push(speaker(voice));
    }
    if let Some(words) = &filters.words {
        conditions.push(said(words));
    }
    conditions
}

fn said(words: &Words) -> Condition {
    let matching = "SELECT rowid FROM documents_words WHERE documents_words MATCH :words";
    Condition {
        list: List::Exact(format!(
            "SELECT c.number FROM ({matching}) w CROSS JOIN claims c
            ON c.number BETWEEN w.rowid * {most} AND w.rowid * {most} + {most} - 1",
            most = claims::MOST
        )),
        // For words that are whole the index tells of one document at a time. For beginnings of
        // words it would gather all words that begin so each time, so that is done once.
        test: if words.are_whole() {
            format!("EXISTS ({matching} AND rowid = c.document)")
        } else {
            format!("c.document IN ({matching})")
        },
        walk: None,
        values: vec![(":words", words.query().to_owned().into())],
    }
}

fn column(name: &'static str, walk: Walk, value: &'static str, is: &str) -> Condition {
    Condition {
        list: List::Exact(format!(
            "SELECT number FROM claims INDEXED BY {index} WHERE {name} = {value}",
            index = walk.index()
        )),
        test: format!("c.{name} = {value}"),
        walk: Some(walk),
        values: vec![(value, is.to_owned().into())],
    }
}

impl Walk {
    /// The index along which it leads.
    pub(super) fn index(self) -> &'static str {
        match self {
            Self::Actor(..) => "claim_actors_by_actor",
            Self::Deed(index) => index,
            Self::Grade => "claims_by_grade",
            Self::Days => "claims_by_day",
        }
    }
}

fn actor(part: &'static str, value: &'static str, id: &str) -> Condition {
    Condition {
        list: List::Exact(format!(
            "SELECT claim AS number FROM claim_actors WHERE actor = {value} AND part = '{part}'"
        )),
        test: format!(
            "EXISTS (SELECT 1 FROM claim_actors
            WHERE claim = c.number AND part = '{part}' AND actor = {value})"
        ),
        walk: Some(Walk::Actor(part, value)),
        values: vec![(value, id.to_owned().into())],
    }
}

fn speaker(voice: &str) -> Condition {
    let is = "(v.speaker = :voice OR v.kind = :voice_kind OR instr(v.folded, :voice_words) > 0)";
    Condition {
        list: List::Exact(format!(
            "SELECT q.claim AS number FROM voices v CROSS JOIN claim_voices q
            ON q.voice = v.number WHERE {is}"
        )),
        test: format!(
            "EXISTS (SELECT 1 FROM claim_voices q CROSS JOIN voices v ON v.number = q.voice
            WHERE q.claim = c.number AND {is})"
        ),
        walk: None,
        values: vec![
            (":voice", voice.to_owned().into()),
            (":voice_kind", voice.to_lowercase().into()),
            (":voice_words", claims::folded(voice).into()),
        ],
    }
}

fn near(circle: Near) -> Condition {
    let Near { at, km } = circle;
    let high = (km / KM_A_DEGREE).min(180.0);
    let (south, north) = (at.lat - high, at.lat + high);
    // Towards the poles a degree of longitude gets shorter; round a pole all of them are near.
    let shortest = south.abs().max(north.abs()).to_radians().cos();
    let wide = if shortest > 0.0 && south > -90.0 && north < 90.0 {
        (high / shortest).min(360.0)
    } else {
        360.0
    };
    let (west, east) = (at.lon - wide, at.lon + wide);
    // What is left of the date line may lie right of it.
    let inside = "SELECT number FROM claim_points WHERE north >= :south AND south <= :north";
    let listed = [0.0, 360.0, -360.0]
        .iter()
        .filter(|turn| west + *turn <= 180.0 && east + *turn >= -180.0)
        .map(|turn| format!("{inside} AND east >= :west + {turn:.1} AND west <= :east + {turn:.1}"))
        .collect::<Vec<_>>()
        .join(" UNION ALL ");
    Condition {
        // The box holds the circle and its corners.
        list: List::Wider(listed),
        test: "c.radius_km <= :vague AND km_between(c.lon, c.lat, :lon, :lat) <= :km".to_owned(),
        walk: None,
        values: vec![
            (":south", south.into()),
            (":north", north.into()),
            (":west", west.into()),
            (":east", east.into()),
            (":lon", at.lon.into()),
            (":lat", at.lat.into()),
            (":km", km.into()),
            (":vague", km.max(VAGUE_KM).into()),
        ],
    }
}

fn days(filters: &Filters) -> Option<Condition> {
    if filters.from.is_none() && filters.to.is_none() {
        return None;
    }
    let (mut listed, mut test, mut values) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(from) = filters.from {
        listed.push("last >= :first_day");
        test.push("c.day_to >= :from");
        let number = i64::from(day_number(from));
        values.push((":first_day", number.into()));
        values.push((":from", from.to_string().into()));
    }
    if let Some(to) = filters.to {
        listed.push("first <= :last_day");
        test.push("c.day_from <= :to");
        let number = i64::from(day_number(to));
        values.push((":last_day", number.into()));
        values.push((":to", to.to_string().into()));
    }
    Some(Condition {
        list: List::Exact(format!(
            "SELECT number FROM claim_days WHERE {}",
            listed.join(" AND ")
        )),
        test: test.join(" AND "),
        walk: Some(Walk::Days),
        values,
    })
}
