//! Why is there no answer?
//!
//! In comes what went wrong; out comes a problem as JSON (RFC 9457). Invariant: it says what is wrong with the request and what to do,
//! and tells nothing of the machine.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::store::refusal::Refusal;

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// The HTTP status.
    status: u16,
    /// What the status means.
    title: &'static str,
    /// What is wrong here, and what to do.
    detail: String,
    /// The parameter that it lies with, if it lies with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
}

impl Problem {
    /// A parameter that makes no sense.
    pub(super) fn senseless(parameter: &'static str, detail: String) -> Self {
        Self {
            parameter: Some(parameter),
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// There is no such thing.
    pub(super) fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail.into())
    }

    /// The fault is the server's.
    pub(super) fn own(error: &dyn std::fmt::Display) -> Self {
        eprintln!("marsad: a request could not be answered: {error}");
        let detail = "the server could not answer; its standard error says why";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail.into())
    }

    pub(super) fn new(status: StatusCode, detail: String) -> Self {
        Self {
            status: status.as_u16(),
            title: status.canonical_reason().unwrap_or_default(),
            detail,
            parameter: None,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::own(&format!("{refusal:?}"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, body).into_response()
    }
}
