//! How do parameters come out of a request?
//!
//! In comes a request; out come its parameters, those that several answers take and those of one alone. Invariant: what is wrong with
//! them, and what an answer does not go by, is told as a problem, in the form of all others.

use axum::{
    extract::{FromRequestParts, Query as Parameters},
    http::{StatusCode, Uri, request::Parts},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::problem::Problem;

/// The parameters of a URL: those of `T`, and beside them those of `M`.
pub(super) struct Query<T, M = Nothing>(pub(super) T, pub(super) M);

/// Parameters beside others, by their names.
pub(super) trait Beside: DeserializeOwned {
    /// The names, which need no escapes in a URL.
    const NAMES: &'static [&'static str];
}

/// No parameters beside others.
#[derive(Deserialize)]
pub(super) struct Nothing {}

impl Beside for Nothing {
    const NAMES: &'static [&'static str] = &[];
}

impl<T: DeserializeOwned, M: Beside, S: Send + Sync> FromRequestParts<S> for Query<T, M> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let asked = parts.uri.query().unwrap_or_default().split('&');
        let (beside, common): (Vec<&str>, Vec<&str>) = asked.partition(|one| {
            let name = one.split_once('=').map_or(*one, |(name, _)| name);
            M::NAMES.contains(&name)
        });
        Ok(Self(read(&common)?, read(&beside)?))
    }
}

fn read<T: DeserializeOwned>(asked: &[&str]) -> Result<T, Problem> {
    let senseless = |wrong: String| {
        let detail = format!("{wrong}; /api/docs tells the parameters");
        Problem::new(StatusCode::BAD_REQUEST, detail)
    };
    let uri: Uri = format!("/?{}", asked.join("&"))
        .parse()
        .map_err(|wrong| senseless(format!("{wrong}")))?;
    match Parameters::try_from_uri(&uri) {
        Ok(Parameters(asked)) => Ok(asked),
        Err(wrong) => Err(senseless(wrong.body_text())),
    }
}
