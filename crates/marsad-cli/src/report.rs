//! What is told on standard error, and which exit code follows from it?
//!
//! In come complaints about input; out come lines for people and one
//! [`Outcome`]. Invariant: a complaint names what it is about, says what is
//! wrong and, where there is something to do, what to do.

use std::{collections::BTreeMap, fmt, process::ExitCode};

/// How a run went; the worst that happened decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Everything was read.
    #[default]
    AllRead,
    /// Some input could not be read, or not all of it; the rest was.
    SomeUnread,
    /// The arguments make no sense; nothing was read.
    WrongUsage,
    /// The output could not be written, or the program failed of itself.
    OwnFault,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::AllRead => 0,
            Outcome::SomeUnread => 1,
            Outcome::WrongUsage => 2,
            Outcome::OwnFault => 3,
        })
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something was mended or guessed; the document was read.
    Warning,
    /// Something could not be read.
    Error,
    /// The program failed of itself.
    Fault,
}

/// Where in the input something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    /// The file as the user named it, or "standard input".
    pub(crate) name: String,
    /// The line, counted from 1.
    pub(crate) line: Option<u64>,
    /// The column in characters or bytes of that line, counted from 1.
    pub(crate) column: Option<usize>,
}

impl Position {
    /// A whole file or stream.
    pub(crate) fn whole(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// One line of it, counted from 1.
    pub(crate) fn line(name: &str, line: u64) -> Self {
        Self {
            name: name.to_owned(),
            line: Some(line),
            column: None,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)?;
        for number in [self.line, self.column.map(|column| column as u64)]
            .into_iter()
            .flatten()
        {
            write!(out, ":{number}")?;
        }
        Ok(())
    }
}

/// Something to tell the user about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What it is about, if it is about one place.
    pub(crate) position: Option<Position>,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

impl Complaint {
    fn new(severity: Severity, position: Option<Position>, what: String) -> Self {
        Self {
            severity,
            position,
            what,
            help: None,
        }
    }

    /// Worth knowing.
    pub(crate) fn note(position: Position, what: impl Into<String>) -> Self {
        Self::new(Severity::Note, Some(position), what.into())
    }

    /// Worth knowing of the run as a whole.
    pub(crate) fn remark(what: impl Into<String>) -> Self {
        Self::new(Severity::Note, None, what.into())
    }

    /// Mended or guessed.
    pub(crate) fn warning(position: Position, what: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Some(position), what.into())
    }

    /// Not read, or not wholly.
    pub(crate) fn error(position: Option<Position>, what: impl Into<String>) -> Self {
        Self::new(Severity::Error, position, what.into())
    }

    /// The program's own failure.
    pub(crate) fn fault(what: impl Into<String>) -> Self {
        Self::new(Severity::Fault, None, what.into())
    }

    /// The same with what to do about it.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The outcome that it amounts to.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.severity {
            Severity::Note | Severity::Warning => Outcome::AllRead,
            Severity::Error => Outcome::SomeUnread,
            Severity::Fault => Outcome::OwnFault,
        }
    }
}

/// How often a warning of one kind about one file is told before it is only counted.
const TOLD: usize = 3;

/// Warnings and notes that came again and again.
#[derive(Debug, Default)]
pub(crate) struct Repeats(BTreeMap<(String, String), usize>);

impl Repeats {
    /// Whether a complaint is to be told now; errors always are.
    pub(crate) fn tells(&mut self, complaint: &Complaint) -> bool {
        let Some(position) = &complaint.position else {
            return true;
        };
        if complaint.outcome() > Outcome::AllRead {
            return true;
        }
        let times = self
            .0
            .entry((position.name.clone(), complaint.what.clone()))
            .or_default();
        *times += 1;
        *times <= TOLD
    }

    /// What was only counted.
    pub(crate) fn summed_up(self) -> impl Iterator<Item = Complaint> {
        let often = self.0.into_iter().filter(|(_, times)| *times > TOLD);
        often.map(|((name, what), times)| {
            let more = times - TOLD;
            let what = format!("{more} more times: {what}");
            Complaint::note(Position::whole(&name), what)
        })
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("marsad: ")?;
        if let Some(position) = &self.position {
            write!(out, "{position}: ")?;
        }
        out.write_str(match self.severity {
            Severity::Note => "note: ",
            Severity::Warning => "warning: ",
            Severity::Error | Severity::Fault => "error: ",
        })?;
        out.write_str(&self.what)?;
        match &self.help {
            Some(help) => write!(out, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_names_place_fault_and_remedy() {
        let position = Position {
            column: Some(7),
            ..Position::line("a.jsonl", 3)
        };
        let complaint = Complaint::error(Some(position), "this line is no JSON").help("mend it");
        assert_eq!(
            complaint.to_string(),
            "marsad: a.jsonl:3:7: error: this line is no JSON\n  help: mend it"
        );
        assert_eq!(complaint.outcome(), Outcome::SomeUnread);
    }

    #[test]
    fn what_is_said_again_and_again_is_summed_up() {
        let mut repeats = Repeats::default();
        let warning = |line| Complaint::warning(Position::line("a.jsonl", line), "no title");
        let told = (1..=10).filter(|&line| repeats.tells(&warning(line)));
        assert_eq!(told.collect::<Vec<u64>>(), [1, 2, 3]);
        let error = Complaint::error(Some(Position::line("a.jsonl", 11)), "no title");
        assert!(repeats.tells(&error));
        let rest: Vec<String> = repeats.summed_up().map(|one| one.to_string()).collect();
        assert_eq!(rest, ["marsad: a.jsonl: note: 7 more times: no title"]);
    }

    #[test]
    fn the_worst_outcome_is_the_greatest() {
        assert!(Outcome::AllRead < Outcome::SomeUnread && Outcome::SomeUnread < Outcome::OwnFault);
    }
}
