//! Bundles what marsad knows into the binary.
//!
//! In goes the folder `data/`; out comes `bundle.rs` in the build folder, a
//! table of (path relative to `data/`, bytes). Files are discovered, so that
//! none is ever registered by hand. Invariant: the table is in path order and
//! every file in it starts on a 64-byte boundary, since the model and the
//! gazetteer are used where they lie.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() {
    let manifest =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo names the package's folder"));
    let data = manifest.join("../../data");
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=build.rs");

    let data = data
        .canonicalize()
        .unwrap_or_else(|error| panic!("the folder {} is needed: {error}", data.display()));
    let mut files = Vec::new();
    gather(&data, &mut files)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", data.display()));
    files.sort();

    let mut bundle = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let relative = file.strip_prefix(&data).expect("gathered below the folder");
        let name: Vec<_> = relative
            .iter()
            .map(|part| part.to_str().expect("names in data/ are UTF-8"))
            .collect();
        let name = name.join("/");
        let path = file.to_str().expect("the path of the sources is UTF-8");
        writeln!(bundle, "    ({name:?}, {{ static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!({path:?})); &BYTES.0 }}),")
            .expect("writing to a string cannot fail");
    }
    bundle.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo names the build folder"));
    fs::write(out.join("bundle.rs"), bundle).expect("the build folder can be written to");

    let version = fs::read_to_string(data.join("VERSION")).unwrap_or_default();
    let version = if version.trim().is_empty() {
        "unnumbered"
    } else {
        version.trim()
    };
    println!("cargo::rustc-env=MARSAD_DATA_VERSION={version}");
}

/// Adds every file below `folder` but prose (`*.md`), hidden files and what editors leave behind.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if path.is_dir() {
            gather(&path, files)?;
        } else if path.extension().is_none_or(|extension| extension != "md") {
            files.push(path);
        }
    }
    Ok(())
}
