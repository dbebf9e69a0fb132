//! What happened in an area, who says so, what is disputed, who holds what, and what is not known?
//!
//! In come a [`Situation`] and the reports that it rests on; out comes a report for people, as Markdown or as one page of HTML.
//! `prose` says an event in a sentence, `sections` puts the sentences in order, `notes` ties each to the words of its reports,
//! `map` and `charts` draw. Invariant: a sentence about what happened carries the numbers of its sources, and says nothing that the
//! record does not hold; what reports say is escaped wherever it is put.

mod charts;
mod control;
mod html;
mod map;
mod markdown;
mod notes;
mod prose;
mod sections;
mod svg;
mod unsettled;

use marsad::{knowledge::Knowledge, situation::Situation};

use crate::gather::Papers;
use notes::Note;

/// What a report is made of.
#[derive(Clone, Copy)]
pub(crate) struct Material<'m> {
    /// What events add up to.
    pub(crate) situation: &'m Situation<'m>,
    /// What it was found with.
    pub(crate) knowledge: &'m Knowledge,
    /// The reports, to quote from.
    pub(crate) papers: &'m Papers,
}

/// The report as Markdown.
pub(crate) fn markdown(material: &Material<'_>) -> String {
    markdown::print(&sections::compose(material))
}

/// The report as a page that needs nothing but itself.
pub(crate) fn html(material: &Material<'_>) -> String {
    html::print(&sections::compose(material))
}

/// A report before it has a form.
struct Page {
    /// What it is called.
    title: String,
    /// Of which days it tells.
    subtitle: String,
    /// What is most to be known.
    lead: Vec<Text>,
    sections: Vec<Section>,
    notes: Vec<Note>,
    data_version: String,
}

/// A part of it with a heading.
struct Section {
    /// What links name it by.
    id: &'static str,
    title: &'static str,
    blocks: Vec<Block>,
}

/// Something that stands by itself.
enum Block {
    Paragraph(Text),
    Heading(String),
    Items(Vec<Text>),
    Table(Table),
    /// A drawing; only pages have them, and what they show stands in words or a table as well.
    Figure(Figure),
}

/// Words with their sources.
type Text = Vec<Run>;

/// Words in one style.
#[derive(Clone, Debug)]
enum Run {
    Plain(String),
    Strong(String),
    /// Said by the way.
    Quiet(String),
    /// The numbers of sources.
    Notes(Vec<usize>),
}

/// A table.
struct Table {
    caption: String,
    head: Vec<&'static str>,
    /// Which columns hold numbers.
    numbers: std::ops::Range<usize>,
    rows: Vec<Vec<Text>>,
}

/// A drawing.
struct Figure {
    /// SVG, made by us; all words in it are escaped already.
    svg: String,
    caption: String,
    /// What its colours mean: a class of the style sheet, and words.
    legend: Vec<(String, String)>,
}

/// Plain words as a text.
fn plain(words: impl Into<String>) -> Text {
    vec![Run::Plain(words.into())]
}

/// Numbers of sources with runs of them drawn together: "1–4, 7".
fn ranges(numbers: &[usize]) -> Vec<(usize, usize)> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in sorted {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

/// Names in a row: "a", "a and b", "a, b and c".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_drawn_together() {
        assert_eq!(ranges(&[3, 1, 2, 7, 2]), [(1, 3), (7, 7)]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn names_are_listed_as_people_list_them() {
        let names = ["a", "b", "c"].map(String::from);
        assert_eq!(listed(&names), "a, b and c");
        assert_eq!(listed(&names[..2]), "a and b");
        assert_eq!(listed(&names[..1]), "a");
    }
}
