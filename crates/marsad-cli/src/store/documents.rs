//! How do documents go in and come out?
//!
//! In come documents; out come their numbers, and later the documents again. Invariants: what
//! is in comes out as it was, but for its id, which is its fingerprint here; no row is ever
//! changed.

use jiff::civil::Date;
use marsad::document::Document;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Store, refusal::Refusal};

/// How many documents are fetched at a time.
const PAGE: usize = 64;

/// What became of a document that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is new and has this number.
    New(i64),
    /// It was there already.
    Already,
    /// Another one is there under the same fingerprint.
    Clash,
}

/// A document with the id under which a store knows it.
///
/// Two reports may come with the same id, and a report may come twice with two; what is made of
/// a document must not depend on either, so its claims bear its fingerprint.
pub(crate) fn as_known(document: &Document) -> Document {
    Document {
        id: document.fingerprint(),
        ..document.clone()
    }
}

/// Keeps a document that came with `given_id` under the id that it has now.
pub(super) fn keep(
    connection: &Connection,
    document: &Document,
    given_id: &str,
) -> rusqlite::Result<Kept> {
    let insert = "INSERT INTO documents (fingerprint, given_id, source, published, title, url, language, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO NOTHING";
    let given_id = Some(given_id).filter(|given| *given != document.id);
    let added = connection.prepare_cached(insert)?.execute(params![
        document.id,
        given_id,
        document.source,
        document.published.map(|day| day.to_string()),
        document.title,
        document.url,
        document.language,
        document.text,
    ])?;
    if added == 0 {
        let text: String = connection
            .prepare_cached("SELECT text FROM documents WHERE fingerprint = ?")?
            .query_row([&document.id], |row| row.get(0))?;
        return Ok(if text == document.text {
            Kept::Already
        } else {
            Kept::Clash
        });
    }
    let number = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO documents_words (rowid, title, text) VALUES (?, ?, ?)")?
        .execute(params![number, document.title, document.text])?;
    Ok(Kept::New(number))
}

/// A document with its number.
pub(crate) struct Numbered {
    /// Its number.
    pub(crate) number: i64,
    /// The document, with its fingerprint for an id.
    pub(crate) document: Document,
}

impl Store {
    /// Whether a document of this fingerprint is in the store.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn has(&self, fingerprint: &str) -> Result<bool, Refusal> {
        let known = "SELECT 1 FROM documents WHERE fingerprint = ?";
        Ok(self
            .connection
            .prepare_cached(known)?
            .exists([fingerprint])?)
    }

    /// The document of a fingerprint, with that for an id.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn document(&self, fingerprint: &str) -> Result<Option<Document>, Refusal> {
        let row = "SELECT number, fingerprint, source, published, title, url, language, text
            FROM documents WHERE fingerprint = ?";
        let mut statement = self.connection.prepare_cached(row)?;
        let found = statement.query_row([fingerprint], numbered).optional()?;
        Ok(found.map(|found| found.document))
    }

    /// How many documents there are.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn count_documents(&self) -> Result<u64, Refusal> {
        let all = "SELECT count(*) FROM documents";
        Ok(self.connection.query_row(all, (), |row| row.get(0))?)
    }

    /// The next documents behind number `after` that rebuild `rebuild` has not read yet, in
    /// the order of their numbers; none when it has read all.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(super) fn unread(&self, after: i64, rebuild: i64) -> Result<Vec<Numbered>, Refusal> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.number, d.fingerprint, d.source, d.published, d.title, d.url, d.language, d.text
            FROM documents d LEFT JOIN readings r ON r.document = d.number
            WHERE d.number > ?1 AND coalesce(r.rebuild, -1) < ?2 ORDER BY d.number LIMIT ?3",
        )?;
        let found = statement.query_map(params![after, rebuild, PAGE], numbered)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the document of a fingerprint.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(super) fn number_of(&self, fingerprint: &str) -> Result<Option<i64>, Refusal> {
        let number = "SELECT number FROM documents WHERE fingerprint = ?";
        let found = self
            .connection
            .prepare_cached(number)?
            .query_row([fingerprint], |row| row.get(0));
        Ok(found.optional()?)
    }
}

fn numbered(row: &Row<'_>) -> rusqlite::Result<Numbered> {
    let published: Option<String> = row.get(3)?;
    Ok(Numbered {
        number: row.get(0)?,
        document: Document {
            id: row.get(1)?,
            source: row.get(2)?,
            published: published.and_then(|day| day.parse::<Date>().ok()),
            title: row.get(4)?,
            url: row.get(5)?,
            language: row.get(6)?,
            text: row.get(7)?,
        },
    })
}
