//! What does somebody mean who types words?
//!
//! In come words as typed; out comes a query of SQLite's full-text index. Invariant: whatever
//! is typed is looked for, and nothing of it is taken for an operator of that index.

/// Words to look for, as the index wants them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words(String);

impl Words {
    /// All of these words, in any order; what stands between quotation marks together; a word
    /// that ends in an asterisk, as the beginning of a word. Nothing where no word is typed.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        let mut query = String::new();
        for (at, part) in text.split('"').enumerate() {
            // Every second part stands between two marks, or behind one that was not closed.
            let pieces: Vec<&str> = if at % 2 == 1 {
                vec![part]
            } else {
                part.split_whitespace().collect()
            };
            for piece in pieces {
                if !piece.chars().any(char::is_alphanumeric) {
                    continue;
                }
                if !query.is_empty() {
                    query.push(' ');
                }
                let beginning = at % 2 == 0 && piece.ends_with('*');
                query.push('"');
                query.push_str(piece.trim_end_matches('*'));
                query.push_str(if beginning { "\"*" } else { "\"" });
            }
        }
        Some(Self(query)).filter(|words| !words.0.is_empty())
    }

    /// Whether none of them is only the beginning of a word.
    pub(super) fn are_whole(&self) -> bool {
        !self.0.contains("\"*")
    }

    /// The query.
    pub(in crate::store) fn query(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Option<String> {
        Words::typed(text).map(|words| words.0)
    }

    #[test]
    fn words_phrases_and_beginnings() {
        for (typed, meant) in [
            ("market shelling", r#""market" "shelling""#),
            (
                r#"the "market square" hit"#,
                r#""the" "market square" "hit""#,
            ),
            (r#""not closed"#, r#""not closed""#),
            ("shell*", r#""shell"*"#),
            ("NOT (a OR b)", r#""NOT" "(a" "OR" "b)""#),
            ("text:x - ^", r#""text:x""#),
        ] {
            assert_eq!(query(typed).as_deref(), Some(meant), "{typed}");
        }
        for nothing in ["", "  ", "\"\"", "* - ?"] {
            assert_eq!(query(nothing), None, "{nothing}");
        }
    }
}
