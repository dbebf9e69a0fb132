//! How do parameters come out of a request?
//!
//! In comes a request; out come its parameters. Invariant: what is wrong with them is told as a problem, in the form of all others.

use axum::{
    extract::{FromRequestParts, Query as Parameters},
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The parameters of a URL.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Parameters::from_request_parts(parts, state).await {
            Ok(Parameters(asked)) => Ok(Self(asked)),
            Err(wrong) => {
                let detail = format!("{}; /api/docs tells the parameters", wrong.body_text());
                Err(Problem::new(StatusCode::BAD_REQUEST, detail))
            }
        }
    }
}
