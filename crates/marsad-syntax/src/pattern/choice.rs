//! Which alternatives are worth trying at a character?
//!
//! In come the branches of an alternative, out come, for each character that a
//! branch may begin with, only those branches, in their order.
//!
//! Invariant: a branch that is left out could not have matched.

use super::set::CharacterSet;
use super::tree::Node;

/// Characters below this have a list of branches each; the others share one.
/// It lies above the Latin letters, in which most text is written.
const LIMIT: u32 = 0x250;

/// The branches to try, by the character ahead.
#[derive(Debug)]
pub(crate) struct Choice {
    /// For each character below the limit, the index of its list.
    list_of: Vec<u16>,
    /// The distinct lists of the steps where branches begin.
    lists: Vec<Vec<usize>>,
    beyond: Vec<usize>,
    at_end: Vec<usize>,
}

/// What lies ahead.
#[derive(Clone, Copy)]
enum Ahead {
    Character(char),
    /// Any character from the limit on.
    Beyond,
}

impl Choice {
    /// Sorts branches, given with the steps where they begin.
    pub(crate) fn new(branches: &[(Node, usize)], sets: &[CharacterSet]) -> Choice {
        let select = |ahead: Ahead| -> Vec<usize> {
            branches
                .iter()
                .filter(|(node, _)| node.can_be_empty() || begins(node, ahead, sets))
                .map(|&(_, step)| step)
                .collect()
        };
        let mut lists: Vec<Vec<usize>> = Vec::new();
        let mut list_of = Vec::new();
        for code in 0..LIMIT {
            let list = char::from_u32(code).map_or_else(Vec::new, |c| select(Ahead::Character(c)));
            let index = lists
                .iter()
                .position(|known| *known == list)
                .unwrap_or(lists.len());
            if index == lists.len() {
                lists.push(list);
            }
            list_of.push(index as u16);
        }
        let at_end = branches
            .iter()
            .filter(|(node, _)| node.can_be_empty())
            .map(|&(_, step)| step)
            .collect();
        Choice {
            list_of,
            lists,
            beyond: select(Ahead::Beyond),
            at_end,
        }
    }

    /// The steps where the branches to try begin, best first.
    pub(crate) fn branches(&self, ahead: Option<char>) -> &[usize] {
        match ahead {
            None => &self.at_end,
            Some(character) => match self.list_of.get(character as usize) {
                Some(&index) => &self.lists[usize::from(index)],
                None => &self.beyond,
            },
        }
    }
}

/// Whether the part can take what lies ahead as its first character.
fn begins(node: &Node, ahead: Ahead, sets: &[CharacterSet]) -> bool {
    match node {
        Node::Character(character) => match ahead {
            Ahead::Character(given) => given == *character,
            Ahead::Beyond => u32::from(*character) >= LIMIT,
        },
        Node::Set(index) => match ahead {
            Ahead::Character(given) => sets[*index].contains(given),
            Ahead::Beyond => sets[*index].reaches(LIMIT),
        },
        Node::Sequence(nodes) => {
            let leading = nodes.iter().take_while(|node| node.can_be_empty()).count();
            nodes
                .iter()
                .take(leading + 1)
                .any(|node| begins(node, ahead, sets))
        }
        Node::Alternatives(nodes) => nodes.iter().any(|node| begins(node, ahead, sets)),
        Node::Repeat { node, most, .. } => *most != Some(0) && begins(node, ahead, sets),
        Node::Empty | Node::Start | Node::End | Node::WordBoundary(_) | Node::Look { .. } => false,
    }
}
