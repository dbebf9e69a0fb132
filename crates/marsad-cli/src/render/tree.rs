//! What does the tree of a sentence look like?
//!
//! In come the words of one sentence; out comes a drawing as SVG: the words in
//! a row with their tags and entities beneath, and above them an arc from every
//! word to each that depends on it. Invariants: arcs cross only where the tree
//! itself is not projective, labels never lie on words, and the drawing is as
//! large as it needs to be.

mod layout;

use std::fmt::Write as _;

use marsad::{reading::Reading, sentence::Sentence};

use self::layout::{Arc, CORNER, Layout};

/// What the drawing is written with.
const FONTS: &str = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/// From the feet of the arcs down to the words' baseline, and so on downwards.
const WORD_BELOW: f64 = 24.0;
const TAG_BELOW: f64 = 44.0;
const FINE_TAG_BELOW: f64 = 59.0;
const ENTITY_BELOW: f64 = 70.0;

/// The drawing of one sentence.
pub(crate) fn draw(reading: &Reading, sentence: &Sentence) -> String {
    let layout = Layout::of(&reading.sentences, sentence);
    let (width, foot) = (layout.width, layout.foot);
    let has_entities = reading
        .sentences
        .entities
        .iter()
        .any(|entity| is_in(&entity.tokens, sentence));
    let height = foot
        + if has_entities {
            ENTITY_BELOW + 22.0
        } else {
            FINE_TAG_BELOW + 12.0
        };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{FONTS}\">\n"
    );
    let _ = writeln!(
        svg,
        "<title>{}</title>",
        escaped(sentence.span.of(&reading.document.text))
    );
    let _ = writeln!(
        svg,
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
    );
    let _ = writeln!(
        svg,
        "<g fill=\"none\" stroke=\"#4a5568\" stroke-width=\"1.4\">"
    );
    for arc in &layout.arcs {
        line(&mut svg, arc, foot);
    }
    let _ = writeln!(svg, "</g>\n<g fill=\"#4a5568\">");
    for arc in &layout.arcs {
        head(&mut svg, arc.dependent_x, foot);
    }
    let _ = writeln!(
        svg,
        "</g>\n<g font-size=\"11\" fill=\"#1a365d\" text-anchor=\"middle\">"
    );
    for arc in &layout.arcs {
        label(&mut svg, arc);
    }
    let _ = writeln!(svg, "</g>\n<g text-anchor=\"middle\">");
    words(&mut svg, reading, sentence, &layout);
    entities(&mut svg, reading, sentence, &layout);
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// An arc's line: up, across with rounded corners, and down; straight down where it comes from nowhere.
fn line(svg: &mut String, arc: &Arc, foot: f64) {
    let (from, to, top) = (arc.governor_x, arc.dependent_x, arc.y);
    let end = foot - 5.0;
    if (from - to).abs() < f64::EPSILON {
        let _ = writeln!(svg, "<path d=\"M{to:.1} {top:.1}V{end:.1}\"/>");
        return;
    }
    let corner = CORNER.min((to - from).abs() / 2.0).min(foot - top);
    let along = corner.copysign(to - from);
    let below = top + corner;
    let _ = writeln!(
        svg,
        "<path d=\"M{from:.1} {foot:.1}V{below:.1}Q{from:.1} {top:.1} {:.1} {top:.1}H{:.1}Q{to:.1} {top:.1} {to:.1} {below:.1}V{end:.1}\"/>",
        from + along,
        to - along,
    );
}

/// The head of an arrow that points down at a word.
fn head(svg: &mut String, x: f64, foot: f64) {
    let _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {foot:.1}l-3.6 -8.4q3.6 2.2 7.2 0z\"/>"
    );
}

fn label(svg: &mut String, arc: &Arc) {
    let (middle, y, width) = (arc.label_x(), arc.y, arc.label_width);
    let _ = writeln!(
        svg,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"14\" fill=\"#ffffff\"/><text x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
        middle - width / 2.0,
        y - 7.0,
        width,
        y + 3.8,
        escaped(&arc.label),
    );
}

fn words(svg: &mut String, reading: &Reading, sentence: &Sentence, layout: &Layout) {
    for (token, x) in reading.sentences.tokens[sentence.tokens.clone()]
        .iter()
        .zip(&layout.centres)
    {
        let inserted = token.span.is_empty();
        let form = if inserted {
            token.text.as_str()
        } else {
            token.span.of(&reading.document.text)
        };
        let dress = if inserted {
            "fill=\"#a0aec0\" font-style=\"italic\""
        } else {
            "fill=\"#1a202c\""
        };
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"17\" {dress}>{}</text>\
             <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"11\" fill=\"#2c5282\">{}</text>\
             <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"10\" fill=\"#718096\">{}</text>",
            layout.foot + WORD_BELOW,
            escaped(form),
            layout.foot + TAG_BELOW,
            escaped(&token.pos),
            layout.foot + FINE_TAG_BELOW,
            escaped(&token.tag),
        );
    }
}

/// A bracket beneath the words of each named entity.
fn entities(svg: &mut String, reading: &Reading, sentence: &Sentence, layout: &Layout) {
    let first = sentence.tokens.start;
    for entity in reading
        .sentences
        .entities
        .iter()
        .filter(|entity| is_in(&entity.tokens, sentence))
    {
        let (from, last) = (entity.tokens.start - first, entity.tokens.end - 1 - first);
        let left = layout.centres[from] - layout.widths[from] / 2.0;
        let right = layout.centres[last] + layout.widths[last] / 2.0;
        let y = layout.foot + ENTITY_BELOW;
        let _ = writeln!(
            svg,
            "<path d=\"M{left:.1} {:.1}v4H{right:.1}v-4\" fill=\"none\" stroke=\"#b7791f\" stroke-width=\"1.4\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\" fill=\"#975a16\">{}</text>",
            y - 4.0,
            (left + right) / 2.0,
            y + 13.0,
            escaped(&entity.label),
        );
    }
}

fn is_in(tokens: &std::ops::Range<usize>, sentence: &Sentence) -> bool {
    !tokens.is_empty() && sentence.tokens.start <= tokens.start && tokens.end <= sentence.tokens.end
}

/// Text that may stand in XML: its signs escaped, what XML forbids replaced, white space as blanks.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in super::on_one_line(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push(char::REPLACEMENT_CHARACTER),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_the_drawing() {
        assert_eq!(
            escaped("</text><script> & \"\u{0}\""),
            "&lt;/text&gt;&lt;script&gt; &amp; &quot;\u{FFFD}&quot;"
        );
    }
}
