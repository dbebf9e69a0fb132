//! Which word governs which?
//!
//! In come scores for the moves of the arc-eager system with sentence breaks,
//! out come the head and the label of every token. Words wait in a buffer and
//! pass over a stack; arcs join the top of the stack with the front of the
//! buffer. The variant is spaCy's: non-monotonic (a left arc may replace an
//! earlier head), and a word without head that is reduced goes back to the
//! buffer once.
//!
//! Invariant: every arc joins two different tokens, and a token has one head.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::projective::{JOINT, deprojectivise};
use super::scorer::{Machine, best};
use super::tree::Tree;
use crate::doc::Doc;

/// The kinds of move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ArcMove {
    /// The front of the buffer goes onto the stack.
    Shift,
    /// The top of the stack is done with.
    Reduce,
    /// The front of the buffer governs the top of the stack.
    Left,
    /// The top of the stack governs the front of the buffer.
    Right,
    /// A sentence begins at the second word of the buffer.
    Break,
}

const KINDS: usize = 5;
/// Label of arcs that would join the pieces of a word.
const SUBTOKEN: &str = "subtok";
const ROOT: &str = "ROOT";

/// The moves in the order of their scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ArcMoves(pub(crate) Vec<(ArcMove, String)>);

/// The moves of a parser, ready for use.
pub(crate) struct ArcEager {
    moves: Vec<Move>,
}

struct Move {
    kind: ArcMove,
    label: SmolStr,
    /// Whether it may only join neighbours.
    neighbours_only: bool,
}

impl ArcEager {
    /// Prepares the moves.
    pub(crate) fn new(moves: &ArcMoves) -> Self {
        Self {
            moves: moves
                .0
                .iter()
                .map(|(kind, label)| Move {
                    kind: *kind,
                    label: SmolStr::new(label),
                    neighbours_only: label == SUBTOKEN,
                })
                .collect(),
        }
    }

    /// A machine before its first move, for a text of this many tokens.
    pub(crate) fn machine(&self, tokens: usize) -> ArcMachine<'_> {
        ArcMachine {
            moves: &self.moves,
            length: tokens,
            front: 0,
            returned: Vec::new(),
            stack: Vec::new(),
            arcs: vec![Arc::default(); tokens],
            words: vec![Word::default(); tokens],
        }
    }
}

/// The arc to one token.
#[derive(Clone, Copy, Default)]
struct Arc {
    head: Option<usize>,
    /// Which move made it.
    made_by: usize,
    /// The dependent that its head took on the same side before it.
    before: Option<usize>,
}

/// What else is known of one token.
#[derive(Clone, Copy, Default)]
struct Word {
    last_left: Option<usize>,
    last_right: Option<usize>,
    /// Whether it went back to the buffer and may not be shifted again.
    returned: bool,
    starts_sentence: bool,
}

/// A parser in the middle of a text.
pub(crate) struct ArcMachine<'a> {
    moves: &'a [Move],
    length: usize,
    /// The first word that was never taken from the buffer.
    front: usize,
    /// Words that went back to the buffer, the foremost last.
    returned: Vec<usize>,
    stack: Vec<usize>,
    arcs: Vec<Arc>,
    words: Vec<Word>,
}

impl ArcMachine<'_> {
    fn stacked(&self, depth: usize) -> Option<usize> {
        self.stack.iter().rev().nth(depth).copied()
    }

    fn buffered(&self, at: usize) -> Option<usize> {
        match at.checked_sub(self.returned.len()) {
            None => self.returned.iter().rev().nth(at).copied(),
            Some(beyond) => Some(self.front + beyond).filter(|word| *word < self.length),
        }
    }

    fn buffer_length(&self) -> usize {
        self.length - self.front + self.returned.len()
    }

    fn starts_sentence(&self, word: Option<usize>) -> bool {
        word.is_some_and(|word| word == 0 || self.words[word].starts_sentence)
    }

    /// Which kinds of move the state allows.
    fn allowed(&self) -> [bool; KINDS] {
        let front = self.buffered(0);
        let second = self.buffered(1);
        let remaining = self.buffer_length();
        let empty = self.stack.is_empty();
        let front_starts = self.starts_sentence(front);
        let arc = !empty && remaining > 0 && !front_starts;
        let returned = front.is_some_and(|word| self.words[word].returned);
        let mut allowed = [false; KINDS];
        allowed[ArcMove::Shift as usize] = empty || (remaining >= 2 && !front_starts && !returned);
        allowed[ArcMove::Reduce as usize] = !empty;
        allowed[ArcMove::Left as usize] = arc;
        allowed[ArcMove::Right as usize] = arc;
        allowed[ArcMove::Break as usize] =
            remaining >= 2 && second == front.map(|word| word + 1) && !self.starts_sentence(second);
        allowed
    }

    /// Takes the front of the buffer onto the stack.
    fn push(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.front += 1;
            self.front - 1
        });
        self.stack.push(word);
    }

    fn add_arc(&mut self, head: usize, child: usize, made_by: usize) {
        // A replaced head is always below the child on the stack, and the
        // child is the last dependent that it took on its right.
        if let Some(old) = self.arcs[child].head
            && self.words[old].last_right == Some(child)
        {
            self.words[old].last_right = self.arcs[child].before;
        }
        let word = &mut self.words[head];
        let side = if head > child {
            &mut word.last_left
        } else {
            &mut word.last_right
        };
        let before = side.replace(child);
        self.arcs[child] = Arc {
            head: Some(head),
            made_by,
            before,
        };
    }

    /// Writes heads, labels and sentence starts; `is_space` says which tokens
    /// are white space.
    pub(crate) fn finish(self, doc: &mut Doc, is_space: impl Fn(usize) -> bool) {
        let mut tree = Tree::new(
            self.arcs
                .iter()
                .enumerate()
                .map(|(at, arc)| arc.head.unwrap_or(at))
                .collect(),
        );
        let mut labels: Vec<SmolStr> = self
            .arcs
            .iter()
            .map(|arc| match arc.head {
                Some(_) => self.moves[arc.made_by].label.clone(),
                None => SmolStr::new_static(ROOT),
            })
            .collect();
        if labels.iter().any(|label| label.contains(JOINT)) {
            let spaces: Vec<bool> = (0..self.length).map(is_space).collect();
            deprojectivise(&mut tree, &mut labels, &spaces);
        }
        let starts = tree.sentence_starts();
        let found = tree.heads.into_iter().zip(labels).zip(starts);
        for (token, ((head, label), start)) in doc.tokens.iter_mut().zip(found) {
            token.head = head;
            token.dep = label;
            token.sentence_start = start;
        }
    }
}

impl Machine for ArcMachine<'_> {
    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn roles(&self, tokens: &mut [Option<usize>]) {
        let left = |word: Option<usize>| word.and_then(|word| self.words[word].last_left);
        let right = |word: Option<usize>| word.and_then(|word| self.words[word].last_right);
        let (front, top) = (self.buffered(0), self.stacked(0));
        let roles = [
            front,
            self.buffered(1),
            top,
            self.stacked(1),
            self.stacked(2),
            left(front),
            left(top),
            right(top),
        ];
        for (token, role) in tokens.iter_mut().zip(roles) {
            *token = role;
        }
    }

    fn make_move(&mut self, scores: &[f32]) {
        let allowed = self.allowed();
        let front = self.buffered(0);
        let top = self.stacked(0);
        let adjacent = top.is_some() && top.map(|word| word + 1) == front;
        let chosen = best(scores, |at| {
            let candidate = &self.moves[at];
            allowed[candidate.kind as usize] && (adjacent || !candidate.neighbours_only)
        });
        // No move is allowed in no state that can be reached; if it were, the
        // text would end here rather than never.
        let Some(made_by) = chosen else {
            self.stack.clear();
            self.returned.clear();
            self.front = self.length;
            return;
        };
        match (self.moves[made_by].kind, top, front) {
            (ArcMove::Reduce, Some(top), _) => {
                self.stack.pop();
                if self.arcs[top].head.is_none() && !self.stack.is_empty() {
                    self.words[top].returned = true;
                    self.returned.push(top);
                }
            }
            (ArcMove::Left, Some(top), Some(front)) => {
                self.add_arc(front, top, made_by);
                self.words[front].returned = false;
                self.stack.pop();
            }
            (ArcMove::Right, Some(top), Some(front)) => {
                self.add_arc(top, front, made_by);
                self.push();
            }
            (ArcMove::Break, _, _) => {
                if let Some(second) = self.buffered(1) {
                    self.words[second].starts_sentence = true;
                }
            }
            _ => self.push(),
        }
    }
}
