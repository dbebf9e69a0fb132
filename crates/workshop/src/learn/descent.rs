//! Which weights make what people said most likely?
//!
//! In: questions, each with its possible answers, their features, and which of the answers
//! are right. Out: a weight for each feature: those under which the right answers are
//! the most likely, with a penalty on large weights that keeps rare features from being
//! learned by heart. Invariant: the same questions in the same order give the same weights.
//!
//! An answer is as likely as e to the power of the sum of its features' weights. The
//! minimum is found with L-BFGS (Liu and Nocedal 1989).

use std::collections::{BTreeMap, HashMap};

use marsad::knowledge::weights::Listed;

/// A question: its possible answers, one or more of them right.
pub(crate) struct Question {
    /// The features of each answer.
    pub(crate) answers: Vec<Listed>,
    /// Which answers are right.
    pub(crate) right: Vec<bool>,
    /// How much the question counts.
    pub(crate) weight: f64,
}

impl Question {
    /// Whether something holds: the other answer has no features.
    pub(crate) fn yes_or_no(features: Listed, holds: bool) -> Self {
        Self {
            answers: vec![features, Listed::default()],
            right: vec![holds, !holds],
            weight: 1.0,
        }
    }
}

/// A question whose answers are the same classes each time, with one set of features.
pub(crate) struct Sorted {
    /// What is known of the thing to be sorted.
    pub(crate) features: Listed,
    /// The classes that are right, by number.
    pub(crate) right: Vec<usize>,
    /// How much the question counts.
    pub(crate) weight: f64,
}

/// How to learn.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    /// In how many questions a feature must occur to get a weight.
    pub(crate) seen: usize,
    /// The penalty on half the square of each weight.
    pub(crate) penalty: f64,
    /// How many steps at most.
    pub(crate) steps: usize,
}

/// A question with its features numbered.
struct Numbered {
    answers: Vec<Vec<(u32, f32)>>,
    right: Vec<bool>,
    weight: f64,
}

/// The weights that fit the questions best, by feature.
pub(crate) fn learn(questions: &[Question], settings: Settings) -> BTreeMap<String, f32> {
    let lists = questions.iter().map(|question| question.answers.as_slice());
    let names = features(lists, settings.seen);
    let numbers: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let number = |listed: &Listed| {
        let pairs = listed.0.iter();
        pairs
            .filter_map(|(name, strength)| Some((*numbers.get(name.as_str())?, *strength)))
            .collect()
    };
    let numbered: Vec<Numbered> = questions
        .iter()
        .map(|question| Numbered {
            answers: question.answers.iter().map(number).collect(),
            right: question.right.clone(),
            weight: question.weight,
        })
        .collect();
    let weights = minimum(names.len(), settings.steps, |weights, slope| {
        loss(&numbered, settings.penalty, weights, slope)
    });
    let rounded = weights
        .iter()
        .map(|weight| (weight * 1000.0).round() as f32 / 1000.0);
    names
        .into_iter()
        .zip(rounded)
        .filter(|(_, weight)| *weight != 0.0)
        .collect()
}

/// The weights of features for each of `classes` classes that sort the questions best, in the order
/// of the features' names.
pub(crate) fn learn_classes(
    questions: &[Sorted],
    classes: usize,
    settings: Settings,
) -> Vec<(String, Vec<f32>)> {
    let lists = questions
        .iter()
        .map(|question| std::slice::from_ref(&question.features));
    let names = features(lists, settings.seen);
    let numbers: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    let numbered: Vec<Vec<(usize, f64)>> = questions
        .iter()
        .map(|question| {
            let known = question.features.0.iter();
            known
                .filter_map(|(name, strength)| {
                    Some((numbers.get(name.as_str())? * classes, f64::from(*strength)))
                })
                .collect()
        })
        .collect();
    let weights = minimum(names.len() * classes, settings.steps, |weights, slope| {
        let mut loss = 0.0;
        for (slope, weight) in slope.iter_mut().zip(weights) {
            *slope = settings.penalty * weight;
            loss += settings.penalty * weight * weight / 2.0;
        }
        let mut shares = vec![0.0; classes];
        for (question, features) in questions.iter().zip(&numbered) {
            shares.fill(0.0);
            for &(at, strength) in features {
                for (share, weight) in shares.iter_mut().zip(&weights[at..at + classes]) {
                    *share += weight * strength;
                }
            }
            let most = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            shares
                .iter_mut()
                .for_each(|share| *share = exp(*share - most));
            let all: f64 = shares.iter().sum();
            let right: f64 = question.right.iter().map(|&class| shares[class]).sum();
            if right <= 0.0 {
                continue;
            }
            loss -= question.weight * logarithm(right / all);
            for (class, share) in shares.iter_mut().enumerate() {
                let wanted = if question.right.contains(&class) {
                    *share / right
                } else {
                    0.0
                };
                *share = question.weight * (*share / all - wanted);
            }
            for &(at, strength) in features {
                for (slope, change) in slope[at..at + classes].iter_mut().zip(&shares) {
                    *slope += change * strength;
                }
            }
        }
        loss
    });
    let rounded = |weight: &f64| (weight * 1000.0).round() as f32 / 1000.0;
    names
        .into_iter()
        .zip(weights.chunks(classes))
        .map(|(name, weights)| (name, weights.iter().map(rounded).collect()))
        .collect()
}

/// The features that occur in enough questions, in the order of their names.
fn features<'q>(questions: impl Iterator<Item = &'q [Listed]>, seen: usize) -> Vec<String> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, answers) in questions.enumerate() {
        for (name, _) in answers.iter().flat_map(|answer| &answer.0) {
            let (count, last) = counts.entry(name).or_insert((0, usize::MAX));
            if *last != at {
                *count += 1;
                *last = at;
            }
        }
    }
    let often = counts.into_iter().filter(|(_, (count, _))| *count >= seen);
    let mut names: Vec<String> = often.map(|(name, _)| name.to_owned()).collect();
    names.sort_unstable();
    names
}

/// How unlikely the right answers are under some weights; and how that changes with each.
fn loss(questions: &[Numbered], penalty: f64, weights: &[f64], slope: &mut [f64]) -> f64 {
    let mut loss = 0.0;
    for (slope, weight) in slope.iter_mut().zip(weights) {
        *slope = penalty * weight;
        loss += penalty * weight * weight / 2.0;
    }
    let mut shares = Vec::new();
    for question in questions {
        shares.clear();
        for answer in &question.answers {
            let sum: f64 = answer
                .iter()
                .map(|&(at, strength)| weights[at as usize] * f64::from(strength))
                .sum();
            shares.push(sum);
        }
        let most = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        shares
            .iter_mut()
            .for_each(|share| *share = exp(*share - most));
        let all: f64 = shares.iter().sum();
        let right: f64 = shares
            .iter()
            .zip(&question.right)
            .filter(|(_, right)| **right)
            .map(|(share, _)| share)
            .sum();
        if right <= 0.0 {
            continue;
        }
        loss -= question.weight * logarithm(right / all);
        for ((answer, share), is_right) in question.answers.iter().zip(&shares).zip(&question.right)
        {
            let wanted = if *is_right { share / right } else { 0.0 };
            let change = question.weight * (share / all - wanted);
            for &(at, strength) in answer {
                slope[at as usize] += change * f64::from(strength);
            }
        }
    }
    loss
}

/// The power of e, by sums and products alone, so that every machine learns the same.
fn exp(power: f64) -> f64 {
    let power = power.clamp(-700.0, 700.0);
    let halvings = (power / std::f64::consts::LN_2).round();
    let rest = power - halvings * std::f64::consts::LN_2;
    let series = (1..=16)
        .rev()
        .fold(1.0, |sum, step| 1.0 + sum * rest / f64::from(step));
    series * f64::from_bits(((1023 + halvings as i64) as u64) << 52)
}

/// The natural logarithm of a positive number, likewise.
fn logarithm(number: f64) -> f64 {
    let bits = number.max(f64::MIN_POSITIVE).to_bits();
    let doublings = (bits >> 52) as i64 - 1023;
    let figures = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    let ratio = (figures - 1.0) / (figures + 1.0);
    let square = ratio * ratio;
    let series = (0..24).rev().fold(0.0, |sum, step| {
        sum * square + 1.0 / f64::from(2 * step + 1)
    });
    2.0 * ratio * series + doublings as f64 * std::f64::consts::LN_2
}

/// Where a smooth convex function of `size` numbers is least, approximately.
fn minimum(size: usize, steps: usize, function: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    const MEMORY: usize = 8;
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut at = vec![0.0; size];
    let mut slope = vec![0.0; size];
    let mut value = function(&at, &mut slope);
    let mut past: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..steps {
        let mut direction = slope.clone();
        let mut scales = Vec::new();
        for (moved, turned, inverse) in past.iter().rev() {
            let scale = inverse * dot(moved, &direction);
            direction
                .iter_mut()
                .zip(turned)
                .for_each(|(d, t)| *d -= scale * t);
            scales.push(scale);
        }
        if let Some((moved, turned, _)) = past.last() {
            let factor = dot(moved, turned) / dot(turned, turned);
            direction.iter_mut().for_each(|d| *d *= factor);
        } else {
            let length = dot(&slope, &slope).sqrt().max(1.0);
            direction.iter_mut().for_each(|d| *d /= length);
        }
        for ((moved, turned, inverse), scale) in past.iter().zip(scales.iter().rev()) {
            let back = inverse * dot(turned, &direction);
            direction
                .iter_mut()
                .zip(moved)
                .for_each(|(d, m)| *d += (scale - back) * m);
        }
        let fall = dot(&slope, &direction);
        let mut length = 1.0;
        let mut next_slope = vec![0.0; size];
        let (next, next_value) = loop {
            let next: Vec<f64> = at
                .iter()
                .zip(&direction)
                .map(|(x, d)| x - length * d)
                .collect();
            let next_value = function(&next, &mut next_slope);
            if next_value <= value - 1e-4 * length * fall || length < 1e-10 {
                break (next, next_value);
            }
            length /= 2.0;
        };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(n, a)| n - a).collect();
        let turned: Vec<f64> = next_slope.iter().zip(&slope).map(|(n, s)| n - s).collect();
        let bend = dot(&moved, &turned);
        if bend > 1e-12 {
            past.push((moved, turned, 1.0 / bend));
            if past.len() > MEMORY {
                past.remove(0);
            }
        }
        let gained = value - next_value;
        (at, slope, value) = (next, next_slope, next_value);
        if gained < 1e-7 * value.abs() {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(names: &[&str]) -> Listed {
        Listed(names.iter().map(|name| ((*name).to_owned(), 1.0)).collect())
    }

    #[test]
    fn what_always_goes_with_yes_gets_a_weight_for_it() {
        let questions: Vec<Question> = (0..40)
            .map(|at| {
                Question::yes_or_no(
                    listed(&["bias", if at % 2 == 0 { "in" } else { "said" }]),
                    at % 2 == 0,
                )
            })
            .collect();
        let weights = learn(
            &questions,
            Settings {
                seen: 2,
                penalty: 0.1,
                steps: 100,
            },
        );
        assert!(weights["in"] > 1.0 && weights["said"] < -1.0, "{weights:?}");
    }

    #[test]
    fn classes_are_told_apart_and_either_of_two_right_ones_will_do() {
        let question = |word: &str, right: &[usize]| Sorted {
            features: listed(&["bias", word]),
            right: right.to_vec(),
            weight: 1.0,
        };
        let questions: Vec<Sorted> = (0..60)
            .map(|at| match at % 3 {
                0 => question("shell", &[0]),
                1 => question("free", &[1]),
                _ => question("yield", &[1, 2]),
            })
            .collect();
        let settings = Settings {
            seen: 2,
            penalty: 0.1,
            steps: 100,
        };
        let weights = learn_classes(&questions, 3, settings);
        let of = |name: &str| {
            let row = weights.iter().find(|(known, _)| known == name).unwrap();
            row.1.clone()
        };
        assert!(of("shell")[0] > 1.0 && of("free")[1] > 1.0, "{weights:?}");
        assert!(of("yield")[1] > of("yield")[0], "{weights:?}");
    }

    #[test]
    fn the_series_are_the_power_and_the_logarithm() {
        for step in -300..=300 {
            let power = f64::from(step) / 7.0;
            assert!((exp(power) / power.exp() - 1.0).abs() < 1e-12, "{power}");
            assert!((logarithm(power.exp()) - power).abs() < 1e-9, "{power}");
        }
    }

    #[test]
    fn the_minimum_of_a_bowl_is_its_middle() {
        let least = minimum(2, 100, |at, slope| {
            (slope[0], slope[1]) = (2.0 * (at[0] - 3.0), 20.0 * (at[1] + 1.0));
            (at[0] - 3.0).powi(2) + 10.0 * (at[1] + 1.0).powi(2)
        });
        assert!(
            (least[0] - 3.0).abs() < 1e-3 && (least[1] + 1.0).abs() < 1e-3,
            "{least:?}"
        );
    }
}
