//! Which way through the tables is quick?
//!
//! In come [`Filters`]; out come the numbers of the first claims that pass them. Of each filter
//! it is first counted, up to a limit, how many claims meet it. If some filter is met by few, those
//! are looked at one by one. If all are met by many, claims are walked in the order of the
//! answer until enough have passed, which is soon. Invariant: both ways give the same claims in
//! the same order.

use rusqlite::{Connection, Statement, types::Value};

use super::{
    Filters,
    condition::{Condition, Walk, conditions},
};

/// How many claims are few enough to be looked at one by one.
const FEW: i64 = 20_000;

/// The numbers of the first `limit` claims that pass the filters.
pub(super) fn numbers(
    connection: &Connection,
    filters: &Filters,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    let conditions = conditions(filters);
    let mut fewest: Option<(i64, &str)> = None;
    for condition in &conditions {
        let Some(listed) = &condition.listed else {
            continue;
        };
        let count = count(connection, listed, condition)?;
        if count < fewest.map_or(FEW, |(least, _)| least) {
            fewest = Some((count, listed));
        }
    }
    let sql = match fewest {
        Some((_, listed)) => one_by_one(listed, &conditions),
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

/// How many claims are listed, or [`FEW`] if there are more.
fn count(connection: &Connection, listed: &str, condition: &Condition) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({listed}) LIMIT {FEW})");
    let mut statement = connection.prepare(&sql)?;
    bind(&mut statement, &condition.values)?;
    let mut rows = statement.raw_query();
    match rows.next()? {
        Some(row) => row.get(0),
        None => Ok(0),
    }
}

/// The query that looks at each of the listed claims.
fn one_by_one(listed: &str, conditions: &[Condition]) -> String {
    format!(
        "SELECT c.number FROM (SELECT DISTINCT number FROM ({listed})) f
        CROSS JOIN claims c ON c.number = f.number WHERE {tests}
        ORDER BY c.day_from DESC, c.number LIMIT :limit",
        tests = tests(conditions)
    )
}

/// The query that goes through claims in the order of the answer.
fn in_order(conditions: &[Condition], filters: &Filters) -> String {
    let walk = conditions.iter().find_map(|condition| condition.walk);
    let tests = tests(conditions);
    match walk.unwrap_or(Walk::Claims("claims_by_day")) {
        Walk::Claims(index) => format!(
            "SELECT c.number FROM claims c INDEXED BY {index} WHERE {tests}
            ORDER BY c.day_from DESC, c.number LIMIT :limit"
        ),
        Walk::Actor(part, value) => {
            // Later deeds are not walked through where only earlier ones are wanted.
            let until = filters.to.map_or("", |_| "AND a.day_from <= :to");
            format!(
                "SELECT c.number FROM claim_actors a INDEXED BY claim_actors_by_actor
                CROSS JOIN claims c ON c.number = a.claim
                WHERE a.actor = {value} AND a.part = '{part}' {until} AND {tests}
                ORDER BY a.day_from DESC, a.claim LIMIT :limit"
            )
        }
    }
}

fn tests(conditions: &[Condition]) -> String {
    let tests: Vec<&str> = conditions
        .iter()
        .map(|condition| condition.test.as_str())
        .collect();
    match tests.is_empty() {
        true => "TRUE".to_owned(),
        false => tests.join(" AND "),
    }
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
