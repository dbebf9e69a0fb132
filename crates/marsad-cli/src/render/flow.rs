//! How is text of several styles poured into lines?
//!
//! In come words, each with its style; out come lines no wider than the paper,
//! with a label in front and the rest hanging beneath it. Invariant: only a
//! single word wider than the paper is wider than the paper.

use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use super::on_one_line;

/// Words with their styles, in order.
#[derive(Debug, Default)]
pub(super) struct Flow {
    words: Vec<(Style, String, Glue)>,
}

/// Whether a word stands apart from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glue {
    Apart,
    Joined,
}

impl Flow {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds text, broken at its blanks.
    pub(super) fn text(&mut self, style: Style, text: &str) -> &mut Self {
        for word in on_one_line(text).split(' ').filter(|word| !word.is_empty()) {
            self.words.push((style, word.to_owned(), Glue::Apart));
        }
        self
    }

    /// Adds text that sticks to the word before it, such as a comma.
    pub(super) fn joined(&mut self, style: Style, text: &str) -> &mut Self {
        let at = self.words.len();
        self.text(style, text);
        if let Some(first) = self.words.get_mut(at) {
            first.2 = Glue::Joined;
        }
        self
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Writes the lines to `out`: the first begins with `label`, which fills
    /// `indent` columns, and the others with as many blanks.
    pub(super) fn pour(&self, out: &mut String, label: (Style, &str), indent: usize, width: usize) {
        let (label_style, label) = label;
        let padding = indent.saturating_sub(label.width());
        let _ = write!(out, "{label_style}{label}{label_style:#}{:padding$}", "");
        let mut column = indent.max(label.width());
        let mut line_is_empty = true;
        let mut current = Style::new();
        for (at, (style, word, glue)) in self.words.iter().enumerate() {
            // A word and what is joined to it go to the next line together.
            let joined = self.words[at + 1..]
                .iter()
                .take_while(|(.., glue)| *glue == Glue::Joined);
            let needed = word.width() + joined.map(|(_, word, _)| word.width()).sum::<usize>();
            let apart = *glue == Glue::Apart && !line_is_empty;
            let breaks = apart && column + 1 + needed > width;
            if breaks || *style != current {
                let _ = write!(out, "{current:#}");
            }
            if breaks {
                let _ = write!(out, "\n{:indent$}", "");
                column = indent;
            } else if apart {
                out.push(' ');
                column += 1;
            }
            if breaks || *style != current {
                let _ = write!(out, "{style}");
            }
            out.push_str(word);
            column += word.width();
            current = *style;
            line_is_empty = false;
        }
        let _ = write!(out, "{current:#}");
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poured(flow: &Flow, width: usize) -> String {
        let mut out = String::new();
        flow.pour(&mut out, (Style::new(), "when"), 6, width);
        out
    }

    #[test]
    fn lines_hang_under_the_first() {
        let mut flow = Flow::new();
        flow.text(Style::new(), "on Friday 6 October")
            .joined(Style::new(), ", said");
        assert_eq!(
            poured(&flow, 18),
            "when  on Friday 6\n      October,\n      said\n"
        );
        assert_eq!(poured(&flow, 80), "when  on Friday 6 October, said\n");
        assert_eq!(poured(&Flow::new(), 80), "when\n");
    }

    #[test]
    fn styles_open_and_close_around_their_words() {
        let mut flow = Flow::new();
        flow.text(Style::new().bold(), "two words")
            .text(Style::new(), "plain");
        assert_eq!(
            poured(&flow, 80),
            "when  \u{1b}[1mtwo words\u{1b}[0m plain\n"
        );
    }
}
