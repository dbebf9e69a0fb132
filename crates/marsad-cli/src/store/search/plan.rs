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
    let conditions = conditions(filters);
    let mut fewest: Option<(i64, usize)> = None;
    for (at, condition) in conditions.iter().enumerate() {
        let Some(query) = condition.list.query() else {
            continue;
        };
        let count = count(connection, query, condition)?;
        if count < fewest.map_or(FEW, |(least, _)| least) {
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

/// How many claims are listed, or [`FEW`] if there are more.
fn count(connection: &Connection, query: &str, condition: &Condition) -> rusqlite::Result<i64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM ({query}) LIMIT {FEW})");
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
