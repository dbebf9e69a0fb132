//! Which documents do the rows of a table hold?
//!
//! In comes a stream of rows between commas, semicolons or tabs, with a header; out comes a
//! document for each row, or the complaint that it holds none. Invariants: a bad row costs
//! itself alone, and no row takes more memory than the limit, however many lines a quotation
//! mark that was not closed would swallow.

use std::io::{BufRead, Cursor, Read as _};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use marsad::document::Document;

use super::{
    Defaults,
    bounded::{Bounded, Taken},
    columns::{self, Column},
    decode,
    lines::{self, Line},
    parts::{Part, Parts},
};
use crate::report::{Complaint, Position};

/// The longest header, in bytes.
const LONGEST_HEADER: usize = 1 << 16;

/// A table on its way.
pub(super) struct Table {
    rows: csv::Reader<Bounded>,
    /// Starts anew with every row.
    taken: Taken,
    name: String,
    /// Which column holds what, with its name.
    columns: Vec<columns::Read>,
    /// How many rows came.
    count: u64,
    /// The line on which the last one began.
    line: u64,
}

/// What stood in a table next.
pub(super) enum Next {
    /// A document, perhaps with complaints about parts of it.
    Document(Box<Document>, Vec<Complaint>),
    /// A row that holds none.
    Refused(Complaint),
    /// The table cannot be read any further.
    Broken(Complaint),
    /// There are no more rows; how many there were.
    End(u64),
}

impl Table {
    /// Looks at the header of a stream.
    ///
    /// # Errors
    ///
    /// The complaint that the table cannot be used.
    pub(super) fn new(
        mut reader: Box<dyn BufRead + Send>,
        name: String,
        columns: &[Column],
        max_bytes: usize,
    ) -> Result<Self, Complaint> {
        let whole = || Some(Position::whole(&name));
        let unreadable = |error: &dyn std::error::Error| {
            Complaint::error(whole(), format!("cannot be read: {error}"))
        };
        let head = match lines::next_line(&mut *reader, LONGEST_HEADER) {
            Ok(Some((Line::Whole(head), _))) => head,
            Ok(Some((Line::TooLong, _))) => {
                let what = "the first line is too long for the header of a table";
                return Err(Complaint::error(whole(), what).help(NEEDED));
            }
            Ok(None) => return Err(Complaint::error(whole(), "this table is empty").help(NEEDED)),
            Err(error) => return Err(unreadable(&error)),
        };
        let separator = columns::separator(&head);
        let head: Vec<u8> = head.into_iter().chain([b'\n']).collect();
        // Each quotation mark in a text is written twice.
        let limit = (max_bytes as u64).saturating_mul(2).saturating_add(1 << 17);
        let (bounded, taken) = Bounded::new(Box::new(Cursor::new(head).chain(reader)), limit);
        let mut rows = ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(bounded);
        let header = rows.byte_headers().map_err(|error| unreadable(&error))?;
        let header: Vec<String> = header
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect();
        let columns = columns::found(&header, columns).map_err(|lack| {
            Complaint::error(Some(Position::line(&name, 1)), lack.what).help(lack.help)
        })?;
        Ok(Self {
            rows,
            taken,
            name,
            columns,
            count: 0,
            line: 1,
        })
    }

    /// How many bytes of the stream are behind what was last taken.
    pub(super) fn position(&self) -> u64 {
        self.rows.position().byte()
    }

    /// Where the row stands that was last taken.
    pub(super) fn last_row(&self) -> Position {
        Position::line(&self.name, self.line)
    }

    /// The table itself.
    pub(super) fn whole(&self) -> Position {
        Position::whole(&self.name)
    }

    /// The next row.
    pub(super) fn next(&mut self, defaults: &Defaults) -> Next {
        self.taken.start_anew();
        let mut row = ByteRecord::new();
        let begins = self.rows.position().line();
        match self.rows.read_byte_record(&mut row) {
            Ok(false) => return Next::End(self.count),
            Ok(true) => {}
            Err(error) => return self.fault(&error, begins),
        }
        self.count += 1;
        self.line = row.position().map_or(begins, csv::Position::line);
        let position = self.last_row();
        let mut parts = Parts::default();
        let mut complaints = Vec::new();
        for columns::Read { part, at, name } in &self.columns {
            let cell = row.get(*at).unwrap_or_default().to_vec();
            let decoded = match decode::text(cell) {
                Ok(decoded) => decoded,
                Err(no_text) => {
                    let what = format!(
                        "in column \"{name}\", {}; the row was passed over",
                        no_text.what
                    );
                    let complaint = Complaint::error(Some(position), what);
                    return Next::Refused(complaint.help(no_text.help));
                }
            };
            if let Some(assumed) = decoded.assumed {
                let what = format!("in column \"{name}\", {assumed}");
                complaints.push(Complaint::warning(position.clone(), what));
            }
            let said = Some(decoded.text).filter(|text| !text.trim().is_empty());
            match part {
                Part::Text => parts.text = said.unwrap_or_default(),
                Part::Id => parts.id = said,
                Part::Title => parts.title = said,
                Part::Source => parts.source = said,
                Part::Published => parts.published = said,
                Part::Url => parts.url = said,
                Part::Language => parts.language = said,
            }
        }
        if parts.text.is_empty() {
            let what = format!(
                "nothing stands in column \"{}\"; the row was passed over",
                self.name_of(Part::Text)
            );
            let help = "a report without words cannot be read";
            return Next::Refused(Complaint::error(Some(position), what).help(help));
        }
        let written_under = self.name_of(Part::Published);
        let (document, complaint) = parts.assembled(&position, written_under, defaults);
        complaints.extend(complaint);
        Next::Document(Box::new(document), complaints)
    }

    fn name_of(&self, part: Part) -> &str {
        let column = self.columns.iter().find(|column| column.part == part);
        column.map_or(part.name(), |column| &column.name)
    }

    fn fault(&mut self, error: &csv::Error, begins: u64) -> Next {
        self.count += 1;
        match error.kind() {
            ErrorKind::UnequalLengths {
                pos,
                expected_len,
                len,
            } => {
                let line = pos.as_ref().map_or(begins, csv::Position::line);
                let what = format!(
                    "this row has {len} columns, and the header {expected_len}; it was passed over"
                );
                let help = "a text with a separator or a line end in it must stand between quotation marks";
                Next::Refused(
                    Complaint::error(Some(Position::line(&self.name, line)), what).help(help),
                )
            }
            kind => {
                let why = match kind {
                    ErrorKind::Io(why) => why.to_string(),
                    _ => error.to_string(),
                };
                let position = Position::line(&self.name, begins);
                let what = format!("cannot be read from this row on: {why}");
                Next::Broken(Complaint::error(Some(position), what).help(
                    "look for a quotation mark that is not closed, or raise the limit with --max-bytes",
                ))
            }
        }
    }
}

const NEEDED: &str = "the first line must name the columns, one of them \"text\"; --column text=NAME says which column holds the reports' words";

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str, columns: &[&str], max_bytes: usize) -> Result<Table, Complaint> {
        let columns: Vec<Column> = columns
            .iter()
            .map(|typed| Column::typed(typed).unwrap())
            .collect();
        let reader = Box::new(Cursor::new(text.as_bytes().to_vec()));
        Table::new(reader, "t.csv".to_owned(), &columns, max_bytes)
    }

    /// What each row gives: its text, or the complaint.
    fn rows(mut table: Table) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            match table.next(&Defaults::default()) {
                Next::Document(document, _) => told.push(document.text),
                Next::Refused(complaint) => told.push(complaint.to_string()),
                Next::Broken(complaint) => {
                    told.push(complaint.to_string());
                    return told;
                }
                Next::End(_) => return told,
            }
        }
    }

    #[test]
    fn columns_are_found_by_name_and_by_what_is_typed() {
        let text = "Date;Body;TITLE\n2020-01-02;\"One; \"\"two\"\"\nlines\";T\n";
        let mut table = table(text, &["text=Body", "published=Date"], 1000).unwrap();
        let Next::Document(document, complaints) = table.next(&Defaults::default()) else {
            panic!("a document")
        };
        assert!(complaints.is_empty());
        assert_eq!(document.text, "One; \"two\"\nlines");
        assert_eq!(document.title.as_deref(), Some("T"));
        assert_eq!(document.published.unwrap().to_string(), "2020-01-02");
        assert!(matches!(table.next(&Defaults::default()), Next::End(1)));
    }

    #[test]
    fn a_table_without_the_column_says_which_it_has() {
        let told = |result: Result<Table, Complaint>| result.err().unwrap().to_string();
        let missing = told(table("a,b\n1,2\n", &[], 100));
        assert!(missing.contains("t.csv:1: error: no column \"text\"") && missing.contains("a, b"));
        let misnamed = told(table("a,b\n1,2\n", &["text=c"], 100));
        assert!(misnamed.contains("no column \"c\"") && misnamed.contains("a, b"));
        assert!(told(table("", &[], 100)).contains("empty"));
    }

    #[test]
    fn a_bad_row_costs_itself_alone() {
        let text = "text,published\none,\ntwo,x,y\n,2020-01-01\nthree,\n";
        let told = rows(table(text, &[], 100).unwrap());
        assert_eq!((told[0].as_str(), told[3].as_str()), ("one", "three"));
        assert!(told[1].contains("t.csv:3: error: this row has 3 columns, and the header 2"));
        assert!(told[2].contains("t.csv:4: error: nothing stands in column \"text\""));
    }

    #[test]
    fn an_open_quotation_mark_swallows_no_more_than_the_limit() {
        let text = format!("text\n\"one\"\n\"two\n{}", "three\n".repeat(100_000));
        let told = rows(table(&text, &[], 100).unwrap());
        assert_eq!(told[0], "one");
        assert!(
            told[1].contains("t.csv:3: error: cannot be read from this row on"),
            "{}",
            told[1]
        );
        assert_eq!(told.len(), 2);
    }
}
