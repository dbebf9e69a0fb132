//! What does a document add to the tables that searches use?
//!
//! In comes a document's line of the wire form; out come [`Row`]s, and of those rows in the
//! tables. Invariant: the rows follow from the line alone, but for whether the kind of deed is
//! known, so that they can be made anew from the readings without reading a text again.

use marsad::document::Document;
use rusqlite::{Connection, params};

use super::days::day_number;
use crate::wire::stored::{StoredClaim, StoredReading, StoredVoice};

/// How many claims a document can have. No text that is short enough to be read has more: a
/// claim takes a word.
pub(super) const MOST: i64 = 1 << 20;

/// The place of a claim in its document, counted from 1, by its id, which ends in `#` and that place.
pub(super) fn place(id: &str) -> Option<u32> {
    let place = id.rsplit_once('#')?.1.parse().ok()?;
    (1..=MOST).contains(&i64::from(place)).then_some(place)
}

/// The number of a document's claim of this id.
pub(super) fn number(document: i64, id: &str) -> Option<i64> {
    place(id).map(|place| document * MOST + i64::from(place) - 1)
}

/// A claim with what is not on the wire.
pub(super) struct Row {
    claim: StoredClaim,
    known_kind: bool,
    words: String,
}

/// The rows of a document whose reading has this line; `known_kinds` tells of each claim
/// whether its kind is known.
pub(super) fn rows(
    document: &Document,
    line: &str,
    known_kinds: &[bool],
) -> Result<Vec<Row>, String> {
    let reading = StoredReading::of_line(line)?;
    // Spans count code points, and looking for each from the start would take a long text
    // as many times as it has claims.
    let starts: Vec<usize> = document.text.char_indices().map(|(byte, _)| byte).collect();
    let byte = |point: usize| starts.get(point).copied().unwrap_or(document.text.len());
    (0..reading.claims.len())
        .map(|at| {
            let claim = reading.claim(at)?;
            let (start, end) = claim.span;
            let words = document.text.get(byte(start)..byte(end)).unwrap_or("");
            Ok(Row {
                known_kind: known_kinds.get(at).copied().unwrap_or(true),
                words: words.to_owned(),
                claim,
            })
        })
        .collect()
}

/// Adds the rows of a document.
pub(super) fn add(connection: &Connection, document: i64, rows: &[Row]) -> rusqlite::Result<()> {
    for (number, row) in (document * MOST..).zip(rows) {
        add_claim(connection, document, number, row)?;
        add_actors(connection, number, &row.claim)?;
        add_voices(connection, number, &row.claim)?;
    }
    Ok(())
}

/// Takes away what [`add`] added for a document.
pub(super) fn remove(connection: &Connection, document: i64) -> rusqlite::Result<()> {
    let range = [document * MOST, (document + 1) * MOST - 1];
    let numbers: Vec<i64> = connection
        .prepare_cached("SELECT number FROM claims WHERE number BETWEEN ? AND ?")?
        .query_map(range, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // An R*Tree finds one number at once, but looks at all of them for a range.
    for sql in [
        "DELETE FROM claim_points WHERE number = ?",
        "DELETE FROM claim_days WHERE number = ?",
    ] {
        let mut delete = connection.prepare_cached(sql)?;
        for number in &numbers {
            delete.execute([number])?;
        }
    }
    for sql in [
        "DELETE FROM claim_voices WHERE claim BETWEEN ? AND ?",
        "DELETE FROM claim_actors WHERE claim BETWEEN ? AND ?",
        "DELETE FROM claims WHERE number BETWEEN ? AND ?",
    ] {
        connection.prepare_cached(sql)?.execute(range)?;
    }
    Ok(())
}

fn add_claim(
    connection: &Connection,
    document: i64,
    number: i64,
    row: &Row,
) -> rusqlite::Result<()> {
    let claim = &row.claim;
    let days = claim.when.as_ref();
    let (from, to) = (
        days.and_then(|days| days.from.as_deref()),
        days.and_then(|days| days.to.as_deref()),
    );
    let place = claim.place.first();
    let point = place.and_then(|place| place.lon.zip(place.lat));
    connection
        .prepare_cached("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            number,
            document,
            claim.id,
            claim.action,
            claim.plover.event,
            claim.modality,
            claim.certainty.grade,
            row.known_kind,
            from,
            to,
            point.map(|(lon, _)| lon),
            point.map(|(_, lat)| lat),
            place.and_then(|place| place.radius_km),
            row.words,
        ])?;
    if let Some((lon, lat)) = point {
        connection
            .prepare_cached("INSERT OR REPLACE INTO claim_points VALUES (?, ?, ?, ?, ?)")?
            .execute(params![number, lon, lon, lat, lat])?;
    }
    let dates = from
        .zip(to)
        .and_then(|(from, to)| Some((day(from)?, day(to)?)));
    if let Some((first, last)) = dates {
        connection
            .prepare_cached("INSERT OR REPLACE INTO claim_days VALUES (?, ?, ?)")?
            .execute([number, first.into(), last.max(first).into()])?;
    }
    Ok(())
}

fn add_actors(connection: &Connection, number: i64, claim: &StoredClaim) -> rusqlite::Result<()> {
    let parts = [("actor", &claim.actors), ("target", &claim.targets)];
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO claim_actors VALUES (?, ?, ?, ?, ?)")?;
    for (part, parties) in parts {
        for id in parties.iter().filter_map(|party| party.id.as_deref()) {
            insert.execute(params![number, part, id, claim.action, first_day(claim)])?;
        }
    }
    Ok(())
}

fn add_voices(connection: &Connection, number: i64, claim: &StoredClaim) -> rusqlite::Result<()> {
    for voice in &claim.voices {
        let voice = number_of_voice(connection, voice)?;
        connection
            .prepare_cached("INSERT OR IGNORE INTO claim_voices VALUES (?, ?, ?)")?
            .execute(params![number, voice, first_day(claim)])?;
    }
    Ok(())
}

fn number_of_voice(connection: &Connection, voice: &StoredVoice) -> rusqlite::Result<i64> {
    let speaker = voice.speaker.as_deref().unwrap_or("");
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO voices (speaker, kind, name, folded) VALUES (?, ?, ?, ?)",
        )?
        .execute([speaker, &voice.kind, &voice.name, &folded(&voice.name)])?;
    connection
        .prepare_cached("SELECT number FROM voices WHERE name = ? AND kind = ? AND speaker = ?")?
        .query_row([voice.name.as_str(), &voice.kind, speaker], |row| {
            row.get(0)
        })
}

fn first_day(claim: &StoredClaim) -> Option<&str> {
    claim.when.as_ref().and_then(|days| days.from.as_deref())
}

/// A name in small letters with one blank before each word and behind the last, so that some
/// of its words are found in it and no parts of words.
pub(super) fn folded(name: &str) -> String {
    let words = name.split_whitespace();
    words.fold(String::from(" "), |folded, word| {
        folded + &word.to_lowercase() + " "
    })
}

/// The days from 1 January 1970 to a day as the wire writes it.
fn day(written: &str) -> Option<i32> {
    written.parse().ok().map(day_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_whole_words() {
        let folded = folded("The Syrian  Observatory");
        assert_eq!(folded, " the syrian observatory ");
    }

    #[test]
    fn days_are_counted_on_both_sides_of_the_first() {
        assert_eq!(
            (day("1970-01-02"), day("1969-12-31"), day("no day")),
            (Some(1), Some(-1), None)
        );
    }
}
