//! In which steps is a pattern tried?
//!
//! In comes the tree of a pattern, out comes a list of small steps for the
//! machine in `run`.
//!
//! Invariant: every step's target lies within the list, and no loop can turn
//! without taking a character.

use super::Fault;
use super::choice::Choice;
use super::set::{CharacterSet, Negation};
use super::tree::{Direction, Greed, Node};

/// A list of steps longer than this is refused.
const MOST_STEPS: usize = 2_000_000;

/// Alternatives of fewer branches are simply tried in turn.
const LEAST_BRANCHES_SORTED: usize = 4;

/// The steps of one pattern.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    pub(crate) sets: Vec<CharacterSet>,
    pub(crate) choices: Vec<Choice>,
    /// Tells where a match cannot begin.
    beginnings: Choice,
}

/// One step.
#[derive(Debug)]
pub(crate) enum Step {
    /// Take this character.
    Character(char),
    /// Take one character of a set.
    Set(usize),
    /// Take characters of a set, as many as possible, giving back as needed.
    Run {
        set: usize,
        least: usize,
        most: usize,
    },
    /// Try the one place, then the other.
    Fork(usize, usize),
    /// Go on elsewhere.
    Jump(usize),
    /// Try the branches of a choice.
    Choose(usize),
    /// Be at the start.
    Start,
    /// Be at the end, or before a newline at the end.
    End,
    /// Be (or not be) between a word character and another.
    WordBoundary { set: usize, negation: Negation },
    /// See whether the steps after this one match, so many characters back,
    /// and then go on elsewhere.
    Look {
        back: usize,
        negation: Negation,
        then: usize,
    },
    /// The pattern, or the look, has matched.
    Match,
}

impl Program {
    /// Whether a match can begin before this character (`None`: at the end).
    pub(crate) fn can_begin(&self, ahead: Option<char>) -> bool {
        !self.beginnings.branches(ahead).is_empty()
    }
}

/// Turns a tree into steps.
pub(crate) fn compile(node: &Node, sets: Vec<CharacterSet>) -> Result<Program, Fault> {
    let mut compiler = Compiler {
        steps: Vec::new(),
        sets,
        choices: Vec::new(),
    };
    compiler.node(node)?;
    compiler.steps.push(Step::Match);
    let beginnings = Choice::new(&[(node.clone(), 0)], &compiler.sets);
    Ok(Program {
        steps: compiler.steps,
        sets: compiler.sets,
        choices: compiler.choices,
        beginnings,
    })
}

struct Compiler {
    steps: Vec<Step>,
    sets: Vec<CharacterSet>,
    choices: Vec<Choice>,
}

impl Compiler {
    fn node(&mut self, node: &Node) -> Result<(), Fault> {
        if self.steps.len() > MOST_STEPS {
            return Err(Fault {
                reason: "the pattern is too long".to_owned(),
                at: 0,
            });
        }
        match node {
            Node::Empty => {}
            Node::Character(character) => self.steps.push(Step::Character(*character)),
            Node::Set(set) => self.steps.push(Step::Set(*set)),
            Node::Sequence(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Alternatives(nodes) => self.alternatives(nodes)?,
            Node::Repeat {
                node,
                least,
                most,
                greed,
            } => self.repeat(node, *least, *most, *greed)?,
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::WordBoundary(negation) => {
                let word = super::set::category('w').unwrap_or_default();
                self.sets.push(CharacterSet::new(
                    word,
                    Negation::Plain,
                    super::set::Case::Sensitive,
                ));
                let set = self.sets.len() - 1;
                self.steps.push(Step::WordBoundary {
                    set,
                    negation: *negation,
                });
            }
            Node::Look {
                direction,
                negation,
                node,
            } => {
                let back = match direction {
                    Direction::Ahead => 0,
                    Direction::Behind => node.width().unwrap_or(0),
                };
                let look = self.reserve();
                self.node(node)?;
                self.steps.push(Step::Match);
                let then = self.steps.len();
                self.steps[look] = Step::Look {
                    back,
                    negation: *negation,
                    then,
                };
            }
        }
        Ok(())
    }

    /// A place for a step that is known later.
    fn reserve(&mut self) -> usize {
        self.steps.push(Step::Match);
        self.steps.len() - 1
    }

    fn alternatives(&mut self, nodes: &[Node]) -> Result<(), Fault> {
        let mut exits = Vec::new();
        if nodes.len() < LEAST_BRANCHES_SORTED {
            for (index, node) in nodes.iter().enumerate() {
                if index + 1 == nodes.len() {
                    self.node(node)?;
                    continue;
                }
                let fork = self.reserve();
                self.node(node)?;
                exits.push(self.reserve());
                self.steps[fork] = Step::Fork(fork + 1, self.steps.len());
            }
        } else {
            let choose = self.reserve();
            let mut branches = Vec::new();
            for node in nodes {
                branches.push((node.clone(), self.steps.len()));
                self.node(node)?;
                exits.push(self.reserve());
            }
            self.steps[choose] = Step::Choose(self.choices.len());
            self.choices.push(Choice::new(&branches, &self.sets));
        }
        let end = self.steps.len();
        for exit in exits {
            self.steps[exit] = Step::Jump(end);
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        node: &Node,
        least: u32,
        most: Option<u32>,
        greed: Greed,
    ) -> Result<(), Fault> {
        if let (Node::Set(set), Greed::Greedy) = (node, greed) {
            let most = most.map_or(usize::MAX, |most| most as usize);
            self.steps.push(Step::Run {
                set: *set,
                least: least as usize,
                most,
            });
            return Ok(());
        }
        for _ in 0..least {
            self.node(node)?;
        }
        let fork = |inside, outside| match greed {
            Greed::Greedy => Step::Fork(inside, outside),
            Greed::Lazy => Step::Fork(outside, inside),
        };
        match most {
            None => {
                if node.can_be_empty() {
                    let reason = "an unbounded repetition of what can be empty".to_owned();
                    return Err(Fault { reason, at: 0 });
                }
                let turn = self.reserve();
                self.node(node)?;
                self.steps.push(Step::Jump(turn));
                self.steps[turn] = fork(turn + 1, self.steps.len());
            }
            Some(most) => {
                let mut forks = Vec::new();
                for _ in least..most {
                    forks.push(self.reserve());
                    self.node(node)?;
                }
                let end = self.steps.len();
                for place in forks {
                    self.steps[place] = fork(place + 1, end);
                }
            }
        }
        Ok(())
    }
}
