//! Which document does a JSON line hold?
//!
//! In comes one line of JSON Lines; out comes a [`Document`] with complaints
//! about keys that had to be left out, or the complaint that it holds none.
//! Invariant: a document is lost only for want of its text.

use marsad::document::Document;
use serde::Deserialize;
use serde_json::Value;

use super::{Defaults, parts::Parts};
use crate::report::{Complaint, Position};

/// The keys that are read. Anything may stand in them, so that a wrong title costs no text.
#[derive(Deserialize)]
struct Keys {
    text: Option<Value>,
    id: Option<Value>,
    title: Option<Value>,
    source: Option<Value>,
    published: Option<Value>,
    url: Option<Value>,
    language: Option<Value>,
}

/// The document on one line, and complaints about parts of it.
///
/// # Errors
///
/// The complaint that says why there is none, with line and column.
pub(super) fn document(
    line: &str,
    position: Position,
    defaults: &Defaults,
) -> Result<(Document, Vec<Complaint>), Complaint> {
    if !line.trim_start().starts_with('{') {
        let what = "this line is no JSON object; it was passed over";
        return Err(Complaint::error(Some(position), what).help(help_for(line)));
    }
    let keys: Keys =
        serde_json::from_str(line).map_err(|error| broken(&error, position.clone()))?;
    let text = match keys.text {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => {
            let what = "this object has no key \"text\"; it was passed over";
            return Err(Complaint::error(Some(position), what)
                .help("put the report's words under \"text\""));
        }
        Some(other) => {
            let what = format!(
                "\"text\" is {}, not a string; it was passed over",
                kind_of(&other)
            );
            return Err(Complaint::error(Some(position), what)
                .help("put the report's words under \"text\" as one string"));
        }
    };

    let mut strings = Strings {
        position: &position,
        complaints: Vec::new(),
    };
    let id = match keys.id {
        Some(Value::Number(number)) => Some(number.to_string()),
        other => strings.take("id", other),
    };
    let parts = Parts {
        id,
        title: strings.take("title", keys.title),
        source: strings.take("source", keys.source),
        published: strings.take("published", keys.published),
        url: strings.take("url", keys.url),
        language: strings.take("language", keys.language),
        text,
    };
    let mut complaints = strings.complaints;
    let (document, complaint) = parts.assembled(&position, "published", defaults);
    complaints.extend(complaint);
    Ok((document, complaints))
}

/// Takes strings out of keys, and warns of what is none: other programs keep other
/// things under these names, and the report itself is whole without them.
struct Strings<'p> {
    position: &'p Position,
    complaints: Vec<Complaint>,
}

impl Strings<'_> {
    fn take(&mut self, key: &str, value: Option<Value>) -> Option<String> {
        match value {
            None | Some(Value::Null) => None,
            Some(Value::String(string)) => Some(string).filter(|string| !string.trim().is_empty()),
            Some(other) => {
                let what = format!(
                    "\"{key}\" is {}, not a string; the report was read without it",
                    kind_of(&other)
                );
                self.complaints
                    .push(Complaint::warning(self.position.clone(), what));
                None
            }
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn broken(error: &serde_json::Error, position: Position) -> Complaint {
    // The reader of one line counts it as line 1 and says so; our own position is the true one.
    let told = error.to_string();
    let reason = told.split(" at line ").next().unwrap_or(&told);
    let help = if error.is_eof() {
        "each object must stand on one line whole; jq -c . writes them so"
    } else {
        "each line must be one JSON object, such as {\"text\": \"…\"}"
    };
    let position = Position {
        column: Some(error.column()),
        ..position
    };
    Complaint::error(
        Some(position),
        format!("this line is no valid JSON ({reason}); it was passed over"),
    )
    .help(help)
}

fn help_for(line: &str) -> &'static str {
    if line.trim_start().starts_with('[') {
        "each line must be one JSON object; jq -c '.[]' takes a list apart"
    } else {
        "each line must be one JSON object, such as {\"text\": \"…\"}; plain text belongs in a .txt file"
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(line: &str) -> Result<(Document, Vec<Complaint>), Complaint> {
        let defaults = Defaults {
            published: Some(date(2020, 1, 1)),
            source: Some("Default".into()),
        };
        document(line, Position::line("a.jsonl", 4), &defaults)
    }

    #[test]
    fn keys_are_taken_and_others_ignored() {
        let line = r#"{"id": 7, "text": "T", "source": "S", "published": "2017-10-06", "language": null, "tags": [{}]}"#;
        let (document, complaints) = read(line).unwrap();
        assert!(complaints.is_empty());
        assert_eq!((document.id.as_str(), document.text.as_str()), ("7", "T"));
        assert_eq!(
            (document.source.as_deref(), document.published),
            (Some("S"), Some(date(2017, 10, 6)))
        );
    }

    #[test]
    fn defaults_fill_what_is_unsaid_but_not_what_is_wrong() {
        let (document, _) = read(r#"{"text": "T"}"#).unwrap();
        assert_eq!(
            (document.source.as_deref(), document.published),
            (Some("Default"), Some(date(2020, 1, 1)))
        );
        assert_eq!(document.id, document.fingerprint());
        let (document, complaints) = read(r#"{"text": "T", "published": "2017-13-45"}"#).unwrap();
        assert_eq!(document.published, None);
        assert!(
            complaints[0].what.contains("2017-13-45")
                && complaints[0].what.contains("year-month-day")
        );
    }

    #[test]
    fn what_holds_no_text_is_told_with_its_place() {
        for (line, place, words) in [
            (r#"{"text": "T""#, "a.jsonl:4:12", "no valid JSON"),
            (r#"{"title": "T"}"#, "a.jsonl:4", "no key \"text\""),
            (r#"{"text": ["T"]}"#, "a.jsonl:4", "a list"),
            ("[1, 2]", "a.jsonl:4", "no JSON object"),
        ] {
            let complaint = read(line).unwrap_err();
            assert_eq!(
                complaint
                    .position
                    .as_ref()
                    .map(ToString::to_string)
                    .as_deref(),
                Some(place)
            );
            assert!(
                complaint.what.contains(words) && complaint.help.is_some(),
                "{complaint}"
            );
        }
    }

    #[test]
    fn a_wrong_title_costs_no_text() {
        let (document, complaints) = read(r#"{"text": "T", "title": 5}"#).unwrap();
        assert_eq!(document.title, None);
        assert!(complaints[0].what.contains("\"title\" is a number"));
    }
}
