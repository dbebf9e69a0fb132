//! How much does each sign count for an answer?
//!
//! In: a table of features and weights that `workshop train` wrote. Out: [`Weights`],
//! which add up what is said for one answer. Invariant: the sum depends on the features
//! and the table alone, and is added up in the order in which the features are given.
//!
//! The models of marsad are linear on purpose: a weight can be read, and so can the
//! reason for an answer. A feature is a few words, such as `before` and `in`; the table
//! has them with an equals sign between, and the lookup hashes them as they are.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// Something that features are told to: a model that adds up their weights, or a list
/// of them for training.
pub trait Features {
    /// A feature, named by its parts, with its strength (1 where it simply holds).
    fn put(&mut self, parts: &[&str], strength: f32);

    /// A feature that simply holds.
    fn holds(&mut self, parts: &[&str]) {
        self.put(parts, 1.0);
    }
}

/// A list of features by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed(pub Vec<(String, f32)>);

impl Features for Listed {
    fn put(&mut self, parts: &[&str], strength: f32) {
        self.0.push((parts.join("="), strength));
    }
}

/// A linear model: a weight for each feature.
#[derive(Clone, Debug, Default)]
pub struct Weights(FxHashMap<u64, f32>);

impl Weights {
    /// Reads a table: a line is a feature, a tab and its weight; `#` begins a comment.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut weights = Self::default();
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        {
            let row = line
                .split_once('\t')
                .and_then(|(name, weight)| Some((name, weight.parse::<f32>().ok()?)))
                .filter(|(_, weight)| weight.is_finite());
            let Some((name, weight)) = row else {
                let what = format!("expected a feature, a tab and a number, found \"{line}\"");
                return Err(Error::new(file, ErrorKind::Line { line: at + 1, what }));
            };
            if weights.0.insert(hash(&[name]), weight).is_some() {
                return Err(Error::new(
                    file,
                    ErrorKind::Twice {
                        id: name.to_owned(),
                    },
                ));
            }
        }
        Ok(weights)
    }

    /// A model of these features and weights; of a feature given twice the last counts.
    pub fn of<'f>(features: impl IntoIterator<Item = (&'f str, f32)>) -> Self {
        let hashed = features
            .into_iter()
            .map(|(name, weight)| (hash(&[name]), weight));
        Self(hashed.collect())
    }

    /// What is said for an answer: the sum of the weights of its features.
    pub fn sum(&self, tell: impl FnOnce(&mut Sum<'_>)) -> f32 {
        let mut sum = Sum {
            weights: &self.0,
            sum: 0.0,
        };
        tell(&mut sum);
        sum.sum
    }
}

/// Adds up the weights of the features that it is told.
pub struct Sum<'w> {
    weights: &'w FxHashMap<u64, f32>,
    sum: f32,
}

impl Features for Sum<'_> {
    fn put(&mut self, parts: &[&str], strength: f32) {
        if let Some(weight) = self.weights.get(&hash(parts)) {
            self.sum += weight * strength;
        }
    }
}

/// A linear model that tells classes apart: for each feature a weight for each class.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    names: Vec<SmolStr>,
    weights: FxHashMap<u64, Box<[(u8, f32)]>>,
}

impl Classes {
    /// Reads a table with tabs between its columns: a head with the names of the classes behind the
    /// word "feature", then a line for each feature with its weights in hundredths, an empty
    /// column for none. `#` begins a comment.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
        let wrong = |at: usize, what: String| {
            let line = at + 1;
            Error::new(file, ErrorKind::Line { line, what })
        };
        let Some((at, head)) = lines.next() else {
            return Ok(Self::default());
        };
        let mut classes = head.split('\t');
        if classes.next() != Some("feature") {
            let what = format!("expected a head that begins with \"feature\", found \"{head}\"");
            return Err(wrong(at, what));
        }
        let classes: Vec<&str> = classes.collect();
        if !classes.is_sorted() || classes.len() > usize::from(u8::MAX) {
            return Err(wrong(
                at,
                "the classes must be in the order of their names".to_owned(),
            ));
        }
        let mut model = Self {
            names: classes.iter().map(|name| (*name).into()).collect(),
            weights: FxHashMap::default(),
        };
        for (at, line) in lines {
            let mut columns = line.split('\t');
            let feature = columns.next().unwrap_or_default();
            let mut row = Vec::new();
            for (class, column) in (0..).zip(columns) {
                if column.is_empty() {
                    continue;
                }
                match column.parse::<i16>() {
                    Ok(hundredths) if usize::from(class) < model.names.len() => {
                        row.push((class, f32::from(hundredths) / 100.0));
                    }
                    _ => {
                        let what = format!(
                            "expected a feature and at most {} weights in hundredths, found \"{column}\"",
                            model.names.len()
                        );
                        return Err(wrong(at, what));
                    }
                }
            }
            if model.weights.insert(hash(&[feature]), row.into()).is_some() {
                let id = feature.to_owned();
                return Err(Error::new(file, ErrorKind::Twice { id }));
            }
        }
        Ok(model)
    }

    /// A model of these features, classes and weights.
    pub fn of<'f>(rows: impl IntoIterator<Item = (&'f str, &'f str, f32)>) -> Self {
        let rows: Vec<(&str, &str, f32)> = rows.into_iter().collect();
        let mut names: Vec<SmolStr> = rows.iter().map(|(_, class, _)| (*class).into()).collect();
        names.sort_unstable();
        names.dedup();
        let mut weights: FxHashMap<u64, Vec<(u8, f32)>> = FxHashMap::default();
        for (feature, class, weight) in rows {
            // There are some twenty classes; the sorted names hold each.
            let class = names.partition_point(|name| name.as_str() < class) as u8;
            weights
                .entry(hash(&[feature]))
                .or_default()
                .push((class, weight));
        }
        let weights = weights.into_iter();
        Self {
            names,
            weights: weights.map(|(key, row)| (key, row.into())).collect(),
        }
    }

    /// The classes, in the order of their names.
    pub fn names(&self) -> &[SmolStr] {
        &self.names
    }

    /// How likely each class is, in the order of [`Classes::names`]; together 1.
    pub fn likely(&self, features: &Hashed) -> Vec<f32> {
        let mut sums = vec![0.0; self.names.len()];
        for (key, strength) in &features.0 {
            for &(class, weight) in self.weights.get(key).into_iter().flatten() {
                sums[usize::from(class)] += weight * strength;
            }
        }
        softmax(sums)
    }
}

/// Features by the numbers that tables know them by, to ask several models.
#[derive(Clone, Debug, Default)]
pub struct Hashed(Vec<(u64, f32)>);

impl Features for Hashed {
    fn put(&mut self, parts: &[&str], strength: f32) {
        self.0.push((hash(parts), strength));
    }
}

/// How likely answers are for which this much is said each; together 1.
pub fn softmax(mut sums: Vec<f32>) -> Vec<f32> {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for sum in &mut sums {
        *sum = exp(*sum - most);
    }
    let all: f32 = sums.iter().sum();
    for sum in &mut sums {
        *sum /= all;
    }
    sums
}

/// FNV-1a over the parts with an equals sign between any two, so that a name read from
/// the table hashes like its parts.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hash = step(hash, b'=');
        }
        hash = part.bytes().fold(hash, step);
    }
    hash
}

/// A count as a word of a feature; what is more than `most`, at most 12, is many.
pub fn count(number: usize, most: usize) -> &'static str {
    const WORDS: [&str; 13] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
    ];
    let told = Some(number).filter(|number| *number <= most);
    told.and_then(|number| WORDS.get(number).copied())
        .unwrap_or("many")
}

/// How likely an answer is, from 0 to 1, for which this much is said.
pub fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + exp(-sum))
}

/// The power of e, by sums and products alone: the standard library leaves the last bit
/// to the platform, and the same words shall be read alike on every machine.
pub fn exp(power: f32) -> f32 {
    let power = f64::from(power.clamp(-80.0, 80.0));
    let halvings = (power / std::f64::consts::LN_2).round();
    let rest = power - halvings * std::f64::consts::LN_2;
    let series = (1..=12)
        .rev()
        .fold(1.0, |sum, step| 1.0 + sum * rest / f64::from(step));
    let scale = f64::from_bits(((1023 + halvings as i64) as u64) << 52);
    (series * scale) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_adds_up_what_its_table_says() {
        let weights =
            Weights::read("w.tsv", "# a comment\nbefore=in\t1.5\nbias\t-0.5\n").expect("reads");
        let sum = weights.sum(|features| {
            features.holds(&["bias"]);
            features.put(&["before", "in"], 2.0);
            features.holds(&["before", "at"]);
        });
        assert_eq!(sum, 2.5);
    }

    #[test]
    fn a_count_is_told_up_to_a_limit() {
        assert_eq!((count(0, 7), count(7, 7), count(8, 7)), ("0", "7", "many"));
        assert_eq!((count(12, 12), count(13, 99)), ("12", "many"));
    }

    #[test]
    fn the_series_is_the_power_of_e() {
        for step in -400..=400 {
            let power = step as f32 / 10.0;
            assert!((exp(power) / power.exp() - 1.0).abs() < 1e-5, "{power}");
        }
        assert_eq!(probability(0.0), 0.5);
    }

    #[test]
    fn classes_share_out_what_is_likely() {
        let text = "# a comment\nfeature\ta\tb\nbias\t\t100\nseen\t300\n";
        let classes = Classes::read("c.tsv", text).expect("reads");
        assert_eq!(classes.names(), ["a", "b"]);
        let mut features = Hashed::default();
        features.holds(&["bias"]);
        features.holds(&["seen"]);
        let likely = classes.likely(&features);
        assert!((likely[0] - probability(2.0)).abs() < 1e-6, "{likely:?}");
        for (text, part) in [
            ("bias\t1\n", "line 1"),
            ("feature\tb\ta\n", "order"),
            ("feature\ta\nbias\t1\t2\n", "line 2"),
            ("feature\ta\nbias\tmuch\n", "line 2"),
            ("feature\ta\nbias\t1\nbias\t2\n", "twice"),
        ] {
            let error = Classes::read("c.tsv", text).expect_err("refused");
            assert!(error.to_string().contains(part), "{error}");
        }
    }

    #[test]
    fn a_bad_row_is_an_error_with_its_line() {
        for (text, part) in [
            ("bias\tmuch\n", "line 1"),
            ("a\t1\na\t2\n", "twice"),
            ("a\tinf\n", "line 1"),
        ] {
            let error = Weights::read("w.tsv", text).expect_err("refused");
            assert!(error.to_string().contains(part), "{error}");
        }
    }

    #[test]
    fn a_listed_feature_is_named_as_in_the_table() {
        let mut listed = Listed::default();
        listed.holds(&["before", "in"]);
        let names: Vec<(&str, f32)> = listed
            .0
            .iter()
            .map(|(name, _)| (name.as_str(), 1.0))
            .collect();
        let weights = Weights::of(names);
        assert_eq!(
            weights.sum(|features| features.holds(&["before", "in"])),
            1.0
        );
    }
}
