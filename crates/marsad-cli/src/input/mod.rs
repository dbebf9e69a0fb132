//! What was named, and which documents does it hold?
//!
//! In come paths and streams; out come [`Arrival`]s in input order: documents,
//! and complaints about what is none. Invariant: one bad input never stops the
//! others and never vanishes, and no more than one document of a source is in
//! memory at a time.

mod bounded;
pub(crate) mod columns;
pub(crate) mod date;
mod decode;
pub(crate) mod lines;
pub(crate) mod listing;
mod opened;
mod parts;
mod record;
mod table;

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal as _},
    path::Path,
};

use jiff::civil::Date;
use marsad::document::Document;

use self::{
    columns::Column,
    lines::Line,
    listing::Entry,
    opened::{Holds, Opened, Plain, Whole},
    table::{Next, Table},
};
use crate::{
    arguments::InputOptions,
    report::{Complaint, Position},
};

/// What came in next: a document, complaints, or both.
#[derive(Debug, Default)]
pub(crate) struct Arrival {
    /// The document, if there is one.
    pub(crate) document: Option<Document>,
    /// What there is to tell about it.
    pub(crate) complaints: Vec<Complaint>,
    /// How many bytes of the input are behind it.
    pub(crate) position: u64,
}

/// What documents are given that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    /// The day of publication.
    pub(crate) published: Option<Date>,
    /// Who published it.
    pub(crate) source: Option<String>,
}

/// All arrivals, in input order.
pub(crate) struct Inputs {
    entries: VecDeque<Entry>,
    records: Option<Records>,
    table: Option<Table>,
    columns: Vec<Column>,
    defaults: Defaults,
    max_bytes: usize,
    position: u64,
}

/// A stream of JSON Lines on its way.
struct Records {
    reader: Box<dyn BufRead + Send>,
    name: String,
    line: u64,
    objects: u64,
}

impl Inputs {
    /// What the options name.
    ///
    /// # Errors
    ///
    /// When nothing is named and nobody pipes anything in.
    pub(crate) fn new(options: &InputOptions) -> Result<Self, Complaint> {
        if options.paths.is_empty() && io::stdin().is_terminal() {
            let help = "name files or folders, or pipe text in: marsad read report.txt (see marsad --help)";
            return Err(Complaint::error(None, "nothing to read").help(help));
        }
        Ok(Self {
            entries: listing::list(&options.paths).into(),
            records: None,
            table: None,
            columns: options.columns.clone(),
            defaults: Defaults {
                published: options.published,
                source: options.source.clone(),
            },
            max_bytes: options.max_bytes.get(),
            position: 0,
        })
    }

    /// How many bytes there are to read, where that is known.
    pub(crate) fn total_bytes(&self) -> Option<u64> {
        self.entries
            .iter()
            .try_fold(0u64, |sum, entry| match entry {
                Entry::File(_, size) => Some(sum.saturating_add(*size)),
                Entry::Stdin => None,
                Entry::Trouble(_) => Some(sum),
            })
    }

    /// Opens one source: a plain text arrives at once, a stream of records is set going.
    fn open(&mut self, entry: Entry) -> Option<Arrival> {
        let (path, reader): (_, Box<dyn BufRead + Send>) = match entry {
            Entry::Trouble(complaint) => return Some(self.arrival(None, vec![complaint])),
            Entry::Stdin => (None, Box::new(BufReader::new(io::stdin()))),
            Entry::File(path, _) => match File::open(&path) {
                Ok(file) => (
                    Some(path),
                    Box::new(BufReader::with_capacity(1 << 16, file)),
                ),
                Err(error) => {
                    return Some(self.arrival(None, vec![listing::unreadable(&path, &error)]));
                }
            },
        };
        let name = path
            .as_deref()
            .map_or_else(|| "standard input".to_owned(), listing::name_of);
        let unreadable = |error| {
            Complaint::error(
                Some(Position::whole(&name)),
                format!("cannot be read: {error}"),
            )
        };
        let unnamed = if self.columns.is_empty() {
            Holds::Text
        } else {
            Holds::Table
        };
        let opened = match Opened::new(reader, path.as_deref(), unnamed) {
            Ok(opened) => opened,
            Err(error) => return Some(self.arrival(None, vec![unreadable(error)])),
        };
        match opened.holds {
            Holds::Records => {
                self.records = Some(Records {
                    reader: opened.reader,
                    name,
                    line: 0,
                    objects: 0,
                });
                None
            }
            Holds::Table => match Table::new(opened.reader, name, &self.columns, self.max_bytes) {
                Ok(table) => {
                    self.table = Some(table);
                    None
                }
                Err(complaint) => Some(self.arrival(None, vec![complaint])),
            },
            Holds::Text => Some(match opened.plain_text(self.max_bytes) {
                Ok(plain) => self.plain(plain, path.as_deref(), &name),
                Err(error) => self.arrival(None, vec![unreadable(error)]),
            }),
        }
    }

    /// The next row of the table that is being read; `None` when it has ended.
    fn next_row(&mut self) -> Option<Arrival> {
        let table = self.table.as_mut()?;
        let before = table.position();
        let next = table.next(&self.defaults);
        self.position += table.position().saturating_sub(before);
        match next {
            Next::Document(document, _) if document.text.len() > self.max_bytes => {
                let position = table.last_row();
                Some(self.arrival(None, vec![too_long(position, self.max_bytes)]))
            }
            Next::Document(document, complaints) => Some(self.arrival(Some(*document), complaints)),
            Next::Refused(complaint) => Some(self.arrival(None, vec![complaint])),
            Next::Broken(complaint) => {
                self.table = None;
                Some(self.arrival(None, vec![complaint]))
            }
            Next::End(rows) => {
                let position = self.table.take()?.whole();
                let nothing = Complaint::note(position, "no rows in it, hence no documents");
                (rows == 0).then(|| self.arrival(None, vec![nothing]))
            }
        }
    }

    /// A document of plain text, or why it is none.
    fn plain(&mut self, plain: Plain, path: Option<&Path>, name: &str) -> Arrival {
        self.position += plain.bytes_read;
        let position = Position::whole(name);
        let decoded = match plain.decoded {
            Ok(decoded) if decoded.text.len() <= self.max_bytes && plain.whole == Whole::Yes => {
                decoded
            }
            Ok(_) => return self.arrival(None, vec![too_long(position, self.max_bytes)]),
            Err(no_text) => {
                let complaint = Complaint::error(Some(position), no_text.what).help(no_text.help);
                return self.arrival(None, vec![complaint]);
            }
        };
        let complaints = decoded
            .assumed
            .map(|assumed| Complaint::warning(position, assumed))
            .into_iter()
            .collect();
        let mut document = Document {
            text: decoded.text,
            published: self.defaults.published,
            source: self.defaults.source.clone(),
            ..Document::default()
        };
        let stem = path
            .and_then(Path::file_stem)
            .map(|stem| stem.to_string_lossy().into_owned());
        document.id = stem.unwrap_or_else(|| document.fingerprint());
        self.arrival(Some(document), complaints)
    }

    /// The next record of the stream that is being read; `None` when it has ended.
    fn next_record(&mut self) -> Option<Arrival> {
        // Escapes such as \u00e9 make a line of JSON up to six times as long as its text.
        let limit = self.max_bytes.saturating_mul(6).saturating_add(1 << 16);
        loop {
            let records = self.records.as_mut()?;
            let (line, taken) = match lines::next_line(&mut *records.reader, limit) {
                Ok(Some(read)) => read,
                Ok(None) => {
                    let Records { name, objects, .. } = self.records.take()?;
                    let nothing = Complaint::note(
                        Position::whole(&name),
                        "no lines in it, hence no documents",
                    );
                    return (objects == 0).then(|| self.arrival(None, vec![nothing]));
                }
                Err(error) => {
                    let position = Position::line(&records.name, records.line + 1);
                    let complaint = Complaint::error(
                        Some(position),
                        format!("cannot be read further: {error}"),
                    );
                    self.records = None;
                    return Some(self.arrival(None, vec![complaint]));
                }
            };
            records.line += 1;
            self.position += taken;
            let position = Position::line(&records.name, records.line);
            let line = match line {
                Line::Whole(line) if line.trim_ascii().is_empty() => continue,
                Line::Whole(line) => line,
                Line::TooLong => {
                    records.objects += 1;
                    return Some(self.arrival(None, vec![too_long(position, self.max_bytes)]));
                }
            };
            records.objects += 1;
            return Some(self.record(line, position));
        }
    }

    /// The document on one line, or why there is none.
    fn record(&self, line: Vec<u8>, position: Position) -> Arrival {
        let decoded = match decode::text(line) {
            Ok(decoded) => decoded,
            Err(no_text) => {
                let what = format!(
                    "{}; it was passed over",
                    no_text.what.replace("line 1 is", "this line is")
                );
                return self.arrival(
                    None,
                    vec![Complaint::error(Some(position), what).help(no_text.help)],
                );
            }
        };
        let assumed = decoded.assumed.map(|assumed| {
            Complaint::warning(
                position.clone(),
                assumed
                    .replace("from line 1 on", "in this line")
                    .replace("line 1 is", "this line is"),
            )
        });
        match record::document(&decoded.text, position.clone(), &self.defaults) {
            Ok((document, _)) if document.text.len() > self.max_bytes => {
                self.arrival(None, vec![too_long(position, self.max_bytes)])
            }
            Ok((document, complaints)) => self.arrival(
                Some(document),
                assumed.into_iter().chain(complaints).collect(),
            ),
            Err(complaint) => self.arrival(None, assumed.into_iter().chain([complaint]).collect()),
        }
    }

    fn arrival(&self, document: Option<Document>, complaints: Vec<Complaint>) -> Arrival {
        Arrival {
            document,
            complaints,
            position: self.position,
        }
    }
}

impl Iterator for Inputs {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        loop {
            if let Some(arrival) = self.next_record().or_else(|| self.next_row()) {
                return Some(arrival);
            }
            let entry = self.entries.pop_front()?;
            if let Some(arrival) = self.open(entry) {
                return Some(arrival);
            }
        }
    }
}

fn too_long(position: Position, max_bytes: usize) -> Complaint {
    Complaint::error(
        Some(position),
        format!("this document is longer than {max_bytes} bytes; it was passed over"),
    )
    .help("reports are short: split it into its reports, or raise the limit with --max-bytes")
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;

    fn arrivals(files: &[(&str, &[u8])], max_bytes: usize) -> Vec<Arrival> {
        let folder = tempfile::tempdir().unwrap();
        let paths = files
            .iter()
            .map(|(name, bytes)| {
                let path = folder.path().join(name);
                std::fs::write(&path, bytes).unwrap();
                path
            })
            .collect();
        let max_bytes = NonZeroUsize::new(max_bytes).unwrap();
        let options = InputOptions {
            paths,
            published: None,
            source: Some("S".into()),
            columns: Vec::new(),
            max_bytes,
        };
        Inputs::new(&options).unwrap().collect()
    }

    fn texts(arrivals: &[Arrival]) -> Vec<&str> {
        arrivals
            .iter()
            .map(|arrival| {
                arrival
                    .document
                    .as_ref()
                    .map_or("—", |document| &document.text)
            })
            .collect()
    }

    #[test]
    fn documents_arrive_in_order_from_files_of_all_kinds() {
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("z".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let found = arrivals(
            &[
                ("b.txt", b"\xEF\xBB\xBFplain"),
                (
                    "a.jsonl",
                    b"\xEF\xBB\xBF{\"text\": \"one\"}\r\n\n{\"text\": \"two\"}",
                ),
                ("sniffed.txt", b" \n{ \"text\": \"three\"}\n"),
                ("c.txt", &utf16),
                ("brace.txt", b"{sic} plain"),
                ("empty.txt", b""),
            ],
            100,
        );
        assert_eq!(
            texts(&found),
            ["plain", "one", "two", "three", "z", "{sic} plain", ""]
        );
        let plain = found[0].document.as_ref().unwrap();
        assert_eq!(
            (plain.id.as_str(), plain.source.as_deref()),
            ("b", Some("S"))
        );
        assert_eq!(
            found.last().unwrap().position,
            72,
            "help: every byte is counted but those of marks"
        );
    }

    #[test]
    fn one_bad_input_stops_no_other() {
        let found = arrivals(
            &[
                (
                    "a.jsonl",
                    b"{\"text\": \"one\"}\n{\"text\": \n{\"text\": \"two\"}\n",
                ),
                ("b.txt", b"\0\0"),
                ("c.txt", b"three"),
            ],
            100,
        );
        assert_eq!(texts(&found), ["one", "—", "two", "—", "three"]);
        assert!(
            found[1].complaints[0].to_string().contains("a.jsonl:2:"),
            "{}",
            found[1].complaints[0]
        );
    }

    #[test]
    fn what_is_too_long_is_refused_and_the_rest_read() {
        let long = "word ".repeat(10);
        let record = format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"short\"}}\n");
        let found = arrivals(
            &[
                ("a.txt", long.as_bytes()),
                ("b.jsonl", record.as_bytes()),
                ("c.txt", &[b'x'; 20]),
            ],
            20,
        );
        assert_eq!(texts(&found), ["—", "—", "short", "xxxxxxxxxxxxxxxxxxxx"]);
        assert!(
            found[0].complaints[0]
                .help
                .as_ref()
                .unwrap()
                .contains("--max-bytes")
        );
    }
}
