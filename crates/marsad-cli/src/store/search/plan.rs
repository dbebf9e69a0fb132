//! Which way through the tables is quick?
//!
//! In come [`Filters`]; out come the numbers of the first claims that pass them. Of each filter
//! it is first counted, up to a limit, how many claims meet it. If some filter is met by few, those
//! are looked at one by one. If all are met by many, claims are walked in the order of the
//! answer until enough have passed, which is soon. Invariant: both ways give the same claims in
//! the same order.

use rusqlite::{Connection, Statement, types::Value};

use super::{
    Deed, Filters,
    condition::{Condition, List, Walk, conditions},
};

/// How many claims are few enough to be looked at one by one.
const FEW: i64 = 20_000;

/// The numbers of the first `limit` claims that pass the filters.
pub(super) fn numbers(
    connection: &Connection,
    filters: &Filters,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    numbers_if_few(connection, filters, limit, FEW)
}

/// The same, where `few` claims are few enough to be looked at one by one.
fn numbers_if_few(
    connection: &Connection,
    filters: &Filters,
    limit: usize,
    few: i64,
) -> rusqlite::Result<Vec<i64>> {
    let conditions = conditions(filters);
    let mut fewest: Option<(i64, usize)> = None;
    for (at, condition) in conditions.iter().enumerate() {
        let Some(query) = condition.list.query() else {
            continue;
        };
        let count = count(connection, query, condition, few)?;
        if count < fewest.map_or(few, |(least, _)| least) {
            fewest = Some((count, at));
        }
    }
    let sql = match fewest {
        Some((_, at)) => one_by_one(&conditions, at),
        None => in_order(&conditions, filters),
    };
    let mut statement = connection.prepare(&sql)?;
    let values = conditions.iter().flat_map(|condition| &condition.values);
    bind(&mut statement, values)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    bind(&mut statement, [&(":limit", limit.into())])?;
    let rows = statement.raw_query().mapped(|row| row.get(0));
    rows.collect()
}

/// How many claims are listed, or `few` if there are more.
fn count(
    connection: &Connection,
    query: &str,
    condition: &Condition,
    few: i64,
) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({query}) LIMIT {few})");
    let mut statement = connection.prepare(&sql)?;
    bind(&mut statement, &condition.values)?;
    let mut rows = statement.raw_query();
    match rows.next()? {
        Some(row) => row.get(0),
        None => Ok(0),
    }
}

/// The query that looks at each of the claims that condition `at` lists.
fn one_by_one(conditions: &[Condition], at: usize) -> String {
    let listed = &conditions[at].list;
    let implied = matches!(listed, List::Exact(_)).then_some(at);
    format!(
        "SELECT c.number FROM (SELECT DISTINCT number FROM ({query})) f
        CROSS JOIN claims c ON c.number = f.number WHERE {tests}
        ORDER BY c.day_from DESC, c.number LIMIT :limit",
        query = listed.query().unwrap_or_default(),
        tests = tests(conditions, implied)
    )
}

/// The query that goes through claims in the order of the answer.
fn in_order(conditions: &[Condition], filters: &Filters) -> String {
    let walks = conditions.iter().enumerate();
    let walk = walks
        .filter_map(|(at, condition)| Some((condition.walk?, at)))
        .min();
    match walk {
        Some((walk @ Walk::Actor(part, value), at)) => {
            // Later deeds are not walked through where only earlier ones are wanted.
            let until = filters.to.map_or("", |_| "AND a.day_from <= :to");
            // This is in the index, and spares a look at most claims.
            let deed = match filters.deed {
                Some(Deed::Action(_)) => "AND a.action = :action",
                _ => "",
            };
            format!(
                "SELECT c.number FROM claim_actors a INDEXED BY {index}
                CROSS JOIN claims c ON c.number = a.claim
                WHERE a.actor = {value} AND a.part = '{part}' {until} {deed} AND {tests}
                ORDER BY a.day_from DESC, a.claim LIMIT :limit",
                index = walk.index(),
                tests = tests(conditions, Some(at))
            )
        }
        other => format!(
            "SELECT c.number FROM claims c INDEXED BY {index} WHERE {tests}
            ORDER BY c.day_from DESC, c.number LIMIT :limit",
            index = other.map_or(Walk::Days, |(walk, _)| walk).index(),
            tests = tests(conditions, None)
        ),
    }
}

/// All conditions as one expression, but the one that holds anyway.
fn tests(conditions: &[Condition], implied: Option<usize>) -> String {
    let tests = conditions.iter().enumerate();
    tests
        .filter(|(at, _)| Some(*at) != implied)
        .fold("TRUE".to_owned(), |all, (_, condition)| {
            format!("{all} AND {}", condition.test)
        })
}

/// Gives a statement those of the values that it names.
fn bind<'v>(
    statement: &mut Statement<'_>,
    values: impl IntoIterator<Item = &'v (&'static str, Value)>,
) -> rusqlite::Result<()> {
    for (name, value) in values {
        if let Some(at) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(at, value)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use marsad::{document::Document, terms::LonLat};

    use super::*;
    use crate::store::{
        claims,
        schema::{self, MIGRATIONS},
        search::{Kinds, Near, Words, add_distance},
    };

    /// Where the claims of the test are: at both sides of the date line, at a pole, all about.
    fn points() -> Vec<LonLat> {
        (0..400)
            .map(|number| {
                let turn = f64::from(number) * 2.4;
                let lon = match number % 4 {
                    0 => 179.9 - turn.sin(),
                    1 => -179.9 + turn.sin().abs(),
                    _ => turn.sin() * 180.0,
                };
                let lat = match number % 5 {
                    0 => 89.9 - turn.cos().abs(),
                    1 => turn.cos(),
                    _ => turn.cos() * 90.0,
                };
                LonLat { lon, lat }
            })
            .collect()
    }

    fn filled() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::bring_up_to_date(&mut connection, MIGRATIONS).unwrap();
        add_distance(&connection).unwrap();
        for (point, number) in points().into_iter().zip(1..) {
            let text = format!("word{} word{} said", number % 3, number % 7);
            let day = date(2020, 1, 1 + (number % 25) as i8);
            let claim = serde_json::json!({
                "id": format!("{number}#1"), "action": format!("a{}", number % 4),
                "plover": { "event": (number % 2 == 0).then_some("TYPE") },
                "modality": "asserted", "span": [0, 5],
                "actors": [{ "text": "x", "id": format!("x.{}", number % 5) }, { "text": "y", "id": "x.0" }],
                "targets": [{ "text": "z", "id": (number % 3 == 0).then_some("x.1") }],
                "place": [{ "text": "p", "name": null, "admin1": null, "country": null,
                    "lat": point.lat, "lon": point.lon, "radius_km": 5.0 }],
                "when": (number % 6 != 0).then(|| serde_json::json!({ "from": day.to_string(), "to": day.tomorrow().unwrap().to_string() })),
                "voices": [{ "speaker": null, "name": format!("The Voice {}", number % 9), "kind": "official" }],
                "certainty": { "grade": if number % 3 == 0 { "alleged" } else { "stated" } },
            });
            let line = serde_json::json!({ "v": 1, "document": {}, "claims": [claim] }).to_string();
            let rows =
                claims::rows(&Document::from_text(&text), &line, &[number % 8 != 0]).unwrap();
            connection
                .execute(
                    "INSERT INTO documents (number, fingerprint, text) VALUES (?1, ?1, ?2)",
                    (number, &text),
                )
                .unwrap();
            connection
                .execute(
                    "INSERT INTO documents_words (rowid, text) VALUES (?, ?)",
                    (number, &text),
                )
                .unwrap();
            claims::add(&connection, number, &rows).unwrap();
        }
        connection
    }

    #[test]
    fn each_way_gives_the_same_claims_in_the_same_order() {
        let connection = filled();
        let text = |text: &str| Some(text.to_owned());
        let near = Near {
            at: LonLat {
                lon: 180.0,
                lat: 0.0,
            },
            km: 3_000.0,
        };
        // Each number is a set of filters, by its binary digits.
        for set in 0_u32..1 << 9 {
            let has = |digit: u32| set & (1 << digit) != 0;
            let filters = Filters {
                words: has(0)
                    .then(|| Words::typed(if has(1) { "word*" } else { "word1" }).unwrap()),
                near: has(1).then_some(near),
                from: has(2).then_some(date(2020, 1, 4)),
                to: has(3).then_some(date(2020, 1, 18)),
                actor: text("x.0").filter(|_| has(4)),
                target: text("x.1").filter(|_| has(5)),
                deed: match (has(6), has(5)) {
                    (true, true) => Some(Deed::Plover("TYPE".to_owned())),
                    (true, false) => Some(Deed::Action("a1".to_owned())),
                    _ => None,
                },
                voice: text("voice 4").filter(|_| has(7)),
                grade: has(8).then_some("stated"),
                kinds: if has(0) { Kinds::Every } else { Kinds::Known },
            };
            let with = |few, limit| numbers_if_few(&connection, &filters, limit, few).unwrap();
            let (one_by_one, in_order) = (with(i64::MAX, 1_000), with(0, 1_000));
            assert_eq!(one_by_one, in_order, "{filters:?}");
            let first: Vec<i64> = one_by_one.iter().copied().take(3).collect();
            assert_eq!((with(i64::MAX, 3), with(0, 3)), (first.clone(), first));
        }
    }

    #[test]
    fn circles_reach_over_the_date_line_and_the_poles() {
        let connection = filled();
        for (lon, lat, km) in [
            (180.0, 0.0, 500.0),
            (-179.5, 10.0, 2_000.0),
            (0.0, 89.5, 300.0),
            (90.0, -88.0, 4_000.0),
            (20.0, 30.0, 20_000.0),
            (20.0, 30.0, 1.0),
        ] {
            let at = LonLat { lon, lat };
            let filters = Filters {
                near: Some(Near { at, km }),
                kinds: Kinds::Every,
                ..Filters::default()
            };
            let mut found = numbers(&connection, &filters, 1_000).unwrap();
            found.sort_unstable();
            let within = points().into_iter().zip(1_i64..);
            let expected: Vec<i64> = within
                .filter(|(point, _)| point.km_to(at) <= km)
                .map(|(_, number)| number * claims::MOST)
                .collect();
            assert_eq!(found, expected, "{at:?} {km}");
        }
    }
}
