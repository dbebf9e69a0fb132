//! How are events written so that the tools of the field open them unchanged?
//!
//! In come events with the reports that tell of them; out comes one file in a form that others defined, and what was left out
//! of it with the reason. There is one file here for each form, and [`view`] and [`sides`] say of an event what several forms ask.
//! `docs/exports.md` tells what each column holds. Invariant: what is not known stays empty, and every event that has no row
//! is counted under its reason.

mod acled;
mod columns;
mod csv;
mod gdelt;
mod ged;
mod geojson;
mod matrix;
mod number;
mod omitted;
mod parquet;
mod plover;
mod sides;
mod view;

use marsad::{event::Event, knowledge::Knowledge};

use self::omitted::{Omission, Omitted};
pub(crate) use self::view::View;
use crate::{
    arguments::ExportFormat,
    gather::{Gathered, Papers},
    render::event::is_told,
};

/// A file, and what it does not hold.
pub(crate) struct Export {
    /// The whole file.
    pub(crate) bytes: Vec<u8>,
    /// The events without a row in it.
    pub(crate) omitted: Omitted,
}

/// Which events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those that `marsad events` shows.
    Told,
    /// Also what was only planned, threatened or demanded, deeds of unknown kind, and what a form leaves to whoever
    /// asks for it.
    All,
}

/// Writes events in a form.
///
/// # Errors
///
/// When the form cannot hold them; no known event does that.
pub(crate) fn write(
    format: ExportFormat,
    gathered: &Gathered,
    knowledge: &Knowledge,
    scope: Scope,
) -> anyhow::Result<Export> {
    let mut omitted = Omitted::default();
    let mut views: Vec<View<'_>> = Vec::new();
    for event in &gathered.events {
        match scope == Scope::All || is_told(event, knowledge) {
            true => views.push(View::new(event, knowledge, &gathered.papers)),
            false => omitted.count(Omission::NotTold),
        }
    }
    let bytes = match format {
        ExportFormat::Geojson => geojson::write(&views)?,
        ExportFormat::Csv => csv::own(&views)?,
        ExportFormat::Parquet => parquet::write(&views, parquet::Geometry::Left)?,
        ExportFormat::Geoparquet => parquet::write(&views, parquet::Geometry::Written)?,
        ExportFormat::Acled => {
            let rows = kept(&views, acled::row, &mut omitted);
            csv::table(&acled::COLUMNS, &rows)?
        }
        ExportFormat::Ged => {
            let rows = kept(&views, |view| ged::row(view, scope), &mut omitted);
            csv::table(&ged::COLUMNS, &rows)?
        }
        ExportFormat::Plover => {
            let rows = kept(&views, |view| plover::line(view, scope), &mut omitted);
            rows.concat().into_bytes()
        }
        ExportFormat::Gdelt => {
            let rows = kept(&views, gdelt::row, &mut omitted);
            csv::tabbed(&rows)
        }
        ExportFormat::Matrix => {
            let rows = kept(&views, |view| matrix::row(view, scope), &mut omitted);
            matrix::write(&rows)?
        }
    };
    Ok(Export { bytes, omitted })
}

/// Each event as a feature of GeoJSON.
///
/// # Errors
///
/// When one cannot be written; no known event does that.
pub(crate) fn features(
    events: &[Event],
    knowledge: &Knowledge,
    papers: &Papers,
) -> anyhow::Result<Vec<serde_json::Value>> {
    let views = events
        .iter()
        .map(|event| View::new(event, knowledge, papers));
    views.map(|view| geojson::feature(&view)).collect()
}

/// The rows of those events that have one.
fn kept<R>(
    views: &[View<'_>],
    row: impl Fn(&View<'_>) -> Result<R, Omission>,
    omitted: &mut Omitted,
) -> Vec<R> {
    let mut rows = Vec::new();
    for view in views {
        match row(view) {
            Ok(row) => rows.push(row),
            Err(omission) => omitted.count(omission),
        }
    }
    rows
}
