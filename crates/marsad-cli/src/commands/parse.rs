//! `marsad parse`: how do the words hang together?

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use marsad::reading::Reading;

use super::{Printed, read_all};
use crate::{
    arguments::{ParseFormat, ParseOptions},
    pipeline::Sink,
    render::{conllu, page, tree},
    report::Outcome,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken, or the output cannot be written.
pub(crate) fn run(options: &ParseOptions) -> anyhow::Result<Outcome> {
    let form = |reading: &Reading| match options.format {
        ParseFormat::Conllu => vec![Piece {
            name: reading.document.id.clone(),
            ending: "conllu",
            caption: String::new(),
            content: conllu::print(reading),
        }],
        ParseFormat::Displacy => drawings(reading),
    };
    if let Some(folder) = &options.output {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let mut files = Files {
            folder,
            taken: HashMap::new(),
        };
        return read_all(
            &options.input,
            &[],
            &options.run,
            |reading, _| form(reading),
            &mut files,
        );
    }
    match options.format {
        ParseFormat::Conllu => {
            let content = |reading: &Reading| {
                form(reading)
                    .into_iter()
                    .map(|piece| piece.content)
                    .collect::<String>()
            };
            read_all(
                &options.input,
                &[],
                &options.run,
                |reading, _| content(reading),
                &mut Printed::new(),
            )
        }
        ParseFormat::Displacy => {
            let mut drawn = Drawn {
                printed: Printed::new(),
                held: None,
                page_begun: false,
            };
            let outcome = read_all(
                &options.input,
                &[],
                &options.run,
                |reading, _| form(reading),
                &mut drawn,
            )?;
            drawn.close().or_else(|error| {
                if error.kind() == io::ErrorKind::BrokenPipe {
                    Ok(())
                } else {
                    Err(error)
                }
            })?;
            Ok(outcome)
        }
    }
}

/// Something that may be a file of its own.
struct Piece {
    name: String,
    ending: &'static str,
    caption: String,
    content: String,
}

fn drawings(reading: &Reading) -> Vec<Piece> {
    let sentences = reading
        .sentences
        .sentences
        .iter()
        .filter(|sentence| !sentence.tokens.is_empty());
    sentences
        .enumerate()
        .map(|(at, sentence)| Piece {
            name: format!("{}-{}", reading.document.id, at + 1),
            ending: "svg",
            caption: sentence.span.of(&reading.document.text).to_owned(),
            content: tree::draw(reading, sentence),
        })
        .collect()
}

/// Drawings on standard output: a lone one as it is, several on a page.
struct Drawn {
    printed: Printed,
    held: Option<Piece>,
    page_begun: bool,
}

impl Drawn {
    fn figure(&mut self, piece: &Piece) -> io::Result<()> {
        self.printed
            .take(page::figure(&piece.name, &piece.caption, &piece.content))
    }

    fn close(&mut self) -> io::Result<()> {
        match self.held.take() {
            Some(lone) => self.printed.take(lone.content)?,
            None if self.page_begun => self.printed.take(page::FOOT.to_owned())?,
            None => {}
        }
        self.printed.rest()
    }
}

impl Sink<Vec<Piece>> for Drawn {
    fn take(&mut self, pieces: Vec<Piece>) -> io::Result<()> {
        for piece in pieces {
            if !self.page_begun {
                let Some(first) = self.held.take() else {
                    self.held = Some(piece);
                    continue;
                };
                self.page_begun = true;
                self.printed.take(page::HEAD.to_owned())?;
                self.figure(&first)?;
            }
            self.figure(&piece)?;
        }
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        self.printed.rest()
    }
}

/// Pieces as files in a folder.
struct Files<'f> {
    folder: &'f Path,
    taken: HashMap<String, usize>,
}

impl Files<'_> {
    /// A path that no other piece of this run has.
    fn path(&mut self, piece: &Piece) -> PathBuf {
        let name = file_name(&piece.name);
        // On some disks A and a are one name.
        let times = self.taken.entry(name.to_lowercase()).or_insert(0);
        *times += 1;
        let name = if *times > 1 {
            format!("{name}~{times}")
        } else {
            name
        };
        self.folder.join(format!("{name}.{}", piece.ending))
    }
}

impl Sink<Vec<Piece>> for Files<'_> {
    fn take(&mut self, pieces: Vec<Piece>) -> io::Result<()> {
        for piece in pieces {
            let path = self.path(&piece);
            fs::write(&path, &piece.content).map_err(|error| {
                // Kept from being taken for a closed pipe, and told with its path.
                io::Error::other(format!("{}: {error}", path.display()))
            })?;
        }
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A document's id as a file name: nothing in it leads to another folder.
fn file_name(id: &str) -> String {
    let safe = |character: char| {
        if character.is_alphanumeric() || "-_.".contains(character) {
            character
        } else {
            '_'
        }
    };
    let name: String = id.chars().map(safe).take(100).collect();
    match name.trim_start_matches('.') {
        "" => "document".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_inside_the_folder() {
        assert_eq!(file_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(file_name("el-fasher-01"), "el-fasher-01");
        assert_eq!(file_name(".."), "document");
    }

    #[test]
    fn names_that_are_taken_are_numbered() {
        let mut files = Files {
            folder: Path::new("out"),
            taken: HashMap::new(),
        };
        let mut path = |name: &str| {
            let piece = Piece {
                name: name.into(),
                ending: "svg",
                caption: String::new(),
                content: String::new(),
            };
            files.path(&piece).display().to_string()
        };
        assert_eq!(
            (path("a"), path("A"), path("b")),
            ("out/a.svg".into(), "out/A~2.svg".into(), "out/b.svg".into())
        );
    }
}
