//! Where does each word and each arc of a drawing go?
//!
//! In come the words of one sentence; out come points in pixels. Invariants:
//! an arc lies above all arcs beneath it, and at each word the arcs' feet stand
//! in the order that keeps their lines apart.

use marsad::sentence::{Sentence, Sentences};
use unicode_width::UnicodeWidthChar as _;

/// Between neighbouring words.
const GAP: f64 = 22.0;
/// Around the whole drawing.
const MARGIN: f64 = 18.0;
/// Between one level of arcs and the next.
const LEVEL: f64 = 24.0;
/// From the lowest level down to the words.
const LOWEST: f64 = 26.0;
/// Between the feet of two arcs at one word.
const FOOT_APART: f64 = 8.0;
/// How round the corners of arcs are.
pub(super) const CORNER: f64 = 9.0;
/// Size of words and of labels.
const WORD_SIZE: f64 = 17.0;
const LABEL_SIZE: f64 = 11.0;

/// Points of a drawing.
#[derive(Debug)]
pub(super) struct Layout {
    /// The middle of each word.
    pub(super) centres: Vec<f64>,
    /// The width of each word.
    pub(super) widths: Vec<f64>,
    /// The arcs.
    pub(super) arcs: Vec<Arc>,
    /// Where the arcs stand, measured from the top.
    pub(super) foot: f64,
    /// The whole width.
    pub(super) width: f64,
}

/// One arc.
#[derive(Debug)]
pub(super) struct Arc {
    /// Where it rises; the same as `dependent_x` for the root, which hangs from nothing.
    pub(super) governor_x: f64,
    /// Where it comes down.
    pub(super) dependent_x: f64,
    /// How high its top lies, measured from the top of the drawing.
    pub(super) y: f64,
    /// The dependency label.
    pub(super) label: String,
    /// How much room the label takes.
    pub(super) label_width: f64,
}

impl Arc {
    /// The middle of its label.
    pub(super) fn label_x(&self) -> f64 {
        f64::midpoint(self.governor_x, self.dependent_x)
    }
}

/// An arc before it has a place: who governs whom, as indices into the sentence.
#[derive(Clone, Debug)]
struct Edge {
    governor: usize,
    dependent: usize,
    level: usize,
}

impl Edge {
    fn left(&self) -> usize {
        self.governor.min(self.dependent)
    }

    fn right(&self) -> usize {
        self.governor.max(self.dependent)
    }

    fn length(&self) -> usize {
        self.right() - self.left()
    }
}

impl Layout {
    /// The layout of one sentence.
    pub(super) fn of(sentences: &Sentences, sentence: &Sentence) -> Self {
        let tokens = &sentences.tokens[sentence.tokens.clone()];
        let first = sentence.tokens.start;
        let head = |at: usize| {
            tokens[at]
                .head
                .checked_sub(first)
                .filter(|head| *head < tokens.len())
                .unwrap_or(at)
        };
        let label = |at: usize| tokens[at].dep.as_str();

        let mut edges: Vec<Edge> = (0..tokens.len())
            .map(|at| Edge {
                governor: head(at),
                dependent: at,
                level: 0,
            })
            .collect();
        raise(&mut edges);
        let feet: Vec<Vec<usize>> = (0..tokens.len()).map(|at| feet(at, &edges)).collect();

        let widths: Vec<f64> = tokens
            .iter()
            .zip(&feet)
            .map(|(token, feet)| {
                let tag =
                    text_width(&token.pos, LABEL_SIZE).max(text_width(&token.tag, LABEL_SIZE));
                text_width(&token.text, WORD_SIZE)
                    .max(tag)
                    .max(FOOT_APART * feet.len() as f64)
            })
            .collect();
        let centres = centres(&widths, &edges, &feet, label);
        let levels = edges.iter().map(|edge| edge.level).max().unwrap_or(0);
        let foot = MARGIN + LOWEST + LEVEL * levels.saturating_sub(1) as f64;

        let foot_x = |token: usize, edge: usize| centres[token] + foot_offset(&feet[token], edge);
        let arcs = edges
            .iter()
            .enumerate()
            .map(|(number, edge)| Arc {
                governor_x: foot_x(edge.governor, number),
                dependent_x: foot_x(edge.dependent, number),
                y: foot - LOWEST - LEVEL * edge.level.saturating_sub(1) as f64,
                label: label(edge.dependent).to_owned(),
                label_width: label_width(label(edge.dependent)),
            })
            .collect();
        let right = centres
            .iter()
            .zip(&widths)
            .map(|(centre, width)| centre + width / 2.0)
            .fold(0.0, f64::max);
        Self {
            centres,
            widths,
            arcs,
            foot,
            width: right + MARGIN,
        }
    }
}

/// Lifts every arc above those beneath it; the root's line comes from above all.
fn raise(edges: &mut [Edge]) {
    let mut order: Vec<usize> = (0..edges.len())
        .filter(|&at| edges[at].length() > 0)
        .collect();
    order.sort_by_key(|&at| (edges[at].length(), edges[at].left()));
    for (rank, &at) in order.iter().enumerate() {
        let beneath = order[..rank].iter().map(|&other| &edges[other]);
        let crossed = beneath
            .filter(|other| other.left() < edges[at].right() && edges[at].left() < other.right());
        edges[at].level = 1 + crossed.map(|other| other.level).max().unwrap_or(0);
    }
    let top = edges.iter().map(|edge| edge.level).max().unwrap_or(0);
    for root in edges.iter_mut().filter(|edge| edge.length() == 0) {
        root.level = top + 1;
    }
}

/// The arcs that stand at one word, from left to right: those to the left from
/// the shortest to the longest, the root's line, those to the right from the
/// longest to the shortest. In this order no line crosses another.
fn feet(token: usize, edges: &[Edge]) -> Vec<usize> {
    let mut feet: Vec<usize> = (0..edges.len())
        .filter(|&at| edges[at].governor == token || edges[at].dependent == token)
        .collect();
    feet.sort_by_key(|&at| {
        let edge = &edges[at];
        let length = edge.length() as i64;
        if edge.right() == token && length > 0 {
            (0, length)
        } else {
            (1, -length * i64::from(length > 0))
        }
    });
    // The root's line has no length and must stand between the two sides.
    if let Some(at) = feet.iter().position(|&at| edges[at].length() == 0) {
        let root = feet.remove(at);
        let between = feet
            .iter()
            .take_while(|&&at| edges[at].right() == token)
            .count();
        feet.insert(between, root);
    }
    feet
}

/// How far from the middle of its word an arc's foot stands.
fn foot_offset(feet: &[usize], edge: usize) -> f64 {
    let order = feet.iter().position(|other| *other == edge).unwrap_or(0) as f64;
    FOOT_APART * (order - (feet.len() as f64 - 1.0) / 2.0)
}

/// The middles of the words: far enough apart for words and for the labels of the arcs between them.
fn centres<'t>(
    widths: &[f64],
    edges: &[Edge],
    feet: &[Vec<usize>],
    label: impl Fn(usize) -> &'t str,
) -> Vec<f64> {
    let mut centres: Vec<f64> = Vec::with_capacity(widths.len());
    for (at, width) in widths.iter().enumerate() {
        let beside = match at.checked_sub(1) {
            Some(before) => centres[before] + (widths[before] + width) / 2.0 + GAP,
            None => MARGIN + width / 2.0,
        };
        let room = |number: &usize| {
            let edge = &edges[*number];
            let rises = centres[edge.left()] + foot_offset(&feet[edge.left()], *number);
            rises + label_width(label(edge.dependent)) + 2.0 * CORNER
                - foot_offset(&feet[at], *number)
        };
        let ending = feet[at]
            .iter()
            .filter(|&&number| edges[number].right() == at && edges[number].length() > 0);
        centres.push(ending.map(room).fold(beside, f64::max));
    }
    centres
}

fn label_width(label: &str) -> f64 {
    text_width(label, LABEL_SIZE) + 6.0
}

/// About how wide a text is; measured on a wide typeface, so that others fit too.
fn text_width(text: &str, size: f64) -> f64 {
    let em = |character: char| match character {
        'i' | 'j' | 'l' | '\'' | '’' | '|' => 0.30,
        '.' | ',' | ':' | ';' | '!' | ' ' => 0.34,
        'f' | 't' | 'r' | 'I' | 'J' | '(' | ')' | '[' | ']' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' => 1.0,
        'A'..='Z' | '&' | '$' => 0.74,
        character if character.width() == Some(2) => 1.05,
        character => 0.64 * character.width().unwrap_or(0) as f64,
    };
    text.chars().map(em).sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edges from a list of heads.
    fn edges(heads: &[usize]) -> Vec<Edge> {
        let mut edges: Vec<_> = heads
            .iter()
            .enumerate()
            .map(|(dependent, &governor)| Edge {
                governor,
                dependent,
                level: 0,
            })
            .collect();
        raise(&mut edges);
        edges
    }

    #[test]
    fn arcs_lie_above_what_they_span() {
        // The army shelled the town: army ← shelled → town.
        let levels: Vec<_> = edges(&[1, 2, 2, 4, 2])
            .iter()
            .map(|edge| edge.level)
            .collect();
        assert_eq!(levels, [1, 1, 3, 1, 2]);
    }

    #[test]
    fn feet_stand_in_the_order_that_keeps_lines_apart() {
        let edges = edges(&[3, 3, 3, 3, 3, 3]);
        assert_eq!(feet(3, &edges), [2, 1, 0, 3, 5, 4]);
    }
}
