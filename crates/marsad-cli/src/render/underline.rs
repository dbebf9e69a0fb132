//! Which words of a text are meant?
//!
//! In come a part of a text and marks on it; out come its lines, each with the
//! marks drawn and labelled beneath, as compilers point at code. Invariant: a
//! mark starts and ends beneath the very characters it is about, however wide
//! they are.

use std::fmt::Write as _;

use anstyle::Style;
use marsad::terms::Span;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::harmless;

/// Words that are pointed at.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Which words, in bytes of the text.
    pub(super) span: Span,
    /// What they are.
    pub(super) label: &'static str,
    /// How they are set off.
    pub(super) style: Style,
    /// What they are underlined with.
    pub(super) stroke: char,
}

/// One line of the text as it is shown.
#[derive(Debug, Default)]
struct Line {
    shown: String,
    /// Byte in the text, first column and width of each character.
    characters: Vec<(usize, usize, usize)>,
    width: usize,
}

/// A mark's part on one line: first column, one past the last, and its number.
type Piece = (usize, usize, usize);

/// Room kept free at the right for the label of a mark that ends a line.
const ROOM_FOR_LABEL: usize = 8;

/// Writes the lines of `region` to `out`, indented, with the marks beneath them.
pub(super) fn draw(
    text: &str,
    region: Span,
    marks: &[Mark],
    indent: usize,
    width: usize,
    out: &mut String,
) {
    for line in lines(
        text,
        region,
        width.saturating_sub(indent + ROOM_FOR_LABEL).max(20),
    ) {
        let _ = writeln!(out, "{:indent$}{}", "", line.shown);
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            let under = line
                .characters
                .iter()
                .filter(|(byte, ..)| (mark.span.start..mark.span.end).contains(byte));
            let columns = under.fold(
                None,
                |columns: Option<(usize, usize)>, &(_, column, width)| {
                    Some((columns.map_or(column, |(from, _)| from), column + width))
                },
            );
            pieces.extend(
                columns
                    .filter(|(from, to)| from < to)
                    .map(|(from, to)| (from, to, at)),
            );
        }
        pieces.sort();
        for row in rows(&pieces, marks) {
            let _ = write!(out, "{:indent$}", "");
            let mut column = 0;
            for (from, to, at) in row {
                let Mark {
                    label,
                    style,
                    stroke,
                    ..
                } = &marks[at];
                let stroke = stroke.to_string().repeat(to - from);
                let _ = write!(
                    out,
                    "{:1$}{style}{stroke} {label}{style:#}",
                    "",
                    from - column
                );
                column = to + 1 + label.width();
            }
            out.push('\n');
        }
    }
}

/// The region broken into lines at its blanks.
fn lines(text: &str, region: Span, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut word = Line::default();
    let mut blank_due = None;
    for (at, character) in region
        .of(text)
        .char_indices()
        .map(|(at, character)| (region.start + at, character))
    {
        if character.is_whitespace() {
            flush(&mut word, &mut lines, &mut blank_due, width);
            blank_due = blank_due.or(Some(at));
        } else {
            word.push(at, harmless(character));
            if word.width >= width {
                flush(&mut word, &mut lines, &mut blank_due, width);
            }
        }
    }
    flush(&mut word, &mut lines, &mut blank_due, width);
    lines.retain(|line| !line.shown.is_empty());
    lines
}

impl Line {
    fn push(&mut self, byte: usize, character: char) {
        let width = character.width().unwrap_or(0);
        self.shown.push(character);
        self.characters.push((byte, self.width, width));
        self.width += width;
    }
}

/// Puts a word on the last line, or on a new one where it does not fit.
fn flush(word: &mut Line, lines: &mut Vec<Line>, blank_due: &mut Option<usize>, width: usize) {
    let Some(line) = lines.last_mut().filter(|_| !word.shown.is_empty()) else {
        return;
    };
    let blank = usize::from(blank_due.is_some() && !line.shown.is_empty());
    let line = if line.width + blank + word.width > width && !line.shown.is_empty() {
        lines.push(Line::default());
        lines.last_mut()
    } else {
        if let Some(at) = blank_due.filter(|_| blank > 0) {
            line.push(at, ' ');
        }
        lines.last_mut()
    };
    if let Some(line) = line {
        for (character, (byte, ..)) in word.shown.chars().zip(&word.characters) {
            line.push(*byte, character);
        }
    }
    *word = Line::default();
    *blank_due = None;
}

/// The pieces in as many rows as they need so that neither strokes nor labels touch.
fn rows(pieces: &[Piece], marks: &[Mark]) -> Vec<Vec<Piece>> {
    let mut rows: Vec<(usize, Vec<Piece>)> = Vec::new();
    for &(from, to, at) in pieces {
        let end = to + 1 + marks[at].label.width() + 1;
        match rows.iter_mut().find(|(used, _)| *used <= from) {
            Some((used, row)) => {
                *used = end;
                row.push((from, to, at));
            }
            None => rows.push((end, vec![(from, to, at)])),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, marks: &[(&str, &'static str)], width: usize) -> String {
        let mark = |&(words, label): &(&str, &'static str)| {
            let start = text.find(words).unwrap();
            Mark {
                span: Span::new(start, start + words.len()),
                label,
                style: Style::new(),
                stroke: '─',
            }
        };
        let mut out = String::new();
        let marks: Vec<_> = marks.iter().map(mark).collect();
        draw(text, Span::new(0, text.len()), &marks, 2, width, &mut out);
        out
    }

    #[test]
    fn marks_stand_beneath_their_words() {
        let found = drawn(
            "The army shelled Ḥalab\non Friday.",
            &[("The army", "actor"), ("Ḥalab", "place")],
            80,
        );
        assert_eq!(
            found,
            "  The army shelled Ḥalab on Friday.\n  ──────── actor   ───── place\n"
        );
    }

    #[test]
    fn labels_that_would_touch_go_beneath_each_other() {
        let found = drawn(
            "army shelled",
            &[
                ("army", "actor"),
                ("shelled", "trigger"),
                ("army shelled", "clause"),
            ],
            80,
        );
        assert_eq!(
            found,
            "  army shelled\n  ──── actor\n  ──────────── clause\n       ─────── trigger\n"
        );
    }

    #[test]
    fn a_mark_goes_on_over_the_end_of_a_line_and_wide_characters_count_double() {
        let found = drawn(
            "in 北京 and other towns there",
            &[("北京 and other", "place")],
            24,
        );
        assert_eq!(
            found,
            "  in 北京 and other\n     ────────────── place\n  towns there\n"
        );
        let found = drawn("one two three four five six", &[("four five", "x")], 30);
        assert_eq!(
            found,
            "  one two three four\n                ──── x\n  five six\n  ──── x\n"
        );
    }
}
