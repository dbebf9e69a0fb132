//! What does a downloaded package hold?
//!
//! In: the path of a wheel and the SHA-256 it must have. Out: the bytes of the files
//! inside. Invariant: no byte is handed out of a package with another checksum.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

/// A Python wheel, which is a zip file, held in memory.
pub(super) struct Package {
    name: String,
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Package {
    /// Reads the wheel at `path`, which must have the SHA-256 `expected` (64 hex digits).
    pub(super) fn open(path: &Path, expected: &str) -> Result<Self> {
        let (name, bytes) = checked(path, expected)?;
        let archive =
            ZipArchive::new(Cursor::new(bytes)).with_context(|| format!("{name} is no wheel"))?;
        Ok(Self { name, archive })
    }

    /// The bytes of one file inside.
    pub(super) fn file(&mut self, path: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.archive
            .by_name(path)
            .with_context(|| format!("{} has no {path}", self.name))?
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot unpack {path} of {}", self.name))?;
        Ok(bytes)
    }

    /// The paths of all files inside.
    pub(super) fn paths(&self) -> Result<Vec<String>> {
        self.archive
            .file_names()
            .map(|path| Ok(path?.into_owned()))
            .collect::<Result<_>>()
            .with_context(|| format!("{} has an unreadable path inside", self.name))
    }

    /// One file inside as text.
    pub(super) fn text(&mut self, path: &str) -> Result<String> {
        String::from_utf8(self.file(path)?)
            .with_context(|| format!("{path} of {} is not UTF-8", self.name))
    }
}

/// The name and the bytes of a package that has the SHA-256 `expected` (64 hex digits).
fn checked(path: &Path, expected: &str) -> Result<(String, Vec<u8>)> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let found = sha256(&bytes);
    ensure!(
        found == expected,
        "{name} has SHA-256 {found}, and {expected} is needed"
    );
    Ok((name, bytes))
}

/// One file of an npm package, which is a gzipped tar file with the SHA-256 `expected`.
pub(super) fn npm_file(path: &Path, expected: &str, file: &str) -> Result<Vec<u8>> {
    let (name, bytes) = checked(path, expected)?;
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
    for entry in archive
        .entries()
        .with_context(|| format!("{name} is no npm package"))?
    {
        let mut entry = entry.with_context(|| format!("cannot unpack {name}"))?;
        if entry.path()?.ends_with(file) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
    }
    anyhow::bail!("{name} has no {file}")
}

/// The SHA-256 of some bytes in hex digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one_for_abc() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), expected);
    }
}
