//! Which row is an event in GDELT's table of events?
//!
//! In comes an incident that was done; out comes a row with the 61 fields of GDELT 2.0's table, which has no header. Invariant:
//! what CAMEO has no code for, and what cannot be dated, has no row.

use jiff::civil::Date;
use marsad::{event::Who, knowledge::Knowledge};

use super::{
    Omission, View, number,
    sides::Sides,
    view::{once, said},
};

/// How many fields a row has.
pub(super) const WIDTH: usize = 61;

/// The row of an event, or why it has none.
pub(super) fn row(view: &View<'_>) -> Result<[String; WIDTH], Omission> {
    view.as_incident()?;
    let code = view.cameo().ok_or(Omission::Uncoded)?;
    let root = code.get(..2).ok_or(Omission::Uncoded)?;
    let day = view.day().ok_or(Omission::Undated)?;
    let Sides { first, second } = Sides::of(view);
    let publishers = View::publishers(view.event.sources.iter());
    let mut row: Vec<String> = vec![
        number::of(&view.event.id).to_string(),
        day.strftime("%Y%m%d").to_string(),
        day.strftime("%Y%m").to_string(),
        day.year().to_string(),
        fraction(day),
    ];
    row.extend(actor(view.knowledge, first.first().copied()));
    row.extend(actor(view.knowledge, second.first().copied()));
    row.extend([
        u8::from(leads(view)).to_string(),
        code.to_owned(),
        code.get(..3).unwrap_or(code).to_owned(),
        root.to_owned(),
        said(quad_class(root)),
        String::new(),
        view.event.tellings.len().to_string(),
        publishers.len().max(1).to_string(),
        view.event.sources.len().to_string(),
        String::new(),
    ]);
    row.extend(std::iter::repeat_n(String::new(), 16));
    row.extend(place(view));
    row.extend([String::new(), url(view)]);
    row.try_into().map_err(|_| Omission::Uncoded)
}

/// GDELT's day as a fraction of its year, by the formula of its codebook: the months before it count 30 days each, and the year 365.
fn fraction(day: Date) -> String {
    let days = f64::from((i32::from(day.month()) - 1) * 30 + i32::from(day.day()));
    format!("{:.4}", f64::from(day.year()) + days / 365.0)
}

/// The ten fields of an actor: code, name, country, and of its types up to three; the known group, ethnic group and
/// religions are not told apart within a code.
fn actor(knowledge: &Knowledge, party: Option<&Who>) -> [String; 10] {
    let mut fields: [String; 10] = Default::default();
    let Some(party) = party else {
        return fields;
    };
    let code = party.codes.cameo.as_deref().unwrap_or_default();
    fields[0] = code.to_owned();
    fields[1] = party.name.to_uppercase();
    let codes = knowledge.ontology().codes();
    let mut types = 7..10;
    for at in (0..code.len()).step_by(3) {
        let Some(part) = code.get(at..at + 3) else {
            break;
        };
        let field = match at {
            0 if knowledge.countries().has_three(part) => Some(2),
            // International actors begin with their type.
            0 => types.next(),
            _ => codes.is_cameo_sector(part).then(|| types.next()).flatten(),
        };
        if let Some(field) = field {
            fields[field] = part.to_owned();
        }
    }
    fields
}

/// Whether a report tells of it in its first paragraph.
fn leads(view: &View<'_>) -> bool {
    view.event.tellings.iter().any(|(source, telling)| {
        let paper = view.paper(&view.event.sources[*source]);
        paper.is_some_and(|paper| {
            let begin = paper.text.len() - paper.text.trim_start().len();
            let end = paper.text[begin..].find("\n\n");
            telling.clause.start < end.map_or(paper.text.len(), |end| begin + end)
        })
    })
}

/// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by CAMEO's root (01 to 20).
fn quad_class(root: &str) -> Option<u8> {
    match root.parse().ok()? {
        1..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20_u8 => Some(4),
        _ => None,
    }
}

/// The eight fields of the place of the deed.
fn place(view: &View<'_>) -> [String; 8] {
    let Some(site) = view.site() else {
        return Default::default();
    };
    let in_states = site.country.as_deref() == Some("US");
    let kind = match site.precision {
        Some(6) => Some(1),
        Some(4) if in_states => Some(2),
        Some(4) => Some(5),
        Some(1..=3) if in_states => Some(3),
        Some(1..=3) => Some(4),
        _ => None,
    };
    let country = view.country_name();
    let parts = [Some(site.name.as_str()), site.admin1.as_deref(), country];
    let name = once(parts.into_iter().flatten()).join(", ");
    let fips = view.country().and_then(|country| country.fips.as_ref());
    [
        said(kind),
        name,
        said(fips),
        String::new(),
        String::new(),
        site.at.lat.to_string(),
        site.at.lon.to_string(),
        String::new(),
    ]
}

/// Where the earliest report is found; where it has no address, what it is.
fn url(view: &View<'_>) -> String {
    let Some(source) = view.event.sources.first() else {
        return String::new();
    };
    let paper = view.paper(source);
    let paper = paper.as_deref();
    if let Some(url) = paper.and_then(|paper| paper.url.as_deref()) {
        return url.to_owned();
    }
    let title = paper.and_then(|paper| paper.title.as_deref());
    let day = source.day.map(|day| day.to_string());
    let parts = [source.publisher.as_deref(), title, day.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match parts[..] {
        [] => source.document.clone(),
        _ => parts.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use marsad::{event::Camp, mention::ActorCodes};

    use super::*;

    #[test]
    fn codes_are_taken_apart_as_far_as_their_parts_are_known() {
        let knowledge = crate::bundle::knowledge().unwrap();
        let of = |code: &str| {
            let who = Who {
                actor: None,
                name: "Some rebels".into(),
                camp: Camp::Armed,
                codes: ActorCodes {
                    cameo: Some(code.into()),
                    ..ActorCodes::default()
                },
            };
            actor(&knowledge, Some(&who))
        };
        let fields = of("SYRREBHEZ");
        assert_eq!(fields[..3], ["SYRREBHEZ", "SOME REBELS", "SYR"]);
        assert_eq!(fields[7..], ["REB", "", ""]);
        let fields = of("IGOUNO");
        assert_eq!((&*fields[2], &*fields[7]), ("", "IGO"));
    }

    #[test]
    fn a_day_is_a_part_of_its_year() {
        assert_eq!(fraction(date(2016, 1, 1)), "2016.0027");
        assert_eq!(quad_class("19"), Some(4));
        assert_eq!(quad_class("08"), Some(2));
    }
}
