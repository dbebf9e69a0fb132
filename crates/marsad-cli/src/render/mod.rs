//! How does a reading look to people?
//!
//! In comes a [`Reading`](marsad::reading::Reading); out comes text for a
//! terminal, a table of words or a drawing. Invariant: nothing that stands in a
//! report can steer the terminal or break out of the form it is put into.

pub(crate) mod candidates;
pub(crate) mod conllu;
pub(crate) mod decision;
pub(crate) mod event;
pub(crate) mod explanation;
mod flow;
pub(crate) mod found;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod page;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod situation;
pub(crate) mod table;
pub(crate) mod tree;
mod underline;
mod words;

use std::io;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use terminal_size::{Width, terminal_size_of};

use self::flow::Flow;
use crate::arguments::Colour;

/// How far blocks are indented beneath their numbers.
const INDENT: usize = 5;

/// The column in which the parts of a block begin.
const PARTS: usize = INDENT + 9;

/// The width where nobody sees an edge, as in a file.
const WIDTH_OFF_SCREEN: usize = 100;

/// Lines longer than this are hard to read even where there is room.
const WIDEST: usize = 120;

/// What output is written on: how wide it is and whether it takes colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    /// Columns.
    pub(crate) width: usize,
    /// How each kind of thing is set off.
    pub(crate) palette: Palette,
}

/// How each kind of thing is set off; the same in all forms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Palette {
    /// Headlines.
    pub(crate) title: Style,
    /// What frames the rest: labels, codes, rules.
    pub(crate) faint: Style,
    /// What was done.
    pub(crate) deed: Style,
    /// Who did it.
    pub(crate) actor: Style,
    /// To whom it was done.
    pub(crate) target: Style,
    /// Where.
    pub(crate) place: Style,
    /// When.
    pub(crate) time: Style,
    /// How many.
    pub(crate) amount: Style,
    /// Who says so.
    pub(crate) voice: Style,
    /// In what sense, where it is not plainly asserted; what is in doubt.
    pub(crate) doubt: Style,
}

impl Palette {
    const COLOURED: Self = Self {
        title: Style::new().bold(),
        faint: Style::new().dimmed(),
        deed: AnsiColor::Yellow.on_default().bold(),
        actor: AnsiColor::Red.on_default(),
        target: AnsiColor::Magenta.on_default(),
        place: AnsiColor::Green.on_default(),
        time: AnsiColor::Blue.on_default(),
        amount: AnsiColor::Cyan.on_default(),
        voice: AnsiColor::BrightBlack.on_default().italic(),
        doubt: AnsiColor::Yellow.on_default(),
    };
}

impl Paper {
    /// Standard output as it is.
    pub(crate) fn for_standard_output(colour: Colour) -> Self {
        let coloured = match ColorChoice::from(colour) {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        };
        let width = terminal_size_of(io::stdout())
            .map_or(WIDTH_OFF_SCREEN, |(Width(columns), _)| columns.into());
        let palette = if coloured {
            Palette::COLOURED
        } else {
            Palette::default()
        };
        Self {
            width: width.clamp(40, WIDEST),
            palette,
        }
    }
}

impl Paper {
    /// Writes one part of a block: its label, and what it says beside it. What says nothing has no line.
    fn part(&self, label: &str, flow: &Flow, out: &mut String) {
        if flow.is_empty() {
            return;
        }
        let label = format!("{:INDENT$}{label}", "");
        flow.pour(out, (self.palette.faint, &label), PARTS, self.width);
    }
}

/// Text that may stand on one line of a terminal: white space is one blank, and
/// what steers terminals or turns the direction of writing becomes U+FFFD.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(harmless(character));
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// The text, or its beginning where it is long.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(longest).collect();
    short.truncate(short.rfind(' ').unwrap_or(short.len()));
    short.push('…');
    short
}

/// The character, or U+FFFD in place of one that would steer the terminal.
fn harmless(character: char) -> char {
    match character {
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        character if character.is_control() => char::REPLACEMENT_CHARACTER,
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_report_steers_the_terminal() {
        assert_eq!(
            on_one_line("  a\u{1b}[31m\n\n b\u{202e}c "),
            "a\u{FFFD}[31m b\u{FFFD}c"
        );
    }
}
