//! Which document do its named parts make?
//!
//! In come strings under the names that records and tables have for them; out comes a
//! [`Document`], with a complaint if its day is none. Invariant: what stands nowhere is taken
//! from the defaults, and what stands there and is wrong is not.

use marsad::document::Document;

use super::{Defaults, date};
use crate::report::{Complaint, Position};

/// The parts that a document can have, by the names that they have in records and tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Its words.
    Text,
    /// Its id.
    Id,
    /// Its headline.
    Title,
    /// Who published it.
    Source,
    /// When.
    Published,
    /// Where it was found.
    Url,
    /// Its language.
    Language,
}

impl Part {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Text,
        Self::Id,
        Self::Title,
        Self::Source,
        Self::Published,
        Self::Url,
        Self::Language,
    ];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Title => "title",
            Self::Source => "source",
            Self::Published => "published",
            Self::Url => "url",
            Self::Language => "language",
        }
    }
}

/// What was found under each name; what is empty was not found.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) text: String,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) source: Option<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

impl Parts {
    /// The document that they make. `written_under` is what the day's name is where they come from.
    pub(super) fn assembled(
        self,
        position: &Position,
        written_under: &str,
        defaults: &Defaults,
    ) -> (Document, Option<Complaint>) {
        let mut document = Document {
            title: self.title,
            source: self.source.or_else(|| defaults.source.clone()),
            url: self.url,
            language: self.language,
            published: None,
            id: String::new(),
            text: self.text,
        };
        let mut complaint = None;
        match self.published.as_deref().map(date::day) {
            Some(Ok(day)) => document.published = Some(day),
            Some(Err(why)) => {
                let written = self.published.unwrap_or_default();
                let what = format!(
                    "\"{written_under}\" is \"{written}\": {why}; the report was read as undated"
                );
                complaint = Some(
                    Complaint::error(Some(position.clone()), what)
                        .help("days like \"Friday\" cannot be dated without it"),
                );
            }
            None => document.published = defaults.published,
        }
        document.id = self
            .id
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| document.fingerprint());
        (document, complaint)
    }
}
