//! Which parts of a report are not prose?
//!
//! In comes a block; out come its [`Zone`]s (where and when it was filed, who sent it,
//! who wrote it) and the prose that is left. Invariant: zones and prose lie in the
//! block, in order, never overlap, and hold all its words.

use super::{
    Lettering, Zone, ZoneKind,
    dateline::{self, Ground},
    layout::Layout,
};
use crate::{knowledge::datelines::Phrases, terms::Span};

/// A block, parted.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// What is no prose, in order.
    pub(super) zones: Vec<Zone>,
    /// What is, in order.
    pub(super) prose: Vec<Span>,
}

/// Where a block stands in its document, and how its letters stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// How many blocks stand before it.
    pub(super) before: usize,
    /// How many stand after it.
    pub(super) after: usize,
    /// Its letters.
    pub(super) lettering: Lettering,
}

/// Parts a block of `text` into zones and prose.
pub(super) fn part(ground: &Ground<'_>, text: &str, block: Span, setting: Setting) -> Parts {
    let layout = Layout::new(text, block);
    if layout.len() == 0 {
        return Parts {
            zones: Vec::new(),
            prose: vec![block],
        };
    }
    if is_notice(ground, &layout, setting) || is_address(block.of(text)) {
        let agency = ground.datelines.agencies().longest(layout.words_from(0));
        let agency = (agency > 0).then(|| layout.span(0, agency));
        let zone = Zone {
            agency,
            ..Zone::new(ZoneKind::Credits, block)
        };
        return Parts {
            zones: vec![zone],
            prose: Vec::new(),
        };
    }
    let mut zones: Vec<Zone> = dateline::find(ground, &layout, setting)
        .into_iter()
        .collect();
    let from = zones.last().map_or(block.start, |zone| zone.span.end);
    zones.extend(credits(ground, &layout, from, setting));
    let from = zones.last().map_or(block.start, |zone| zone.span.end);
    zones.extend(signature(ground, &layout, from));
    Parts {
        prose: remaining(text, block, &zones),
        zones,
    }
}

/// Whether the whole block is a notice, a footer or a signature.
fn is_notice(ground: &Ground<'_>, layout: &Layout<'_>, setting: Setting) -> bool {
    let starts = |phrases: &Phrases| phrases.longest(layout.words_from(0));
    let all = layout.len();
    let legal =
        starts(ground.datelines.legal()) > 0 || layout.separator(0).trim_start().starts_with('©');
    let footer = setting.before > 0 && starts(ground.datelines.footers()) == all;
    // A name alone is a signature at the foot and may be anything elsewhere.
    let signature =
        setting.before > 0 && setting.after < 2 && starts(ground.datelines.agencies()) == all;
    legal || footer || signature
}

/// Whether a line is an address of the web or of mail and little else.
fn is_address(block: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let mut words = 0;
    let mut addresses = 0;
    for chunk in block.split_whitespace() {
        words += 1;
        if words > MOST_WORDS {
            return false;
        }
        let mail = chunk
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
        let web = ["http://", "https://", "www."]
            .iter()
            .any(|start| chunk.trim_start_matches('(').starts_with(start));
        addresses += usize::from(mail || web);
    }
    addresses > 0
}

/// "(Reporting by …; Editing by …)", within brackets or to the end of the block.
fn credits(
    ground: &Ground<'_>,
    layout: &Layout<'_>,
    from: usize,
    setting: Setting,
) -> Option<Zone> {
    let (word, opening) = (0..layout.len()).find_map(|at| {
        let opens = match ground.datelines.credits().longest(layout.words_from(at)) {
            0 => false,
            // "Source: …", but "Sources said …".
            1 => {
                layout.separator(at + 1).starts_with(':')
                    || ground.datelines.agencies().longest(layout.words_from(at + 1)) > 0
            }
            _ => true,
        };
        let capital = layout.word(at).starts_with(char::is_uppercase);
        if !opens || layout.start(at) < from {
            return None;
        }
        let separator = layout.separator(at).trim();
        let bracket = separator.rfind(['(', '[']);
        let begins = at == 0
            || bracket.is_some()
            || separator.contains(['.', '-', '—', '–', ';', '"', '\u{201d}'])
            // A line of its own at the end of the text, joined to the last by a narrow page.
            || setting.lettering == Lettering::Mixed && capital && layout.separator(at).contains('\n');
        begins.then_some((at, bracket.is_some()))
    })?;
    let start = if opening {
        let separator = layout.separator(word);
        layout.start(word) - separator.len() + separator.rfind(['(', '[']).unwrap_or(0)
    } else {
        layout.start(word)
    };
    // "Source: …" says no more than its sentence does.
    let short = ground.datelines.credits().longest(layout.words_from(word)) == 1;
    let ends: &[char] = match (opening, short) {
        (true, _) => &[')', ']'],
        (false, true) => &['.', '"', '\u{201c}', '\n'],
        (false, false) => &[],
    };
    let end = (word + 1..=layout.len()).find_map(|at| {
        let mark = layout.separator(at).find(ends)?;
        // A bracket or stop belongs to what it closes.
        let closes = layout.separator(at)[mark..].starts_with([')', ']', '.']);
        Some(layout.separator_start(at) + mark + usize::from(closes))
    });
    let end = end.unwrap_or(layout.end());
    Some(Zone::new(
        ZoneKind::Credits,
        Span::new(start.max(from), end),
    ))
}

/// "--Reuters", "(AFP)", at the end of a block.
fn signature(ground: &Ground<'_>, layout: &Layout<'_>, from: usize) -> Option<Zone> {
    const LONGEST: usize = 4;
    let all = layout.len();
    (all.saturating_sub(LONGEST)..all).find_map(|at| {
        let separator = layout.separator(at);
        if at == 0 || layout.separator_start(at) < from {
            return None;
        }
        let mark = separator.find(['-', '—', '–', '(', '/', '['])?;
        // A hyphen between two words makes one of them, as in "pre-AP".
        if separator == "-" || separator == "/" {
            return None;
        }
        let fits = ground.datelines.agencies().longest(layout.words_from(at)) == all - at;
        fits.then(|| Zone {
            agency: Some(layout.span(at, all)),
            ..Zone::new(
                ZoneKind::Credits,
                Span::new(layout.separator_start(at) + mark, layout.end()),
            )
        })
    })
}

fn remaining(text: &str, block: Span, zones: &[Zone]) -> Vec<Span> {
    let mut prose = Vec::new();
    let mut from = block.start;
    let ends = zones
        .iter()
        .map(|zone| zone.span)
        .chain([Span::new(block.end, block.end)]);
    for zone in ends {
        let between = &text[from..zone.start];
        let trimmed = between.trim_start_matches(super::mend::is_gap);
        let start = zone.start - trimmed.len();
        let end = start + trimmed.trim_end_matches(super::mend::is_gap).len();
        if start < end {
            prose.push(Span::new(start, end));
        }
        from = zone.end;
    }
    prose
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sentence::dateline::tests::Small;

    fn parted(text: &str) -> (Vec<String>, Vec<String>) {
        let small = Small::new();
        let setting = Setting {
            before: 1,
            after: 0,
            lettering: super::super::lettering::lettering(text).unwrap_or_default(),
        };
        let parts = part(&small.ground(), text, Span::new(0, text.len()), setting);
        let zones = parts.zones.iter().map(|zone| zone.span.of(text).to_owned());
        let prose = parts.prose.iter().map(|span| span.of(text).to_owned());
        (zones.collect(), prose.collect())
    }

    #[test]
    fn credits_are_no_prose() {
        for (text, zone) in [
            (
                "It left. (Reporting by A. B.; Editing by C. D.)",
                "(Reporting by A. B.; Editing by C. D.)",
            ),
            (
                "It left. Reporting by A. B.; editing by C. D.",
                "Reporting by A. B.; editing by C. D.",
            ),
            ("It left.--Reuters", "--Reuters"),
            ("It left. (Agence France-Presse)", "(Agence France-Presse)"),
            ("It left in 2011.-AFP", "-AFP"),
        ] {
            let (zones, prose) = parted(text);
            assert_eq!(zones, [zone], "{text}; help: see zones.rs");
            assert!(prose[0].starts_with("It left"), "{text}");
        }
    }

    #[test]
    fn notices_and_addresses_take_the_whole_block() {
        for text in [
            "Copyright 2020 Ferry Press. All rights reserved",
            "www.example.org/ferry",
            "Write to us: desk@example.org",
            "Reuters",
            "Read Also",
        ] {
            assert_eq!(parted(text).0, [text], "help: see zones.rs");
        }
    }

    #[test]
    fn prose_stays_prose() {
        for text in [
            "The ferry left.",
            "Editing was done by a friend of Reuters",
            "It was a pre-AP time",
            "Sources told the board that it left",
            "Reuters reported that it left",
        ] {
            assert_eq!(parted(text).1, [text]);
        }
    }

    proptest! {
        #[test]
        fn zones_and_prose_hold_every_word(text in "[A-Z a-z0-9(),.:\u{2014}-]{0,60}") {
            let (zones, prose) = parted(&text);
            let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let parts: usize = zones.iter().chain(&prose).map(|part| count(part)).sum();
            prop_assert_eq!(parts, count(&text));
        }
    }
}
