//! Conversations out of other programs' files, uploaded as they are.

use std::ops::ControlFlow;

use serde_json::json;

use crate::app::import_job::ImportJobError;
use crate::app::import_preview::PreviewError;
use crate::app::import_queue::Upload;
use crate::app::import_report::{self, MOST_KEPT};
use crate::domain::id::UserId;
use crate::domain::text::ShortText;
use crate::http::Site;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::fields::Violation;
use crate::http::handlers::chats::short_text;
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::import::{self, FORMATS, FileFormat, ImportError};
use crate::store::StoreError;

/// What the query says.
struct ImportQuery {
    is_dry_run: bool,
    format: Option<&'static FileFormat>,
    /// What the file is called where it comes from.
    name: Option<ShortText>,
}

/// `POST /api/users/{user_id}/chats/import`
pub fn create(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let ImportQuery { is_dry_run, format, name } = query(context)?;
    let bytes = context.bytes()?;
    if bytes.length().is_ok_and(|length| length == 0) {
        return Err(not_imported("The body is empty. Send the file as it is, as `curl --data-binary @FILE` does."));
    }

    let name = name.map(|name| name.as_str().to_owned()).unwrap_or_default();
    let upload = Upload { name, bytes, format, is_dry_run, client: context.client() };
    let done = site.imports.run(&site.store, owner, upload)?;
    let (imported, report) = done.ok_or_else(stopped)?;

    match imported {
        Ok(ControlFlow::Continue(())) => Ok(Reply::json(&json!({ "report": report }))),
        Ok(ControlFlow::Break(())) => Err(stopped().with("report", json!(report))),
        Err(failed) if report.is_empty() => Err(failed.into()),
        // What it names is stored, whatever came then.
        Err(failed) => Err(ApiError::from(failed).with("report", json!(report))),
    }
}

/// `POST /api/users/{user_id}/chats/import/preview`: how it would look. Nothing is stored.
pub fn preview(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let ImportQuery { is_dry_run, format, name } = query(context)?;
    let bytes = context.bytes()?;
    if bytes.length().is_ok_and(|length| length == 0) {
        return Err(not_imported("The body is empty."));
    }

    let name = name.map(|name| name.as_str().to_owned()).unwrap_or_default();
    let upload = Upload { name, bytes, format, is_dry_run, client: context.client() };
    let preview = site.imports.preview(&site.renderer, upload)?.ok_or_else(stopped)?;

    match preview {
        Ok(preview) => Ok(Reply::json(&json!({ "preview": preview }))),
        Err(PreviewError::Import(error)) => Err(ImportJobError::Import(error).into()),
        Err(PreviewError::Store(error)) => Err(error.into()),
    }
}

/// `GET /api/users/{user_id}/imports?limit=`: the reports of the last ones.
pub fn list(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ limit?(20) }).");
    let limit = query.limit().unwrap_or(MOST_KEPT);
    query.done()?;

    let kept = import_report::kept(&site.store, owner, limit)?;

    Ok(Reply::json(&json!({ "imports": kept })))
}

/// What can be wrong before the body is read.
pub fn check(context: &RequestContext<'_>) -> Result<(), ApiError> {
    query(context).map(drop)
}

fn query(context: &RequestContext<'_>) -> Result<ImportQuery, ApiError> {
    let mut query = Parameters::of(
        context,
        "Bad Request. Invalid query({ dry_run?(false), format?(recognised), name?(Conversation) }).",
    );
    let is_dry_run = query.word("dry_run", &["true", "false"]) == Some("true");
    let format = query.text("format", format);
    let name = query.text("name", short_text);
    query.done()?;
    Ok(ImportQuery { is_dry_run, format, name })
}

fn format(raw: &str) -> Result<&'static FileFormat, Violation> {
    import::named(raw).ok_or_else(|| {
        let names: Vec<String> = FORMATS.iter().map(|format| format!("'{}'", format.name)).collect();
        Violation::custom(format!("Unknown format. Expected {}", names.join(" | ")))
    })
}

/// A file was not imported, for that reason.
pub fn not_imported(message: impl Into<String>) -> ApiError {
    let message = message.into();
    let issue = Issue { code: "custom", message: message.clone(), path: Vec::new() };
    ApiError::invalid("Bad Request. The file could not be imported.", &[issue]).message(message)
}

fn stopped() -> ApiError {
    ApiError::overloaded().message("The server is stopping. Send the file again to import the rest.")
}

impl From<ImportJobError> for ApiError {
    fn from(failed: ImportJobError) -> Self {
        match failed {
            ImportJobError::Store(error @ StoreError::DiskFull) => Self::from(error)
                .message("The server's disk is full. What the report lists was saved; without a report, nothing was."),
            ImportJobError::Store(error) => error.into(),
            ImportJobError::Import(ImportError::Unreadable(error)) => {
                tracing::error!(%error, "an upload could not be read again");
                Self::new(500)
            }
            ImportJobError::Import(error) => not_imported(error.to_string()),
        }
    }
}
