//! What did people write down from reports of one war by opposed outlets?
//!
//! In: reports as JSON lines, each with what a crowd coded from it. Out: [`Told`]. Invariant: a report's
//! outlet is its source, and the day that was coded is never its day of publication.

use anyhow::{Context, Error, Result, bail};
use jiff::civil::Date;
use marsad::document::Document;
use serde::Deserialize;

use super::{Gold, document, record};

/// A report and what was coded from it.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Told {
    document: Document,
    /// The day of the happening.
    pub(crate) day: Date,
    /// The governorate.
    pub(crate) governorate: String,
    /// How people died.
    pub(crate) cause: String,
    /// How many died: civilians and others.
    pub(crate) deaths: u32,
}

impl Gold for Told {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    outlet: String,
    published: Option<String>,
    title: String,
    text: String,
    gold: Coded,
}

#[derive(Deserialize)]
struct Coded {
    date: String,
    location: String,
    cause_of_death: String,
    nb_civilians: String,
    nb_noncivilians: String,
}

impl TryFrom<Line> for Told {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self> {
        let mut document = document(line.id, line.text);
        document.source = Some(line.outlet);
        document.title = Some(line.title);
        document.published = record::day(line.published.filter(|day| !day.is_empty()))?;
        let number = |written: &str| -> Result<u32> {
            let number = written.trim();
            if number.is_empty() {
                return Ok(0);
            }
            let number: f64 = number
                .parse()
                .with_context(|| format!("no number: {written}"))?;
            Ok(number as u32)
        };
        Ok(Self {
            document,
            day: american(&line.gold.date)?,
            governorate: line.gold.location,
            cause: line.gold.cause_of_death,
            deaths: number(&line.gold.nb_civilians)? + number(&line.gold.nb_noncivilians)?,
        })
    }
}

/// A day as the coders wrote it, "7/10/16".
fn american(written: &str) -> Result<Date> {
    let parts: Vec<&str> = written.split('/').collect();
    let [month, day, year] = parts[..] else {
        bail!("no day: {written}");
    };
    let parse = |part: &str| {
        part.parse::<i16>()
            .with_context(|| format!("no day: {written}"))
    };
    let (month, day, year) = (parse(month)?, parse(day)?, parse(year)?);
    Date::new(2000 + year, month as i8, day as i8).with_context(|| format!("no day: {written}"))
}
