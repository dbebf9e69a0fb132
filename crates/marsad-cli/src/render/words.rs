//! How are the parts of a claim said in words?
//!
//! In come the library's values; out come phrases for people. Invariant: a
//! phrase never says more than the value does: what is open stays open.

use jiff::civil::Date;
use marsad::{
    claim::{Bearing, Claim, ClaimAmount, ClaimPlace, Grade, Modality, Voice},
    knowledge::control::Hold,
    mention::ResolvedPlace,
    reading::DoubtKind,
    terms::{Interval, LonLat, Range},
};

/// In what sense something is claimed, to stand after it; nothing where it is asserted.
pub(super) fn modality(modality: Modality) -> Option<&'static str> {
    match modality {
        Modality::Asserted => None,
        Modality::Denied => Some("denied"),
        Modality::Planned => Some("planned, not done"),
        Modality::Threatened => Some("threatened, not done"),
        Modality::Demanded => Some("demanded, not done"),
        Modality::Conditional => Some("conditional, not said to be done"),
        Modality::Attempted => Some("tried; whether it was done is not said"),
        Modality::Failed => Some("tried or meant, and not done"),
        Modality::Supposed => Some("supposed, not certain"),
        Modality::Historical => Some("background, from before this report"),
    }
}

/// What stands behind a claim that sums up many deeds.
pub(super) const SUMMARY: &str = "(a summary, no single incident)";

/// A number of something: "40 to 50", "20 or more".
pub(super) fn range(range: Range) -> String {
    match (range.low, range.high) {
        (Some(low), Some(high)) if low == high => number(low),
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (Some(low), None) => format!("{} or more", number(low)),
        (None, Some(high)) => format!("{} or fewer", number(high)),
        (None, None) => "an unsaid number".to_owned(),
    }
}

/// An amount with what it counts: "killed: 20 or more", "distance: 10 km or less".
pub(super) fn amount(amount: &ClaimAmount) -> String {
    let words = amount.what.replace('_', " ");
    match words.strip_suffix(" km") {
        Some(what) => {
            let figure = match (amount.range.low, amount.range.high) {
                (None, Some(high)) => format!("{} km or less", number(high)),
                (Some(low), None) => format!("{} km or more", number(low)),
                _ => format!("{} km", range(amount.range)),
            };
            format!("{what}: {figure}")
        }
        None => {
            let of_what = match (amount.part_of, amount.cumulative) {
                (Some(_), _) => " (part of the whole)",
                (None, true) => " so far",
                (None, false) => "",
            };
            format!("{words}{of_what}: {}", range(amount.range))
        }
    }
}

/// A number with its thousands set apart, at most one digit after the point.
pub(super) fn number(value: f64) -> String {
    let rounded = format!("{:.1}", value.abs());
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, "0"));
    let mut grouped = String::from(if value < 0.0 { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 && whole.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction != "0" {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// "1 report", "3 reports".
pub(super) fn counted(count: impl TryInto<u64>, what: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(count as f64))
}

/// Days as people write them: "6 October 2017", "1 to 7 May 2023".
pub(super) fn days(days: Interval) -> String {
    let (from, to) = (days.from, days.to);
    if from == to {
        day(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {}", from.day(), day(to))
    } else if from.year() == to.year() {
        format!("{} {} to {}", from.day(), month(from), day(to))
    } else {
        format!("{} to {}", day(from), day(to))
    }
}

/// A day as people write it.
pub(super) fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

fn month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS[usize::from(date.month().unsigned_abs() - 1)]
}

/// What a deed does to a party's hold of a place, to stand after the party.
pub(super) fn hold(hold: Hold) -> &'static str {
    match hold {
        Hold::Gains => "took it",
        Hold::Holds => "holds it",
        Hold::Leaves => "left it",
        Hold::Besieges => "besieges it",
        Hold::Relieves => "broke the siege",
        Hold::Enters => "is inside it",
        Hold::Fights => "fights there",
        Hold::Nears => "comes nearer",
    }
}

/// How exactly a date is known, from UCDP's `date_prec`; nothing where it is the day.
pub(super) fn precision(precision: u8) -> Option<&'static str> {
    match precision {
        2 => Some("to within days"),
        3 => Some("to within a week"),
        4 => Some("to within a month"),
        5 => Some("to within more than a month"),
        _ => None,
    }
}

/// A place of the gazetteer: "Zamzam, North Darfur, SD".
pub(super) fn place(place: &ResolvedPlace) -> String {
    place_beyond(place, "")
}

/// What a place of the gazetteer is called beyond the words that name it:
/// "North Darfur, SD" for Zamzam where "Zamzam" is written, its whole name where
/// something else is; empty where there is nothing to add.
pub(super) fn place_beyond(place: &ResolvedPlace, written: &str) -> String {
    let name = Some(place.name.as_str()).filter(|name| !name.eq_ignore_ascii_case(written));
    let admin1 = place
        .admin1
        .as_deref()
        .filter(|admin1| *admin1 != place.name);
    let parts: Vec<_> = [name, admin1, place.country.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    parts.join(", ")
}

/// A point, to about a hundred metres: "13.491° N 25.318° E".
pub(super) fn point(at: LonLat) -> String {
    let (lat, lon) = (at.lat, at.lon);
    let (north, east) = (
        if lat < 0.0 { "S" } else { "N" },
        if lon < 0.0 { "W" } else { "E" },
    );
    format!("{:.3}° {north} {:.3}° {east}", lat.abs(), lon.abs())
}

/// The area that a claim means: the point alone where it is that of the named place,
/// "35.614° N 38.021° E, to within 17 km" where words lay something else to it; empty
/// where it is not known.
pub(super) fn area(place: &ClaimPlace) -> String {
    match place.area() {
        Some((at, km)) if is_beside(place) => {
            format!("{}, to within {} km", point(at), number(km.ceil()))
        }
        Some((at, _)) => point(at),
        None => String::new(),
    }
}

/// Whether the area that a claim means is another than that of the place that it names.
pub(super) fn is_beside(place: &ClaimPlace) -> bool {
    let named = place.place.value().map(|named| (named.at, named.radius_km));
    place.area() != named
}

/// Who says so, outermost first: "Reuters, quoting the Observatory, a war monitor".
pub(super) fn voices(claim: &Claim) -> String {
    let mut phrase = String::new();
    for (at, voice) in claim.voices.iter().enumerate() {
        if at > 0 {
            phrase.push_str(", quoting ");
        }
        phrase.push_str(if voice.name.is_empty() {
            unnamed(voice)
        } else {
            &voice.name
        });
        if let Some(gloss) = gloss(voice) {
            phrase.push_str(", ");
            phrase.push_str(&gloss);
        }
    }
    phrase
}

/// How far a claim is backed, who bears or disputes it, and whether whoever speaks has a stake; empty where it is
/// just told.
pub(super) fn backing(claim: &Claim) -> String {
    let mut parts = Vec::new();
    if claim.certainty.grade != Grade::Stated {
        parts.push(claim.certainty.grade.as_str().to_owned());
    }
    for borne in claim
        .responsibility
        .iter()
        .filter(|borne| borne.kind != Bearing::Attributed)
    {
        parts.push(format!("{} by {}", borne.kind.as_str(), borne.by));
    }
    for dispute in &claim.disputed_by {
        parts.push(format!("disputed by {}", dispute.by));
    }
    let against = claim
        .stake
        .as_ref()
        .and_then(|stake| stake.against_interest);
    parts.extend(against.map(|against| match against {
        true => "against the speaker's interest".to_owned(),
        false => "in the speaker's interest".to_owned(),
    }));
    parts.join(", ")
}

fn unnamed(voice: &Voice) -> &'static str {
    if voice.kind == "publisher" {
        "the report itself"
    } else {
        "somebody unnamed"
    }
}

/// What kind of voice it is, where its name does not say so: "a war monitor".
fn gloss(voice: &Voice) -> Option<String> {
    let kind = match voice.kind.as_str() {
        "" | "publisher" | "unknown" | "other" | "person" | "source" | "organisation" | "state"
        | "court" => return None,
        "security" | "military" => format!("{} source", voice.kind),
        "religious" => "religious figure".to_owned(),
        "rescuer" => "rescue worker".to_owned(),
        "aid" => "aid worker".to_owned(),
        "monitor" => "war monitor".to_owned(),
        "agency" => "news agency".to_owned(),
        "party" => "party to the war".to_owned(),
        "media" => "news outlet".to_owned(),
        kind => kind.replace(['_', '-'], " "),
    };
    let name = voice.name.to_lowercase();
    if kind.split(' ').any(|word| name.contains(word)) || name.is_empty() {
        return None;
    }
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    Some(format!("{article} {kind}"))
}

/// So many doubts of one kind, in words.
pub(super) fn doubts(kind: &DoubtKind, count: usize) -> String {
    let (one, many) = match kind {
        DoubtKind::NotInGazetteer => (
            "place name not in the gazetteer",
            "place names not in the gazetteer",
        ),
        DoubtKind::AmbiguousPlace(_) => (
            "place name that fits several places",
            "place names that fit several places",
        ),
        DoubtKind::NoAnchor => (
            "time without an anchor in the calendar",
            "times without an anchor in the calendar",
        ),
        DoubtKind::NoSuchDay => ("day that there is not", "days that there are not"),
        DoubtKind::OtherWeekday => (
            "date that falls on another weekday",
            "dates that fall on another weekday",
        ),
        DoubtKind::ImplausibleDate => (
            "date that is no date of news",
            "dates that are no dates of news",
        ),
        DoubtKind::OtherDateline => (
            "dateline that does not go with the day of publication",
            "datelines that do not go with the day of publication",
        ),
        DoubtKind::UnknownSpeaker => (
            "voice without a known speaker",
            "voices without a known speaker",
        ),
        DoubtKind::NoParties => (
            "deed without anybody to it",
            "deeds without anybody to them",
        ),
        DoubtKind::OneCase => return "written in one case, names restored".to_owned(),
        DoubtKind::Empty => return "the document is empty".to_owned(),
        DoubtKind::UnreadLanguage => return "not in a language that marsad reads".to_owned(),
        DoubtKind::BrokenText => ("broken character", "broken characters"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ranges_stay_as_open_as_they_are() {
        let said = |low, high| range(Range { low, high });
        assert_eq!(said(Some(12.0), Some(12.0)), "12");
        assert_eq!(said(Some(40.0), Some(50.0)), "40 to 50");
        assert_eq!(said(Some(20.0), None), "20 or more");
        assert_eq!(said(None, Some(1_250_000.0)), "1,250,000 or fewer");
        assert_eq!(
            (number(2017.0), number(11.27), number(-0.5)),
            ("2017".into(), "11.3".into(), "-0.5".into())
        );
    }

    #[test]
    fn distances_are_said_with_their_unit() {
        let distance = ClaimAmount {
            span: Default::default(),
            what: "distance_km".into(),
            who: None,
            range: Range {
                low: None,
                high: Some(10.0),
            },
            basis: Default::default(),
            part_of: None,
            cumulative: false,
        };
        assert_eq!(amount(&distance), "distance: 10 km or less");
    }

    #[test]
    fn days_share_what_they_can() {
        let said = |from, to| days(Interval { from, to });
        assert_eq!(said(date(2017, 10, 6), date(2017, 10, 6)), "6 October 2017");
        assert_eq!(said(date(2023, 5, 1), date(2023, 5, 7)), "1 to 7 May 2023");
        assert_eq!(
            said(date(2023, 3, 30), date(2023, 5, 7)),
            "30 March to 7 May 2023"
        );
        assert_eq!(
            said(date(2022, 12, 30), date(2023, 1, 2)),
            "30 December 2022 to 2 January 2023"
        );
    }

    #[test]
    fn a_voice_is_glossed_only_where_its_name_says_less() {
        let voice = |name: &str, kind: &str| Voice {
            name: name.into(),
            kind: kind.into(),
            ..Voice::default()
        };
        assert_eq!(
            gloss(&voice("the Observatory", "monitor")).as_deref(),
            Some("a war monitor")
        );
        assert_eq!(
            gloss(&voice("a Syrian military source", "military source")),
            None
        );
        assert_eq!(
            gloss(&voice("Mr Doe", "official")).as_deref(),
            Some("an official")
        );
        assert_eq!(gloss(&voice("Reuters", "publisher")), None);
    }
}
