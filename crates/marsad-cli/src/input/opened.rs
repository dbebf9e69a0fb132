//! Does a stream hold one plain text, many records or a table?
//!
//! In comes a stream just opened; out comes an [`Opened`] one that knows, and
//! that can still be read from its first character. Invariant: no more of the
//! stream is waited for than it takes to tell.

use std::{
    io::{self, BufRead, Cursor, Read as _},
    path::Path,
};

use super::decode::{self, Mark};

/// How long a whole file in UTF-16 may be, since it is converted at once.
const LONGEST_UTF16: u64 = 256 << 20;

/// How many bytes are looked at to tell JSON Lines from plain text.
const LONGEST_HEAD: usize = 4096;

/// A source whose head has been looked at.
pub(super) struct Opened {
    /// The stream, from behind its mark on.
    pub(super) reader: Box<dyn BufRead + Send>,
    mark: Mark,
    /// What is in it.
    pub(super) holds: Holds,
}

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One plain text.
    Text,
    /// A record on each line.
    Records,
    /// A table with a header.
    Table,
}

/// Whether a plain text was read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

/// A plain text as read.
pub(super) struct Plain {
    /// The text, or why it is none.
    pub(super) decoded: Result<decode::Decoded, decode::NoText>,
    /// How many bytes of the stream it took.
    pub(super) bytes_read: u64,
    /// Whether that was all of it.
    pub(super) whole: Whole,
}

impl Opened {
    /// Looks at the head of a stream: at its mark, and what it holds. A stream without a name
    /// holds `unnamed` unless it begins as records do.
    pub(super) fn new(
        mut reader: Box<dyn BufRead + Send>,
        path: Option<&Path>,
        unnamed: Holds,
    ) -> io::Result<Self> {
        let head = read_head(&mut *reader)?;
        let mark = Mark::at_head_of(&head);
        let utf16 = matches!(mark, Mark::Utf16Little | Mark::Utf16Big);
        let rest = Cursor::new(head[mark.length()..].to_vec()).chain(reader);
        let ending = path.and_then(Path::extension);
        let named = |known: &[&str]| {
            ending
                .is_some_and(|ending| known.iter().any(|known| ending.eq_ignore_ascii_case(known)))
        };
        let named = match path {
            Some(_) if named(&["jsonl", "ndjson", "json"]) => Some(Holds::Records),
            Some(_) if named(&["csv", "tsv"]) => Some(Holds::Table),
            _ => None,
        };
        if let Some(holds) = named.filter(|_| utf16) {
            let mut bytes = Vec::new();
            rest.take(LONGEST_UTF16 + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > LONGEST_UTF16 {
                return Err(io::Error::other(
                    "too long for UTF-16; convert it first: iconv -f UTF-16 -t UTF-8",
                ));
            }
            let reader = Box::new(Cursor::new(decode::utf16(&bytes, mark).text.into_bytes()));
            return Ok(Self {
                reader,
                mark: Mark::None,
                holds,
            });
        }
        let holds = match (named, path) {
            (Some(holds), _) => holds,
            (None, _) if !utf16 && begins_an_object(&head[mark.length()..]) => Holds::Records,
            (None, None) if !utf16 => unnamed,
            (None, _) => Holds::Text,
        };
        Ok(Self {
            reader: Box::new(rest),
            mark,
            holds,
        })
    }

    /// Reads it as one plain text, though never much more than `max_bytes` of it.
    pub(super) fn plain_text(self, max_bytes: usize) -> io::Result<Plain> {
        // UTF-16 takes up to twice the bytes that the same text takes in UTF-8.
        let limit = (max_bytes as u64).saturating_mul(2);
        let mut bytes = Vec::new();
        self.reader
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        let bytes_read = bytes.len() as u64;
        let whole = if bytes_read > limit {
            Whole::No
        } else {
            Whole::Yes
        };
        let decoded = match self.mark {
            Mark::Utf16Little | Mark::Utf16Big => Ok(decode::utf16(&bytes, self.mark)),
            Mark::None | Mark::Utf8 => decode::text(bytes),
        };
        Ok(Plain {
            decoded,
            bytes_read,
            whole,
        })
    }
}

/// Reads until five bytes that are no white space are there, enough for a mark
/// and the beginning of an object; no further, since a stream may pause after
/// its first line.
fn read_head(reader: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head: Vec<u8> = Vec::new();
    let mut byte = [0];
    while head.len() < LONGEST_HEAD
        && (head.len() < 3
            || head
                .iter()
                .filter(|byte| !byte.is_ascii_whitespace())
                .count()
                < 5)
    {
        match reader.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

/// Whether text begins as a JSON object does: a brace, then a key or nothing.
fn begins_an_object(head: &[u8]) -> bool {
    head.trim_ascii_start()
        .strip_prefix(b"{")
        .is_some_and(|rest| matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'}')))
}
