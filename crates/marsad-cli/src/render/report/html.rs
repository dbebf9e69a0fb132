//! How does a report look as a page?
//!
//! In comes a [`Page`]; out comes HTML with its style and its drawings inside. Invariant: the page needs no network and no other
//! file, runs no script, and holds nothing of a report that is not escaped.

use std::fmt::Write as _;

use super::{Block, Figure, Page, Run, Table, Text, notes::Note, ranges};
use crate::render::{tree::escaped, words};

/// The page around what it tells; `{{…}}` is filled in.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");

/// The page as HTML.
pub(super) fn print(page: &Page) -> String {
    let mut contents = String::new();
    let mut body = String::new();
    for section in &page.sections {
        let (id, title) = (section.id, section.title);
        let _ = writeln!(contents, "<li><a href=\"#{id}\">{title}</a></li>");
        let _ = writeln!(
            body,
            "<section id=\"{id}\" aria-labelledby=\"{id}-head\">\n<h2 id=\"{id}-head\">{title}</h2>"
        );
        for block in &section.blocks {
            print_block(block, &mut body);
        }
        body.push_str("</section>\n");
    }
    let mut lead = String::new();
    for (at, text) in page.lead.iter().enumerate() {
        let class = if at == 0 { " class=\"first\"" } else { "" };
        let _ = writeln!(lead, "<li{class}>{}</li>", line(text));
    }
    let sources: String = (1..)
        .zip(&page.notes)
        .map(|(number, note)| source(number, note))
        .collect();
    let parts = [
        ("title", escaped(&page.title)),
        ("subtitle", escaped(&page.subtitle)),
        ("version", escaped(&page.data_version)),
        ("style", STYLE.to_owned()),
        ("contents", contents),
        ("lead", lead),
        ("body", body),
        ("sources", sources),
    ];
    filled(PAGE, &parts)
}

/// The form with its blanks filled; what is filled in is not looked at for blanks again.
fn filled(form: &str, parts: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(form.len() * 2);
    let mut rest = form;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or(("", after));
        let part = parts.iter().find(|(known, _)| *known == name);
        out.push_str(part.map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn print_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(text) => {
            let _ = writeln!(out, "<p>{}</p>", line(text));
        }
        Block::Heading(words) => {
            let _ = writeln!(out, "<h3>{}</h3>", escaped(words));
        }
        Block::Items(items) => {
            out.push_str("<ul class=\"items\">\n");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", line(item));
            }
            out.push_str("</ul>\n");
        }
        Block::Table(table) => print_table(table, out),
        Block::Figure(figure) => print_figure(figure, out),
    }
}

fn print_table(table: &Table, out: &mut String) {
    let caption = escaped(&table.caption);
    let _ = writeln!(
        out,
        "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    let class = |at: usize| match table.numbers.contains(&at) {
        true => " class=\"number\"",
        false => "",
    };
    for (at, head) in table.head.iter().enumerate() {
        let tag = if head.is_empty() {
            "td"
        } else {
            "th scope=\"col\""
        };
        let end = if head.is_empty() { "td" } else { "th" };
        let _ = write!(out, "<{tag}{}>{head}</{end}>", class(at));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let whole = matches!(
            row.first().and_then(|cell| cell.first()),
            Some(Run::Strong(_))
        );
        out.push_str(if whole {
            "<tr class=\"whole\">"
        } else {
            "<tr>"
        });
        for (at, cell) in row.iter().enumerate() {
            let _ = write!(out, "<td{}>{}</td>", class(at), line(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn print_figure(figure: &Figure, out: &mut String) {
    let _ = write!(out, "<figure>\n{}", figure.svg);
    if !figure.legend.is_empty() {
        out.push_str("<ul class=\"legend\">\n");
        for (class, words) in &figure.legend {
            let _ = writeln!(
                out,
                "<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"12\" height=\"12\"/></svg>{}</li>",
                escaped(words)
            );
        }
        out.push_str("</ul>\n");
    }
    let _ = writeln!(
        out,
        "<figcaption>{}</figcaption>\n</figure>",
        escaped(&figure.caption)
    );
}

fn line(text: &Text) -> String {
    let mut out = String::new();
    for run in text {
        match run {
            Run::Plain(words) => out.push_str(&kept(words)),
            Run::Strong(words) => {
                let _ = write!(out, "<strong>{}</strong>", kept(words));
            }
            Run::Quiet(words) => {
                let _ = write!(out, "<span class=\"quiet\">{}</span>", kept(words));
            }
            Run::Notes(numbers) => out.push_str(&notes(numbers)),
        }
    }
    out
}

/// Escaped words with the blanks at their ends, which belong between them and their neighbours.
fn kept(words: &str) -> String {
    let start = if words.starts_with(' ') { " " } else { "" };
    let end = if words.len() > 1 && words.ends_with(' ') {
        " "
    } else {
        ""
    };
    format!("{start}{}{end}", escaped(words))
}

/// The numbers of sources, each a link.
fn notes(numbers: &[usize]) -> String {
    let link = |number: usize| format!("<a href=\"#source-{number}\">{number}</a>");
    let parts: Vec<String> = ranges(numbers)
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => link(first),
            1 => format!("{}, {}", link(first), link(last)),
            _ => format!("{}–{}", link(first), link(last)),
        })
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("<sup>{}</sup>", parts.join(", ")),
    }
}

/// One source.
fn source(number: usize, note: &Note) -> String {
    let mut parts = vec![match &note.publisher {
        Some(publisher) => format!("<b>{}</b>", escaped(publisher)),
        None => "<b>Publisher not known</b>".into(),
    }];
    parts.extend(note.day.map(words::day));
    if let Some(title) = &note.title {
        let title = escaped(title);
        parts.push(match note.url.as_deref().filter(|url| is_link(url)) {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"noreferrer\"><i>{title}</i></a>",
                escaped(url)
            ),
            None => format!("<i>{title}</i>"),
        });
    } else if let Some(url) = note.url.as_deref().filter(|url| is_link(url)) {
        let url = escaped(url);
        parts.push(format!("<a href=\"{url}\" rel=\"noreferrer\">{url}</a>"));
    }
    parts.push(format!("<code>{}</code>", escaped(&note.document)));
    parts.extend(
        note.copy_of
            .as_deref()
            .map(|story| format!("a copy or update of <code>{}</code>", escaped(story))),
    );
    let quote = note.quote.as_deref();
    let quote = quote.map(|quote| format!("<q>{}</q>", escaped(quote)));
    format!(
        "<li id=\"source-{number}\">{} <span class=\"whence\">{}</span></li>\n",
        quote.unwrap_or_default(),
        parts.join(", ")
    )
}

/// Whether an address leads to a page, and not to a script.
fn is_link(url: &str) -> bool {
    let url = url.trim().to_ascii_lowercase();
    url.starts_with("https://") || url.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_once() {
        let parts = [("a", "{{b}}".to_owned()), ("b", "x".to_owned())];
        assert_eq!(filled("<{{a}}> {{b}}{{c}}", &parts), "<{{b}}> x");
    }

    #[test]
    fn only_pages_are_linked() {
        assert!(is_link("https://example.org/a") && is_link(" HTTP://example.org"));
        assert!(!is_link("javascript:alert(1)") && !is_link("data:text/html,x"));
    }

    #[test]
    fn what_a_report_says_is_escaped_and_blanks_are_kept() {
        let text = vec![
            Run::Plain("a <b> ".into()),
            Run::Strong("&".into()),
            Run::Notes(vec![2, 1]),
        ];
        assert_eq!(
            line(&text),
            "a &lt;b&gt; <strong>&amp;</strong><sup><a href=\"#source-1\">1</a>, <a href=\"#source-2\">2</a></sup>"
        );
    }
}
