//! The shipped knowledge, read from `data/` once for all tests of a file.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read data/ from disk; the library is given its bytes"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use marsad::knowledge::Knowledge;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files: Vec<(&'static str, &'static [u8])> = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(folder) = todo.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder)
            .expect("data/ can be listed")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let name = path
                .strip_prefix(&root)
                .expect("it lies in data/")
                .to_string_lossy()
                .replace('\\', "/");
            let bytes = fs::read(&path).expect("a data file can be read");
            files.push((String::leak(name), Vec::leak(bytes)));
        }
    }
    match Knowledge::from_files(&files) {
        Ok(knowledge) => knowledge,
        Err(error) => panic!("data/{error}"),
    }
});

/// The shipped knowledge.
pub(crate) fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}
