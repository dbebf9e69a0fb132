//! The layering rule: a stage may use the stages that `lib.rs` lists before it, and itself.
#![expect(
    clippy::disallowed_methods,
    reason = "a test looks at the source files"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn every_stage_looks_only_backwards() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let library = fs::read_to_string(source.join("lib.rs")).expect("the library has a root");
    let order: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(
        order.first(),
        Some(&"terms"),
        "help: lib.rs lists the stages in path order, one `pub mod` a line"
    );
    for (here, stage) in order.iter().enumerate() {
        for file in files_of(&source, stage) {
            let text = fs::read_to_string(&file).expect("a source file can be read");
            for used in stages_used(&text) {
                let there = order.iter().position(|other| *other == used);
                let name = file.strip_prefix(&source).unwrap_or(&file).display();
                assert!(
                    there.is_some_and(|there| there <= here),
                    "{name}: `{stage}` must not use `{used}`\nhelp: move what both need into an earlier stage, or see lib.rs for the order"
                );
            }
        }
    }
}

/// All source files of a stage, whether it is `stage.rs` or a folder.
fn files_of(source: &Path, stage: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![source.join(format!("{stage}.rs")), source.join(stage)];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a source folder can be listed");
            todo.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
        } else if path.extension().is_some_and(|ending| ending == "rs") && path.exists() {
            found.push(path);
        }
    }
    found
}

/// The stages that a file names through `crate::`, also inside braces.
fn stages_used(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => used.push(first_name(rest)),
            Some(list) => used.extend(top_level_names(list)),
        }
    }
    used
}

fn first_name(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

/// The first name of each entry of a `use` list, up to the brace that closes it.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = vec![first_name(list)];
    let mut depth = 0usize;
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(first_name(&list[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn the_rule_sees_through_braces() {
    let text = "use crate::{\n    claim::{self, Claim},\n    terms::Span,\n};\nfn f(x: crate::event::Event) {}\n// crate::situation is only a comment";
    assert_eq!(stages_used(text), ["claim", "terms", "event"]);
}
