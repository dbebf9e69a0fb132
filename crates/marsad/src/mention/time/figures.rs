//! Which day, year or hour do figures say?
//!
//! In comes the text of an atom; out comes the number that it writes, if it is one
//! of the calendar or the clock. Invariant: hours are 0 to 24, minutes 0 to 59,
//! days 1 to 31, months 1 to 12.

use smol_str::SmolStr;

use super::capture::Capture;

pub(super) fn whole(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

pub(super) fn day(text: &str, suffixes: &[SmolStr]) -> Option<u8> {
    let stem = suffixes
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix.as_str()))
        .unwrap_or(text);
    let day = whole(stem).filter(|_| stem.len() <= 2)?;
    (1..=31).contains(&day).then_some(day as u8)
}

pub(super) fn decade(text: &str, suffixes: &[SmolStr]) -> Option<i64> {
    let year = suffixes
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix.as_str()))?;
    // "his 30s" are years of age; only an apostrophe makes two figures a decade.
    if let Some(two) = year.strip_prefix('\'') {
        return whole(two)
            .filter(|number| two.len() == 2 && number % 10 == 0)
            .map(|number| 1900 + number);
    }
    whole(year)
        .filter(|number| year.len() == 4 && number % 10 == 0 && (1000..2200).contains(number))
}

pub(super) fn clock(text: &str) -> Option<(u8, u8)> {
    let (hour, rest) = text.split_once(':')?;
    let minute = rest.split(':').next().unwrap_or_default();
    time_of_day(hour, minute)
}

pub(super) fn military(text: &str) -> Option<(u8, u8)> {
    (text.len() == 4 && text.is_ascii())
        .then(|| time_of_day(&text[..2], &text[2..]))
        .flatten()
}

fn time_of_day(hour: &str, minute: &str) -> Option<(u8, u8)> {
    let (hour_value, minute_value) = (whole(hour)?, whole(minute)?);
    let fits = hour.len() <= 2 && minute.len() == 2 && hour_value < 25 && minute_value < 60;
    fits.then_some((hour_value as u8, minute_value as u8))
}

/// Three numbers as a date: year first, or last with day and month before it in either order.
pub(super) fn figures(a: &str, b: &str, c: &str) -> Option<Capture> {
    let (x, y, z) = (whole(a)?, whole(b)?, whole(c)?);
    let date = |year: i64, month: i64, day: i64| {
        ((1000..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some((year, month as u8, day as u8))
    };
    if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        return Some(Capture::Date(date(x, y, z)?, None));
    }
    // "3/10/17": of two figures those up to 30 are of this century.
    let z = match c.len() {
        2 => z + if z > 30 { 1900 } else { 2000 },
        4 => z,
        _ => return None,
    };
    if a.len() > 2 || b.len() > 2 {
        return None;
    }
    match (date(z, y, x), date(z, x, y)) {
        (Some(day_first), Some(month_first)) if day_first != month_first => {
            Some(Capture::Date(day_first, Some(month_first)))
        }
        (Some(only), _) | (None, Some(only)) => Some(Capture::Date(only, None)),
        (None, None) => None,
    }
}
