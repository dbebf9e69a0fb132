//! How did it go on from week to week, and who held what when?
//!
//! In comes a situation; out come two drawings: incidents and dead by week, the dead with lines from the least to the most that anybody
//! gives; and for each place a bar of who held it. Invariant: every week between the first and the last has its room, also where
//! nothing happened, and what is not known is drawn as not known.

use jiff::{ToSpan as _, civil::Date};
use marsad::{
    knowledge::Knowledge,
    situation::{Holder, Party, Situation, Sum, Timeline, Week},
};

use super::{
    Figure, control as held,
    svg::{Drawing, WIDTH, step},
};
use crate::render::{situation, words};

/// The most weeks that are drawn; earlier ones stand in the text.
const WEEKS: usize = 78;
/// The most places that have a bar.
const PLACES: usize = 16;
/// How many parties have colours of their own.
const COLOURS: usize = 6;

/// Where the bars of a chart stand.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 10.0;
/// How high a panel is.
const PANEL: f64 = 120.0;

/// Incidents and dead by week.
pub(super) fn weeks(found: &Situation<'_>) -> Option<Figure> {
    let (first, last) = (found.weeks.first()?.monday, found.weeks.last()?.monday);
    let mut mondays: Vec<Date> = Vec::new();
    let mut monday = first;
    while monday <= last {
        mondays.push(monday);
        monday = monday.checked_add(7.days()).ok()?;
    }
    let left_out = mondays.len().saturating_sub(WEEKS);
    mondays.drain(..left_out);
    let week = |monday: &Date| found.weeks.iter().find(|week| week.monday == *monday);
    let shown: Vec<Option<&Week>> = mondays.iter().map(week).collect();
    let any_dead = shown.iter().flatten().any(|week| week.killed.high > 0.0);
    let panels = if any_dead { 2.0 } else { 1.0 };
    let height = panels * (PANEL + 44.0) + 32.0;
    let mut drawing = Drawing::new(height);
    let slot = (WIDTH - LEFT - RIGHT) / mondays.len() as f64;
    let bar = (slot * 0.62).min(56.0);
    let x = |at: usize| LEFT + slot * (at as f64 + 0.5);

    let incidents = |week: &Week| week.incidents.len() as f64;
    let most = shown
        .iter()
        .flatten()
        .map(|week| incidents(week))
        .fold(1.0, f64::max);
    let bottom = 36.0 + PANEL;
    let unit = axis(&mut drawing, "Incidents a week", bottom, most);
    for (at, week) in shown
        .iter()
        .enumerate()
        .filter_map(|(at, week)| Some((at, (*week)?)))
    {
        let high = incidents(week) * unit;
        let title = format!(
            "{}: {}",
            span(week.monday),
            words::counted(week.incidents.len(), "incident")
        );
        drawing.bar(
            "count",
            (x(at) - bar / 2.0, bottom - high),
            (bar, high),
            &title,
        );
    }
    let mut foot = bottom;
    if any_dead {
        let bottom = bottom + PANEL + 44.0;
        let most = shown
            .iter()
            .flatten()
            .map(|week| week.killed.high)
            .fold(1.0, f64::max);
        let unit = axis(&mut drawing, "Killed a week", bottom, most);
        for (at, week) in shown
            .iter()
            .enumerate()
            .filter_map(|(at, week)| Some((at, (*week)?)))
        {
            let killed = &week.killed;
            let high = killed.best * unit;
            let title = format!("{}: {} killed", span(week.monday), situation::sum(killed));
            drawing.bar(
                "dead",
                (x(at) - bar / 2.0, bottom - high),
                (bar, high),
                &title,
            );
            whisker(&mut drawing, x(at), bottom, unit, killed);
        }
        foot = bottom;
    }
    dates(&mut drawing, &mondays, slot, foot);
    let trimmed = match left_out {
        0 => String::new(),
        many => format!(" The {many} weeks before are not drawn."),
    };
    let dead = match any_dead {
        true => {
            " Bars of the dead give the best supported number, lines the least and the most that anybody gives."
        }
        false => "",
    };
    Some(Figure {
        svg: drawing.finish(
            "Incidents and dead by week; the text below tells of each week",
            "",
        ),
        caption: format!("By week, from Monday.{dead}{trimmed}"),
        legend: Vec::new(),
    })
}

/// The line from the least to the most.
fn whisker(drawing: &mut Drawing, x: f64, bottom: f64, unit: f64, killed: &Sum) {
    if killed.low.total_cmp(&killed.high).is_eq() {
        return;
    }
    let (low, high) = (bottom - killed.low * unit, bottom - killed.high * unit);
    drawing.line("whisker", (x, low), (x, high));
    for y in [low, high] {
        drawing.line("whisker", (x - 4.0, y), (x + 4.0, y));
    }
}

/// The title and the lines of a panel; what one is in height.
fn axis(drawing: &mut Drawing, title: &str, bottom: f64, most: f64) -> f64 {
    let step = step(most, 4.0).max(1.0);
    let top = (most / step).ceil() * step;
    let unit = PANEL / top;
    drawing.words("panel", (0.0, bottom - PANEL - 18.0), "start", title);
    let mut value = 0.0;
    while value <= top {
        let y = bottom - value * unit;
        let class = if value > 0.0 { "grid" } else { "axis" };
        drawing.line(class, (LEFT - 6.0, y), (WIDTH - RIGHT, y));
        drawing.words("tick", (LEFT - 11.0, y + 4.0), "end", &words::number(value));
        value += step;
    }
    unit
}

/// The days under the bars, as many as there is room for.
fn dates(drawing: &mut Drawing, mondays: &[Date], slot: f64, foot: f64) {
    let every = (62.0 / slot).ceil().max(1.0) as usize;
    for (at, monday) in mondays.iter().enumerate().step_by(every) {
        let x = LEFT + slot * (at as f64 + 0.5);
        let new_year = at == 0 || monday.year() != mondays[at - every.min(at)].year();
        let day = words::day(*monday);
        let mut parts = day.split(' ');
        let (day, month, year) = (parts.next(), parts.next(), parts.next());
        let month: String = month.unwrap_or_default().chars().take(3).collect();
        let words = format!("{} {month}", day.unwrap_or_default());
        drawing.words("tick", (x, foot + 17.0), "middle", &words);
        if new_year {
            drawing.words("tick", (x, foot + 32.0), "middle", year.unwrap_or_default());
        }
    }
}

fn span(monday: Date) -> String {
    format!("Week of {}", words::day(monday))
}

/// Who held which place when.
pub(super) fn control(knowledge: &Knowledge, found: &Situation<'_>) -> Option<Figure> {
    let mut lines: Vec<&Timeline<'_>> = found
        .control
        .iter()
        .filter(|line| {
            let mut entries = line.entries.iter();
            entries.any(|entry| entry.moved && entry.state.holder != Holder::Unknown)
        })
        .collect();
    lines.sort_by_key(|line| {
        std::cmp::Reverse(line.entries.iter().filter(|entry| entry.moved).count())
    });
    lines.truncate(PLACES);
    let last = found.scope.as_of.checked_add(1.days()).ok()?;
    let moved = lines
        .iter()
        .flat_map(|line| &line.entries)
        .filter(|entry| entry.moved);
    let incidents = found.incidents.iter().filter_map(|incident| incident.days);
    let incidents = incidents.filter(|days| days.days() <= 7);
    let told = moved.map(|entry| entry.day).min();
    let happened = incidents.map(|days| days.from).min();
    let first = found.scope.from.or(match (told, happened) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    })?;
    let first = first.min(found.scope.as_of);
    let days = f64::from((last - first).get_days()).max(1.0);
    let x = |day: Date| {
        let past = f64::from((day - first).get_days()).clamp(0.0, days);
        past / days * WIDTH
    };
    let mut parties: Vec<&Party> = Vec::new();
    let row = 44.0;
    let mut drawing = Drawing::new(row * lines.len() as f64 + 34.0);
    for (at, line) in lines.iter().enumerate() {
        let y = row * at as f64;
        drawing.words("panel", (0.0, y + 14.0), "start", &held::name(line));
        for (from, to, state) in spells(line, first, last) {
            let parts: Vec<&Party> = match &state.holder {
                Holder::Unknown => Vec::new(),
                Holder::Party(party) => vec![party],
                Holder::Contested(parties) => parties.iter().collect(),
            };
            for party in &parts {
                if !parties.contains(party) {
                    parties.push(party);
                }
            }
            let until = to.checked_sub(1.days()).unwrap_or(to);
            let days = words::days(marsad::terms::Interval { from, to: until });
            let title = format!("{days}: {}", held::status(knowledge.wording(), state));
            let (left, width) = (x(from), (x(to) - x(from)).max(1.0));
            let top = y + 20.0;
            drawing.bar("unknown", (left, top), (width, 16.0), &title);
            let share = 16.0 / parts.len().max(1) as f64;
            for (number, party) in parts.iter().enumerate() {
                let colour = parties.iter().position(|known| known == party);
                let class = format!("p{}", colour.unwrap_or(0).min(COLOURS - 1));
                let top = top + share * number as f64;
                drawing.bar(&class, (left, top), (width, share), &title);
            }
            drawing.line("cut", (left, y + 20.0), (left, y + 36.0));
        }
    }
    let foot = row * lines.len() as f64 + 16.0;
    drawing.words("tick", (0.0, foot), "start", &words::day(first));
    drawing.words("tick", (WIDTH, foot), "end", &words::day(found.scope.as_of));
    let mut legend: Vec<(String, String)> = parties
        .iter()
        .take(COLOURS)
        .enumerate()
        .map(|(at, party)| (format!("p{at}"), party.name().to_string()))
        .collect();
    if parties.len() > COLOURS {
        let last = legend.last_mut()?;
        last.1 = "others".into();
    }
    legend.push(("unknown".into(), "not known".into()));
    (!lines.is_empty()).then(|| Figure {
        svg: drawing.finish("Who held which place when; the table and the lists say the same", ""),
        caption: "Who held what, after the evidence that counts. Two colours one above the other: contested.".into(),
        legend,
    })
}

/// From when to when which state lasted, from the first day on.
fn spells<'t>(
    line: &'t Timeline<'_>,
    first: Date,
    last: Date,
) -> Vec<(Date, Date, &'t marsad::situation::State)> {
    const NOTHING: &marsad::situation::State = &marsad::situation::State {
        holder: Holder::Unknown,
        since: None,
        by: None,
        besieged_by: Vec::new(),
    };
    let mut spells = vec![(first, NOTHING)];
    for entry in line.entries.iter().filter(|entry| entry.moved) {
        // Whoever is said to have held it before the picture begins held it then.
        let since = entry
            .state
            .since
            .filter(|_| spells.len() == 1 && spells[0].1 == NOTHING);
        let from = since
            .map_or(entry.day, |days| days.from.min(entry.day))
            .max(first);
        match spells.last_mut() {
            Some((start, state)) if *start >= from => *state = &entry.state,
            _ => spells.push((from, &entry.state)),
        }
    }
    let ends: Vec<Date> = spells
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([last])
        .collect();
    spells
        .into_iter()
        .zip(ends)
        .map(|((start, state), end)| (start, end, state))
        .collect()
}
