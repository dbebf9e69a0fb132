//! How far has a long run come?
//!
//! In goes what has been read so far; out comes a bar on standard error with
//! rate and time left. Invariant: it is shown only where somebody watches, only
//! after a second, and never mixes with other lines.

use std::{
    io::{self, IsTerminal as _},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a run must take before it is worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run has come, and the bar that shows it.
pub(crate) struct Progress {
    shown: Shown,
    started: Instant,
    total_bytes: Option<u64>,
    unit: &'static str,
    done: u64,
}

enum Shown {
    Never,
    NotYet,
    As(ProgressBar),
}

impl Progress {
    /// Progress through `total_bytes` of input, or through an unknown length. It
    /// is shown when standard error is a terminal and standard output is none,
    /// since results on the same screen show the progress themselves.
    pub(crate) fn watched(total_bytes: Option<u64>) -> Self {
        let watched = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let shown = if watched { Shown::NotYet } else { Shown::Never };
        Self {
            shown,
            total_bytes,
            ..Self::hidden()
        }
    }

    /// Progress through lists of rows. Their results come all at the end, so it is shown
    /// wherever standard error is a terminal.
    pub(crate) fn of_rows(total_bytes: Option<u64>) -> Self {
        Self {
            unit: "rows",
            ..Self::of_documents(total_bytes)
        }
    }

    /// Progress through documents of which nothing is printed, likewise.
    pub(crate) fn of_documents(total: Option<u64>) -> Self {
        let shown = if io::stderr().is_terminal() {
            Shown::NotYet
        } else {
            Shown::Never
        };
        Self {
            shown,
            total_bytes: total,
            ..Self::hidden()
        }
    }

    /// Progress that nobody watches.
    pub(crate) fn hidden() -> Self {
        Self {
            shown: Shown::Never,
            started: Instant::now(),
            total_bytes: None,
            unit: "documents",
            done: 0,
        }
    }

    /// One more document has been read; `position` bytes of the input are behind it.
    pub(crate) fn read(&mut self, position: u64) {
        self.read_more(1, position);
    }

    /// So many more have been read; `position` bytes of the input are behind them.
    pub(crate) fn read_more(&mut self, more: u64, position: u64) {
        self.done += more;
        if matches!(self.shown, Shown::NotYet) && self.started.elapsed() > PATIENCE {
            self.shown = Shown::As(self.bar());
        }
        if let Shown::As(bar) = &self.shown {
            let seconds = self.started.elapsed().as_secs_f64();
            bar.set_message(format!(
                "{} {}, {:.0}/s",
                self.done,
                self.unit,
                self.done as f64 / seconds
            ));
            bar.set_position(position);
        }
    }

    /// Prints something above the bar.
    pub(crate) fn above(&self, print: impl FnOnce()) {
        match &self.shown {
            Shown::As(bar) => bar.suspend(print),
            Shown::Never | Shown::NotYet => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        if let Shown::As(bar) = self.shown {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> ProgressBar {
        let bar = self
            .total_bytes
            .map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = match self.total_bytes {
            Some(_) => "{bar:30} {percent:>3} %  {msg}, {eta} left",
            None => "{spinner} {msg}, {elapsed} so far",
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.with_style(style.progress_chars("━╸ "))
            .with_elapsed(self.started.elapsed())
    }
}
