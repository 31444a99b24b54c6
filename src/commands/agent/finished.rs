//! `agent finished`: imports a finished session into the owner's conversations. Nothing is shared and nothing is
//! printed, because agents show what their hooks print.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use crate::app::import_job::{ImportJob, ImportJobError};
use crate::app::owner::Account;
use crate::base::json;
use crate::cli::{Data, FinishedSession};
use crate::commands::import::{CONVERSATION_BYTES, refusal, with_room};
use crate::commands::{Failure, owner, sessions};
use crate::host::agent_sessions::AgentFolders;
use crate::import::ReadOptions;
use crate::store::Store;

/// The longest notice, in bytes; Codex puts the last answer into it.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Imports the session of which the notice tells.
pub fn run(data: &Data, finished: &FinishedSession) -> Result<(), Failure> {
    let notice = match &finished.notice {
        Some(notice) => notice.clone().into_bytes(),
        None => {
            let mut notice = Vec::new();
            let read = io::stdin().lock().take(LONGEST).read_to_end(&mut notice);
            read.map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
            notice
        }
    };
    let notice =
        json::parse(&notice).map_err(|error| Failure::new(format!("the agent's notice is no JSON: {error}")))?;
    let id = ["session_id", "thread-id"].iter().find_map(|name| notice[*name].as_str()).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Failure::new("the agent's notice names no session"))?;
    if is_of_nobody(&notice) {
        return Ok(());
    }
    let session = sessions::find(&AgentFolders::of_this_machine(), Path::new(id))?;
    let source = session.open().map_err(|error| refusal(&error))?;
    let store = Store::open(&data.path()?)?;
    let account = Account::prepare(owner::find(&store, &finished.owner)?)?;
    let owner = account.make(&store)?;
    let stop = AtomicBool::new(false);
    let job = ImportJob { store: &store, owner, last: None, title: None, is_dry_run: false, stop: &stop };
    let options = ReadOptions { conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
    let read = with_room(|| job.run(&source, &options, &mut |_| {}))?;
    account.remove_unused(&store, owner)?;
    match read {
        Ok(ControlFlow::Continue(()) | ControlFlow::Break(())) => Ok(()),
        Err(ImportJobError::Import(error)) => Err(refusal(&error)),
        Err(ImportJobError::Store(error)) => Err(error.into()),
    }
}

/// Whether the session ended for another that goes on with it, as when it is cleared or resumed.
fn is_of_nobody(notice: &Value) -> bool {
    notice["hook_event_name"] == "SessionEnd" && notice["reason"] == "resume"
}
