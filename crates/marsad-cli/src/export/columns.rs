//! Which columns has an event in marsad's own forms?
//!
//! In comes a [`View`]; out comes a [`Cell`] for each of [`COLUMNS`]. Invariant: all of marsad's own forms have the same columns in
//! the same order, and a cell is of its column's kind or empty.

use std::fmt;

use jiff::civil::Date;
use marsad::event::{Agreement, Clarity, Told, Who};
use serde::{Serialize, Serializer};

use super::view::{INJURED, KILLED, View, ids, once, whole};

/// A column.
pub(super) struct Column {
    /// Its name.
    pub(super) name: &'static str,
    /// What kind of values it holds.
    pub(super) kind: Kind,
    /// What it holds for an event.
    pub(super) cell: fn(&View<'_>) -> Cell,
}

/// What kind of values a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Any numbers.
    Number,
    /// Days.
    Day,
    /// Yes or no.
    Flag,
}

/// A value, where there is one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Integer(i64),
    Number(f64),
    Day(Date),
    Flag(bool),
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => out.write_str(text),
            Self::Integer(number) => write!(out, "{number}"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Day(day) => write!(out, "{day}"),
            Self::Flag(flag) => write!(out, "{flag}"),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Day(day) => serializer.collect_str(day),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// The columns, in order.
pub(super) const COLUMNS: [Column; 51] = [
    text("event_id", |view| words(view.event.id.as_str())),
    text("happened", |view| {
        words(view.event.account.happened.as_str())
    }),
    text("grade", |view| words(view.event.grade.grade.as_str())),
    text("grade_rule", |view| words(view.event.grade.rule)),
    integer("event_clarity", |view| {
        Cell::Integer(match view.event.clarity {
            Clarity::Incident => 1,
            Clarity::Summary => 2,
        })
    }),
    text("modality", |view| some(view.modality())),
    text("action", |view| {
        some(view.action().map(|action| action.id.0.as_str()))
    }),
    text("action_says", |view| {
        some(view.action().map(|action| action.says.as_str()))
    }),
    text("plover", |view| {
        some(view.plover().and_then(|plover| plover.event))
    }),
    text("cameo", |view| some(view.cameo())),
    text("acled_event_type", |view| {
        some(view.acled().map(|acled| acled.event_type.as_str()))
    }),
    text("acled_sub_event_type", |view| {
        some(view.acled().map(|acled| acled.sub_type.as_str()))
    }),
    day("date_start", |view| date(view.days().map(|days| days.from))),
    day("date_end", |view| date(view.days().map(|days| days.to))),
    integer("date_prec", |view| small(view.date_precision())),
    flag("date_disputed", |view| disputed(&view.event.account.days)),
    text("place", |view| {
        some(view.site().map(|site| site.name.as_str()))
    }),
    text("admin1", |view| {
        some(view.site().and_then(|site| site.admin1.as_deref()))
    }),
    text("country", |view| {
        some(view.site().and_then(|site| site.country.as_deref()))
    }),
    number("latitude", |view| {
        figure(view.site().map(|site| site.at.lat))
    }),
    number("longitude", |view| {
        figure(view.site().map(|site| site.at.lon))
    }),
    number("radius_km", |view| {
        figure(view.site().map(|site| site.radius_km))
    }),
    integer("where_prec", |view| {
        small(view.site().and_then(|site| site.precision))
    }),
    flag("place_disputed", |view| disputed(&view.event.account.site)),
    text("actors", |view| list(&named(&view.event.account.actors))),
    text("actor_ids", |view| list(&ids(&view.event.account.actors))),
    flag("actors_disputed", |view| {
        disputed(&view.event.account.actors)
    }),
    text("targets", |view| list(&named(&view.event.account.targets))),
    text("target_ids", |view| list(&ids(&view.event.account.targets))),
    flag("targets_disputed", |view| {
        disputed(&view.event.account.targets)
    }),
    integer("killed_low", |view| count(view, KILLED, 0)),
    integer("killed_best", |view| count(view, KILLED, 1)),
    integer("killed_high", |view| count(view, KILLED, 2)),
    flag("killed_open", |view| open(view, KILLED)),
    integer("injured_low", |view| count(view, INJURED, 0)),
    integer("injured_best", |view| count(view, INJURED, 1)),
    integer("injured_high", |view| count(view, INJURED, 2)),
    flag("injured_open", |view| open(view, INJURED)),
    text("voices", |view| list(&view.voices())),
    integer("voices_for", |view| {
        let voices = view.event.account.voices.iter();
        size(voices.filter(|voice| voice.affirms).count())
    }),
    integer("voices_against", |view| {
        let voices = view.event.account.voices.iter();
        size(voices.filter(|voice| !voice.affirms).count())
    }),
    integer("claims", |view| size(view.event.tellings.len())),
    integer("reports", |view| size(view.event.sources.len())),
    integer("copies", |view| {
        size(view.event.sources.len() - view.originals().count())
    }),
    text("publishers", |view| {
        list(&View::publishers(view.event.sources.iter()))
    }),
    day("first_report", |view| {
        date(
            view.event
                .sources
                .iter()
                .filter_map(|source| source.day)
                .min(),
        )
    }),
    day("last_report", |view| {
        date(
            view.event
                .sources
                .iter()
                .filter_map(|source| source.day)
                .max(),
        )
    }),
    text("documents", |view| {
        let documents = view.event.sources.iter();
        list(&once(documents.map(|source| source.document.as_str())))
    }),
    text("urls", |view| {
        let papers = view
            .event
            .sources
            .iter()
            .filter_map(|source| view.paper(source));
        let urls: Vec<String> = papers.filter_map(|paper| paper.url.clone()).collect();
        list(&once(urls.iter().map(String::as_str)))
    }),
    text("words", |view| some(view.words())),
    text("data_version", |view| words(view.knowledge.version())),
];

const fn text(name: &'static str, cell: fn(&View<'_>) -> Cell) -> Column {
    let kind = Kind::Text;
    Column { name, kind, cell }
}

const fn integer(name: &'static str, cell: fn(&View<'_>) -> Cell) -> Column {
    let kind = Kind::Integer;
    Column { name, kind, cell }
}

const fn number(name: &'static str, cell: fn(&View<'_>) -> Cell) -> Column {
    let kind = Kind::Number;
    Column { name, kind, cell }
}

const fn day(name: &'static str, cell: fn(&View<'_>) -> Cell) -> Column {
    let kind = Kind::Day;
    Column { name, kind, cell }
}

const fn flag(name: &'static str, cell: fn(&View<'_>) -> Cell) -> Column {
    let kind = Kind::Flag;
    Column { name, kind, cell }
}

fn words(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn some(words: Option<impl ToString>) -> Cell {
    words.map_or(Cell::Empty, |words| Cell::Text(words.to_string()))
}

fn list(words: &[&str]) -> Cell {
    match words {
        [] => Cell::Empty,
        _ => Cell::Text(words.join("; ")),
    }
}

fn date(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

fn small(code: Option<u8>) -> Cell {
    code.map_or(Cell::Empty, |code| Cell::Integer(i64::from(code)))
}

fn size(number: usize) -> Cell {
    Cell::Integer(number as i64)
}

fn figure(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn named(told: &Told<Who>) -> Vec<&str> {
    once(told.values.iter().map(|(who, _)| who.name.as_str()))
}

/// Nothing where nothing is said.
fn disputed<T>(told: &Told<T>) -> Cell {
    match told.values.is_empty() {
        true => Cell::Empty,
        false => Cell::Flag(told.agreement == Agreement::Disputed),
    }
}

/// The lowest, best or highest number.
fn count(view: &View<'_>, what: &str, which: usize) -> Cell {
    let count = view.count(what);
    count.map_or(Cell::Empty, |count| Cell::Integer(whole(count)[which]))
}

fn open(view: &View<'_>, what: &str) -> Cell {
    view.count(what)
        .map_or(Cell::Empty, |count| Cell::Flag(count.open))
}
