//! Conversations out of other programs' files, uploaded as they are.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use crate::app::import_job::{Failed, Import};
use crate::base::concurrency_limit::ConcurrencyLimit;
use crate::domain::id::UserId;
use crate::domain::text::ShortText;
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::handlers::chats::short_text;
use crate::http::reply::Reply;
use crate::http::report::Report;
use crate::import::{self, FORMATS, FileFormat, ImportError, ImportSource, ReadOptions};
use crate::store::StoreError;

/// Imports that wait for their turn, and how long.
const QUEUE: usize = 8;
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Longest conversation in bytes. A command takes longer ones; here others need memory, too: reading one
/// takes four to seven times its length.
const CONVERSATION_BYTES: usize = 24 * 1024 * 1024;

/// One import at a time: each may take as much memory as a long conversation needs.
pub fn limit() -> ConcurrencyLimit {
    ConcurrencyLimit::new(1, QUEUE)
}

/// What the query says.
struct Wanted {
    is_dry_run: bool,
    format: Option<&'static FileFormat>,
    /// What the file is called where it comes from.
    name: Option<ShortText>,
}

/// `POST /api/users/{user_id}/chats/import`
pub fn create(site: &Site, call: &Call<'_>, owner: UserId) -> Outcome {
    let Wanted { is_dry_run, format, name } = wanted(call)?;
    let bytes = call.bytes()?;
    if bytes.length().is_ok_and(|length| length == 0) {
        return Err(not_imported("The body is empty. Send the file as it is, as `curl --data-binary @FILE` does."));
    }

    let name = name.map(|name| name.as_str().to_owned()).unwrap_or_default();
    let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
    let (store, stop) = (site.store.clone(), Arc::clone(&site.is_stopping));
    let mut report = Report::new(is_dry_run);
    let import = move || {
        let import = Import { store: &store, owner, last: None, title: None, is_dry_run, stop: &stop };
        let imported = (|| {
            let source = ImportSource::of(name, bytes).map_err(Failed::Import)?;
            import.run(&source, &options, &mut |line| report.add(line))
        })();
        (imported, report)
    };
    let _turn = site.imports.enter(PATIENCE)?;
    if site.is_stopping.load(Ordering::Relaxed) {
        return Err(stopped());
    }
    let (imported, report) = site.import_thread.run(import);

    match imported {
        Ok(ControlFlow::Continue(())) => Ok(Reply::json(&json!({ "report": report }))),
        Ok(ControlFlow::Break(())) => Err(stopped().with("report", json!(report))),
        Err(failed) if report.is_empty() => Err(failed.into()),
        // What it names is stored, whatever came then.
        Err(failed) => Err(ApiError::from(failed).with("report", json!(report))),
    }
}

/// What can be wrong before the body is read.
pub fn check(call: &Call<'_>) -> Result<(), ApiError> {
    wanted(call).map(drop)
}

fn wanted(call: &Call<'_>) -> Result<Wanted, ApiError> {
    let mut issues = Vec::new();
    let mut issue = |code, name: &str, message| issues.push(Issue { code, message, path: vec![name.to_owned()] });
    let is_dry_run = match call.query("dry_run").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            issue("custom", "dry_run", "Expected 'true' | 'false'".to_owned());
            false
        }
    };
    let format = call.query("format").and_then(|name| {
        let format = import::named(&name);
        if format.is_none() {
            let names: Vec<String> = FORMATS.iter().map(|format| format!("'{}'", format.name)).collect();
            issue("custom", "format", format!("Unknown format. Expected {}", names.join(" | ")));
        }
        format
    });
    let name = call
        .query("name")
        .and_then(|name| short_text(&name).map_err(|broken| issue(broken.code, "name", broken.message)).ok());
    match issues.as_slice() {
        [] => Ok(Wanted { is_dry_run, format, name }),
        _ => Err(ApiError::invalid(
            "Bad Request. Invalid query({ dry_run?(false), format?(recognised), name?(Conversation) }).",
            &issues,
        )),
    }
}

fn not_imported(message: impl Into<String>) -> ApiError {
    let message = message.into();
    let issue = Issue { code: "custom", message: message.clone(), path: Vec::new() };
    ApiError::invalid("Bad Request. The file could not be imported.", &[issue]).message(message)
}

fn stopped() -> ApiError {
    ApiError::overloaded().message("The server is stopping. Send the file again for what is missing.")
}

impl From<Failed> for ApiError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Store(error @ StoreError::DiskFull) => Self::from(error)
                .message("The server's disk is full. What the report names was saved; without a report, nothing was."),
            Failed::Store(error) => error.into(),
            Failed::Import(ImportError::Unreadable(error)) => {
                tracing::error!(%error, "an upload could not be read again");
                Self::new(500)
            }
            Failed::Import(error) => not_imported(error.to_string()),
        }
    }
}
