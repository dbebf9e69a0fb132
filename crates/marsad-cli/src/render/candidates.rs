//! Which places may a name mean, for people?
//!
//! In come the candidates with their places; out comes a table in their order, and under
//! each place how it was found and what its rank is made of. Invariant: columns line up
//! whatever script a name is in, and a row is no wider than the paper.

use std::fmt::Write as _;

use anstyle::Style;
use marsad::{
    knowledge::gazetteer::{
        Candidate, CountryCode, Gazetteer, NameKind, Place, PlaceKind, PriorParts,
    },
    terms::LonLat,
};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{Paper, flow::Flow, on_one_line, words};
use crate::gazetteers::Ranked;

/// How far the lines under a place are indented.
const INDENT: usize = 5;

/// Blanks between two columns.
const GAP: usize = 2;

/// How many near spellings are proposed.
const PROPOSED: usize = 5;

/// The candidates for a name.
pub(crate) struct Found<'g> {
    /// How many there are.
    pub(crate) all: usize,
    /// The country to which the shown ones are limited, if they are.
    pub(crate) country: Option<CountryCode>,
    /// Those to show.
    pub(crate) shown: Vec<Ranked<'g>>,
}

/// One column of the table.
struct Column {
    title: &'static str,
    cells: Vec<String>,
    style: Style,
    numbers: bool,
}

/// The candidates as a page of text.
pub(crate) fn print(name: &str, found: &Found<'_>, gazetteer: &Gazetteer, paper: &Paper) -> String {
    let mut out = String::new();
    let (name, palette) = (on_one_line(name), &paper.palette);
    if found.shown.is_empty() {
        let what = match (found.all, found.country) {
            (0, _) => format!("no place is called “{name}”"),
            (all, Some(country)) => {
                format!("no place in {country} is called “{name}”, and {all} elsewhere")
            }
            (_, None) => format!("no place called “{name}” can be shown"),
        };
        let _ = writeln!(out, "{what}");
        if found.all == 0 {
            near(&name, gazetteer, paper, &mut out);
        }
        return out;
    }
    let count = match (found.shown.len(), found.country) {
        (1, None) => "1 place".to_owned(),
        (shown, None) => format!("{shown} places"),
        (shown, Some(country)) => format!("{shown} of {} places, in {country}", found.all),
    };
    let line = format!("── {name} · {count} ");
    let rest = "─".repeat(paper.width.saturating_sub(line.width()).max(2));
    let faint = palette.faint;
    let _ = writeln!(out, "{faint}{line}{rest}{faint:#}");
    let columns = columns(&found.shown, paper);
    heading(&columns, palette.faint, &mut out);
    for (at, ranked) in found.shown.iter().enumerate() {
        row(ranked.rank, &columns, at, palette.title, &mut out);
        reasons(ranked, gazetteer, paper, &mut out);
    }
    out
}

fn columns(shown: &[Ranked<'_>], paper: &Paper) -> Vec<Column> {
    let palette = &paper.palette;
    let cells = |cell: fn(&Place<'_>) -> String| -> Vec<String> {
        shown
            .iter()
            .map(|ranked| on_one_line(&cell(&ranked.place)))
            .collect()
    };
    let column = |title, cells, style, numbers| Column {
        title,
        cells,
        style,
        numbers,
    };
    let priors = shown
        .iter()
        .map(|ranked| ranked.candidate.prior.to_string())
        .collect();
    let plain = Style::new();
    let mut columns = vec![
        column(
            "name",
            cells(|place| place.name.to_owned()),
            palette.place,
            false,
        ),
        column(
            "kind",
            cells(|place| place.kind.word().to_owned()),
            plain,
            false,
        ),
        column("in", cells(lies_in), plain, false),
        column("inhabitants", cells(inhabitants), palette.amount, true),
        column("reach", cells(reach), plain, true),
        column("prior", priors, palette.title, true),
    ];
    // Only names can be long; what the other columns leave is shared between these two.
    let others: usize = [1, 3, 4, 5]
        .iter()
        .map(|at| columns[*at].width() + GAP)
        .sum();
    let room = paper.width.saturating_sub(INDENT + GAP + others).max(20);
    let (name, area) = (columns[0].width(), columns[2].width());
    let name = name.min((room / 2).max(room.saturating_sub(area)));
    columns[0].shorten(name);
    columns[2].shorten(room - name);
    columns
}

impl Column {
    fn width(&self) -> usize {
        let cells = self.cells.iter().map(|cell| cell.width());
        cells.chain([self.title.width()]).max().unwrap_or_default()
    }

    fn shorten(&mut self, most: usize) {
        for cell in &mut self.cells {
            if cell.width() > most {
                *cell = shortened(cell, most);
            }
        }
    }

    fn put(&self, text: &str, style: Style, out: &mut String) {
        let padding = self.width().saturating_sub(text.width());
        let (before, behind) = if self.numbers {
            (padding, 0)
        } else {
            (0, padding)
        };
        let _ = write!(
            out,
            "{:before$}{style}{text}{style:#}{:behind$}{:GAP$}",
            "", "", ""
        );
    }
}

fn heading(columns: &[Column], style: Style, out: &mut String) {
    let _ = write!(out, "{:INDENT$}", "");
    for column in columns {
        column.put(column.title, style, out);
    }
    end_line(out);
}

fn row(rank: usize, columns: &[Column], at: usize, style: Style, out: &mut String) {
    let _ = write!(out, "{style}{rank:>3}{style:#}{:GAP$}", "");
    for column in columns {
        column.put(
            column.cells.get(at).map_or("", String::as_str),
            column.style,
            out,
        );
    }
    end_line(out);
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

/// As much of a text as fits into so many columns, with a sign that there was more.
fn shortened(text: &str, most: usize) -> String {
    let mut short = String::new();
    let mut width = 0;
    for character in text.chars() {
        width += character.width().unwrap_or(0);
        if width + 1 > most {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

fn lies_in(place: &Place<'_>) -> String {
    let area = place
        .admin1
        .filter(|area| area.place != Some(place.id))
        .and_then(|area| area.name);
    let countries: Vec<&str> = place.countries.iter().map(CountryCode::as_str).collect();
    let countries = Some(countries.join(", ")).filter(|codes| !codes.is_empty());
    let parts: Vec<&str> = area.into_iter().chain(countries.as_deref()).collect();
    parts.join(", ")
}

fn inhabitants(place: &Place<'_>) -> String {
    match place.population {
        0 => "unknown".to_owned(),
        people => words::number(people as f64),
    }
}

fn reach(place: &Place<'_>) -> String {
    format!("{} km", words::number(place.radius_km))
}

/// How a place was found, where it is, and what its prior is the sum of.
fn reasons(ranked: &Ranked<'_>, gazetteer: &Gazetteer, paper: &Paper, out: &mut String) {
    let Ranked {
        candidate, place, ..
    } = ranked;
    let faint = paper.palette.faint;
    let by = match candidate.matched {
        NameKind::Main => "found by its main name",
        NameKind::Alternate => "found by another of its names",
        NameKind::Spelling => "found by a spelling that comes to its main name",
    };
    let point = words::point(LonLat {
        lon: place.lon,
        lat: place.lat,
    });
    let mut flow = Flow::new();
    flow.text(faint, &format!("{by} · {} · {point}", place.id));
    if gazetteer.is_added(place.id) {
        let source = gazetteer.source(place.id).unwrap_or_default();
        flow.text(faint, &format!("· {source}"));
    }
    flow.pour(out, (faint, ""), INDENT, paper.width);
    let mut flow = Flow::new();
    flow.text(
        faint,
        &format!("{} = {}", candidate.prior, sum(candidate, place)),
    );
    flow.pour(out, (faint, ""), INDENT, paper.width);
}

/// The parts of a prior in words: "92 for 44,000 inhabitants + 24 for its main name".
fn sum(candidate: &Candidate, place: &Place<'_>) -> String {
    let parts = PriorParts::of(candidate, place);
    let people = match place.population {
        0 => "inhabitants that nobody counted".to_owned(),
        people => format!("{} inhabitants", words::number(people as f64)),
    };
    let kind = match place.kind {
        PlaceKind::Country => "being a country",
        PlaceKind::Admin1 | PlaceKind::Admin2 => "being an area, which a bare name seldom means",
        _ => "its kind",
    };
    let own = place.geoname_id.is_none() && !place.id.is_imported();
    let fame = if own {
        "standing in marsad's own list of places in the news"
    } else {
        "its number of names"
    };
    let parts = [
        (parts.people, people.as_str()),
        (parts.fame, fame),
        (parts.kind, kind),
        (parts.name, "its main name"),
    ];
    let mut sum = String::new();
    for (value, why) in parts {
        let sign = match (value, sum.is_empty()) {
            (0, _) => continue,
            (1.., true) => "",
            (1.., false) => " + ",
            (_, true) => "-",
            (_, false) => " - ",
        };
        let _ = write!(sum, "{sign}{} for {why}", value.abs());
    }
    sum
}

/// Spellings that were perhaps meant.
fn near(name: &str, gazetteer: &Gazetteer, paper: &Paper, out: &mut String) {
    let near = gazetteer.near(name, PROPOSED);
    if near.is_empty() {
        return;
    }
    let palette = &paper.palette;
    let mut flow = Flow::new();
    for (at, near) in near.iter().enumerate() {
        if at > 0 {
            flow.joined(palette.faint, ";");
        }
        let Some(place) = gazetteer.place(near.place) else {
            continue;
        };
        flow.text(palette.place, &near.spelling);
        let lies_in = lies_in(&place);
        flow.text(palette.faint, &format!("({}, {lies_in})", place.name));
    }
    flow.pour(out, (palette.faint, "near it:"), 10, paper.width);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shortened_by_its_columns_and_not_by_its_characters() {
        assert_eq!(shortened("Deir ez-Zor", 8), "Deir ez…");
        assert_eq!(shortened("東京都千代田区", 8), "東京都…");
        assert!(shortened("Ma̅yādīn al-Qadīm", 8).width() <= 8);
    }
}
