//! Which column of a table holds which part of a document?
//!
//! In come a header and what the user says of it; out come the columns that are read. Invariant:
//! what the user names is there, or the table is refused; nothing else is guessed but names that
//! are the same.

use super::parts::Part;

/// What may stand between columns.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A column that the user names, with what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// What it holds.
    pub(crate) part: Part,
    /// Its name in the header.
    pub(crate) name: String,
}

impl Column {
    /// A column as it is typed: what it holds, an equals sign, its name.
    ///
    /// # Errors
    ///
    /// In words, when it is of another form or holds nothing that a document has.
    pub(crate) fn typed(text: &str) -> Result<Self, String> {
        let known = Part::ALL.map(Part::name).join(", ");
        let (part, name) = text
            .split_once('=')
            .ok_or_else(|| "expected PART=COLUMN, such as text=Body".to_owned())?;
        let part = Part::ALL
            .into_iter()
            .find(|known| known.name() == part)
            .ok_or_else(|| format!("\"{part}\" is no part of a report; known are {known}"))?;
        Ok(Self {
            part,
            name: name.to_owned(),
        })
    }
}

/// A column that is read.
pub(super) struct Read {
    /// What it holds.
    pub(super) part: Part,
    /// Its place in a row, counted from 0.
    pub(super) at: usize,
    /// Its name in the header.
    pub(super) name: String,
}

/// Why a table has not the columns that it needs.
pub(super) struct Lack {
    /// What is wrong.
    pub(super) what: String,
    /// What to do.
    pub(super) help: String,
}

/// Which column holds what: those that the user named, and those that are called after what
/// they hold.
///
/// # Errors
///
/// What is wrong, and what to do, when a column that is needed is missing.
pub(super) fn found(header: &[String], named: &[Column]) -> Result<Vec<Read>, Lack> {
    let mut columns = Vec::new();
    for part in Part::ALL {
        let by_user = named.iter().rev().find(|column| column.part == part);
        let at = match by_user {
            Some(column) => {
                let at = header.iter().position(|cell| *cell == column.name);
                Some(at.ok_or_else(|| Lack {
                    what: format!("there is no column \"{}\" in this table", column.name),
                    help: format!("its columns are {}", header.join(", ")),
                })?)
            }
            None => header
                .iter()
                .position(|cell| cell.eq_ignore_ascii_case(part.name())),
        };
        match at {
            Some(at) => columns.push(Read {
                part,
                at,
                name: header[at].clone(),
            }),
            None if part == Part::Text => {
                let help = format!(
                    "say which column holds the reports' words: --column text=NAME; its columns are {}",
                    header.join(", ")
                );
                return Err(Lack {
                    what: "no column \"text\" is in this table".to_owned(),
                    help,
                });
            }
            None => {}
        }
    }
    Ok(columns)
}

/// Whatever stands most often in the header, outside of quotation marks.
pub(super) fn separator(head: &[u8]) -> u8 {
    let outside = || {
        let parts = head.split(|&byte| byte == b'"');
        parts.step_by(2).flatten().copied()
    };
    let often = |separator| outside().filter(|&byte| byte == separator).count();
    // Of equals, the last one would win.
    let mut best = SEPARATORS[0];
    for separator in SEPARATORS {
        if often(separator) > often(best) {
            best = separator;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_what_stands_most_often_outside_of_quotation_marks() {
        for (head, expected) in [
            ("a,b,c", b','),
            ("a;\"b,c,d\";e", b';'),
            ("a\tb, c\td", b'\t'),
            ("text", b','),
        ] {
            assert_eq!(separator(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn what_is_typed_is_checked() {
        assert_eq!(Column::typed("text=A=B").unwrap().name, "A=B");
        assert!(
            Column::typed("words=A")
                .unwrap_err()
                .contains("text, id, title")
        );
        assert!(Column::typed("text").unwrap_err().contains("PART=COLUMN"));
    }
}
