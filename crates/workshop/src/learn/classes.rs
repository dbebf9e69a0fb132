//! How is it learned which of several named classes a thing is of?
//!
//! In: things with their features and the names of the classes that are right. Out: a table with a row for
//! each feature and a column for each class. Invariant: the columns stand in the order of the classes' names.

use marsad::knowledge::weights::Listed;

use super::descent::{Settings, Sorted, learn_classes};

/// A thing, and the names of the classes that are right for it.
pub(super) struct Lesson {
    pub(super) features: Listed,
    pub(super) right: Vec<String>,
    /// How much it counts.
    pub(super) weight: f64,
}

/// A table: a row for each feature, a column for each class.
pub(crate) struct ClassTable {
    pub(super) classes: Vec<String>,
    pub(super) rows: Vec<(String, Vec<f32>)>,
}

impl ClassTable {
    /// The table that sorts the lessons best.
    pub(super) fn learn(lessons: Vec<Lesson>, settings: Settings) -> Self {
        let mut classes: Vec<String> = lessons
            .iter()
            .flat_map(|lesson| lesson.right.clone())
            .collect();
        classes.sort_unstable();
        classes.dedup();
        let number = |name: &String| classes.binary_search(name).unwrap_or_default();
        let questions: Vec<Sorted> = lessons
            .into_iter()
            .map(|lesson| Sorted {
                right: lesson.right.iter().map(number).collect(),
                features: lesson.features,
                weight: lesson.weight,
            })
            .collect();
        let rows = learn_classes(&questions, classes.len(), settings);
        Self { classes, rows }
    }

    /// The same without weights smaller than `least`, and without rows that have none left.
    pub(super) fn without_small(mut self, least: f32) -> Self {
        for (_, row) in &mut self.rows {
            for weight in row.iter_mut().filter(|weight| weight.abs() < least) {
                *weight = 0.0;
            }
        }
        self.rows
            .retain(|(_, row)| row.iter().any(|weight| *weight != 0.0));
        self
    }

    /// Every weight that is not nought: feature, class, weight.
    pub(crate) fn weights(&self) -> impl Iterator<Item = (&str, &str, f32)> {
        self.rows.iter().flat_map(|(feature, row)| {
            let pairs = self.classes.iter().zip(row);
            pairs
                .filter(|(_, weight)| **weight != 0.0)
                .map(move |(class, weight)| (feature.as_str(), class.as_str(), *weight))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_weights_go_and_with_the_last_the_row() {
        let table = ClassTable {
            classes: vec!["a".to_owned(), "b".to_owned()],
            rows: vec![
                ("kept".to_owned(), vec![0.5, -0.01]),
                ("gone".to_owned(), vec![0.01, -0.01]),
            ],
        };
        let table = table.without_small(0.03);
        let left: Vec<_> = table.weights().collect();
        assert_eq!(left, [("kept", "a", 0.5)]);
        assert_eq!(table.rows.len(), 1);
    }
}
