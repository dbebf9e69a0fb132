//! Where and when was a report filed, and by whom?
//!
//! In comes the layout of a block; out comes the zone of its dateline, if it opens with
//! one: "FENMARK, Oct 6 (Ferry Press) -", "Fenmark: ", "Published July 5 2015".
//! Invariant: a dateline stands at the beginning of its block and ends at a mark or a
//! date, and without either there is none.

use super::{
    Lettering, Zone, ZoneKind,
    layout::{Layout, Mark},
    zones::Setting,
};
use crate::{
    knowledge::{
        Knowledge,
        datelines::Datelines,
        gazetteer::{Gazetteer, PlaceKind},
        orthography::Orthography,
    },
    terms::Span,
};

/// A dateline has no more words than this before its mark.
const LONGEST: usize = 24;

/// A place and what it lies in have no more words than this.
const LONGEST_PLACE: usize = 8;

/// An agency's name has no more words than this.
const LONGEST_AGENCY: usize = 7;

/// What datelines are told by.
#[derive(Clone, Copy)]
pub(super) struct Ground<'k> {
    pub(super) datelines: &'k Datelines,
    pub(super) orthography: &'k Orthography,
    pub(super) gazetteer: &'k Gazetteer,
}

impl<'k> Ground<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            datelines: knowledge.datelines(),
            orthography: knowledge.orthography(),
            gazetteer: knowledge.gazetteer(),
        }
    }
}

/// The zone of the dateline that opens the block.
pub(super) fn find(ground: &Ground<'_>, layout: &Layout<'_>, setting: Setting) -> Option<Zone> {
    let reader = Reader {
        ground,
        layout,
        setting,
    };
    let Some(posted) = reader.posted() else {
        return reader.filed(0).or_else(|| reader.filed_behind_headline());
    };
    // A line that says when the report was put up may stand before where it was filed.
    match reader.filed(posted.next) {
        Some(filed) => Some(Zone {
            span: posted.zone.span.to(filed.span),
            date: filed.date.or(posted.zone.date),
            ..filed
        }),
        None => Some(posted.zone),
    }
}

struct Reader<'r, 't> {
    ground: &'r Ground<'r>,
    layout: &'r Layout<'t>,
    setting: Setting,
}

/// A line that says when a report was put up.
struct Posted {
    zone: Zone,
    /// The word after it.
    next: usize,
}

/// A date among the words.
#[derive(Clone, Copy)]
struct Dated {
    /// The word after it.
    next: usize,
    precision: Precision,
}

/// How much of a date is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Precision {
    /// Day, month and year.
    Full,
    /// Less.
    Partial,
}

impl Reader<'_, '_> {
    /// "Published July 5 2015", "12 February 2015" before the report's first word.
    fn posted(&self) -> Option<Posted> {
        let layout = self.layout;
        let phrase = self.ground.datelines.posted().longest(layout.words_from(0));
        let dated = self.date(phrase)?;
        let said = phrase > 0;
        if dated.precision == Precision::Partial {
            return None;
        }
        let next = dated.next;
        let parted = next == layout.len() || matches!(layout.mark(next), Mark::Dash | Mark::Colon);
        // "6 July 2015 was a Monday" is prose; in one case nobody can tell.
        let capital = self.setting.lettering == Lettering::Mixed
            && layout
                .word(next)
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && matches!(layout.mark(next), Mark::Space);
        if !(said || parted || capital) {
            return None;
        }
        let end = if parted {
            layout.mark_end(next).max(layout.span(0, next).end)
        } else {
            layout.span(0, next).end
        };
        let span = Span::new(layout.separator_start(0), end);
        let zone = Zone {
            date: Some(layout.span(phrase, next)),
            ..Zone::new(ZoneKind::Dateline, span)
        };
        Some(Posted { zone, next })
    }

    /// "FENMARK, Oct 6 (Ferry Press) -" from a word on.
    fn filed(&self, from: usize) -> Option<Zone> {
        let layout = self.layout;
        let all = layout.len();
        if from >= all {
            return None;
        }
        let start = if from == 0 {
            layout.separator_start(0)
        } else {
            layout.start(from)
        };
        // A place has letters; "10:30" is a time.
        if !layout.word(from).starts_with(char::is_alphabetic) {
            return None;
        }
        if layout.separator(from).trim().ends_with('(') {
            return self.agency_alone(from, start);
        }
        let place_end = self.place_end(from)?;
        let mut at = place_end;
        let mut zone = Zone::new(ZoneKind::Dateline, Span::new(start, start));
        let linked = at < all && matches!(layout.mark(at), Mark::Space | Mark::Comma);
        if let Some(dated) = linked.then(|| self.date(at)).flatten() {
            zone.date = Some(layout.span(at, dated.next));
            at = dated.next;
        }
        let mut agency = None;
        if layout.mark(at) == Mark::Open && at < all {
            let end = (at + 1..=all.min(at + LONGEST_AGENCY)).find(|&end| self.closes(end))?;
            agency = Some((at, end));
            zone.agency = Some(layout.span(at, end));
            at = end;
        }
        if at - from > LONGEST {
            return None;
        }
        let named = Named {
            from,
            place_end,
            at,
            agency,
            dated: zone.date.is_some(),
        };
        if let Some(bulletin) = self.bulletin(&named) {
            return Some(bulletin);
        }
        if !self.convinces(&named) {
            return None;
        }
        let first = self.first_part(from, place_end);
        if self.is_place(from, first) {
            zone.place = Some(layout.span(from, first));
        }
        if zone.agency.is_none() {
            zone.agency = self.agency_behind_comma(from, place_end);
        }
        zone.span.end = layout.mark_end(at).max(layout.span(from, at).end);
        Some(zone)
    }

    /// "Ferry leaves. FENMARK (Ferry Press) -": some archives run the headline into the report.
    fn filed_behind_headline(&self) -> Option<Zone> {
        let layout = self.layout;
        if self.setting.lettering != Lettering::Mixed {
            return None;
        }
        let from = (1..layout.len().min(LONGEST)).find(|&at| {
            let ended = layout.separator(at).contains(['.', '?', '!', '\n']);
            let capitals = !layout.word(at).contains(char::is_lowercase);
            ended && capitals && !layout.separator(at).contains('(')
        })?;
        self.filed(from)
            .filter(|zone| zone.agency.is_some() || zone.place.is_some())
    }

    /// "(Ferry Press) -" with no place before it.
    fn agency_alone(&self, from: usize, start: usize) -> Option<Zone> {
        let layout = self.layout;
        let end =
            (from + 1..=layout.len().min(from + LONGEST_AGENCY)).find(|&end| self.closes(end))?;
        let known = self.agency_known(from, end);
        let ends = layout.mark(end) == Mark::CloseDash || end == layout.len();
        (known && ends).then(|| Zone {
            agency: Some(layout.span(from, end)),
            ..Zone::new(ZoneKind::Dateline, Span::new(start, layout.mark_end(end)))
        })
    }

    /// "Ferry Bulletin – Friday, 29 August 2025" as a line of its own: a publication and its day.
    fn bulletin(&self, named: &Named) -> Option<Zone> {
        let layout = self.layout;
        if named.agency.is_some() || named.dated || layout.mark(named.at) != Mark::Dash {
            return None;
        }
        let dated = self.date(named.at)?;
        let alone = dated.next == layout.len() && dated.precision == Precision::Full;
        alone.then(|| Zone {
            agency: Some(layout.span(named.from, named.place_end)),
            date: Some(layout.span(named.at, dated.next)),
            ..Zone::new(
                ZoneKind::Dateline,
                Span::new(layout.separator_start(0), layout.end()),
            )
        })
    }

    /// Where the place, and what it lies in, ends: before a date, a bracket or a mark.
    fn place_end(&self, from: usize) -> Option<usize> {
        let layout = self.layout;
        let mut at = from;
        loop {
            at += 1;
            if at >= layout.len() || at - from > LONGEST_PLACE {
                return (at == layout.len()).then_some(at);
            }
            match layout.mark(at) {
                Mark::Space | Mark::Comma | Mark::Slash | Mark::Hyphen => {
                    if self.date(at).is_some() {
                        return Some(at);
                    }
                }
                Mark::Open | Mark::Dash | Mark::Colon => return Some(at),
                _ => return None,
            }
        }
    }

    /// Where the first place ends: before "," or "/".
    fn first_part(&self, from: usize, place_end: usize) -> usize {
        (from + 1..place_end)
            .find(|&at| matches!(self.layout.mark(at), Mark::Comma | Mark::Slash))
            .unwrap_or(place_end)
    }

    fn closes(&self, at: usize) -> bool {
        matches!(
            self.layout.mark(at),
            Mark::Close | Mark::CloseDash | Mark::CloseColon
        )
    }

    fn is_place(&self, from: usize, to: usize) -> bool {
        let name = self.layout.text_of(from, to);
        !self.ground.gazetteer.find(name).is_empty()
    }

    /// Whether the words name a country or a town of some size: "Police:" is no dateline, though
    /// there is a town of that name.
    fn is_known_place(&self, from: usize, to: usize) -> bool {
        const KNOWN: u64 = 100_000;
        let found = self.ground.gazetteer.find(self.layout.text_of(from, to));
        found.iter().any(|candidate| {
            let place = self.ground.gazetteer.place(candidate.place);
            place.is_some_and(|place| place.population >= KNOWN || place.kind == PlaceKind::Country)
        })
    }

    /// "Fenmark, SANA -".
    fn agency_behind_comma(&self, from: usize, to: usize) -> Option<Span> {
        let at = (from + 1..to)
            .find(|&at| self.layout.mark(at) == Mark::Comma && self.agency_known(at, to))?;
        Some(self.layout.span(at, to))
    }

    fn agency_known(&self, from: usize, to: usize) -> bool {
        let words = self.layout.words_from(from).take(to - from);
        self.ground.datelines.agencies().longest(words) == to - from
    }

    /// Whether the words before the mark can be meant as a dateline.
    fn convinces(&self, named: &Named) -> bool {
        let layout = self.layout;
        let mixed = self.setting.lettering == Lettering::Mixed;
        let first = self.first_part(named.from, named.place_end);
        let place = self.is_place(named.from, first);
        let capitals = mixed && {
            let name = layout.text_of(named.from, first);
            name.chars().filter(|c| c.is_alphabetic()).count() > 2
                && !name.contains(char::is_lowercase)
        };
        let ends = named.at == layout.len();
        let mark = layout.mark(named.at);
        if let Some((from, to)) = named.agency {
            let known = self.agency_known(from, to);
            return match mark {
                Mark::CloseDash => {
                    // In one case any few words may be a place that nobody has heard of.
                    capitals || place || known || !mixed
                }
                Mark::CloseColon => capitals || place || known,
                _ => known && (capitals || place) || ends && capitals,
            };
        }
        let begins = layout
            .word(named.at)
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii());
        match mark {
            Mark::Dash if named.dated => capitals || place,
            Mark::Dash if mixed => capitals || place && begins,
            // "fenmark - the old town - fell" has a second dash, and is prose.
            Mark::Dash => place && !ends && !self.dash_follows(named.at),
            Mark::Colon => {
                (named.dated && place || self.is_known_place(named.from, first))
                    && named.at - named.from <= 3
                    && (named.dated || begins && mixed)
                    && self.setting.before < 2
            }
            _ => {
                let listed = layout.mark(named.place_end) == Mark::Comma;
                ends && named.dated && (capitals || place && listed)
            }
        }
    }

    fn dash_follows(&self, at: usize) -> bool {
        (at + 1..self.layout.len().min(at + LONGEST)).any(|at| self.layout.mark(at) == Mark::Dash)
    }

    /// The date that begins at a word: "Friday, 29 August 2025", "Oct. 6", "06-10-2017".
    fn date(&self, from: usize) -> Option<Dated> {
        let layout = self.layout;
        let orthography = self.ground.orthography;
        let lower = |at: usize| layout.word(at).to_lowercase();
        let number = |at: usize, most: u32| {
            let word = layout.word(at);
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.parse::<u32>().ok().filter(|&n| n > 0 && n <= most)
        };
        let year = |at: usize| {
            let word = layout.word(at);
            word.len() == 4 && number(at, 2200).is_some_and(|year| year > 1800)
        };
        let linked = |at: usize| matches!(layout.mark(at), Mark::Space | Mark::Comma);
        if let Some(dated) = self.numeric_date(from) {
            return Some(dated);
        }
        let mut at = from;
        let weekday = orthography.is_weekday(&lower(at));
        if weekday {
            at += 1;
        }
        let goes_on = at == from || linked(at);
        let month = |at: usize| orthography.is_month(&lower(at));
        let day_month = goes_on && number(at, 31).is_some() && month(at + 1) && linked(at + 1);
        let month_day = goes_on && month(at) && number(at + 1, 31).is_some() && linked(at + 1);
        if day_month || month_day {
            at += 2;
            let full = at < layout.len() && linked(at) && year(at);
            return Some(Dated {
                next: at + usize::from(full),
                precision: if full {
                    Precision::Full
                } else {
                    Precision::Partial
                },
            });
        }
        weekday.then_some(Dated {
            next: from + 1,
            precision: Precision::Partial,
        })
    }

    /// "06-10-2017", "20.07.2016", "2017/10/06".
    fn numeric_date(&self, from: usize) -> Option<Dated> {
        let layout = self.layout;
        if from + 2 >= layout.len() {
            return None;
        }
        let mark = layout.separator(from + 1);
        let joined = matches!(mark, "-" | "." | "/") && layout.separator(from + 2) == mark;
        let part = |at: usize| {
            let word = layout.word(at);
            let digits = word.bytes().all(|byte| byte.is_ascii_digit());
            digits.then_some(word.len())
        };
        let lengths = [part(from)?, part(from + 1)?, part(from + 2)?];
        let whole = matches!(lengths, [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2]);
        (joined && whole).then_some(Dated {
            next: from + 3,
            precision: Precision::Full,
        })
    }
}

/// What stands before the mark.
struct Named {
    from: usize,
    place_end: usize,
    /// The word after the mark.
    at: usize,
    /// The words of the agency.
    agency: Option<(usize, usize)>,
    dated: bool,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        knowledge::{
            actor::Actors,
            gazetteer::{CountryCode, Entry, PlaceId, World},
        },
        sentence::lettering::lettering,
    };

    /// A small world of datelines.
    pub(in crate::sentence) struct Small {
        datelines: Datelines,
        orthography: Orthography,
        gazetteer: Gazetteer,
    }

    impl Small {
        pub(in crate::sentence) fn new() -> Self {
            let entry = |id: u32, name: &str| Entry {
                id: PlaceId::own(id),
                name: name.into(),
                alternates: Vec::new(),
                countries: vec![CountryCode::parse("XF").expect("two capitals")],
                admin1: None,
                kind: PlaceKind::Settlement,
                lon: 40.5,
                lat: 35.0,
                population: 154_000,
                radius_km: None,
                prior: 100,
            };
            let world = World {
                version: "small".into(),
                places: vec![
                    entry(1, "Fenmark"),
                    entry(2, "Port Fenmark"),
                    Entry {
                        population: 900,
                        ..entry(3, "Police")
                    },
                ],
                demonyms: Vec::new(),
            };
            let read = "whole";
            Self {
                datelines: Datelines::read(
                    "datelines.toml",
                    include_str!("../../../../data/lexicon/en/datelines.toml"),
                    &Actors::default(),
                )
                .expect(read),
                orthography: Orthography::read(
                    "orthography.toml",
                    include_str!("../../../../data/lexicon/en/orthography.toml"),
                )
                .expect(read),
                gazetteer: Gazetteer::from_bytes(world.assemble().expect(read)).expect(read),
            }
        }

        pub(in crate::sentence) fn ground(&self) -> Ground<'_> {
            Ground {
                datelines: &self.datelines,
                orthography: &self.orthography,
                gazetteer: &self.gazetteer,
            }
        }
    }

    fn found(text: &str) -> Option<[String; 4]> {
        let small = Small::new();
        let layout = Layout::new(text, Span::new(0, text.len()));
        let setting = Setting {
            before: 0,
            after: 0,
            lettering: lettering(text).unwrap_or_default(),
        };
        let zone = find(&small.ground(), &layout, setting)?;
        let of = |span: Option<Span>| span.map_or("", |span| span.of(text)).to_owned();
        Some([
            of(Some(zone.span)),
            of(zone.place),
            of(zone.date),
            of(zone.agency),
        ])
    }

    #[test]
    fn datelines_say_where_when_and_who() {
        for (text, zone, place, date, agency) in [
            (
                "FENMARK (Ferry Press) - It left",
                "FENMARK (Ferry Press) -",
                "FENMARK",
                "",
                "Ferry Press",
            ),
            (
                "fenmark ( reuters ) - the old ferry and its crew left the harbour at nine , they said",
                "fenmark ( reuters ) -",
                "fenmark",
                "",
                "reuters",
            ),
            (
                "FENMARK, Oct. 6 (Ferry Press) — It left",
                "FENMARK, Oct. 6 (Ferry Press) —",
                "FENMARK",
                "Oct. 6",
                "Ferry Press",
            ),
            (
                "PORT FENMARK, Fennland -- It left",
                "PORT FENMARK, Fennland --",
                "PORT FENMARK",
                "",
                "",
            ),
            ("Fenmark: It left", "Fenmark:", "Fenmark", "", ""),
            (
                "FENMARK, Sunday – “It left”",
                "FENMARK, Sunday –",
                "FENMARK",
                "Sunday",
                "",
            ),
            (
                "Ferry Bulletin – Friday, 29 August 2025",
                "Ferry Bulletin – Friday, 29 August 2025",
                "",
                "Friday, 29 August 2025",
                "Ferry Bulletin",
            ),
            (
                "Published July 5 2015 Ten ferries left",
                "Published July 5 2015",
                "",
                "July 5 2015",
                "",
            ),
            (
                "06-10-2017 FENMARK (AFP) - Ten ferries left",
                "06-10-2017 FENMARK (AFP) -",
                "FENMARK",
                "06-10-2017",
                "AFP",
            ),
            (
                "(Reuters) - Ten ferries left",
                "(Reuters) -",
                "",
                "",
                "Reuters",
            ),
            (
                "Ferry leaves the isle. FENMARK (AP) _ It left",
                "FENMARK (AP) _",
                "FENMARK",
                "",
                "AP",
            ),
            (
                "Fenmark, SANA - It left",
                "Fenmark, SANA -",
                "Fenmark",
                "",
                "SANA",
            ),
            ("NORTH ISLE (AP ) --", "NORTH ISLE (AP ) --", "", "", "AP"),
        ] {
            let want = [zone, place, date, agency].map(str::to_owned);
            assert_eq!(found(text), Some(want), "{text}; help: see dateline.rs");
        }
    }

    #[test]
    fn prose_has_no_dateline() {
        for text in [
            "Fenmark - the old town - fell",
            "Six ferries (all old) left",
            "6 July 2015 was a Monday",
            "The ferry left: It was late",
            "Monday",
            "Police: It left",
            "Police May 5",
            "He said - and meant it - that it left",
            "",
        ] {
            assert_eq!(
                found(text),
                None,
                "{text}; help: see dateline.rs, fn convinces"
            );
        }
    }
}
