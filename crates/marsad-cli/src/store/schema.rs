//! Which form does a file have, and how does it get the newest?
//!
//! In comes a connection to any SQLite file; out comes whether it is a store, and of which
//! form. Invariant: a migration is done whole or not at all, and a store of a newer form
//! than this program knows is never touched.

use rusqlite::{Connection, TransactionBehavior};

use super::refusal::Refusal;

/// What marks a SQLite file as a store: the letters "MRSD" as a number.
pub(super) const APPLICATION_ID: i32 = 0x4D52_5344;

/// The steps from one form to the next; the first makes form 1 of an empty file.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing is in it yet.
    Empty,
    /// A store that an older program made.
    Older,
    /// A store of this program's form.
    Current,
}

/// The form of the file behind a connection.
///
/// # Errors
///
/// When it is no store, or one of a newer form.
pub(super) fn form(connection: &Connection) -> Result<Form, Refusal> {
    form_among(connection, MIGRATIONS.len())
}

fn form_among(connection: &Connection, newest: usize) -> Result<Form, Refusal> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(Form::Empty);
    }
    if application != APPLICATION_ID {
        return Err(Refusal::OtherDatabase);
    }
    let newest = i32::try_from(newest).unwrap_or(i32::MAX);
    match version.cmp(&newest) {
        std::cmp::Ordering::Less => Ok(Form::Older),
        std::cmp::Ordering::Equal => Ok(Form::Current),
        std::cmp::Ordering::Greater => Err(Refusal::Newer {
            found: version,
            known: newest,
        }),
    }
}

/// Applies the migrations that a store lacks, all in one transaction.
///
/// # Errors
///
/// As [`form`], and whatever SQLite says of a migration; the file is then as it was.
pub(super) fn bring_up_to_date(
    connection: &mut Connection,
    migrations: &[&str],
) -> Result<(), Refusal> {
    if form_among(connection, migrations.len())? == Form::Current {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for migration in migrations.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", migrations.len())?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE one (a INTEGER);";
    const SECOND: &str = "ALTER TABLE one ADD COLUMN b INTEGER;";

    fn version(connection: &Connection) -> i32 {
        connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn only_the_missing_steps_are_taken() {
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut connection, &[FIRST]).unwrap();
        connection
            .execute("INSERT INTO one VALUES (1)", ())
            .unwrap();
        bring_up_to_date(&mut connection, &[FIRST, SECOND]).unwrap();
        bring_up_to_date(&mut connection, &[FIRST, SECOND]).unwrap();
        let kept: (i32, Option<i32>) = connection
            .query_row("SELECT a, b FROM one", (), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((version(&connection), kept), (2, (1, None)));
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut connection, &[FIRST]).unwrap();
        let broken = "CREATE TABLE two (a INTEGER); CREATE TABLE one (a INTEGER);";
        assert!(bring_up_to_date(&mut connection, &[FIRST, SECOND, broken]).is_err());
        assert_eq!(version(&connection), 1);
        connection
            .execute("INSERT INTO one VALUES (1)", ())
            .unwrap();
        assert!(
            connection.prepare("SELECT b FROM one").is_err(),
            "the second step was taken back too"
        );
    }

    #[test]
    fn what_is_newer_or_another_program_s_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut connection, &[FIRST, SECOND]).unwrap();
        let refused = bring_up_to_date(&mut connection, &[FIRST]);
        assert!(matches!(
            refused,
            Err(Refusal::Newer { found: 2, known: 1 })
        ));
        let other = Connection::open_in_memory().unwrap();
        other.execute_batch(FIRST).unwrap();
        assert!(matches!(form(&other), Err(Refusal::OtherDatabase)));
    }

    #[test]
    fn the_first_form_is_right() {
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut connection, MIGRATIONS).unwrap();
        assert_eq!(form(&connection).ok(), Some(Form::Current));
    }
}
