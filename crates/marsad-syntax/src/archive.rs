//! How does a trained pipeline lie on disk?
//!
//! In come named sections (one of postcard bytes, many of `f32`), out comes one
//! file, and the other way round. A file is
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `marsadmd` |
//! | 4 | version, little endian |
//! | 4 | length of the directory, little endian |
//! | 8 | length of the whole file, little endian |
//! | … | the directory: name, offset and length of each section (postcard) |
//! | … | the sections, each starting at a multiple of 64 bytes |
//!
//! Invariant: numbers are read in place when the bytes live for ever and lie
//! aligned in memory, and are copied otherwise; both give the same values.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Numbers of a model, read in place where possible.
pub(crate) type Floats = Cow<'static, [f32]>;

const MAGIC: &[u8; 8] = b"marsadmd";
const VERSION: u32 = 1;
const PREAMBLE: usize = 24;
/// Sections start at cache lines, which also satisfies every vector type.
#[cfg(any(test, feature = "import"))]
const ALIGNMENT: usize = 64;

/// Where one section lies.
#[derive(Serialize, Deserialize)]
struct Section {
    name: String,
    offset: u64,
    length: u64,
}

/// A model file that has been opened.
pub(crate) struct Archive {
    bytes: Cow<'static, [u8]>,
    directory: Vec<Section>,
}

impl Archive {
    /// Opens a model file.
    ///
    /// # Errors
    ///
    /// When the bytes are something else, of another version, or not all there.
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, Error> {
        let preamble = bytes
            .first_chunk::<PREAMBLE>()
            .filter(|preamble| preamble.starts_with(MAGIC))
            .ok_or_else(|| damaged("it does not begin as one"))?;
        let [_, _, version, directory_length, low, high] = bytemuck::cast(*preamble);
        let [version, directory_length, low, high] =
            [version, directory_length, low, high].map(u32::from_le);
        if version != VERSION {
            return Err(damaged(&format!(
                "it has version {version}, this program reads version {VERSION}"
            )));
        }
        let whole = u64::from(low) | u64::from(high) << 32;
        if whole != bytes.len() as u64 {
            return Err(damaged(&format!(
                "it should have {whole} bytes but has {}",
                bytes.len()
            )));
        }
        let directory: Vec<Section> = bytes
            .get(PREAMBLE..)
            .and_then(|rest| rest.get(..directory_length as usize))
            .and_then(|slice| postcard::from_bytes(slice).ok())
            .ok_or_else(|| damaged("its directory is unreadable"))?;
        Ok(Self { bytes, directory })
    }

    /// The bytes of a section.
    ///
    /// # Errors
    ///
    /// When there is no such section or it lies outside the file.
    pub(crate) fn bytes(&self, name: &str) -> Result<&[u8], Error> {
        let section = self.section(name)?;
        let start = usize::try_from(section.offset).ok();
        let length = usize::try_from(section.length).ok();
        start
            .zip(length)
            .and_then(|(start, length)| self.bytes.get(start..start.checked_add(length)?))
            .ok_or_else(|| damaged(&format!("its section {name} lies outside of it")))
    }

    /// The numbers of a section, of which there must be `expected`.
    ///
    /// # Errors
    ///
    /// As for [`Archive::bytes`], and when there are more or fewer numbers.
    pub(crate) fn floats(&self, name: &str, expected: usize) -> Result<Floats, Error> {
        let slice = self.bytes(name)?;
        if slice.len() != expected * size_of::<f32>() {
            return Err(damaged(&format!(
                "its section {name} has {} bytes instead of {expected} numbers",
                slice.len()
            )));
        }
        if let (Cow::Borrowed(bytes), true) = (&self.bytes, cfg!(target_endian = "little")) {
            let section = self.section(name)?;
            let start = section.offset as usize;
            let borrowed: &'static [u8] = &bytes[start..start + slice.len()];
            if let Ok(floats) = bytemuck::try_cast_slice(borrowed) {
                return Ok(Cow::Borrowed(floats));
            }
        }
        let (numbers, _) = slice.as_chunks::<4>();
        Ok(Cow::Owned(
            numbers
                .iter()
                .map(|bytes| f32::from_le_bytes(*bytes))
                .collect(),
        ))
    }

    fn section(&self, name: &str) -> Result<&Section, Error> {
        self.directory
            .iter()
            .find(|section| section.name == name)
            .ok_or_else(|| damaged(&format!("it has no section {name}")))
    }
}

fn damaged(reason: &str) -> Error {
    Error::Archive {
        reason: reason.to_owned(),
    }
}

/// Collects sections and writes them down.
#[cfg(any(feature = "import", test))]
#[derive(Default)]
pub(crate) struct ArchiveBuilder {
    sections: Vec<(String, Vec<u8>)>,
}

#[cfg(any(feature = "import", test))]
impl ArchiveBuilder {
    /// Adds a section of bytes.
    pub(crate) fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        self.sections.push((name.to_owned(), bytes));
    }

    /// Adds a section of numbers.
    pub(crate) fn floats(&mut self, name: &str, floats: &[f32]) {
        let bytes = floats
            .iter()
            .flat_map(|float| float.to_le_bytes())
            .collect();
        self.bytes(name, bytes);
    }

    /// The whole file. The same sections give the same bytes.
    pub(crate) fn finish(self) -> Vec<u8> {
        // Offsets are part of the directory, whose length decides the offsets;
        // as they are variable-length numbers, the room is found by repetition.
        let mut room = 0;
        let directory = loop {
            let directory = self.directory(PREAMBLE + room);
            if directory.len() <= room {
                break directory;
            }
            room = directory.len();
        };
        let mut file = Vec::new();
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&(directory.len() as u32).to_le_bytes());
        file.extend_from_slice(&[0; 8]);
        file.extend_from_slice(&directory);
        file.resize(PREAMBLE + room, 0);
        for (_, bytes) in &self.sections {
            file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
            file.extend_from_slice(bytes);
        }
        let length = file.len() as u64;
        file[16..PREAMBLE].copy_from_slice(&length.to_le_bytes());
        file
    }

    fn directory(&self, end: usize) -> Vec<u8> {
        let mut offset = end;
        let sections: Vec<Section> = self
            .sections
            .iter()
            .map(|(name, bytes)| {
                let start = offset.next_multiple_of(ALIGNMENT);
                offset = start + bytes.len();
                Section {
                    name: name.clone(),
                    offset: start as u64,
                    length: bytes.len() as u64,
                }
            })
            .collect();
        postcard::to_stdvec(&sections).expect("plain names and numbers can be written")
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Archive, ArchiveBuilder};

    fn sample() -> Vec<u8> {
        let mut builder = ArchiveBuilder::default();
        builder.bytes("words", b"abc".to_vec());
        builder.floats("numbers", &[1.0, -2.5, 3.25]);
        builder.finish()
    }

    #[test]
    fn sections_come_back_as_they_went_in() {
        let archive = Archive::read(Cow::Owned(sample())).expect("whole");
        assert_eq!(archive.bytes("words").expect("there"), b"abc");
        assert_eq!(
            *archive.floats("numbers", 3).expect("there"),
            [1.0, -2.5, 3.25]
        );
    }

    #[test]
    fn aligned_static_bytes_are_not_copied_and_misaligned_ones_are() {
        let file = sample();
        for (shift, copied) in [(0, false), (1, true)] {
            let bytes: &'static [u8] = {
                let mut copy = vec![0_u64; file.len() / 8 + 2];
                bytemuck::cast_slice_mut::<u64, u8>(&mut copy)[shift..shift + file.len()]
                    .copy_from_slice(&file);
                let kept: &'static [u64] = Box::leak(copy.into_boxed_slice());
                &bytemuck::cast_slice(kept)[shift..shift + file.len()]
            };
            let archive = Archive::read(Cow::Borrowed(bytes)).expect("whole");
            let numbers = archive.floats("numbers", 3).expect("there");
            assert_eq!(*numbers, [1.0, -2.5, 3.25]);
            assert_eq!(matches!(numbers, Cow::Owned(_)), copied, "shift {shift}");
        }
    }

    #[test]
    fn every_truncation_is_refused() {
        let file = sample();
        for length in 0..file.len() {
            assert!(
                Archive::read(Cow::Owned(file[..length].to_vec())).is_err(),
                "{length}"
            );
        }
    }

    #[test]
    fn foreign_files_and_wrong_sizes_are_named() {
        let error = Archive::read(Cow::Owned(b"PK\x03\x04 and so on, for a while".to_vec()));
        assert!(
            error
                .err()
                .expect("refused")
                .to_string()
                .contains("does not begin")
        );
        let archive = Archive::read(Cow::Owned(sample())).expect("whole");
        assert!(archive.floats("numbers", 4).is_err());
        assert!(archive.bytes("other").is_err());
    }
}
