//! What arrived, from whom, and when?
//!
//! In goes a report as received; out comes a [`Document`], which is never
//! changed afterwards: everything later points into its text. Its one
//! invariant: the same source, publication day, title and text always have the
//! same [`Document::fingerprint`].

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// A report as received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The id it was given, or [`Document::fingerprint`] where none was.
    pub id: String,
    /// The report's own words. All spans point into them.
    pub text: String,
    /// Its headline, where it came apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Where it was found.
    pub url: Option<String>,
    /// Its language as a BCP 47 tag ("en"), where it was given.
    pub language: Option<String>,
}

impl Document {
    /// A document of which only the text is known.
    ///
    /// ```
    /// let document = marsad::document::Document::from_text("Shelling was heard in Bakhmut.");
    /// assert_eq!(document.id, document.fingerprint());
    /// ```
    pub fn from_text(text: impl Into<String>) -> Self {
        let mut document = Self {
            text: text.into(),
            ..Self::default()
        };
        document.id = document.fingerprint();
        document
    }

    /// The first 16 hexadecimal digits of the SHA-256 of source, publication day,
    /// title and text, so that fetching a report twice changes nothing.
    pub fn fingerprint(&self) -> String {
        let published = self.published.map(|day| day.to_string());
        let mut hash = Sha256::new();
        for part in [
            self.source.as_deref(),
            published.as_deref(),
            self.title.as_deref(),
            Some(&self.text),
        ] {
            let part = part.unwrap_or("");
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
