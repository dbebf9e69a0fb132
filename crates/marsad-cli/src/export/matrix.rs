//! Which independent source tells of which event?
//!
//! In come incidents; out comes the table that capture–recapture tools take (LCMCR, dga, verdata): an event a row, and for each
//! source a column of 0 and 1. A source is the root of a voice ([`Heard`]), so that a copied story adds none, and neither does a
//! second outlet that passes on the same observers' word. Invariant: no row is without a source and no source without a row, and every name of a column is one in R.

use std::collections::BTreeMap;

use jiff::civil::Date;
use marsad::event::{Heard, Site};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::{
    Omission, Scope, View, csv,
    view::{KILLED, said, whole},
};

/// What stands before the sources: the event, its stratum, its dead.
const BEFORE: [&str; 7] = [
    "event_id",
    "month",
    "country",
    "admin1",
    "killed_low",
    "killed_best",
    "killed_high",
];

/// An event with its sources.
pub(super) struct Row {
    before: [String; BEFORE.len()],
    /// The columns of its sources.
    sources: Vec<String>,
}

/// The row of an event, or why it has none.
pub(super) fn row(view: &View<'_>, scope: Scope) -> Result<Row, Omission> {
    view.as_incident()?;
    let killed = view.count(KILLED).map(whole);
    let is_deadly = killed.is_some_and(|[_, _, high]| high > 0);
    if scope == Scope::Told && !is_deadly {
        return Err(Omission::NoDead);
    }
    let voices = view.event.account.voices.iter();
    let affirm = voices.filter(|voice| voice.affirms);
    let mut sources: Vec<String> = affirm
        .filter(|voice| !is_nameless(view, voice))
        .map(|voice| column(&voice.root))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    if sources.is_empty() {
        return Err(Omission::NoSource);
    }
    let [low, best, high] = [0, 1, 2].map(|which| said(killed.map(|killed| killed[which])));
    let site = view.site();
    Ok(Row {
        before: [
            view.event.id.clone(),
            said(view.day().map(month)),
            said(site.and_then(|site: &Site| site.country.as_ref())),
            said(site.and_then(|site| site.admin1.as_ref())),
            low,
            best,
            high,
        ],
        sources,
    })
}

/// The table of all rows.
pub(super) fn write(rows: &[Row]) -> anyhow::Result<Vec<u8>> {
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    for source in rows.iter().flat_map(|row| &row.sources) {
        *sources.entry(source).or_default() += 1;
    }
    let header: Vec<&str> = BEFORE.into_iter().chain(sources.keys().copied()).collect();
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| {
            let has = |source: &&str| row.sources.iter().any(|own| own == source);
            let marks = sources
                .keys()
                .map(|source| if has(source) { "1" } else { "0" });
            row.before.iter().map(String::as_str).chain(marks).collect()
        })
        .collect();
    csv::table(&header, &rows)
}

/// Whether a voice's root is a desk of which only the report is known.
fn is_nameless(view: &View<'_>, voice: &Heard) -> bool {
    let mut reports = view.event.sources.iter();
    reports.any(|report| report.document == voice.root.as_str())
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// The name of a source's column: "in_" and its letters and digits, small and without accents, with "_" for all between them.
/// What has other letters than Latin ones ends in eight digits of its SHA-256, by which it differs from others.
fn column(name: &str) -> String {
    let mut column = "in".to_owned();
    let mut between = true;
    let mut foreign = false;
    for letter in name.nfkd() {
        if letter.is_ascii_alphanumeric() {
            if between {
                column.push('_');
            }
            column.push(letter.to_ascii_lowercase());
            between = false;
        } else {
            // Accents, which stand apart after this decomposition, are letters to nobody.
            foreign |= letter.is_alphanumeric();
            between |= letter.is_whitespace() || letter.is_ascii_punctuation();
        }
    }
    if foreign || column == "in" {
        let digest = Sha256::digest(name.as_bytes());
        let digits = digest.iter().take(4).map(|byte| format!("{byte:02x}"));
        column = format!("{column}_{}", digits.collect::<String>());
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_names_in_r_and_differ() {
        assert_eq!(column("Al-Masdar News"), "in_al_masdar_news");
        assert_eq!(column("Agência Brasil"), "in_agencia_brasil");
        assert_eq!(column("S.A.N.A."), "in_s_a_n_a");
        let (one, other) = (column("وكالة سانا"), column("Интерфакс"));
        assert_ne!(one, other);
        for name in [one, other, column("…")] {
            let valid = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            assert!(name.starts_with("in_") && name.chars().all(valid), "{name}");
        }
    }

    #[test]
    fn a_source_has_a_column_and_every_row_a_mark() {
        let row = |id: &str, sources: &[&str]| Row {
            before: std::array::from_fn(|at| {
                if at == 0 {
                    id.to_owned()
                } else {
                    String::new()
                }
            }),
            sources: sources.iter().map(ToString::to_string).collect(),
        };
        let rows = [row("a#1", &["in_a", "in_b"]), row("b#1", &["in_b"])];
        let table = String::from_utf8(write(&rows).unwrap()).unwrap();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[0].ends_with(",killed_high,in_a,in_b"), "{table}");
        assert_eq!(lines[1..], ["a#1,,,,,,,1,1", "b#1,,,,,,,0,1"]);
    }
}
