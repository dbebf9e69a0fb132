//! What does a decision look like to people?
//!
//! In comes a decision as a store has it; out come lines: what was decided, by whom, when and why, on which events it acts, and whether
//! it was withdrawn. Invariant: a decision that acts on nothing says so.

use marsad::event::{Correction, Ruling, Who};

use super::{Paper, event, flow::Flow, words};
use crate::store::decisions::Kept;

/// One line for a decision that was just made.
pub(crate) fn decided(kept: &Kept) -> String {
    let events = match kept.events.is_empty() {
        true => "nothing; its claims are not read any more".to_owned(),
        false => kept.events.join(", "),
    };
    format!(
        "decision {}: {}, on {events}\n",
        kept.decision.number,
        what(&kept.decision.ruling)
    )
}

/// A decision as a block of text.
pub(crate) fn print(kept: &Kept, paper: &Paper) -> String {
    let decision = &kept.decision;
    let palette = &paper.palette;
    let mut out = String::new();
    let mut flow = Flow::new();
    flow.text(palette.deed, &what(&decision.ruling));
    let label = format!("{:>3}  ", decision.number);
    flow.pour(
        &mut out,
        (palette.title, &label),
        super::INDENT,
        paper.width,
    );
    let part = |label: &str, text: &str, out: &mut String| {
        let mut flow = Flow::new();
        paper.part(label, flow.text(palette.faint, text), out);
    };
    part(
        "by",
        &format!("{}, {}: {}", decision.by, decision.day, decision.reason),
        &mut out,
    );
    if let Some(withdrawn) = &kept.withdrawn {
        let text = format!("{}, {}: {}", withdrawn.by, withdrawn.day, withdrawn.reason);
        part("undone", &text, &mut out);
    } else if kept.events.is_empty() {
        part("on", "nothing; its claims are not read any more", &mut out);
    } else {
        part("on", &kept.events.join(", "), &mut out);
    }
    out.push('\n');
    out
}

/// What was decided, in words.
pub(in crate::render) fn what(ruling: &Ruling) -> String {
    match ruling {
        Ruling::Merge(anchors) => format!("merge {} events", anchors.len()),
        Ruling::Split(anchors) => format!(
            "split off {} claim{}",
            anchors.len(),
            if anchors.len() == 1 { "" } else { "s" }
        ),
        Ruling::Correct(_, correction) => {
            format!("correct {}: {}", correction.slot(), value(correction))
        }
        Ruling::Reject(_) => "reject".to_owned(),
        Ruling::Confirm(_) => "confirm".to_owned(),
    }
}

fn value(correction: &Correction) -> String {
    let names = |all: &[Who]| {
        let names: Vec<&str> = all.iter().map(|who| who.name.as_str()).collect();
        match names.is_empty() {
            true => "nobody".to_owned(),
            false => names.join(", "),
        }
    };
    match correction {
        Correction::Action(action) => action.0.to_string(),
        Correction::Days(days) => words::days(*days),
        Correction::Site(site) => event::place(site),
        Correction::Actors(all) | Correction::Targets(all) => names(all),
        Correction::Count {
            low, best, high, ..
        } => match low.total_cmp(high).is_eq() {
            true => words::number(*best),
            false => format!(
                "{} to {}, best {}",
                words::number(*low),
                words::number(*high),
                words::number(*best)
            ),
        },
    }
}
