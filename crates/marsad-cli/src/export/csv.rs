//! How are rows written as separated values?
//!
//! In come columns and rows; out come the bytes: comma-separated with a header (RFC 4180, lines end in a line feed), or
//! tab-separated without one, as GDELT's tables are. Invariant: every row has as many fields as there are columns.

use anyhow::Context as _;

use super::{View, columns::COLUMNS};

/// All events with marsad's own columns.
pub(super) fn own(views: &[View<'_>]) -> anyhow::Result<Vec<u8>> {
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let rows: Vec<Vec<String>> = views
        .iter()
        .map(|view| {
            let cells = COLUMNS.iter().map(|column| (column.cell)(view));
            cells.map(|cell| cell.to_string()).collect()
        })
        .collect();
    table(&names, &rows)
}

/// A table with a header.
pub(super) fn table<F: AsRef<[u8]>>(
    header: &[impl AsRef<[u8]>],
    rows: &[impl AsRef<[F]>],
) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let into = "cannot lay out the table";
    writer.write_record(header).context(into)?;
    for row in rows {
        writer.write_record(row.as_ref()).context(into)?;
    }
    writer.into_inner().context(into)
}

/// A table between tabs without a header and without quotes: tabs and ends of lines in a field become spaces.
pub(super) fn tabbed(rows: &[impl AsRef<[String]>]) -> Vec<u8> {
    let mut out = String::new();
    for row in rows {
        let plain = |field: &String| field.replace(['\t', '\n', '\r'], " ");
        let fields: Vec<String> = row.as_ref().iter().map(plain).collect();
        out += &fields.join("\t");
        out.push('\n');
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_quotes_are_quoted_and_tabs_are_blanked() {
        let rows = [["a,b".to_owned(), "say \"x\"".to_owned()]];
        let table = table(&["one", "two"], &rows).unwrap();
        assert_eq!(table, b"one,two\n\"a,b\",\"say \"\"x\"\"\"\n");
        let rows = [["a\tb".to_owned(), "c\nd".to_owned()]];
        assert_eq!(tabbed(&rows), b"a b\tc d\n");
    }
}
