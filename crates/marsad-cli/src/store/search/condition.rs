//! How is one filter said in SQL?
//!
//! In come [`Filters`]; out come [`Condition`]s, each in two forms: as a list of the claims that
//! meet it, and as a test of one claim. Invariant: both forms hold for the same claims, but that
//! the list may name more of them where it says so.

use rusqlite::types::Value;

use super::{Deed, Filters, Kinds, Near};
use crate::store::claims;

/// Places that are known no better than to within this many kilometres, or the radius asked
/// for if that is more, are not near anything: "in Sudan" is not near the middle of Sudan.
const VAGUE_KM: f64 = 25.0;

/// A degree of latitude is this long, and never less.
const KM_A_DEGREE: f64 = 111.0;

/// One filter in SQL. The names of its values are its own.
#[derive(Debug, Default)]
pub(super) struct Condition {
    /// A query for the column `number` of all claims that meet it, and perhaps of some more;
    /// none where there is no quick way to list them.
    pub(super) listed: Option<String>,
    /// An expression that tells of a claim `c` whether it meets it.
    pub(super) test: String,
    /// Where claims that meet it lie in the order of the answer, for when they are many.
    pub(super) walk: Option<Walk>,
    /// Values, by their names.
    pub(super) values: Vec<(&'static str, Value)>,
}

/// A way through the tables on which claims come in the order of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// Along an index of `claims`.
    Claims(&'static str),
    /// Along the claims of an actor with the part that the value of this name tells.
    Actor(&'static str, &'static str),
}

/// The filters as conditions.
pub(super) fn conditions(filters: &Filters) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if let Some(id) = &filters.actor {
        conditions.push(actor("actor", ":actor", id));
    }
    if let Some(id) = &filters.target {
        conditions.push(actor("target", ":target", id));
    }
    match &filters.deed {
        Some(Deed::Action(name)) => {
            conditions.push(column("action", "claims_by_action", ":action", name));
        }
        Some(Deed::Plover(name)) => {
            conditions.push(column("plover", "claims_by_plover", ":plover", name));
        }
        None => {}
    }
    if let Some(grade) = filters.grade {
        conditions.push(column("grade", "claims_by_grade", ":grade", grade));
    }
    if let Some(words) = &filters.words {
        conditions.push(Condition {
            listed: Some(format!(
                "SELECT c.number FROM documents_words w CROSS JOIN claims c
                ON c.number BETWEEN w.rowid * {most} AND w.rowid * {most} + {most} - 1
                WHERE w.documents_words MATCH :words",
                most = claims::MOST
            )),
            test: "EXISTS (SELECT 1 FROM documents_words
                WHERE documents_words MATCH :words AND rowid = c.document)"
                .to_owned(),
            values: vec![(":words", words.query().to_owned().into())],
            walk: None,
        });
    }
    if let Some(voice) = &filters.voice {
        conditions.push(speaker(voice));
    }
    if let Some(circle) = filters.near {
        conditions.push(near(circle));
    }
    conditions.extend(days(filters));
    if filters.kinds == Kinds::Known {
        conditions.push(Condition {
            test: "c.known_kind = 1".to_owned(),
            ..Condition::default()
        });
    }
    conditions
}

fn column(name: &'static str, index: &'static str, value: &'static str, is: &str) -> Condition {
    Condition {
        listed: Some(format!(
            "SELECT number FROM claims INDEXED BY {index} WHERE {name} = {value}"
        )),
        test: format!("c.{name} = {value}"),
        walk: Some(Walk::Claims(index)),
        values: vec![(value, is.to_owned().into())],
    }
}

fn actor(part: &'static str, value: &'static str, id: &str) -> Condition {
    Condition {
        listed: Some(format!(
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
        listed: Some(format!(
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
        listed: Some(listed),
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
    let mut condition = Condition::default();
    let (mut listed, mut test) = (Vec::new(), Vec::new());
    if let Some(from) = filters.from {
        listed.push("last >= :first_day");
        test.push("c.day_to >= :from");
        let number = i64::from(claims::day_number(from));
        condition.values.push((":first_day", number.into()));
        condition.values.push((":from", from.to_string().into()));
    }
    if let Some(to) = filters.to {
        listed.push("first <= :last_day");
        test.push("c.day_from <= :to");
        let number = i64::from(claims::day_number(to));
        condition.values.push((":last_day", number.into()));
        condition.values.push((":to", to.to_string().into()));
    }
    condition.listed = Some(format!(
        "SELECT number FROM claim_days WHERE {}",
        listed.join(" AND ")
    ));
    condition.test = test.join(" AND ");
    condition.walk = Some(Walk::Claims("claims_by_day"));
    Some(condition)
}
