//! Which field of a line says what?
//!
//! In: the first telling line of a list, then its rows. Out: the [`Table`] that it is,
//! and each row's [`Fields`] by their columns. Invariant: a row is split as the first
//! line said, or refused; no field is guessed from what stands in it.
//!
//! Two forms are known. GeoNames' dumps have 19 columns between tabs and no header. A
//! table with a header names its columns; they stand between tabs, semicolons or
//! commas, and the latter two may be quoted as CSV is, but not over several lines. A
//! header may stand in a comment, as in marsad's own tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Refusal;
use super::rules::{Column, Rules};

/// How many columns a row of GeoNames' dump has.
const DUMP_COLUMNS: usize = 19;

/// Fewer columns than this tell nothing; a dump's row that lost some is still one.
const DUMP_COLUMNS_LEFT: usize = 15;

/// Where a dump's columns stand.
const DUMP: [(Column, usize); 12] = [
    (Column::Geonameid, 0),
    (Column::Name, 1),
    (Column::Ascii, 2),
    (Column::Alternates, 3),
    (Column::Latitude, 4),
    (Column::Longitude, 5),
    (Column::Class, 6),
    (Column::Kind, 7),
    (Column::Country, 8),
    (Column::OtherCountries, 9),
    (Column::Admin1, 10),
    (Column::Population, 14),
];

/// How a list is laid out.
#[derive(Clone, Debug)]
pub(super) struct Table {
    separator: char,
    columns: BTreeMap<Column, usize>,
    width: usize,
    /// Whether it is GeoNames' own form.
    pub(super) is_dump: bool,
}

/// What a line says about the form of its list.
pub(super) enum First {
    /// A comment.
    Nothing,
    /// The line names the columns.
    Header(Table),
    /// The line is a row already.
    Row(Table),
}

impl Table {
    /// The form that a line belongs to.
    pub(super) fn told_by(line: &str, rules: &Rules) -> Result<First, Refusal> {
        let (commented, line) = match line.strip_prefix('#') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let separator = separator(line);
        let fields: Vec<String> = split(line, separator)?
            .into_iter()
            .map(Cow::into_owned)
            .collect();
        let columns = rules.header(&fields);
        let names: Vec<&str> = [Column::Name, Column::Latitude, Column::Longitude]
            .into_iter()
            .filter(|column| !columns.contains_key(column))
            .map(|column| rules.column_name(column))
            .collect();
        if names.is_empty() {
            return Ok(First::Header(Self {
                separator,
                columns,
                width: fields.len(),
                is_dump: false,
            }));
        }
        if commented {
            return Ok(First::Nothing);
        }
        let numbered = fields.first().is_some_and(|field| {
            !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit())
        });
        let dump = separator == '\t'
            && (fields.len() == DUMP_COLUMNS || numbered && fields.len() >= DUMP_COLUMNS_LEFT);
        if dump {
            return Ok(First::Row(Self {
                separator,
                columns: BTreeMap::from(DUMP),
                width: DUMP_COLUMNS,
                is_dump: true,
            }));
        }
        Err(Refusal {
            what: format!(
                "this line is no row of a GeoNames dump, and as a header it lacks {}",
                names.join(", ")
            ),
            help: "name the columns in the first line, at least: name, latitude, longitude, country; known names are in data/gazetteer/import.toml".into(),
        })
    }

    /// Whether a column is there.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    /// A row's fields.
    pub(super) fn fields<'l>(&'l self, line: &'l str) -> Result<Fields<'l>, Refusal> {
        let values = split(line, self.separator)?;
        let fits = if self.is_dump {
            values.len() == self.width
        } else {
            values.len() <= self.width
        };
        if !fits {
            let help = if self.separator == '\t' {
                "see whether a tab is missing or too many"
            } else {
                "put fields that hold the separator into quotation marks"
            };
            return Err(Refusal {
                what: format!(
                    "this row has {} columns, and {} are expected",
                    values.len(),
                    self.width
                ),
                help: help.into(),
            });
        }
        Ok(Fields {
            table: self,
            values,
        })
    }
}

/// The fields of a row by their columns.
pub(super) struct Fields<'l> {
    table: &'l Table,
    values: Vec<Cow<'l, str>>,
}

impl Fields<'_> {
    /// What stands in a column, without blanks around it; empty where there is no such
    /// column, or where the row ended before it.
    pub(super) fn get(&self, column: Column) -> &str {
        let at = self.table.columns.get(&column);
        let value = at.and_then(|at| self.values.get(*at));
        value.map_or("", |value| value.trim())
    }

    /// The names in a column that lists several.
    pub(super) fn list(&self, column: Column) -> impl Iterator<Item = &str> {
        let text = self.get(column);
        let separator = if self.table.is_dump {
            ','
        } else {
            // A comma may be part of a name, so it parts names only where nothing else does.
            ['|', ';']
                .into_iter()
                .find(|separator| text.contains(*separator))
                .unwrap_or(',')
        };
        text.split(separator)
            .map(str::trim)
            .filter(|name| !name.is_empty())
    }
}

fn separator(line: &str) -> char {
    let count = |separator: char| line.matches(separator).count();
    if count('\t') > 0 {
        '\t'
    } else if count(';') > count(',') {
        ';'
    } else {
        ','
    }
}

/// A line's fields. Between tabs, quotation marks are part of the field, as in GeoNames' dumps.
fn split(line: &str, separator: char) -> Result<Vec<Cow<'_, str>>, Refusal> {
    if separator == '\t' || !line.contains('"') {
        return Ok(line.split(separator).map(Cow::Borrowed).collect());
    }
    let mut fields = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, behind) = match text.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = text.find(separator).unwrap_or(text.len());
                let (field, behind) = text.split_at(end);
                (Cow::Borrowed(field), behind)
            }
        };
        fields.push(field);
        rest = match behind.trim_start().strip_prefix(separator) {
            Some(next) => Some(next),
            None if behind.trim().is_empty() => None,
            None => {
                return Err(Refusal {
                    what: "text stands behind a closing quotation mark".into(),
                    help: "write a quotation mark inside quotation marks twice: \"\"".into(),
                });
            }
        };
    }
    Ok(fields)
}

/// A quoted field without its marks, and what stands behind it.
fn unquoted(text: &str) -> Result<(Cow<'_, str>, &str), Refusal> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let Some((piece, behind)) = rest.split_once('"') else {
            return Err(Refusal {
                what: "a quotation mark is opened and not closed on this line".into(),
                help: "write each place on one line".into(),
            });
        };
        field.push_str(piece);
        match behind.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return Ok((Cow::Owned(field), behind)),
        }
    }
}
