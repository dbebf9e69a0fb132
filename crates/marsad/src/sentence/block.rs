//! Where does a paragraph end?
//!
//! In comes a text; out come its blocks, as spans: the paragraphs, headlines and lines
//! that no sentence crosses. Invariant: blocks are in order, do not overlap, begin and
//! end with something other than white space, and hold all of it.
//!
//! Some texts put a paragraph on each line, others break lines wherever a page ended. A
//! line was broken for want of room if the next line's first word would not have
//! fitted; it goes on into the next line even so if that begins with a small letter.

use crate::terms::Span;

/// Lines longer than this were never broken for want of room.
const WIDEST_PAGE: usize = 130;

/// Lines shorter than this were never broken for want of room.
const NARROWEST_PAGE: usize = 40;

/// A line that is not empty.
struct Line<'t> {
    /// Without the white space around it.
    text: &'t str,
    start: usize,
    /// In characters, the indent included.
    width: usize,
    indent: usize,
    /// Whether an empty line stands before it.
    parted: bool,
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let page = page_width(&lines);
    let mut blocks: Vec<Span> = Vec::new();
    let mut previous: Option<&Line<'_>> = None;
    for line in &lines {
        let span = Span::new(line.start, line.start + line.text.len());
        match (previous, blocks.last_mut()) {
            (Some(before), Some(block)) if goes_on(before, line, page) => block.end = span.end,
            _ => blocks.push(span),
        }
        previous = Some(line);
    }
    blocks
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let (mut start, mut parted) = (0, false);
    while start < text.len() {
        let rest = &text[start..];
        let end = rest.find(is_break).unwrap_or(rest.len());
        let whole = &rest[..end];
        let body = whole.trim_matches(super::mend::is_gap);
        if body.is_empty() {
            parted = true;
        } else {
            let before = whole.len() - whole.trim_start_matches(super::mend::is_gap).len();
            let indent = whole[..before].chars().count();
            lines.push(Line {
                text: body,
                start: start + before,
                width: indent + body.chars().count(),
                indent,
                parted,
            });
            parted = false;
        }
        let mark = &rest[end..];
        let mark_length = if mark.starts_with("\r\n") {
            2
        } else {
            mark.chars().next().map_or(0, char::len_utf8)
        };
        // A form feed or paragraph separator parts what a line break may not.
        parted |= mark.starts_with(['\u{c}', '\u{2029}']);
        start += end + mark_length;
    }
    lines
}

fn is_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// How wide the page was on which the lines were broken; `None` if they never were.
fn page_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    // A single address or rule may stick out.
    let width = *widths.get(widths.len().saturating_sub(1 + widths.len() / 16))?;
    (NARROWEST_PAGE..=WIDEST_PAGE)
        .contains(&width)
        .then_some(width)
}

fn goes_on(before: &Line<'_>, line: &Line<'_>, page: Option<usize>) -> bool {
    if line.parted || line.indent > before.indent || is_item(line.text) {
        return false;
    }
    let Some(page) = page else {
        return false;
    };
    let first_word = line
        .text
        .split(char::is_whitespace)
        .next()
        .map_or(0, |word| word.chars().count());
    let ended = before
        .text
        .trim_end_matches(['"', '\'', ')', '\u{201d}', '\u{2019}'])
        .ends_with(['.', '!', '?', ':']);
    let full = before.width + 1 + first_word > page;
    let small = line.text.starts_with(char::is_lowercase) && !ended;
    full || small && before.width >= NARROWEST_PAGE
}

/// Whether a line begins as the entry of a list.
fn is_item(line: &str) -> bool {
    let mut characters = line.chars();
    let mark = characters
        .next()
        .is_some_and(|mark| matches!(mark, '-' | '*' | '•' | '·' | '–' | '—' | '◦' | '▪'));
    mark && characters.next().is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_broken_line_goes_on() {
        let text = "The ferry left Fenmark before the rain began, and the\nHarbour Board said it would be back by nightfall, or so\nit hoped.\n    Nobody waited.";
        let found = texts(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1], "Nobody waited.");
    }

    #[test]
    fn a_headline_stands_alone() {
        let text = "Ferry leaves Fenmark\nThe ferry left Fenmark before the rain began, and the\nHarbour Board said it would be back by nightfall, or so\nit hoped.";
        assert_eq!(texts(text)[0], "Ferry leaves Fenmark");
        assert_eq!(texts(text).len(), 2);
        assert_eq!(
            texts("One.\r\n\r\nTwo.\rThree."),
            ["One.", "Two.", "Three."]
        );
    }

    #[test]
    fn paragraphs_may_each_have_a_line() {
        let long = "the ferry left the harbour before the rain began and ".repeat(4);
        let text = format!("{long}\n{long}\n\n- one\n- two");
        assert_eq!(texts(&text).len(), 4);
    }

    #[test]
    fn white_space_is_no_block() {
        assert!(blocks("").is_empty());
        assert!(blocks(" \n\t\r\n \u{a0}").is_empty());
    }
}
