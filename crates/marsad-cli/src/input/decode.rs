//! Which characters do these bytes stand for?
//!
//! In come the bytes of one text; out comes a [`Decoded`] text, or the reason
//! why they are none. Invariant: what comes out unmarked is what stood there;
//! whatever was guessed or replaced is said.

use encoding_rs::WINDOWS_1252;

/// A text, and what had to be assumed to get it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// What was guessed or replaced, in words.
    pub(super) assumed: Option<String>,
}

/// Why bytes are no text, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoText {
    /// What is wrong.
    pub(super) what: String,
    /// What to do.
    pub(super) help: &'static str,
}

/// A byte order mark at the head of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// None, or none that matters.
    None,
    /// UTF-8's; three bytes.
    Utf8,
    /// UTF-16's with the low byte first; two bytes.
    Utf16Little,
    /// UTF-16's with the high byte first; two bytes.
    Utf16Big,
}

impl Mark {
    /// The mark that a stream begins with.
    pub(super) fn at_head_of(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8,
            [0xFF, 0xFE, ..] => Self::Utf16Little,
            [0xFE, 0xFF, ..] => Self::Utf16Big,
            _ => Self::None,
        }
    }

    /// How many bytes it takes.
    pub(super) fn length(self) -> usize {
        match self {
            Self::None => 0,
            Self::Utf8 => 3,
            Self::Utf16Little | Self::Utf16Big => 2,
        }
    }
}

/// The text that UTF-16 bytes (without their mark) stand for. Broken pairs become U+FFFD.
pub(super) fn utf16(bytes: &[u8], mark: Mark) -> Decoded {
    let unit = |pair: &[u8]| match mark {
        Mark::Utf16Big => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    };
    let units = bytes.chunks_exact(2).map(unit);
    let mut broken = bytes.len() % 2;
    let text = char::decode_utf16(units)
        .map(|character| {
            character.unwrap_or_else(|_| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Decoded {
        text,
        assumed: (broken > 0).then(|| replaced(broken)),
    }
}

/// The text that bytes in UTF-8, or in something that can be taken for Windows-1252, stand for.
///
/// # Errors
///
/// When they are no text, or one in an encoding that cannot be told.
pub(super) fn text(bytes: Vec<u8>) -> Result<Decoded, NoText> {
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(NoText {
            what: format!("this is no text: byte {} is NUL", at + 1),
            help: "name files of text; if it is UTF-16, convert it first: iconv -f UTF-16LE -t UTF-8",
        });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text,
                assumed: None,
            });
        }
        Err(error) => error.into_bytes(),
    };
    let line = 1 + bytes[..valid_length(&bytes)]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count();
    let (whole, broken) = sequences(&bytes);
    if whole > broken {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        return Ok(Decoded {
            text,
            assumed: Some(format!(
                "from line {line} on not all is UTF-8; {}",
                replaced(broken)
            )),
        });
    }
    if !looks_like_windows_1252(&bytes) {
        return Err(NoText {
            what: format!("line {line} is not UTF-8, and what encoding it is cannot be told"),
            help: "convert it to UTF-8 first, for example from Windows-1251: iconv -f WINDOWS-1251 -t UTF-8",
        });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    let assumed =
        format!("line {line} is not UTF-8; the text was taken for Windows-1252 (Latin-1)");
    Ok(Decoded {
        text: text.into_owned(),
        assumed: Some(assumed),
    })
}

fn replaced(count: usize) -> String {
    format!(
        "{count} broken {} became U+FFFD",
        if count == 1 { "place" } else { "places" }
    )
}

/// How many bytes from the start are UTF-8.
fn valid_length(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
}

/// How many characters beyond ASCII are whole UTF-8, and how many places are not.
fn sequences(bytes: &[u8]) -> (usize, usize) {
    let mut counts = (0, 0);
    for chunk in bytes.utf8_chunks() {
        counts.0 += chunk
            .valid()
            .chars()
            .filter(|character| !character.is_ascii())
            .count();
        counts.1 += usize::from(!chunk.invalid().is_empty());
    }
    counts
}

/// Whether bytes beyond ASCII are few enough for accents, quotes and dashes in a
/// text with Latin letters, and none is one that Windows-1252 leaves undefined.
fn looks_like_windows_1252(bytes: &[u8]) -> bool {
    let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .count();
    !bytes.iter().any(|byte| undefined(byte) || control(byte)) && high * 4 <= high + letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_is_taken_with_a_warning() {
        let decoded =
            text(b"The man\x92s caf\xe9 in Deir al-Zor was hit \x96 twice.".to_vec()).unwrap();
        assert_eq!(
            decoded.text,
            "The man\u{2019}s café in Deir al-Zor was hit \u{2013} twice."
        );
        assert!(decoded.assumed.unwrap().contains("Windows-1252"));
    }

    #[test]
    fn mostly_whole_utf8_stays_utf8() {
        let decoded = text(
            "Сирия и \u{2019}"
                .bytes()
                .chain([0xE9, b' ', b'x'])
                .collect(),
        )
        .unwrap();
        assert_eq!(decoded.text, "Сирия и \u{2019}\u{FFFD} x");
        assert!(decoded.assumed.unwrap().contains("1 broken place"));
    }

    #[test]
    fn other_encodings_and_binaries_are_refused() {
        let cyrillic_1251 = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, b' ', 0xEC, 0xE8, 0xF0];
        assert!(
            text(cyrillic_1251.to_vec())
                .unwrap_err()
                .help
                .contains("iconv")
        );
        assert!(
            text(b"GIF89a\0\0".to_vec())
                .unwrap_err()
                .what
                .contains("byte 7")
        );
    }

    #[test]
    fn utf16_both_ways_round() {
        let units: Vec<u16> = "Ar-Raqqa ★ 𝄞".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(utf16(&little, Mark::Utf16Little).text, "Ar-Raqqa ★ 𝄞");
        assert_eq!(
            utf16(&big, Mark::Utf16Big),
            utf16(&little, Mark::Utf16Little)
        );
        assert!(
            utf16(&[0x00, 0xD8, 0x41], Mark::Utf16Little)
                .assumed
                .is_some()
        );
    }
}
