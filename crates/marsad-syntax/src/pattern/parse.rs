//! What does the source of a pattern say?
//!
//! In comes the text of a Python regular expression, out comes its tree, with
//! every distinct class of characters kept once.
//!
//! Invariant: what is not understood is refused with its position; nothing is
//! skipped.

use rustc_hash::FxHashMap;

use super::Fault;
use super::set::{Case, CharacterSet, Negation, category};
use super::tree::{Direction, Greed, Node};

/// Reads a pattern. Gives its tree and the sets to which the tree refers.
pub(crate) fn parse(source: &str) -> Result<(Node, Vec<CharacterSet>), Fault> {
    let characters: Vec<char> = source.chars().collect();
    let mut parser = Parser {
        characters: &characters,
        at: 0,
        case: Case::Sensitive,
        sets: Vec::new(),
        set_of: FxHashMap::default(),
        class_of: FxHashMap::default(),
    };
    parser.global_flags()?;
    let node = parser.alternatives()?;
    if parser.at < characters.len() {
        return Err(parser.fault("a parenthesis that was never opened"));
    }
    Ok((node, parser.sets))
}

struct Parser<'a> {
    characters: &'a [char],
    at: usize,
    case: Case,
    sets: Vec<CharacterSet>,
    set_of: FxHashMap<CharacterSet, usize>,
    /// The sets of classes already read, by what stands between the brackets.
    class_of: FxHashMap<&'a [char], usize>,
}

impl<'a> Parser<'a> {
    fn fault(&self, reason: &str) -> Fault {
        Fault {
            reason: reason.to_owned(),
            at: self.at,
        }
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Result<char, Fault> {
        let character = self
            .peek()
            .ok_or_else(|| self.fault("the pattern ends too early"))?;
        self.at += 1;
        Ok(character)
    }

    fn take(&mut self, expected: &str) -> bool {
        let length = expected.chars().count();
        let rest = &self.characters[self.at..];
        let found = rest.len() >= length && rest.iter().copied().take(length).eq(expected.chars());
        if found {
            self.at += length;
        }
        found
    }

    /// `(?iu)` and the like, which are legal only at the beginning.
    fn global_flags(&mut self) -> Result<(), Fault> {
        let rest = &self.characters[self.at..];
        let flags = match rest {
            ['(', '?', flags @ ..] => flags,
            _ => return Ok(()),
        };
        let length = flags.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        if length == 0 || flags.get(length) != Some(&')') {
            return Ok(());
        }
        for flag in &flags[..length] {
            match flag {
                'u' => {}
                'i' => self.case = Case::Ignored,
                _ => return Err(self.fault("a flag other than i and u")),
            }
        }
        self.at += length + 3;
        Ok(())
    }

    fn alternatives(&mut self) -> Result<Node, Fault> {
        let mut branches = vec![self.sequence()?];
        while self.take("|") {
            branches.push(self.sequence()?);
        }
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Alternatives(branches),
        })
    }

    fn sequence(&mut self) -> Result<Node, Fault> {
        let mut parts = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let atom = self.atom()?;
            parts.push(self.repeated(atom)?);
        }
        Ok(match parts.len() {
            0 => Node::Empty,
            1 => parts.remove(0),
            _ => Node::Sequence(parts),
        })
    }

    fn atom(&mut self) -> Result<Node, Fault> {
        match self.next()? {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => {
                let newline = u32::from('\n');
                Ok(self.set(vec![(newline, newline)], Negation::Negated))
            }
            '(' => self.group(),
            '[' => self.class(),
            '\\' => self.escape(),
            '*' | '+' | '?' => Err(self.fault("nothing to repeat")),
            literal => Ok(self.literal(literal)),
        }
    }

    fn literal(&mut self, literal: char) -> Node {
        match self.case {
            Case::Sensitive => Node::Character(literal),
            Case::Ignored => {
                let code = u32::from(literal);
                self.set(vec![(code, code)], Negation::Plain)
            }
        }
    }

    fn set(&mut self, ranges: Vec<(u32, u32)>, negation: Negation) -> Node {
        let set = CharacterSet::new(ranges, negation, self.case);
        if let Some(only) = set.only() {
            return Node::Character(only);
        }
        let next = self.sets.len();
        let index = *self.set_of.entry(set.clone()).or_insert(next);
        if index == next {
            self.sets.push(set);
        }
        Node::Set(index)
    }

    fn repeated(&mut self, atom: Node) -> Result<Node, Fault> {
        let (least, most) = if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.take("?") {
            (0, Some(1))
        } else if let Some(counts) = self.counts() {
            counts
        } else {
            return Ok(atom);
        };
        if most.is_some_and(|most| most < least) {
            return Err(self.fault("a repetition whose maximum is below its minimum"));
        }
        let greed = if self.take("?") {
            Greed::Lazy
        } else {
            Greed::Greedy
        };
        if matches!(self.peek(), Some('*' | '+' | '?')) {
            return Err(self.fault("a repetition of a repetition"));
        }
        Ok(Node::Repeat {
            node: Box::new(atom),
            least,
            most,
            greed,
        })
    }

    /// `{2}`, `{2,}`, `{,3}` or `{2,3}`; anything else in braces is literal.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let rest = &self.characters[self.at..];
        if rest.first() != Some(&'{') {
            return None;
        }
        let length = rest.iter().position(|&c| c == '}')?;
        let inside: String = rest[1..length].iter().collect();
        let number = |text: &str| text.parse::<u32>().ok();
        let counts = match inside.split_once(',') {
            None => (number(&inside)?, Some(number(&inside)?)),
            Some(("", "")) => (0, None),
            Some((least, "")) => (number(least)?, None),
            Some(("", most)) => (0, Some(number(most)?)),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        self.at += length + 1;
        Some(counts)
    }

    fn group(&mut self) -> Result<Node, Fault> {
        let look = if self.take("?:") {
            None
        } else if self.take("?=") {
            Some((Direction::Ahead, Negation::Plain))
        } else if self.take("?!") {
            Some((Direction::Ahead, Negation::Negated))
        } else if self.take("?<=") {
            Some((Direction::Behind, Negation::Plain))
        } else if self.take("?<!") {
            Some((Direction::Behind, Negation::Negated))
        } else if self.peek() == Some('?') {
            return Err(self.fault("a group of an unknown kind"));
        } else {
            // What a group captured is never asked for.
            None
        };
        let node = self.alternatives()?;
        if !self.take(")") {
            return Err(self.fault("a parenthesis is missing"));
        }
        let Some((direction, negation)) = look else {
            return Ok(node);
        };
        if direction == Direction::Behind && node.width().is_none() {
            return Err(self.fault("a lookbehind of varying width"));
        }
        Ok(Node::Look {
            direction,
            negation,
            node: Box::new(node),
        })
    }

    fn escape(&mut self) -> Result<Node, Fault> {
        let letter = self.next()?;
        if let Some(ranges) = category(letter) {
            return Ok(self.set(ranges, Negation::Plain));
        }
        match letter {
            'b' => Ok(Node::WordBoundary(Negation::Plain)),
            'B' => Ok(Node::WordBoundary(Negation::Negated)),
            'A' => Ok(Node::Start),
            _ => {
                let literal = self.escaped_character(letter)?;
                Ok(self.literal(literal))
            }
        }
    }

    /// The character that `\` and `letter` stand for.
    fn escaped_character(&mut self, letter: char) -> Result<char, Fault> {
        let digits = match letter {
            'n' => return Ok('\n'),
            't' => return Ok('\t'),
            'r' => return Ok('\r'),
            'f' => return Ok('\u{c}'),
            'v' => return Ok('\u{b}'),
            'a' => return Ok('\u{7}'),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if letter.is_ascii_alphanumeric() => {
                return Err(self.fault("an escape that is not understood"));
            }
            _ => return Ok(letter),
        };
        let mut code = 0;
        for _ in 0..digits {
            let digit = self.next()?;
            let value = digit
                .to_digit(16)
                .ok_or_else(|| self.fault("no hexadecimal digit"))?;
            code = code * 16 + value;
        }
        char::from_u32(code).ok_or_else(|| self.fault("no character has this number"))
    }

    fn class(&mut self) -> Result<Node, Fault> {
        let begin = self.at;
        let negation = if self.take("^") {
            Negation::Negated
        } else {
            Negation::Plain
        };
        let first = self.at;
        // The end of the class is found first, so that a class that was read
        // before need not be read again.
        let mut end = first;
        loop {
            match self.characters.get(end) {
                None => return Err(self.fault("a bracket is missing")),
                Some('\\') => end += 2,
                Some(']') if end > first => break,
                Some(_) => end += 1,
            }
        }
        let text = &self.characters[begin..end];
        if let Some(&index) = self.class_of.get(text) {
            self.at = end + 1;
            return Ok(Node::Set(index));
        }
        let mut ranges = Vec::new();
        while self.at < end {
            self.class_member(end, &mut ranges)?;
        }
        self.at = end + 1;
        let node = self.set(ranges, negation);
        if let Node::Set(index) = node {
            self.class_of.insert(text, index);
        }
        Ok(node)
    }

    fn class_member(&mut self, end: usize, ranges: &mut Vec<(u32, u32)>) -> Result<(), Fault> {
        let Some(first) = self.class_character(ranges)? else {
            return Ok(());
        };
        if self.peek() != Some('-') || self.at + 1 >= end {
            ranges.push((first, first));
            return Ok(());
        }
        self.at += 1;
        match self.class_character(ranges)? {
            Some(last) if last >= first => ranges.push((first, last)),
            _ => return Err(self.fault("a range whose end is not above its start")),
        }
        Ok(())
    }

    /// One character of a class; a category goes straight into the ranges.
    fn class_character(&mut self, ranges: &mut Vec<(u32, u32)>) -> Result<Option<u32>, Fault> {
        let character = self.next()?;
        if character != '\\' {
            return Ok(Some(u32::from(character)));
        }
        let letter = self.next()?;
        if let Some(category) = category(letter) {
            ranges.extend(category);
            return Ok(None);
        }
        if letter == 'b' {
            return Ok(Some(8));
        }
        self.escaped_character(letter)
            .map(|character| Some(u32::from(character)))
    }
}
