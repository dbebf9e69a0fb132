//! Where does a line end, if it ends at all?
//!
//! In comes a stream; out come its lines as bytes, without their ends.
//! Invariant: no line takes more memory than the limit, however long it is.

use std::io::{self, BufRead};

/// What stood next in the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line without its end.
    Whole(Vec<u8>),
    /// A line longer than the limit; it was passed over.
    TooLong,
}

/// The next line of `reader` and how many bytes it took, or `None` at the end.
///
/// # Errors
///
/// Whatever reading the stream gives.
pub(crate) fn next_line(reader: &mut dyn BufRead, limit: usize) -> io::Result<Option<(Line, u64)>> {
    let mut line = Vec::new();
    let mut taken = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() && taken == 0 {
            return Ok(None);
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        if line.len() <= limit {
            line.extend_from_slice(&piece[..piece.len().min(limit + 1 - line.len())]);
        }
        let used = piece.len() + usize::from(end.is_some());
        let finished = end.is_some() || buffer.is_empty();
        taken += used as u64;
        reader.consume(used);
        if finished {
            let line = if line.len() > limit {
                Line::TooLong
            } else {
                Line::Whole(line)
            };
            return Ok(Some((line, taken)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn lines_end_at_line_feeds_and_at_the_end() {
        let mut reader = BufReader::with_capacity(3, &b"one\n\ntoo long by far\nlast"[..]);
        let mut lines = Vec::new();
        while let Some((line, taken)) = next_line(&mut reader, 6).unwrap() {
            lines.push((line, taken));
        }
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            lines,
            [
                (whole("one"), 4),
                (whole(""), 1),
                (Line::TooLong, 16),
                (whole("last"), 4)
            ]
        );
    }
}
