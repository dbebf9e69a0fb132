//! What does marsad know today?
//!
//! In: the folder `data/`. Out: knowledge as the product has it. Invariant: the files
//! are read in the order of their names, so that an error is always the same one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use marsad::knowledge::Knowledge;

/// Loads every file below `data`. The bytes stay in memory until the program ends,
/// since the model and the gazetteer are used in place.
pub(crate) fn load(data: &Path) -> Result<Knowledge> {
    let mut files: Vec<(&'static str, &'static [u8])> = Vec::new();
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path
                .strip_prefix(data)?
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name.leak(), bytes.leak()));
        }
    }
    files.sort_unstable_by_key(|(name, _)| *name);
    Knowledge::from_files(&files).map_err(|error| anyhow!("{}: {error}", data.display()))
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}
