//! Which moves does a parser or recogniser know, and in which order?
//!
//! In come the `moves` and `cfg` files of the component, out come the moves in
//! the order of the network's scores.
//!
//! Invariant: the order is spaCy's: by kind, then by falling frequency, then
//! by falling label; moves added after training come last.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::config::InOrder;
use super::{Directory, format_error, unsupported};
use crate::error::Error;
use crate::transition::arc_eager::ArcMove;
use crate::transition::biluo::EntityMove;

/// The settings that matter.
#[derive(Deserialize)]
struct Settings {
    #[serde(default = "one")]
    beam_width: usize,
    #[serde(default)]
    learn_tokens: bool,
}

fn one() -> usize {
    1
}

/// The moves of a parser.
pub(super) fn arc_moves(
    directory: Directory<'_>,
    component: &str,
) -> Result<Vec<(ArcMove, String)>, Error> {
    use ArcMove::{Break, Left, Reduce, Right, Shift};
    moves(directory, component, &[Shift, Reduce, Left, Right, Break])
}

/// The moves of an entity recogniser. Its kind 0 stands for unknown training
/// data and has no moves.
pub(super) fn entity_moves(
    directory: Directory<'_>,
    component: &str,
) -> Result<Vec<(EntityMove, String)>, Error> {
    use EntityMove::{Begin, In, Last, Out, Unit};
    moves(directory, component, &[Out, Begin, In, Last, Unit, Out])
}

fn moves<Kind: Copy>(
    directory: Directory<'_>,
    component: &str,
    kinds: &[Kind],
) -> Result<Vec<(Kind, String)>, Error> {
    let settings: Settings = directory.json(&format!("{component}/cfg"))?;
    if settings.beam_width > 1 {
        return Err(unsupported(component, "it searches with a beam"));
    }
    if settings.learn_tokens {
        return Err(unsupported(component, "it merges tokens"));
    }
    let path = format!("{component}/moves");
    let saved: SavedMoves = rmp_serde::from_slice(directory.bytes(&path)?)
        .map_err(|error| format_error(&path, &error))?;
    let by_kind: BTreeMap<String, InOrder<i64>> =
        serde_json::from_str(&saved.moves).map_err(|error| format_error(&path, &error))?;

    let mut moves = Vec::new();
    let mut added = Vec::new();
    for (number, labels) in by_kind {
        let kind = number
            .parse::<usize>()
            .ok()
            .and_then(|number| kinds.get(number));
        let kind = *kind.ok_or_else(|| format_error(&path, &format!("no kind {number}")))?;
        let mut labels: Vec<(i64, String)> = labels
            .0
            .into_iter()
            .map(|(label, frequency)| (frequency, label))
            .collect();
        labels.sort_unstable_by(|first, second| second.cmp(first));
        for (frequency, label) in labels {
            if frequency < 0 {
                added.push((frequency, label, kind));
            } else {
                moves.push((kind, label));
            }
        }
    }
    // A stable sort: the kinds of one added label keep their order.
    added.sort_by(|first, second| (second.0, &second.1).cmp(&(first.0, &first.1)));
    moves.extend(added.into_iter().map(|(_, label, kind)| (kind, label)));
    Ok(moves)
}

/// What is read of the file: JSON within MessagePack.
#[derive(Deserialize)]
struct SavedMoves {
    moves: String,
}
