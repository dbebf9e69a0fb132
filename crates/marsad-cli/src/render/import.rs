//! What became of the rows of a list, for people?
//!
//! In comes the importer's [`Tally`]; out come lines that add up to the number of rows.
//! Invariant: nothing that happened to no row has a line.

use std::{fmt::Write as _, path::Path};

use marsad::knowledge::gazetteer::{
    CountryCode,
    import::{Skipped, Tally},
};

use super::words;

/// The summary of an import.
pub(crate) fn summary(tally: &Tally, country: Option<CountryCode>) -> String {
    let mut out = String::new();
    let mut line = |indent: usize, count: u64, what: &str| {
        let figure = words::number(count as f64);
        // What is counted is a plural that ends with its first word.
        let what = match what.split_once("s ") {
            Some((one, rest)) if count == 1 && indent == 0 => format!("{one} {rest}"),
            _ => what.to_owned(),
        };
        let _ = writeln!(out, "{:indent$}{figure:>12} {what}", "");
    };
    line(0, tally.rows, "rows read");
    let kept: u64 = tally.kept.values().sum();
    line(0, kept, "places kept");
    for (kind, count) in &tally.kept {
        line(4, *count, kind.word());
    }
    let skipped: u64 = tally.skipped.values().sum();
    if skipped > 0 {
        line(0, skipped, "rows left out");
        for (reason, count) in &tally.skipped {
            line(4, *count, &reason_of(*reason, country));
        }
    }
    if tally.refused > 0 {
        line(0, tally.refused, "rows refused");
    }
    out
}

/// That a file was written.
pub(crate) fn written(path: &Path, bytes: usize) -> String {
    format!(
        "wrote {}, {} bytes",
        path.display(),
        words::number(bytes as f64)
    )
}

fn reason_of(reason: Skipped, country: Option<CountryCode>) -> String {
    match (reason, country) {
        (Skipped::ElsewhereOrNowhere, Some(code)) => {
            format!("in another country than {code}, or in none")
        }
        (Skipped::ElsewhereOrNowhere, None) => "in another country, or in none".to_owned(),
        (Skipped::UnknownKind, _) => "of no kind that marsad knows".to_owned(),
        (Skipped::Feature(class), _) => match class_words(class) {
            Some(words) => format!("of class {class}: {words}"),
            None => format!("of class {class}"),
        },
    }
}

/// What GeoNames' feature classes hold, but for the codes that are kept.
fn class_words(class: char) -> Option<&'static str> {
    Some(match class {
        'A' => "small or former administrative areas",
        'H' => "wells, springs, marshes and other waters",
        'L' => "parks, fields and other grounds",
        'P' => "settlements of other kinds",
        'R' => "railways, streets and trails",
        'S' => "buildings, farms and other spots",
        'T' => "rocks, cliffs, dunes and other landforms",
        'U' => "forms of the sea bed",
        'V' => "heaths, meadows and other plant covers",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use marsad::knowledge::gazetteer::PlaceKind;

    use super::*;

    #[test]
    fn a_summary_has_a_line_for_whatever_happened() {
        let tally = Tally {
            rows: 12_345,
            kept: BTreeMap::from([(PlaceKind::Settlement, 12_000)]),
            skipped: BTreeMap::from([(Skipped::Feature('S'), 345)]),
            refused: 0,
        };
        let lines = summary(&tally, None);
        let lines: Vec<&str> = lines.lines().map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "12,345 rows read",
                "12,000 places kept",
                "12,000 settlement",
                "345 rows left out",
                "345 of class S: buildings, farms and other spots",
            ]
        );
    }
}
