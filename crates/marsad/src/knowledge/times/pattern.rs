//! Which words, in which order, name a time?
//!
//! In go the tables of `times.toml`; out come the word table and the compiled
//! patterns of [`Times`]. Invariant: a pattern that compiles can match some text.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Capital, Days, Entry, Rule, Times, Untimed, Word, days, entry_error, file};
use crate::knowledge::error::{ErrorKind, nearest_name};

/// A class of words. Those from `Number` on are read off the letters and have no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Weekday,
    Weekdays,
    Shortday,
    Month,
    Season,
    Unit,
    Units,
    Daypart,
    Dayparts,
    Part,
    Ordinal,
    Decade,
    Feast,
    Moon,
    Abroad,
    Vague,
    Couple,
    Article,
    Half,
    Meridiem,
    Zone,
    Approximate,
    Number,
    Day,
    Year,
    Date,
    Clock,
    Military,
    Hour,
}

const CLASSES: &[(&str, Class)] = &[
    ("weekday", Class::Weekday),
    ("weekdays", Class::Weekdays),
    ("shortday", Class::Shortday),
    ("month", Class::Month),
    ("season", Class::Season),
    ("unit", Class::Unit),
    ("units", Class::Units),
    ("daypart", Class::Daypart),
    ("dayparts", Class::Dayparts),
    ("part", Class::Part),
    ("ordinal", Class::Ordinal),
    ("decade", Class::Decade),
    ("feast", Class::Feast),
    ("moon", Class::Moon),
    ("abroad", Class::Abroad),
    ("vague", Class::Vague),
    ("couple", Class::Couple),
    ("article", Class::Article),
    ("half", Class::Half),
    ("meridiem", Class::Meridiem),
    ("zone", Class::Zone),
    ("approximate", Class::Approximate),
    ("number", Class::Number),
    ("day", Class::Day),
    ("year", Class::Year),
    ("date", Class::Date),
    ("clock", Class::Clock),
    ("military", Class::Military),
    ("hour", Class::Hour),
];

/// One place in a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Any of these fits.
    pub(crate) options: Vec<Matcher>,
    /// Whether it may be missing.
    pub(crate) presence: Presence,
}

/// Whether a place in a pattern must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Needed,
    Optional,
}

/// What fits a place in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matcher {
    /// This word.
    Literal(u16),
    /// A word of this class.
    Class(Class),
    /// No word, but a hyphen before the next.
    Hyphen,
}

/// A pattern and its rule.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// Its places in order.
    pub(crate) elements: Vec<Element>,
    /// Its rule, by position.
    pub(crate) rule: usize,
}

pub(super) fn build(file: file::File) -> Result<Times, ErrorKind> {
    let mut table = Table::default();
    for member in &file.weekday {
        table.forms(
            &member.forms,
            Class::Weekday,
            Some(Class::Weekdays),
            member.number,
        )?;
    }
    for member in &file.month {
        table.forms(&member.forms, Class::Month, None, member.number)?;
    }
    table.list(file.season.iter().map(|s| &s.forms), Class::Season, None)?;
    table.list(
        file.unit.iter().map(|u| &u.forms),
        Class::Unit,
        Some(Class::Units),
    )?;
    table.list(
        file.daypart.iter().map(|d| &d.forms),
        Class::Daypart,
        Some(Class::Dayparts),
    )?;
    table.list(file.part.iter().map(|p| &p.forms), Class::Part, None)?;
    table.list(file.ordinal.iter().map(|o| &o.forms), Class::Ordinal, None)?;
    table.list(file.decade.iter().map(|d| &d.forms), Class::Decade, None)?;
    table.list(file.feast.iter().map(|f| &f.forms), Class::Feast, None)?;
    for member in &file.moon {
        table.forms(&member.forms, Class::Moon, None, member.number)?;
    }
    let words = &file.words;
    for (list, class, member) in [
        (&words.vague, Class::Vague, 0),
        (&words.couple, Class::Couple, 0),
        (&words.article, Class::Article, 0),
        (&words.half, Class::Half, 0),
        (&words.am, Class::Meridiem, 0),
        (&words.pm, Class::Meridiem, 1),
        (&words.zone, Class::Zone, 0),
        (&words.approximate, Class::Approximate, 0),
    ] {
        for word in list {
            table.add(word, Word::Of(class, member), Capital::Free);
        }
    }
    let bounds = |text: &str| match days(text) {
        Some(days @ Days::Between(..)) => Ok(days),
        _ => Err(entry_error(
            "untimed",
            format!("cannot read the days \"{text}\"; they look like \"report-3..report-1\""),
        )),
    };
    let untimed = Untimed {
        before: bounds(&file.untimed.before)?,
        up_to_now: bounds(&file.untimed.up_to_now)?,
    };
    let mut times = Times {
        untimed,
        seasons: file
            .season
            .iter()
            .map(|season| (season.code.clone(), season.first_month))
            .collect(),
        dayparts: file
            .daypart
            .iter()
            .map(|daypart| daypart.code.clone())
            .collect(),
        ordinals: file.ordinal.iter().map(|ordinal| ordinal.value).collect(),
        decades: file.decade.iter().map(|decade| decade.value).collect(),
        units: file.unit,
        parts: file.part,
        feasts: file.feast,
        tense: file.tense,
        contexts: file.context,
        day_suffixes: file.words.day_suffix,
        decade_suffixes: file.words.decade_suffix,
        ..Times::default()
    };
    let mut ids: Vec<SmolStr> = Vec::new();
    for rule in file.rule {
        if ids.contains(&rule.id) {
            return Err(ErrorKind::Twice {
                id: rule.id.to_string(),
            });
        }
        ids.push(rule.id.clone());
        let number = times.rules.len();
        for text in &rule.patterns {
            let elements = text
                .split_whitespace()
                .map(|element| table.element(&rule.id, element))
                .collect::<Result<Vec<_>, _>>()?;
            if elements
                .iter()
                .all(|element| element.presence == Presence::Optional)
            {
                return Err(entry_error(
                    &rule.id,
                    format!("the pattern \"{text}\" needs a word that may not be missing"),
                ));
            }
            times.patterns.push(Pattern {
                elements,
                rule: number,
            });
        }
        times.rules.push(checked(rule, &times)?);
    }
    times.by_literal = vec![Vec::new(); table.literals.len()];
    times.by_class = vec![Vec::new(); CLASSES.len()];
    for (number, pattern) in times.patterns.iter().enumerate() {
        for element in &pattern.elements {
            for option in &element.options {
                let list = match option {
                    Matcher::Literal(id) => &mut times.by_literal[usize::from(*id)],
                    Matcher::Class(class) => &mut times.by_class[*class as usize],
                    Matcher::Hyphen => continue,
                };
                if list.last() != Some(&(number as u16)) {
                    list.push(number as u16);
                }
            }
            if element.presence == Presence::Needed {
                break;
            }
        }
    }
    times.words = table.words;
    Ok(times)
}

fn checked(rule: file::Rule, times: &Times) -> Result<Rule, ErrorKind> {
    let unit = match rule.unit {
        None => None,
        Some(grain) => Some(
            times
                .units
                .iter()
                .position(|unit| unit.id == grain)
                .map(|at| at as u8)
                .ok_or_else(|| {
                    entry_error(
                        &rule.id,
                        format!("the unit {grain:?} has no [[unit]]; add one"),
                    )
                })?,
        ),
    };
    let days = match &rule.days {
        None => None,
        Some(text) => Some(days(text).ok_or_else(|| {
            entry_error(
                &rule.id,
                format!("cannot read the days \"{text}\"; they look like \"report-3..report-1\""),
            )
        })?),
    };
    if matches!(rule.reading, file::Reading::Shift | file::Reading::Ago) && rule.by.is_none() {
        return Err(entry_error(
            &rule.id,
            "a shift needs `by`, the number of units; 0 is this one".to_owned(),
        ));
    }
    if rule.reading == file::Reading::Reference && rule.value.is_none() {
        return Err(entry_error(
            &rule.id,
            "a reference needs `value`, such as \"PAST_REF\"".to_owned(),
        ));
    }
    if rule
        .precision
        .is_some_and(|precision| !(1..=5).contains(&precision))
    {
        return Err(entry_error(&rule.id, "a precision is 1 to 5".to_owned()));
    }
    Ok(Rule {
        reading: rule.reading,
        toward: rule.toward,
        by: rule.by.unwrap_or(0),
        unit,
        year_by: rule.year_by,
        from: rule.from,
        value: rule.value,
        days,
        precision: rule.precision,
        unless_next: rule.unless_next,
    })
}

/// The word table while it is filled.
#[derive(Default)]
struct Table {
    words: FxHashMap<SmolStr, Vec<Entry>>,
    literals: FxHashMap<SmolStr, u16>,
}

impl Table {
    fn list<'f>(
        &mut self,
        list: impl Iterator<Item = &'f file::Forms>,
        class: Class,
        plural: Option<Class>,
    ) -> Result<(), ErrorKind> {
        list.zip(0..)
            .try_for_each(|(forms, at)| self.forms(forms, class, plural, at))
    }

    fn forms(
        &mut self,
        forms: &file::Forms,
        class: Class,
        plural: Option<Class>,
        member: u8,
    ) -> Result<(), ErrorKind> {
        if let Some(key) = forms.unknown.keys().next() {
            let at = forms.words.first().map_or("?", SmolStr::as_str);
            return Err(entry_error(at, format!("there is no key `{key}` here")));
        }
        for word in &forms.words {
            self.add(word, Word::Of(class, member), Capital::Free);
        }
        for word in &forms.capital {
            self.add(word, Word::Of(class, member), Capital::Needed);
        }
        for word in &forms.short {
            self.add(word, Word::Of(Class::Shortday, member), Capital::Needed);
        }
        for word in &forms.abroad {
            self.add(word, Word::Of(Class::Abroad, member), Capital::Needed);
        }
        for word in &forms.plural {
            if let Some(plural) = plural {
                self.add(word, Word::Of(plural, member), Capital::Free);
            }
        }
        Ok(())
    }

    fn add(&mut self, words: &str, word: Word, capital: Capital) {
        let mut parts = words.split([' ', '-']).flat_map(split_genitive);
        let first = SmolStr::new(parts.next().unwrap_or_default());
        let rest = parts.map(SmolStr::new).collect();
        self.words.entry(first).or_default().push(Entry {
            rest,
            word,
            capital,
        });
    }

    fn element(&mut self, rule: &str, text: &str) -> Result<Element, ErrorKind> {
        let (text, presence) = match text.strip_suffix('?') {
            Some(text) if !text.is_empty() => (text, Presence::Optional),
            _ => (text, Presence::Needed),
        };
        let options = text
            .split('|')
            .map(|option| self.matcher(rule, option))
            .collect::<Result<_, _>>()?;
        Ok(Element { options, presence })
    }

    fn matcher(&mut self, rule: &str, text: &str) -> Result<Matcher, ErrorKind> {
        if text == "~" {
            return Ok(Matcher::Hyphen);
        }
        if let Some(name) = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
        {
            let found = CLASSES.iter().find(|(known, _)| *known == name);
            return found
                .map(|(_, class)| Matcher::Class(*class))
                .ok_or_else(|| ErrorKind::Unknown {
                    at: rule.to_owned(),
                    kind: "class",
                    name: name.to_owned(),
                    near: nearest_name(name, CLASSES.iter().map(|(known, _)| *known)),
                });
        }
        if let Some(id) = self.literals.get(text) {
            return Ok(Matcher::Literal(*id));
        }
        let id = u16::try_from(self.literals.len()).map_err(|_| {
            entry_error(
                rule,
                "there are too many different words in the patterns".to_owned(),
            )
        })?;
        self.literals.insert(text.into(), id);
        self.add(text, Word::Literal(id), Capital::Free);
        Ok(Matcher::Literal(id))
    }
}

/// "year's" is two words to the tokenizer.
fn split_genitive(word: &str) -> impl Iterator<Item = &str> {
    let at = match word.strip_suffix("'s") {
        Some(stem) if !stem.is_empty() => stem.len(),
        _ => word.len(),
    };
    let (stem, tail) = word.split_at(at);
    std::iter::once(stem).chain((!tail.is_empty()).then_some(tail))
}
