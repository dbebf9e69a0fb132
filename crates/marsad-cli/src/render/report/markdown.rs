//! How does a report look as Markdown?
//!
//! In comes a [`Page`]; out comes Markdown with headings, lists, tables and numbered sources. Invariant: nothing that a report says
//! can open a heading, a link, a table or any other mark.

use std::fmt::Write as _;

use super::{Block, Page, Run, Table, Text, ranges};
use crate::render::{on_one_line, words};

/// The page as Markdown.
pub(super) fn print(page: &Page) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n",
        escaped(&page.title),
        escaped(&page.subtitle)
    );
    for text in &page.lead {
        let _ = writeln!(out, "- {}", line(text));
    }
    for section in &page.sections {
        let _ = writeln!(out, "\n## {}", section.title);
        for block in &section.blocks {
            print_block(block, &mut out);
        }
    }
    out.push_str("\n## Sources\n\n");
    for (number, note) in (1..).zip(&page.notes) {
        let mut parts = vec![escaped(
            note.publisher.as_deref().unwrap_or("Publisher not known"),
        )];
        parts.extend(note.day.map(words::day));
        parts.extend(
            note.title
                .as_deref()
                .map(|title| format!("*{}*", escaped(title))),
        );
        parts.extend(note.url.as_deref().map(|url| format!("<{}>", address(url))));
        parts.push(format!("id {}", escaped(&note.document)));
        if let Some(story) = &note.copy_of {
            parts.push(format!("a copy or update of {}", escaped(story)));
        }
        let quote = note
            .quote
            .as_deref()
            .map(|quote| format!(": “{}”", escaped(quote)));
        let _ = writeln!(
            out,
            "{number}. {}{}",
            parts.join(", "),
            quote.unwrap_or_default()
        );
    }
    let _ = writeln!(
        out,
        "\nMade by rules from the reports named above, with marsad data {}. It says who claims what, not what is true.",
        page.data_version
    );
    out
}

fn print_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(text) => {
            let _ = writeln!(out, "\n{}", line(text));
        }
        Block::Heading(words) => {
            let _ = writeln!(out, "\n### {}", escaped(words));
        }
        Block::Items(items) => {
            out.push('\n');
            for item in items {
                let _ = writeln!(out, "- {}", line(item));
            }
        }
        Block::Table(table) => print_table(table, out),
        Block::Figure(_) => {}
    }
}

fn print_table(table: &Table, out: &mut String) {
    let _ = writeln!(out, "\n{}\n", escaped(&table.caption));
    let _ = writeln!(out, "| {} |", table.head.join(" | "));
    let rule = (0..table.head.len()).map(|at| match table.numbers.contains(&at) {
        true => "---:",
        false => "---",
    });
    let _ = writeln!(out, "| {} |", rule.collect::<Vec<_>>().join(" | "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(line).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn line(text: &Text) -> String {
    let mut out = String::new();
    for run in text {
        match run {
            Run::Plain(words) | Run::Quiet(words) => out.push_str(&spaced(words, "")),
            Run::Strong(words) => out.push_str(&spaced(words, "**")),
            Run::Notes(numbers) => {
                let parts = ranges(numbers);
                let parts = parts.iter().map(|(first, last)| match last - first {
                    0 => first.to_string(),
                    1 => format!("{first}, {last}"),
                    _ => format!("{first}–{last}"),
                });
                let parts: Vec<String> = parts.collect();
                if !parts.is_empty() {
                    let _ = write!(out, " \\[{}\\]", parts.join(", "));
                }
            }
        }
    }
    out.trim().to_owned()
}

/// Words between marks, with the blanks at their ends outside of them.
fn spaced(words: &str, mark: &str) -> String {
    let inner = words.trim();
    if inner.is_empty() {
        return words.to_owned();
    }
    let start = &words[..words.len() - words.trim_start().len()];
    let end = &words[words.trim_end().len()..];
    format!("{start}{mark}{}{mark}{end}", escaped(inner))
}

/// Words in which no character means anything to Markdown.
fn escaped(words: &str) -> String {
    let line = on_one_line(words);
    let mut safe = String::with_capacity(line.len());
    for letter in line.chars() {
        if matches!(
            letter,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '!'
                | '&'
                | '$'
        ) {
            safe.push('\\');
        }
        safe.push(letter);
    }
    // A number or a dash that opens a line would open a list.
    match safe.split_once(['.', ')']) {
        Some((number, _))
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            safe.insert(number.len(), '\\');
            safe
        }
        _ if safe.starts_with(['-', '+', '=']) => format!("\\{safe}"),
        _ => safe,
    }
}

/// An address that cannot end the brackets around it.
fn address(url: &str) -> String {
    let safe =
        |letter: char| !letter.is_whitespace() && !letter.is_control() && !"<>".contains(letter);
    url.chars().filter(|letter| safe(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_report_becomes_a_mark() {
        assert_eq!(
            escaped("# [x](y) *a* |b| <i>"),
            "\\# \\[x\\](y) \\*a\\* \\|b\\| \\<i\\>"
        );
        assert_eq!(escaped("12. May"), "12\\. May");
        assert_eq!(escaped("- a\n- b"), "\\- a - b");
        assert_eq!(address("https://e.org/<a b>"), "https://e.org/ab");
    }

    #[test]
    fn sources_stand_behind_their_words() {
        let text = vec![
            Run::Strong("14 May. ".into()),
            Run::Plain("It fell".into()),
            Run::Notes(vec![3, 1, 2]),
            Run::Plain(".".into()),
        ];
        assert_eq!(line(&text), "**14 May.** It fell \\[1–3\\].");
    }
}
