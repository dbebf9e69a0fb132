//! What does that which deserves a look look like to people?
//!
//! In come items with their events; out comes a page, kind by kind. Invariant: every item says why it is there and what can be
//! done about it.

use marsad::{event::Event, knowledge::Knowledge};

use super::{Paper, event, flow::Flow, words};
use crate::store::review::{Item, Why};

/// The page.
pub(crate) fn print(
    items: &[(Item, Option<Event>)],
    knowledge: &Knowledge,
    paper: &Paper,
) -> String {
    let mut out = String::new();
    let mut last = "";
    for (number, (item, event)) in items.iter().enumerate() {
        let heading = heading(&item.why);
        if heading != last {
            let mut flow = Flow::new();
            flow.text(paper.palette.title, heading);
            flow.pour(&mut out, (paper.palette.title, ""), 0, paper.width);
            out.push('\n');
            last = heading;
        }
        let mut flow = Flow::new();
        flow.text(paper.palette.doubt, &reason(&item.why));
        match event {
            Some(event) => {
                out += &event::print(number + 1, event, knowledge, paper);
                // The reason belongs to the block, so it stands before the blank line that ends it.
                out.truncate(out.trim_end_matches('\n').len());
                out.push('\n');
                paper.part("look", &flow, &mut out);
                out.push('\n');
            }
            None => {
                let label = format!("{:>3}  ", number + 1);
                flow.pour(
                    &mut out,
                    (paper.palette.title, &label),
                    super::INDENT,
                    paper.width,
                );
                out.push('\n');
            }
        }
    }
    out
}

fn heading(why: &Why) -> &'static str {
    match why {
        Why::Dispute { .. } => "Most disputed",
        Why::Doubt { .. } => "Deadly, and little behind it",
        Why::Duplicate { .. } => "Perhaps the same as another",
        Why::Idle { .. } => "Decisions that act on nothing",
    }
}

/// Why it deserves a look, in words.
pub(crate) fn reason(why: &Why) -> String {
    match why {
        Why::Dispute { slots, killed } => {
            let mut parts = Vec::new();
            if let Some((low, high)) = killed.filter(|(low, high)| high > low) {
                parts.push(format!(
                    "{} to {} dead",
                    words::number(low),
                    words::number(high)
                ));
            }
            if *slots > 0 {
                let plural = if *slots == 1 { "" } else { "s" };
                parts.push(format!("{slots} part{plural} disputed"));
            }
            parts.join(", ")
        }
        Why::Doubt { killed, rule } => {
            format!("up to {} dead, by {rule}", words::number(*killed))
        }
        Why::Duplicate { other, points } => {
            format!("{points:.2} points with {other}; marsad decide merge makes them one")
        }
        Why::Idle { decision } => format!(
            "decision {decision}: the words that it names are not read as a claim any more; marsad decide list shows it"
        ),
    }
}
