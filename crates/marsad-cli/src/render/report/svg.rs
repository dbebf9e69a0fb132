//! What do all drawings have in common?
//!
//! In come numbers and words; out come pieces of SVG. Invariant: coordinates have one digit after the point, so that a drawing is the
//! same on every machine, and words are escaped.

use std::fmt::Write as _;

use crate::render::tree::escaped;

/// The width of every drawing, in its own units; on the page it is as wide as there is room.
pub(super) const WIDTH: f64 = 640.0;

/// A drawing that grows.
pub(super) struct Drawing {
    body: String,
    height: f64,
}

impl Drawing {
    /// An empty drawing of this height.
    pub(super) fn new(height: f64) -> Self {
        Self {
            body: String::new(),
            height,
        }
    }

    /// Adds a shape: its tag with attributes, and what pointing at it tells.
    pub(super) fn shape(&mut self, shape: &str, title: &str) {
        let (tag, _) = shape.split_once(' ').unwrap_or((shape, ""));
        match title {
            "" => {
                let _ = writeln!(self.body, "<{shape}/>");
            }
            title => {
                let _ = writeln!(
                    self.body,
                    "<{shape}><title>{}</title></{tag}>",
                    escaped(title)
                );
            }
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = writeln!(
            self.body,
            "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
            from.0, from.1, to.0, to.1
        );
    }

    pub(super) fn bar(&mut self, class: &str, at: (f64, f64), size: (f64, f64), title: &str) {
        let shape = format!(
            "rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"",
            at.0, at.1, size.0, size.1
        );
        self.shape(&shape, title);
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64, title: &str) {
        let shape = format!(
            "circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"",
            at.0, at.1
        );
        self.shape(&shape, title);
    }

    /// Adds words; `anchor` is start, middle or end.
    pub(super) fn words(&mut self, class: &str, at: (f64, f64), anchor: &str, words: &str) {
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            at.0,
            at.1,
            escaped(words)
        );
    }

    /// The whole, with what it shows in words for those who do not see it.
    pub(super) fn finish(self, label: &str, defs: &str) -> String {
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\">\n{defs}{}</svg>\n",
            self.height,
            escaped(label),
            self.body
        )
    }
}

/// A round step such that at most `most` of them reach as far as `range`: 1, 2 or 5 times a power of ten.
pub(super) fn step(range: f64, most: f64) -> f64 {
    let rough = (range / most).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let factor = match rough / power {
        part if part <= 1.0 => 1.0,
        part if part <= 2.0 => 2.0,
        part if part <= 5.0 => 5.0,
        _ => 10.0,
    };
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!(
            (step(7.0, 4.0), step(27.0, 4.0), step(100.0, 4.0)),
            (2.0, 10.0, 50.0)
        );
        assert!((step(0.9, 4.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn words_in_a_drawing_are_escaped() {
        let mut drawing = Drawing::new(10.0);
        drawing.words("label", (0.0, 0.0), "start", "<b> & co");
        drawing.bar("bar", (0.0, 0.0), (1.0, 1.0), "a < b");
        let svg = drawing.finish("\"x\"", "");
        assert!(svg.contains("&lt;b&gt; &amp; co") && svg.contains("<title>a &lt; b</title>"));
        assert!(svg.contains("aria-label=\"&quot;x&quot;\""), "{svg}");
    }
}
