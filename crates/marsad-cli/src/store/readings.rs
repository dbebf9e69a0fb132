//! In what form are readings kept?
//!
//! In come lines of the wire form; out come rows with the line packed, and the line again.
//! Invariant: what is unpacked is, byte for byte, what was packed.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, refusal::Refusal};
use crate::wire;

/// How hard packing tries. The line of a report of 850 bytes has 8,500; level 3 makes a fifth
/// of them, and higher levels save little more for many times as long.
const LEVEL: i32 = 3;

/// The longest line that is unpacked. It guards memory against a damaged length; a line is
/// some ten times as long as its text.
const LONGEST: usize = 1 << 30;

/// Packs a line.
pub(super) fn pack(line: &str) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(line.as_bytes(), LEVEL)
}

/// Unpacks a line.
///
/// # Errors
///
/// When these bytes are no packed line.
pub(super) fn unpack(packed: &[u8]) -> Result<String, Refusal> {
    let damaged = |_| Refusal::Unreadable("a packed reading that cannot be unpacked".to_owned());
    let length = zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten()
        .and_then(|length| usize::try_from(length).ok())
        .filter(|length| *length <= LONGEST)
        .ok_or(())
        .map_err(damaged)?;
    let line = zstd::bulk::decompress(packed, length).map_err(|_| damaged(()))?;
    String::from_utf8(line).map_err(|_| damaged(()))
}

/// Keeps the packed line of a document, in place of an earlier one if there is one.
pub(super) fn keep(
    connection: &Connection,
    document: i64,
    packed: &[u8],
    data_version: &str,
    rebuild: i64,
) -> rusqlite::Result<()> {
    let put = "INSERT INTO readings (document, wire_version, data_version, rebuild, json)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (document) DO UPDATE SET
        wire_version = excluded.wire_version, data_version = excluded.data_version,
        rebuild = excluded.rebuild, json = excluded.json";
    connection.prepare_cached(put)?.execute(params![
        document,
        wire::VERSION,
        data_version,
        rebuild,
        packed
    ])?;
    Ok(())
}

impl Store {
    /// One version of the data, other than `data_version`, with which some documents were read.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn other_data_version(&self, data_version: &str) -> Result<Option<String>, Refusal> {
        // Two steps along the index rather than a look at all readings.
        let other = "SELECT data_version FROM readings WHERE data_version < ?1
            UNION ALL SELECT data_version FROM readings WHERE data_version > ?1 LIMIT 1";
        let found = self
            .connection
            .query_row(other, [data_version], |row| row.get(0));
        Ok(found.optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_as_they_went_in() {
        for line in ["", "{}\n", &"Дебальцеве 🛰 ".repeat(500)] {
            assert_eq!(unpack(&pack(line).unwrap()).unwrap(), line);
        }
    }

    #[test]
    fn what_was_not_packed_is_refused() {
        let mut cut = pack("a line that is long enough to be cut").unwrap();
        cut.truncate(12);
        for bytes in [b"".as_slice(), b"no frame", &cut] {
            assert!(matches!(unpack(bytes), Err(Refusal::Unreadable(_))));
        }
    }
}
